package main

import "testing"

// TestItem03DPIA takes an assessment past its screening and the officer's advice
// to a decision, and a reference to an adopting board.
func TestItem03DPIA(t *testing.T) {
	o := newWorld(t)
	isam, privacy, head, dpo := o.person("isam", "SLK"), o.person("privacy_contact", "SLK"), o.person("head", "SLK"), o.person("dpo", "KS")
	headOf, dpoOf, ownerOf := o.function(head), o.function(dpo), o.function(o.person("object_owner", "SLK"))
	p := o.create(privacy, "processings", f{"title": "Närvaro med kamera", "role": "controller", "purposes": "Närvaro"})
	if s := o.report(privacy, "screening", "processing="+str(p, "ref")); len(items(s, "lines")) != 12 || s["complete"] != false {
		t.Errorf("screening %v", s)
	}
	o.refused(privacy, "PATCH", "/api/v1/processings/"+str(p, "ref"), f{"dpia_need": "not_needed"}, "screening-not-answered", "If-Match", match(p))

	risk := o.create(isam, "risks", f{"threat": "Uppgifter sprids", "consequence_text": "Barnet kan kränkas", "owner": ownerOf, "kind": "privacy", "p": 3, "c": 4, "p3": 1, "c3": 3})
	assessed := func(title, kind string, more f) string {
		t.Helper()
		all := f{"title": title, "kind": kind, "risks": []any{risk["id"]}, "description": "Elevers närvaro", "necessity_proportionality": "Nödvändigt för undervisning",
			"measures": "Kryptering", "views_of_subjects": "Elevrådet hördes"}
		for k, v := range more {
			all[k] = v
		}
		d := o.create(privacy, "dpias", all)
		o.step(privacy, "dpias", str(d, "ref"), "start", f{"started_on": today()})
		return str(d, "ref")
	}
	ref := assessed("Närvaro", "single", f{"processings": []any{p["id"]}})
	advice := f{"dpo_advice": "Minska lagringstiden.", "dpo_advice_on": today()}
	o.refused(privacy, "PATCH", "/api/v1/dpias/"+ref, advice, "advice-by-dpo-only", "If-Match", match(o.get(privacy, "dpias", ref)))
	o.step(dpo, "dpias", ref, "consult", advice)
	decide := f{"decided_by": headOf, "decided_on": today(), "residual": "low", "decision": "go", "dpo_followed": "yes"}
	o.refused(dpo, "POST", "/api/v1/dpias/"+ref+":decide", f{"decided_by": dpoOf, "decided_on": today(), "residual": "low", "decision": "go", "dpo_followed": "yes"}, "may-not-decide")
	// The report would lack what the processing does: it is not decided (domain.md 9.12).
	o.refused(head, "POST", "/api/v1/dpias/"+ref+":decide", decide, "protocol-lacks-facts")
	o.change(privacy, "processings", str(p, "ref"), f{"legal_basis": []any{"public_interest"}, "data_subjects": []any{"children"}, "data_categories": []any{"bild"}, "third_country": "no", "retention": "Ett år"})
	o.step(head, "dpias", ref, "decide", decide)
	o.holds(o.text(privacy, "dpias", ref, "report"), "Närvaro", "Minska lagringstiden.")

	// A reference of one organisation is adopted by another's own decision, after
	// its own officer's advice; they read it though it is not theirs.
	boardDPO, boardHead, stranger := o.person("dpo", "UBN"), o.person("head", "UBN"), o.person("head", "VAL")
	board := o.one(isam, "orgs", `short = "UBN"`)
	reference := assessed("Referens: elevhälsa", "reference", f{"controllers": []any{board["id"]}, "processings": []any{p["id"]}})
	part := o.one(boardHead, "dpia-participants", `dpia = "`+str(o.get(isam, "dpias", reference), "id")+`"`)
	adopt := f{"decided_by": o.function(boardHead), "decided_on": today()}
	o.refused(boardHead, "POST", "/api/v1/dpia-participants/"+str(part, "ref")+":adopt", adopt, "reference-not-decided")
	o.step(dpo, "dpias", reference, "consult", advice)
	o.step(head, "dpias", reference, "decide", decide)
	if seen := o.get(boardHead, "dpias", reference); seen["status"] != "decided" {
		t.Errorf("the adopter sees %v", seen)
	}
	o.holds(o.text(boardHead, "dpias", reference, "report"), "Referens: elevhälsa")
	if r := o.call(stranger, "GET", "/api/v1/dpias/"+reference, nil); r.status != 404 {
		t.Errorf("somebody without a part sees it: %d", r.status)
	}
	o.change(boardDPO, "dpia-participants", str(part, "ref"), f{"dpo_advice": "Ja.", "dpo_advice_on": today()})
	if got := o.step(boardHead, "dpia-participants", str(part, "ref"), "adopt", adopt); got["status"] != "adopted" {
		t.Errorf("adopted: %v", got)
	}

	// Others deviate or decline, each by its own head; deviations are said.
	deviating, declining := o.person("head", "SON"), o.person("head", "TRN")
	more := assessed("Referens: skolmat", "reference", f{"controllers": []any{o.one(isam, "orgs", `short = "SON"`)["id"], o.one(isam, "orgs", `short = "TRN"`)["id"], board["id"]}, "processings": []any{p["id"]}})
	o.step(dpo, "dpias", more, "consult", advice)
	o.step(head, "dpias", more, "decide", decide)
	position := func(who, dpia string) f {
		t.Helper()
		return o.one(who, "dpia-participants", `dpia = "`+str(o.get(isam, "dpias", dpia), "id")+`" AND party.short = "`+map[string]string{deviating: "SON", declining: "TRN", boardHead: "UBN"}[who]+`"`)
	}
	son := str(position(deviating, more), "ref")
	by := func(who string) f { return f{"decided_by": o.function(who), "decided_on": today()} }
	o.refused(deviating, "POST", "/api/v1/dpia-participants/"+son+":adopt", by(deviating), "advice-missing")
	o.change(o.person("dpo", "SON"), "dpia-participants", son, f{"dpo_advice": "Kortare lagring.", "dpo_advice_on": today()})
	o.refused(deviating, "POST", "/api/v1/dpia-participants/"+son+":deviate", by(deviating), "required-in-state")
	deviate := by(deviating)
	deviate["deviations"] = "Vi sparar i 30 dagar i stället för 90."
	o.step(deviating, "dpia-participants", son, "deviate", deviate)
	o.step(declining, "dpia-participants", str(position(declining, more), "ref"), "decline", by(declining))
	if r := o.call(head, "POST", "/api/v1/dpia-participants/"+str(position(boardHead, more), "ref")+":decline", by(head)); r.status < 400 || r.status > 499 {
		t.Errorf("the owner's head answers for another controller: %d", r.status)
	}
	// The report tells the owner how each stands, with deviations.
	o.holds(o.text(privacy, "dpias", more, "report"), "Socialnämnden", "Vi sparar i 30 dagar", "Trafiknämnden")

	// A new version asks all who took part again: those that are read in from a
	// list get a position of their own to take.
	old := o.one(isam, "dpias", `kind = reference AND status = decided AND source = import`)
	if n := len(o.list(boardHead, "dpia-participants", `dpia = "`+str(old, "id")+`"`)); n != 1 {
		t.Errorf("the board sees %d positions of its own on the one it adopted", n)
	}
	next := assessed("Ny version av referensen", "reference", f{"replaces": old["id"], "controllers": []any{board["id"]}, "processings": []any{p["id"]}})
	o.step(dpo, "dpias", next, "consult", advice)
	o.step(head, "dpias", next, "decide", decide)
	if x := o.get(isam, "dpias", str(old, "ref")); x["status"] != "superseded" {
		t.Errorf("the version before is %v", x["status"])
	}
	again := position(boardHead, next)
	if again["status"] != "invited" || again["dpo_advice"] != nil {
		t.Errorf("asked again: %v", again)
	}
	o.change(boardDPO, "dpia-participants", str(again, "ref"), f{"dpo_advice": "Ja.", "dpo_advice_on": today()})
	o.step(boardHead, "dpia-participants", str(again, "ref"), "adopt", adopt)
	newer := assessed("Tredje versionen", "reference", f{"replaces": o.get(isam, "dpias", next)["id"], "controllers": []any{board["id"]}, "processings": []any{p["id"]}})
	o.step(dpo, "dpias", newer, "consult", advice)
	o.step(head, "dpias", newer, "decide", decide)
	if again = position(boardHead, newer); again["status"] != "invited" || again["decided_on"] != nil || again["dpo_advice"] != nil {
		t.Errorf("asked a third time: %v", again)
	}
}
