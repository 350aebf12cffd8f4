package draft

import (
	"genomlys/internal/document"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// Controller is the nearest board or company at or above an organisation, or the
// one that it names itself (domain.md R01); nil when none is seen.
func (d *Draft) Controller(org register.ID) *register.Record {
	seen := map[register.ID]bool{}
	for o := org; o != "" && !seen[o]; {
		seen[o] = true
		rec := d.Get(registers.Orgs, string(o))
		if rec == nil {
			return nil
		}
		if c := rec.Text("controller"); c != "" {
			return d.Get(registers.Orgs, c)
		}
		if k := rec.Text("kind"); k == "board" || k == "company" || rec.Text("is_controller") == string(register.Yes) {
			return rec
		}
		o = register.ID(rec.Text("parent"))
	}
	return d.Get(registers.Orgs, string(org))
}

// Named gives an organisation's name, a gap when there is none.
func (d *Draft) Named(org *register.Record, what lang.Text) []document.Run {
	if org == nil {
		return d.Gap(what)
	}
	return d.Value(org, "title")
}

// Reach says how an organisation is reached: its contact and postal address.
func (d *Draft) Reach(org *register.Record) []document.Run {
	if org == nil {
		return d.Gap(registers.Orgs.Must("contact").Title)
	}
	out := d.Value(org, "contact")
	if a := d.Optional(org, "postal_address"); a != nil {
		out = append(append(out, document.T(", ")), a...)
	}
	return out
}

// Officer says how the data protection officer of an organisation is reached,
// by function: the person may change and need not be named.
func (d *Draft) Officer(org *register.Record) []document.Run {
	what := registers.Orgs.Must("dpo").Title
	if org == nil {
		return d.Gap(what)
	}
	f := d.Get(registers.RoleAssignments, org.Text("dpo"))
	if f == nil {
		return d.Gap(what)
	}
	out := d.Value(f, "title")
	mail := d.Optional(f, "email")
	if mail == nil {
		if p := d.Get(registers.Persons, f.Text("person")); p != nil && p.Text("protected_identity") != string(register.Yes) {
			mail = d.Optional(p, "email")
		}
	}
	if mail == nil {
		mail = d.Gap(lang.Text{"Dataskyddsombudets e-post", "E-mail of the data protection officer"})
	}
	return append(append(out, document.T(", ")), mail...)
}

// Headed puts an organisation's name and a record's diary number in the page head.
func (d *Draft) Headed(org, rec *register.Record) {
	if org != nil {
		d.Doc.Organisation = org.Text("title")
	}
	if rec != nil {
		d.Doc.DiaryNo = rec.Text("diary_no")
	}
}
