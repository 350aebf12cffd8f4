package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The city sees every board's figures side by side with each record counted
// once, and its review is made of what the boards have decided, and of nothing
// that changes afterwards; who has not handed in is named.
func TestItem19CityRollUp(t *testing.T) {
	o := newWorld(t)
	isam := o.person("isam", "SLK")
	city := str(o.one(isam, "orgs", `kind = city`), "short")
	if city == "" {
		city = str(o.one(isam, "orgs", `kind = city`), "ref")
	}
	central := o.person("central_isec", city)
	boards := o.list(central, "orgs", `kind = (board, company) AND status = active`)

	heat := o.do(central, "GET", "/api/v1/reports/city-figures?as_of=2023-11-15", nil)
	rows, heads, total := items(heat, "rows"), items(heat, "figures"), items(heat, "total")
	if len(rows) != len(boards) || len(heads) < 20 || len(total) != len(heads) {
		t.Fatalf("%d rows for %d boards, %d figures, %d totals", len(rows), len(boards), len(heads), len(total))
	}
	for format, begins := range map[string]string{"pdf": "%PDF-", "docx": "PK", "html": "<!", "xlsx": "PK"} {
		r := o.call(central, "GET", "/api/v1/reports/city-figures?as_of=2023-11-15&lang=sv&format="+format, nil)
		if r.status != 200 || !bytes.HasPrefix(r.raw, []byte(begins)) {
			t.Errorf("%s: %d %.200s", format, r.status, r.raw)
		}
		if format == "html" {
			o.holds(string(r.raw), "Per nämnd och bolag", "2023-11-15", str(heads[0], "id"), str(rows[0], "short"))
		}
	}
	overlap := fmt.Sprint(heat["overlap"])
	for i, h := range heads {
		sum, one := 0.0, 0.0
		for _, r := range rows {
			c := items(r, "cells")[i]
			if v, ok := c["value"].(float64); ok {
				sum += v
				one = max(one, v)
			}
			if step, ok := c["step"].(float64); ok && (step < 0 || step > float64(len(heat["steps"].([]any)))) {
				t.Errorf("%v of %v: step %v", h["id"], r["short"], step)
			}
		}
		all, ok := total[i]["value"].(float64)
		if unit := str(h, "unit"); !ok || unit == "date" || unit == "hours" || unit == "percent" || unit == "%" || unit == "days" {
			continue
		}
		if one > all {
			t.Errorf("%v: the city has %v, one board alone %v", h["id"], all, one)
		}
		if strings.Contains(overlap, str(h, "id")) && sum <= all {
			t.Errorf("%v is said to overlap: %v and %v", h["id"], sum, all)
		}
	}

	// One board's office has decided its review for 2024 in the example.
	lgg := o.one(isam, "management-reviews", `year = 2024 AND status = (decided, annexed, archived)`)
	path := "/api/v1/reports/city-review?year=2024&by="
	rv := o.do(central, "GET", path+"2099-01-01", nil)
	if rv["handed_in"].(float64) != 1 || len(items(rv, "boards")) != len(boards) || len(rv["missing"].([]any)) != len(boards)-1 {
		t.Fatalf("handed in: %v, missing %v", rv["handed_in"], rv["missing"])
	}
	var mine map[string]any
	for _, b := range items(rv, "boards") {
		if str(b, "state") == "decided" {
			mine = b
		}
	}
	if str(mine, "review") != str(lgg, "ref") || str(mine, "decided_on") != str(lgg, "decided_on") || slices.Contains(rv["missing"].([]any), any(str(mine, "short"))) {
		t.Errorf("the board that handed in: %v", mine)
	}
	// Its figures are the review's own.
	frozen := o.do(isam, "GET", "/api/v1/management-reviews/"+str(lgg, "id")+"/document?format=json", nil)
	want, _ := json.Marshal(frozen["figures"].(map[string]any)["F01"].(map[string]any)["value"])
	found := false
	for _, r := range items(rv["heat"], "rows") {
		for _, c := range items(r, "cells") {
			if str(r, "short") == str(mine, "short") && str(c, "figure") == "F01" {
				got, _ := json.Marshal(c["value"])
				found = bytes.Equal(got, want)
			}
		}
	}
	if !found {
		t.Errorf("F01 is not %s as in the review", want)
	}
	// Its tables are of the day that it is told by, not of the day it is written.
	if r := o.call(central, "GET", path+"2023-12-01&format=html&lang=sv", nil); r.status != 200 || !strings.Contains(string(r.raw), "Per 2023-12-01") || strings.Contains(string(r.raw), "Per "+today()) {
		t.Errorf("the city's review as of another day: %d", r.status)
	}
	// Late is not handed in.
	early := o.do(central, "GET", path+"2001-01-01", nil)
	if early["handed_in"].(float64) != 0 || !strings.Contains(fmt.Sprint(early["boards"]), "late") {
		t.Errorf("before the day: %v", early["handed_in"])
	}
	// Nothing that happens in the registers changes it.
	for _, obj := range o.list(isam, "objects", `status = operation`)[:3] {
		o.change(isam, "objects", str(obj, "id"), map[string]any{"notes": "Ändrad efter beslutet"})
	}
	if again := o.do(central, "GET", path+"2099-01-01", nil); fmt.Sprint(again) != fmt.Sprint(rv) {
		t.Error("the city's review changed with the registers")
	}
	// Whoever reaches one board is told of no other.
	if own := o.do(isam, "GET", path+"2099-01-01", nil); len(items(own, "boards")) >= len(boards) {
		t.Errorf("a board's coordinator is told of %d boards", len(items(own, "boards")))
	}
	// The template is one for all; what an office adds of its own to a section is
	// told of as that, and the rest of the review is as it was.
	if mine["local"] != nil || str(mine, "template") == "" || !slices.Contains(rv["templates"].([]any), mine["template"]) {
		t.Errorf("before anything local: %v of template %v in %v", mine["local"], mine["template"], rv["templates"])
	}
	head := o.person("head", "SLK")
	o.do(head, "POST", "/api/v1/management-reviews/"+str(lgg, "id")+":correct", map[string]any{"correction_reason": "Kontorets eget tillägg föll bort",
		"language": "sv", "texts": map[string]any{"2.1.local": "Här byter kontoret hus under året."}})
	after := o.do(central, "GET", path+"2099-01-01", nil)
	for _, b := range items(after, "boards") {
		if str(b, "short") != str(mine, "short") {
			if b["local"] != nil {
				t.Errorf("%v has a local block: %v", b["short"], b["local"])
			}
			continue
		}
		if local := fmt.Sprint(b["local"]); len(b["local"].([]any)) != 1 || !strings.Contains(local, "Vad händer inom staden") && !strings.Contains(local, "happens in the city") || str(b, "template") != str(mine, "template") {
			t.Errorf("the local block: %v of template %v", b["local"], b["template"])
		}
	}
	if fmt.Sprint(after["heat"]) != fmt.Sprint(rv["heat"]) {
		t.Error("the city's figures changed with a local text")
	}
	html := o.call(central, "GET", path+"2099-01-01&lang=sv&format=html", nil)
	o.holds(string(html.raw), "Lokala tillägg i avsnitten", "Vad händer inom staden")
	for format, begins := range map[string]string{"pdf": "%PDF-", "docx": "PK", "html": "<!"} {
		r := o.call(central, "GET", path+"2099-01-01&lang=sv&format="+format, nil)
		if r.status != 200 || !bytes.HasPrefix(r.raw, []byte(begins)) {
			t.Errorf("%s: %d %.200s", format, r.status, r.raw)
		}
		if format == "html" {
			o.holds(string(r.raw), "Vilka som har lämnat", "Saknas: ", str(lgg, "ref"), "Siffror för staden")
		}
	}
}
