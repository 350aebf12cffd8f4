package city

import (
	"fmt"
	"time"

	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// events makes what happens to an object: incidents, reviews for flaws, plans
// for going on without it and exercises of them.
func (m *maker) events(i int, o *object) {
	if m.chance(14) {
		m.incident(i, o)
	}
	if m.chance(10) {
		on := m.ago(m.between(1, o.since))
		m.add(registers.VulnReviews, o.at.office, on, values{"object": o.id, "kind": m.weighted("scan", 6, "penetration", 3, "code", 1), "angle": m.weighted("outside", 5, "inside", 3, "both", 2), "status": m.weighted("performed", 3, "closed", 7), "performed_on": on,
			"by": m.weighted("internal", 5, "external", 4, "supplier", 1), "critical_n": int64(m.rng.IntN(2)), "high_n": int64(m.rng.IntN(4)), "medium_n": int64(m.rng.IntN(10)), "low_n": int64(m.rng.IntN(20))})
	}
	if m.chance(16) {
		m.continuity(i, o)
	}
}

func (m *maker) incident(i int, o *object) {
	days := m.between(3, max(4, min(o.since, 1500)))
	day := m.today.AddDate(0, 0, -days)
	at := func(hours int) string { return day.Add(time.Duration(hours) * time.Hour).UTC().Format(time.RFC3339) }
	kind := m.weighted("misdirected", 5, "wrong_permission", 4, "outage", 4, "phishing", 3, "lost_device", 2, "unauthorised_access", 1, "malware", 1, "change_error", 2)
	tracks := []string{"infosec"}
	v := values{"title": incidentTitles[kind] + " i " + o.title, "kind": kind, "status": "active", "occurred_from": at(7), "detected_at": at(9), "registered_at": at(9 + m.rng.IntN(30)), "aware_at": at(9), "severity": m.weighted("1", 5, "2", 4, "3", 2, "4", 1),
		"cause": m.weighted("human_error", 6, "technical_fault", 3, "attack", 1, "supplier", 2), "objects": links(o.id), "channel": m.weighted("form", 5, "email", 3, "phone", 2), "ext_id": fmt.Sprintf("INC-%06d", i+1)}
	if o.personal && kind != "outage" {
		tracks = append(tracks, "gdpr")
		v["aware_gdpr_at"], v["processings"], v["risk_to_individuals"], v["subjects_count"], v["subjects_count_kind"] = at(10), links(o.procs[0]), m.weighted("unlikely", 6, "risk", 3, "high", 1), int64(m.between(1, 400)), "approx"
		if v["risk_to_individuals"] == "unlikely" {
			v["notify_decision"], v["notify_reason"] = "do_not_notify", "Uppgifterna nådde bara en behörig mottagare."
		} else {
			v["notify_decision"], v["gdpr_notified_at"] = "notify", at(10+m.weightedHours())
		}
	}
	v["tracks"] = tracks
	id := m.add(registers.Incidents, o.at.office, register.DateOf(day), v)
	if days > 40 && m.chance(92) {
		closed := days - m.between(5, 35)
		m.change(registers.Incidents, id, m.ago(closed), values{"status": "closed", "closed_at": m.today.AddDate(0, 0, -closed).Add(9 * time.Hour).UTC().Format(time.RFC3339), "closed_by": o.lead, "root_cause": "Rutinen följdes inte.", "lessons": "Rutinen förtydligas."})
	}
}

// weightedHours is when a notification was made; one in ten is too late (GDPR art. 33.1: 72 hours).
func (m *maker) weightedHours() int {
	if m.chance(10) {
		return m.between(73, 140)
	}
	return m.between(4, 70)
}

var incidentTitles = map[string]string{"misdirected": "Felriktat utskick", "wrong_permission": "Felaktig behörighet", "outage": "Avbrott", "phishing": "Nätfiske", "lost_device": "Förlorad enhet",
	"unauthorised_access": "Obehörig åtkomst", "malware": "Skadlig kod", "change_error": "Fel efter ändring"}

func (m *maker) continuity(i int, o *object) {
	days := m.between(1, o.since)
	on := m.ago(days)
	v := values{"title": "Kontinuitetsplan " + o.title, "status": m.weighted("adopted", 6, "draft", 2, "needed", 2), "objects": links(o.id), "critical": m.fact(50), "mtd_h": int64(24), "rto_h": int64(m.between(2, 24)), "fallback": "Manuell hantering", "edition": "1.0", "ext_id": fmt.Sprintf("KPL-%06d", i+1)}
	if v["status"] == "adopted" {
		v["adopted_on"], v["adopted_by"], v["quality"], v["quality_first_on"] = on, o.at.head, m.weighted("good", 4, "incomplete", 3), on
	}
	plan := m.add(registers.ContinuityPlans, o.at.office, on, v)
	if v["status"] == "adopted" && m.chance(50) {
		held := m.ago(m.between(1, days))
		m.add(registers.Exercises, o.at.office, held, values{"plan": plan, "kind": m.weighted("tabletop", 5, "walkthrough", 3, "restore", 3, "functional", 1), "status": "held", "held_on": held, "result": m.weighted("met", 5, "partly", 4, "not", 1), "evaluated": m.fact(60)})
	}
}

// afterwards gives objects their later history: new owners, new states, new
// ties. One in three is touched, half of them within the last year, so that a
// question as of a past date has another answer than one of today.
func (m *maker) afterwards() {
	for _, o := range m.objects {
		day := o.since - 1
		if day < 2 || !m.chance(33) {
			continue
		}
		day = m.between(1, min(day, 730))
		switch n := m.rng.IntN(100); {
		case n < 15 && day > 1:
			// On its way out, then gone; what it held was moved.
			m.change(registers.Objects, o.id, m.ago(day), values{"status": "phasing_out"})
			if m.chance(60) {
				gone := m.between(1, day-1)
				m.change(registers.Objects, o.id, m.ago(gone), values{"status": "retired", "retired_on": m.ago(gone), "retirement_data": m.weighted("exported", 4, "archived", 3, "disposed", 3)})
			}
		case n < 50:
			m.change(registers.Objects, o.id, m.ago(day), values{"owner": pick(m, o.at.owners), "changed_on": m.ago(day)})
		case n < 75:
			m.change(registers.Objects, o.id, m.ago(day), values{"operation_form": m.weighted("cloud_eea", 5, "service_agreement", 3, "own", 1), "cloud": "yes", "changed_on": m.ago(day)})
		default:
			m.change(registers.Objects, o.id, m.ago(day), values{"stores_business_data": "yes", "users_approx": int64(m.between(3, 6000)), "changed_on": m.ago(day)})
		}
	}
	m.flush()
}
