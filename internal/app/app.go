// Package app builds the house: database, access, commands, figures and doors.
// All wiring is here to be read in one place.
package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
	_ "time/tzdata" // civil time must not depend on what the machine has installed

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
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
	keys     sync.Mutex  // the ledger's key is made and changed by one at a time

	// Warn is told what could not be done beside a change that stands. May be nil.
	Warn func(error)
}

// Open opens the installation of a database, made anew when it is not there.
func Open(ctx context.Context, dsn string, note func(lang.Text)) (*House, error) {
	return open(ctx, dsn, store.Options{Note: note})
}

// OpenExisting opens an installation that must be there already.
func OpenExisting(ctx context.Context, dsn string, note func(lang.Text)) (*House, error) {
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

// Origin names this installation's ledger in checkpoints; it never changes.
func (h *House) Origin(ctx context.Context) (string, error) {
	o, err := h.DB.Meta(ctx, "origin")
	if err != nil || o != "" {
		return o, err
	}
	o = "genomlys/" + string(register.NewID(h.Now()))
	return o, h.DB.SetMeta(ctx, "origin", o)
}

// Checkpoint signs the ledger as it stands and keeps the note. Where nothing can
// be written the note is given all the same: a copy on a disk that is only read
// can be verified, too.
func (h *House) Checkpoint(ctx context.Context) (ledger.Checkpoint, []byte, error) {
	if err := h.enterRestore(ctx); err != nil && !fault.Is(err, fault.ReadOnly) {
		return ledger.Checkpoint{}, nil, err
	}
	private, public, err := h.Key(ctx)
	if err != nil {
		return ledger.Checkpoint{}, nil, err
	}
	size, root, err := h.DB.Root(ctx)
	if err != nil {
		return ledger.Checkpoint{}, nil, err
	}
	after, note, err := h.DB.LastCheckpoint(ctx)
	if err != nil {
		return ledger.Checkpoint{}, nil, err
	}
	if note == nil || after.Size != size {
		now := h.Now()
		_, err = h.DB.Write(ctx, now, store.Act{}, func(tx *store.Tx) (err error) {
			if after, note, err = tx.LastCheckpoint(); err != nil || note != nil && after.Size == tx.Position() {
				return err
			}
			root, err := tx.Root()
			if err != nil {
				return err
			}
			if note, err = ledger.SignAfter(after, private, tx.Position(), root, now); err != nil {
				return fmt.Errorf("sign a checkpoint: %w", err)
			}
			return tx.PutCheckpoint(tx.Position(), now, note)
		})
		if fault.Is(err, fault.ReadOnly) {
			note, err = ledger.SignAfter(after, private, size, root, now)
		}
		if err != nil {
			return ledger.Checkpoint{}, nil, err
		}
	}
	c, err := ledger.OpenCheckpoint(public, note)
	return c, note, err
}

// Seal signs a checkpoint of what has just come to stand, such as a decision. It
// stands with or without: what stops the signing is told to whoever runs the
// installation, and the next checkpoint covers it.
func (h *House) Seal(ctx context.Context) {
	if _, _, err := h.Checkpoint(ctx); err != nil && h.Warn != nil {
		h.Warn(fmt.Errorf("sign a checkpoint of the ledger: %w", err))
	}
}

// Verify replays the ledger against the rows and against every checkpoint kept.
func (h *House) Verify(ctx context.Context, tell func(done, all int64)) (ledger.Result, error) {
	last, _, err := h.DB.LastCheckpoint(ctx) // before the list: others may be signing
	if err != nil {
		return ledger.Result{}, err
	}
	notes, err := h.DB.Checkpoints(ctx)
	if err != nil {
		return ledger.Result{}, err
	}
	if last != (ledger.Link{}) && !slices.ContainsFunc(notes, func(n []byte) bool { return ledger.LinkTo(n) == last }) {
		return ledger.Result{}, &store.Finding{Code: "checkpoint-missing", What: strconv.FormatInt(last.Size, 10)}
	}
	cps, err := h.vouched(ctx, notes)
	if err != nil {
		return ledger.Result{}, err
	}
	if n := len(cps); n > 1 && cps[n-1].After != (ledger.Link{}) {
		// Whoever signs a second one has remembered the first.
		if said, err := h.DB.Meta(ctx, store.MetaLastCheckpoint); err != nil || said == "" {
			return ledger.Result{}, cmp.Or(err, error(&store.Finding{Code: "checkpoint-missing", What: "?"}))
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
