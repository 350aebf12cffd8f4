package assess_test

import (
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/assess"
	"genomlys/internal/command"
	"genomlys/internal/method/dpia"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store/storetest"
)

var nine = []string{"evaluation", "automated_decision", "monitoring", "sensitive", "large_scale", "matching", "vulnerable", "innovative", "hinders"}

// answers answers all rules: yes to those named, no to the rest.
func answers(yes ...string) []any {
	var out []any
	for _, c := range append([]string{"35_3_a", "35_3_b", "35_3_c"}, nine...) {
		a := "no"
		for _, y := range yes {
			if y == c {
				a = "yes"
			}
		}
		out = append(out, f{"criterion": c, "answer": a})
	}
	return out
}

// TestItem3Screening decides need with each rule's answer, and opens it again.
func TestItem3Screening(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.objects()
	p := registers.Processings
	o.make("ai", registers.Objects, "SLK", f{"title": "Assistent", "kind": "service", "reach": "local", "owner": "@owner", "ai": "yes"})
	o.make("p", p, "SLK", f{"title": "Ärenden", "role": "controller", "controllers": []any{"@KS"}, "objects": []any{"@ai"}, "purposes": "Handlägga"})
	o.refused("privacy", "update", p, "p", f{"dpia_need": "not_needed"}, "screening-not-answered")
	s, err := assess.Screen(o.ctx, o.deps(), o.as("privacy"), string(o.ids["p"]))
	if err != nil || len(s.Lines) != 12 || s.Judgement.Complete || !s.Judgement.Mandatory {
		t.Fatalf("screening %+v, %v", s, err)
	}
	if l := s.Lines[7]; l.Code != "innovative" || l.Preset != "ai" || l.Answer != dpia.Unknown {
		t.Errorf("the trait answers: %+v", l)
	}
	o.refused("privacy", "update", p, "p", f{"dpia_need": "not_needed", "dpia_screening": answers("innovative", "vulnerable")}, "screening-says-needed")
	o.refused("privacy", "update", p, "p", f{"dpia_need": "not_needed", "dpia_screening": answers("35_3_b")}, "screening-says-needed")
	o.refused("privacy", "update", p, "p", f{"dpia_need": "not_needed", "dpia_screening": answers("innovative")}, "reason-needed-to-say-no")
	o.do("privacy", "update", p, "p", f{"dpia_need": "not_needed", "dpia_screening": answers("innovative"), "screening_reason": "Få uppgifter, inga beslut"})
	rec := o.get(p, "p")
	o.is(rec, "screening_version", "2018-1")
	o.is(rec, "dpia_assessed_on", today)

	o.do("privacy", "update", p, "p", f{"purposes": "Handlägga och följa upp"})
	o.is(o.get(p, "p"), "dpia_need", "not_assessed")
	o.do("privacy", "update", p, "p", f{"notes": "En anteckning"})
	o.do("privacy", "update", p, "p", f{"dpia_need": "needed", "dpia_screening": answers("innovative", "vulnerable")})
	made := o.all(registers.Dpias, func(r *register.Record) bool { return r.Text("screening") == string(o.ids["p"]) })
	if len(made) != 1 || made[0].Text("status") != "needed" || made[0].Org != o.ids["SLK"] {
		t.Fatalf("a needed assessment: %v", made)
	}
	o.ids["d"] = made[0].ID
	o.refused("privacy", "dismiss", registers.Dpias, "d", f{"not_needed_reason": "Nej"}, "screening-says-needed")

	// A file that changes the processing opens the screening too, though what it
	// rests on was not asked of it; what it does not rest on leaves it.
	o.read("update", p, "p", f{"notes": "Ur en fil"})
	o.is(o.get(p, "p"), "dpia_need", "needed")
	o.read("update", p, "p", f{"data_categories": []any{"bild", "ljud"}})
	o.is(o.get(p, "p"), "dpia_need", "not_assessed")
	// What files screen is taken as they say it.
	o.now = o.now.Add(time.Second)
	rc, err := o.s.Do(o.ctx, access.System(), command.Options{Via: "import", Now: o.now}, command.Change{Op: "create", Register: p, Org: o.ids["SLK"],
		Fields: map[string]any{"title": "Läst", "role": "controller", "dpia_need": "needed", "dpia_assessed_on": "2024-01-01"}})
	if err != nil {
		t.Fatal(err)
	}
	o.ids["read"] = rc.Items[0].New.ID
	o.read("update", p, "read", f{"data_categories": []any{"bild"}})
	o.is(o.get(p, "read"), "dpia_need", "needed")
}

// TestItem6FilesReopen: an assessment decided here is looked at again when a file
// changes what it rests on, also where the file itself says that the need stands.
func TestItem6FilesReopen(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.objects()
	d, p := registers.Dpias, registers.Processings
	o.make("p", p, "SLK", f{"title": "Närvaro", "role": "controller", "controllers": []any{"@KS"}, "purposes": "Närvaro", "legal_basis": []any{"public_interest"}, "data_subjects": []any{"children"},
		"data_categories": []any{"bild"}, "recipient_categories": []any{"inga"}, "retention": "Ett år", "third_country": "no"})
	o.assessed("d", 1, 3, f{})
	o.do("dpo", "consult", d, "d", f{"dpo_advice": "Ja.", "dpo_advice_on": today})
	o.do("head", "decide", d, "d", f{"decided_by": "@head", "decided_on": today, "residual": "low", "decision": "go", "dpo_followed": "yes"})
	o.read("update", p, "p", f{"retention": "Två år"})
	o.is(o.get(d, "d"), "status", "decided")
	o.read("update", p, "p", f{"dpia_need": "needed"})
	o.read("update", p, "p", f{"data_subjects": []any{"children", "patients"}})
	o.is(o.get(d, "d"), "status", "in_review")
	// A new version that a file brings takes the one made here out of use.
	o.assessed("old", 1, 3, f{"kind": "reference"})
	o.do("dpo", "consult", d, "old", f{"dpo_advice": "Ja.", "dpo_advice_on": today})
	o.do("head", "decide", d, "old", f{"decided_by": "@head", "decided_on": today, "residual": "low", "decision": "go", "dpo_followed": "yes"})
	o.now = o.now.Add(time.Second)
	if _, err := o.s.Do(o.ctx, access.System(), command.Options{Via: "import", Now: o.now}, command.Change{Op: "create", Register: d, Org: o.ids["SLK"],
		Fields: o.fields(f{"title": "Ny version", "kind": "reference", "processings": []any{"@p"}, "status": "decided", "decided_on": today, "decision": "go", "residual": "low", "dpo_advice": "Ja", "dpo_advice_on": today, "replaces": "@old"})}); err != nil {
		t.Fatal(told(err))
	}
	o.is(o.get(d, "old"), "status", "superseded")
}

// assessed makes an assessment with all its parts, started by the privacy contact.
func (o *office) assessed(name string, p3, c3 int, fields f) {
	o.t.Helper()
	o.make("risk of "+name, registers.Risks, "SLK", f{"threat": "Uppgifter sprids", "consequence_text": "Barnet kan kränkas", "owner": "@owner", "kind": "privacy", "p": 3, "c": 4, "p3": p3, "c3": c3})
	all := f{"title": "Bedömning " + name, "kind": "single", "processings": []any{"@p"}, "risks": []any{"@risk of " + name}, "description": "Elevers närvaro med kamera", "necessity_proportionality": "Nödvändigt för ...",
		"measures": "Kryptering", "views_of_subjects": "Elevrådet hördes"}
	org := "SLK"
	for k, v := range fields {
		if k == "org" {
			org = v.(string)
			continue
		}
		all[k] = v
	}
	o.make(name, registers.Dpias, org, all)
	who := "privacy"
	if org == "city" {
		who = "city privacy"
	}
	o.do(who, "start", registers.Dpias, name, f{"started_on": today})
}

// TestItem3DPIA takes an assessment from its parts to a decision, a consultation
// of the authority and the processing that it stops.
func TestItem3DPIA(t *testing.T) {
	storetest.Each(t, func(t *testing.T, place storetest.Place) {
		o := newOffice(t, place)
		o.objects()
		d, p := registers.Dpias, registers.Processings
		o.make("p", p, "SLK", f{"title": "Närvaro", "role": "controller", "controllers": []any{"@KS"}, "purposes": "Närvaro", "legal_basis": []any{"public_interest"}, "data_subjects": []any{"children"},
			"data_categories": []any{"bild"}, "recipient_categories": []any{"inga"}, "retention": "Ett år", "third_country": "no"})
		o.assessed("d", 1, 3, f{"views_of_subjects": nil})
		advise := f{"dpo_advice": "Minska lagringstiden.", "dpo_advice_on": today}
		o.refused("privacy", "update", d, "d", advise, "advice-by-dpo-only", "advice-by-dpo-only")
		o.refused("head", "consult", d, "d", f{"dpo_advice_on": today}, "may-not-decide dpia consult dpo")
		o.refused("dpo", "update", d, "d", f{"measures": "Kryptering och loggning"}, "dpo-advises-only")
		o.refused("dpo", "consult", d, "d", advise, "dpia-part-missing")
		o.do("privacy", "update", d, "d", f{"views_of_subjects": "Elevrådet hördes"})
		o.do("dpo", "consult", d, "d", advise)
		o.refused("privacy", "update", d, "d", f{"measures": "Inga"}, "advised-content-stands")
		decide := func(by string, more f) f {
			all := f{"decided_by": "@" + by, "decided_on": today, "residual": "low", "decision": "go", "dpo_followed": "yes"}
			for k, v := range more {
				all[k] = v
			}
			return all
		}
		o.refused("dpo", "decide", d, "d", decide("dpo", nil), "may-not-decide dpia decide head board city_manager")
		o.refused("head", "decide", d, "d", decide("isam", nil), "decider-has-other-function")
		o.refused("head", "decide", d, "d", decide("head", f{"dpo_followed": nil}), "advice-not-answered")
		o.do("head", "decide", d, "d", decide("head", nil))
		o.is(o.get(d, "d"), "review_due", "2028-03-02")
		o.refused("privacy", "update", d, "d", f{"measures": "Inga"}, "decided-protocol-stands")
		o.do("privacy", "submit", p, "p", f{})
		o.do("privacy", "register", p, "p", f{})

		t.Run("high remaining risk", func(t *testing.T) {
			o.assessed("h", 3, 3, f{})
			o.do("dpo", "consult", d, "h", advise)
			o.refused("head", "decide", d, "h", decide("head", nil), "residual-below-risks", "decider-has-other-function", "consultation-not-answered")
			high := f{"residual": "high", "decision": "prior_consultation", "diary_no": "KS 2026/200"}
			o.refused("head", "decide", d, "h", decide("head", high), "decider-has-other-function")
			o.do("head", "decide", d, "h", decide("board", high))
			o.is(o.get(p, "p"), "status", "changed") // taken out of the record
			o.do("privacy", "submit", p, "p", f{})
			o.refused("privacy", "register", p, "p", f{}, "blocked-by-assessment")
			o.do("isam", "update", d, "h", f{"prior_consultation": "yes", "prior_consultation_on": today})
			clocks := o.all(registers.Clocks, func(r *register.Record) bool { return r.Text("dpia") == string(o.ids["h"]) })
			if len(clocks) != 1 || clocks[0].Text("code") != "GDPR36" || clocks[0].Text("blocking") != "yes" || clocks[0].Moment("started_at").IsZero() {
				t.Fatalf("clocks %v", clocks)
			}
			o.do("isam", "update", d, "h", f{"notes": "Ingen ny frist"})
			if n := len(o.all(registers.Clocks, func(*register.Record) bool { return true })); n != 1 {
				t.Errorf("%d clocks", n)
			}
			// The day was wrong: the clock that counted from it is kept as void.
			o.ids["first clock"] = clocks[0].ID
			o.do("isam", "update", d, "h", f{"prior_consultation_on": "2026-03-01"})
			clocks = o.all(registers.Clocks, func(r *register.Record) bool { return r.Text("status") == "running" })
			if old := o.get(registers.Clocks, "first clock"); old.Text("status") != "void" || old.Text("void_reason") == "" || len(clocks) != 1 || clocks[0].Text("replaces") != string(old.ID) || clocks[0].Moment("started_at").In(o.db.Zone).Format(time.DateOnly) != "2026-03-01" {
				t.Fatalf("corrected: %s, %d run", old.Text("status"), len(clocks))
			}
			o.ids["clock"] = clocks[0].ID
			o.do("isam", "review", d, "h", f{})
			again := decide("board", f{"residual": "high", "decision": "go_with_conditions", "conditions": "Som myndigheten anger"})
			o.refused("head", "confirm", d, "h", again, "consultation-not-answered")
			o.do("isam", "meet", registers.Clocks, "clock", f{"met_at": o.now.Format(time.RFC3339)})
			o.do("head", "confirm", d, "h", again)
			o.do("privacy", "register", p, "p", f{})
		})
		t.Run("a changed processing", func(t *testing.T) {
			o.do("privacy", "update", p, "p", f{"dpia_need": "needed", "dpia_screening": answers("vulnerable", "monitoring")})
			o.do("privacy", "update", p, "p", f{"data_categories": []any{"bild", "ljud"}})
			o.is(o.get(d, "d"), "status", "in_review")
			o.is(o.get(p, "p"), "dpia_need", "not_assessed")
		})
	})
}

// TestItem3ReferenceDPIA is shared by two controllers who each decide, and asked
// about again when it changes.
func TestItem3ReferenceDPIA(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	d, q := registers.Dpias, registers.DpiaParticipants
	for _, x := range [][3]string{{"city manager", "city_manager", "city"}, {"city dpo", "dpo", "city"}} {
		o.make("person "+x[0], registers.Persons, "city", f{"title": x[0], "email": x[1] + "@example.org"})
		o.make(x[0], registers.RoleAssignments, x[2], f{"title": x[0], "function": x[1], "person": "@person " + x[0]})
	}
	o.make("p", registers.Processings, "city", f{"title": "Molntjänst", "role": "controller"})
	o.assessed("thin", 1, 2, f{"org": "city", "kind": "reference"})
	o.do("city dpo", "consult", d, "thin", f{"dpo_advice": "Gå vidare.", "dpo_advice_on": today})
	// What the processing does is not told: the report would have gaps (domain.md 9.12).
	o.refused("city manager", "decide", d, "thin", f{"decided_by": "@city manager", "decided_on": today, "residual": "low", "decision": "go", "dpo_followed": "yes"}, "protocol-lacks-facts")
	o.do("system", "update", registers.Processings, "p", f{"purposes": "Lagra dokument", "legal_basis": []any{"public_interest"}, "data_subjects": []any{"employees"}, "data_categories": []any{"namn"}, "third_country": "no", "retention": "Två år"})
	decided := func(name string, fields f) {
		t.Helper()
		all := f{"org": "city", "kind": "reference", "controllers": []any{"@KS", "@UBN"}}
		for k, v := range fields {
			all[k] = v
		}
		o.assessed(name, 1, 2, all)
		o.do("city dpo", "consult", d, name, f{"dpo_advice": "Gå vidare.", "dpo_advice_on": today})
		o.do("city manager", "decide", d, name, f{"decided_by": "@city manager", "decided_on": today, "residual": "low", "decision": "go", "dpo_followed": "yes"})
	}
	o.assessed("early", 1, 2, f{"org": "city", "kind": "reference", "controllers": []any{"@UBN"}})
	position := func(party, of string) {
		t.Helper()
		found := o.all(q, func(r *register.Record) bool {
			return r.Text("party") == string(o.ids[party]) && r.Text("dpia") == string(o.ids[of])
		})
		if len(found) != 1 || found[0].Text("status") != "invited" {
			t.Fatalf("%s on %s: %v", party, of, found)
		}
		o.ids["position of "+party] = found[0].ID
	}
	position("UBN", "early")
	o.refused("UBN head", "adopt", q, "position of UBN", f{"decided_by": "@UBN head", "decided_on": today}, "advice-missing", "reference-not-decided")

	decided("ref", f{})
	position("KS", "ref")
	position("UBN", "ref")
	if rec := o.get(q, "position of KS"); rec.Org != o.ids["SLK"] {
		t.Error("a board's position is kept by its one office")
	}
	advise := f{"dpo_advice": "Anta med kortare lagring.", "dpo_advice_on": today}
	o.refused("head", "update", q, "position of KS", advise, "advice-by-dpo-only", "advice-by-dpo-only")
	o.do("dpo", "update", q, "position of KS", advise)
	o.refused("head", "deviate", q, "position of KS", f{"decided_by": "@UBN head", "decided_on": today, "deviations": "Kortare lagring"}, "decide-in-own-function", "decided-by-own-controller")
	o.do("head", "deviate", q, "position of KS", f{"decided_by": "@head", "decided_on": today, "deviations": "Kortare lagring"})
	o.do("UBN dpo", "update", q, "position of UBN", f{"dpo_advice": "Ja.", "dpo_advice_on": today})
	o.do("UBN head", "adopt", q, "position of UBN", f{"decided_by": "@UBN head", "decided_on": today})

	decided("ref 2", f{"replaces": "@ref"})
	o.is(o.get(d, "ref"), "status", "superseded")
	for _, party := range []string{"KS", "UBN"} {
		// What was decided on the version before stays as it was decided, and is asked anew.
		before := o.get(q, "position of "+party)
		o.is(before, "dpia", "@ref")
		o.is(before, "status", map[string]string{"KS": "deviates", "UBN": "adopted"}[party])
		asked := o.all(q, func(r *register.Record) bool {
			return r.Text("dpia") == string(o.ids["ref 2"]) && r.Text("party") == string(o.ids[party])
		})
		if len(asked) != 1 {
			t.Fatalf("%s is asked %d times", party, len(asked))
		}
		rec := asked[0]
		o.ids["again "+party] = rec.ID
		o.is(rec, "status", "invited")
		o.is(rec, "title", "Bedömning ref 2")
		o.is(rec, "decided_on", nil)
		o.is(rec, "dpo_advice", nil)
	}
	o.is(o.get(q, "again KS"), "deviations", "Kortare lagring") // their own words are where they start

	// Who states deviations does not adopt it as it stands.
	o.do("UBN dpo", "update", q, "again UBN", f{"dpo_advice": "Ja.", "dpo_advice_on": today})
	o.do("UBN head", "update", q, "again UBN", f{"deviations": "Kortare lagring"})
	o.refused("UBN head", "adopt", q, "again UBN", f{"decided_by": "@UBN head", "decided_on": today}, "adopted-as-it-stands")
	o.do("UBN head", "deviate", q, "again UBN", f{"decided_by": "@UBN head", "decided_on": today})
}
