package registers_test

import (
	"strings"
	"testing"
	"time"

	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// What a register makes of fields that may be marked secret may be marked too:
// else a title tells what its text does not.
func TestWhatIsMadeOfMarkedIsMarked(t *testing.T) {
	const told = "qvxhemligt"
	for _, reg := range registers.Catalogue().All {
		rec := reg.NewRecord(register.NewID(time.Now()), "")
		some := false
		for _, f := range reg.Fields {
			if f.Secret != "" && (f.Kind == register.Text || f.Kind == register.Long) && f.Name != "title" {
				rec.Set(f.Name, told)
				some = true
			}
		}
		if !some {
			continue
		}
		rec.Derive()
		for _, f := range reg.Fields {
			if f.Secret == "" && strings.Contains(rec.Text(f.Name), told) {
				t.Errorf("%s.%s tells what is marked", reg.Name, f.Name)
			}
		}
	}
}
