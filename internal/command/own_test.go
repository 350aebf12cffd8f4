package command_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

type m = map[string]any

// own declares own fields of objects: two of the city's, one of each board's.
func own(t *testing.T, p storetest.Place) *house {
	h := build(t, p)
	f := func(org register.ID, fields m) {
		t.Helper()
		fields["register_name"] = "object"
		h.add("system", "own_field", org, fields)
	}
	f(h.city, m{"title": "Kostnadsställe", "title_en": "Cost centre", "name": "cost_centre", "kind": "number"})
	f(h.city, m{"title": "Zon", "kind": "choice", "options": []any{m{"code": "inner", "sv": "Inre"}, m{"code": "outer", "sv": "Yttre", "en": "Outer"}}})
	f(h.board[0], m{"title": "Skolans märkning", "name": "mark", "kind": "text"})
	f(h.board[1], m{"title": "Socialtjänstens kod", "name": "code", "kind": "text"})
	f(h.board[1], m{"title": "Beställare", "name": "buyer", "kind": "person"})
	f(h.city, m{"title": "Invigd", "kind": "date", "valid_to": "2026-01-31"})
	f(h.city, m{"title": "Reserv", "kind": "fact"})
	return h
}

// seen is a record as somebody is shown it.
func (h *house) seen(who, name, id string) *register.Record {
	h.t.Helper()
	rec, err := h.db.Get(ctx, h.callers[who].Read(reg(name)), reg(name), id, time.Time{}, 0)
	if err != nil {
		h.t.Fatal(err)
	}
	return rec
}

// said gives what was wrong, as field: code, with what is allowed.
func said(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return ""
	}
	var out []string
	for _, p := range f.Problems {
		s := p.Field + ": " + p.Code
		if len(p.Allowed) > 0 {
			s += " (" + strings.Join(p.Allowed, " ") + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}

func TestOwnValues(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		h := own(t, p)
		set := func(who string, i int, fields m) (command.Receipt, error) {
			return h.try(who, change("update", "object", h.objects[i], fields))
		}
		if _, err := set("isam", 0, m{"local": m{"cost_centre": 4711, "zon": "inner"}, "local.mark": " Röd ", "local.reserv": "yes"}); err != nil {
			t.Fatal(err)
		}
		rec := h.seen("isam", "object", h.objects[0])
		if rec.Get("local.cost_centre") != int64(4711) || rec.Get("local.zon") != "inner" || rec.Get("local.mark") != "Röd" || rec.Get("local.reserv") != "yes" {
			t.Fatalf("own values %v", rec.Own)
		}
		if _, err := set("isam", 0, m{"local.mark": nil}); err != nil {
			t.Fatal(err)
		}
		if rec = h.seen("isam", "object", h.objects[0]); rec.Get("local.mark") != nil || rec.Get("local.cost_centre") != int64(4711) {
			t.Errorf("one cleared, the others kept: %v", rec.Own)
		}
		for _, x := range []struct {
			who    string
			i      int
			fields m
			want   string
		}{
			{"isam", 0, m{"local.cost_centre": "elva"}, "local.cost_centre: not-a-number"},
			{"isam", 0, m{"local": m{"zon": "yttre"}}, "local.zon: not-allowed (inner outer)"},
			{"isam", 0, m{"local.invigd": "2026-02-30"}, "local.invigd: not-a-date (2023-03-14)"},
			{"isam", 0, m{"local.invigd": "2026-02-01"}, "local.invigd: own-field-not-used (FLT-0006)"},
			{"isam", 0, m{"local": "x"}, "local: not-json-object"},
			{"isam", 0, m{"local.MARK": "x"}, "local.MARK: unknown-field (local.cost_centre local.zon local.mark local.reserv)"},
			// The other board's own field is no field here, nor told of.
			{"isam", 0, m{"local.code": "x"}, "local.code: unknown-field (local.cost_centre local.zon local.mark local.reserv)"},
			{"city-isam", 0, m{"local.code": "x"}, "local.code: unknown-field (local.cost_centre local.zon local.mark local.reserv)"},
			{"isam-other", 1, m{"local.buyer": "FUN-9999"}, "local.buyer: no-such-record"},
			{"isam-other", 1, m{"local.buyer": h.objects[1]}, "local.buyer: no-such-record"},
			{"isam", 0, m{"local.cost_centre": 1, "title": "", "local.zon": "x"}, "local.zon: not-allowed (inner outer); title: required"},
		} {
			if _, err := set(x.who, x.i, x.fields); said(err) != x.want {
				t.Errorf("%v as %s: %v %q, want %q", x.fields, x.who, err, said(err), x.want)
			}
		}
		if got := h.seen("isam", "object", h.objects[0]); got.Version != rec.Version {
			t.Error("a refused change was stored")
		}
		if _, err := set("isam-other", 1, m{"local.buyer": "FUN-0001", "local.code": "S1"}); err != nil {
			t.Error(err)
		}
		if _, err := set("auditor", 0, m{"local.cost_centre": 1}); !fault.Is(err, fault.Denied) {
			t.Errorf("somebody who may not write: %v", err)
		}
	})
}

// TestOwnAsked asks by own fields, now and as of a day, as those who meet them.
func TestOwnAsked(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		h := own(t, p)
		h.must("isam", change("update", "object", h.objects[0], m{"local": m{"cost_centre": 4711, "zon": "inner", "mark": "Röd lapp"}}))
		h.must("isam-other", change("update", "object", h.objects[1], m{"local": m{"cost_centre": 52, "code": "S1", "buyer": "FUN-0001"}}))
		before := today
		today = today.AddDate(0, 0, 10)
		defer func() { today = before }()
		h.must("isam", change("update", "object", h.objects[0], m{"local.cost_centre": 100, "local.zon": nil}))
		// Of another kind under the same key: must not disturb whoever asks.
		h.add("system", "own_field", h.board[0], m{"title": "Kod", "name": "code", "kind": "number", "register_name": "object"})
		h.must("isam", change("update", "object", h.objects[0], m{"local.code": 7}))
		a, b := h.objects[0], h.objects[1]
		for _, x := range []struct {
			who, filter, asOf string
			want              string
		}{
			{"isam", "local.cost_centre = 100", "", a},
			{"isam", "local.cost_centre >= 99", "", a},
			{"isam", "local.cost_centre = 4711", "", ""},
			{"isam", "local.cost_centre = 4711", "2026-03-05", a},
			{"isam", "kostnadsställe = 100", "", a},
			{"isam", `"cost centre" = 100`, "", a},
			{"isam", "local.mark : röd", "", a},
			{"isam", "local.mark = (x, \"Röd lapp\")", "", a},
			{"isam", "local.zon = null", "", a},
			{"isam", "local.zon = inner", "2026-03-05", a},
			{"isam", "has(local.mark)", "", a},
			{"isam", "lacks(local.mark)", "", ""},
			{"isam", "local.cost_centre < 99", "", ""}, // the other board's
			{"isam", "local.code = 7", "", a},
			{"isam-other", "local.code = S1", "", b},
			{"isam-other", "local.buyer = FUN-0001", "", b},
			{"city-isam", "local.cost_centre > 0", "", a + " " + b},
			{"city-isam", "local.code = (7, S1)", "", a + " " + b}, // two meanings: asked about as text
			{"system", "local.cost_centre = (100, 52)", "", a + " " + b},
			{"isam", "local.buyer = FUN-0001", "", "query-unknown-field"},
			{"isam", "local.zon = yttre", "", "query-choice (inner outer)"},
			{"object_owner", "local.cost_centre = 100", "", a},
		} {
			q, scope, err := door.Ask{Filter: x.filter, AsOf: x.asOf}.Query(ctx, h.db, h.callers[x.who], reg("object"), today.Add(time.Hour))
			if err != nil {
				if got := said(err); !strings.HasPrefix(strings.TrimPrefix(got, "filter: "), x.want) || x.want == "" {
					t.Errorf("%s asks %s: %v %s", x.who, x.filter, err, got)
				}
				continue
			}
			keys, err := h.db.Keys(ctx, scope, q)
			var got []string
			for _, k := range keys {
				got = append(got, k.Ref)
			}
			if err != nil || strings.Join(got, " ") != x.want {
				t.Errorf("%s asks %s %s: %v %v, want %q", x.who, x.filter, x.asOf, got, err, x.want)
			}
		}
		f := reg("object").Must("local.cost_centre")
		f.Kind = register.Number
		groups, n, err := h.db.Count(ctx, h.callers["city-isam"].Read(reg("object")), store.Query{Register: reg("object")}, f)
		if err != nil || n != 2 || len(groups) != 2 || groups[0].Value != "100" || groups[1].Value != "52" {
			t.Errorf("counted by an own field: %v %d %v", groups, n, err)
		}
		if _, err := h.db.Verify(ctx, nil, nil); err != nil {
			t.Errorf("verify: %v", err)
		}
	})
}

// TestOwnNotShown holds that who sees a record of another organisation, by a
// part in it, sees nothing of its own fields, and does not wipe them out.
func TestOwnNotShown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		h := own(t, p)
		h.must("isam-other", change("update", "object", h.objects[1], m{"local": m{"code": "S1", "cost_centre": 52}}))
		h.add("isam-other", "object_party", h.board[1], m{"title": "Part", "object": h.objects[1], "party": string(h.board[0]), "role": "user"})
		rec := h.seen("isam", "object", h.objects[1])
		if rec.Own != nil || !rec.Withheld {
			t.Errorf("shown to another board: %v", rec.Own)
		}
		q, scope, err := door.Ask{Filter: "local.cost_centre = 52"}.Query(ctx, h.db, h.callers["isam"], reg("object"), today)
		if err != nil {
			t.Fatal(err)
		}
		if keys, err := h.db.Keys(ctx, scope, q); err != nil || len(keys) != 0 {
			t.Errorf("found by what is not shown: %v %v", keys, err)
		}
		versions, err := h.db.History(ctx, h.callers["isam"].Read(reg("object")), reg("object"), rec.ID)
		if err != nil || slices.ContainsFunc(versions, func(v store.Version) bool { return v.Record.Own != nil }) {
			t.Errorf("history shows them: %v", err)
		}
		// Named on it, the school's owner may change the other board's object.
		h.must("system", change("update", "object", h.objects[1], m{"owner": h.get("object", h.objects[0]).Text("owner")}))
		h.callers["object_owner"] = h.caller(h.callers["object_owner"].Person)
		if _, err := h.try("object_owner", change("update", "object", h.objects[1], m{"local.code": "x"})); !strings.HasPrefix(said(err), "local.code: unknown-field") {
			t.Errorf("written by one who does not see them: %v", err)
		}
		h.must("object_owner", change("update", "object", h.objects[1], m{"title": "Nytt namn"}))
		if rec := h.seen("isam-other", "object", h.objects[1]); rec.Get("local.code") != "S1" || rec.Text("title") != "Nytt namn" {
			t.Errorf("after a change by one who does not see them: %v %s", rec.Own, rec.Text("title"))
		}
		// A secrecy mark hides them from those who may not see what is marked.
		h.must("isam", change("update", "object", h.objects[0], m{"local.mark": "känslig", "secrecy": "osl_18_8"}))
		if rec := h.seen("privacy_contact", "object", h.objects[0]); rec.Own != nil || !slices.Contains(rec.Masked, "local") {
			t.Errorf("marked secret: %v %v", rec.Own, rec.Masked)
		}
	})
}

func TestOwnDeclared(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		h := own(t, p)
		declare := func(who string, org register.ID, fields m) error {
			_, err := h.try(who, command.Change{Op: "create", Register: reg("own_field"), Org: org, Fields: fields})
			return err
		}
		for _, x := range []struct {
			fields m
			want   string
		}{
			{m{"title": "Annat", "name": "cost_centre", "kind": "text", "register_name": "object"}, "name: own-field-taken (FLT-0001)"},
			{m{"title": "Zon", "name": "zone", "kind": "text", "register_name": "object"}, "title: own-label-taken (local.zon)"},
			{m{"title": "Tillgång", "name": "Åh", "kind": "text", "register_name": "object"}, "name: own-name"},
			{m{"title": "Åtkomst till", "kind": "choice", "register_name": "object"}, "options: own-options-needed"},
			{m{"title": "Åtkomst till", "kind": "choice", "register_name": "object", "options": []any{m{"code": "a", "sv": "A"}, m{"code": "a", "sv": "B"}}}, "options: own-option"},
			{m{"title": "Åtkomst till", "kind": "text", "register_name": "object", "valid_from": "2026-03-02", "valid_to": "2026-03-01"}, "valid_to: end-before-start"},
			{m{"title": "Diarienummer", "name": "dnr", "kind": "text", "register_name": "object"}, "title: own-label-taken (diary_no)"},
		} {
			if err := declare("isam", h.board[0], x.fields); said(err) != x.want {
				t.Errorf("%v: %q, want %q", x.fields, said(err), x.want)
			}
		}
		// Another board's names are free, and so are those of another register.
		if err := declare("isam", h.board[0], m{"title": "Vår kod", "name": "code", "kind": "number", "register_name": "object"}); err != nil {
			t.Error(err)
		}
		if err := declare("isam", h.board[0], m{"title": "Kostnadsställe", "name": "cost_centre", "kind": "text", "register_name": "processing"}); err != nil {
			t.Error(err)
		}
		// What stands below is met too: the city may not take a board's name.
		if err := declare("city-isam", h.city, m{"title": "Kod", "name": "mark", "kind": "text", "register_name": "object"}); said(err) != "name: own-field-taken (FLT-0003)" {
			t.Errorf("taken below: %v", err)
		}
		if err := declare("privacy_contact", h.board[0], m{"title": "X", "kind": "text", "register_name": "object"}); !fault.Is(err, fault.Denied) {
			t.Errorf("who may not: %v", err)
		}
		if _, err := h.try("system", change("update", "own_field", "FLT-0001", m{"kind": "text"})); said(err) != "kind: own-field-fixed (number)" {
			t.Errorf("kind changed: %v", err)
		}
		// Ended, what was filled in remains and may be cleared but not changed.
		h.must("isam", change("update", "object", h.objects[0], m{"local.mark": "A"}))
		h.must("isam", change("end", "own_field", "FLT-0003", nil))
		if got := h.seen("isam", "object", h.objects[0]).Get("local.mark"); got != "A" {
			t.Errorf("after the field ended: %v", got)
		}
		if _, err := h.try("isam", change("update", "object", h.objects[0], m{"local.mark": "B"})); said(err) != "local.mark: own-field-not-used (FLT-0003)" {
			t.Errorf("changed after the field ended: %v", err)
		}
		h.must("isam", change("update", "object", h.objects[0], m{"local.mark": "A", "local.cost_centre": 1}))
		h.must("isam", change("update", "object", h.objects[0], m{"local.mark": nil}))
	})
}

func TestOwnUndone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		h := own(t, p)
		r := h.must("isam", command.Change{Op: "create", Register: reg("own_field"), Org: h.board[0], Fields: m{"title": "Plan", "kind": "text", "register_name": "object"}})
		set := h.must("isam", change("update", "object", h.objects[0], m{"local.plan": "A", "local.cost_centre": 1}))
		undo := func(set string) error {
			today = today.Add(time.Minute)
			_, err := h.do.Undo(ctx, h.callers["isam"], command.Options{Via: "web", Now: today}, set)
			return err
		}
		if err := undo(r.Set); !fault.Is(err, fault.Conflict) {
			t.Errorf("a declaration that is filled in was withdrawn: %v", err)
		}
		if err := undo(set.Set); err != nil {
			t.Fatal(err)
		}
		if rec := h.seen("isam", "object", h.objects[0]); rec.Own != nil {
			t.Errorf("after undo: %v", rec.Own)
		}
		if err := undo(r.Set); err != nil {
			t.Errorf("a declaration nobody uses: %v", err)
		}
		if _, err := h.try("isam", change("update", "object", h.objects[0], m{"local.plan": "A"})); !strings.HasPrefix(said(err), "local.plan: unknown-field") {
			t.Errorf("after the declaration was withdrawn: %v", err)
		}
	})
}
