package figure_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/figure"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// hand changes the example office at random. Two hands with the same seed do the
// same to two databases: records are named by register and number, since their
// identities differ.
type hand struct {
	t      testing.TB
	o      *office
	cmd    *command.Service
	rng    *rand.Rand
	now    time.Time
	known  map[*register.Register][]string // numbers that may be referred to
	ref    map[register.ID]string
	counts map[string]int // changes made, by register; refused ones under ""
}

func newHand(t testing.TB, o *office, seed uint64) *hand {
	h := &hand{t: t, o: o, cmd: command.New(o.db), rng: rand.New(rand.NewPCG(seed, 2)), now: time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC),
		known: map[*register.Register][]string{}, ref: map[register.ID]string{}, counts: map[string]int{}}
	for _, r := range o.db.Catalogue.All {
		o.each(t, r.Name, func(rec *register.Record) {
			h.known[r], h.ref[rec.ID] = append(h.known[r], rec.Ref), rec.Ref
		})
		slices.Sort(h.known[r])
	}
	return h
}

func pick[T any](h *hand, from []T) T { return from[h.rng.IntN(len(from))] }

// value draws one for a field, as a form would send it.
func (h *hand) value(f *register.Field) any {
	switch f.Kind {
	case register.Choice:
		return pick(h, f.Choices.Codes())
	case register.Set:
		if f.Choices == nil {
			return []any{pick(h, []string{"kryptering", "incident"})}
		}
		return []any{pick(h, f.Choices.Codes())}
	case register.FactOf:
		return pick(h, register.Facts.Codes())
	case register.Level:
		return h.rng.IntN(4)
	case register.Number, register.Money:
		return 1 + h.rng.IntN(36)
	case register.Day:
		return fmt.Sprintf("20%02d-%02d-%02d", 21+h.rng.IntN(4), 1+h.rng.IntN(12), 1+h.rng.IntN(28))
	case register.Moment:
		return fmt.Sprintf("2023-%02d-%02dT08:00:00Z", 1+h.rng.IntN(12), 1+h.rng.IntN(28))
	case register.Ref:
		if l := h.known[f.Target]; f.Target != nil && len(l) > 0 {
			return pick(h, l)
		}
		return nil
	case register.Links:
		if l := h.known[f.Target]; f.Target != nil && len(l) > 0 {
			return []any{pick(h, l), pick(h, l)}
		}
		return nil
	}
	return pick(h, []string{"Ändrat", "Östra", "annat"})
}

// may tells whether the hand may give a field a value.
func may(f *register.Field) bool {
	return !f.Derived && f.Kind != register.List && f.Name != "ext_id" && !f.Blob && !(f.Kind == register.Ref && f.Target == nil)
}

// copied gives what a record says, as a form would send it again.
func (h *hand) copied(rec *register.Record) map[string]any {
	out := map[string]any{}
	for i, f := range rec.Register.Fields {
		v := rec.Values[i]
		if v == nil || !may(f) {
			continue
		}
		switch f.Kind {
		case register.Ref:
			v = h.ref[register.ID(v.(string))]
		case register.Links:
			var l []any
			for _, x := range v.([]register.Link) {
				y := map[string]any{"to": h.ref[x.To]}
				if x.Kind != "" {
					y["kind"] = x.Kind
				}
				l = append(l, y)
			}
			v = l
		case register.Moment:
			v = v.(time.Time).UTC().Format(time.RFC3339)
		}
		out[f.Name] = v
	}
	return out
}

// draw makes a set of changes: some records changed, some made after others.
func (h *hand) draw() (out []command.Change) {
	all := h.o.db.Catalogue.All
	for range 1 + h.rng.IntN(5) {
		r := pick(h, all)
		for len(h.known[r]) == 0 {
			r = pick(h, all)
		}
		rec, err := h.o.db.Get(context.Background(), access.System().Read(r), r, pick(h, h.known[r]), time.Time{}, 0)
		if err != nil {
			h.t.Fatal(err)
		}
		ch := command.Change{Op: "update", Register: r, ID: rec.Ref, Fields: map[string]any{}}
		if h.rng.IntN(3) == 0 && r.Name != "org" {
			ch = command.Change{Op: "create", Register: r, Org: rec.Org, Fields: h.copied(rec)}
		}
		if h.rng.IntN(3) == 0 {
			ch.Effective = time.Date(2023, 11, 16, 12, 0, 0, 0, time.UTC).AddDate(0, 0, h.rng.IntN(90))
		}
		for range 1 + h.rng.IntN(4) {
			if f := pick(h, r.Fields); may(f) {
				if ch.Fields[f.Name] = h.value(f); h.rng.IntN(5) == 0 {
					ch.Fields[f.Name] = nil
				}
			}
		}
		out = append(out, ch)
	}
	return out
}

// do makes a set of changes as an import does; what is refused is told by its
// codes, so that two databases can be held against each other.
func (h *hand) do(changes []command.Change) (command.Receipt, string) {
	h.now = h.now.Add(time.Hour)
	r, err := h.cmd.Do(context.Background(), access.System(), command.Options{Via: "import", Now: h.now}, changes...)
	if err != nil {
		h.counts[""]++
		return r, err.Error()
	}
	for _, it := range r.Items {
		if len(it.Changed) > 0 {
			h.counts[it.New.Register.Name]++
		}
	}
	return r, ""
}

// wrote tells whether anything became other than it was.
func wrote(r command.Receipt) bool {
	return slices.ContainsFunc(r.Items, func(it command.Item) bool { return len(it.Changed) > 0 })
}

// figures gives every figure with its groups and records, by title and number, on
// the days that matter, for an office and its board.
func (h *hand) figures() string {
	h.t.Helper()
	var b strings.Builder
	for _, short := range []string{"SLK", "KS"} {
		for _, at := range []register.Date{"2022-11-15", "2023-11-15", "2024-03-01"} {
			s, err := h.o.engine.Compute(context.Background(), access.System(), figure.Request{Org: h.o.org[short], AsOf: at})
			if err != nil {
				h.t.Fatal(err)
			}
			for _, f := range s.Figures {
				fmt.Fprint(&b, short, " ", at, " ", f.ID, " ", f.Value, f.Date, f.Shown, named(f.Records), named(f.OfRecords))
				for _, g := range f.Groups {
					fmt.Fprint(&b, " ", g.Value, g.Count)
				}
				fmt.Fprintln(&b)
			}
		}
	}
	return b.String()
}

func named(keys []store.Key) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = k.Ref + " " + k.Title
	}
	slices.Sort(out)
	return out
}

// first tells the first line in which two answers differ.
func first(a, b string) string {
	x, y := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(x), len(y)) {
		if x[i] != y[i] {
			return fmt.Sprintf("\n%.600s\n%.600s", x[i], y[i])
		}
	}
	return fmt.Sprint(len(x), " and ", len(y), " lines")
}

// Undo of random changes gives back every figure, on all days, with its records.
func TestUndoRestoresEveryFigure(t *testing.T) {
	const seed = 20231115
	h := newHand(t, take(t, open(t, t.TempDir()+"/a.db"), "2023"), seed)
	before, moved, undone := h.figures(), 0, 0
	for i := 0; undone < 24 && i < 300; i++ {
		changes := h.draw()
		r, refused := h.do(changes)
		if refused != "" || !wrote(r) {
			continue
		}
		if undone%4 == 0 && h.figures() != before {
			moved++
		}
		if _, err := h.cmd.Undo(context.Background(), access.System(), command.Options{Via: "import", Now: h.now.Add(time.Minute)}, r.Set); err != nil {
			t.Fatalf("seed %d, set %d: undo: %v: %+v", seed, i, err, changes)
		}
		undone++
		if now := h.figures(); now != before {
			t.Fatalf("seed %d, set %d: the figures are others after undo: %s\nchanges: %+v", seed, i, first(now, before), changes)
		}
	}
	if undone < 24 || moved < 2 {
		t.Errorf("seed %d: %d sets were undone and %d moved a figure: too few to show anything (%v)", seed, undone, moved, h.counts)
	}
}

// A random history gives the same figures, lists and counts on both engines,
// now, on earlier days and as known half-way; what one refuses the other does.
func TestRandomHistoryOnBothEngines(t *testing.T) {
	const seed = 20241115
	a := newHand(t, take(t, open(t, t.TempDir()+"/a.db"), "2023"), seed)
	b := newHand(t, take(t, storetest.Postgres(t).Open(registers.Catalogue()), "2023"), seed)
	var half [2]int64
	for i := range 80 {
		changes, others := a.draw(), b.draw()
		if x, y := fmt.Sprint(changes), fmt.Sprint(others); len(changes) != len(others) {
			t.Fatalf("seed %d, set %d: the hands part: %s and %s", seed, i, x, y)
		}
		r, x := a.do(changes)
		s, y := b.do(others)
		if x != y {
			t.Fatalf("seed %d, set %d: %q and %q: %+v", seed, i, x, y, changes)
		}
		if x == "" && i%5 == 0 && wrote(r) { // what changed nothing has nothing to take back
			for j, h := range []*hand{a, b} {
				if _, err := h.cmd.Undo(context.Background(), access.System(), command.Options{Via: "import", Now: h.now.Add(time.Minute)}, []command.Receipt{r, s}[j].Set); err != nil {
					t.Fatalf("seed %d, set %d: undo: %v", seed, i, err)
				}
			}
		}
		if i >= 40 && half[0] == 0 {
			half = [2]int64{r.Position, s.Position}
		}
	}
	if x, y := a.figures(), b.figures(); x != y {
		t.Errorf("seed %d: figures differ: %s", seed, first(x, y))
	}
	for _, known := range [][2]int64{{}, half} {
		for _, at := range []time.Time{{}, a.o.db.EndOfDay("2022-11-15"), a.o.db.EndOfDay("2023-12-15")} {
			if x, y := a.lists(at, known[0]), b.lists(at, known[1]); x != y {
				t.Errorf("seed %d, as of %s: lists differ: %s", seed, at, first(x, y))
			}
		}
	}
	if done := len(a.counts); done < 25 || a.counts[""] > 50 {
		t.Errorf("seed %d: too few registers were changed: %v", seed, a.counts)
	}
}

// lists gives all registers in their order, and their counts by each facet.
func (h *hand) lists(at time.Time, known int64) string {
	h.t.Helper()
	ctx := context.Background()
	var b strings.Builder
	for _, r := range h.o.db.Catalogue.All {
		q, scope := store.Query{Register: r, AsOf: at, KnownAt: known}, access.System().Read(r)
		keys, err := h.o.db.Keys(ctx, scope, q)
		if err != nil {
			h.t.Fatal(err)
		}
		fmt.Fprintln(&b, r.Name, named(keys))
		for _, f := range r.Fields {
			if !f.Faceted || f.Kind == register.Ref || f.Kind == register.Links {
				continue
			}
			groups, n, err := h.o.db.Count(ctx, scope, q, f)
			if err != nil {
				h.t.Fatal(err)
			}
			fmt.Fprintln(&b, r.Name, f.Name, groups, n)
		}
	}
	return b.String()
}
