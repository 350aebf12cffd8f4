package registers

import (
	"regexp"
	"strings"
	"testing"

	"genomlys/internal/register"
)

// alike are the labels that are rightly the same in both languages.
var alike = map[string]bool{"Status": true, "AI": true, "IoT": true, "Person": true, "Organisation": true, "Risk": true, "Scenario": true, "Register": true,
	"Incident": true, "Version": true, "Period": true, "Process": true, "Plan": true}

func label(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func TestDeclarations(t *testing.T) {
	c := Catalogue()
	name := regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	prefix := regexp.MustCompile(`^[A-ZÅÄÖ]{2,4}$`)
	groups := map[string]bool{"register": true, "work": true, "governance": true, "settings": true}
	for _, r := range c.All {
		t.Run(r.Name, func(t *testing.T) {
			if !name.MatchString(r.Name) || !prefix.MatchString(r.Prefix) || !groups[r.Group] {
				t.Errorf("name %q, prefix %q, group %q", r.Name, r.Prefix, r.Group)
			}
			if r.Title.SV == "" || r.Title.EN == "" || r.Singular == r.Title || !strings.HasSuffix(r.About.SV, ".") || !strings.HasSuffix(r.About.EN, ".") {
				t.Errorf("say what it is called and what it keeps: %q %q %q", r.Title, r.Singular, r.About)
			}
			order, _, _ := strings.Cut(r.Order, " ")
			if f, ok := r.Field(order); !ok || !f.Sortable {
				t.Errorf("order %q is not a field that sorts", r.Order)
			}
			checkFields(t, c, r, name)
			checkStates(t, r)
		})
	}
}

func checkFields(t *testing.T, c *register.Catalogue, r *register.Register, name *regexp.Regexp) {
	t.Helper()
	facets, places := 0, map[int]string{}
	for _, f := range r.Fields {
		if !name.MatchString(f.Name) {
			t.Errorf("field %q: write the name in snake case", f.Name)
		}
		if f.Title.SV == "" || f.Title.EN == "" || f.Title.SV == f.Title.EN && !alike[f.Title.SV] {
			t.Errorf("field %s is labelled %q in both languages", f.Name, f.Title)
		}
		if (f.Hint.SV == "") != (f.Hint.EN == "") {
			t.Errorf("field %s has help in one language", f.Name)
		}
		if f.Faceted {
			facets++
			switch f.Kind {
			case register.Long, register.Set, register.Links, register.List, register.Moment:
				t.Errorf("field %s cannot be counted by index", f.Name)
			}
		}
		if f.Column > 0 {
			if places[f.Column] != "" {
				t.Errorf("fields %s and %s stand in the same column", places[f.Column], f.Name)
			}
			places[f.Column] = f.Name
			if f.Kind == register.Long || f.Kind == register.List {
				t.Errorf("field %s is too large for a list", f.Name)
			}
		}
		if f.PartOf && f.Kind != register.Ref && (f.Kind != register.Links || f.Target != Objects) {
			t.Errorf("field %s: only a reference or links to objects can be what a record hangs on", f.Name)
		}
		if f.Target != nil {
			if got, ok := c.Get(f.Target.Name); !ok || got != f.Target {
				t.Errorf("field %s refers to %s, which is not in the catalogue", f.Name, f.Target.Name)
			}
		}
		for _, o := range f.Choices {
			if o.Code == "" || o.SV == "" || o.EN == "" || strings.Contains(o.Code, ";") {
				t.Errorf("field %s: choice %+v is not complete", f.Name, o)
			}
		}
		for _, col := range f.Columns {
			if !name.MatchString(col.Name) || col.Title.SV == "" || col.Title.EN == "" {
				t.Errorf("field %s: column %q is not complete", f.Name, col.Name)
			}
		}
	}
	if facets > 5 {
		t.Errorf("%d facets: keep to those that lists are filtered by", facets)
	}
	if n := len(r.ListColumns()); n < 2 || n > 8 {
		t.Errorf("%d columns in the list", n)
	}
	oneMeaning(t, r)
}

// oneMeaning holds that a heading or a label means one field.
func oneMeaning(t *testing.T, r *register.Register) {
	t.Helper()
	owner := map[string]string{}
	for _, f := range r.Fields {
		own := map[string]bool{label(f.Title.SV): true, label(f.Title.EN): true}
		for _, s := range f.Synonyms {
			own[label(s)] = true
		}
		for l := range own {
			if other := owner[l]; other != "" {
				t.Errorf("%q means both %s and %s", l, other, f.Name)
			}
			owner[l] = f.Name
		}
	}
	for _, f := range r.Fields {
		if other := owner[f.Name]; other != "" && other != f.Name {
			t.Errorf("%q is the name of one field and the label of %s", f.Name, other)
		}
	}
}

func checkStates(t *testing.T, r *register.Register) {
	t.Helper()
	s := r.Status()
	if s == nil || s.Kind != register.Choice || !s.Faceted || s.Column == 0 {
		t.Fatal("declare a status that is counted and listed")
	}
	reached := map[string]bool{s.Choices[0].Code: true}
	for range s.Choices {
		for _, st := range s.StepList {
			if reached[st.From] || st.From == "*" {
				reached[st.To] = true
			}
		}
	}
	for _, st := range s.StepList {
		reached[st.From] = true // a record may also be made in a state that is left later
	}
	for _, o := range s.Choices {
		if len(s.StepList) > 0 && !reached[o.Code] {
			t.Errorf("no step leads to or from %q", o.Code)
		}
	}
	from := map[string]bool{}
	for _, st := range s.StepList {
		if !s.Choices.Has(st.To) || st.From != "*" && !s.Choices.Has(st.From) || st.Action == "" || st.From == st.To {
			t.Errorf("step %+v is not between states", st)
		}
		if k := st.From + " " + st.Action; from[k] {
			t.Errorf("two steps are called %q", k)
		} else {
			from[k] = true
		}
	}
	for _, f := range r.Fields {
		for _, state := range f.NeededIn {
			if !s.Choices.Has(state) {
				t.Errorf("field %s is needed in %q, which is no state", f.Name, state)
			}
		}
	}
}

// TestCollections holds the addresses that the contract promises.
func TestCollections(t *testing.T) {
	c := Catalogue()
	for _, want := range strings.Fields(`orgs persons role-assignments objects info-types processings recipients transfers agreements
		classifications controls requirements measures action-plans actions risk-analyses risks dpias
		incidents vuln-reviews continuity-plans exercises log-requirements access-routines access-reviews ai-profiles iot-profiles rsa-cycles rsa-findings
		vor-processes vor-risks control-plans control-activities control-results deviations procurement-checks steering-documents subject-requests campaigns
		responses dpo-reports dpo-findings budget-assignments issues feedback objectives audits nonconformities improvement-decisions priorities management-reviews`) {
		r, ok := c.Get(want)
		if !ok || r.Collection != want {
			t.Errorf("no register answers at %s", want)
		}
	}
}

func TestCountriesKnowTheEea(t *testing.T) {
	states := 0
	for code := range EEA {
		if !Countries.Has(code) {
			t.Errorf("%s is not a country", code)
		}
		states++
	}
	if states != 30+7 {
		t.Errorf("%d codes: thirty states and seven territories", states)
	}
	if Countries.Label("US").SV != "USA" || EEA["GB"] || EEA["CH"] || !EEA["NO"] {
		t.Error("the United States, the United Kingdom and Switzerland are third countries, Norway is not")
	}
}
