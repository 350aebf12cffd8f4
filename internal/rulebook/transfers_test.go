package rulebook_test

import (
	"slices"
	"testing"

	"genomlys/internal/method/classify"
	"genomlys/internal/method/clock"
)

func TestTransfers_5_3(t *testing.T) {
	r := at(t, today)
	for _, c := range []string{"AD", "AR", "BR", "CA", "FO", "GG", "IM", "IL", "JP", "JE", "NZ", "KR", "CH", "GB", "UY", "US"} {
		if _, ok := r.Adequacy(c); !ok {
			t.Errorf("5.3 no decision for %s", c)
		}
		if r.InEEA(c) {
			t.Errorf("5.3 %s is a third country", c)
		}
	}
	if n := len(r.Adequacies()); n != 17 {
		t.Errorf("5.3 %d decisions, want 16 countries and an organisation", n)
	}
	for _, x := range []struct {
		country  string
		day      clock.Date
		decision string
		status   string
		scope    string
	}{
		{"US", today, "(EU) 2023/1795", "challenged", "certified"},
		{"US", "2025-10-30", "(EU) 2023/1795", "in_force", "certified"},
		{"US", "2025-09-02", "(EU) 2023/1795", "challenged", "certified"},
		{"US", "2023-07-10", "(EU) 2023/1795", "in_force", "certified"},
		{"US", "2023-07-09", "", "", ""},
		{"US", "2020-07-16", "", "", ""},
		{"US", "2020-07-15", "(EU) 2016/1250", "in_force", "certified"},
		{"BR", "2026-01-25", "", "", ""},
		{"BR", "2026-01-26", "(EU) 2026/179", "in_force", "all"},
		{"CA", today, "2002/2/EC", "in_force", "commercial"},
		{"GB", "2025-12-18", "(EU) 2021/1772", "in_force", "all"},
		{"GB", "2031-12-27", "", "in_force", "all"},
		{"GB", "2031-12-28", "", "", ""},
		{"IN", today, "", "", ""},
		{"", today, "", "", ""},
	} {
		a, ok := at(t, x.day).Adequacy(x.country)
		if ok != (x.status != "") || a.Decision != x.decision || a.Status != x.status || a.Scope != x.scope {
			t.Errorf("5.3 %s on %s: %v %+v, want %+v", x.country, x.day, ok, a, x)
		}
	}
	if len(r.EEA()) != 30 || !r.InEEA("SE") || !r.InEEA("NO") {
		t.Errorf("5.3 %d states of the EEA", len(r.EEA()))
	}
	if !at(t, "2020-12-31").InEEA("GB") || at(t, "2021-06-28").InEEA("GB") || r.InEEA("") {
		t.Error("5.3 the United Kingdom left")
	}
	if len(r.Mechanisms()) != 17 {
		t.Errorf("R07 %d mechanisms", len(r.Mechanisms()))
	}
	if m, ok := r.Mechanism("scc_46"); !ok || !slices.Equal(m.Modules, []int{1, 2, 3, 4}) || !slices.Contains(m.Needs, "tia") {
		t.Errorf("5.3 clauses %+v", m)
	}
	if m, ok := at(t, "2021-06-26").Mechanism("scc_46"); !ok || m.Modules != nil {
		t.Errorf("5.3 older clauses %+v", m)
	}
	if m, ok := r.Mechanism("derogation_49_d"); !ok || !m.Exceptional {
		t.Errorf("R07 derogation %+v", m)
	}
	if _, ok := at(t, "2022-11-15").Mechanism("dpf_45"); ok {
		t.Error("5.3 the framework did not exist in 2022")
	}
	if len(book(t).AdequacyHistory()) <= len(r.Adequacies()) {
		t.Error("5.3 the history lacks what has ended")
	}
}

func TestCatalogue_10(t *testing.T) {
	r := at(t, today)
	count := map[string]int{}
	for _, c := range r.Controls() {
		count[c.Theme]++
	}
	if len(r.Controls()) != 93 || count["organisational"] != 37 || count["people"] != 8 || count["physical"] != 14 || count["technological"] != 34 {
		t.Errorf("10.1 %d controls: %v", len(r.Controls()), count)
	}
	if c, ok := r.Control("8.24"); !ok || c.Title.SV != "Kryptering" || c.Title.EN != "Cryptography" {
		t.Errorf("10.1 8.24 is %+v", c)
	}
	areas := map[string]int{}
	for _, m := range r.Measures() {
		areas[m.Area]++
	}
	if len(areas) != 16 {
		t.Errorf("10.2 %d areas", len(areas))
	}
	for a, n := range areas {
		if n != 3 {
			t.Errorf("10.2 %s has %d levels", a, n)
		}
	}
	reqs := r.Requirements()
	for _, x := range []struct {
		name string
		v    classify.Vector
		want int
	}{
		{"10.2 level 0 asks for nothing here", classify.KRT(0, 0, 0), 0},
		{"10.2 level 1 throughout", classify.KRT(1, 1, 1), 16},
		{"10.2 level 3 is cumulative", classify.KRT(3, 3, 3), 48},
		{"10.2 availability only", classify.KRT(0, 0, 2), 2 * 8}, // change, vulnerabilities, backup, availability, network, supplier, physical, incident
		{"10.2 no class, nothing", classify.None(), 0},
	} {
		if got := len(classify.Required(reqs, x.v)); got != x.want {
			t.Errorf("%s: %d, want %d", x.name, got, x.want)
		}
	}
}
