package campaign

import (
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// notKnown is *vet inte*, which answers every question: not known is an answer,
// and not the same as no (domain.md C3).
const notKnown = string(register.NotKnown)

var notKnownWords = []string{notKnown, "vet inte", "vet ej", "not known", "don't know"}

func isNotKnown(value string) bool {
	return slices.ContainsFunc(notKnownWords, func(w string) bool { return same(w, value) })
}

// kinds are the kinds of field that an answer of a type may fill.
var kinds = map[string][]register.Kind{
	"choice":         {register.Choice, register.FactOf},
	"yes_no_unknown": {register.FactOf},
	"date":           {register.Day},
	"number":         {register.Number, register.Money, register.Level},
	"text":           {register.Text, register.Long},
}

// target is the field of a register that an answer fills: of the object itself
// or of what hangs on it. A question without one is only analysed.
func target(db *store.DB, q *registers.Question) (*register.Register, *register.Field, string) {
	if q.MapsTo == "" {
		return nil, nil, ""
	}
	name, field, _ := strings.Cut(q.MapsTo, ".")
	r, ok := db.Catalogue.Get(name)
	if !ok {
		return nil, nil, "maps-to-no-field"
	}
	f, ok := r.Field(field)
	if !ok {
		return nil, nil, "maps-to-no-field"
	}
	if o, ok := r.Field("object"); r != registers.Objects && (!ok || o.Target != registers.Objects) {
		return nil, nil, "maps-to-nothing-of-object"
	}
	// States change by their own actions, which somebody decides.
	if f == r.Status() || f.Derived || !slices.Contains(kinds[q.Type], f.Kind) {
		return nil, nil, "maps-to-other-kind"
	}
	for _, o := range q.Options {
		if _, ok := code(f.Choices, o); f.Choices != nil && !ok && !isNotKnown(o) {
			return nil, nil, "option-not-in-field"
		}
	}
	return r, f, ""
}

// code gives the code of a choice told by code or by word in either language.
func code(choices register.Choices, word string) (string, bool) {
	for _, o := range choices {
		if same(o.Code, word) || same(o.SV, word) || same(o.EN, word) {
			return o.Code, true
		}
	}
	if choices.Has(notKnown) && isNotKnown(word) {
		return notKnown, true
	}
	return "", false
}

// value makes an answer into what the field holds; not ok when there is nothing
// to write: no answer, or not known where the field cannot say so.
func value(f *register.Field, answer string) (any, bool) {
	if strings.TrimSpace(answer) == "" {
		return nil, false
	}
	if f.Choices != nil {
		c, ok := code(f.Choices, answer)
		return c, ok
	}
	if isNotKnown(answer) {
		return nil, false
	}
	v, p := f.Decode(answer)
	return v, p == nil && v != nil
}

// said is the other way: what a field holds, as an answer.
func said(q *registers.Question, f *register.Field, v any) string {
	words := f.Words(v)
	if len(words) == 0 {
		return ""
	}
	for _, o := range q.Options { // the option that stands for the code
		if c, ok := code(f.Choices, o); ok && c == words[0] {
			return o
		}
	}
	return words[0]
}

// NotKnown is how *vet inte* stands among a question's answers: as the
// question's own option says it, where it has one.
func NotKnown(q *registers.Question) string {
	for _, o := range q.Options {
		if isNotKnown(o) {
			return o
		}
	}
	return notKnown
}

// IsNotKnown tells whether an answer is *vet inte*.
func IsNotKnown(answer string) bool { return isNotKnown(answer) }

// Options are the answers that a question offers beside *vet inte*; none where
// it is answered in free words.
func Options(q *registers.Question) []string {
	switch q.Type {
	case "yes_no_unknown":
		return []string{string(register.Yes), string(register.No), string(register.NotApplicable)}
	case "choice":
		var out []string
		for _, o := range q.Options {
			if !isNotKnown(o) {
				out = append(out, o)
			}
		}
		return out
	}
	return nil
}

// Words says an answer as people read it.
func Words(q *registers.Question, answer string) lang.Text {
	if answer == "" {
		return lang.Text{}
	}
	if isNotKnown(answer) {
		return lang.Text{SV: "Vet inte", EN: "Not known"}
	}
	if q != nil && q.Type == "yes_no_unknown" {
		if c, ok := code(register.Facts, answer); ok {
			return register.Facts.Label(c)
		}
	}
	return lang.Text{SV: answer, EN: answer}
}

// Alike tells whether two answers are the same to a reader.
func Alike(a, b string) bool { return same(a, b) || isNotKnown(a) && isNotKnown(b) }

// takes tells whether a question can be answered so.
func takes(q *registers.Question, answer string) bool {
	if answer == "" || isNotKnown(answer) {
		return true
	}
	switch q.Type {
	case "choice":
		return slices.ContainsFunc(q.Options, func(o string) bool { return same(o, answer) })
	case "yes_no_unknown":
		_, ok := code(register.Facts, answer)
		return ok
	case "date":
		return register.ValidDate(answer)
	case "number":
		_, err := strconv.ParseInt(answer, 10, 64)
		return err == nil
	}
	return true
}

// mayAsk holds that a question in use leads to a field it can fill, and that one
// that has been asked is not reworded: a new version is a new record.
func (h *house) mayAsk(f command.Following) ([]fault.Problem, error) {
	if f.Old != nil && f.Old.Text("status") != "draft" {
		if name := changed(f, "code", "text", "type", "options", "maps_to", "template_version", "area"); name != "" {
			return []fault.Problem{problem(name, "asked-question-stands", f.New.Text("code"))}, nil
		}
	}
	if !f.Became("active") {
		return nil, nil
	}
	q := register.As[registers.Question](f.New)
	if q.Type == "" {
		return []fault.Problem{problem("type", "answer-type-missing", q.Code)}, nil
	}
	if _, _, wrong := target(h.db, q); wrong != "" {
		return []fault.Problem{problem("maps_to", wrong, q.MapsTo)}, nil
	}
	return nil, nil
}

// label is how an area is called.
func label(area string) lang.Text {
	f := registers.Questions.Must("area")
	return f.Choices.Label(area)
}
