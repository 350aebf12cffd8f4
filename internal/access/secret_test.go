package access

import (
	"slices"
	"testing"
)

// TestWhoReadsMarked is the table of who reads what is marked secret (domain.md 2
// and C6, security.md 6.1): those who answer for the whole of an organisation's
// work, and whoever keeps a register, in that register. All others see that there
// is something, and by which provision it is hidden.
func TestWhoReadsMarked(t *testing.T) {
	everything := []string{"isam", "dpo", "head", "city_manager"}
	only := map[string][]string{
		// The analysis is marked OSL 18:13 from the start, its plans and exercises rest on it.
		"continuity_coordinator": {"continuity_plan", "exercise", "rsa_cycle", "rsa_finding"},
		// Decided by whoever runs the incident, on what is marked OSL 18:8.
		"incident_lead": {"incident", "incident_recipient", "notification", "clock", "log_entry"},
		"soc":           {"incident", "log_entry", "vuln_review"},
	}
	for _, r := range Rules {
		if r.Secret != slices.Contains(everything, r.Function) {
			t.Errorf("%s reads all that is marked: %v", r.Function, r.Secret)
		}
		if !slices.Equal(r.SecretIn, only[r.Function]) {
			t.Errorf("%s reads what is marked in %v, want %v", r.Function, r.SecretIn, only[r.Function])
		}
		for _, name := range r.SecretIn {
			if !slices.Contains(r.Write, name) {
				t.Errorf("%s reads what is marked in %s, which it does not keep", r.Function, name)
			}
		}
		// Deny wins: who holds a function for objects, or only reads, sees no marks lifted.
		if (r.PerObject || len(r.Write) == 0) && (r.Secret || len(r.SecretIn) > 0) {
			t.Errorf("%s reads what is marked without keeping it", r.Function)
		}
	}
}
