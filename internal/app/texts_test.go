package app

import (
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/example"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
	"genomlys/internal/store"
)

// Every text and report of the installation is made of the example office in
// both languages, and reads as a page: in one language, in words and not codes,
// with nothing empty or cut.
func TestTextsAsPages(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the example office")
	}
	h, err := Open(ctx, filepath.Join(t.TempDir(), "office.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	if _, err := example.Load(ctx, h.Reviews(), func(string) {}); err != nil {
		t.Fatal(err)
	}
	words := languages()
	made := map[string]bool{}
	for _, l := range []lang.Lang{lang.SV, lang.EN} {
		call := room.Call{Caller: access.System(), Lang: l, Now: h.Now(), Via: "cli"}
		for _, x := range h.Rooms.Texts {
			if slices.ContainsFunc(x.Params, func(p room.Param) bool { return p.Needed }) {
				continue
			}
			for _, rec := range some(t, h, x) {
				doc, err := h.Rooms.MakeText(ctx, call, x, string(rec.ID))
				if fault.Is(err, fault.Invalid) {
					continue // asks for something of the record that this one has not
				}
				if err != nil {
					t.Errorf("%s %s of %s: %v", x.Register, x.Name, rec.Ref, err)
					continue
				}
				made[x.Register+" "+x.Name] = true
				words.read(t, x.Name+" of "+rec.Ref+" in "+string(l), doc, l)
			}
		}
		for _, x := range h.Rooms.Reports {
			if x.Text == nil {
				continue
			}
			for _, params := range asked(x) {
				c := call
				c.Params = params
				doc, err := h.Rooms.ReadReport(ctx, c, x)
				if err != nil {
					t.Errorf("%s %v: %v", x.Name, params, err)
					continue
				}
				made[x.Name] = true
				words.read(t, x.Name+" in "+string(l), doc, l)
			}
		}
	}
	if len(made) < 30 {
		t.Errorf("only %d kinds of texts were made: %v", len(made), slices.Sorted(maps.Keys(made)))
	}
}

// some gives a few records that a text is offered of, those with most to say.
func some(t *testing.T, h *House, x room.Text) []*register.Record {
	t.Helper()
	reg, _ := h.DB.Catalogue.Get(x.Register)
	var all []*register.Record
	err := h.DB.Each(ctx, access.System().Read(reg), store.Query{Register: reg}, func(rec *register.Record) error {
		if x.When == nil || x.When(rec) {
			all = append(all, rec)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	filled := func(r *register.Record) (n int) {
		for _, v := range r.Values {
			if v != nil {
				n++
			}
		}
		return n
	}
	slices.SortStableFunc(all, func(a, b *register.Record) int { return filled(b) - filled(a) })
	return all[:min(2, len(all))]
}

// asked gives what a report can be asked without a record; none where it needs one.
func asked(x room.Report) []map[string]string {
	out := []map[string]string{{}}
	for _, p := range x.Params {
		switch {
		case p.Name == "year":
			out[0]["year"] = "2023"
		case p.Name == "kind" && x.Name == "what-if":
			out = []map[string]string{{"kind": "W1"}, {"kind": "W3"}, {"kind": "W4"}}
		case p.Needed:
			return nil
		}
	}
	return out
}

// tongues are the product's own words, each that is of one language alone.
type tongues struct{ sv, en map[string]bool }

func languages() tongues {
	sv, en := map[string]bool{}, map[string]bool{}
	add := func(x lang.Text) { sv[x.SV], en[x.EN] = true, true }
	for _, r := range registers.Catalogue().All {
		for _, f := range r.Fields {
			add(f.Title)
			for _, c := range f.Choices {
				add(lang.Text{SV: c.SV, EN: c.EN})
			}
		}
	}
	only := func(a, b map[string]bool) map[string]bool {
		out := map[string]bool{}
		for s := range a {
			if !b[s] {
				out[s] = true
			}
		}
		return out
	}
	for _, s := range []string{"Form"} { // words of both, though only one language has them as a label
		sv[s], en[s] = true, true
	}
	return tongues{only(sv, en), only(en, sv)}
}

var (
	codes = regexp.MustCompile(`\b[a-z]+(_[a-z0-9]+)+\b`)
	marks = regexp.MustCompile(`\.\.|\s[.,;:](\s|$)|::|,,|%!|1900-01-01|\b(null|undefined|nil)\b`)
)

func (w tongues) read(t *testing.T, name string, doc document.Doc, l lang.Lang) {
	t.Helper()
	foreign := w.sv
	if l == lang.SV {
		foreign = w.en
	}
	see := func(where, s string) {
		if c := codes.FindString(s); c != "" && !strings.Contains(s, "@") && !strings.Contains(s, " = ") {
			t.Errorf("%s: %s says the code %s: %q", name, where, c, s)
		}
		if m := marks.FindString(s); m != "" {
			t.Errorf("%s: %s says %q: %q", name, where, m, s)
		}
	}
	own := func(where, s string) {
		if foreign[s] {
			t.Errorf("%s: %s is of the other language: %q", name, where, s)
		}
	}
	see("the title", doc.Title)
	if doc.FooterLeft == "" || doc.Name == "" || doc.Date == "" {
		t.Errorf("%s: the pages have no head or foot", name)
	}
	for i, b := range doc.Blocks {
		switch x := b.(type) {
		case document.Heading:
			see("a heading", x.Text)
			next, ok := document.Heading{Level: x.Level}, i+1 == len(doc.Blocks)
			if !ok {
				next, ok = doc.Blocks[i+1].(document.Heading)
			}
			if ok && next.Level <= x.Level {
				t.Errorf("%s: nothing stands under the heading %q", name, x.Text)
			}
		case document.Paragraph:
			see("a paragraph", said(x.Runs))
		case document.List:
			for _, it := range x.Items {
				see("a point", said(it))
			}
		case document.Table:
			for _, c := range x.Columns {
				own("a column", c.Title)
			}
			rows := 0
			for r := range x.Rows {
				rows++
				for _, c := range r {
					see("a cell", said(c))
				}
				if facts := len(x.Columns) <= 3 && len(r) > 1; facts {
					own("a label", said(r[0]))
				}
			}
			if rows == 0 {
				t.Errorf("%s: the table %q is empty", name, x.Caption)
			}
		}
	}
}

func said(runs []document.Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}
