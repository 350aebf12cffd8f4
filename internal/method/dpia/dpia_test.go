package dpia_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"genomlys/internal/method/dpia"
)

var nine = []string{"scoring", "automated_decision", "monitoring", "sensitive_data", "large_scale", "matching", "vulnerable", "innovative", "hinders_right"}

// rules is the default of domain.md 4.4; the product reads it from the rule book.
func rules() dpia.Rules {
	return dpia.Rules{Version: "test", Criteria: nine, Enough: 2, ReasonFrom: 1, UnknownAsYes: true,
		Statutory: []string{"35_3_a", "35_3_b", "35_3_c"}, Presets: []dpia.Preset{{Trait: "ai", Criterion: "innovative"}, {Trait: "iot", Criterion: "innovative"}}}
}

// answers says no to all but those given.
func answers(yes ...string) map[string]dpia.Answer {
	m := map[string]dpia.Answer{}
	for _, c := range nine {
		m[c] = dpia.No
	}
	for _, c := range yes {
		m[c] = dpia.Yes
	}
	return m
}

func with(m map[string]dpia.Answer, c string, a dpia.Answer) map[string]dpia.Answer {
	m[c] = a
	return m
}

func TestThreshold_4_4(t *testing.T) {
	strict := rules()
	strict.UnknownAsYes = false
	for _, x := range []struct {
		name                                 string
		rules                                dpia.Rules
		s                                    dpia.Screening
		needed                               bool
		count                                int
		complete, mandatory, reasonIsMissing bool
		code                                 string
	}{
		{"4.4 none", rules(), dpia.Screening{Answers: answers()}, false, 0, true, false, false, dpia.TooFewCriteria},
		{"4.4 one needs a reason to say no", rules(), dpia.Screening{Answers: answers("scoring")}, false, 1, true, false, true, dpia.ReasonNeeded},
		{"4.4 one with reason", rules(), dpia.Screening{Answers: answers("scoring"), NoReason: "small"}, false, 1, true, false, false, dpia.ReasonGiven},
		{"4.4 two are enough", rules(), dpia.Screening{Answers: answers("scoring", "matching")}, true, 2, true, false, false, dpia.EnoughCriteria},
		{"4.4 all", rules(), dpia.Screening{Answers: answers(nine...)}, true, 9, true, false, false, dpia.EnoughCriteria},
		{"4.4 unknown counts as yes", rules(), dpia.Screening{Answers: with(answers("scoring"), "matching", dpia.Unknown)}, true, 2, false, false, false, dpia.CriterionUnknown},
		{"4.4 unanswered is unknown", rules(), dpia.Screening{}, true, 9, false, false, false, dpia.CriterionUnknown},
		{"4.4 unknown not counted when set so", strict, dpia.Screening{Answers: with(answers("scoring"), "matching", dpia.Unknown)}, false, 1, false, false, true, dpia.CriterionUnknown},
		{"4.4 art. 35.3 alone", rules(), dpia.Screening{Answers: answers(), Statutory: []string{"35_3_b"}}, true, 0, true, false, false, dpia.StatutoryCase},
		{"4.4 explicit decision alone", rules(), dpia.Screening{Answers: answers(), Decided: true}, true, 0, true, false, false, dpia.DecidedNeed},
		{"4.4 AI with personal data presets innovative", rules(), dpia.Screening{Answers: with(answers("vulnerable"), "innovative", dpia.Unknown), Traits: []string{"ai"}, PersonalData: dpia.Yes}, true, 2, true, true, false, dpia.CriterionPreset},
		{"4.4 IoT and personal data unknown presets too", rules(), dpia.Screening{Answers: with(answers(), "innovative", dpia.Unknown), Traits: []string{"iot"}}, false, 1, true, true, true, dpia.CriterionPreset},
		{"4.4 AI without personal data", rules(), dpia.Screening{Answers: answers(), Traits: []string{"ai"}, PersonalData: dpia.No}, false, 0, true, false, false, dpia.TooFewCriteria},
		{"4.4 preset answered no needs a reason", rules(), dpia.Screening{Answers: answers(), Traits: []string{"ai"}, PersonalData: dpia.Yes}, false, 0, true, true, true, dpia.PresetContested},
		{"4.4 preset and yes count once", rules(), dpia.Screening{Answers: answers("innovative"), Traits: []string{"ai", "iot"}, PersonalData: dpia.Yes, NoReason: "x"}, false, 1, true, true, false, dpia.CriterionMet},
	} {
		t.Run(x.name, func(t *testing.T) {
			j, err := dpia.Threshold(x.rules, x.s)
			if err != nil {
				t.Fatal(err)
			}
			if j.Needed != x.needed || j.Count != x.count || j.Complete != x.complete || j.Mandatory != x.mandatory || j.ReasonMissing != x.reasonIsMissing {
				t.Errorf("%+v, want needed %v count %d complete %v mandatory %v reason missing %v", j, x.needed, x.count, x.complete, x.mandatory, x.reasonIsMissing)
			}
			if !slices.ContainsFunc(j.Reasons, func(r dpia.Reason) bool { return r.Code == x.code }) {
				t.Errorf("reasons %v lack %s", j.Reasons, x.code)
			}
		})
	}
}

func TestThreshold_refuses(t *testing.T) {
	for name, s := range map[string]dpia.Screening{
		"unknown criterion": {Answers: map[string]dpia.Answer{"weather": dpia.Yes}},
		"unknown answer":    {Answers: map[string]dpia.Answer{"scoring": "perhaps"}},
		"unknown case":      {Statutory: []string{"35_3_z"}},
	} {
		if _, err := dpia.Threshold(rules(), s); err == nil {
			t.Errorf("%s accepted", name)
		}
	}
}

// Answering one more criterion yes never makes an assessment unnecessary.
func TestMoreYesNeverLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := map[string]dpia.Answer{}
		for _, c := range nine {
			a[c] = rapid.SampledFrom([]dpia.Answer{dpia.Yes, dpia.No, dpia.Unknown, ""}).Draw(t, c)
		}
		s := dpia.Screening{Answers: a, Decided: rapid.Bool().Draw(t, "decided"), PersonalData: dpia.Yes,
			Traits: rapid.SliceOfDistinct(rapid.SampledFrom([]string{"ai", "iot"}), rapid.ID).Draw(t, "traits")}
		before, err := dpia.Threshold(rules(), s)
		if err != nil {
			t.Fatal(err)
		}
		a[rapid.SampledFrom(nine).Draw(t, "more")] = dpia.Yes
		after, err := dpia.Threshold(rules(), s)
		if err != nil {
			t.Fatal(err)
		}
		if before.Needed && !after.Needed || after.Count < before.Count {
			t.Fatalf("before %+v, after %+v", before, after)
		}
	})
}

func TestRulesCheck(t *testing.T) {
	if err := rules().Check(); err != nil {
		t.Error(err)
	}
	for name, spoil := range map[string]func(*dpia.Rules){
		"no criteria":   func(r *dpia.Rules) { r.Criteria = nil },
		"enough 0":      func(r *dpia.Rules) { r.Enough = 0 },
		"enough 10":     func(r *dpia.Rules) { r.Enough = 10 },
		"reason from 3": func(r *dpia.Rules) { r.ReasonFrom = 3 },
		"preset":        func(r *dpia.Rules) { r.Presets[0].Criterion = "weather" },
	} {
		r := rules()
		spoil(&r)
		if r.Check() == nil {
			t.Errorf("%s: not found", name)
		}
	}
}
