package intake

import (
	"context"

	"genomlys/internal/fault"
	"genomlys/internal/intake/match"
	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// The columns of a record's identity, as export heads them.
var (
	numberLabel = lang.Text{SV: "Nummer", EN: "Number"}
	ownerLabel  = lang.Text{SV: "Ägande organisation", EN: "Owning organisation"}
)

// The column in which offices keep all levels of a class together, "K3 R2 T2".
const levelsName = "levels"

var levelsLabel = lang.Text{SV: "Klass K R T S", EN: "Class C I A T"}

// leveled tells whether a register has a level for each aspect.
func leveled(reg *register.Register) bool {
	for _, a := range aspects {
		if f, ok := reg.Field(a); !ok || f.Kind != register.Level {
			return false
		}
	}
	return true
}

// loadByLabel reads a file whose headings are the register's own labels. The
// rule that a profile would give is made from the headings found.
func (p *plan) loadByLabel(ctx context.Context, f File) (*table, error) {
	reg := p.req.Register
	if reg == nil {
		return nil, fault.New(fault.Malformed, "register-needed", f.Name)
	}
	h := headings{mapped: p.req.Map, made: map[string]bool{}, target: func(name string) string { return name }}
	h.candidates = []match.Candidate{
		{Name: "ref", Labels: []string{numberLabel.SV, numberLabel.EN}, Synonyms: []string{"Nr", "Ref"}},
		{Name: "org", Labels: []string{ownerLabel.SV, ownerLabel.EN}},
	}
	for _, fd := range reg.Fields {
		h.made[fd.Name] = fd.Derived
		h.candidates = append(h.candidates, match.Candidate{Name: fd.Name, Labels: []string{fd.Title.SV, fd.Title.EN}, Synonyms: fd.Synonyms})
	}
	levels := leveled(reg)
	if levels {
		h.candidates = append(h.candidates, match.Candidate{Name: levelsName, Labels: []string{levelsLabel.SV, levelsLabel.EN}, Synonyms: []string{"KRT", "KRTS", "K R T", "Klass", "Klassning", "Klassningsresultat", "Informationsklass", "Skyddsnivåer", "CIA", "Class", "Levels"}})
	}
	own, err := ownOf(ctx, p.deps, p.req.Caller, reg)
	if err != nil {
		return nil, err
	}
	p.own[reg.Name] = own
	h.candidates = append(h.candidates, own.candidates()...)
	t, err := p.read(ctx, f, p.req.Sheet, p.req.Limits, h)
	if err != nil {
		return nil, err
	}
	if len(t.heading) == 0 {
		return nil, fault.New(fault.Malformed, "no-known-column", f.Name)
	}
	part := Part{Name: reg.Name, Register: reg.Name, Fields: map[string]Spec{}}
	for name := range t.heading {
		switch name {
		case "ref":
			part.Ref = "ref"
		case "org":
			part.Org = "org"
		case levelsName:
		default:
			part.Fields[name] = Spec{From: []string{name}}
		}
	}
	if levels && t.has(levelsName) {
		for _, a := range aspects {
			if !t.has(a) {
				part.Fields[a] = Spec{From: []string{levelsName}, Aspect: a}
			}
		}
	}
	if part.Key = p.keyOf(reg, t); len(part.Key) == 0 {
		return nil, fault.New(fault.Malformed, "no-known-column", f.Name)
	}
	if part.Ref == "" && t.has("ext_id") {
		part.Ref = "ext_id"
	}
	t.rule = &FileRule{File: f.Name, Parts: []Part{part}}
	return t, nil
}

func (t *table) has(column string) bool { _, ok := t.heading[column]; return ok }

// keyOf chooses what tells rows apart when the file has no number: the
// source's id, else the name together with what the record hangs on, else all
// that the row says.
func (p *plan) keyOf(reg *register.Register, t *table) []string {
	if t.has("ref") {
		return []string{"ref"}
	}
	if t.has("ext_id") {
		return []string{"ext_id"}
	}
	var all, key []string
	for _, f := range reg.Fields {
		if !t.has(f.Name) {
			continue
		}
		all = append(all, f.Name)
		if f.Name == "title" || f.PartOf && f.Kind == register.Ref {
			key = append(key, f.Name)
		}
	}
	if t.has("title") {
		return key
	}
	return all
}
