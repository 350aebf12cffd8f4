package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/fault"
	"genomlys/internal/ledger"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// keyPath is where the ledger's signing key lies: beside the database, never
// in it, so that a copy of the database cannot sign.
func (h *House) keyPath() string {
	if p := os.Getenv("GENOMLYS_LEDGER_KEY"); p != "" {
		return p
	}
	if strings.Contains(h.DSN, "://") {
		return "genomlys.key"
	}
	return h.DSN + ".key"
}

// Keys tells of the ledger's keys.
type Keys struct {
	Path    string // where the private key is looked for
	Here    bool   // and it is there
	Public  string // the key that checkpoints are signed with now; empty before the first
	First   string // the key that the ledger began with
	Changes []ledger.KeyChange
}

// All are the public keys, one a line, oldest first: what an auditor needs.
func (k Keys) All() string {
	if k.First == "" {
		return k.Public
	}
	all := []string{k.First}
	for _, c := range k.Changes {
		all = append(all, c.Key)
	}
	return strings.Join(all, "\n")
}

// Keys gives the ledger's keys as the database knows them.
func (h *House) Keys(ctx context.Context) (k Keys, err error) {
	k.Path = h.keyPath()
	if k.Public, err = h.DB.Meta(ctx, "ledger_key"); err != nil {
		return k, err
	}
	if k.First, err = h.DB.Meta(ctx, "ledger_key_first"); err != nil {
		return k, err
	}
	if k.First == "" {
		k.First = k.Public
	}
	entries, err := h.DB.Installation(ctx)
	k.Changes = ledger.KeyChanges(entries)
	if b, err := os.ReadFile(k.Path); err == nil {
		p, err := ledger.Public(string(b))
		k.Here = err == nil && p == k.Public
	}
	return k, err
}

// Key gives the ledger's signing key, made the first time it is asked for. A
// key that has been made and is not here is not made anew by itself: it may lie
// where the database came from, and a change of key stands in the ledger for ever.
func (h *House) Key(ctx context.Context) (private, public string, err error) {
	h.keys.Lock()
	defer h.keys.Unlock()
	return h.key(ctx)
}

func (h *House) key(ctx context.Context) (private, public string, err error) {
	path := h.keyPath()
	public, err = h.DB.Meta(ctx, "ledger_key")
	if err != nil {
		return "", "", err
	}
	b, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		if public != "" {
			return "", public, fault.Wrap(fault.ReadOnly, "ledger-key-missing", fmt.Errorf("%s: %w", path, os.ErrNotExist))
		}
		if b, err = h.firstKey(ctx, path); err != nil {
			return "", "", err
		}
	} else if err != nil {
		return "", public, fault.Wrap(fault.ReadOnly, "key-cannot-be-read", err)
	}
	private = strings.TrimSpace(string(b))
	own, err := ledger.Public(private)
	if err != nil {
		return "", public, fault.Wrap(fault.ReadOnly, "ledger-key-other", fmt.Errorf("%s: %w", path, err))
	}
	switch own {
	case public:
		return private, public, nil
	case "":
	default:
		if public == "" {
			return h.adopt(ctx, private, own)
		}
		// A change of key that was cut off after it came to stand in the ledger.
		if next, err := os.ReadFile(path + nextKey); err == nil {
			if p, err := ledger.Public(string(next)); err == nil && p == public {
				if err := os.Rename(path+nextKey, path); err != nil {
					return "", public, fault.Wrap(fault.ReadOnly, "key-cannot-be-written", err)
				}
				return strings.TrimSpace(string(next)), public, nil
			}
		}
	}
	return "", public, fault.Wrap(fault.ReadOnly, "ledger-key-other", fmt.Errorf("%s is the key of another ledger, or one that has been changed", path))
}

// nextKey ends the name of the file where a new key lies until it stands in the ledger.
const nextKey = ".new"

// firstKey makes the first key. Of several that begin at once, one makes it.
func (h *House) firstKey(ctx context.Context, path string) ([]byte, error) {
	origin, err := h.Origin(ctx)
	if err != nil {
		return nil, err
	}
	private, _, err := ledger.NewKey(origin)
	if err != nil {
		return nil, fmt.Errorf("make the ledger's key: %w", err)
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".key-") // 0600
	if err == nil {
		defer os.Remove(tmp.Name())
		_, err = tmp.WriteString(private + "\n")
		err = errors.Join(err, tmp.Sync(), tmp.Close())
	}
	if err == nil {
		if err = os.Link(tmp.Name(), path); errors.Is(err, os.ErrExist) {
			err = nil
		} else if err != nil { // a file system without such links
			err = os.Rename(tmp.Name(), path)
		}
	}
	if err != nil {
		return nil, fault.Wrap(fault.ReadOnly, "key-cannot-be-written", fmt.Errorf("write %s: %w", path, err))
	}
	return os.ReadFile(path)
}

// adopt takes a key that lies ready for a ledger that has none yet.
func (h *House) adopt(ctx context.Context, private, public string) (string, string, error) {
	name, err := ledger.Origin(private)
	if err != nil {
		return "", "", err
	}
	origin, err := h.DB.Meta(ctx, "origin")
	if err == nil && origin != "" && origin != name {
		err = fault.Wrap(fault.ReadOnly, "ledger-key-other", fmt.Errorf("%s is the key of %s, the ledger is %s", h.keyPath(), name, origin))
	}
	if err == nil {
		err = h.DB.SetMeta(ctx, "origin", name)
	}
	if err == nil {
		err = h.DB.SetMeta(ctx, "ledger_key", public)
	}
	return private, public, err
}

// KeyForReport makes the first key, so that a report can print whose signature
// to expect. That a later one is not here stops no decision.
func (h *House) KeyForReport(ctx context.Context) error {
	_, public, err := h.Key(ctx)
	if public != "" {
		return nil
	}
	return err
}

// ChangeKey gives the ledger a new key. The change is an entry, under a
// checkpoint that the former key signs together with the new one; when the
// former is lost the entry says so, and Verify tells it from then on.
func (h *House) ChangeKey(ctx context.Context, lost bool) (Keys, error) {
	h.keys.Lock()
	defer h.keys.Unlock()
	if err := h.enterRestore(ctx); err != nil {
		return Keys{}, err
	}
	old, was, err := h.key(ctx)
	var f *fault.Error
	switch missing := errors.As(err, &f) && f.Code == "ledger-key-missing"; {
	case err != nil && !missing, missing && !lost:
		return Keys{}, err
	case lost && !missing:
		return Keys{}, fault.New(fault.Invalid, "ledger-key-here")
	}
	origin, err := ledger.Origin(was)
	if err != nil {
		return Keys{}, fmt.Errorf("read the ledger's key: %w", err)
	}
	private, public, err := ledger.NewKey(origin)
	if err != nil {
		return Keys{}, fmt.Errorf("make the ledger's key: %w", err)
	}
	path := h.keyPath()
	if err := writeKey(path+nextKey, private); err != nil {
		return Keys{}, fault.Wrap(fault.ReadOnly, "key-cannot-be-written", fmt.Errorf("write %s: %w", path+nextKey, err))
	}
	first, err := h.DB.Meta(ctx, "ledger_key_first")
	if err != nil {
		return Keys{}, err
	}
	if first == "" {
		first = was
	}
	action, signers := ledger.ActionKeyChange, []string{old}
	if lost {
		action, signers = ledger.ActionKeyLost, nil
	}
	now := h.Now()
	_, err = h.DB.Write(ctx, now, store.Act{Actor: "system", Via: "cli", Set: string(register.NewID(now))}, func(tx *store.Tx) error {
		if err := tx.NoteInstallation(action, public); err != nil {
			return err
		}
		root, err := tx.Root()
		if err != nil {
			return err
		}
		after, _, err := tx.LastCheckpoint()
		if err != nil {
			return err
		}
		note, err := ledger.SignAfter(after, private, tx.Position(), root, now, signers...)
		if err != nil {
			return err
		}
		return errors.Join(tx.PutCheckpoint(tx.Position(), now, note), tx.SetMeta("ledger_key", public), tx.SetMeta("ledger_key_first", first))
	})
	if err != nil {
		return Keys{}, errors.Join(err, os.Remove(path+nextKey))
	}
	if err := os.Rename(path+nextKey, path); err != nil {
		return Keys{}, fault.Wrap(fault.ReadOnly, "key-cannot-be-written", fmt.Errorf("write %s: %w", path, err))
	}
	return h.Keys(ctx)
}

func writeKey(path, private string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(private + "\n")
	return errors.Join(err, f.Sync(), f.Close())
}

// TakeKey lays a key file where this installation looks for it; it must be the
// key that the ledger has now.
func (h *House) TakeKey(ctx context.Context, from string) error {
	h.keys.Lock()
	defer h.keys.Unlock()
	k, err := h.Keys(ctx)
	if err != nil || k.Here {
		return err
	}
	b, err := os.ReadFile(from)
	if err != nil {
		return fault.Wrap(fault.ReadOnly, "key-cannot-be-read", err)
	}
	if public, err := ledger.Public(string(b)); err != nil || public != k.Public {
		return fault.Wrap(fault.Invalid, "ledger-key-other", err)
	}
	if _, err := os.Stat(k.Path); err == nil {
		return fault.New(fault.Invalid, "file-exists", k.Path)
	}
	if err := writeKey(k.Path, strings.TrimSpace(string(b))); err != nil {
		return fault.Wrap(fault.ReadOnly, "key-cannot-be-written", err)
	}
	return nil
}

// restored is the setting that holds at which size the installation was brought
// back from a backup, until that stands in the ledger.
const restored = "restored_at_size"

// Restored tells that the installation was brought back as it stood at a size.
// The database is then still like the backup, entry by entry; that it was
// restored is entered when it is next used.
func (h *House) Restored(ctx context.Context, size int64) error {
	return h.DB.SetMeta(ctx, restored, strconv.FormatInt(size, 10))
}

// enterRestore enters a restore that does not stand in the ledger yet.
func (h *House) enterRestore(ctx context.Context) error {
	size, err := h.DB.Meta(ctx, restored)
	if err != nil || size == "" {
		return err
	}
	now := h.Now()
	_, err = h.DB.Write(ctx, now, store.Act{Actor: "system", Via: "system", Set: string(register.NewID(now))}, func(tx *store.Tx) error {
		return errors.Join(tx.NoteInstallation("restore", size), tx.SetMeta(restored, ""))
	})
	return err
}

// vouched opens the kept checkpoints by the keys that the ledger itself says
// held when each was signed.
func (h *House) vouched(ctx context.Context, notes [][]byte) ([]ledger.Checkpoint, error) {
	k, err := h.Keys(ctx)
	if err != nil || len(notes) == 0 {
		return nil, err
	}
	if k.First == "" || !slices.Contains(strings.Split(k.All(), "\n"), k.Public) {
		return nil, &store.Finding{Code: "key-disagrees", What: k.Public}
	}
	if os.Getenv("GENOMLYS_LEDGER_KEY") == "" { // one for several may belong to another
		if b, err := os.ReadFile(k.Path); err == nil && !k.Here {
			if own, err := ledger.Public(string(b)); err == nil && !strings.Contains(k.All(), own) {
				return nil, &store.Finding{Code: "key-disagrees", What: own}
			}
		}
	}
	return ledger.OpenCheckpoints(k.First, k.Changes, notes)
}
