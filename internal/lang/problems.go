package lang

import (
	"slices"
	"strings"

	"genomlys/internal/fault"
)

var said []map[string]Text

// Say adds texts for codes that a package of the house refuses by.
func Say(texts map[string]Text) { said = append(said, texts) }

var named func(of, code string) (Text, bool)

// Named tells where the words are for codes that are values of a field: of is
// that field, as fault.Problem names it.
func Named(words func(of, code string) (Text, bool)) { named = words }

// inWords puts words in the place of the codes of another record's values.
func inWords(l Lang, p fault.Problem) fault.Problem {
	if p.Of == "" || named == nil {
		return p
	}
	word := func(code string) string {
		if t, ok := named(p.Of, code); ok {
			return t.In(l)
		}
		return code
	}
	p.Value, p.Allowed = word(p.Value), slices.Clone(p.Allowed)
	for i, a := range p.Allowed {
		p.Allowed[i] = word(a)
	}
	return p
}

// Problem says what is wrong with a value and what to do, in a language. label
// is what the field, the column or the record is called. In a text {label},
// {value} and {allowed} are replaced, {function} by the value as a function and
// {who} by those functions that are among what is allowed. Where nothing is
// allowed, the text of the code with "-none" after it is said if there is one.
func Problem(l Lang, p fault.Problem, label string) string {
	p = inWords(l, p)
	t, ok := problemText(p.Code)
	if len(p.Allowed) == 0 {
		if none, has := problemText(p.Code + "-none"); has {
			t, ok = none, true
		}
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
	return fill(l, text, p, label)
}

// Fill puts what a problem is about into a text.
func Fill(t Text, l Lang, p fault.Problem) string { return fill(l, t.In(l), p, "") }

// expected are the parts of a query that no sign stands for.
var expected = map[string]Text{"value": {"ett värde", "a value"}, "field": {"ett fält", "a field"}}

func problemText(code string) (Text, bool) {
	t, ok := problems[code]
	for i := 0; !ok && i < len(said); i++ {
		t, ok = said[i][code]
	}
	return t, ok
}

// HasProblem tells whether there is a text for a code.
func HasProblem(code string) bool {
	_, ok := problemText(code)
	return ok
}

var functions = map[string]Text{}

// Functions tells what the functions of an office are called.
func Functions(names map[string]Text) { functions = names }

// function is what a function is called within a sentence.
func function(l Lang, name string) string {
	return Inside(functions[name].In(l))
}

// who tells the functions among some words; when none is one, the words are
// taken to be names already.
func who(l Lang, words []string) string {
	var out []string
	for _, w := range words {
		if _, ok := functions[w]; ok {
			out = append(out, function(l, w))
		}
	}
	if out == nil {
		out = words
	}
	return strings.Join(out, ", ")
}

func fill(l Lang, text string, p fault.Problem, label string) string {
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
	held := p.Value
	if _, ok := functions[held]; ok {
		held = function(l, held)
	}
	return strings.NewReplacer("{function}", held, "{who}", who(l, p.Allowed), "{label}", label, "{value}", p.Value, "{allowed}", strings.Join(allowed, ", ")+more, "{0}", at(0), "{1}", at(1), "{2}", at(2)).Replace(text)
}

// Fault says what an error of the house is about and what to do.
func Fault(l Lang, e *fault.Error) string {
	if !HasProblem(e.Code) {
		return ""
	}
	return Problem(l, fault.Problem{Code: e.Code, Value: strings.Join(e.Args, " "), Allowed: e.Args}, "")
}
