package city

import (
	"fmt"

	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// supplier is a recipient outside the city.
type supplier struct {
	id      register.ID
	country string
	dpf     bool
}

// outside makes suppliers and the adequacy decision that transfers rest on.
// One recipient in eight is outside the EEA, or belongs to a group that is.
func (m *maker) outside() {
	m.adequacy = m.add(registers.AdequacyDecisions, m.top, "2023-07-10", values{"title": "Data Privacy Framework", "country": "US", "certified_only": "yes", "reference": "(EU) 2023/1795", "adopted": "2023-07-10"})
	for i := range max(12, m.opt.Objects/16) {
		s := supplier{country: m.weighted("SE", 70, "DE", 5, "FI", 5, "IE", 5, "NO", 2, "US", 9, "GB", 3, "IN", 1)}
		if i == 0 {
			s.country = "US" // so that each city, however small, has a transfer
		}
		inside := registers.EEA[s.country]
		v := values{"title": fmt.Sprintf("%s%s %s", pick(m, compStart), pick(m, compEnd), pick(m, kindOfCo)), "country": s.country, "in_eea": "yes", "org_no": fmt.Sprintf("55%04d-%04d", i%10000, m.rng.IntN(10000)),
			"ext_id": fmt.Sprintf("LEV-%05d", i+1), "services": "Drift, underhåll och support av system."}
		v["kind"] = []string{m.weighted("processor", 6, "supplier", 3, "sub_processor", 1)}
		if !inside {
			v["in_eea"] = "no"
		}
		if s.country == "US" {
			if s.dpf = i == 0 || m.chance(60); s.dpf {
				v["dpf_certified"], v["dpf_checked_on"], v["dpf_covers"] = "yes", m.ago(m.between(10, 500)), []string{"non_hr"}
			} else {
				v["dpf_certified"] = "no"
			}
		} else if inside && m.chance(6) {
			v["parent_country"] = "US"
		}
		if m.chance(30) {
			v["certificates"] = []registers.Certificate{{Name: "ISO/IEC 27001", Number: fmt.Sprintf("C-%05d", m.rng.IntN(100000)), ValidTo: string(m.ago(m.between(-700, 200)))}}
		}
		s.id = m.add(registers.Recipients, m.top, m.ago(m.between(900, 4500)), v)
		m.suppliers = append(m.suppliers, s)
	}
}

// control is a safeguard of the catalogue.
type control struct {
	id      register.ID
	title   string
	logging bool
}

// catalogue makes the city's own controls, which objects are required to have.
func (m *maker) catalogue() {
	for i, c := range []struct{ title, theme, aspect string }{
		{"Loggning av läsning och ändring", "technological", "s"}, {"Flerfaktorsinloggning", "technological", "k"}, {"Kryptering under överföring", "technological", "k"}, {"Kryptering i vila", "technological", "k"},
		{"Säkerhetskopiering med återläsningsprov", "technological", "t"}, {"Behörighetsgranskning", "organisational", "k"}, {"Rutin för ändringar", "organisational", "r"}, {"Leverantörens incidentrapportering", "organisational", "t"},
		{"Nätsegmentering", "technological", "k"}, {"Sårbarhetsskanning", "technological", "r"}, {"Utbildning av användare", "people", "k"}, {"Skalskydd för utrustning", "physical", "t"},
	} {
		id := m.add(registers.Controls, m.top, founded, values{"title": c.title, "catalogue": "city", "catalogue_version": "1", "code": fmt.Sprintf("S-%02d", i+1), "theme": c.theme, "aspects": []string{c.aspect}, "kind": "technical"})
		m.controls = append(m.controls, control{id, c.title, i == 0})
	}
	m.flush()
}
