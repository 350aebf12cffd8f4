package match

import (
	"errors"
	"reflect"
	"testing"
)

var fields = []Candidate{
	{Name: "title", Labels: []string{"Objektnamn", "Object name"}, Synonyms: []string{"Benämning", "System", "Namn"}},
	{Name: "owner", Labels: []string{"Objektägare", "Object owner"}, Synonyms: []string{"Systemägare"}},
	{Name: "lifecycle", Labels: []string{"Livscykel", "Lifecycle"}, Synonyms: []string{"Status"}},
	{Name: "mtd_h", Labels: []string{"Längsta tolererade avbrott", "Maximum tolerable downtime"}},
	{Name: "decided_on", Labels: []string{"Beslutad", "Decided on"}, Synonyms: []string{"Klassad"}},
	{Name: "measures", Labels: []string{"Åtgärder", "Measures"}},
	{Name: "open_risks", Labels: []string{"Öppna risker", "Open risks"}},
	{Name: "closed_risks", Labels: []string{"Stängda risker", "Closed risks"}},
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		heading, to string
		how         How
		unit, hint  string
	}{
		{"Objektnamn", "title", ByLabel, "", ""},
		{"OBJEKT-NAMN", "title", ByLabel, "", ""},
		{" objekt\u00ADnamn *", "title", ByLabel, "", ""},
		{"Object name", "title", ByLabel, "", ""},
		{"title", "title", ByLabel, "", ""},
		{"Objektnamnet", "title", ByLabel, "", ""},
		{"Benämning", "title", BySynonym, "", ""},
		{"Systemet", "title", BySynonym, "", ""},
		{"Systemen", "title", BySynonym, "", ""},
		{"Åtgärden", "measures", ByLabel, "", ""},
		{"A\u030Atga\u0308rder", "measures", ByLabel, "", ""},
		{"Längsta tolererade avbrott (timmar)", "mtd_h", ByLabel, "timmar", ""},
		{"Objketnamn", "title", ByNear, "", "did-you-mean"},
		{"Objektagare", "owner", ByNear, "", "did-you-mean"},
		{"Tolererade avbrott", "mtd_h", ByNear, "", "did-you-mean"},
		{"Risker", "", Ignored, "", "several-fields"},
		{"Kostnadsställe", "", Ignored, "", ""},
		{"Stat", "", Ignored, "", ""},
		{"", "", Ignored, "", ""},
		{"***", "", Ignored, "", ""},
	} {
		got, err := Match([]string{c.heading}, fields, nil)
		if err != nil {
			t.Fatal(err)
		}
		if m := got[0]; m.From != c.heading || m.To != c.to || m.How != c.how || m.Unit != c.unit || m.Hint.Code != c.hint {
			t.Errorf("%q: %+v; want %s by %s, unit %q, hint %q", c.heading, m, c.to, c.how, c.unit, c.hint)
		}
	}
}

func TestOneColumnForAField(t *testing.T) {
	got, err := Match([]string{"Namn", "Objektnamn", "Objektnamn", "Status"}, fields, nil)
	if err != nil {
		t.Fatal(err)
	}
	var to []string
	for _, m := range got {
		to = append(to, m.To)
	}
	// The label goes before the synonym, the first of two equals before the second.
	if want := []string{"", "title", "", "lifecycle"}; !reflect.DeepEqual(to, want) {
		t.Errorf("fields %q; want %q", to, want)
	}
	for _, i := range []int{0, 2} {
		if got[i].Hint.Code != "taken" || got[i].How != Ignored {
			t.Errorf("column %d: %+v", i, got[i])
		}
	}
	if h := mustMatch(t, "Risker")[0].Hint; !reflect.DeepEqual(h.Names, []string{"Öppna risker", "Stängda risker"}) {
		t.Errorf("several: %v", h)
	}
}

func TestMapGoesFirst(t *testing.T) {
	got, err := Match([]string{"Namn", "Objektnamn", "Kolumn X"}, fields, map[string]string{"kolumn x": "title", "Namn": ""})
	if err != nil {
		t.Fatal(err)
	}
	if got[2].To != "title" || got[2].How != ByMap || got[1].To != "" || got[1].Hint.Code != "taken" || got[0].To != "" || got[0].How != Ignored {
		t.Errorf("%+v", got)
	}
	for _, c := range []struct {
		mapped     map[string]string
		code, near string
	}{
		{map[string]string{"Objektnam": "title"}, "unknown-column", "Objektnamn"},
		{map[string]string{"Namn": "titel"}, "unknown-field", "title"},
		{map[string]string{"Namn": "title", "Objektnamn": "title"}, "field-twice", ""},
	} {
		_, err := Match([]string{"Namn", "Objektnamn"}, fields, c.mapped)
		var e *MapError
		if !errors.As(err, &e) || e.Code != c.code {
			t.Errorf("%v: %v; want %s", c.mapped, err, c.code)
			continue
		}
		if c.near != "" && (len(e.Nearest) == 0 || e.Nearest[0] != c.near) {
			t.Errorf("%v: nearest %v; want %s", c.mapped, e.Nearest, c.near)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b        string
		limit, want int
	}{
		{"", "", 2, 0}, {"åäö", "aao", 3, 3}, {"status", "sattus", 2, 1}, {"status", "statu", 2, 1}, {"status", "statuss", 2, 1},
		{"abc", "xyz", 2, 3}, {"a", "abcdef", 2, 3}, {"kitten", "sitting", 3, 3},
	} {
		if got := Distance(c.a, c.b, c.limit); got != c.want {
			t.Errorf("Distance(%q, %q, %d) = %d; want %d", c.a, c.b, c.limit, got, c.want)
		}
	}
}

func TestNearest(t *testing.T) {
	names := []string{"Beslutad", "Beslut", "Pågår", "Klar", "Klart"}
	for text, want := range map[string][]string{
		"Beslutat": {"Beslutad", "Beslut"}, "Pagar": {"Pågår"}, "xyz": nil, "": nil, "Kla": {"Klar", "Klart"},
	} {
		if got := Nearest(text, names); !reflect.DeepEqual(got, want) {
			t.Errorf("Nearest(%q) = %q; want %q", text, got, want)
		}
	}
}

func mustMatch(t *testing.T, headings ...string) []Matched {
	t.Helper()
	got, err := Match(headings, fields, nil)
	if err != nil {
		t.Fatal(err)
	}
	return got
}
