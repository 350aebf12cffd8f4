package command_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// answers gives what the registers say, now and on some days, by value: not the
// versions, which an undo adds to.
func (h *house) answers() string {
	h.t.Helper()
	var b strings.Builder
	all := func(r *register.Register) store.Scope { return access.System().Read(r) }
	for _, name := range []string{"org", "object", "object_party", "role_assignment"} {
		r := reg(name)
		for _, asOf := range []time.Time{{}, today.AddDate(0, 0, -1), h.db.EndOfDay("2022-12-31"), h.db.EndOfDay("2023-12-31")} {
			q := store.Query{Register: r, AsOf: asOf}
			if err := h.db.Each(ctx, all(r), q, func(rec *register.Record) error {
				fmt.Fprint(&b, asOf.Unix(), rec.Ref, rec.Values, "\n")
				return nil
			}); err != nil {
				h.t.Fatal(err)
			}
			_, n, err := h.db.Count(ctx, all(r), q, nil)
			fmt.Fprintln(&b, r.Name, n, err)
		}
	}
	hits, err := h.db.Search(ctx, all, "lönesystem", 50)
	fmt.Fprintln(&b, len(hits), err)
	return b.String()
}

// Undo of creations, updates and imports, also of what was said to be true long
// ago, restores every answer.
func TestUndoRestoresEveryAnswer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		h := build(t, p)
		new := func(title string, more ...string) command.Change {
			c := change("create", "object", "", map[string]any{"title": title, "kind": "business_system", "reach": "local"})
			c.Org, c.NewID = h.board[0], register.NewID(today)
			for _, id := range more {
				c.Fields["depends_on"] = []any{id}
			}
			return c
		}
		a := new("Lönesystem nytt")
		b := new("Hänger på", string(a.NewID))
		owner := change("update", "object", h.objects[0], map[string]any{"title": "Lönesystem bytt namn", "depends_on": []any{h.objects[1]}, "rto_h": 4})
		old := new("Från förra året")
		old.Effective = register.Date("2022-11-15").Time(h.db.Zone)
		twice := change("update", "object", string(old.NewID), map[string]any{"title": "Andra gången"})
		twice.Effective = old.Effective
		for _, c := range []struct {
			name, who string
			via       string
			changes   []command.Change
		}{
			{"a creation", "isam", "web", []command.Change{a}},
			{"creations that refer to each other", "isam", "web", []command.Change{a, b}},
			{"an update", "city-isam", "web", []command.Change{owner}},
			{"all at once", "city-isam", "api", []command.Change{owner, a, b}},
			{"an import of last year", "isam", "import", []command.Change{old}},
			{"an import that changes what it made", "system", "import", []command.Change{old, twice}},
			{"the installation's own", "system", "cli", []command.Change{b, a}},
		} {
			before := h.answers()
			ids := append([]command.Change{}, c.changes...) // an identity is used once
			fresh(ids)
			r, err := h.do.Do(ctx, h.callers[c.who], command.Options{Via: c.via, Now: today}, ids...)
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			changed := h.answers()
			if changed == before {
				t.Fatalf("%s changed nothing", c.name)
			}
			u, err := h.do.Undo(ctx, h.callers[c.who], command.Options{Via: c.via, Now: today}, r.Set)
			if err != nil {
				t.Fatalf("undo of %s: %v", c.name, err)
			}
			if got := h.answers(); got != before {
				t.Errorf("undo of %s left a trace: %s", c.name, differ(got, before))
			}
			// What was known in between is still known to have been.
			rec := r.Items[len(r.Items)-1].New
			known, err := h.db.Get(ctx, access.System().Read(rec.Register), rec.Register, string(rec.ID), time.Time{}, r.Position)
			if err != nil || known.Text("title") != rec.Text("title") {
				t.Errorf("%s: as known then: %v (%v)", c.name, known, err)
			}
			if _, err := h.do.Undo(ctx, h.callers[c.who], command.Options{Via: c.via, Now: today}, r.Set); !fault.Is(err, fault.Conflict) {
				t.Errorf("undo twice of %s: %v", c.name, err)
			}
			if u.Set == r.Set || len(u.Items) == 0 {
				t.Errorf("the receipt of an undo is %v", u)
			}
			if _, err := h.db.Verify(ctx, nil, nil); err != nil {
				t.Fatalf("after undo of %s: %v", c.name, err)
			}
		}
	})
}

// fresh gives creations new identities, and what refers to them the same.
func fresh(changes []command.Change) {
	to := map[string]string{}
	for i := range changes {
		if changes[i].NewID != "" {
			id := register.NewID(today)
			to[string(changes[i].NewID)], changes[i].NewID = string(id), id
		}
	}
	for i := range changes {
		if id, ok := to[changes[i].ID]; ok {
			changes[i].ID = id
		}
		fields := map[string]any{}
		for k, v := range changes[i].Fields {
			if l, ok := v.([]any); ok && to[l[0].(string)] != "" {
				v = []any{to[l[0].(string)]}
			}
			fields[k] = v
		}
		changes[i].Fields = fields
	}
}

func differ(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return "\n" + x[i] + "\n" + y[i]
		}
	}
	return "length"
}

func TestUndoIsRefused(t *testing.T) {
	h := build(t, storetest.SQLite(t))
	undo := func(who, set string) error {
		_, err := h.do.Undo(ctx, h.callers[who], command.Options{Via: "web", Now: today}, set)
		return err
	}
	made := func(title string) command.Receipt {
		c := change("create", "object", "", map[string]any{"title": title, "kind": "business_system", "reach": "local"})
		c.Org = h.board[0]
		return h.must("isam", c)
	}
	// Changed since.
	r := made("Ändras")
	ref := r.Items[0].New.Ref
	later := h.must("isam", change("update", "object", ref, map[string]any{"title": "Ändrad"}))
	if err := h.untouched("undo of what was changed since", func() error { return undo("isam", r.Set) }); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	if err := undo("isam", later.Set); err != nil {
		t.Errorf("undo of the latest: %v", err)
	}
	// Referred to since.
	r = made("Pekas på")
	h.must("isam", change("update", "object", h.objects[0], map[string]any{"depends_on": []any{r.Items[0].New.Ref}}))
	if err := h.untouched("undo of what is referred to", func() error { return undo("isam", r.Set) }); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	r = made("Ägs")
	h.add("isam", "classification", h.board[0], needed("classification", map[string]any{"title": "K", "object": r.Items[0].New.Ref}))
	if err := h.untouched("undo of what something hangs on", func() error { return undo("isam", r.Set) }); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	org := h.must("system", change("create", "org", "", map[string]any{"title": "Ny", "kind": "unit", "parent": string(h.city)}))
	h.add("system", "person", org.Items[0].New.ID, map[string]any{"title": "P", "email": "p@lindhamn.se"})
	if err := h.untouched("undo of an organisation that owns", func() error { return undo("system", org.Set) }); !fault.Is(err, fault.Conflict) {
		t.Error(err)
	}
	// Not one's own to change.
	r = made("Annans")
	for who, kind := range map[string]fault.Kind{"isam-other": fault.Denied, "auditor": fault.Denied} {
		if err := h.untouched("undo by "+who, func() error { return undo(who, r.Set) }); !fault.Is(err, kind) {
			t.Errorf("%s: %v", who, err)
		}
	}
	if err := h.untouched("undo of nothing", func() error { return undo("isam", "none") }); !fault.Is(err, fault.Unknown) {
		t.Error(err)
	}
	// Taking a decision back is deciding.
	class := h.add("system", "classification", h.board[0], needed("classification", map[string]any{"title": "K", "object": h.objects[0]}))
	for _, s := range []string{"proposed", "decided"} {
		r, err := h.do.Do(ctx, access.System(), command.Options{Via: "import", Now: today}, change("update", "classification", class.Ref, map[string]any{"status": s, "k": 1, "r": 1, "t": 1, "participants": "A och B"}))
		if err != nil {
			t.Fatal(err)
		}
		if s == "decided" {
			if err := h.untouched("a decision taken back by another", func() error { return undo("isam", r.Set) }); !fault.Is(err, fault.Denied) {
				t.Error(err)
			}
			if err := undo("object_owner", r.Set); err != nil {
				t.Errorf("a decision taken back by the decider: %v", err)
			}
		}
	}
	if _, err := h.db.Verify(ctx, nil, nil); err != nil {
		t.Error(err)
	}
}
