package city

import (
	"fmt"

	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// object is an object with what later records need to know of it.
type object struct {
	id       register.ID
	at       *org
	title    string
	kind     string
	owner    register.ID
	lead     register.ID
	supplier *supplier
	since    int // days before the last day that it went into operation
	shared   bool
	personal bool
	ai, iot  bool
	procs    []register.ID
}

// allObjects makes the objects, oldest platforms first, since each depends only
// on those before it: what runs on what is then free of circles. Right after
// each object comes what hangs on it.
func (m *maker) allObjects() {
	n := m.opt.Objects
	base := max(1, n/100)  // infrastructure
	shared := max(1, n/20) // shared IT
	for i := range n {
		o := &object{since: m.age(), at: m.orgs[m.where(i)]}
		switch {
		case i < base:
			o.kind, o.at = "infrastructure", m.centre
			o.title = fmt.Sprintf("%s %d", infra[i%len(infra)], i/len(infra)+1)
		case i < base+shared:
			o.kind, o.at, o.shared = "shared_it", m.centre, true
			o.title = fmt.Sprintf("%s %d", sharedIt[(i-base)%len(sharedIt)], (i-base)/len(sharedIt)+1)
		default:
			o.kind = m.weighted("business_system", 70, "service", 17, "manual", 6, "other", 4, "shared_it", 3)
			o.at.next++
			o.title = fmt.Sprintf("%s%s %s %d", pick(m, o.at.body.words), pick(m, objectEnds), o.at.body.short, o.at.next)
			if o.kind == "manual" {
				o.title = fmt.Sprintf("Pärmregister %s %s %d", pick(m, nouns), o.at.body.short, o.at.next)
			}
		}
		if i < base+shared {
			o.since = m.between(2000, 5000)
		}
		m.object(i, base, shared, o)
		m.objects = append(m.objects, o)
		m.parties(o)
		m.personalData(i, o)
		m.protection(i, o)
		if m.err != nil {
			return
		}
	}
}

// where spreads objects over organisations unevenly: a few boards have many.
func (m *maker) where(i int) int {
	if i < len(m.orgs) {
		return i // none is empty
	}
	return min(m.rng.IntN(len(m.orgs)), m.rng.IntN(len(m.orgs)))
}

// age is how many days ago an object went into operation: four in five more
// than two years ago, so that a question of a past date has much to count.
func (m *maker) age() int {
	switch {
	case m.chance(6):
		return m.between(1, 364)
	case m.chance(12):
		return m.between(365, 730)
	}
	return m.between(731, 4500)
}

func (m *maker) object(i, base, shared int, o *object) {
	o.owner, o.lead = pick(m, o.at.owners), pick(m, o.at.leads)
	o.personal = o.kind != "infrastructure" && m.chance(72)
	o.ai, o.iot = m.chance(5), m.chance(4)
	o.supplier = &m.suppliers[min(m.rng.IntN(len(m.suppliers)), m.rng.IntN(len(m.suppliers)))]
	live := m.ago(o.since)
	title := o.title
	reach := m.weighted("local", 85, "several", 10, "city_wide", 5)
	if o.shared || o.kind == "infrastructure" {
		reach = "city_wide"
	}
	mtd := int64([]int{2, 4, 8, 24, 72, 168}[m.rng.IntN(6)])
	v := values{"title": title, "kind": o.kind, "status": "operation", "reach": reach, "stores_business_data": m.fact(80), "owner": orNil(!m.chance(2), string(o.owner)), "manager": o.lead,
		"manager_it": pick(m, o.at.it), "supplier": o.supplier.id, "hosting_country": "SE", "area": pick(m, o.at.units), "ext_id": fmt.Sprintf("SYS-%06d", i+1),
		"operation_form": m.weighted("own", 35, "service_agreement", 25, "cloud_eea", 30, "cloud_other", 6, "other", 4), "cloud": m.fact(38), "internet_facing": m.fact(30), "ot": m.fact(3),
		"personal_data": map[bool]string{true: "yes", false: "no"}[o.personal], "secrecy_data": m.fact(30), "ai": word(o.ai, m.chance(20)), "iot": word(o.iot, m.chance(20)), "medical_device": "no",
		"description": "Används för " + pick(m, nouns) + " och " + pick(m, nouns) + " i " + o.at.body.name + ".", "users_approx": int64(m.between(3, 4000)),
		"mtd_h": orNil(m.chance(60), mtd), "rto_h": orNil(m.chance(60), mtd/2), "registered_on": live, "go_live": live, "depends_on": m.depends(i, base, shared)}
	if m.chance(40) {
		v["contract_end"] = m.ago(m.between(-1500, 300))
	}
	if m.chance(3) {
		v["secrecy"] = "osl_18_8"
	}
	o.id = m.add(registers.Objects, o.at.office, live, v)
}

func word(yes, unknown bool) string {
	switch {
	case yes:
		return "yes"
	case unknown:
		return "unknown"
	}
	return "no"
}

// depends gives about three dependencies on earlier objects: what it runs on,
// where people sign in, and now and then an integration.
func (m *maker) depends(i, base, shared int) []register.Link {
	var out []register.Link
	seen := map[int]bool{}
	add := func(j int, kind string) {
		if j < i && j < len(m.objects) && !seen[j] {
			seen[j] = true
			out = append(out, register.Link{To: m.objects[j].id, Kind: kind})
		}
	}
	if i == 0 {
		return nil
	}
	add(m.rng.IntN(min(i, base)), "runs_on")
	if i >= base+shared {
		add(base+m.rng.IntN(shared), "runs_on")
		add(base+m.rng.IntN(min(shared, 6)), "identity")
		if m.chance(40) {
			add(m.rng.IntN(i), "integration")
		}
		if m.chance(15) {
			add(m.rng.IntN(i), "data")
		}
	}
	return out
}

// parties says who answers for an object. What all share has the centre as
// processor and many boards as controllers; the others have their own board.
func (m *maker) parties(o *object) {
	from := m.ago(o.since)
	party := func(org register.ID, role string) {
		m.add(registers.ObjectParties, o.at.office, from, values{"object": o.id, "party": org, "role": role, "valid_from": from})
	}
	if o.kind == "infrastructure" {
		party(o.at.board, "controller")
		return
	}
	if !o.shared {
		party(o.at.board, m.weighted("controller", 92, "joint_controller", 4, "processor", 4))
		if m.chance(8) {
			party(pick(m, m.orgs).board, m.weighted("user", 3, "controller", 1))
		}
		return
	}
	party(o.at.board, "processor")
	for _, p := range m.rng.Perm(len(m.orgs))[:max(1, len(m.orgs)*m.between(20, 60)/100)] {
		if m.orgs[p] != o.at {
			party(m.orgs[p].board, m.weighted("controller", 5, "user", 2))
		}
	}
}
