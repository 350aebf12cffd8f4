package app

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/mail"
	"genomlys/internal/register"
	"genomlys/internal/signin"
	"genomlys/internal/web"
	"genomlys/internal/web/gate"
)

// Entry says how people come in.
type Entry struct {
	Base    string         // address that people reach the installation at; empty = the one it listens on
	Rules   signin.Rules   // the zero value = signin.Standard
	Mail    *mail.Server   // nil = links are shown instead of sent
	Proxies []netip.Prefix // whose word on the caller's address is believed
}

// sealPath is where the key lies that seals the seeds of one-time codes: beside
// the database, never in it, so that a copy of the database gives no codes.
func (h *House) sealPath() string {
	if p := os.Getenv("GENOMLYS_SEAL_KEY"); p != "" {
		return p
	}
	if strings.Contains(h.DSN, "://") {
		return "genomlys.seal"
	}
	return h.DSN + ".seal"
}

// sealKey gives the sealing key, made the first time it is asked for.
func (h *House) sealKey() ([]byte, error) {
	b, err := os.ReadFile(h.sealPath())
	if errors.Is(err, os.ErrNotExist) {
		key := signin.SealKey()
		if err := os.WriteFile(h.sealPath(), []byte(base64.StdEncoding.EncodeToString(key)+"\n"), 0o600); err != nil {
			return nil, fault.Wrap(fault.ReadOnly, "key-cannot-be-written", fmt.Errorf("write %s: %w", filepath.Base(h.sealPath()), err))
		}
		return key, nil
	}
	if err != nil {
		return nil, fault.Wrap(fault.ReadOnly, "key-cannot-be-read", err)
	}
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || len(key) != 32 {
		return nil, fault.Wrap(fault.ReadOnly, "key-cannot-be-read", fmt.Errorf("%s is not a key", filepath.Base(h.sealPath())))
	}
	return key, nil
}

// gate makes the part of the web where people come in.
func (h *House) gate(w *web.Web, s Serving) (*gate.Gate, error) {
	key, err := h.sealKey()
	if err != nil {
		return nil, err
	}
	return gate.New(gate.Deps{Web: w, Rules: s.rules(), Base: s.Base, Key: key, Mail: s.Mail != nil, Proxies: s.Proxies})
}

func (s Serving) rules() signin.Rules {
	if s.Rules == (signin.Rules{}) {
		return signin.Standard
	}
	return s.Rules
}

// post empties the outbox and sweeps what has ended, until the context does.
func (h *House) post(ctx context.Context, s Serving, done chan<- struct{}) {
	defer close(done)
	sweep := func() {
		if err := h.DB.Sweep(ctx, h.Now()); err != nil && ctx.Err() == nil {
			s.Log.Warn("sweep", "error", err)
		}
	}
	sweep()
	if s.Mail != nil {
		swept := make(chan struct{})
		go func() { defer close(swept); every(ctx, time.Hour, sweep) }()
		worker(h, s).Run(ctx)
		<-swept
		return
	}
	every(ctx, time.Hour, sweep)
}

func every(ctx context.Context, d time.Duration, fn func()) {
	t := time.NewTicker(d)
	defer t.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.C:
			fn()
		}
	}
}

func worker(h *House, s Serving) *mail.Worker {
	return &mail.Worker{DB: h.DB, Server: s.Mail, Base: s.Base, Secret: signin.Secret, Now: h.Now, Log: s.Log.With(slog.String("part", "mail")),
		Who: func(ctx context.Context, p register.ID) (string, error) {
			c, err := h.Access.Person(ctx, p, h.Now())
			return c.Email, err
		}}
}

// leaving ends every way in of somebody who leaves, in the same transaction,
// through whichever door it is said.
func leaving(f command.Following) ([]command.Change, error) {
	if f.Became("left") {
		return nil, f.Tx.EndPerson(string(f.New.ID))
	}
	return nil, nil
}
