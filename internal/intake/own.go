package intake

import (
	"context"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/fault"
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

// owns are the own fields that a part fills, in order of name.
func (part *Part) owns() []string {
	var out []string
	for name := range part.Fields {
		if _, own := register.OwnKey(name); own {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// ownNamed reads the own fields that a profile's part fills; one that is not had
// by any organisation that the caller meets is told before a row is read.
func (p *plan) ownNamed(ctx context.Context, f File, part *Part) error {
	named := part.owns()
	if len(named) == 0 {
		return nil
	}
	reg, _ := p.deps.DB.Catalogue.Get(part.Register)
	own, err := ownOf(ctx, p.deps, p.req.Caller, reg)
	if err != nil {
		return err
	}
	had := own.names()
	for _, name := range named {
		if !slices.Contains(had, name) {
			return fault.New(fault.Malformed, "profile-own-field", f.Name, reg.Name+"."+name, strings.Join(had, ", "))
		}
	}
	p.own[reg.Name] = own
	return nil
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
