package figure

import (
	"fmt"
	"slices"

	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Seen is how much of what a figure rests on its reader may see.
type Seen int

// How much is seen. What is told of a part is never told as the whole, and what
// cannot be told is never told as nought.
const (
	All    Seen = iota // all of the organisation's records
	Partly             // some of them: the figure is told within these
	None               // not what it rests on: no figure is told
)

// seen tells how much of a figure's registers the reader sees in a view, and
// which registers keep it from being told. A register that is asked about
// beside the one that is counted must be seen as far as that one: what is not
// seen there would be told as not done.
func (r *run) seen(c *counted, d *Definition, v view) (Seen, []*register.Register, error) {
	if r.caller.IsSystem() {
		return All, nil, nil
	}
	own := r.sees(c.reg, v)
	if own == None {
		return None, []*register.Register{c.reg}, nil
	}
	rests, err := once(r, "rests on "+d.ID, func() ([]*register.Register, error) { return r.rests(c, d) })
	if err != nil {
		return None, nil, fmt.Errorf("figure %s: %w", d.ID, err)
	}
	var hidden []*register.Register
	for _, reg := range rests {
		if r.sees(reg, v) > own {
			hidden = append(hidden, reg)
		}
	}
	if len(hidden) > 0 {
		return None, hidden, nil
	}
	return own, nil, nil
}

// rests are the registers that a figure rests on besides the one it counts.
func (r *run) rests(c *counted, d *Definition) ([]*register.Register, error) {
	out := slices.Clone(c.beside[d])
	reads, err := r.reads(c.reg, d)
	if err != nil {
		return nil, err
	}
	by, _ := c.reg.Field(d.By)
	for _, what := range reads {
		reg, err := r.register(what.register)
		if err != nil {
			return nil, err
		}
		if by != nil && by.Target == reg {
			continue // only what the groups are called
		}
		if !slices.Contains(out, reg) {
			out = append(out, reg)
		}
	}
	return slices.DeleteFunc(out, func(reg *register.Register) bool { return reg == c.reg }), nil
}

// sees tells how much of a register the reader sees in a view.
func (r *run) sees(reg *register.Register, v view) Seen {
	seen, _ := once(r, "sees "+reg.Name+" of "+string(v.org), func() (Seen, error) { return r.look(reg, v), nil })
	return seen
}

func (r *run) look(reg *register.Register, v view) Seen {
	s := r.caller.Read(reg)
	switch {
	case s.All || s.Public[reg.Name] || len(s.Orgs) > 0 && !slices.ContainsFunc(v.subtree, func(o register.ID) bool { return !slices.Contains(s.Orgs, o) }):
		return All
	case reaches(s):
		return Partly
	}
	return None
}

func reaches(s store.Scope) bool {
	return len(s.Orgs) > 0 || len(s.Objects) > 0 || len(s.Parties) > 0 || len(s.Records) > 0 || s.Person != ""
}

// related adds the registers that a filter asks about.
func (r *run) related(reg *register.Register, c query.Checked, to []*register.Register) []*register.Register {
	switch c := c.(type) {
	case query.And:
		for _, x := range c {
			to = r.related(reg, x, to)
		}
	case query.Or:
		for _, x := range c {
			to = r.related(reg, x, to)
		}
	case query.Not:
		to = r.related(reg, c.Of, to)
	case query.Has:
		rel, ok := reg.Relation(c.Relation.Name)
		if !ok {
			return to
		}
		if !slices.Contains(to, rel.To) {
			to = append(to, rel.To)
		}
		to = r.related(rel.To, c.Where, to)
	}
	return to
}

// withhold takes away all that the figure would tell, and says why.
func (f *Figure) withhold(hidden []*register.Register) {
	*f = Figure{ID: f.ID, Key: f.Key, Version: f.Version, Section: f.Section, Kind: f.Kind, Label: f.Label, Unit: f.Unit, Good: f.Good, Goal: f.Goal,
		Register: f.Register, Filter: f.Filter, Asked: f.Asked, Seen: None, Shown: lang.Text{SV: "visas inte för dig", EN: "not shown to you"}}
	for _, reg := range hidden {
		f.Hidden = append(f.Hidden, reg.Title)
	}
}
