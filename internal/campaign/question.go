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

// owned gives the fields that organisations have added to a register.
type owned func(*register.Register) ([]*store.Own, error)

// goal is the field that answers to a question fill: of the object itself or of
// what hangs on it, the register's own or one that organisations have added.
// Without a register the question is only analysed.
type goal struct {
	reg   *register.Register
	field *register.Field
	owns  []*store.Own // those of the name, where organisations have added it
}

// of gives the field as a record has it, nil when its organisation has none.
func (g goal) of(rec *register.Record) *register.Field {
	if g.owns == nil {
		return g.field
	}
	for _, o := range g.owns {
		if o.On(rec.Org) {
			return o.Field
		}
	}
	return nil
}

// goals gives where the answers to some questions go.
func goals(c *register.Catalogue, own owned, day register.Date, questions ...*registers.Question) (map[*registers.Question]goal, error) {
	out := map[*registers.Question]goal{}
	for _, q := range questions {
		g, _, err := target(c, own, day, q)
		if err != nil {
			return nil, err
		}
		out[q] = g
	}
	return out, nil
}

// target gives where answers to a question go, or what is wrong with it.
func target(c *register.Catalogue, own owned, day register.Date, q *registers.Question) (goal, string, error) {
	if q.MapsTo == "" {
		return goal{}, "", nil
	}
	name, field, _ := strings.Cut(q.MapsTo, ".")
	r, ok := c.Get(name)
	if !ok {
		return goal{}, "maps-to-no-field", nil
	}
	if o, ok := r.Field("object"); r != registers.Objects && (!ok || o.Target != registers.Objects) {
		return goal{}, "maps-to-nothing-of-object", nil
	}
	if f, ok := r.Field(field); ok {
		if wrong := fills(r, f, q); wrong != "" {
			return goal{}, wrong, nil
		}
		return goal{reg: r, field: f}, "", nil
	}
	if _, ok := register.OwnKey(field); !ok {
		return goal{}, "maps-to-no-field", nil
	}
	all, err := own(r)
	if err != nil {
		return goal{}, "", err
	}
	wrong, g := "maps-to-no-field", goal{reg: r}
	for _, o := range all {
		if o.Name != field || !o.In(day) {
			continue
		}
		if w := fills(r, o.Field, q); w != "" {
			wrong = w
			continue
		}
		if g.field == nil {
			g.field = o.Field
		}
		g.owns = append(g.owns, o)
	}
	if g.field == nil {
		return goal{}, wrong, nil
	}
	return g, "", nil
}

// fills tells what is wrong with filling a field by answers to a question.
func fills(r *register.Register, f *register.Field, q *registers.Question) string {
	// States change by their own actions, which somebody decides.
	if f == r.Status() || f.Derived || !slices.Contains(kinds[q.Type], f.Kind) {
		return "maps-to-other-kind"
	}
	for _, o := range q.Options {
		if _, ok := code(f.Choices, o); f.Choices != nil && !ok && !isNotKnown(o) {
			return "option-not-in-field"
		}
	}
	return ""
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
	_, wrong, err := target(h.db.Catalogue, f.Tx.Own, f.Today(), q)
	if err != nil || wrong == "" {
		return nil, err
	}
	return []fault.Problem{problem("maps_to", wrong, q.MapsTo)}, nil
}

// label is how an area is called.
func label(area string) lang.Text {
	f := registers.Questions.Must("area")
	return f.Choices.Label(area)
}
