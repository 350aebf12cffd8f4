package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/ledger"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// A checkpoint that is deleted, exchanged or added is found, each with its own
// message, in the database and by who has only a bundle.
func TestCheckpointsAreMissed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		t.Setenv("GENOMLYS_LEDGER_KEY", filepath.Join(t.TempDir(), "key"))
		now := time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)
		h := house(t, p, &now)
		grow := func() {
			t.Helper()
			now = now.Add(time.Hour)
			if _, err := h.Commands.Do(ctx, access.System(), command.Options{Via: "import", Now: now}, command.Change{Op: "create", Register: registers.Orgs, Fields: map[string]any{"title": "Nämnden", "kind": "board", "is_controller": "yes"}}); err != nil {
				t.Fatal(err)
			}
		}
		var notes []string
		for range 4 {
			grow()
			_, note, err := h.Checkpoint(ctx)
			if err != nil {
				t.Fatal(err)
			}
			_, again, err := h.Checkpoint(ctx) // nothing has come since
			if err != nil || string(again) != string(note) {
				t.Errorf("signed anew without a change: %v", err)
			}
			notes = append(notes, string(note))
		}
		res, err := h.Verify(ctx, nil)
		if err != nil || res.Checkpoints != 4 {
			t.Fatalf("%d checkpoints: %v", res.Checkpoints, err)
		}
		bundle := func() error {
			t.Helper()
			path := filepath.Join(t.TempDir(), "bundle.jsonl")
			public, err := h.AuditBundle(ctx, path, "", nil)
			if err != nil {
				t.Fatal(err)
			}
			f, err := os.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			_, _, err = ledger.VerifyBundle(f, public)
			return err
		}
		if err := bundle(); err != nil {
			t.Fatal(err)
		}
		// Who can write in the database has no key: notes of the ledger's own are all there is.
		for _, c := range []struct {
			name, do, want, bundle string
			args                   []any
		}{
			{"the first", `DELETE FROM checkpoint WHERE size = (SELECT MIN(size) FROM checkpoint)`, "missing-checkpoint", "", nil}, // a bundle may begin later
			{"one in the middle", `DELETE FROM checkpoint WHERE note = $1`, "missing-checkpoint", "missing-checkpoint", []any{notes[1]}},
			{"the last", `DELETE FROM checkpoint WHERE note = $1`, "checkpoint-missing", "missing-checkpoint", []any{notes[3]}},
			{"the last, and that it was", `DELETE FROM meta WHERE name = 'checkpoint_last'`, "checkpoint-missing", "", nil},
			{"all", `DELETE FROM checkpoint`, "checkpoint-missing", "", nil},
			{"one under another's size", `UPDATE checkpoint SET note = $1 WHERE note = $2`, "missing-checkpoint", "missing-checkpoint", []any{notes[0], notes[1]}},
			{"one letter", `UPDATE checkpoint SET note = REPLACE(note, 'after 1 ', 'after 2 ')`, "bad-signature", "bad-signature", nil},
		} {
			if p.SQL(c.do, c.args...) == 0 {
				t.Fatalf("%s: nothing was changed", c.name)
			}
			if _, err := h.Verify(ctx, nil); code(err) != c.want {
				t.Errorf("%s: found %q (%v), want %s", c.name, code(err), err, c.want)
			}
			if err := bundle(); code(err) != c.bundle {
				t.Errorf("%s: in a bundle %q (%v), want %q", c.name, code(err), err, c.bundle)
			}
			p.SQL(`DELETE FROM checkpoint`)
			for _, n := range notes {
				cp, err := ledger.ParseCheckpoint([]byte(n))
				if err != nil {
					t.Fatal(err)
				}
				p.SQL(`INSERT INTO checkpoint (size, at, note) VALUES ($1, 0, $2)`, cp.Size, n)
			}
			p.SQL(`DELETE FROM meta WHERE name = 'checkpoint_last'`)
			p.SQL(`INSERT INTO meta (name, value) VALUES ('checkpoint_last', $1)`, ledger.LinkTo([]byte(notes[3])).String())
			if _, err := h.Verify(ctx, nil); err != nil {
				t.Fatalf("put right again after %q: %v", c.name, err)
			}
		}
		// What stands on goes on to tell: the next checkpoint follows the one that is gone.
		p.SQL(`DELETE FROM checkpoint WHERE note = $1`, notes[3])
		grow()
		if _, _, err := h.Checkpoint(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := h.Verify(ctx, nil); code(err) != "missing-checkpoint" || !strings.Contains(err.Error(), " 5 entries follows one of 4 ") {
			t.Errorf("deleted, and signed since: %v", err)
		}
	})
}

// code gives what was found, as machines read it.
func code(err error) string {
	var b *ledger.Break
	var f *store.Finding
	switch {
	case errors.As(err, &b):
		return string(b.Kind)
	case errors.As(err, &f):
		return f.Code
	case err != nil:
		return err.Error()
	}
	return ""
}

// A ledger from before checkpoints named each other is verified as before, and
// its next checkpoint names its last.
func TestCheckpointsOfBefore(t *testing.T) {
	p := storetest.SQLite(t)
	now := time.Date(2026, 3, 2, 7, 0, 0, 0, time.UTC)
	h := house(t, p, &now)
	private, _, err := h.Key(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		now = now.Add(time.Hour)
		if _, err := h.Commands.Do(ctx, access.System(), command.Options{Via: "import", Now: now}, command.Change{Op: "create", Register: registers.Orgs, Fields: map[string]any{"title": "Nämnden", "kind": "board", "is_controller": "yes"}}); err != nil {
			t.Fatal(err)
		}
		size, root, err := h.DB.Root(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if size == 3 {
			break
		}
		note, err := ledger.SignCheckpoint(private, size, root, now)
		if err != nil {
			t.Fatal(err)
		}
		p.SQL(`INSERT INTO checkpoint (size, at, note) VALUES ($1, 0, $2)`, size, string(note))
	}
	if res, err := h.Verify(ctx, nil); err != nil || res.Checkpoints != 2 {
		t.Fatalf("%+v, %v", res, err)
	}
	cp, _, err := h.Checkpoint(ctx)
	if err != nil || cp.After.Size != 2 {
		t.Errorf("the first that names one names %v (%v)", cp.After, err)
	}
	if res, err := h.Verify(ctx, nil); err != nil || res.Checkpoints != 3 {
		t.Errorf("%+v, %v", res, err)
	}
}
