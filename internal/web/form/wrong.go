package form

import (
	"cmp"
	"errors"
	"net/http"
	"slices"
	"strings"

	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web/page"
)

// Wrong says what a command refused, each at the control it is about, and the
// status of the page that says it. What is no refusal gives nothing: the
// caller returns the error. own are the fields of the form that the register
// has not declared.
func Wrong(l lang.Lang, reg *register.Register, err error, own ...*register.Field) ([]page.Wrong, int) {
	var f *fault.Error
	if !errors.As(err, &f) {
		return nil, 0
	}
	switch f.Kind {
	case fault.Invalid:
		if said := lang.Fault(l, f); len(f.Problems) == 0 && said != "" {
			return []page.Wrong{{Text: said}}, http.StatusUnprocessableEntity
		}
		return Problems(l, reg, f.Problems, own...), http.StatusUnprocessableEntity
	case fault.Unknown: // what was named is not there; without a control that named it, the page is not
		if len(f.Problems) > 0 {
			return Problems(l, reg, f.Problems, own...), http.StatusUnprocessableEntity
		}
	case fault.Denied:
		return []page.Wrong{{Text: denied(l, reg, f)}}, http.StatusForbidden
	case fault.Conflict:
		if lang.HasProblem(f.Code) {
			return []page.Wrong{{Text: lang.Fault(l, f)}}, http.StatusConflict
		}
	}
	return nil, 0
}

// denied says a refusal for want of rights, with who has them.
func denied(l lang.Lang, reg *register.Register, f *fault.Error) string {
	if f.Code == "may-not-write-field" && len(f.Args) > 2 && reg.Name == f.Args[0] {
		if field, ok := reg.Field(f.Args[1]); ok {
			args := slices.Clone(f.Args)
			args[1] = field.Title.In(l)
			f = &fault.Error{Kind: f.Kind, Code: f.Code, Args: args}
		}
	}
	return cmp.Or(lang.Fault(l, f), lang.ForbiddenMore.In(l))
}

// Problems says what is wrong with the fields of one record, or with what an
// act or a report was told (own, of no register), each once.
func Problems(l lang.Lang, reg *register.Register, ps []fault.Problem, own ...*register.Field) []page.Wrong {
	var out []page.Wrong
	for _, p := range ps {
		name, _, _ := strings.Cut(p.Field, ".")
		label, id := p.Field, ""
		if i := slices.IndexFunc(own, func(f *register.Field) bool { return f.Name == p.Field }); i >= 0 {
			label, id = own[i].Title.In(l), ID(p.Field)
			if p.Code == "unknown-field" {
				p = fault.Problem{Field: p.Field, Code: "own-field-elsewhere"} // the form asks for all that could be meant
			}
			p = inWords(l, reg, own[i], p)
		} else if f, ok := field(reg, name); ok {
			label, id = f.Title.In(l), ID(name)
			p = inWords(l, reg, f, p)
		} else if name == "org" {
			label, id = lang.Owner.In(l), ID(name)
		}
		x := page.Wrong{Field: id, Text: lang.Problem(l, p, label)}
		if id == "" || !strings.Contains(strings.ToLower(x.Text), strings.ToLower(label)) {
			if label != "" && id != "" {
				x.Text = label + ": " + x.Text
			}
		}
		if !slices.ContainsFunc(out, func(y page.Wrong) bool { return y.Field == x.Field && y.Text == x.Text }) {
			out = append(out, x)
		}
	}
	return out
}

func field(reg *register.Register, name string) (*register.Field, bool) {
	if reg == nil { // what is asked is of no register
		return nil, false
	}
	return reg.Field(name)
}

// inWords says codes of values by their labels.
func inWords(l lang.Lang, reg *register.Register, f *register.Field, p fault.Problem) fault.Problem {
	if p.Code == "required-in-state" && reg != nil && reg.Status() != nil {
		p.Value = reg.Status().Choices.Label(p.Value).In(l)
	}
	functions := registers.RoleAssignments.Must("function").Choices
	if functions.Has(p.Value) && !f.Choices.Has(p.Value) {
		p.Value = strings.ToLower(functions.Label(p.Value).In(l))
	}
	allowed := make([]string, len(p.Allowed))
	for i, a := range p.Allowed {
		allowed[i] = f.Choices.Label(a).In(l)
		if functions.Has(a) && !f.Choices.Has(a) {
			allowed[i] = strings.ToLower(functions.Label(a).In(l)) // who may, by function
		}
		if at := slices.IndexFunc(f.Columns, func(c *register.Field) bool { return c.Name == a }); at >= 0 {
			allowed[i] = f.Columns[at].Title.In(l)
		}
		if p.Code == "no-such-step" && reg != nil {
			allowed[i] = lang.StepName(reg.Name, a).In(l)
		}
	}
	p.Allowed = allowed
	return p
}

// NoStep tells that a change of state cannot be made from where a record is.
func NoStep(rec *register.Record, action string, l lang.Lang) []fault.Problem {
	p := fault.Problem{Field: "status", Code: "no-such-step", Value: action}
	for _, s := range rec.Register.Status().StepList {
		if s.From == rec.Text("status") || s.From == "*" {
			p.Allowed = append(p.Allowed, lang.StepName(rec.Register.Name, s.Action).In(l))
		}
	}
	return []fault.Problem{p}
}
