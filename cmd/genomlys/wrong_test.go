package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// A view that could not be opened is not kept.
func TestViewsThatCannotBeAsked(t *testing.T) {
	o := newWorld(t)
	isam := o.person("isam", "SLK")
	me := o.people[isam]
	view := func(register, query, order string) f {
		return f{"title": "Vy", "register_name": register, "query": query, "sorted_by": order, "owner": me}
	}
	o.refused(isam, "POST", "/api/v1/saved-views", view("objects", "", ""), "not-allowed")
	o.refused(isam, "POST", "/api/v1/saved-views", view("object", "nope = 1", ""), "query-unknown-field")
	o.refused(isam, "POST", "/api/v1/saved-views", view("object", "kind = (", ""), "query-syntax")
	o.refused(isam, "POST", "/api/v1/saved-views", view("object", "", "nope"), "query-unknown-field")
	kept := o.create(isam, "saved-views", view("object", "kind = business_system", "title"))
	o.refused(isam, "PATCH", "/api/v1/saved-views/"+str(kept, "id"), f{"query": "kind = nope"}, "query-choice", "If-Match", fmt.Sprintf("%q", fmt.Sprint(kept["version"])))
}

// Every refusal on the command line tells where it is, what was given and what
// is allowed, in the language asked for.
func TestRefusalsTellWhereAndWhat(t *testing.T) {
	dir := t.TempDir()
	c := cli{t, filepath.Join(dir, "city.db")}
	c.run(0, "city", "--orgs", "2", "--objects", "20")
	c.run(0, "audit-bundle", "-o", filepath.Join(dir, "a.jsonl"))
	for _, x := range []struct {
		code int
		line string
		says []string
	}{
		{1, "export objectz", []string{"REGISTER", "objectz", "objects"}},
		{1, "export objects --order-by nope", []string{"--order-by", "nope", "title"}},
		{1, "export objects --columns nope", []string{"--columns", "nope", "notes"}},
		{1, "export objects --columns zzzzzzzz", []string{"--columns", "zzzzzzzz", "title", "ref"}},
		{1, "city", []string{"--db"}},
		{2, "serve --addr 127.0.0.1:99999", []string{"--addr", "99999", "65535"}},
		{2, "serve --addr nowhere", []string{"--addr", "nowhere"}},
		{1, "verify --bundle " + filepath.Join(dir, "a.jsonl"), []string{"--key", ".pub"}},
		{1, "verify --bundle " + filepath.Join(dir, "a.jsonl") + " --key " + c.db + ".key", []string{"--key", ".pub"}},
		{1, "review build --org KS --year -5", []string{"--year", "-5", "2000", "2100"}},
		{1, "review show X", []string{"X"}},
		{1, "token create --user nobody@x.example --scope read --expires 2020-01-01", []string{"--expires", "2020-01-01"}},
		{1, "token create --user nobody@x.example --scope read", []string{"nobody@x.example"}},
		{1, "figures --org NOPE", []string{"--org", "NOPE"}},
		{1, "what-if supplier Ingen", []string{"SUBJECT", "Ingen"}},
		{3, "import objects /nonexistent.csv", []string{"/nonexistent.csv"}},
		{2, "export objects --format doc", []string{"--format", "doc", "xlsx"}},
		{2, "export objects --nope", []string{"--nope"}},
		{2, "review build --year many", []string{"--year", "many"}},
		{2, "import objects x.csv --map x", []string{"--map", "x"}},
		{2, "signin-link", []string{"--user"}},
		{2, "launch", []string{"launch", "serve"}},
	} {
		both := map[string]bool{}
		for _, l := range []string{"sv", "en"} {
			_, said := c.run(x.code, append(strings.Fields(x.line), "--lang", l)...)
			for _, w := range x.says {
				if !strings.Contains(said, w) {
					t.Errorf("genomlys %s (%s) does not say %q: %s", x.line, l, w, said)
				}
			}
			if lines := strings.Split(strings.TrimSpace(said), "\n"); len(lines) == 2 && strings.TrimSpace(lines[0]) == strings.TrimSpace(lines[1]) {
				t.Errorf("genomlys %s says it twice: %s", x.line, said)
			}
			both[said] = true
		}
		if len(both) != 2 {
			t.Errorf("genomlys %s says the same in both languages: %v", x.line, both)
		}
	}
}

// With --json a command that makes a file tells of it as one value.
func TestFilesAsJSON(t *testing.T) {
	dir := t.TempDir()
	c := cli{t, filepath.Join(dir, "city.db")}
	c.run(0, "city", "--orgs", "2", "--objects", "20")
	c.run(0, "user", "create", "--name", "A B", "--email", "a@b.example", "--function", "isam", "--org", "KS")
	for _, args := range [][]string{
		{"export", "objects", "-o", filepath.Join(dir, "o.csv")},
		{"audit-bundle", "-o", filepath.Join(dir, "a.jsonl")},
		{"backup", filepath.Join(dir, "b.db")},
		{"review", "build", "--year", "2024", "--org", "KS", "-o", filepath.Join(dir, "r.pdf")},
	} {
		v := c.value(args...)
		sum, _ := v["sha256"].(string)
		size, _ := v["bytes"].(float64)
		if v["path"] != args[len(args)-1] || size <= 0 || len(sum) != 64 {
			t.Errorf("%v: %v", args, v)
		}
	}
	if v := c.value("copy", "--from", c.db, "--to", filepath.Join(dir, "copy.db")); v["root"] == "" || v["entries"].(float64) < 20 {
		t.Errorf("copy: %v", v)
	}
	if v := c.value("signin-link", "--user", "a@b.example"); !strings.Contains(v["link"].(string), "/in/") {
		t.Errorf("signin-link: %v", v)
	}
	out, _ := c.run(0, "--json", "export", "objects", "--format", "jsonl") // the result itself
	if first, _, _ := strings.Cut(out, "\n"); !json.Valid([]byte(first)) || !strings.Contains(first, `"ref"`) {
		t.Errorf("export to stdout: %.80s", out)
	}
}
