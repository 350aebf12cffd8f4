package review

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"genomlys/internal/figure"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

var placeText = regexp.MustCompile(`\{([^{}]*)\}`)

// TestOutline holds every text of the outline, also those that a condition
// hides in the example: each place means something, in both languages alike.
func TestOutline(t *testing.T) {
	o, err := theOutline()
	if err != nil {
		t.Fatal(err)
	}
	book, err := figure.Load()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, id := range book.IDs() {
		known[id] = true
	}
	cat := registers.Catalogue()
	field := func(where string, r *register.Register, path string) {
		t.Helper()
		name, rest, deeper := strings.Cut(path, ".")
		if name == "ref" {
			return
		}
		f, ok := r.Field(name)
		switch {
		case !ok:
			t.Errorf("%s: %s has no field %s", where, r.Name, name)
		case deeper && f.Target != nil:
			if _, ok := f.Target.Field(rest); !ok {
				t.Errorf("%s: %s has no field %s", where, f.Target.Name, rest)
			}
		}
	}
	reg := func(where, look string) *register.Register {
		t.Helper()
		l, ok := o.Lookups[look]
		if !ok {
			t.Fatalf("%s: there is no lookup %s", where, look)
		}
		r, ok := cat.Get(l.Register)
		if !ok {
			t.Fatalf("lookup %s: there is no register %s", look, l.Register)
		}
		return r
	}
	place := func(where, text, row string) {
		t.Helper()
		name, _, _ := strings.Cut(text, "|")
		kind, rest, _ := strings.Cut(name, ":")
		switch {
		case strings.HasPrefix(name, "."):
			if row == "" {
				t.Errorf("%s: {%s} without a record", where, text)
				return
			}
			field(where, reg(where, row), name[1:])
		case kind == "doc" || kind == "each":
			look, path, _ := strings.Cut(rest, ".")
			field(where, reg(where, look), path)
		case kind == "count":
			reg(where, rest)
		case strings.HasPrefix(name, "F"):
			id, _, _ := strings.Cut(name, ".")
			if !known[id] {
				t.Errorf("%s: there is no figure %s", where, id)
			}
		case strings.HasPrefix(name, "year"):
			if n := name[4:]; n != "" {
				if _, err := strconv.Atoi(n); err != nil {
					t.Errorf("%s: {%s}", where, text)
				}
			}
		default:
			switch name {
			case "organisation", "Organisation", "controller", "Controller", "as_of", "as_of_long":
			default:
				t.Errorf("%s: {%s} means nothing", where, text)
			}
		}
	}
	texts := 0
	say := func(where string, b both, row string) {
		t.Helper()
		if (b.SV == "") != (b.EN == "") {
			t.Errorf("%s: only in one language: %q %q", where, b.SV, b.EN)
		}
		var found [2]map[string]bool
		for i, s := range []string{b.SV, b.EN} {
			found[i] = map[string]bool{}
			for _, m := range placeText.FindAllStringSubmatch(s, -1) {
				place(where, m[1], row)
				name, _, _ := strings.Cut(m[1], "|")
				found[i][strings.ToLower(name)] = true
			}
			if s != "" {
				texts++
			}
			if strings.Count(s, "{") != strings.Count(s, "}") || strings.Count(s, "[[") != strings.Count(s, "]]") {
				t.Errorf("%s: a brace or bracket is not closed: %s", where, s)
			}
		}
		for name := range found[0] {
			if !found[1][name] && !strings.HasPrefix(where, "lookup") {
				t.Errorf("%s: {%s} stands only in Swedish", where, name)
			}
		}
	}
	headings := ""
	for _, s := range o.Sections {
		say(s.Key, s.Heading, "")
		if s.Number != "" {
			headings += s.Number + " "
		}
		for _, b := range s.Blocks {
			where := s.Key + "/" + b.Kind
			for _, x := range []both{b.Text, b.Caption, b.Sub, b.Empty, b.By} {
				say(where, x, "")
			}
			say(where, b.Item, b.List)
			for _, c := range b.Columns {
				say(where, c.Title, "")
				say(where, c.Value, b.List)
			}
			for _, f := range b.Figures {
				say(where, f.Label, "")
				if !known[f.Figure] {
					t.Errorf("%s: there is no figure %s", where, f.Figure)
				}
			}
			for _, id := range append(append([]string{}, b.Traces...), b.Figure) {
				if id != "" && !known[id] {
					t.Errorf("%s: there is no figure %s", where, id)
				}
			}
			for _, name := range append(append([]string{}, b.Opens...), b.List) {
				if name != "" {
					reg(where, name)
				}
			}
			for _, in := range b.Inputs {
				if !strings.Contains(" "+strings.Join(Inputs, " ")+" ", " "+in+" ") {
					t.Errorf("%s: there is no input %s of 9.3.2", where, in)
				}
			}
		}
	}
	if headings != "1 2 2.1 2.2 2.3 2.4 2.5 3 4 " {
		t.Errorf("sections %s", headings)
	}
	if texts < 300 {
		t.Errorf("only %d texts were seen", texts)
	}
	for name, l := range o.Lookups {
		reg("lookup", name)
		say("lookup "+name, l.Label, "")
	}
}

// TestForms holds how values are said in a text.
func TestForms(t *testing.T) {
	b := &builder{req: Request{Lang: "sv"}}
	for _, c := range []struct{ value, form, want string }{
		{"2023-10-31", "long", "31\u00a0oktober 2023"}, {"Pågår", "lower", "pågår"}, {"AI", "lower", "AI"},
		{"1", "brist;brister", "1\u00a0brist"}, {"0", "brist;brister", "0\u00a0brister"}, {"12", "brist;brister", "12\u00a0brister"}, {"x", "", "x"},
	} {
		if got := b.form(c.value, c.form); got != c.want {
			t.Errorf("%q as %q: %q, not %q", c.value, c.form, got, c.want)
		}
	}
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1\u00a0000", 1234567: "1\u00a0234\u00a0567", -1500: "−1\u00a0500"} {
		if got := grouped(n); got != want {
			t.Errorf("%d is said %q", n, got)
		}
	}
	for from, want := range map[register.Date]register.Date{"2023-11-15": "2022-11-15", "2024-02-29": "2023-02-28", "2023-02-28": "2022-02-28"} {
		if got := from.YearBefore(); got != want {
			t.Errorf("the year before %s is %s", from, got)
		}
	}
	if got := changeText(22, 63, true, "sv"); got != "+22 (+6,3\u00a0pe)" {
		t.Error(got)
	}
	if got := changeText(-3, 0, false, "en"); got != "−3" {
		t.Error(got)
	}
}
