package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A field that the office has added follows everywhere: set and refused by the
// API as others are, found by filter and counted, as of the day it was said,
// out to a file and in again, and to nobody in another office.
func TestOwnFields(t *testing.T) {
	o := newWorld(t)
	isam, owner, other := o.person("isam", "SLK"), o.person("isam", "SLK"), o.person("isam", "UBN")
	org := o.one(isam, "orgs", `short = "SLK"`)["id"]
	field := o.create(isam, "own-fields", map[string]any{"org": org, "title": "Kostnadsställe", "title_en": "Cost centre", "register_name": "object", "kind": "number", "help": "Fem siffror."})
	o.create(isam, "own-fields", map[string]any{"org": org, "title": "Skyddszon", "name": "zone", "register_name": "object", "kind": "choice",
		"options": []any{map[string]any{"code": "inner", "sv": "Inre"}, map[string]any{"code": "outer", "sv": "Yttre"}}})
	o.create(isam, "own-fields", map[string]any{"org": org, "title": "Beställare", "name": "buyer", "register_name": "object", "kind": "person"})
	if str(field, "name") != "kostnadsstalle" {
		t.Errorf("the short name is made of the label: %v", field["name"])
	}
	o.refused(isam, "POST", "/api/v1/own-fields", map[string]any{"org": org, "title": "Samma", "name": "zone", "register_name": "object", "kind": "text"}, "own-field-taken")
	o.refused(isam, "PATCH", "/api/v1/own-fields/"+str(field, "id"), map[string]any{"kind": "text"}, "own-field-fixed", "If-Match", match(field))

	objects := o.list(isam, "objects", `org = "`+fmt.Sprint(org)+`" AND status = operation`)
	one, two := str(objects[0], "id"), str(objects[1], "id")
	path, version := "/api/v1/objects/"+one, match(objects[0])
	got := o.refused(isam, "PATCH", path, map[string]any{"local": map[string]any{"zone": "mellan"}}, "not-allowed", "If-Match", version)
	if !strings.Contains(string(got.raw), `"field":"local.zone"`) || !strings.Contains(string(got.raw), `"allowed":["inner","outer"]`) {
		t.Errorf("a choice that is none: %s", got.raw)
	}
	o.refused(isam, "PATCH", path, map[string]any{"local": map[string]any{"kostnadsstalle": "elva"}}, "not-a-number", "If-Match", version)
	o.refused(isam, "PATCH", path, map[string]any{"local.colour": "red"}, "unknown-field", "If-Match", version)
	said := o.change(isam, "objects", one, map[string]any{"local": map[string]any{"kostnadsstalle": 11700, "zone": "inner", "buyer": o.function(owner)}})
	if fmt.Sprint(said["local"]) != fmt.Sprintf("map[buyer:%s kostnadsstalle:11700 zone:inner]", o.function(owner)) {
		t.Fatalf("said: %v", said["local"])
	}
	o.change(isam, "objects", two, map[string]any{"local.kostnadsstalle": 52})

	found := func(who, filter string, more ...string) (refs string) {
		t.Helper()
		for _, x := range items(o.do(who, "GET", "/api/v1/objects?fields=ref&filter="+url.QueryEscape(filter)+strings.Join(more, ""), nil), "items") {
			refs += str(x, "ref") + " "
		}
		return strings.TrimSpace(refs)
	}
	first := str(objects[0], "ref")
	for filter, want := range map[string]string{"local.kostnadsstalle = 11700": first, "kostnadsställe > 1000": first, `"cost centre" >= 11700 AND local.zone = inner`: first,
		"skyddszon = (inner, outer)": first, "local.buyer = " + o.function(owner): first, "local.kostnadsstalle = 1": ""} {
		if refs := found(isam, filter); refs != want {
			t.Errorf("%s finds %q, want %q", filter, refs, want)
		}
	}
	if refs := found(isam, "local.kostnadsstalle = 11700", "&as_of=2025-01-01"); refs != "" {
		t.Errorf("as of a day before: %q", refs)
	}
	counts := o.do(isam, "GET", "/api/v1/objects:count?group_by=local.zone&filter="+url.QueryEscape(`local.zone = inner`), nil)
	if fmt.Sprint(counts["items"]) != "[map[count:1 value:inner]]" {
		t.Errorf("counted: %v", counts)
	}
	history := items(o.do(isam, "GET", path+"/history", nil), "items")
	if s := fmt.Sprint(history[0]["changes"]); !strings.Contains(s, "field:local.kostnadsstalle new:11700 old:<nil>") {
		t.Errorf("history: %s", s)
	}

	// Another office knows nothing of it.
	o.refused(other, "GET", "/api/v1/objects?filter="+url.QueryEscape("local.zone = inner"), nil, "query-unknown-relation")
	o.refused(other, "GET", "/api/v1/objects?fields=local.zone", nil, "unknown-field")
	if all := o.list(other, "own-fields", ""); len(all) != 0 {
		t.Errorf("another office reads: %v", all)
	}
	mine := o.create(other, "objects", map[string]any{"title": "Skolschema", "kind": "business_system", "reach": "local"})
	refused := o.refused(other, "PATCH", "/api/v1/objects/"+str(mine, "id"), map[string]any{"local.zone": "inner"}, "unknown-field", "If-Match", match(mine))
	if strings.Contains(string(refused.raw), "kostnadsstalle") {
		t.Errorf("told of another office's fields: %s", refused.raw)
	}

	// Out, changed, and in again.
	file := filepath.Join(o.dir, "objects.csv")
	o.cli(0, "export", "objects", "--as", isam, "--columns", "*", "--filter", "has(local.kostnadsstalle)", "--out", file)
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for _, want := range []string{"Cost centre", "Skyddszon", "Beställare", "11700", "Inre"} {
		if !strings.Contains(text, want) {
			t.Errorf("the file lacks %s", want)
		}
	}
	unchanged := o.value("import", "objects", file, "--as", isam).(map[string]any)
	if rows := unchanged["rows"].(map[string]any); rows["unchanged"].(float64) != 2 {
		t.Errorf("the same file in again: %v", rows)
	}
	put := func(old, now string) {
		if err := os.WriteFile(file, []byte(strings.Replace(text, old, now, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	put("Inre", "Mellersta")
	if out, errs := o.cli(1, "import", "objects", file, "--as", isam); !strings.Contains(out+errs, "Inre") || !strings.Contains(out+errs, "Mellersta") {
		t.Errorf("a choice that is none: %s%s", out, errs)
	}
	put("11700", "11800")
	o.cli(0, "import", "objects", file, "--as", isam)
	if refs := found(isam, "local.kostnadsstalle = 11800 AND local.zone = inner"); refs != first {
		t.Errorf("after the import: %q", refs)
	}
	if out, _ := o.cli(0, "export", "objects", "--as", other, "--columns", "*"); strings.Contains(out, "Cost centre") {
		t.Error("another office's file has the column")
	}

	// Ended, it is not filled in any more, and what was said stands.
	o.step(isam, "own-fields", str(field, "id"), "end", nil)
	now := o.get(isam, "objects", two)
	o.refused(isam, "PATCH", "/api/v1/objects/"+two, map[string]any{"local.kostnadsstalle": 53}, "own-field-not-used", "If-Match", match(now))
	if fmt.Sprint(now["local"]) != "map[kostnadsstalle:52]" || found(isam, "local.kostnadsstalle = 52") == "" {
		t.Errorf("after it ended: %v", now["local"])
	}
	o.cli(0, "verify")
}
