package command_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store/storetest"
)

// Of fifty who edit the same version at once, one gets through, and nobody's
// work is written over unseen (security.md R9).
func TestParallelEditors(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		h := build(t, p)
		for round := range 3 {
			version := h.get("object", h.objects[0]).Version
			var mu sync.Mutex
			var won []string
			var wg sync.WaitGroup
			for n := range 50 {
				wg.Go(func() {
					title := fmt.Sprint("av ", n, " i runda ", round)
					c := change("update", "object", h.objects[0], map[string]any{"title": title})
					c.Version = version
					_, err := h.try("isam", c)
					mu.Lock()
					defer mu.Unlock()
					if err == nil {
						won = append(won, title)
					} else if !fault.Is(err, fault.Stale) && !fault.Is(err, fault.Conflict) {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if len(won) != 1 || h.get("object", h.objects[0]).Text("title") != won[0] {
				t.Errorf("round %d: %q got through, the title is %q", round, won, h.get("object", h.objects[0]).Text("title"))
			}
		}
		if _, err := h.db.Verify(ctx, nil, nil); err != nil {
			t.Error(err)
		}
	})
}

// Neither a general update nor a file gets round the steps and who may take them.
func TestStepsCannotBeBypassed(t *testing.T) {
	h := build(t, storetest.SQLite(t))
	class := h.add("isam", "classification", h.board[0], needed("classification", map[string]any{"title": "Klassning", "object": h.objects[0]}))
	set := func(who, op string, fields map[string]any) error {
		_, err := h.try(who, change(op, "classification", class.Ref, fields))
		return err
	}
	kind := func(what string, want fault.Kind, err error) {
		t.Helper()
		if !fault.Is(err, want) {
			t.Errorf("%s: %v", what, err)
		}
	}
	h.untouched("a jump by update", func() error {
		err := set("isam", "update", map[string]any{"status": "decided"})
		kind("a jump", fault.Invalid, err)
		return err
	})
	h.untouched("a jump by name", func() error { err := set("isam", "decide", nil); kind("a jump", fault.Invalid, err); return err })
	h.untouched("no such action", func() error { err := set("isam", "bless", nil); kind("no action", fault.Invalid, err); return err })
	h.untouched("an action where there are no states", func() error {
		_, err := h.try("isam", change("bless", "saved_view", "x", nil))
		return err
	})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	// What must be given before a proposal is not what is tried here.
	for _, status := range []string{"proposed"} {
		_, err := h.do.Do(ctx, access.System(), command.Options{Via: "import", Now: today}, change("update", "classification", class.Ref, map[string]any{"status": status}))
		must(err)
	}
	decide := map[string]any{"status": "decided"}
	for _, who := range []string{"isam", "head"} {
		h.untouched(who+" decides", func() error { return set(who, "decide", nil) })
		h.untouched(who+" decides by update", func() error { return set(who, "update", decide) })
		h.untouched(who+" decides by file", func() error {
			_, err := h.do.Do(ctx, h.callers[who], command.Options{Via: "import", Now: today}, change("update", "classification", class.Ref, decide))
			kind("by file", fault.Denied, err)
			return err
		})
	}
	h.untouched("the installation decides", func() error { err := set("system", "decide", nil); kind("system", fault.Denied, err); return err })
	// An owner of one object does not decide about another's.
	theirs := h.add("isam-other", "classification", h.board[1], needed("classification", map[string]any{"title": "Annan", "object": h.objects[1]}))
	h.untouched("an owner decides about another's object", func() error {
		_, err := h.try("object_owner", change("decide", "classification", theirs.Ref, nil))
		kind("another's object", fault.Unknown, err)
		return err
	})
	if err := h.callers["object_owner"].Decide(reg("classification"), "decide", h.board[0], register.ID("other")); !fault.Is(err, fault.Denied) {
		t.Errorf("an owner may decide about any object of the organisation: %v", err)
	}
	if err := h.callers["object_owner"].Decide(reg("classification"), "decide", h.board[0], h.get("object", h.objects[0]).ID); err != nil {
		t.Errorf("an owner may not decide about his own: %v", err)
	}
}

// Records of another organisation are unknown, in every way of asking for them
// (security.md T1–T3).
func TestForeignRecords(t *testing.T) {
	h := build(t, storetest.SQLite(t))
	foreign := h.get("object", h.objects[1])
	unknown := func(what string, err error) error {
		t.Helper()
		if !fault.Is(err, fault.Unknown) {
			t.Errorf("%s: %v", what, err)
		}
		return err
	}
	for _, id := range []string{foreign.Ref, string(foreign.ID), "OBJ-9999", string(register.NewID(today)), "", "\x00", "' OR 1=1 --"} {
		h.untouched("update "+id, func() error {
			_, err := h.try("isam", change("update", "object", id, map[string]any{"title": "min"}))
			return unknown("update "+id, err)
		})
	}
	// Read but not write is said, since it is seen that it is there.
	h.untouched("the auditor writes", func() error {
		_, err := h.try("auditor", change("update", "object", h.objects[0], map[string]any{"title": "x"}))
		if !fault.Is(err, fault.Denied) {
			t.Errorf("the auditor: %v", err)
		}
		return err
	})
	create := func(who, name string, org register.ID, fields map[string]any) error {
		c := change("create", name, "", needed(name, fields))
		c.Org = org
		_, err := h.try(who, c)
		return err
	}
	h.untouched("a record planted at another board", func() error {
		return create("isam", "object", h.board[1], map[string]any{"title": "x"})
	})
	h.untouched("a record planted there through an own object", func() error {
		return create("object_owner", "classification", h.board[1], map[string]any{"title": "x", "object": h.objects[0]})
	})
	if err := create("object_owner", "classification", h.board[0], map[string]any{"title": "x", "object": h.objects[0]}); err != nil {
		t.Errorf("a record at an own object: %v", err)
	}
	h.untouched("a record on a foreign object", func() error {
		return create("object_owner", "classification", h.board[0], map[string]any{"title": "x", "object": h.objects[1]})
	})
	// An organisation is not moved under another without rights there, nor under itself.
	h.untouched("moved to another board", func() error {
		_, err := h.try("isam", change("update", "org", string(h.board[0]), map[string]any{"parent": string(h.board[1])}))
		return err
	})
	h.untouched("a city under its board", func() error {
		_, err := h.try("system", change("update", "org", string(h.city), map[string]any{"parent": string(h.board[1])}))
		if ps := problems(err); !containsProblem(ps, "parent", "above-itself") {
			t.Errorf("a loop: %v", err)
		}
		return err
	})
	// An identity that is in use is not taken, nor one that is none.
	for _, id := range []register.ID{foreign.ID, "x"} {
		h.untouched("created as "+string(id), func() error {
			c := change("create", "object", "", map[string]any{"title": "x", "kind": "business_system", "reach": "local"})
			c.Org, c.NewID = h.board[0], id
			_, err := h.try("isam", c)
			return err
		})
	}
	for _, ref := range []string{string(foreign.ID), "a\x00", "\xff"} {
		h.untouched("numbered "+ref, func() error {
			c := change("create", "object", "", map[string]any{"title": "x", "kind": "business_system", "reach": "local"})
			c.Org, c.Ref = h.board[0], ref
			_, err := h.try("isam", c)
			return err
		})
	}
}

// Who keeps the register of functions does not give himself or others what is
// not his to give (security.md T5).
func TestGrants(t *testing.T) {
	h := build(t, storetest.SQLite(t))
	puppet := h.add("system", "person", h.board[0], map[string]any{"title": "Bulvan", "email": "b@lindhamn.se"})
	for _, f := range reg("role_assignment").Must("function").Choices.Codes() {
		for who, may := range map[string]bool{"system_admin": true, "isam": f == "object_owner" || f == "privacy_contact", "head": false, "auditor": false, "object_owner": false} {
			if who == "isam" && f != "object_owner" && f != "privacy_contact" && f != "head" && f != "dpo" && f != "isam" && f != "city_manager" && f != "system_admin" && f != "board" && f != "auditor" && f != "archivist" {
				continue // may, and is of no weight here
			}
			c := change("create", "role_assignment", "", map[string]any{"title": f, "function": f, "person": string(puppet.ID)})
			c.Org = h.board[0]
			if _, err := h.try(who, c); (err == nil) != may {
				t.Errorf("%s gives %s: %v", who, f, err)
			}
			c.Org = h.city
			if _, err := h.try(who, c); err == nil && who != "auditor" {
				t.Errorf("%s gives %s above his own place", who, f)
			}
			c.Org, c.Fields["person"] = h.board[0], string(h.callers[who].Person)
			if _, err := h.try(who, c); err == nil {
				t.Errorf("%s gives himself %s", who, f)
			}
			if _, err := h.do.Do(ctx, h.callers[who], command.Options{Via: "import", Now: today}, c); err == nil {
				t.Errorf("%s gives himself %s by file", who, f)
			}
		}
	}
	// A function without a person gives nobody anything; putting oneself there does.
	c := change("create", "role_assignment", "", map[string]any{"title": "Vakant chef", "function": "head"})
	c.Org = h.board[0]
	vacant := h.must("isam", c).Items[0].New
	if _, err := h.try("isam", change("update", "role_assignment", vacant.Ref, map[string]any{"person": string(h.callers["isam"].Person)})); !fault.Is(err, fault.Denied) {
		t.Errorf("the coordinator becomes head: %v", err)
	}
}

// A token that may only read changes nothing, whoever holds it.
func TestReadOnlyToken(t *testing.T) {
	h := build(t, storetest.SQLite(t))
	c := h.callers["isam"]
	c.ReadOnly = true
	h.callers["token"] = c
	h.untouched("a reading token writes", func() error {
		_, err := h.try("token", change("update", "object", h.objects[0], map[string]any{"title": "x"}))
		return err
	})
}

// What a change gives back shows no more than reading would.
func TestReceiptHidesWhatIsHidden(t *testing.T) {
	h := build(t, storetest.SQLite(t))
	h.must("isam", change("update", "object", h.objects[0], map[string]any{"secrecy": "osl_18_8", "notes": "koden är 1177"}))
	r := h.must("object_owner", change("update", "object", h.objects[0], map[string]any{"title": "Nytt namn"}))
	if it := r.Items[0]; it.New.Text("notes") != "" || it.Old.Text("notes") != "" || len(it.New.Masked) == 0 {
		t.Errorf("the receipt tells %q", it.New.Text("notes"))
	}
	if got := h.get("object", h.objects[0]); got.Text("notes") != "koden är 1177" || got.Text("title") != "Nytt namn" {
		t.Errorf("what is hidden was lost: %q", got.Text("notes"))
	}
	h.untouched("a hidden field is written", func() error {
		_, err := h.try("object_owner", change("update", "object", h.objects[0], map[string]any{"notes": "x"}))
		return err
	})
}

// A change is true from when it is said to be, never before the latest version
// nor from a day that has not come.
func TestEffectiveDates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		h := build(t, p)
		zone := h.db.Zone
		day := func(s string) time.Time { return register.Date(s).Time(zone) }
		c := change("create", "object", "", map[string]any{"title": "2022", "kind": "business_system", "reach": "local"})
		c.Org, c.Effective = h.board[0], day("2022-11-15")
		ref := h.must("isam", c).Items[0].New.Ref
		update := func(title string, at time.Time) error {
			c := change("update", "object", ref, map[string]any{"title": title})
			c.Effective = at
			_, err := h.try("isam", c)
			return err
		}
		for _, u := range []struct{ title, day string }{{"2023", "2023-11-15"}, {"2023 rättad", "2023-11-15"}} {
			if err := update(u.title, day(u.day)); err != nil {
				t.Fatal(err)
			}
		}
		for _, d := range []string{"2023-11-14", "2021-01-01", "2026-03-03"} {
			h.untouched("effective "+d, func() error {
				err := update("x", day(d))
				if ps := problems(err); len(ps) != 1 || ps[0].Field != "effective" {
					t.Errorf("%s: %v", d, err)
				}
				return err
			})
		}
		if err := update("nu", time.Time{}); err != nil {
			t.Fatal(err)
		}
		if err := update("nu igen, samma dag", day("2026-03-02")); err != nil { // midnight, before the change of this morning
			t.Errorf("the same day twice: %v", err)
		}
		for d, want := range map[string]string{"2022-11-14": "", "2022-11-15": "2022", "2023-11-14": "2022", "2023-11-15": "2023 rättad", "2026-03-01": "2023 rättad", "2026-03-02": "nu igen, samma dag"} {
			rec, err := h.db.Get(ctx, h.callers["isam"].Read(reg("object")), reg("object"), ref, h.db.EndOfDay(register.Date(d)), 0)
			if want == "" {
				if !fault.Is(err, fault.Unknown) {
					t.Errorf("%s: %v", d, err)
				}
				continue
			}
			if err != nil || rec.Text("title") != want {
				t.Errorf("%s: got %q, want %q (%v)", d, rec.Text("title"), want, err)
			}
		}
		if _, err := h.db.Verify(ctx, nil, nil); err != nil {
			t.Error(err)
		}
	})
}

// A request repeated under its key is made once, also when both come at once.
func TestIdempotency(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		h := build(t, p)
		var wg sync.WaitGroup
		var mu sync.Mutex
		made := 0
		for range 8 {
			wg.Go(func() {
				c := change("create", "object", "", map[string]any{"title": "En gång", "kind": "business_system", "reach": "local"})
				c.Org = h.board[0]
				_, err := h.do.Do(ctx, h.callers["isam"], command.Options{Via: "api", Now: today, Key: "p:1", Digest: "d", Keep: func(r command.Receipt) []byte { return []byte(r.Items[0].New.Ref) }}, c)
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					made++
				} else if !fault.Is(err, fault.Conflict) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		answer, same, err := h.db.Answered(ctx, "p:1", "d")
		if made != 1 || string(answer) != "OBJ-0003" || !same || err != nil {
			t.Errorf("made %d times, kept answer %q (%v)", made, answer, err)
		}
		if _, same, _ := h.db.Answered(ctx, "p:1", "other"); same {
			t.Error("another request under the same key is taken for the same")
		}
	})
}
