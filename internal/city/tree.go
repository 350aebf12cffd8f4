package city

import (
	"fmt"
	"strings"

	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// org is a board or company with the office that keeps its registers.
type org struct {
	body   body
	board  register.ID // who answers: controller of personal data
	office register.ID // who keeps the records; a company is its own
	units  []string
	head   register.ID // functions
	isam   register.ID
	priv   register.ID
	owners []register.ID
	it     []register.ID
	leads  []register.ID
	next   int // serial number in names
}

// founded is before anything else in the city is true.
const founded = register.Date("2010-01-01")

func (m *maker) tree() {
	m.top = m.add(registers.Orgs, "", founded, values{"title": cityName, "kind": "city", "short": "ÄS", "is_controller": "no"})
	dpoPeople := []register.ID{m.person("gemensam"), m.person("gemensam")}
	var dpos []register.ID
	for i := range m.opt.Orgs {
		o := &org{body: bodyAt(i)}
		v := values{"title": o.body.name, "kind": "board", "short": o.body.short, "is_controller": "yes", "parent": m.top, "valid_from": founded,
			"nis2": m.weighted("essential", 3, "important", 4, "none", 2, "unknown", 1)}
		switch {
		case o.body.office == "":
			v["kind"] = "company"
		case i == 0:
			v["board_kind"] = "executive"
		case i < len(bodies):
			v["board_kind"] = "special"
		default:
			v["board_kind"] = "district"
		}
		o.board = m.add(registers.Orgs, "", founded, v)
		o.office = o.board
		if o.body.office != "" {
			o.office = m.add(registers.Orgs, "", founded, values{"title": o.body.office, "kind": "office", "short": o.body.short + "-F", "is_controller": "no", "parent": o.board})
		}
		for j := range m.between(2, 4) {
			name := []string{"Avdelning verksamhet", "Avdelning stöd", "Avdelning digitalisering", "Avdelning ekonomi"}[j]
			o.units = append(o.units, name)
			m.add(registers.Orgs, "", founded, values{"title": name + " " + o.body.short, "kind": "department", "parent": o.office})
		}
		m.functions(o)
		if i < 2 {
			dpos = append(dpos, m.function(o, "dpo", fmt.Sprintf("Dataskyddsombud %d", i+1), dpoPeople[i], ""))
		}
		m.orgs = append(m.orgs, o)
	}
	m.centre = m.orgs[0]
	for i, o := range m.orgs {
		m.change(registers.Orgs, o.board, "2018-05-25", values{"isam": o.isam, "dpo": dpos[i%len(dpos)]})
	}
}

// functions gives an organisation those who hold functions in it.
func (m *maker) functions(o *org) {
	one := func(kind, title string) register.ID {
		return m.function(o, kind, title+" "+o.body.short, m.person(o.body.short), pick(m, o.units))
	}
	o.head = one("head", "Chef")
	o.isam = one("isam", "Informationssäkerhetssamordnare")
	o.priv = one("privacy_contact", "Dataskyddskontakt")
	for _, f := range [][2]string{{"incident_lead", "Incidentledare"}, {"continuity_coordinator", "Kontinuitetssamordnare"}, {"registrar", "Registrator"}, {"archivist", "Arkivarie"}, {"internal_control_coordinator", "Internkontrollsamordnare"}} {
		one(f[0], f[1])
	}
	n := max(2, m.opt.Objects/m.opt.Orgs/12)
	for i := range n {
		o.owners = append(o.owners, one("object_owner", fmt.Sprintf("Objektägare %d", i+1)))
		o.leads = append(o.leads, one("object_manager", fmt.Sprintf("Objektledare %d", i+1)))
		if i%2 == 0 {
			o.it = append(o.it, one("object_manager_it", fmt.Sprintf("Objektledare it %d", i+1)))
		}
	}
}

// function makes a function; one in twenty-five of the many is vacant.
func (m *maker) function(o *org, kind, title string, person register.ID, unit string) register.ID {
	if strings.HasPrefix(kind, "object_") && m.chance(4) {
		person = ""
	}
	return m.add(registers.RoleAssignments, o.office, m.ago(m.between(800, 4000)), values{"title": title, "function": kind, "person": person, "unit": unit})
}

func (m *maker) person(at string) register.ID {
	m.people++
	name := pick(m, firstNames) + " " + pick(m, lastNames)
	mail := strings.NewReplacer("å", "a", "ä", "a", "ö", "o", " ", ".").Replace(strings.ToLower(name))
	mail = fmt.Sprintf("%s.%d@alvsunda.example", mail, m.people)
	return m.add(registers.Persons, m.top, founded, values{"title": name, "email": mail, "phone": fmt.Sprintf("070-000 %02d %02d", m.rng.IntN(100), m.rng.IntN(100)), "notes": orNil(m.chance(5), "Nås genom "+at+".")})
}
