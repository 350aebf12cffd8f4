package app

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"genomlys/internal/ledger"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// AuditBundle writes the ledger with its contents to a file and gives the
// public key. For one organisation, the others' entries are digests only.
func (h *House) AuditBundle(ctx context.Context, path string, org register.ID, tell func(done, all int64)) (public string, err error) {
	cp, note, err := h.Checkpoint(ctx)
	if err != nil {
		return "", err
	}
	keys, err := h.Keys(ctx)
	if err != nil {
		return "", err
	}
	kept, err := h.kept(ctx, keys)
	if err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", err
	}
	defer func() {
		if err = errors.Join(err, f.Close()); err != nil {
			_ = os.Remove(path) // half a bundle would be taken for a whole one; the error tells why
		}
	}()
	buf := bufio.NewWriter(f)
	w, err := ledger.NewBundleWriter(buf, ledger.Bundle{Origin: cp.Origin, Size: cp.Size, Extract: org != "", Org: string(org)})
	if err != nil {
		return "", fmt.Errorf("begin the bundle: %w", err)
	}
	err = h.DB.EntriesWithPayload(ctx, cp.Size, func(e store.Entry, payload []byte) error {
		it := ledger.Item{Seq: e.Seq, Header: e.Header, Hashes: e.Hashes, Salt: e.Salt, Payload: payload, Erased: e.Salt == nil && payload == nil}
		if owner, rest, ok := ledger.Rest(e.Header); org != "" && ok && owner != string(org) {
			it = ledger.Item{Seq: e.Seq, Hashes: e.Hashes, Masked: true, Org: owner, Rest: rest}
		}
		if tell != nil {
			tell(e.Seq+1, cp.Size)
		}
		if err := w.Write(it); err != nil || e.Seq+1 == cp.Size || kept[e.Seq+1] == nil {
			return err
		}
		return w.Write(ledger.Item{Checkpoint: kept[e.Seq+1]})
	})
	if err != nil {
		return "", err
	}
	if err := w.Write(ledger.Item{Checkpoint: note}); err != nil {
		return "", fmt.Errorf("end the bundle: %w", err)
	}
	if err := w.Flush(); err != nil {
		return "", err
	}
	if err := buf.Flush(); err != nil {
		return "", err
	}
	return keys.All(), f.Sync()
}

// kept are the checkpoints that go with a bundle, by size: each names the one
// before, so an auditor sees that none is missing. They begin with that by
// which one key vouched for the next, since who has only the later key cannot
// read those before; where a key was lost, nothing before is read by the next.
func (h *House) kept(ctx context.Context, k Keys) (map[int64][]byte, error) {
	notes, err := h.DB.Checkpoints(ctx)
	if err != nil {
		return nil, err
	}
	from := int64(0)
	if i := len(k.Changes) - 1; i >= 0 {
		for i > 0 && !k.Changes[i].Lost && !k.Changes[i-1].Lost {
			i--
		}
		from = k.Changes[i].Seq + 1
	}
	out := map[int64][]byte{}
	for _, n := range notes {
		if cp, err := ledger.ParseCheckpoint(n); err == nil && cp.Size >= from {
			out[cp.Size] = n
		}
	}
	return out, nil
}

// Token makes an API token for a person and gives its secret, shown once.
func (h *House) Token(ctx context.Context, email, scope, about string, expires time.Time) (string, error) {
	c, err := h.Access.ByEmail(ctx, email, h.Now())
	if err != nil {
		return "", err
	}
	secret := Secret("gl_")
	return secret, h.DB.PutSession(ctx, secret, store.Session{Kind: "token", Person: string(c.Person), Scope: scope, Made: h.Now(), Expires: expires, About: about})
}
