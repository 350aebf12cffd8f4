package value

import (
	"genomlys/internal/intake/match"
	"genomlys/internal/register"
)

// Choose reads one of some allowed values by its code or its Swedish or
// English label, whatever the case, the spaces and the hyphens.
func Choose(text string, choices register.Choices) (string, Note, error) {
	key := match.Fold(clean(text))
	if key != "" {
		for _, o := range choices {
			if key == match.Fold(o.Code) || key == match.Fold(o.SV) || key == match.Fold(o.EN) {
				return o.Code, AsWritten, nil
			}
		}
	}
	wrong := refuse("not-allowed", text, choices.Codes()...)
	var names []string
	for _, o := range choices {
		names = append(names, o.SV, o.EN, o.Code)
	}
	if near := match.Nearest(text, names); len(near) > 0 {
		wrong.hint("did-you-mean", near...)
	}
	return "", AsWritten, wrong
}
