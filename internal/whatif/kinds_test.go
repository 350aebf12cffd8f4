package whatif

import (
	"slices"
	"testing"
)

// What a question cannot be asked without is among what it takes, and is said of
// each that is about one record.
func TestKindsNeed(t *testing.T) {
	for _, k := range Kinds() {
		for _, n := range k.Needs {
			if !slices.Contains(k.Takes, n) {
				t.Errorf("%s needs %s, which it does not take", k.ID, n)
			}
		}
		if slices.Contains(k.Takes, "subject") != slices.Contains(k.Needs, "subject") {
			t.Errorf("%s: its subject is optional", k.ID)
		}
	}
}
