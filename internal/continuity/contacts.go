package continuity

import (
	"slices"
	"strings"

	"genomlys/internal/document"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// contact is one that is called when something has stopped.
type contact struct {
	role   string
	who    string
	phone  string
	email  string
	others string
	from   *register.Record
}

// contacts are the functions, their holders and the suppliers.
type contacts struct {
	functions, persons, suppliers map[register.ID]*register.Record
}

func (r *reading) contacts() (*contacts, error) {
	var err error
	all := func(reg *register.Register) map[register.ID]*register.Record {
		out := map[register.ID]*register.Record{}
		recs, e := r.find(reg, nil)
		if err == nil {
			err = e
		}
		for _, rec := range recs {
			out[rec.ID] = rec
		}
		return out
	}
	return &contacts{all(registers.RoleAssignments), all(registers.Persons), all(registers.Recipients)}, err
}

// title names a function or a supplier.
func (b *contacts) title(id string) string {
	for _, m := range []map[register.ID]*register.Record{b.functions, b.suppliers} {
		if rec := m[register.ID(id)]; rec != nil {
			return rec.Text("title")
		}
	}
	return "–"
}

// lead are the functions that are called whatever has stopped.
var lead = []string{"head", "isam", "incident_lead", "soc", "continuity_coordinator"}

// of gives the contacts of a plan: those who answer for its objects, their
// suppliers, and those who lead the work in the plan's organisation.
func (b *contacts) of(p *picture, plan *register.Record) []contact {
	var out []contact
	seen := map[register.ID]bool{}
	add := func(id string) {
		if rec := b.functions[register.ID(id)]; rec != nil && !seen[rec.ID] && rec.Text("status") == "active" {
			seen[rec.ID] = true
			out = append(out, b.function(rec))
		}
	}
	add(plan.Text("responsible"))
	add(plan.Text("adopted_by"))
	var suppliers []string
	for _, l := range plan.LinksOf("objects") {
		o := p.byID[l.To]
		if o == nil {
			continue
		}
		for _, f := range []string{"owner", "manager", "manager_it"} {
			add(o.Text(f))
		}
		suppliers = append(append(suppliers, o.Text("supplier")), register.IDs(o.LinksOf("sub_suppliers"))...)
	}
	for _, f := range b.sorted(b.functions) {
		if f.Org == plan.Org && slices.Contains(lead, f.Text("function")) {
			add(string(f.ID))
		}
	}
	for _, id := range suppliers {
		if rec := b.suppliers[register.ID(id)]; rec != nil && !seen[rec.ID] {
			seen[rec.ID] = true
			out = append(out, supplier(rec))
		}
	}
	return out
}

func (b *contacts) sorted(m map[register.ID]*register.Record) []*register.Record {
	out := make([]*register.Record, 0, len(m))
	for _, rec := range m {
		out = append(out, rec)
	}
	slices.SortFunc(out, func(a, c *register.Record) int { return compare(a.Text("title"), c.Text("title"), a.Ref, c.Ref) })
	return out
}

// function tells how a function is reached. A person with a protected identity
// is reached by the function alone.
func (b *contacts) function(rec *register.Record) contact {
	out := contact{role: rec.Text("title"), email: rec.Text("email"), from: rec}
	p := b.persons[register.ID(rec.Text("person"))]
	if p == nil || p.Text("protected_identity") == "yes" {
		return out
	}
	out.who, out.phone = p.Text("title"), p.Text("phone")
	if out.email == "" {
		out.email = p.Text("email")
	}
	return out
}

func supplier(rec *register.Record) contact {
	return contact{who: rec.Text("title"), phone: rec.Text("security_contact_24h"), others: strings.Join(splitLines(rec.Text("contacts")), "; "), from: rec}
}

// contactTable adds the table of contacts; an empty telephone is shown as a gap,
// since the paper is of no use without it.
func (w *writing) contactTable(cs []contact) {
	if len(cs) == 0 {
		w.P(w.Gap(lang.Text{SV: "kontakter för objekten", EN: "contacts of the objects"}))
		return
	}
	var rows [][]document.Cell
	for _, c := range cs {
		w.Source(c.from)
		role := c.role
		var phone document.Cell
		if c.from.Register.Name == registers.Recipients.Name {
			role = w.Say(lang.Text{SV: "Leverantör", EN: "Supplier"})
		}
		switch {
		case c.phone != "":
			phone = document.C(c.phone)
		case slices.Contains(c.from.Masked, "security_contact_24h"):
			phone = w.Optional(c.from, "security_contact_24h")
		default:
			phone = w.Gap(lang.Text{SV: "telefon", EN: "telephone"})
		}
		rows = append(rows, []document.Cell{document.C(role), document.C(day(c.who)), phone, document.C(day(strings.Trim(c.email+"; "+c.others, "; ")))})
	}
	w.Table(lang.Text{SV: "Vem som ska ringas", EN: "Whom to call"}, []document.Column{{Title: w.Say(lang.Text{SV: "Funktion", EN: "Function"}), Weight: 2}, {Title: w.Say(lang.Text{SV: "Namn", EN: "Name"}), Weight: 1.7},
		{Title: w.Say(lang.Text{SV: "Telefon", EN: "Telephone"}), Weight: 1.5}, {Title: w.Say(lang.Text{SV: "E-post och annat", EN: "E-mail and other"}), Weight: 2.4}}, rows)
}

func splitLines(s string) (out []string) {
	for _, line := range strings.Split(s, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}
