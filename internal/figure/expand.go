package figure

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"genomlys/internal/lang"
	"genomlys/internal/rulebook"
)

var (
	macroMark  = regexp.MustCompile(`\{\{([a-z_]+)\}\}`)
	numberMark = regexp.MustCompile(`\{([a-z_]+[0-9]*)\}`)
)

// expander puts macros and numbers into a definition's texts. Numbers are the
// definition's own or the rule book's of the day, so that no threshold stands
// in a filter.
type expander struct {
	book    *Book
	rules   rulebook.Rules
	numbers map[string]int
}

func (x expander) number(name string) (int, bool) {
	if n, ok := x.numbers[name]; ok {
		return n, true
	}
	for _, t := range x.rules.Thresholds() {
		if string(t.Code) == name && len(t.Values) > 0 {
			return t.Values[0], true
		}
	}
	return 0, false
}

func (x expander) text(s string) (string, error) {
	for depth := 0; macroMark.MatchString(s); depth++ {
		if depth == 8 {
			return "", fmt.Errorf("macros refer to each other in %q", s)
		}
		var missing string
		s = macroMark.ReplaceAllStringFunc(s, func(m string) string {
			v, ok := x.book.macros[m[2:len(m)-2]]
			if !ok {
				missing = m
			}
			return v
		})
		if missing != "" {
			return "", fmt.Errorf("there is no macro %s", missing)
		}
	}
	var missing string
	s = numberMark.ReplaceAllStringFunc(s, func(m string) string {
		n, ok := x.number(m[1 : len(m)-1])
		if !ok {
			missing = m
		}
		return strconv.Itoa(n)
	})
	if missing != "" {
		return "", fmt.Errorf("there is no number %s in the definition or the rule book", missing)
	}
	return strings.TrimSpace(s), nil
}

func (x expander) label(t lang.Text) (lang.Text, error) {
	sv, err := x.text(t.SV)
	if err != nil {
		return t, err
	}
	en, err := x.text(t.EN)
	return lang.Text{SV: sv, EN: en}, err
}

// both joins two filters; an empty one holds always.
func both(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return "(" + a + ") AND (" + b + ")"
}
