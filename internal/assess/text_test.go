package assess_test

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/assess"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/document/docx"
	"genomlys/internal/document/html"
	"genomlys/internal/document/pdf"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store/storetest"
)

// words gives all text of a document, a line to a block or a row.
func words(d document.Doc) string {
	var b strings.Builder
	b.WriteString(d.Title + "\n")
	runs := func(rs []document.Run) {
		for _, r := range rs {
			b.WriteString(r.Text)
		}
	}
	for _, x := range d.Blocks {
		switch x := x.(type) {
		case document.Heading:
			b.WriteString(x.Number + " " + x.Text)
		case document.Paragraph:
			b.WriteString(x.By + " ")
			runs(x.Runs)
		case document.Table:
			for row := range x.Rows {
				for _, c := range row {
					runs(c)
					b.WriteString(" | ")
				}
				b.WriteString("\n")
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

type maker func(ctx context.Context, deps assess.Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error)

// text makes a text in a language, in every format, and holds what it must say.
func (o *office) text(t *testing.T, make maker, who, name string, l lang.Lang, missing int, want ...string) document.Doc {
	t.Helper()
	d, err := make(o.ctx, o.deps(), o.as(who), string(o.ids[name]), l)
	if err != nil {
		t.Fatal(err)
	}
	said := words(d)
	for _, s := range want {
		if !strings.Contains(said, s) {
			t.Errorf("%s %s: %q is not said in\n%s", name, l, s, said)
		}
	}
	if lacks := draft.Gaps(d); len(lacks) != missing || (missing > 0) != strings.Contains(said, map[lang.Lang]string{lang.SV: "Saknas innan", lang.EN: "Missing before"}[l]) {
		t.Errorf("%s %s: missing %q, want %d", name, l, lacks, missing)
	}
	var p, h, w bytes.Buffer
	if _, err := pdf.Write(&p, d, pdf.Options{}); err != nil {
		t.Errorf("%s: pdf: %v", name, err)
	}
	if err := docx.Write(&w, d, nil); err != nil {
		t.Errorf("%s: docx: %v", name, err)
	}
	if err := html.Write(&h, d); err != nil {
		t.Errorf("%s: html: %v", name, err)
	}
	if p.Len() < 1000 || h.Len() < 1000 || w.Len() < 1000 {
		t.Errorf("%s: %d, %d, %d bytes", name, p.Len(), h.Len(), w.Len())
	}
	keep(t, name+"-"+string(l), p.Bytes())
	return d
}

// whole is an office in which each text has what it needs.
func whole(t *testing.T) *office {
	o := newOffice(t, storetest.SQLite(t))
	o.objects()
	o.do("isam", "update", registers.Objects, "cases", f{"users_approx": 1200, "operation_form": "service_agreement"})
	o.make("p", registers.Processings, "SLK", f{"title": "Ärendehandläggning", "role": "controller", "controllers": []any{"@KS"}, "objects": []any{"@cases"}, "purposes": "Handlägga ärenden", "legal_basis": []any{"public_interest"},
		"national_rule": "förvaltningslagen", "data_subjects": []any{"residents"}, "data_categories": []any{"namn", "kontaktuppgifter"}, "third_country": "no", "retention": "Fem år",
		"dpia_need": "needed", "dpia_screening": answers("vulnerable", "large_scale")})
	o.classify("K", "cases", row("Ärendehandlingar", 2, 2, 1), row("Loggar", 1, 3, 3))
	o.classify("P", "platform", row("Loggar", 1, 1, 1))
	return o
}

func TestClassificationText(t *testing.T) {
	o := whole(t)
	o.text(t, assess.ClassificationText, "isam", "K", lang.SV, 0, "Klassningsprotokoll: Ärendesystem", "konfidentialitet 2 (betydande), riktighet 3 (allvarlig), tillgänglighet 1 (måttlig)",
		"Funktion owner", "Funktion manager", "2028-03-02", "förvaltningslagen", o.refs["p"]+", 2026-03-02", "Driftplattform", "Skada för verksamheten", "8.13 Säkerhetskopior", "Ej bedömd", "Inget annat objekt bygger på det här.")
	o.text(t, assess.ClassificationText, "isam", "K", lang.EN, 0, "Classification protocol", "confidentiality 2 (significant)", "8.13 Backups", "Not assessed")
	o.text(t, assess.ClassificationText, "isam", "P", lang.SV, 0, "Användare, ungefär | ej angivet", "Krävd nivå | K 2 R 3 T 1", "Kravgapet är öppet.")
	// What is changed since the decision does not change what was decided on.
	o.do("isam", "update", registers.Objects, "cases", f{"users_approx": 5000})
	o.text(t, assess.ClassificationText, "isam", "K", lang.SV, 0, "Användare, ungefär | 1\u00a0200")
	// A draft says what it lacks, and says that it is a draft.
	o.make("draft", registers.Classifications, "SLK", f{"kind": "object", "object": "@cases"})
	d := o.text(t, assess.ClassificationText, "isam", "draft", lang.SV, 7, "[saknas: Beslutad av]", "[saknas: Genomförd]")
	if !d.Draft {
		t.Error("a draft is not marked so")
	}
}

func TestRiskAnalysisText(t *testing.T) {
	o := whole(t)
	o.make("analysis", registers.RiskAnalyses, "SLK", f{"title": "Ärendesystemet 2026", "scope": "object", "object": "@cases", "kind": "combined", "held_on": today, "participants": "Ägare\nSamordnare", "method_version": "2018-1"})
	for i, x := range []f{
		{"threat": "Obehörig läser sekretess", "vulnerability": "För vida behörigheter", "consequence_text": "Sekretess röjs", "kind": "information", "p": 3, "c": 4, "p2": 2, "c2": 4, "p3": 1, "c3": 4, "treatment": "reduce", "treatment_text": "Roller ses över", "cost": 15000000, "expected_effect": "Färre kan läsa"},
		{"threat": "Elevs adress sprids", "consequence_text": "Eleven kan hotas", "kind": "privacy", "p": 1, "c": 4},
		{"threat": "Avbrott", "consequence_text": "Handläggningen stannar", "kind": "information", "p": 2, "c": 2},
	} {
		x["analysis"], x["owner"], x["object"] = "@analysis", "@owner", "@cases"
		o.make("r"+string(rune('0'+i)), registers.Risks, "SLK", x)
		o.do("isam", "assess", registers.Risks, "r"+string(rune('0'+i)), f{"assessed_on": today})
	}
	o.do("isam", "update", registers.Risks, "r2", f{"comment": "Rimligt", "comment_by": "@isam"})
	o.do("owner", "accept", registers.Risks, "r2", f{"accepted_by": "@owner", "accepted_on": today, "accepted_reason": "Reservrutin finns"})
	o.text(t, assess.RiskAnalysisText, "isam", "analysis", lang.SV, 2, "[saknas: Beslutad av]", "3 × 4 = 12, kritisk", "2 × 4 = 8, hög", "visas alltid: högsta konsekvens", "Konsekvens för den enskilde | Eleven kan hotas",
		"Funktion owner, 2026-03-02, till och med 2027-03-02. Reservrutin finns", "Färre kan läsa | 4 | 1 | 150\u00a0000\u00a0kr")
	o.do("owner", "decide", registers.RiskAnalyses, "analysis", f{"decided_on": today, "decided_by": "@owner"})
	rc, err := assess.CarryOver(o.ctx, o.s, o.deps(), o.as("isam"), command.Options{Via: "web", Now: o.now.Add(time.Second)}, string(o.ids["analysis"]), today)
	if err != nil {
		t.Fatal(told(err))
	}
	o.ids["next"] = rc.Items[0].New.ID
	o.text(t, assess.RiskAnalysisText, "isam", "next", lang.EN, 2, "Since the last analysis", "Unchanged", "2 × 4 = 8, high")
}

func TestDPIAText(t *testing.T) {
	o := whole(t)
	d := registers.Dpias
	o.assessed("d", 1, 3, f{"controllers": []any{"@KS"}, "title": "Ärendehandläggning"})
	o.text(t, assess.DPIAText, "privacy", "d", lang.SV, 6, "[saknas: dataskyddsombudets råd]", "[saknas: Beslut]", "personer i beroendeställning (barn, anställda, patienter) | Kriterium | Ja", "Artikel 35.3 | Nej")
	o.do("dpo", "consult", d, "d", f{"dpo_advice": "Minska lagringstiden till tre år.", "dpo_advice_on": today})
	o.do("head", "decide", d, "d", f{"decided_by": "@head", "decided_on": today, "residual": "low", "decision": "go_with_conditions", "conditions": "Lagringstiden kortas", "dpo_followed": "partly", "dpo_reason": "Arkivlagen kräver fem år"})
	o.text(t, assess.DPIAText, "privacy", "d", lang.SV, 0, "Minska lagringstiden till tre år.", "Dataskyddsombudet, 2026-03-02", "Arkivlagen kräver fem år", "Konsekvens för den enskilde | Barnet kan kränkas", "Får genomföras med villkor", "3 × 4 = 12, kritisk", "1 × 3 = 3, låg", "Handlägga ärenden | "+o.refs["p"])
	o.text(t, assess.DPIAText, "privacy", "d", lang.EN, 0, "Data protection impact assessment", "Go with conditions", "large scale | Criterion | Yes")
}

func TestRequirementAnnexText(t *testing.T) {
	o := whole(t)
	o.make("supplier", registers.Recipients, "SLK", f{"title": "Systemleverantören AB", "kind": "processor", "country": "SE"})
	o.make("agreement", registers.Agreements, "SLK", f{"title": "Systemtjänsteavtal", "kind": "service_agreement", "supplier": "@supplier", "objects": []any{"@cases"}, "valid_from": today})
	o.text(t, assess.RequirementAnnexText, "isam", "agreement", lang.SV, 1, "[saknas: loggkrav för Ärendesystem]", "Systemleverantören AB")
	o.make("log", registers.LogRequirements, "SLK", f{"object": "@cases", "what": "Läsning av skyddade uppgifter", "event_class": "access_read", "retention_months": 24, "legal_basis": "OSL 21 kap.", "retention_reason": "Preskription"})
	o.text(t, assess.RequirementAnnexText, "isam", "agreement", lang.SV, 0, "Organisatoriska", "Tekniska", "8.13 Säkerhetskopior | 3", "frånkopplad kopia", "Läsning av skyddade uppgifter | Läsning | 24 månader | OSL 21 kap. Preskription")
	o.text(t, assess.RequirementAnnexText, "isam", "agreement", lang.EN, 0, "8.13 Backups | 3", "24 months", "Supplier's account")
}

func TestApplicabilityText(t *testing.T) {
	o := whole(t)
	o.text(t, assess.ApplicabilityText, "isam", "SLK", lang.SV, 1, "[saknas: bedömning av 29 säkerhetsåtgärder, med skäl]", "Uttalande om tillämplighet: Stadsledningskontoret", "8.13 Säkerhetskopior | Ja | Klassning (2) | Ej bedömd (2)", "5.1 Styrande dokument beslutade och aktuella | Ej bedömt | –")
	o.text(t, assess.ApplicabilityText, "central", "city", lang.EN, 1, "Statement of applicability: Lindhamns stad", "8.13 Backups | Yes | Classification (2)")
	// A class that was decided elsewhere asks for the same, and nobody has assessed it.
	o.now = o.now.Add(time.Second)
	object := register.NewID(o.now)
	_, err := o.s.Do(o.ctx, access.System(), command.Options{Via: "import", Now: o.now},
		command.Change{Op: "create", Register: registers.Objects, Org: o.ids["SLK"], NewID: object, Fields: map[string]any{"title": "Läst in", "kind": "business_system", "reach": "local", "status": "operation"}},
		command.Change{Op: "create", Register: registers.Classifications, Org: o.ids["SLK"], Fields: map[string]any{"kind": "object", "object": string(object), "status": "decided", "decided_on": today, "k": 1, "r": 1, "t": 1}},
		command.Change{Op: "create", Register: registers.Processings, Org: o.ids["SLK"], Fields: map[string]any{"title": "Behandling", "role": "controller", "objects": []any{string(object)}, "encryption_required": "yes", "registered_on": "2020-01-01"}})
	if err != nil {
		t.Fatal(told(err))
	}
	o.text(t, assess.ApplicabilityText, "isam", "SLK", lang.SV, 1, "8.13 Säkerhetskopior | Ja | Klassning (3) | Ej bedömd (3)", "För 1 objekt är kraven inte införda i registret.", "8.24 Kryptering | Ja | Klassning (3), Lag (1)")
}

// TestWhatIfs opens every count of W4, W7 and W8 to the records behind it.
func TestWhatIfs(t *testing.T) {
	o := whole(t)
	count := func(p assess.Report, code string) []register.ID {
		t.Helper()
		for _, c := range p.Counts {
			if c.Code == code {
				var ids []register.ID
				for _, k := range c.Records {
					ids = append(ids, k.ID)
				}
				return ids
			}
		}
		return nil
	}
	is := func(p assess.Report, err error, code string, names ...string) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		var want []register.ID
		for _, n := range names {
			want = append(want, o.ids[n])
		}
		if got := count(p, code); !slices.Equal(got, want) {
			t.Errorf("%s %s: %v, want %v", p.Question, code, got, names)
		}
	}
	p, err := assess.IfDemandsCount(o.ctx, o.deps(), o.as("isam"), time.Time{}, false)
	is(p, err, "looked_at", "platform")
	is(p, err, "rise", "platform")
	is(p, err, "open", "platform")
	is(p, err, "rises_k", "platform")
	is(p, err, "rises_r", "platform")
	is(p, err, "rises_t")
	if len(p.Rises) != 1 || p.Rises[0].Effect.To != (classify.Vector{2, 3, 1, classify.Unset}) || len(p.Rises[0].Effect.Stricter) == 0 || p.Position == 0 || p.AsOf != today {
		t.Errorf("W4 %+v", p)
	}
	// A planned system demands nothing until it is asked to.
	o.make("planned", registers.Objects, "SLK", f{"title": "Nytt system", "kind": "business_system", "reach": "local", "owner": "@owner", "manager": "@manager", "depends_on": []any{f{"to": "@platform", "kind": "runs_on"}}, "info_types": []any{f{"to": "@log lines", "kind": "stored"}}})
	o.classify("N", "planned", row("Loggar", 1, 3, 3))
	p, err = assess.IfDemandsCount(o.ctx, o.deps(), o.as("isam"), time.Time{}, false)
	is(p, err, "rises_t")
	p, err = assess.IfDemandsCount(o.ctx, o.deps(), o.as("isam"), time.Time{}, true)
	is(p, err, "rises_t", "platform")

	p, err = assess.IfInfoTypeRises(o.ctx, o.deps(), o.as("isam"), string(o.ids["case files"]), classify.KRT(3, 2, 1), time.Time{})
	is(p, err, "hold", "cases")
	is(p, err, "rises_k", "cases")
	is(p, err, "unclassified")
	if p.Unpriced == 0 || p.Once != 0 {
		t.Errorf("W7 %+v", p)
	}
	if p.Asked == 0 || p.Asked != len(p.Rises[0].Effect.New)+len(p.Rises[0].Effect.Stricter) {
		t.Errorf("W7: %d requirements asked for", p.Asked)
	}
	// A class that is nowhere higher is no raise.
	if _, err = assess.IfInfoTypeRises(o.ctx, o.deps(), o.as("isam"), string(o.ids["log lines"]), classify.KRT(1, 3, 3), time.Time{}); !fault.Is(err, fault.Invalid) {
		t.Errorf("W7 of the class it has: %v", err)
	}
	o.make("norm", registers.Classifications, "city", f{"kind": "norm", "title": "Norm"})
	o.make("applied", registers.Classifications, "SLK", f{"kind": "applied", "norm": "@norm", "object": "@cases"})
	p, err = assess.IfRevised(o.ctx, o.deps(), o.as("isam"), "classification", string(o.ids["norm"]), time.Time{})
	if err == nil {
		t.Error("a norm that the caller does not see was opened")
	}
	p, err = assess.IfRevised(o.ctx, o.deps(), o.as("central"), "classification", string(o.ids["norm"]), time.Time{})
	is(p, err, "drafts", "applied")
	is(p, err, "applications")
	if slices.ContainsFunc(p.Counts, func(c assess.Count) bool { return c.Code == "former" }) {
		t.Error("a first version has earlier ones")
	}
	// Asked of a new version, those who apply an earlier one are told of.
	brought := func(name, org string, fields f) {
		t.Helper()
		o.now = o.now.Add(time.Second)
		rc, err := o.s.Do(o.ctx, access.System(), command.Options{Via: "import", Now: o.now}, command.Change{Op: "create", Register: registers.Classifications, Org: o.ids[org], Fields: o.fields(fields)})
		if err != nil {
			t.Fatal(told(err))
		}
		o.ids[name] = rc.Items[0].New.ID
	}
	decided := f{"status": "decided", "decided_on": today, "k": 2, "r": 2, "t": 2}
	brought("decided application", "SLK", with(decided, f{"kind": "applied", "norm": "@norm", "object": "@cases"}))
	brought("norm 2", "city", with(decided, f{"kind": "norm", "title": "Norm", "replaces": "@norm"}))
	brought("norm 3", "city", with(decided, f{"kind": "norm", "title": "Norm", "replaces": "@norm 2"}))
	brought("new application", "SLK", with(decided, f{"kind": "applied", "norm": "@norm 3", "object": "@planned"}))
	p, err = assess.IfRevised(o.ctx, o.deps(), o.as("central"), "classification", string(o.ids["norm 3"]), time.Time{})
	is(p, err, "applications", "new application")
	is(p, err, "former", "decided application")
	is(p, err, "objects", "planned", "cases")
	is(p, err, "drafts", "applied")
	p, err = assess.IfRevised(o.ctx, o.deps(), o.as("central"), "classification", string(o.ids["norm"]), time.Time{})
	is(p, err, "applications", "decided application")
	o.assessed("ref", 1, 2, f{"org": "city", "kind": "reference", "controllers": []any{"@KS", "@UBN"}})
	p, err = assess.IfRevised(o.ctx, o.deps(), o.as("central"), "dpia", string(o.ids["ref"]), time.Time{})
	if err != nil || len(count(p, "waiting")) != 2 || len(count(p, "adopters")) != 0 {
		t.Errorf("W8 %+v, %v", p, err)
	}
	for _, x := range o.all(registers.DpiaParticipants, func(x *register.Record) bool { return x.Text("dpia") == string(o.ids["ref"]) }) {
		o.now = o.now.Add(time.Second)
		if _, err := o.s.Do(o.ctx, access.System(), command.Options{Via: "import", Now: o.now}, command.Change{Op: "update", Register: registers.DpiaParticipants, ID: string(x.ID), Fields: map[string]any{"status": "adopted"}}); err != nil {
			t.Fatal(told(err))
		}
	}
	// Until it is decided, their positions are on the one before.
	o.assessed("ref 2", 1, 2, f{"org": "city", "kind": "reference", "replaces": "@ref", "controllers": []any{"@KS", "@UBN"}})
	p, err = assess.IfRevised(o.ctx, o.deps(), o.as("central"), "dpia", string(o.ids["ref 2"]), time.Time{})
	if err != nil || len(count(p, "former")) != 2 {
		t.Errorf("W8 of a new version %+v, %v", p, err)
	}
}

func with(a, b f) f {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}
