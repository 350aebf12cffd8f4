package control

import (
	"fmt"
	"strings"
	"testing"

	"genomlys/internal/method/clock"
)

func TestSlots(t *testing.T) {
	for _, c := range []struct {
		frequency, part string
		want            string // number, first and last day
	}{
		{"", "jan_aug", "1 2023-01-01 2023-08-31"},
		{"", "", "1 2023-01-01 2023-12-31"},
		{"year", "", "1 2023-01-01 2023-12-31"},
		{"year", "t2", "1 2023-05-01 2023-08-31"},
		{"tertial", "", "3 2023-01-01 2023-12-31"},
		{"tertial", "jan_aug", "2 2023-01-01 2023-08-31"},
		{"tertial", "t3", "1 2023-09-01 2023-12-31"},
		{"month", "", "12 2023-01-01 2023-12-31"},
		{"month", "t1", "4 2023-01-01 2023-04-30"},
		{"month", "jan_aug", "8 2023-01-01 2023-08-31"},
	} {
		s := Slots(2023, c.frequency, c.part)
		if got := fmt.Sprintf("%d %s %s", len(s), s[0].From, s[len(s)-1].To); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.frequency, c.part, got, c.want)
		}
	}
	if s := Slots(2024, "month", "t1"); s[1].To != "2024-02-29" {
		t.Errorf("February of a leap year ends %s", s[1].To)
	}
}

// levels are those of the default ladder of deviations.
var levels = Levels{Order: []string{"none", "minor", "material"}, Nothing: []string{"none"}, Grave: []string{"material"}}

func span(year int, part string) Span { s, _ := Period(year, part); return s }

func TestStatement(t *testing.T) {
	janAug, t1, t2, year := span(2023, "jan_aug"), span(2023, "t1"), span(2023, "t2"), span(2023, "year")
	done := func(id string, s Span, level string) Result {
		return Result{ID: id, Span: s, On: "2023-09-04", Level: level, Confirmed: true}
	}
	one := func(rs ...Result) []Activity { return []Activity{{ID: "A", Part: "jan_aug", Results: rs}} }
	for _, c := range []struct {
		name       string
		activities []Activity
		asOf       clock.Date
		found      []string
		want       string // verdict due/performed minor material lacking unconfirmed
	}{
		{"all performed", one(done("r", janAug, "none")), "2023-11-15", nil, "no_material 1/1 0 0 0 0"},
		{"minor only", one(done("r", janAug, "minor")), "2023-11-15", nil, "no_material 1/1 1 0 0 0"},
		{"material", one(done("r", janAug, "material")), "2023-11-15", nil, "material 1/1 0 1 0 0"},
		{"a deviation shows it to be material", one(done("r", janAug, "minor")), "2023-11-15", []string{"r"}, "material 1/1 0 1 0 0"},
		{"not performed", one(), "2023-11-15", nil, "not_proven 1/0 0 0 1 0"},
		{"performed after the day asked", one(done("r", janAug, "none")), "2023-09-03", nil, "not_proven 1/0 0 0 1 0"},
		{"no level stated", one(done("r", janAug, "")), "2023-11-15", nil, "not_proven 1/0 0 0 1 0"},
		{"level not confirmed", one(Result{ID: "r", Span: janAug, On: "2023-09-04", Level: "none"}), "2023-11-15", nil, "no_material 1/1 0 0 0 1"},
		{"a result of part of the slot is not enough", one(done("r", t1, "none")), "2023-11-15", nil, "not_proven 1/0 0 0 1 0"},
		{"a result of more covers", one(done("r", year, "none")), "2023-11-15", nil, "no_material 1/1 0 0 0 0"},
		{"the gravest of two counts", one(done("r", janAug, "none"), done("q", janAug, "material")), "2023-11-15", nil, "material 1/1 0 1 0 0"},
		{"nothing planned", nil, "2023-11-15", nil, "nothing_due 0/0 0 0 0 0"},
		{"later in the year only", []Activity{{ID: "A", Part: "t3"}}, "2023-11-15", nil, "nothing_due 0/0 0 0 0 0"},
		{"a year's activity is not due in August", []Activity{{ID: "A", Frequency: "year"}}, "2023-11-15", nil, "nothing_due 0/0 0 0 0 0"},
		{"called off", []Activity{{ID: "A", Part: "jan_aug", Cancelled: true}}, "2023-11-15", nil, "nothing_due 0/0 0 0 0 0"},
		{"both tertials", []Activity{{ID: "A", Frequency: "tertial", Results: []Result{done("r", t1, "none"), done("q", t2, "minor")}}}, "2023-11-15", nil, "no_material 2/2 1 0 0 0"},
		{"one tertial of two", []Activity{{ID: "A", Frequency: "tertial", Results: []Result{done("r", t1, "none")}}}, "2023-11-15", nil, "not_proven 2/1 0 0 1 0"},
		{"months, one missed", []Activity{{ID: "A", Frequency: "month", Results: []Result{done("r", span(2023, "t1"), "none"), done("q", Span{"2023-05-01", "2023-07-31"}, "none")}}}, "2023-11-15", nil, "not_proven 8/7 0 0 1 0"},
		{"material though something is missing", append(one(done("r", janAug, "material")), Activity{ID: "B", Part: "jan_aug"}), "2023-11-15", nil, "material 2/1 0 1 1 0"},
		{"before the period is over", one(), "2023-08-31", nil, "not_over_yet 1/0 0 0 1 0"},
		{"the day after", one(), "2023-09-01", nil, "not_proven 1/0 0 0 1 0"},
	} {
		s := State(levels, Follow(levels, 2023, c.activities, c.asOf), janAug, c.asOf, c.found...)
		got := fmt.Sprintf("%s %d/%d %d %d %d %d", s.Verdict, s.Due, s.Performed, s.Minor, len(s.Material), len(s.Lacking), len(s.Unconfirmed))
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Leaving out any result that a statement rests on takes the statement away.
func TestStatementRestsOnEveryResult(t *testing.T) {
	var as []Activity
	for _, f := range []string{"", "tertial", "month"} {
		a := Activity{ID: f, Frequency: f, Part: "jan_aug"}
		for i, s := range Slots(2023, f, "jan_aug") {
			a.Results = append(a.Results, Result{ID: fmt.Sprint(f, i), Span: s, On: s.To, Level: "none", Confirmed: true})
		}
		as = append(as, a)
	}
	whole := span(2023, "jan_aug")
	if s := State(levels, Follow(levels, 2023, as, "2023-12-01"), whole, "2023-12-01"); s.Verdict != NoMaterial || s.Due != 11 {
		t.Fatalf("%+v", s)
	}
	for i := range as {
		all := as[i].Results
		for j := range all {
			as[i].Results = append(append([]Result(nil), all[:j]...), all[j+1:]...)
			s := State(levels, Follow(levels, 2023, as, "2023-12-01"), whole, "2023-12-01")
			if s.Verdict != NotProven || len(s.Lacking) != 1 || s.Lacking[0].Span != all[j].Span {
				t.Errorf("without %s: %+v", all[j].ID, s)
			}
		}
		as[i].Results = all
	}
}

func TestMethods(t *testing.T) {
	var b strings.Builder
	for _, m := range Methods([]string{"a", "b", "c"}, []Risk{{"a", true}, {"a", false}, {"b", false}, {"x", true}}) {
		fmt.Fprintf(&b, "%s %d/%d;", m.Code, m.Assessed, m.Risks)
	}
	if b.String() != "a 1/2;b 0/1;c 0/0;" {
		t.Error(b.String())
	}
}
