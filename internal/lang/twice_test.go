package lang_test

import (
	"testing"

	_ "genomlys/internal/app" // whose rooms say their words
	"genomlys/internal/lang"
)

// TestACodeIsSaidOneWay: two rooms that use one code for different things would
// each be told in the words of the other.
func TestACodeIsSaidOneWay(t *testing.T) {
	words := map[string]lang.Text{}
	for _, texts := range lang.Said() {
		for code, text := range texts {
			if was, ok := words[code]; ok && was != text {
				t.Errorf("%s is said in two ways: %q and %q", code, was.SV, text.SV)
			}
			words[code] = text
		}
	}
	if len(words) < 500 {
		t.Errorf("only %d codes", len(words))
	}
}
