package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Issue 4 item 8: routines, review rounds from a file of accounts with a
// decision per account, overdue, follow-through; in how many ways it is done.
func TestItem08AccessRounds(t *testing.T) {
	o := newWorld(t)
	isam := o.person("isam", "SLK")
	// Owners may not read who is who: their functions are found by the coordinator.
	function := func(who string) string {
		p := o.one(isam, "persons", `email = "`+who+`"`)
		return str(o.one(isam, "role-assignments", `person = "`+str(p, "id")+`"`), "id")
	}
	object := o.one(isam, "objects", `status = operation AND NOT has(access_routines, status = decided)`)
	ref := str(object, "ref")
	owner, deputy := o.person("object_owner", "SLK", ref), o.person("object_manager_it", "SLK", ref)
	left := o.person("registrar", "SLK")
	who := o.one(isam, "persons", `email = "`+left+`"`)
	admin := o.person("system_admin", "SLK")
	o.step(admin, "persons", str(who, "id"), "leave", nil)
	o.change(isam, "objects", str(object, "id"), map[string]any{"owner": function(owner), "manager_it": function(deputy)})
	list := func(name string, rows ...string) string {
		path := filepath.Join(o.dir, name)
		if err := os.WriteFile(path, []byte("Användarnamn;Namn;E-post;Roller;Administratör;Senast inloggad\r\n"+strings.Join(rows, "\r\n")+"\r\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}

	// A routine, decided; and now the object is late, since nobody has reviewed.
	routine := o.create(isam, "access-routines", map[string]any{"object": str(object, "id"), "way": "Beställning per brev", "uniform": "no", "model": "role", "frequency_months": 12})
	o.step(owner, "access-routines", str(routine, "id"), "decide", map[string]any{"decided_on": "2024-01-10"})
	standing := func() map[string]any { return o.do(isam, "GET", "/api/v1/reports/access-rounds?org=SLK", nil) }
	late := func() bool { return bytes.Contains([]byte(fmt.Sprint(items(standing(), "late"))), []byte(ref)) }
	if !late() {
		t.Errorf("an object with a routine that nobody has reviewed is not late")
	}

	// A list with faults is refused whole, each with its row.
	open := func(want int, file string) string {
		_, errs := o.cli(want, "act", "access-reviews", "open_round", "--by", deputy, "--param", "object="+ref, "--param", "scope=Alla konton", "--file", file)
		return errs
	}
	said := open(1, list("fel.csv", "anna;Anna;inte en adress@;Läsa;;30 feb 2024", "anna;Anna;;Läsa;;"))
	for _, part := range []string{"30 feb 2024", "row 2"} {
		if !strings.Contains(said, part) {
			t.Errorf("the refusal does not say %q: %s", part, said)
		}
	}
	if n := len(o.list(isam, "access-reviews", `object = `+ref)); n != 0 {
		t.Fatalf("%d reviews out of a refused list", n)
	}
	today := here().Format("2006-01-02 15:04")
	first := list("konton.csv", "agare;Ägaren;"+owner+";Läsa;nej;"+today, "lasare;Deputy;"+deputy+";Läsa, Skriva;nej;"+today,
		"slutat;Har Slutat;"+left+";Skriva;nej;2024-02-01", "svc-1;;;Allt;ja;aldrig")
	open(0, first)
	open(1, first) // one round at a time
	round := o.one(isam, "access-reviews", `object = `+ref)
	id := str(round, "id")
	if str(round, "status") != "ongoing" || str(round, "way") != "Beställning per brev" || str(round, "reviewer") != function(owner) {
		t.Fatalf("%v", round)
	}
	accounts := func() map[string]map[string]any {
		out := map[string]map[string]any{}
		for _, a := range o.list(isam, "access-accounts", `review = `+str(round, "ref")) {
			out[str(a, "account")] = a
		}
		return out
	}
	all := accounts()
	if len(all) != 4 || str(all["slutat"], "holder_state") != "left" || str(all["svc-1"], "holder_state") != "none" || !strings.Contains(fmt.Sprint(all["slutat"]["remarks"]), "dormant") {
		t.Fatalf("%v", all)
	}

	// The reviewer decides, never on the own account.
	decide := "/api/v1/access-reviews/" + id + ":decide_accounts"
	one := func(name, decision, reason string) map[string]any {
		return map[string]any{"accounts": str(all[name], "ref"), "decision": decision, "reason": reason}
	}
	o.refused(isam, "POST", decide, one("lasare", "keep", ""), "reviewer-decides")
	o.refused(owner, "POST", decide, one("agare", "keep", ""), "own-account")
	o.refused(owner, "POST", decide, one("svc-1", "keep", ""), "keep-needs-reason")
	o.do(owner, "POST", decide, one("slutat", "remove", "Har slutat."))
	o.do(owner, "POST", decide, one("svc-1", "ask", "Vem använder det?"))
	o.do(owner, "POST", "/api/v1/access-reviews/"+id+":keep_rest", map[string]any{"reason": "Behövs i arbetet."})
	r := o.refused(owner, "POST", "/api/v1/access-reviews/"+id+":close_round", nil, "accounts-undecided")
	for _, name := range []string{"agare", "svc-1"} {
		if !bytes.Contains(r.raw, []byte(name)) {
			t.Errorf("the refusal does not name %s: %s", name, r.raw)
		}
	}
	o.do(owner, "POST", decide, one("svc-1", "keep", "Säkerhetskopiering."))
	// The owner's own account is decided on by a substitute.
	deputyFunction := o.get(isam, "role-assignments", function(deputy))
	o.change(isam, "role-assignments", str(deputyFunction, "id"), map[string]any{"substitute_for": function(owner)})
	o.do(deputy, "POST", decide, one("agare", "keep", "Ägare."))
	o.do(owner, "POST", "/api/v1/access-reviews/"+id+":close_round", nil)
	if got := o.get(isam, "access-reviews", id); str(got, "status") != "performed" || fmt.Sprint(got["accounts_total"], got["removed"], got["orphaned"]) != "4 1 2" || str(got, "by") != "object_owner" {
		t.Errorf("closed: %v", got)
	}
	if late() {
		t.Error("late though it has been reviewed")
	}
	if !strings.Contains(fmt.Sprint(items(standing(), "rounds_not_carried_out")), str(round, "ref")) {
		t.Error("what is not carried out is not told of")
	}
	o.holds(o.text(isam, "access-reviews", id, "protocol"), "4 konton: 3 behålls, 0 ändras, 1 tas bort", "Säkerhetskopiering.", "slutat: ska tas bort", "Beställning per brev")

	// Follow-through against a later list, by somebody else than who decided.
	check := func(want int, by, file string) string {
		_, errs := o.cli(want, "act", "access-reviews", str(round, "ref"), "check_list", "--by", by, "--file", file)
		return errs
	}
	check(1, isam, first)
	o.refused(owner, "POST", "/api/v1/access-reviews/"+id+":follow_up", map[string]any{"followed_up_on": "2030-01-01"}, "accounts-unverified")
	after := list("efter.csv", "agare;;"+owner+";Läsa;;", "lasare;;"+deputy+";Läsa, Skriva;;", "svc-1;;;Allt;ja;")
	if said := check(1, owner, after); !strings.Contains(said, "another person") {
		t.Errorf("the same person verified: %s", said)
	}
	check(0, isam, after)
	if a := accounts()["slutat"]; str(a, "status") != "verified" || !strings.Contains(str(a, "evidence"), "efter.csv") {
		t.Errorf("%v", a)
	}
	o.step(owner, "access-reviews", id, "follow_up", map[string]any{"followed_up_on": str(accounts()["slutat"], "verified_on")})

	// The next round: new, changed and gone.
	open(0, list("nasta.csv", "agare;;"+owner+";Läsa;;", "lasare;;"+deputy+";Läsa;;", "ny;;"+isam+";Läsa;;"))
	next := o.one(isam, "access-reviews", `object = `+ref+` AND status = ongoing`)
	o.holds(o.text(isam, "access-reviews", str(next, "id"), "protocol"), "1 nya konton: ny.", "2 borta: slutat, svc-1.", "1 med andra roller än som beslutades då: lasare.")

	// The report agrees with the figures, and can be had as it was.
	at := o.do(isam, "GET", "/api/v1/reports/access-rounds?org=SLK&as_of=2023-11-15", nil)
	figures := o.value("figures", "--org", "SLK", "--as-of", "2023-11-15").(map[string]any)["figures"].(map[string]any)
	value := func(code string) string { return fmt.Sprint(figures[code].(map[string]any)["value"]) }
	ways := 0
	for _, w := range items(at, "ways") {
		if w["reviews"].(float64) > 0 {
			ways++
		}
	}
	if fmt.Sprint(at["reviewed_in_time"]) != value("F20e") || fmt.Sprint(at["objects_with_routine"]) != value("F20b") || fmt.Sprint(ways) != value("F20a") || ways < 2 {
		t.Errorf("in time %v of %v in %d ways; the figures say %s of %s in %s", at["reviewed_in_time"], at["objects_with_routine"], ways, value("F20e"), value("F20b"), value("F20a"))
	}
	if r := o.call(isam, "GET", "/api/v1/reports/access-rounds?org=SLK&format=pdf", nil); r.status != 200 || !bytes.HasPrefix(r.raw, []byte("%PDF-")) {
		t.Errorf("the report as paper: %d", r.status)
	}
	o.cli(0, "verify")
}
