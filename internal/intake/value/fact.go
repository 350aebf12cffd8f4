package value

import (
	"strings"

	"genomlys/internal/intake/match"
	"genomlys/internal/register"
)

var facts = map[register.Fact][]string{
	register.Yes: {"yes", "ja", "j", "y", "x", "1", "true", "sant", "sann", "✓", "✔", "☑"},
	register.No:  {"no", "nej", "n", "0", "false", "falskt", "falsk", "☐"},
	register.NotKnown: {"unknown", "vet ej", "vet inte", "okänt", "okänd", "oklart", "ej känt", "ej bedömt", "ej bedömd", "inte bedömt", "ej utrett",
		"don't know", "not known", "unclear", "not assessed", "?", "??"},
	register.NotApplicable: {"not_applicable", "not applicable", "ej tillämpligt", "ej tillämplig", "inte tillämpligt", "ej aktuellt", "ej relevant",
		"n/a", "na", "e/t", "ej tillämpl."},
}

// Fact reads whether something is so (domain.md C3). "Delvis" is neither yes
// nor no nor unknown, and is refused so that a person decides.
func Fact(text string) (register.Fact, Note, error) {
	t := strings.ToLower(clean(text))
	for _, f := range []register.Fact{register.Yes, register.No, register.NotKnown, register.NotApplicable} {
		for _, w := range facts[f] {
			if t == w || match.Fold(t) != "" && match.Fold(t) == match.Fold(w) {
				return f, AsWritten, nil
			}
		}
	}
	wrong := refuse("not-a-fact", text, register.Facts.Codes()...)
	first, _, _ := strings.Cut(strings.NewReplacer(",", " ", "(", " ", ":", " ", ";", " ").Replace(t), " ")
	switch first {
	case "delvis", "partly", "partially", "partial":
		wrong.hint("partly")
	case "ja", "yes":
		wrong.hint("did-you-mean", string(register.Yes))
	case "nej", "no":
		wrong.hint("did-you-mean", string(register.No))
	}
	return "", AsWritten, wrong
}
