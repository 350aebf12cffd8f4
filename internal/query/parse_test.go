package query

import (
	"errors"
	"strings"
	"testing"
)

func TestCanonicalText(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{" \n\t ", ""},
		{"kind=shared_it", "kind = shared_it"},
		{"kind = a b = c", "kind = a AND b = c"},
		{"a=1 OCH b=2 ELLER ICKE c=3", "a = 1 AND b = 2 OR NOT c = 3"},
		{"a=1 and b=2 or not c=3", "a = 1 AND b = 2 OR NOT c = 3"},
		{"a=1 OR b=2 c=3", "a = 1 OR b = 2 AND c = 3"},
		{"(a=1 OR b=2) c=3", "(a = 1 OR b = 2) AND c = 3"},
		{"(a=1 AND (b=2 AND c=3))", "a = 1 AND b = 2 AND c = 3"},
		{"a=1 OR (b=2 OR c=3)", "a = 1 OR b = 2 OR c = 3"},
		{"-a=1 -(b=2 c=3)", "NOT a = 1 AND NOT (b = 2 AND c = 3)"},
		{"NOT NOT a=1", "NOT NOT a = 1"},
		{"(a=1)(b=2)", "a = 1 AND b = 2"},
		{"a=-5 b=+5.25", "a = -5 AND b = +5.25"},
		{"title:*", "title:*"},
		{`title : "två ord"`, `title:"två ord"`},
		{`title = 'en'`, "title = en"},
		{`title = "null"`, `title = "null"`},
		{`title = NULL`, `title = null`},
		{`title = "asof-12m"`, `title = "asof-12m"`},
		{`title = "or"`, `title = "or"`},
		{`title = "sa \"hej\" \\ \n"`, `title = "sa \"hej\" \\ \n"`},
		{`"Beslutad den" >= 2023-01-01`, `"Beslutad den" >= 2023-01-01`},
		{`"or" = 1`, `"or" = 1`},
		{"Benämning = åäö", "Benämning = åäö"},
		{"status = (a,b , c)", "status = (a, b, c)"},
		{"status:(a)", "status:(a)"},
		{"seen_at >= 2023-10-31T10:00:00+01:00", "seen_at >= 2023-10-31T10:00:00+01:00"},
		{"mail = a.b+c@example.se", "mail = a.b+c@example.se"},
		{"legal = 18:13", "legal = 18:13"},
		{"har(klassning)", "has(klassning)"},
		{"SAKNAR ( klassning , status=decided )", "lacks(klassning, status = decided)"},
		{"has = 1", "has = 1"},
		{"has(a, b=1 OR c=2)", "has(a, b = 1 OR c = 2)"},
		{"a.b.c != @d", "a.b.c != @d"},
		{"due<=asof+90d", "due <= asof+90d"},
	} {
		n, err := Parse(c.text)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if got := Print(n); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, c := range []struct {
		text, code string
		pos        int
	}{
		{"a", CodeSyntax, 1},
		{"a =", CodeSyntax, 3},
		{"= 1", CodeSyntax, 0},
		{"a = OR b = 1", CodeSyntax, 4},
		{"a = 1 AND", CodeSyntax, 9},
		{"a = 1 AND AND b = 2", CodeSyntax, 10},
		{"a = 1 OR", CodeSyntax, 8},
		{"a = 1)", CodeSyntax, 5},
		{"(a = 1", CodeNotClosed, 0},
		{"()", CodeSyntax, 1},
		{`a = "b`, CodeNotClosed, 4},
		{`a = "b\`, CodeNotClosed, 4},
		{`a = "b\q"`, CodeSyntax, 6},
		{`a = "b"c = 1`, CodeSyntax, 7},
		{"a <> 1", CodeSyntax, 3},
		{"a = (1, 2", CodeNotClosed, 4},
		{"a = ()", CodeSyntax, 5},
		{"a = (1,)", CodeSyntax, 7},
		{"a = (@b)", CodeSyntax, 5},
		{"has(a", CodeNotClosed, 0},
		{"has()", CodeSyntax, 4},
		{"has(a, )", CodeSyntax, 7},
		{"a..b = 1", CodeSyntax, 2},
		{`"" = 1`, CodeSyntax, 0},
		{"a = 1; DROP TABLE object", CodeSyntax, 5},
		{"a = b\x00", CodeNotText, 5},
		{"a = \xff", CodeNotText, 0},
		{"a = " + strings.Repeat("x", 4000), CodeTooLong, 4000},
		{"a = 1" + strings.Repeat(" a = 1", 100), CodeTooMany, 600},
		{strings.Repeat("(", 12) + "a = 1" + strings.Repeat(")", 12), CodeTooDeep, 12},
		{strings.Repeat("NOT ", 12) + "a = 1", CodeTooDeep, 47},
		{"has(a, has(b, has(c, has(d, has(e, has(f))))))", CodeTooDeep, 39},
		{"has(a, b.c.d.e.f = 1 AND b.c.d.e.f.g = 1)", CodeTooDeep, 25},
	} {
		_, err := Parse(c.text)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%.40q: got %v, want an *Error", c.text, err)
			continue
		}
		if e.Code != c.code || e.Pos != c.pos {
			t.Errorf("%.40q: got %s at %d, want %s at %d", c.text, e.Code, e.Pos, c.code, c.pos)
		}
		if e.Error() == "" || len(e.Error()) > 600 {
			t.Errorf("%.40q: error of %d bytes", c.text, len(e.Error()))
		}
	}
}

func TestLimitsReachedAreAllowed(t *testing.T) {
	for _, text := range []string{
		"a = 1" + strings.Repeat(" a = 1", 99),
		strings.Repeat("(", 11) + "a = 1" + strings.Repeat(")", 11),
		"has(a, has(b, has(c, has(d, has(e)))))",
		"a.b.c.d.e.f = 1",
		"a = " + strings.Repeat("x", 3996),
	} {
		if _, err := Parse(text); err != nil {
			t.Errorf("%.40q: %v", text, err)
		}
	}
	for _, text := range []string{"a = 1" + strings.Repeat(" a = 1", 20), "(((((a = 1)))))"} {
		if _, err := Web.Parse(text); err == nil {
			t.Errorf("%.40q: Web should refuse it", text)
		}
	}
	for _, text := range []string{"a = 1" + strings.Repeat(" a = 1", 19), "((((a = 1))))"} {
		if _, err := Web.Parse(text); err != nil {
			t.Errorf("%.40q: %v", text, err)
		}
	}
}

func TestAllJoins(t *testing.T) {
	parse := func(s string) Node {
		n, err := Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	a, b := parse("a = 1 OR b = 2"), parse("c = 3 d = 4")
	if got, want := Print(All(Node{}, a, b)), "(a = 1 OR b = 2) AND c = 3 AND d = 4"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := Print(All(b, b)); got != "c = 3 AND d = 4 AND c = 3 AND d = 4" {
		t.Errorf("got %q", got)
	}
	if got := Print(b); got != "c = 3 AND d = 4" {
		t.Errorf("All changed its argument: %q", got)
	}
	if got := Print(All()); got != "" {
		t.Errorf("got %q", got)
	}
}

func TestQuoteIsReadBack(t *testing.T) {
	for _, s := range []string{"", "null", `a"b\c`, "x' OR 1=1 --", "rad\nrad\ttab", "*", "@f", "åäö"} {
		n, err := Parse("f = " + Quote(s))
		if err != nil {
			t.Errorf("%q: %v", s, err)
			continue
		}
		if v := n.root.values[0]; v.kind != isText || v.text != s {
			t.Errorf("%q: read back as %q", s, v.text)
		}
	}
}
