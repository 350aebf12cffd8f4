package intake

import (
	"context"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/intake/match"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// owns are the fields that organisations have added to a register, by name:
// several organisations may mean different things by one.
type owns []*store.Own

func ownOf(ctx context.Context, d Deps, c access.Caller, r *register.Register) (owns, error) {
	return d.DB.Own(ctx, c.Read(r), r)
}

// names gives each name once, in the order they were added.
func (o owns) names() []string {
	var out []string
	for _, f := range o {
		if !slices.Contains(out, f.Name) {
			out = append(out, f.Name)
		}
	}
	return out
}

// field gives what an organisation means by a name, else what somebody does.
func (o owns) field(name string, org register.ID) *register.Field {
	var any *register.Field
	for _, f := range o {
		switch {
		case f.Name != name:
		case f.On(org):
			return f.Field
		case any == nil:
			any = f.Field
		}
	}
	return any
}

// candidates are the headings by which the fields are found.
func (o owns) candidates() []match.Candidate {
	var out []match.Candidate
	for _, name := range o.names() {
		c := match.Candidate{Name: name}
		for _, f := range o {
			if f.Name == name {
				c.Labels = append(c.Labels, f.Title.SV, f.Title.EN)
			}
		}
		out = append(out, c)
	}
	return out
}

// fieldOf finds a field of a record by name, the register's or an own one.
func (p *plan) fieldOf(m *made, name string) *register.Field {
	if f := p.own[m.reg.Name].field(name, m.org); f != nil {
		return f
	}
	return m.reg.Must(name)
}

// fieldsOf are all fields that a record can have.
func (p *plan) fieldsOf(m *made) []*register.Field {
	own := p.own[m.reg.Name]
	if len(own) == 0 {
		return m.reg.Fields
	}
	out := slices.Clone(m.reg.Fields)
	for _, name := range own.names() {
		out = append(out, own.field(name, m.org))
	}
	return out
}
