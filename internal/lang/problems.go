package lang

import (
	"slices"
	"strings"

	"genomlys/internal/fault"
)

var said []map[string]Text

// Say adds texts for codes that a package of the house refuses by.
func Say(texts map[string]Text) { said = append(said, texts) }

// Problem says what is wrong with a value and what to do, in a language. label
// is what the field, the column or the record is called. {label}, {value} and
// {allowed} in a text are replaced.
func Problem(l Lang, p fault.Problem, label string) string {
	t, ok := problems[p.Code]
	for i := 0; !ok && i < len(said); i++ {
		t, ok = said[i][p.Code]
	}
	if !ok {
		t = Text{"Värdet går inte att ta emot. Rätta det.", "The value cannot be taken. Correct it."}
	}
	if p.Code == "query-syntax" {
		p.Allowed = slices.Clone(p.Allowed)
		for i, w := range p.Allowed {
			if t, ok := expected[w]; ok {
				p.Allowed[i] = t.In(l)
			}
		}
	}
	text := t.In(l)
	if p.Code == "query-syntax" && p.Value == "" {
		text = strings.NewReplacer("”{value}”", "slutet", "“{value}”", "the end").Replace(text)
	}
	return fill(text, p, label)
}

// Fill puts what a problem is about into a text.
func Fill(t Text, l Lang, p fault.Problem) string { return fill(t.In(l), p, "") }

// expected are the parts of a query that no sign stands for.
var expected = map[string]Text{"value": {"ett värde", "a value"}, "field": {"ett fält", "a field"}}

// HasProblem tells whether there is a text for a code.
func HasProblem(code string) bool {
	if _, ok := problems[code]; ok {
		return true
	}
	for _, m := range said {
		if _, ok := m[code]; ok {
			return true
		}
	}
	return false
}

func fill(text string, p fault.Problem, label string) string {
	allowed := p.Allowed
	more := ""
	if len(allowed) > 12 {
		allowed, more = allowed[:12], " …"
	}
	at := func(i int) string {
		if i < len(p.Allowed) {
			return p.Allowed[i]
		}
		return ""
	}
	return strings.NewReplacer("{label}", label, "{value}", p.Value, "{allowed}", strings.Join(allowed, ", ")+more, "{0}", at(0), "{1}", at(1), "{2}", at(2)).Replace(text)
}

// Fault says what an error of the house is about and what to do.
func Fault(l Lang, e *fault.Error) string {
	if !HasProblem(e.Code) {
		return ""
	}
	return Problem(l, fault.Problem{Code: e.Code, Value: strings.Join(e.Args, " "), Allowed: e.Args}, "")
}
