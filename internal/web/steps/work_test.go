package steps_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rounds"
	"genomlys/internal/web/webtest"
)

// TestReviewOfAccess decides on accounts in a table: all or none, what stands
// out with a reason, the rest at once, and the round is finished.
func TestReviewOfAccess(t *testing.T) {
	h := newHouse(t)
	owner, isam := h.signIn("object_owner"), h.signIn("isam")
	object := h.Make("object", h.Near, map[string]any{"title": "Lönesystemet", "kind": "business_system", "reach": "local", "status": "operation", "owner": string(h.held["object_owner"])})
	rc, err := rounds.Open(context.Background(), rounds.Deps{DB: h.App.DB, Commands: h.App.Commands}, access.System(), command.Options{Via: "web", Now: h.Now},
		rounds.Opening{Object: object, Accounts: []rounds.Account{{Name: "okand", Holder: "Ingen"}, {Name: "coord", Mail: "isam@near.example", LastLogin: "2024-02-28"}, {Name: "coord2", Mail: "isam@near.example", LastLogin: "2024-02-27"}}})
	if err != nil {
		t.Fatal(err)
	}
	round := rc.Items[0].New
	id := map[string]string{}
	for _, it := range rc.Items {
		if it.New.Register.Name == "access_account" {
			id[it.New.Text("account")] = string(it.New.ID)
		}
	}
	at := "/access-reviews/" + round.Ref + "/granska"
	webtest.Has(t, h.Do(owner, "GET", at+"?steg=konton", nil), http.StatusOK, "okand", "Ingen känd person", "Beslut om okand")
	webtest.Has(t, h.Do(owner, "GET", at+"?steg=omfattning", nil), http.StatusOK, "3 kvar")
	took(t, h.send(owner, at+"?steg=konton")) // all are left for later
	w := h.send(owner, at+"?steg=konton", "_decision."+id["okand"], "keep", "_decision."+id["coord"], "keep")
	webtest.Has(t, w, http.StatusUnprocessableEntity, "okand", `value="keep" selected`)
	if s := h.Get("access_account", id["coord"]).Text("status"); s != "open" {
		t.Errorf("one was refused and the other is %s", s)
	}
	webtest.Has(t, h.send(isam, at+"?steg=konton", "_decision."+id["okand"], "remove"), http.StatusUnprocessableEntity, "Funktion object_owner")
	took(t, h.send(owner, at+"?steg=konton", "_decision."+id["okand"], "remove", "_decision."+id["coord"], "keep"))
	webtest.Has(t, h.send(owner, at+"?steg=avsluta", "_op", "perform"), http.StatusUnprocessableEntity)
	took(t, h.send(owner, at+"?steg=ovriga"))
	for name, want := range map[string]string{"okand": "to_remove", "coord": "kept", "coord2": "kept"} {
		if s := h.Get("access_account", id[name]).Text("status"); s != want {
			t.Errorf("%s is %s", name, s)
		}
	}
	webtest.Has(t, h.Do(owner, "GET", at+"?steg=konton", nil), http.StatusOK, "Alla konton är beslutade.")
	took(t, h.send(owner, at+"?steg=avsluta", "_op", "perform"))
	if r := h.Get("access_review", round.Ref); r.Text("status") != "performed" || r.Text("performed_on") != "2024-03-01" {
		t.Errorf("the round is %s, %s", r.Text("status"), r.Text("performed_on"))
	}
	webtest.Has(t, h.Do(owner, "GET", at+"?steg=beslutade", nil), http.StatusOK, "okand", "Ta bort")
}

// TestAgreement answers the points of GDPR 28.3 one by one, and is told what is
// amiss, the stale instruction among it.
func TestAgreement(t *testing.T) {
	h := newHouse(t)
	contact := h.signIn("privacy_contact")
	supplier := h.Make("recipient", h.Near, map[string]any{"title": "Havtorpet AB", "kind": "processor", "country": "SE"})
	p := h.Make("processing", h.Near, map[string]any{"title": "Löner", "role": "controller", "changed_on": "2024-02-01"})
	a := h.Make("agreement", h.Near, map[string]any{"kind": "dpa", "supplier": string(supplier), "valid_from": "2023-01-01", "processings": []string{string(p)}, "instruction": "yes", "instruction_on": "2023-01-01"})
	ref := h.Get("agreement", string(a)).Ref
	at := "/agreements/" + ref + "/kontroll"
	webtest.Has(t, h.Do(contact, "GET", at+"?steg=instruktion", nil), http.StatusOK, "Instruktionen är inaktuell.", "2023-01-01", "/texts/instruction?format=pdf")
	webtest.Has(t, h.Do(contact, "GET", at+"?steg=punkter", nil), http.StatusOK, "Dokumenterad instruktion", "Regleras det i avtalet?", "Avtalet brister.")
	took(t, h.send(contact, at+"?steg=punkter", "_answer.audit", "partly", "_clause.audit", "12.1", "_note.audit", "Bara en gång om året"))
	x := register.As[registers.Agreement](h.Get("agreement", ref))
	if len(x.Checks) != 1 || x.Checks[0] != (registers.AgreementCheck{Point: "audit", Answer: "partly", Clause: "12.1", Note: "Bara en gång om året"}) {
		t.Errorf("checks %+v", x.Checks)
	}
	webtest.Has(t, h.Do(contact, "GET", at+"?steg=punkter", nil), http.StatusOK, `value="12.1"`)
	webtest.Has(t, h.Do(contact, "GET", at+"?steg=parter", nil), http.StatusOK, "1 av 10")
	// An agreement on services leads to what its objects ask for and no agreement has.
	object := h.Make("object", h.Near, map[string]any{"title": "Lönesystemet", "kind": "business_system", "reach": "local", "status": "operation"})
	control := h.Make("control", h.Near, map[string]any{"code": "8.15", "title": "Loggning", "catalogue": "iso27001_2022"})
	h.Make("requirement", h.Near, map[string]any{"object": string(object), "control": string(control), "because": "class"})
	service := h.Make("agreement", h.Near, map[string]any{"kind": "service_agreement", "supplier": string(supplier), "valid_from": "2023-01-01", "objects": []string{string(object)}})
	webtest.Has(t, h.Do(contact, "GET", "/agreements/"+h.Get("agreement", string(service)).Ref+"/kontroll?steg=krav", nil), http.StatusOK, "Inga krav är kopplade", "Lönesystemet: krav utan avtal (1)")
	webtest.Has(t, h.Do(h.signIn("auditor"), "GET", at+"?steg=punkter", nil), http.StatusOK, "<fieldset disabled")
	webtest.Has(t, h.Do("secret-auditor", "POST", at+"?steg=punkter", map[string][]string{"_version": {"1"}}), http.StatusForbidden)
}

// TestRiskAnalysis adds a risk, judges it in words, is refused an acceptance by
// the wrong function, and sees it in the matrix.
func TestRiskAnalysis(t *testing.T) {
	h := newHouse(t)
	isam := h.signIn("isam")
	h.signIn("object_owner")
	object := h.Make("object", h.Near, map[string]any{"title": "Lönesystemet", "kind": "business_system", "reach": "local", "status": "operation", "owner": string(h.held["object_owner"])})
	ran := h.Make("risk_analysis", h.Near, map[string]any{"title": "Analys", "scope": "object", "object": string(object), "kind": "information", "held_on": "2024-03-01", "status": "draft"})
	at := "/risk-analyses/" + h.Get("risk_analysis", string(ran)).Ref + "/analys"
	webtest.Has(t, h.Do(isam, "GET", at+"?steg=risker", nil), http.StatusOK, "Inga risker är beskrivna")
	webtest.Has(t, h.send(isam, at+"?steg=ny-risk", "threat", "Fel lön"), http.StatusUnprocessableEntity, `href="#f-owner"`)
	took(t, h.send(isam, at+"?steg=ny-risk", "threat", "Fel lön", "consequence_text", "Skadat förtroende", "owner", "Funktion object_owner", "p", "3", "c", "4"))
	webtest.Has(t, h.Do(isam, "GET", at+"?steg=risker", nil), http.StatusOK, "Fel lön", "Kritisk", "▼", "4 allvarlig", "3 regelbundet")
	risk := at + "?steg=risk-RSK-0001"
	webtest.Has(t, h.Do(isam, "GET", risk, nil), http.StatusOK, "Risken är kritisk. Den accepteras av nämnd", "En andra person bekräftar.", "4 Allvarlig")
	took(t, h.send(isam, risk, "_op", "assess", "p2", "2", "c2", "4", "p3", "1", "c3", "2", "treatment", "reduce", "cost", "20000"))
	if r := h.Get("risk", "RSK-0001"); r.Text("status") != "assessed" || r.Text("analysis") != string(ran) || r.Text("object") != string(object) {
		t.Errorf("the risk is %s of %s", r.Text("status"), r.Text("analysis"))
	}
	w := h.send("secret-object_owner", risk, "_op", "accept", "accepted_by", "Funktion object_owner", "accepted_on", "2024-03-01", "accepted_reason", "Vi tar den")
	webtest.Has(t, w, http.StatusUnprocessableEntity, "Funktionen får inte fatta beslutet", "förvaltningschef")
	webtest.Has(t, h.Do(isam, "GET", at+"?steg=forslag", nil), http.StatusOK, "Fel lön", "20\u00a0000")
	// The object's owner adds to its analysis, and answers there what others demand.
	took(t, h.send("secret-object_owner", at+"?steg=ny-risk", "threat", "Ingen lön", "consequence_text", "Utan pengar", "owner", "Funktion object_owner", "p", "1", "c", "2"))
	for name, k := range map[string]int64{string(object): 1, "": 3} {
		if name == "" {
			name = string(h.Make("object", h.Near, map[string]any{"title": "Annans system", "kind": "business_system", "reach": "local", "status": "operation", "depends_on": []any{map[string]any{"to": string(object), "kind": "runs_on"}}}))
		}
		h.Make("classification", h.Near, map[string]any{"kind": "object", "object": name, "status": "decided", "decided_on": "2024-02-01", "decided_by": string(h.held["object_owner"]), "k": k, "r": int64(1), "t": int64(1)})
	}
	webtest.Has(t, h.Do("secret-object_owner", "GET", at+"?steg=kravgap", nil), http.StatusOK, "1 objekt bygger på det", "Krävd nivå", "K 3 R 1 T 1", "Svar på kravgap", `name="gap_risk"`, "Ingen lön")
	webtest.Lacks(t, h.Do("secret-object_owner", "GET", at+"?steg=kravgap", nil), "Annans system")
}

// TestImpactAssessment screens a processing rule by rule, and keeps the advice
// for the officer.
func TestImpactAssessment(t *testing.T) {
	h := newHouse(t)
	contact, dpo := h.signIn("privacy_contact"), h.signIn("dpo")
	p := h.Make("processing", h.Near, map[string]any{"title": "Löner", "role": "controller"})
	d := h.Make("dpia", h.Near, map[string]any{"title": "Löner", "kind": "single", "status": "needed", "processings": []string{string(p)}})
	ref, proc := h.Get("dpia", string(d)).Ref, h.Get("processing", string(p)).Ref
	at := "/dpias/" + ref + "/bedom"
	step := at + "?steg=troskel-" + proc
	webtest.Has(t, h.Do(contact, "GET", step, nil), http.StatusOK, "De nio kriterierna", "Systematisk övervakning", "Fallen i artikel 35.3", "räknas som ja tills det är det")
	webtest.Has(t, h.send(contact, step, "_answer.sensitive", "yes", "dpia_need", "not_needed"), http.StatusUnprocessableEntity, "dpia_need")
	took(t, h.send(contact, step, "_answer.sensitive", "yes", "_note.sensitive", "Frånvaro", "_answer.vulnerable", "yes", "dpia_need", "needed"))
	// The need is judged, but not every criterion has an answer: the step is not done.
	webtest.Has(t, h.Do(contact, "GET", step, nil), http.StatusOK, "Besvarat: 2 av 9 kriterier och 0 av 3 fall")
	threshold := func() string {
		body := h.Do(contact, "GET", at+"?steg=omfattning", nil).Body.String()
		end := strings.Index(body, "av 9 kriterier")
		return body[strings.LastIndex(body[:end], "<li"):end]
	}
	if got := threshold(); strings.Contains(got, `"done`) {
		t.Errorf("the step is done: %s", got)
	}
	x := register.As[registers.Processing](h.Get("processing", proc))
	var rest []string
	for _, m := range regexp.MustCompile(`name="_answer\.([a-z0-9_]+)"`).FindAllStringSubmatch(h.Do(contact, "GET", step, nil).Body.String(), -1) {
		if m[1] != "sensitive" && m[1] != "vulnerable" {
			rest = append(rest, "_answer."+m[1], "no")
		}
	}
	took(t, h.send(contact, step, append(rest, "_answer.sensitive", "yes", "_answer.vulnerable", "yes", "dpia_need", "needed")...))
	if got := threshold(); !strings.Contains(got, `"done`) || !strings.Contains(got, "9") {
		t.Errorf("the step is not done: %s", got)
	}
	if x.DpiaNeed != "needed" || len(x.DpiaScreening) != 2 {
		t.Errorf("need %s, %+v", x.DpiaNeed, x.DpiaScreening)
	}
	took(t, h.send(contact, at+"?steg=omfattning", "_op", "start"))
	took(t, h.send(contact, at+"?steg=beskrivning", "description", "Löner räknas och betalas"))
	webtest.Has(t, h.Do(contact, "GET", at+"?steg=rad", nil), http.StatusOK, "Rådet skrivs bara av dataskyddsombudet")
	webtest.Lacks(t, h.Do(contact, "GET", at+"?steg=rad", nil), `name="dpo_advice"`)
	webtest.Has(t, h.Do(contact, "POST", at+"?steg=rad", map[string][]string{"_version": {"1"}, "dpo_advice": {"Bra"}}), http.StatusConflict)
	took(t, h.send(dpo, at+"?steg=rad", "dpo_advice", "Begränsa tiden", "dpo_advice_on", "2024-03-01"))
	if got := h.Get("dpia", ref).Text("dpo_advice"); got != "Begränsa tiden" {
		t.Errorf("the advice is %q", got)
	}
	w := h.send(dpo, at+"?steg=rad", "_op", "consult")
	webtest.Has(t, w, http.StatusUnprocessableEntity, "Delen saknas")
	if !strings.Contains(w.Body.String(), "errsum") {
		t.Error("what is missing is not summed up")
	}
}
