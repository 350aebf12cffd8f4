package register

import (
	"strings"

	"genomlys/internal/query"
)

// Schema shows a register to the query language.
func Schema(r *Register) query.Schema { return schema{r: r} }

// SchemaWith is Schema with the fields that organisations have declared
// themselves. They are asked for only when a name is nobody else's.
func SchemaWith(r *Register, own func(*Register) []*Field) query.Schema {
	return schema{r: r, own: own}
}

// SchemaKnowing is SchemaWith for whoever may not be told which fields
// organisations have declared: those are found by name and not suggested.
func SchemaKnowing(r *Register, own func(*Register) []*Field) query.Schema {
	return schema{r: r, own: own, quiet: true}
}

type schema struct {
	r     *Register
	own   func(*Register) []*Field
	quiet bool // own fields are not among the names
}

// The fields of a record's identity that can be asked about like others.
var identity = map[string]query.Field{
	"ref": {Name: "ref", Type: query.Text, Sort: true},
	"id":  {Name: "id", Type: query.Ref},
	"org": {Name: "org", Type: query.Ref},
	// From when the version read is true: tells what is known by date from what
	// is only told by dates of its own.
	"since": {Name: "since", Type: query.Time},
}

func (s schema) Name() string { return s.r.Name }

func (s schema) Field(name string) (query.Field, bool) {
	if f, ok := identity[name]; ok {
		return f, true
	}
	f, ok := s.r.byName[name]
	if !ok {
		f, ok = s.r.labelled(name)
	}
	if !ok && s.own != nil && s.r.relations[name] == nil {
		f, ok = findOwn(s.own(s.r), name)
	}
	if !ok {
		return query.Field{}, false
	}
	q := query.Field{Name: f.Name, Type: f.queryType(), Sort: f.Sortable}
	if f.Choices != nil {
		q.Choices = f.Choices.Codes()
	}
	return q, true
}

// labelled finds a field by its label in either language, spaces as underscores.
func (r *Register) labelled(name string) (*Field, bool) {
	f, ok := r.byLabel[labelKey(name)]
	return f, ok
}

func labelKey(s string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(s)), " ", "_")
}

func (f *Field) queryType() query.Type {
	switch f.Kind {
	case Choice:
		return query.Choice
	case Set:
		return query.Set
	case FactOf:
		return query.Fact
	case Number:
		return query.Int
	case Money:
		return query.Money
	case Level:
		return query.Level
	case Day:
		return query.Date
	case Moment:
		return query.Time
	case Ref:
		return query.Ref
	case Links:
		return query.Set
	}
	return query.Text
}

func (s schema) Relation(name string) (query.Relation, bool) {
	rel, ok := s.r.Relation(name)
	if !ok {
		return query.Relation{}, false
	}
	return query.Relation{Name: rel.Name, Target: schema{rel.To, s.own, s.quiet}, Many: rel.Many()}, true
}

func (s schema) Names() []string {
	out := []string{"ref", "id", "org"}
	for _, f := range s.r.Fields {
		out = append(out, f.Name)
	}
	for _, rel := range s.r.relOrder {
		if rel.Inverse {
			out = append(out, rel.Name)
		}
	}
	if s.own != nil && !s.quiet {
		for _, f := range s.own(s.r) {
			out = append(out, f.Name)
		}
	}
	return out
}
