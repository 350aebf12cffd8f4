package intake

import (
	"strings"

	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// refer finds the record that a text names.
func (e *evaluation) refer(s *Spec, text string) (register.ID, error) {
	if text == "" {
		return "", nil
	}
	for _, r := range e.p.targets(e.field, s, text) {
		x, err := e.p.index(e.ctx, r)
		if err != nil {
			return "", err
		}
		id, several := x.find(text, e.org)
		if several {
			e.issues = append(e.issues, issue{column: firstColumn(s), severity: Refused, problem: fault.Problem{Field: e.field.Name, Code: "several-records", Value: text, Allowed: []string{r.Singular.SV}}})
			return "", nil
		}
		if id != "" {
			return id, nil
		}
	}
	if len(s.Make) > 0 && e.field.Target != nil {
		return e.p.makeRecord(e.ctx, e.row, e.field.Target, text, s.Make, e.org)
	}
	severity := Refused
	if s.Missing == "note" {
		severity = Note
	}
	e.issues = append(e.issues, issue{column: firstColumn(s), severity: severity, problem: fault.Problem{Field: e.field.Name, Code: "no-such-record", Value: text}})
	return "", nil
}

// targets are the registers in which a reference is looked up. A reference
// that may be to any register is found by its number's letters.
func (p *plan) targets(f *register.Field, s *Spec, text string) []*register.Register {
	if len(s.In) > 0 {
		out := make([]*register.Register, len(s.In))
		for i, name := range s.In {
			out[i], _ = p.deps.DB.Catalogue.Get(name)
		}
		return out
	}
	if f.Target != nil {
		return []*register.Register{f.Target}
	}
	if prefix, _, ok := strings.Cut(text, "-"); ok {
		for _, r := range p.deps.DB.Catalogue.All {
			if r.Prefix == prefix {
				return []*register.Register{r}
			}
		}
	}
	return p.deps.DB.Catalogue.All
}
