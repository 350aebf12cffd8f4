package ropa_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/document/pdf"
	"genomlys/internal/document/xlsx"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/ropa"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

type office struct {
	t   *testing.T
	db  *store.DB
	s   *command.Service
	now time.Time
	org register.ID
	who map[string]access.Caller

	isam register.ID // the function
}

func newOffice(t *testing.T, p storetest.Place) *office {
	db := p.Open(registers.Catalogue())
	s := command.New(db)
	if err := ropa.Install(s, db); err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, db: db, s: s, now: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC), who: map[string]access.Caller{"system": access.System()}}
	o.org = o.make("system", registers.Orgs, map[string]any{"title": "Utbildningsnämnden", "kind": "board", "contact": "kontakt@lindhamn.example", "postal_address": "Box 1, 123 45 Lindhamn"})
	for _, f := range []string{"isam", "privacy_contact", "dpo"} {
		id := o.make("system", registers.Persons, map[string]any{"title": "Person " + f, "email": f + "@lindhamn.example"})
		a := o.make("system", registers.RoleAssignments, map[string]any{"title": "Funktion " + f, "person": string(id), "function": f, "email": f + "@lindhamn.example"})
		if f == "isam" {
			o.isam = a
		}
		if f == "dpo" {
			o.do("system", "update", registers.Orgs, o.org, map[string]any{"dpo": string(a)})
		}
		c, err := access.New(db).Person(context.Background(), id, o.now)
		if err != nil {
			t.Fatal(err)
		}
		o.who[f] = c
	}
	return o
}

func (o *office) try(who, op string, r *register.Register, id register.ID, fields map[string]any) (*register.Record, error) {
	o.now = o.now.Add(time.Second)
	got, err := o.s.Do(context.Background(), o.who[who], command.Options{Via: "web", Now: o.now}, command.Change{Op: op, Register: r, ID: string(id), Org: o.org, Fields: fields})
	if err != nil {
		return nil, err
	}
	return got.Items[0].New, nil
}

func (o *office) make(who string, r *register.Register, fields map[string]any) register.ID {
	o.t.Helper()
	rec, err := o.try(who, "create", r, "", fields)
	if err != nil {
		o.t.Fatalf("create %s: %v", r.Name, err)
	}
	return rec.ID
}

func (o *office) do(who, op string, r *register.Register, id register.ID, fields map[string]any) {
	o.t.Helper()
	if _, err := o.try(who, op, r, id, fields); err != nil {
		o.t.Fatalf("%s %s: %v", op, r.Name, err)
	}
}

func (o *office) refused(code, who, op string, r *register.Register, id register.ID, fields map[string]any) []fault.Problem {
	o.t.Helper()
	_, err := o.try(who, op, r, id, fields)
	e, _ := err.(*fault.Error)
	if e == nil {
		o.t.Fatalf("%s %s: %v, want %s", op, r.Name, err, code)
	}
	if e.Code == code {
		return nil
	}
	if !slices.ContainsFunc(e.Problems, func(p fault.Problem) bool { return p.Code == code }) {
		o.t.Fatalf("%s %s: %v, want %s", op, r.Name, err, code)
	}
	if _, ok := ropa.Messages[code]; !ok {
		o.t.Errorf("no words for %s", code)
	}
	return e.Problems
}

func (o *office) get(r *register.Register, id register.ID) *register.Record {
	o.t.Helper()
	rec, err := o.db.Get(context.Background(), access.System().Read(r), r, string(id), time.Time{}, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	return rec
}

func (o *office) deps() draft.Deps { return draft.Deps{DB: o.db, Now: o.now} }

// whole is all that a complete controller's record says.
func whole(object register.ID) map[string]any {
	return map[string]any{"title": "Elevhälsa", "role": "controller", "purposes": "Ge elever vård och stöd", "legal_basis": []any{"public_interest"}, "national_rule": "skollagen 2 kap. 25 §",
		"special_categories": []any{"health"}, "art9_basis": []any{"h"}, "data_subjects": []any{"pupils"}, "data_categories": []any{"namn", "hälsa"}, "recipient_categories": []any{"vårdgivare"},
		"third_country": "no", "retention": "Tio år efter sista anteckningen", "security_measures": "Behörighet per roll", "source_of_data": "subject", "automated_decision": "no", "notice": "lindhamn.example/elev",
		"objects": []any{string(object)}, "encryption_required": "yes", "encryption_status": []any{"in_transit", "at_rest"}, "dpia_need": "not_needed"}
}

func codes(fs []ropa.Finding) []string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Code)
		if _, ok := ropa.Messages[f.Code]; !ok {
			out = append(out, "no words for "+f.Code)
		}
	}
	slices.Sort(out)
	return out
}

// Issue 4 item 5: the record field by field, the chain with gap lists, the whole
// register of a board as one file.
func TestItem5Record(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		ctx := context.Background()
		object := o.make("isam", registers.Objects, map[string]any{"title": "Journalen", "kind": "business_system", "reach": "local", "personal_data": "yes"})
		fields := whole(object)
		delete(fields, "legal_basis")
		delete(fields, "art9_basis")
		delete(fields, "source_of_data")
		id := o.make("isam", registers.Processings, fields)
		o.do("isam", "submit", registers.Processings, id, nil)
		o.refused("may-not-decide", "isam", "register", registers.Processings, id, nil)
		o.do("isam", "update", registers.Processings, id, map[string]any{"legal_basis": []any{"public_interest"}})
		var asked []string
		for _, p := range o.refused("record-incomplete", "privacy_contact", "register", registers.Processings, id, nil) {
			asked = append(asked, p.Field+" "+p.Value)
		}
		if strings.Join(asked, "; ") != "art9_basis 9; source_of_data 13, 14" {
			t.Errorf("asked for %v", asked)
		}
		o.do("isam", "update", registers.Processings, id, map[string]any{"art9_basis": []any{"h"}, "source_of_data": "subject"})
		o.do("privacy_contact", "register", registers.Processings, id, nil)
		if r := o.get(registers.Processings, id); r.Text("registered_on") != "2026-11-02" || r.Text("complete_on") != "2026-11-02" {
			t.Errorf("registered on %q", r.Text("registered_on"))
		}
		other := o.make("isam", registers.Processings, map[string]any{"title": "Skolskjuts", "role": "processor", "complete_on": "2020-01-01"})
		chain, err := ropa.LookAt(ctx, o.deps(), o.who["isam"])
		if err != nil {
			t.Fatal(err)
		}
		want := map[string][2]int{"registered": {1, 1}, "archive_linked": {0, 2}, "classified": {0, 2}, "risk_assessed": {0, 2}, "dpia_done": {1, 1}, "encrypted": {1, 1}}
		for _, s := range chain.Stages {
			if got := [2]int{len(s.Done), len(s.Gaps)}; got != want[s.Code] {
				t.Errorf("%s: %v, want %v", s.Code, got, want[s.Code])
			}
			if s.Code == "registered" && strings.Join(s.Gaps[0].Why, " ") != "not-registered incomplete stated-complete" {
				t.Errorf("stated complete without what the article asks for: %v", s.Gaps[0].Why)
			}
			for _, g := range s.Gaps {
				for _, w := range g.Why {
					if _, ok := ropa.Messages[w]; !ok {
						t.Errorf("no words for %s", w)
					}
				}
			}
		}
		// The chain is read a processing to a line, with each field that is missing and
		// its article; one that is filled in is no longer there.
		lacks := func(field string) bool {
			t.Helper()
			doc, err := ropa.ChainText(ctx, o.deps(), o.who["isam"], lang.SV)
			if err != nil {
				t.Fatal(err)
			}
			missing, err := ropa.MissingOf(ctx, o.deps(), o.who["isam"], o.get(registers.Processings, other))
			if err != nil {
				t.Fatal(err)
			}
			listed := slices.ContainsFunc(missing, func(m ropa.Missing) bool { return m.Field == field })
			if said := strings.Contains(draft.Plain(doc), registers.Processings.Must(field).Title.SV+" (artikel 30.2 b)"); said != listed {
				t.Errorf("%s: told %v, on the record's page %v", field, said, listed)
			}
			return listed
		}
		if !lacks("processing_categories") {
			t.Error("what is missing is not told")
		}
		o.do("isam", "update", registers.Processings, other, map[string]any{"processing_categories": "Resor"})
		if lacks("processing_categories") {
			t.Error("told as missing though filled in")
		}
		o.do("isam", "update", registers.Processings, other, map[string]any{"processing_categories": nil})
		doc, err := ropa.RecordText(ctx, o.deps(), o.who["isam"], string(o.org), lang.SV)
		if err != nil {
			t.Fatal(err)
		}
		if plain := draft.Plain(doc); !strings.Contains(plain, "2 behandlingar, varav 1 saknar") || !strings.Contains(plain, o.get(registers.Processings, other).Ref+" Skolskjuts") {
			t.Errorf("record:\n%s", plain)
		}
		// What is stated and what the fields hold are told apart.
		if plain := draft.Plain(doc); !strings.Contains(plain, "2 behandlingar anges som kompletta") || !strings.Contains(plain, "1 av dem saknar ändå") || !strings.Contains(plain, "2020-01-01 | 6") {
			t.Errorf("record:\n%s", plain)
		}
		show(t, "record", doc)
		s, err := ropa.RecordSheet(ctx, o.deps(), o.who["isam"], string(o.org), lang.EN)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := xlsx.Write(&b, s); err != nil || b.Len() == 0 {
			t.Errorf("sheet: %v", err)
		}
		// A registered processing that changes is screened anew.
		o.do("isam", "change", registers.Processings, id, nil)
		if r := o.get(registers.Processings, id); r.Text("dpia_need") != "not_assessed" || r.Text("changed_on") != "2026-11-02" {
			t.Errorf("changed: need %s, on %s", r.Text("dpia_need"), r.Text("changed_on"))
		}
	})
}

func TestComplete(t *testing.T) {
	for _, c := range []struct {
		name string
		p    registers.Processing
		a    ropa.Around
		want string
	}{
		{"30.2 of a processor", registers.Processing{Role: "processor"}, ropa.Around{}, "on_behalf_of processing_categories third_country security_measures objects encryption_required"},
		{"30.2 with measures of the objects", registers.Processing{Role: "processor", OnBehalfOf: []register.Link{{To: "x"}}, ProcessingCategories: "lagring", Objects: []register.Link{{To: "y"}},
			ThirdCountry: register.Yes, EncryptionRequired: register.Yes, EncryptionDone: "yes"}, ropa.Around{Transfers: 1, Measures: 2}, ""},
		{"a transfer said and none listed", registers.Processing{Role: "processor", OnBehalfOf: []register.Link{{To: "x"}}, ProcessingCategories: "lagring", Objects: []register.Link{{To: "y"}},
			ThirdCountry: register.Yes, EncryptionRequired: register.No}, ropa.Around{Measures: 2}, "third_country"},
		{"30.1 and what belongs with it", registers.Processing{Role: "controller", SpecialCategories: []string{"criminal", "union"}, AutomatedDecision: register.Yes, EncryptionRequired: register.Yes, EncryptionStatus: []string{"unknown"}}, ropa.Around{},
			"purposes legal_basis art9_basis art10_basis data_subjects data_categories recipient_categories third_country retention security_measures source_of_data decision_logic notice objects encryption_status dpia_need"},
	} {
		var got []string
		for _, m := range ropa.Complete(&c.p, c.a) {
			got = append(got, m.Field)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, strings.Join(got, " "), c.want)
		}
	}
}

// Issue 4 item 6: grounds with their rules.
func TestItem6TransferGrounds(t *testing.T) {
	book, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	day := clock.Date("2026-11-02")
	rules := book.At(day)
	dpf := &registers.Recipient{DpfCertified: register.Yes, DpfCheckedOn: "2026-01-10"}
	for _, c := range []struct {
		name string
		t    registers.Transfer
		r    *registers.Recipient
		want string
	}{
		{"certified and checked, with fallback", registers.Transfer{Mechanism: "dpf_45", Country: "US", FallbackMechanism: "scc_signed"}, dpf, ""},
		{"challenged without fallback", registers.Transfer{Mechanism: "dpf_45", Country: "US"}, dpf, "fallback-missing"},
		{"checked too long ago", registers.Transfer{Mechanism: "dpf_45", Country: "US", FallbackMechanism: "bcr"}, &registers.Recipient{DpfCertified: register.Yes, DpfCheckedOn: "2025-11-01"}, "dpf-check-old"},
		{"unknown is not certified", registers.Transfer{Mechanism: "dpf_45", Country: "US", FallbackMechanism: "bcr"}, &registers.Recipient{DpfCertified: register.NotKnown, DpfCheckedOn: "2026-01-10"}, "dpf-not-certified"},
		{"clauses without assessment or module", registers.Transfer{Mechanism: "scc_46", Country: "IN"}, nil, "scc-module-missing tia-missing"},
		{"clauses, assessed as weak", registers.Transfer{Mechanism: "scc_46", Country: "IN", SccModule: "2", TiaDoneOn: "2026-01-01", TiaResult: "supplementary"}, nil, "tia-measures-missing"},
		{"binding rules, not adequate", registers.Transfer{Mechanism: "bcr_47", Country: "IN", TiaDoneOn: "2026-01-01", TiaResult: "not_adequate"}, nil, "tia-not-adequate"},
		{"derogation without reason", registers.Transfer{Mechanism: "derogation_49", Derogation: "c", Country: "IN"}, nil, "derogation-needs-reason transfer-exceptional"},
		{"adequate country", registers.Transfer{Mechanism: "adequacy_45", Country: "JP"}, nil, ""},
		{"no such decision", registers.Transfer{Mechanism: "adequacy_45", Country: "IN"}, nil, "no-adequacy-decision"},
		{"none", registers.Transfer{Mechanism: "none", Country: "IN"}, nil, "transfer-no-ground"},
		{"unknown", registers.Transfer{Mechanism: "unknown", Country: "IN"}, nil, "transfer-no-ground"},
	} {
		got := ropa.JudgeTransfer(&c.t, c.r, rules, day)
		slices.Sort(got)
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
	o := newOffice(t, storetest.SQLite(t))
	object := o.make("isam", registers.Objects, map[string]any{"title": "Journalen", "kind": "business_system", "reach": "local"})
	proc := o.make("isam", registers.Processings, whole(object))
	us := o.make("isam", registers.Recipients, map[string]any{"title": "Cloud Inc.", "country": "US"})
	tr := map[string]any{"processing": string(proc), "importer": string(us), "country": "US", "mechanism": "dpf_45", "fallback_mechanism": "none"}
	o.refused("dpf-not-certified", "privacy_contact", "create", registers.Transfers, "", tr)
	o.do("privacy_contact", "update", registers.Recipients, us, map[string]any{"dpf_certified": "yes", "dpf_checked_on": "2024-01-01"})
	o.refused("dpf-check-old", "privacy_contact", "create", registers.Transfers, "", tr)
	o.do("privacy_contact", "update", registers.Recipients, us, map[string]any{"dpf_checked_on": "2026-10-01"})
	o.make("privacy_contact", registers.Transfers, tr)
	fs, err := ropa.Transfers(context.Background(), o.deps(), o.who["isam"])
	if got := strings.Join(codes(fs), " "); err != nil || got != "fallback-missing" {
		t.Errorf("findings %s, %v", got, err)
	}
	// A decision that falls is ended by hand, and what rests on it stands without a ground.
	decision := o.make("isam", registers.AdequacyDecisions, map[string]any{"title": "Data Privacy Framework", "country": "US", "adopted": "2023-07-10", "status": "in_force"})
	for _, c := range []struct{ step, want string }{{"", "fallback-missing"}, {"annul", "fallback-missing no-adequacy-decision"}} {
		if c.step != "" {
			o.do("isam", c.step, registers.AdequacyDecisions, decision, map[string]any{"ended_on": "2026-10-01"})
		}
		fs, err := ropa.Transfers(context.Background(), o.deps(), o.who["isam"])
		if got := strings.Join(codes(fs), " "); err != nil || got != c.want {
			t.Errorf("after %q: findings %s, want %s, %v", c.step, got, c.want, err)
		}
	}
}

// Issue 4 item 7: agreements, instruction, service agreement and logging.
func TestItem7AgreementsAndLogging(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		ctx := context.Background()
		supplier := o.make("isam", registers.Recipients, map[string]any{"title": "Molnbolaget AB", "country": "SE", "security_contact_24h": "08-123 456"})
		object := o.make("isam", registers.Objects, map[string]any{"title": "Journalen", "kind": "business_system", "reach": "local", "personal_data": "yes", "supplier": string(supplier), "hosting_country": "SE"})
		fields := whole(object)
		fields["processors"] = []any{string(supplier)}
		proc := o.make("isam", registers.Processings, fields)
		found := func(want string) {
			t.Helper()
			fs, err := ropa.Agreements(ctx, o.deps(), o.who["isam"])
			if got := strings.Join(codes(fs), " "); err != nil || got != want {
				t.Errorf("findings %q, want %q, %v", got, want, err)
			}
		}
		found("dpa-missing")
		dpa := o.make("isam", registers.Agreements, map[string]any{"kind": "dpa", "direction": "we_engage", "supplier": string(supplier), "valid_from": "2026-01-01", "objects": []any{string(object)}, "processings": []any{string(proc)},
			"breach_notice_h": 24, "sub_processors": "none", "instruction": "yes", "instruction_on": "2026-01-01", "instruction_version": "1"})
		// Not sent while it says that something is missing, nor told as information given (domain.md 9.1, 9.2).
		o.refused("text-lacks-facts", "isam", "send", registers.Agreements, dpa, nil)
		thin := o.make("isam", registers.Processings, map[string]any{"title": "Tunn", "role": "controller"})
		o.refused("text-lacks-facts", "isam", "update", registers.Processings, thin, map[string]any{"notice_met": "yes"})
		o.do("isam", "update", registers.Processings, proc, map[string]any{"notice_met": "yes"})
		o.do("isam", "sign", registers.Agreements, dpa, nil)
		o.refused("dpa-points-missing", "isam", "start", registers.Agreements, dpa, nil)
		var checks []any
		for _, c := range ropa.PointsLeft(&registers.Agreement{}) {
			checks = append(checks, map[string]any{"point": c, "answer": "yes", "clause": "§ 4"})
		}
		if len(checks) != 10 {
			t.Fatalf("%d points of article 28.3", len(checks))
		}
		o.do("isam", "update", registers.Agreements, dpa, map[string]any{"checks": checks})
		o.do("isam", "start", registers.Agreements, dpa, nil)
		found("")
		o.do("isam", "submit", registers.Processings, proc, nil)
		o.do("privacy_contact", "register", registers.Processings, proc, nil)
		// To fill in what was empty is no change of what is done; to do it otherwise is.
		o.do("isam", "update", registers.Processings, proc, map[string]any{"retention_rules": []any{map[string]any{"category": "Journal", "months": 24}}})
		found("")
		o.do("isam", "update", registers.Processings, proc, map[string]any{"retention": "Tio år"})
		found("instruction-stale")
		// An agreement that names objects alone covers what the parties do in them.
		o.do("isam", "update", registers.Agreements, dpa, map[string]any{"processings": nil})
		found("instruction-stale")
		o.do("isam", "update", registers.Agreements, dpa, map[string]any{"processings": []any{string(proc)}})
		o.do("isam", "change", registers.Processings, proc, nil)
		found("instruction-stale")

		buy := o.make("isam", registers.ProcurementChecks, map[string]any{"procurement": "Ny journal"})
		checks6 := map[string]any{"decided_on": "2026-11-02"}
		for _, c := range []string{"class_before", "requirements_stated", "dpa", "dpia_screened", "security_review", "exit_plan"} {
			checks6[c] = "yes"
		}
		checks6["exit_plan"] = "unknown"
		o.refused("check-unanswered", "isam", "decide", registers.ProcurementChecks, buy, checks6)
		checks6["exit_plan"] = "no"
		o.do("isam", "decide", registers.ProcurementChecks, buy, checks6)

		log := map[string]any{"object": string(object), "what": "Läsning av journal", "contains_personal_data": "yes"}
		l := o.make("isam", registers.LogRequirements, log)
		o.refused("logging-field", "isam", "accept", registers.LogRequirements, l, map[string]any{"retention_months": 24})
		sta := o.make("isam", registers.Agreements, map[string]any{"kind": "service_agreement", "supplier": string(supplier), "valid_from": "2026-01-01", "objects": []any{string(object)}})
		o.do("isam", "sign", registers.Agreements, sta, nil)
		o.do("isam", "start", registers.Agreements, sta, nil)
		fs, err := ropa.Logging(ctx, o.deps(), o.who["isam"])
		if got := strings.Join(codes(fs), " "); err != nil || got != "logging-incomplete logging-missing" {
			t.Errorf("findings %s, %v", got, err)
		}
		o.do("isam", "accept", registers.LogRequirements, l, map[string]any{"retention_months": 24, "purpose": "Spåra åtkomst", "legal_basis": "patientdatalagen 4 kap. 3 §", "retention_reason": "Utredning", "records_schedule": "Logg 2.3", "processing": string(proc)})
		if fs, err := ropa.Logging(ctx, o.deps(), o.who["isam"]); err != nil || len(fs) != 0 {
			t.Errorf("findings %v, %v", codes(fs), err)
		}
		for _, l := range []lang.Lang{lang.SV, lang.EN} {
			doc, err := ropa.InstructionText(ctx, o.deps(), o.who["isam"], string(dpa), l)
			if err != nil {
				t.Fatal(err)
			}
			if gaps := draft.Gaps(doc); len(gaps) != 1 { // the object is not classified
				t.Errorf("gaps: %v", gaps)
			}
			if l == lang.SV && !strings.Contains(draft.Plain(doc), "Inom 24 timmar") {
				t.Error(draft.Plain(doc))
			}
			show(t, "instruction-"+string(l), doc)
			doc, err = ropa.NoticeText(ctx, o.deps(), o.who["isam"], string(proc), l)
			if err != nil {
				t.Fatal(err)
			}
			if gaps := draft.Gaps(doc); len(gaps) != 0 {
				t.Errorf("gaps: %v", gaps)
			}
			show(t, "notice-"+string(l), doc)
		}
		// A new instruction waits for the class that it must tell.
		next := map[string]any{"instruction_on": "2026-11-02", "instruction_version": "2"}
		o.refused("text-lacks-facts", "isam", "update", registers.Agreements, dpa, next)
		class := command.Change{Op: "create", Register: registers.Classifications, Org: o.org, Fields: map[string]any{"kind": "object", "object": string(object), "status": "decided", "decided_on": "2026-11-02", "decided_by": string(o.isam), "k": 2, "r": 2, "t": 2}}
		if _, err := o.s.Do(ctx, access.System(), command.Options{Via: "import", Now: o.now}, class); err != nil {
			t.Fatal(err)
		}
		o.do("isam", "update", registers.Agreements, dpa, next)
	})
}

// Issue 4 item 9: AI and IoT.
func TestItem9AiAndIot(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		ctx := context.Background()
		object := o.make("isam", registers.Objects, map[string]any{"title": "Rådgivaren", "kind": "business_system", "reach": "local", "ai": "yes", "personal_data": "yes"})
		sensor := o.make("isam", registers.Objects, map[string]any{"title": "Sensorer", "kind": "infrastructure", "reach": "local", "iot": "yes", "personal_data": "no"})
		_ = sensor
		ps, err := ropa.Profiles(ctx, o.deps(), o.who["isam"], "ai", "iot")
		if err != nil || len(ps) != 2 || strings.Join(ps[0].Gaps, " ") != "processing-missing dpia-missing ai-profile-missing" || strings.Join(ps[1].Gaps, " ") != "iot-profile-missing" {
			t.Fatalf("profiles %+v, %v", ps, err)
		}
		prof := o.make("isam", registers.AiProfiles, map[string]any{"object": string(object), "role": "deployer", "risk_class": "high_annex_III", "annex_iii_area": "3", "purpose": "Råd", "model": "M", "experience": "Kräver mänsklig kontroll."})
		o.refused("processing-missing", "isam", "decide", registers.AiProfiles, prof, map[string]any{"assessed_on": "2026-11-01"})
		fields := whole(object)
		delete(fields, "dpia_need")
		proc := o.make("isam", registers.Processings, fields)
		o.refused("screening-missing", "isam", "decide", registers.AiProfiles, prof, map[string]any{"assessed_on": "2026-11-01"})
		o.do("isam", "update", registers.Processings, proc, map[string]any{"dpia_need": "needed"})
		o.do("isam", "decide", registers.AiProfiles, prof, map[string]any{"assessed_on": "2026-11-01"})
		// The duties of high-risk systems begin on a day that is data.
		if ps, _ := ropa.Profiles(ctx, o.deps(), o.who["isam"], "ai"); strings.Join(ps[0].Gaps, " ") != "dpia-missing" {
			t.Errorf("gaps %v", ps[0].Gaps)
		}
		later := o.deps()
		later.Now = time.Date(2027, 12, 3, 9, 0, 0, 0, time.UTC)
		if ps, _ := ropa.Profiles(ctx, later, o.who["isam"], "ai"); strings.Join(ps[0].Gaps, " ") != "dpia-missing fria-needed eu-database-needed" {
			t.Errorf("gaps %v", ps[0].Gaps)
		}
		o.do("isam", "update", registers.AiProfiles, prof, map[string]any{"risk_class": "prohibited"})
		o.refused("ai-prohibited", "isam", "operate", registers.Objects, object, nil)
		es, err := ropa.Experiences(ctx, o.deps(), o.who["isam"])
		if err != nil || len(es) != 1 || es[0].Text != "Kräver mänsklig kontroll." || es[0].Org != "Utbildningsnämnden" {
			t.Errorf("experiences %v, %v", es, err)
		}
		o.do("isam", "update", registers.AiProfiles, prof, map[string]any{"secrecy": "osl_18_8"})
		if es, _ := ropa.Experiences(ctx, o.deps(), o.who["isam"]); len(es) != 0 {
			t.Errorf("a marked experience is shared: %v", es)
		}
	})
}

// show writes a text as a PDF, which refuses one that is not accessible. With
// GENOMLYS_TEXTS set the pages are kept there to be looked at.
func show(t *testing.T, name string, doc document.Doc) {
	t.Helper()
	var b bytes.Buffer
	if _, err := pdf.Write(&b, doc, pdf.Options{}); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	if dir := os.Getenv("GENOMLYS_TEXTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".pdf"), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
