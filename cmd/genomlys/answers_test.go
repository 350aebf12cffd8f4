package main

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"genomlys/internal/lang"
	"genomlys/internal/registers"
)

// A report that is shown as facts and tables says nothing in the program's own
// words: each name and each code in its answer has words for a reader, and no
// place in a message is left unfilled.
func TestAnswersHaveWords(t *testing.T) {
	o := newWorld(t)
	isam := o.person("isam", "SLK")
	one := func(collection, filter string) string { return str(o.list(isam, collection, filter)[0], "ref") }
	asked := map[string]string{
		"class-standing": "object=" + one("objects", "status = operation"), "class-effect": "object=" + one("objects", "status = operation") + "&k=3&r=3&t=3",
		"plan-points": "review=" + one("management-reviews", ""), "risk-comparison": "analysis=" + one("risk-analyses", ""), "screening": "processing=" + one("processings", ""),
		"search-list": "request=" + one("subject-requests", ""), "agreement-requirements": "agreement=" + one("agreements", ""), "dpo-carry-over": "report=" + one("dpo-reports", "year = 2022"),
		"disposal-due": "org=SLK", "year-wheel": "org=SLK", "nine-checks": "org=SLK",
	}
	for _, name := range []string{"rsa", "continuity-offline", "steering-tree", "steering-overdue", "demand-gaps", "situation", "processing-chain", "transfer-findings",
		"agreement-findings", "logging-findings", "ai-and-iot", "ai-experiences", "method-support", "needs", "risk-proposals", "requesters-kept"} {
		asked[name] = ""
	}
	for name, query := range asked {
		if _, err := url.ParseQuery(query); err != nil {
			t.Fatal(err)
		}
		r := o.call(isam, "GET", "/api/v1/reports/"+name+"?"+query, nil)
		if r.status != 200 {
			t.Errorf("%s: %d %.200s", name, r.status, r.raw)
			continue
		}
		unsaid(t, name, "", r.body, false)
	}
}

var code = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)+$`)

// unsaid walks an answer; a code beside a message is not shown.
func unsaid(t *testing.T, report, name string, v any, worded bool) {
	t.Helper()
	switch v := v.(type) {
	case map[string]any:
		said := v["message"] != nil || v["text"] != nil || v["title"] != nil || v["label"] != nil || v["name"] != nil
		for k, x := range v {
			if !hasWord(k) {
				t.Errorf("%s: the name %s has no words", report, k)
			}
			unsaid(t, report, k, x, said)
		}
	case []any:
		for _, x := range v {
			unsaid(t, report, name, x, worded)
		}
	case string:
		if strings.Contains(v, "{value}") || strings.Contains(v, "{allowed}") {
			t.Errorf("%s: %s is left with a hole: %s", report, name, v)
		}
		if code.MatchString(v) && !(name == "code" && worded) && !hasLabel(name, v) {
			t.Errorf("%s: %s %s has no words", report, name, v)
		}
	}
}

func hasWord(name string) bool {
	if _, ok := lang.AnswerWord(name); ok || slices.Contains([]string{"id", "ref", "org", "sv", "en", "by_day", "mine", "under", "k", "r", "t", "s"}, name) {
		return true
	}
	for _, reg := range registers.Catalogue().All {
		if _, ok := reg.Field(name); ok || reg.Name == name || strings.ReplaceAll(reg.Collection, "-", "_") == name {
			return true
		}
	}
	return false
}

func hasLabel(name, code string) bool {
	if _, ok := lang.AnswerCode(name, code); ok || registers.RoleAssignments.Must("function").Choices.Has(code) {
		return true
	}
	for _, reg := range registers.Catalogue().All {
		if f, ok := reg.Field(name); ok && f.Choices.Has(code) {
			return true
		}
		if _, ok := reg.Field(code); ok && slices.Contains([]string{"field", "fields", "parts"}, name) || name == "register" && reg.Name == code {
			return true
		}
	}
	return false
}
