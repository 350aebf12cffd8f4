package city

import (
	"fmt"

	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// personalData makes about two processings for each object, with the
// agreements, transfers and impact assessments that follow from them.
func (m *maker) personalData(i int, o *object) {
	if o.personal {
		for range m.between(2, 4) {
			m.processing(o)
		}
	}
	if o.kind != "manual" && m.chance(45) {
		m.agreement(o, i)
	}
}

func (m *maker) processing(o *object) {
	from := m.between(1, o.since)
	day := m.ago(from)
	role := m.weighted("controller", 88, "joint_controller", 4, "processor", 8)
	what := pick(m, nouns)
	third := !registers.EEA[o.supplier.country]
	subject := m.weighted("employees", 3, "residents", 4, "pupils", 2, "clients", 2, "children", 1, "relatives", 1, "visitors", 1)
	status := m.weighted("registered", 80, "draft", 8, "review", 6, "changed", 6)
	v := values{"title": fmt.Sprintf("Hantering av %s i %s", what, o.title), "role": role, "status": status, "controllers": links(o.at.board), "objects": links(o.id),
		"processors": links(o.supplier.id), "recipient_categories": []string{pick(m, []string{"Handläggare", "Tillsynsmyndighet", "Vårdnadshavare", "Leverantör"})},
		"purposes": "Fullgöra " + what + " enligt lag och styrdokument.", "legal_basis": []string{m.weighted("public_interest", 5, "official_authority", 3, "legal_obligation", 3, "contract", 1)},
		"data_subjects": []string{subject}, "data_categories": []string{"Namn", pick(m, []string{"Kontaktuppgifter", "Personnummer", "Ärendeuppgifter", "Betyg", "Inkomst"})},
		"third_country": map[bool]string{true: "yes", false: "no"}[third], "retention": fmt.Sprintf("Gallras efter %d år.", m.between(1, 10)), "subjects_count": int64(m.between(10, 40000)),
		"encryption_required": m.fact(35), "dpia_need": m.weighted("not_needed", 60, "needed", 20, "not_assessed", 20), "registered_on": day, "source_system": "Behandlingsregistret",
		"ai": word(o.ai, false), "iot": word(o.iot, false), "notice_met": m.fact(70), "vulnerable": map[bool]string{true: "yes", false: "no"}[subject == "pupils" || subject == "children"]}
	if role == "processor" {
		v["on_behalf_of"] = links(pick(m, m.orgs).board)
	}
	if v["encryption_required"] == "yes" {
		v["encryption_done"] = m.weighted("yes", 7, "partly", 2, "no", 1)
	}
	if v["dpia_need"] != "not_assessed" {
		v["dpia_assessed_on"] = m.ago(m.between(1, from))
	}
	if m.chance(25) {
		v["special_categories"], v["art9_basis"] = []string{m.weighted("health", 4, "union", 1, "ethnic", 1)}, []string{"g"}
	}
	if m.chance(85) {
		v["complete_on"] = day
	}
	id := m.add(registers.Processings, o.at.office, day, v)
	o.procs = append(o.procs, id)
	if third {
		m.transfer(o, id, from)
	}
	if v["dpia_need"] == "needed" && m.chance(60) {
		m.dpia(o, id, from, what)
	}
}

func (m *maker) transfer(o *object, processing register.ID, from int) {
	v := values{"processing": processing, "object": o.id, "exporter": o.at.board, "importer": o.supplier.id, "country": o.supplier.country, "means": []string{m.weighted("storage", 2, "remote_access", 3, "support", 3)},
		"mechanism": m.weighted("scc_46", 7, "bcr_47", 1, "none", 1, "unknown", 1), "valid_from": m.ago(from), "fallback_mechanism": m.weighted("none", 5, "scc_unsigned", 2, "move", 1)}
	switch {
	case o.supplier.dpf:
		v["mechanism"], v["decision"], v["fallback_mechanism"] = "dpf_45", m.adequacy, m.weighted("none", 5, "scc_signed", 3, "scc_unsigned", 2)
	case o.supplier.country == "GB":
		v["mechanism"] = "adequacy_45"
	}
	if v["mechanism"] == "scc_46" {
		v["scc_module"] = "2"
		if m.chance(60) {
			v["tia_done_on"], v["tia_result"] = m.ago(m.between(1, from)), "supplementary"
		}
	}
	m.add(registers.Transfers, o.at.office, m.ago(from), v)
}

func (m *maker) dpia(o *object, processing register.ID, from int, what string) {
	start := m.between(1, from)
	v := values{"title": "Konsekvensbedömning " + what + " i " + o.title, "kind": m.weighted("single", 8, "joint", 1, "reference", 1), "processings": links(processing), "objects": links(o.id), "controllers": links(o.at.board),
		"started_on": m.ago(start), "description": "Behandlingen kan medföra risk för enskilda.", "status": "ongoing"}
	if start > 60 && m.chance(60) {
		done := m.between(1, start-30)
		v["status"], v["dpo_advice_on"], v["dpo_advice"], v["dpo_followed"] = "decided", m.ago(done+10), "Inför uppföljning av åtkomst.", "yes"
		v["residual"], v["decision"], v["decided_on"], v["decided_by"] = m.weighted("low", 5, "medium", 4), "go", m.ago(done), o.at.head
	}
	m.add(registers.Dpias, o.at.office, m.ago(start), v)
}

func (m *maker) agreement(o *object, i int) {
	from := m.between(1, o.since)
	v := values{"kind": m.weighted("dpa", 5, "service_agreement", 4, "supply", 2), "status": "in_force", "direction": "we_engage", "supplier": o.supplier.id, "objects": links(o.id), "processings": links(o.procs...),
		"owner": o.owner, "signed_on": m.ago(from), "valid_from": m.ago(from), "notice_months": int64(6), "value": int64(m.between(50, 9000)) * 100_000, "ext_id": fmt.Sprintf("AVT-%06d", i+1)}
	if m.chance(60) {
		v["valid_to"] = m.ago(from - m.between(700, 2000))
	}
	if v["kind"] == "dpa" {
		v["instruction"], v["sub_processors"], v["breach_notice_h"] = m.fact(80), m.weighted("general", 3, "specific", 2, "none", 2), int64(24)
		v["checks"] = []registers.AgreementCheck{{Point: "instruction", Answer: "yes"}, {Point: "audit", Answer: m.weighted("yes", 3, "partly", 1, "no", 1)}}
	}
	agreement := m.add(registers.Agreements, o.at.office, m.ago(from), v)
	if v["kind"] == "service_agreement" {
		m.add(registers.LogRequirements, o.at.office, m.ago(from), values{"object": o.id, "what": "Läsning och ändring av uppgifter", "event_class": "change", "status": m.weighted("active", 5, "accepted", 2, "stated", 2),
			"retention_months": int64(m.between(6, 60)), "legal_basis": "Dataskyddsförordningen artikel 32", "implemented": m.weighted("yes", 5, "partly", 3, "no", 2), "agreement": agreement})
	}
}
