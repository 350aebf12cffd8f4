package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is asked for is handed out with the fields that a mark covers masked and
// counted, in a decision that says who, on what ground and how to appeal; the
// copy is the same each time it is made, and all of it is in the ledger.
func TestItem20Disclosure(t *testing.T) {
	o := newWorld(t)
	isam, registrar := o.person("isam", "SLK"), o.person("registrar", "SLK")
	org := o.one(isam, "orgs", `short = "SLK"`)["id"]
	const hidden = "Servrarna står i källaren på Kvarngatan"
	marked := o.create(isam, "continuity-plans", map[string]any{"org": org, "title": "Plan för lönerna", "notes": hidden, "secrecy": "osl_18_13",
		"objects": []any{o.one(isam, "objects", `status = operation`)["id"]}})
	if got := o.get(registrar, "continuity-plans", str(marked, "id")); strings.Contains(fmt.Sprint(got), hidden) {
		t.Fatalf("the registrar sees it: %v", got)
	}
	open := o.create(registrar, "disclosures", map[string]any{"org": org, "request": "Planen för lönerna", "received_on": "2026-01-12", "diary_no": "SLK-2026-77"})
	id := str(open, "id")
	o.refused(registrar, "POST", "/api/v1/disclosures/"+id+":examine", map[string]any{"register": "objects", "query": "nosuch = 1"}, "archive-query-wrong")
	o.refused(registrar, "POST", "/api/v1/disclosures/"+id+":examine", map[string]any{"records": "KON-9999"}, "no-such-record")
	o.do(registrar, "POST", "/api/v1/disclosures/"+id+":examine", map[string]any{"records": str(marked, "ref"), "register": "persons", "query": ""})
	got := o.get(registrar, "disclosures", id)
	if str(got, "status") != "assessed" || got["blanked_n"].(float64) < 1 || !strings.Contains(fmt.Sprint(got["records"]), "notes") || !strings.Contains(fmt.Sprint(got["records"]), "OSL 18:13") {
		t.Fatalf("examined: %v", got)
	}
	o.change(registrar, "disclosures", id, map[string]any{"records": items(got, "records")[:1], "blanked_n": len(strings.Split(str(items(got, "records")[0], "blanked"), ","))})
	decide := map[string]any{"decided_by": o.function(registrar), "decided_on": "2026-01-13", "legal_basis": "OSL 18:13", "outcome": "released", "reason": "Planen visar hur arbetet går att störa."}
	path := "/api/v1/disclosures/" + id
	o.refused(registrar, "POST", path+":decide", decide, "disclosure-is-partly")
	decide["outcome"] = "partly"
	o.refused(registrar, "POST", path+":decide", decide, "disclosure-needs-appeal")
	decide["appeal_info"] = "yes"
	o.refused(isam, "POST", path+":decide", decide, "archive-own-function")
	o.refused(registrar, "POST", path+":hand_out", map[string]any{}, "not-in-this-state")
	// What is marked is not shown by unmasking it: the registrar cannot see it.
	rows := items(o.get(registrar, "disclosures", id), "records")
	was := rows[0]["blanked"]
	rows[0]["blanked"] = ""
	o.change(registrar, "disclosures", id, map[string]any{"records": rows, "blanked_n": 0})
	bare := map[string]any{}
	for k, v := range decide {
		bare[k] = v
	}
	bare["outcome"] = "released"
	o.refused(registrar, "POST", path+":decide", bare, "disclosure-not-yours-to-show")
	rows[0]["blanked"] = was
	o.change(registrar, "disclosures", id, map[string]any{"records": rows, "blanked_n": len(strings.Split(was.(string), ","))})
	o.step(registrar, "disclosures", id, "decide", decide)
	o.refused(registrar, "POST", path+":deliver", map[string]any{"delivered_on": "2026-01-14"}, "disclosure-by-handing-out")

	text := o.text(registrar, "disclosures", id, "copy")
	o.holds(text, "■ sekretess OSL 18:13", "Maskade uppgifter: 1", "Plan för lönerna", "kammarrätten", str(open, "ref"))
	if strings.Contains(text, hidden) || strings.Contains(o.text(isam, "disclosures", id, "copy"), hidden) {
		t.Error("the copy shows what is secret, to one who may see it")
	}
	table := o.call(registrar, "GET", path+"/texts/copy?format=csv&lang=sv", nil)
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(table.raw, []byte("\ufeff"))))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = ';', -1, true
	lines, err := r.ReadAll()
	if err != nil || len(lines) < 3 || bytes.Contains(table.raw, []byte(hidden)) || !bytes.Contains(table.raw, []byte("OSL 18:13")) {
		t.Errorf("as a table: %v %.600s", err, table.raw)
	}
	// Changed afterwards, handed out as it was examined.
	plan := "/api/v1/continuity-plans/" + str(marked, "id")
	o.do(isam, "PATCH", plan, map[string]any{"title": "Plan för något annat"}, "If-Match", o.call(isam, "GET", plan, nil).header.Get("ETag"))
	o.do(registrar, "POST", path+":hand_out", map[string]any{"format": "pdf"})
	done := o.get(registrar, "disclosures", id)
	if str(done, "status") != "delivered" || len(str(done, "digest")) < 64 {
		t.Errorf("handed out: %v", done)
	}
	again := o.text(registrar, "disclosures", id, "copy")
	if again != text {
		t.Error("the copy is not the same the second time")
	}
	o.refused(registrar, "PATCH", path, map[string]any{"outcome": "released"}, "disclosure-decided-stands", "If-Match", fmt.Sprintf(`"%v"`, done["version"]))
	o.cli(0, "verify")
}

// A disposal is proposed by one and decided by another; then the contents are
// gone from registers, search, history and file, and the ledger and the
// auditor's bundle still hold.
func TestItem20Disposal(t *testing.T) {
	o := newWorld(t)
	isam, archivist, second := o.person("isam", "SLK"), o.person("archivist", "SLK"), o.person("archivist", "SLK")
	org := o.one(isam, "orgs", `short = "SLK"`)["id"]
	const canary = "Qvxkanariefågel"
	var refs, ids []string
	for i := range 3 {
		rec := o.create(isam, "issues", map[string]any{"org": org, "title": fmt.Sprint(canary, " ", i), "notes": strings.Repeat(canary+" ", 50), "tags": []string{"gallras"}, "kind": "ruling"})
		o.change(isam, "issues", str(rec, "id"), map[string]any{"title": canary + " ändrad"})
		refs, ids = append(refs, str(rec, "ref")), append(ids, str(rec, "id"))
	}
	q := url.Values{"org": {"SLK"}, "register": {"issues"}, "query": {`tags:gallras`}}
	preview := o.do(archivist, "GET", "/api/v1/reports/disposal-preview?"+q.Encode(), nil)
	if preview["count"].(float64) != 3 || preview["changes"].(float64) != 6 || len(items(preview, "hinders")) != 0 {
		t.Fatalf("preview: %v", preview)
	}
	// What goes is said in words, and the rules of retention propose what is ripe.
	if says := preview["says"].(map[string]any); says["sv"] != "Etiketter innehåller gallras" || says["en"] != "Tags holds gallras" {
		t.Errorf("in words: %v", says)
	}
	ripe := false
	for _, x := range items(o.do(archivist, "GET", "/api/v1/reports/disposal-due?org=SLK", nil), "items") {
		if x["rule"] == "requests" {
			found := o.list(isam, "subject-requests", str(x, "query"))
			ripe = x["count"] == float64(len(found)) && len(found) > 0 && strings.Contains(str(x["says"].(map[string]any), "sv"), "Besvarad före")
		}
	}
	if !ripe {
		t.Error("requests answered years ago are not told to be ripe")
	}
	fields := map[string]any{"org": org, "register_name": "issue", "query": `tags:gallras`, "legal_ref": "Gallringsbeslut 2026:4", "second_by": o.function(archivist)}
	wrong := func(name, value string) map[string]any {
		c := map[string]any{}
		for k, v := range fields {
			c[k] = v
		}
		c[name] = value
		return c
	}
	o.refused(archivist, "POST", "/api/v1/disposal-decisions", wrong("query", `tags:finns`), "disposal-empty")
	o.refused(archivist, "POST", "/api/v1/disposal-decisions", wrong("register_name", "sagor"), "not-allowed")
	o.refused(archivist, "POST", "/api/v1/disposal-decisions", wrong("second_by", o.function(second)), "archive-own-function")
	proposal := o.create(archivist, "disposal-decisions", fields)
	id := str(proposal, "id")
	path := "/api/v1/disposal-decisions/" + id
	if p := o.get(archivist, "disposal-decisions", id); p["records_n"].(float64) != 3 || len(items(p, "records")) != 3 {
		t.Fatalf("proposed: %v", p)
	}
	own := map[string]any{"decided_by": o.function(archivist), "decided_on": "2026-02-01"}
	o.refused(archivist, "POST", path+":decide", own, "second-is-first")
	o.change(second, "disposal-decisions", id, map[string]any{"second_by": o.function(second)})
	o.refused(archivist, "POST", path+":decide", own, "disposal-own-proposal")
	o.change(archivist, "disposal-decisions", id, map[string]any{"second_by": o.function(archivist)})
	theirs := map[string]any{"decided_by": o.function(second), "decided_on": "2026-02-01"}
	o.refused(isam, "POST", path+":decide", theirs, "may-not-decide")
	// What stands in the way is told, record by record.
	o.change(isam, "issues", ids[1], map[string]any{"tags": []string{"gallras", "gallringsstopp"}})
	r := o.refused(second, "POST", path+":decide", theirs, "disposal-held")
	if !r.code("disposal-changed-since") || !bytes.Contains(r.raw, []byte(refs[1])) {
		t.Errorf("held: %s", r.raw)
	}
	o.change(isam, "issues", ids[1], map[string]any{"tags": []string{"gallras"}})
	o.step(second, "disposal-decisions", id, "reject", nil)
	id = str(o.create(archivist, "disposal-decisions", fields), "id")
	path = "/api/v1/disposal-decisions/" + id
	o.refused(second, "POST", path+":erase", map[string]any{}, "not-in-this-state")
	o.step(second, "disposal-decisions", id, "decide", theirs)
	o.refused(second, "POST", path+":dispose", map[string]any{"executed_on": "2026-02-02", "count": 1}, "disposal-by-executing")
	o.refused(isam, "POST", path+":erase", map[string]any{}, "may-not-decide")
	o.do(second, "POST", path+":erase?dry_run=true", map[string]any{})
	if str(o.get(isam, "issues", ids[0]), "title") == "" {
		t.Fatal("a dry run erased")
	}
	o.do(second, "POST", path+":erase", map[string]any{})

	done := o.get(second, "disposal-decisions", id)
	if str(done, "status") != "executed" || done["count"].(float64) < 7 || str(done, "root") == "" || len(items(done, "records")) != 3 {
		t.Errorf("executed: %v", done)
	}
	for _, ref := range append(refs, ids...) {
		if r := o.call(isam, "GET", "/api/v1/issues/"+ref, nil); r.status != 404 || !r.code("was-disposed") && !bytes.Contains(r.raw, []byte("was-disposed")) {
			t.Errorf("%s: %d %s", ref, r.status, r.raw)
		}
	}
	if r := o.call(isam, "GET", "/api/v1/issues/"+ids[0]+"/history", nil); r.status != 404 {
		t.Errorf("history: %d %.200s", r.status, r.raw)
	}
	if found := o.list(isam, "issues", `tags:gallras`); len(found) != 0 {
		t.Errorf("still listed: %v", found)
	}
	for _, end := range []string{"", "-wal"} {
		b, err := os.ReadFile(o.db + end)
		if err == nil && bytes.Contains(b, []byte("kanariefågel")) {
			t.Errorf("the file%s still has it", end)
		}
	}
	o.holds(o.text(second, "disposal-decisions", id, "disposal-list"), "Omvärld och förändringar", "Etiketter innehåller gallras", refs[0], refs[1], refs[2], "Gallringsbeslut 2026:4", str(done, "root"))
	o.cli(0, "verify")
	bundle := filepath.Join(o.dir, "bundle.jsonl")
	o.cli(0, "audit-bundle", "--out", bundle)
	if b, err := os.ReadFile(bundle); err != nil || bytes.Contains(b, []byte("kanariefågel")) || !bytes.Contains(b, []byte(`"state":"erased"`)) {
		t.Errorf("the bundle: %v", err)
	}
}
