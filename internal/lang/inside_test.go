package lang

import "testing"

func TestInside(t *testing.T) {
	for name, want := range map[string]string{"Objekt": "objekt", "Åtgärd": "åtgärd", "AI-profil": "AI-profil", "GDPR årsrapport": "GDPR årsrapport", "IoT-profil": "IoT-profil", "OBJ-0001 Lön": "OBJ-0001 Lön", "": ""} {
		if got := Inside(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
