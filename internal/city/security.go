package city

import (
	"fmt"

	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// protection makes what an object's protection rests on: classifications, what
// they require, risks, plans and what is to be done.
func (m *maker) protection(i int, o *object) {
	var class register.ID
	if m.chance(88) {
		class = m.classified(i, o)
	}
	if class != "" && m.chance(45) {
		m.required(o, class)
	}
	if m.chance(35) {
		m.risks(i, o)
	}
	if m.chance(25) {
		m.plan(i, o, class)
	}
	if m.chance(30) {
		routine := m.add(registers.AccessRoutines, o.at.office, m.ago(o.since), values{"object": o.id, "status": "decided", "way": m.weighted("Central behörighetsbeställning", 6, "Egen rutin", 3, "Leverantören", 1), "uniform": m.fact(60),
			"model": m.weighted("role", 6, "individual", 3, "group", 2), "driven_by": m.weighted("controller", 6, "mixed", 2, "processor", 1), "frequency_months": int64(12), "decided_on": m.ago(o.since), "mfa": m.weighted("all", 4, "privileged", 3, "none", 2)})
		if m.chance(60) {
			on := m.ago(m.between(1, o.since))
			all := m.between(5, 900)
			m.add(registers.AccessReviews, o.at.office, on, values{"object": o.id, "routine": routine, "status": "performed", "performed_on": on, "by": "object_manager", "accounts_total": int64(all), "removed": int64(all / m.between(8, 40)), "result": m.weighted("ok", 6, "deviations", 4)})
		}
	}
	m.events(i, o)
}

// classified decides a classification, and for one object in five that is old
// enough an earlier one that it replaced.
func (m *maker) classified(i int, o *object) register.ID {
	days := m.between(1, min(o.since, 2400))
	old := register.ID("")
	if o.since > days+400 && m.chance(20) {
		old = m.classification(o, min(o.since, days+m.between(365, 1100)), "", i, "-1")
		m.change(registers.Classifications, old, m.ago(days), values{"status": "superseded"})
	}
	kind := "object"
	if o.shared && m.chance(20) {
		kind = "norm"
	}
	return m.classification(o, days, kind, i, "")
}

func (m *maker) classification(o *object, days int, kind string, i int, tail string) register.ID {
	on := m.ago(days)
	total := m.between(20, 60)
	v := values{"object": o.id, "kind": "object", "status": "decided", "k": m.level(), "r": m.level(), "t": m.level(), "s": m.level(), "held_on": on, "decided_on": on, "decided_by": o.owner,
		"participants": "Objektägare, objektledare och informationssäkerhetssamordnare.", "method_version": m.weighted("2.1", 6, "2.0", 3, "1.4", 1), "ext_id": fmt.Sprintf("KLA-%06d%s", i+1, tail),
		"requirements_total": int64(total), "requirements_implemented": int64(m.between(total/3, total)), "plan_made": m.fact(55)}
	if kind != "" {
		v["kind"] = kind
	}
	if o.personal {
		v["flags"] = []string{"personal"}
	}
	if m.chance(70) {
		v["review_due"] = m.ago(days - 1095)
	}
	return m.add(registers.Classifications, o.at.office, on, v)
}

func (m *maker) required(o *object, class register.ID) {
	for range m.between(1, 3) {
		c := pick(m, m.controls)
		days := m.between(1, o.since)
		req := m.add(registers.Requirements, o.at.office, m.ago(days), values{"object": o.id, "control": c.id, "because": "class", "origin": class, "level": m.level(), "applicable": "yes", "title": c.title,
			"status": m.weighted("contracted", 3, "stated", 3, "delivered", 2, "not_stated", 2), "wanted_in": m.weighted("service_agreement", 3, "own_work", 2), "logging": map[bool]string{true: "yes", false: "no"}[c.logging], "stated_on": m.ago(days)})
		v := values{"object": o.id, "control": c.id, "requirement": req, "owner": o.owner, "title": c.title, "description": c.title + " enligt gemensam rutin.", "status": m.weighted("implemented", 4, "partly", 2, "planned", 2, "verified", 2, "not_assessed", 1)}
		switch v["status"] {
		case "verified":
			done := m.between(1, days)
			v["evidence"], v["verified_on"], v["verified_by"], v["method"] = "Protokoll från kontrollen.", m.ago(m.between(1, done)), o.at.isam, "review"
			v["implemented_on"], v["implemented_by"], v["effective"], v["tested_on"] = m.ago(done), o.lead, m.weighted("yes", 4, "partly", 1), v["verified_on"]
		case "implemented":
			v["implemented_on"], v["implemented_by"] = m.ago(m.between(1, days)), o.lead
		}
		m.add(registers.Measures, o.at.office, m.ago(days), v)
	}
}

func (m *maker) risks(i int, o *object) {
	days := m.between(1, o.since)
	on := m.ago(days)
	analysis := m.add(registers.RiskAnalyses, o.at.office, on, values{"title": "Riskanalys " + o.title, "scope": "object", "object": o.id, "kind": m.weighted("information", 7, "combined", 2, "privacy", 1), "held_on": on, "decided_on": on, "decided_by": o.owner, "status": "decided", "participants": "Verksamhet och it."})
	for j := range m.between(1, 3) {
		p, c := int64(m.between(1, 4)), int64(m.between(1, 4))
		what := pick(m, []string{"Avbrott hos leverantören", "Obehörig läsning", "Felaktig ändring", "Förlorad säkerhetskopia", "Nyckelperson slutar", "Skadlig kod"})
		v := values{"title": what + " i " + o.title, "analysis": analysis, "object": o.id, "threat": what + " drabbar " + o.title + ".", "consequence_text": "Verksamheten kan inte handlägga ärenden.", "aspect": []string{m.weighted("k", 3, "r", 2, "t", 4)},
			"kind": m.weighted("information", 7, "privacy", 2, "continuity", 2), "p": p, "c": c, "status": m.weighted("assessed", 5, "treated", 3, "closed", 1, "accepted", 1), "treatment": m.weighted("reduce", 7, "accept", 2, "share", 1),
			"owner": o.owner, "registered_on": on, "assessed_on": on, "ext_id": fmt.Sprintf("RSK-%06d-%d", i+1, j+1)}
		switch v["status"] {
		case "accepted":
			a := m.between(1, days)
			v["accepted_by"], v["accepted_on"], v["accepted_until"], v["accepted_reason"] = o.at.head, m.ago(a), m.ago(a-365), "Kostnaden överstiger nyttan."
		case "closed":
			v["closed_on"] = m.ago(m.between(1, days))
		case "treated":
			v["p2"], v["c2"], v["treated_on"] = max(1, p-1), c, m.ago(m.between(1, days))
		}
		m.add(registers.Risks, o.at.office, on, v)
	}
}

// plan makes an action plan; of its actions some are overdue, also for years,
// and many have been moved through their states since.
func (m *maker) plan(i int, o *object, class register.ID) {
	days := m.between(30, max(31, o.since))
	days = min(days, o.since)
	on := m.ago(days)
	origin := "decision"
	if class != "" {
		origin = "classification"
	}
	plan := m.add(registers.ActionPlans, o.at.office, on, values{"title": "Handlingsplan " + o.title, "origin_kind": origin, "origin": class, "object": o.id, "status": "decided", "decided_on": on, "decided_by": o.owner})
	for j := range m.between(1, 4) {
		id := m.add(registers.Actions, o.at.office, on, values{"title": pick(m, m.controls).title + " för " + o.title, "plan": plan, "origin_kind": origin, "origin": class, "object": o.id, "owner": o.lead, "registered_on": on,
			"due": m.ago(days - m.between(60, 700)), "priority": int64(m.between(1, 4)), "status": "decided", "cost_est": orNil(m.chance(40), int64(m.between(1, 400))*1_000_00), "ext_id": fmt.Sprintf("ATG-%06d-%d", i+1, j+1)})
		if days < 3 || m.chance(35) {
			continue
		}
		started := m.between(2, days-1)
		m.change(registers.Actions, id, m.ago(started), values{"status": "ongoing", "started_on": m.ago(started)})
		if m.chance(65) {
			done := m.between(1, started-1)
			m.change(registers.Actions, id, m.ago(done), values{"status": "done", "done_on": m.ago(done), "percent": int64(100)})
		}
	}
}
