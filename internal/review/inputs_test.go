package review

import (
	"encoding/json"
	"testing"

	"genomlys/internal/registers"
)

func TestInputs(t *testing.T) {
	fact := func(in string) Block { return Block{Kind: "paragraph", Inputs: []string{in}, HasFacts: true} }
	lacking := fact("b")
	lacking.Missing = []string{"datum"}
	empty := Block{Kind: "paragraph", Inputs: []string{"c"}}
	rv := Review{Inputs: map[string]string{}, Reasons: map[string]string{}, Sections: []Section{{Blocks: []Block{fact("a"), lacking, empty, fact("d1")}}}}
	rec := registers.ManagementReviews.NewRecord("x", "y")
	rec.Set("inputs", json.RawMessage(`[{"input":"c","state":"nothing_to_report","reason":"Inga nya krav."},{"input":"d2","state":"nothing_to_report"},{"input":"d1","state":"nothing_to_report","reason":"?"},{"input":"e","state":"covered"}]`))
	b := &builder{record: rec}
	b.inputs(&rv)
	for in, want := range map[string]string{
		"a": "covered", "b": "missing", // a text that lacks a fact
		"c":  "nothing_to_report",
		"d1": "covered",                 // what is there is not argued away
		"d2": "missing",                 // no reason
		"e":  "missing", "f": "missing", // nobody says it is covered but the texts
	} {
		if rv.Inputs[in] != want {
			t.Errorf("%s is %s, not %s", in, rv.Inputs[in], want)
		}
	}
	if rv.Reasons["c"] != "Inga nya krav." || len(rv.Reasons) != 1 {
		t.Errorf("reasons %v", rv.Reasons)
	}
	told := map[string]int{}
	for _, p := range Check(rv) {
		told[p.Code]++
	}
	if told["input-missing"] != 7 || told["decision-needed"] != 1 || told["priority-needed"] != 3 {
		t.Errorf("told %v", told)
	}
	rv.Reporter, rv.Obtains = "Samordnare", "Samordnare"
	found := false
	for _, p := range Check(rv) {
		found = found || p.Code == "reporter-is-receiver"
	}
	if !found {
		t.Error("the reporter receives the report")
	}
}
