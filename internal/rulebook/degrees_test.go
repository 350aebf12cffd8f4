package rulebook_test

import (
	"encoding/json"
	"slices"
	"testing"

	"genomlys/internal/method/classify"
	"genomlys/internal/method/clock"
	"genomlys/internal/rulebook"
)

func TestDegrees(t *testing.T) {
	r := at(t, today)
	flaws := r.Degrees(rulebook.VulnerabilityLadder)
	if got := flaws.Marked(rulebook.Grave); !slices.Equal(got, []string{"high", "critical"}) {
		t.Errorf("grave flaws %v", got)
	}
	if r.Number(flaws.Step("critical").Limit) != 7 || r.Number(flaws.Step("high").Limit) != 30 || flaws.Step("low").Limit != "" {
		t.Errorf("R15 %+v", flaws)
	}
	if flaws.Rank("info") != 0 || flaws.Rank("critical") != 4 || flaws.Rank("terrible") != -1 || flaws.Is("terrible", rulebook.Grave) {
		t.Errorf("order %v", flaws.Codes())
	}
	now := r.Degrees(rulebook.SituationLadder)
	for what, want := range map[string]string{"incidents_open": "raised", "vulnerabilities_open": "raised", "vulnerabilities_late": "serious", "incidents_serious": "serious", "clocks_soon": "serious",
		"incidents_critical": "critical", "clocks_late": "critical", "nothing at all": "normal"} {
		if got := now.To(what); got != want {
			t.Errorf("R33 %s leads to %s, want %s", what, got, want)
		}
	}
	if now.Least() != "normal" || now.Higher("serious", "raised") != "serious" || now.Higher("normal", "critical") != "critical" || now.Higher("normal", "") != "normal" {
		t.Error("R33 the higher of two")
	}
	people := r.Degrees(rulebook.IndividualRiskLadder)
	if !people.Is("unlikely", rulebook.NoNotice) || people.Is("risk", rulebook.NoNotice) || !people.Is("high", rulebook.SubjectsTold) || people.Is("risk", rulebook.SubjectsTold) {
		t.Errorf("GDPR 33.1, 34.1 %+v", people)
	}
}

// An office's own threshold for the lowest confidentiality is what the method
// suggests by: it is one number, in one place.
func TestMinimaFollowThresholds(t *testing.T) {
	b := book(t)
	wrong := b.Overlay([]rulebook.Local{{Code: "threshold.art9_min_confidentiality", From: "2026-01-01", Change: json.RawMessage(`{"values":[3]}`), Source: "KS 2025/900"}})
	t.Cleanup(func() { b.Overlay(nil) })
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	facts := classify.Facts{Yes: map[string]bool{"art9": true}}
	for day, want := range map[string]classify.Level{"2025-12-31": 2, "2026-01-01": 3} {
		if v, _ := classify.Suggest(b.At(clock.Date(day)).Classify(), facts); v[classify.K] != want {
			t.Errorf("4.1.6 on %s: K %d, want %d", day, v[classify.K], want)
		}
	}
}
