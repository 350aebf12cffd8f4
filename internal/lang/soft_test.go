package lang

import (
	"strings"
	"testing"
)

func TestSoft(t *testing.T) {
	for in, want := range map[string]string{
		"Verksamhetssystem med plan":        "Verksamhets|system med plan",
		"Konsekvensbedömningar att se över": "Konsekvens|bedömningar att se över",
		"informationssäkerhetssamordnare":   "informations|säkerhets|samordnare",
		"Verksamhets- och systemägare":      "Verksamhets- och systemägare",
		"registerförteckningen":             "register|förteckningen",
		"Integritetsskyddsmyndigheten":      "Integritetsskydds|myndigheten",
		"Which registers are read":          "Which registers are read",
		"Objekt":                            "Objekt",
	} {
		if got := strings.ReplaceAll(Soft(in), "\u00ad", "|"); got != want {
			t.Errorf("%q breaks as %q, want %q", in, got, want)
		}
	}
}
