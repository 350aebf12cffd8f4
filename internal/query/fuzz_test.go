package query

import (
	"errors"
	"reflect"
	"testing"
)

var seeds = []string{
	"", "kind = shared_it AND decided_on >= asof-36m", "status = (open, planned) -owner:*",
	"has(classifications, status = decided AND decided_on >= 2020-01-01)", "answered_on <= @due_on OR object.kind != system",
	`"Beslutad den" >= 2023-01-01 OCH title:"lön \"x\""`, "lacks(measures) ELLER ICKE traits:(ai, iot)", "runs_on.runs_on.kind = null",
	"seen_at >= now-72h seen_at < 2023-10-31T10:00:00+01:00", "cost > 1500.50kr share = -0.0", "((((((((((((a=1))))))))))))",
	"x' OR 1=1 --", "a = \"\\", "a:*", "NOT NOT -a = -5", "a=1)(b=2", "har(", "\xff", "åäö = ÅÄÖ", "decided_on = asof-99999y",
}

// FuzzParse: no text brings the parser down; what it accepts prints and reads
// back as itself, and checks to a filter or to an error with a place in the text.
func FuzzParse(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	s, p := objects(), params(f)
	f.Fuzz(func(t *testing.T, text string) {
		n, err := Parse(text)
		if err != nil {
			placed(t, text, err)
			return
		}
		canonical := Print(n)
		again, err := anyLimits.Parse(canonical)
		if err != nil {
			t.Fatalf("%q prints as %q: %v", text, canonical, err)
		}
		if !reflect.DeepEqual(bare(n.root), bare(again.root)) {
			t.Fatalf("%q prints as %q, which reads as %q", text, canonical, Print(again))
		}
		c, err := Check(n, s, p)
		if err != nil {
			placed(t, text, err)
			return
		}
		empty := row{}.record()
		if Eval(c, empty) == Eval(Not{c}, empty) {
			t.Fatalf("%q is neither true nor false", text)
		}
	})
}

// FuzzParseOrder: no text gives a key that may not be sorted by.
func FuzzParseOrder(f *testing.F) {
	for _, s := range append(seeds, "title desc, ref", `"Beslutad den" fallande`, "title,,ref", "secret_note desc") {
		f.Add(s)
	}
	s := objects()
	f.Fuzz(func(t *testing.T, text string) {
		keys, err := ParseOrder(text, s)
		if err != nil {
			placed(t, text, err)
		}
		for _, k := range keys {
			if !k.Field.Sort {
				t.Fatalf("%q sorts by %s", text, k.Field.Name)
			}
		}
	})
}

func placed(t *testing.T, text string, err error) {
	var e *Error
	if !errors.As(err, &e) || plain[e.Code] == "" || e.Pos < 0 || e.Pos > len(text) || len(e.Error()) > 2000 {
		t.Fatalf("%q: %v", text, err)
	}
}

const typical = `kind = shared_it AND status = (planned, in_use) AND has(classifications, status = decided AND decided_on >= asof-36m) AND title:"lön"`

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(typical); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	s, p := objects(), params(b)
	n, err := Parse(typical)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Check(n, s, p); err != nil {
			b.Fatal(err)
		}
	}
}
