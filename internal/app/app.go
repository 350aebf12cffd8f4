// Package app builds the house: database, access, commands, figures and doors.
// All wiring is here to be read in one place.
package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"
	_ "time/tzdata" // civil time must not depend on what the machine has installed

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/ledger"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
	"genomlys/internal/settings"
	"genomlys/internal/store"
)

// House is an opened installation.
type House struct {
	DSN      string
	DB       *store.DB
	Access   *access.Access
	Commands *command.Service
	Figures  *figure.Engine
	Looks    *settings.Looks
	Rooms    *room.Set
	Now      func() time.Time
	mails    atomic.Bool // a mail server is set: what the day's work tells is sent
}

// Open opens the installation of a database, made anew when it is not there.
func Open(ctx context.Context, dsn string, note func(string)) (*House, error) {
	return open(ctx, dsn, store.Options{Note: note})
}

// OpenExisting opens an installation that must be there already.
func OpenExisting(ctx context.Context, dsn string, note func(string)) (*House, error) {
	return open(ctx, dsn, store.Options{Note: note, MustBe: true})
}

func open(ctx context.Context, dsn string, opt store.Options) (*House, error) {
	db, err := store.OpenDB(ctx, dsn, registers.Catalogue(), opt)
	if err != nil {
		return nil, err
	}
	figures, err := figure.New(db)
	if err != nil {
		db.Close()
		return nil, fmt.Errorf("read the figures' definitions: %w", err)
	}
	h := &House{DSN: dsn, DB: db, Access: access.New(db), Commands: command.New(db), Figures: figures, Now: time.Now}
	h.Looks = settings.NewLooks(db, h.Access)
	if err := h.install(); err != nil {
		db.Close()
		return nil, err
	}
	wrong, err := settings.Refresh(ctx, db)
	if err != nil {
		db.Close()
		return nil, err
	}
	h.ruled(wrong)
	if h.Rooms, err = room.Join(db, h.Looks.Passages(h.rooms())...); err != nil {
		db.Close()
		return nil, err
	}
	return h, nil
}

// Close closes the installation.
func (h *House) Close() error { return h.DB.Close() }

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

// Key gives the ledger's signing key, made the first time it is asked for.
func (h *House) Key(ctx context.Context) (private, public string, err error) {
	b, err := os.ReadFile(h.keyPath())
	if errors.Is(err, os.ErrNotExist) {
		origin, err := h.Origin(ctx)
		if err != nil {
			return "", "", err
		}
		private, public, err = ledger.NewKey(origin)
		if err != nil {
			return "", "", fmt.Errorf("make the ledger's key: %w", err)
		}
		if err := os.WriteFile(h.keyPath(), []byte(private+"\n"), 0o600); err != nil {
			return "", "", fault.Wrap(fault.ReadOnly, "key-cannot-be-written", fmt.Errorf("write %s: %w", filepath.Base(h.keyPath()), err))
		}
		if err := h.DB.SetMeta(ctx, "ledger_key", public); err != nil {
			return "", "", err
		}
		return private, public, nil
	}
	if err != nil {
		return "", "", fault.Wrap(fault.ReadOnly, "key-cannot-be-read", err)
	}
	public, err = h.DB.Meta(ctx, "ledger_key")
	return strings.TrimSpace(string(b)), public, err
}

// Origin names this installation's ledger in checkpoints; it never changes.
func (h *House) Origin(ctx context.Context) (string, error) {
	o, err := h.DB.Meta(ctx, "origin")
	if err != nil || o != "" {
		return o, err
	}
	o = "genomlys/" + string(register.NewID(h.Now()))
	return o, h.DB.SetMeta(ctx, "origin", o)
}

// Checkpoint signs the ledger as it stands and keeps the note.
func (h *House) Checkpoint(ctx context.Context) (ledger.Checkpoint, []byte, error) {
	private, public, err := h.Key(ctx)
	if err != nil {
		return ledger.Checkpoint{}, nil, err
	}
	size, root, err := h.DB.Root(ctx)
	if err != nil {
		return ledger.Checkpoint{}, nil, err
	}
	note, err := ledger.SignCheckpoint(private, size, root, h.Now())
	if err != nil {
		return ledger.Checkpoint{}, nil, fmt.Errorf("sign a checkpoint: %w", err)
	}
	if err := h.DB.PutCheckpoint(ctx, size, h.Now(), note); err != nil {
		return ledger.Checkpoint{}, nil, err
	}
	c, err := ledger.OpenCheckpoint(public, note)
	return c, note, err
}

// Verify replays the ledger against the rows and against every checkpoint kept.
func (h *House) Verify(ctx context.Context, tell func(done, all int64)) (ledger.Result, error) {
	notes, err := h.DB.Checkpoints(ctx)
	if err != nil {
		return ledger.Result{}, err
	}
	var cps []ledger.Checkpoint
	if len(notes) > 0 {
		public, err := h.DB.Meta(ctx, "ledger_key")
		if err != nil {
			return ledger.Result{}, err
		}
		for _, n := range notes {
			c, err := ledger.OpenCheckpoint(public, n)
			if err != nil {
				return ledger.Result{}, err
			}
			cps = append(cps, c)
		}
	}
	return h.DB.Verify(ctx, cps, tell)
}

// Secret makes a secret of 256 random bits with a prefix that tells what it is.
func Secret(prefix string) string {
	b := make([]byte, 32)
	if _, err := rand.Read(b); err != nil {
		panic(err) // without randomness nothing can be kept secret
	}
	return prefix + base64.RawURLEncoding.EncodeToString(b)
}

// SignInLink makes a one-time address by which a person comes in. An empty
// person is the first administrator, who is not there yet.
func (h *House) SignInLink(ctx context.Context, person register.ID, base string) (string, error) {
	secret := Secret("")
	now := h.Now()
	err := h.DB.PutSession(ctx, secret, store.Session{Kind: "link", Person: string(person), Made: now, Expires: now.Add(24 * time.Hour)})
	return base + "/in/" + secret, err
}
