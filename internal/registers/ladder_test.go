package registers

import (
	"slices"
	"testing"

	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

// What a field may say is what the rule book's ladder says, in its order: a step
// that the one has and the other lacks would be a level that follows no rule.
func TestLaddersAreTheFields(t *testing.T) {
	rules := lawOf("")
	column := func(r *register.Register, list, name string) register.Choices {
		for _, c := range r.Must(list).Columns {
			if c.Name == name {
				return c.Choices
			}
		}
		t.Fatalf("%s has no column %s", list, name)
		return nil
	}
	for _, x := range []struct {
		ladder rulebook.Ladder
		field  register.Choices
	}{
		{rulebook.VulnerabilityLadder, column(VulnReviews, "findings", "severity")},
		{rulebook.SituationLadder, SituationReports.Must("level").Choices},
		{rulebook.SituationLadder, column(SituationReports, "figures", "state")},
		{rulebook.ResidualLadder, Dpias.Must("residual").Choices},
		{rulebook.IndividualRiskLadder, Incidents.Must("risk_to_individuals").Choices},
		{rulebook.DeviationLadder, ControlResults.Must("deviation_level").Choices},
	} {
		if got, want := x.field.Codes(), rules.Degrees(x.ladder).Codes(); !slices.Equal(got, want) {
			t.Errorf("%s: the field has %v, the ladder %v", x.ladder, got, want)
		}
	}
	for severity := range new(VulnReview).Numbers() {
		if rules.Degrees(rulebook.VulnerabilityLadder).Rank(severity) < 0 {
			t.Errorf("findings are counted of %s, which is no severity", severity)
		}
	}
	for _, cause := range rules.Classify().Stale {
		if !slices.Contains(Classifications.Must("review_causes").Choices.Codes(), cause) {
			t.Errorf("%s is no cause of review", cause)
		}
	}
	for _, b := range append(rules.Risk(rulebook.Information).Bands, rules.Risk(rulebook.Privacy).Bands...) {
		if rules.Degrees(rulebook.ResidualLadder).Rank(b.Residual) < 0 {
			t.Errorf("band %s leaves %q, which is no step", b.Code, b.Residual)
		}
	}
}
