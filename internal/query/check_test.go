package query

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

func params(t testing.TB) Params {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		t.Fatal(err)
	}
	return Params{AsOf: Civil{2023, 11, 15}, Now: time.Date(2023, 11, 15, 12, 0, 0, 0, time.UTC), Zone: zone}
}

// show writes a checked tree so that a table can name it.
func show(c Checked) string {
	list := func(head string, cs []Checked) string {
		var parts []string
		for _, c := range cs {
			parts = append(parts, show(c))
		}
		return head + "(" + strings.Join(parts, " ") + ")"
	}
	val := func(v any) string {
		if t, ok := v.(time.Time); ok {
			return t.Format(time.RFC3339)
		}
		return fmt.Sprintf("%T:%v", v, v)
	}
	switch c := c.(type) {
	case And:
		return list("and", c)
	case Or:
		return list("or", c)
	case Not:
		return "not(" + show(c.Of) + ")"
	case Empty:
		return "empty " + c.Field.Name
	case Compare:
		return c.Field.Name + c.Op.String() + val(c.Value)
	case FieldCompare:
		return c.Left.Name + c.Op.String() + "@" + c.Right.Name
	case Contains:
		return c.Field.Name + "~" + c.Value
	case In:
		var parts []string
		for _, v := range c.Values {
			parts = append(parts, val(v))
		}
		return c.Field.Name + " in " + strings.Join(parts, ",")
	case Has:
		head := "has "
		if c.Lacks {
			head = "lacks "
		}
		return head + c.Relation.Name + "[" + show(c.Where) + "]"
	}
	return "?"
}

func TestCheck(t *testing.T) {
	s, p := objects(), params(t)
	for _, c := range []struct{ text, want string }{
		{"", "and()"},
		{"kind = SHARED_IT", "kind=string:shared_it"},
		{"kind:shared_it", "kind=string:shared_it"},
		{"kind != shared_it", "not(kind=string:shared_it)"},
		{"NOT kind != shared_it", "kind=string:shared_it"},
		{"status = (planned, in_use)", "status in string:planned,string:in_use"},
		{"status = (planned)", "status=string:planned"},
		{"status != (planned, in_use)", "not(status in string:planned,string:in_use)"},
		{"status = (planned, in_use, null)", "or(status in string:planned,string:in_use empty status)"},
		{"status = (null)", "empty status"},
		{"status:*", "not(empty status)"},
		{"-status:*", "empty status"},
		{"status != null", "not(empty status)"},
		{`title = ""`, "empty title"},
		{"Benämning:LÖN", "title~lön"},
		{"title:(lön, skola)", "or(title~lön title~skola)"},
		{"title != 5", "not(title=string:5)"},
		{"title = asof", "title=string:asof"},
		{"title:year", "title~2023"},
		{`title:"year"`, "title~year"},
		{"title:year-1", "title~2022"},
		{"traits:ai", "traits~ai"},
		{"traits:(ai, iot)", "traits in string:ai,string:iot"},
		{"traits = null", "empty traits"},
		{"tags:anything", "tags~anything"},
		{"stores_business_data = true", "stores_business_data=string:yes"},
		{"stores_business_data = nej", "stores_business_data=string:no"},
		{"stores_business_data = (unknown, not_applicable)", "stores_business_data in string:unknown,string:not_applicable"},
		{"k_level >= 3", "k_level>=int64:3"},
		{"k_level < @demanded_k", "k_level<@demanded_k"},
		{"k_level != @demanded_k", "not(k_level=@demanded_k)"},
		{"rto_h <= -4", "rto_h<=int64:-4"},
		{"budget_year = year", "budget_year=int64:2023"},
		{"budget_year >= year-1 budget_year <= year+1", "and(budget_year>=int64:2022 budget_year<=int64:2024)"},
		{"cost > 150050", "cost>int64:150050"},
		{"cost > 1500.5kr", "cost>int64:150050"},
		{"cost = -0.05kr", "cost=int64:-5"},
		{"share >= 012.50", "share>=string:12.5"},
		{"share = -0.0", "share=string:0"},
		{"critical = ja", "critical=bool:true"},
		{"critical != true", "not(critical=bool:true)"},
		{"org = BOARD-7", "org=string:BOARD-7"},
		{"decided_on >= asof-36m", "decided_on>=string:2020-11-15"},
		{`"Beslutad den" >= 2020-01-01`, "decided_on>=string:2020-01-01"},
		{"decided_on >= yearstart decided_on <= yearend", "and(decided_on>=string:2023-01-01 decided_on<=string:2023-12-31)"},
		{"decided_on = (2023-01-01, yearend+1y)", "decided_on in string:2023-01-01,string:2024-12-31"},
		{"decided_on <= @review_due", "decided_on<=@review_due"},
		// Stockholm is one hour before UTC in winter and two in summer.
		{"seen_at >= 2023-10-31", "seen_at>=2023-10-30T23:00:00Z"},
		{"seen_at <= 2023-07-01", "seen_at<2023-07-01T22:00:00Z"},
		{"seen_at > asof", "seen_at>=2023-11-15T23:00:00Z"},
		{"seen_at < asof", "seen_at<2023-11-14T23:00:00Z"},
		{"seen_at = 2023-03-26", "and(seen_at>=2023-03-25T23:00:00Z seen_at<2023-03-26T22:00:00Z)"},
		{"seen_at = (2023-03-26, 2023-03-26T10:00:00Z)", "or(and(seen_at>=2023-03-25T23:00:00Z seen_at<2023-03-26T22:00:00Z) seen_at=2023-03-26T10:00:00Z)"},
		{"seen_at >= now-72h", "seen_at>=2023-11-12T12:00:00Z"},
		{"seen_at >= now-6m", "seen_at>=2023-05-15T11:00:00Z"},
		{"seen_at < 2023-10-31T10:00:00+01:00", "seen_at<2023-10-31T09:00:00Z"},
		{"has(classifications)", "has classifications[and()]"},
		{"lacks(measures, status = implemented)", "lacks measures[status=string:implemented]"},
		{"NOT lacks(measures)", "has measures[and()]"},
		{"has(decided_on)", "not(empty decided_on)"},
		{"saknar(decided_on)", "empty decided_on"},
		{"runs_on.kind = infrastructure", "has runs_on[kind=string:infrastructure]"},
		{"runs_on.kind != infrastructure", "lacks runs_on[kind=string:infrastructure]"},
		{"runs_on.kind = null", "lacks runs_on[not(empty kind)]"},
		{"runs_on.kind:*", "has runs_on[not(empty kind)]"},
		{"runs_on.kind = (infrastructure, null)", "or(has runs_on[kind=string:infrastructure] lacks runs_on[not(empty kind)])"},
		{"runs_on.runs_on.org.title:it", "has runs_on[has runs_on[has org[title~it]]]"},
		{"lacks(runs_on.measures)", "lacks runs_on[has measures[and()]]"},
		{"local.cost_centre = 117", "local.cost_centre=string:117"},
		{"runs_on.local.cost_centre = 117", "has runs_on[local.cost_centre=string:117]"},
		{"has(classifications, object.kind = shared_it)", "has classifications[has object[kind=string:shared_it]]"},
	} {
		n, err := Parse(c.text)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		got, err := Check(n, s, p)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if show(got) != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, show(got), c.want)
		}
	}
}

// TestFigures writes the sources of domain.md 4.5 and M1 in the language.
func TestFigures(t *testing.T) {
	for id, text := range map[string]string{
		"F01":  "has(parties, role = (controller, joint_controller, processor) AND party = SLK)",
		"F01a": "has(parties, role = (controller, joint_controller)) lacks(parties, role = processor)",
		"F02":  "kind = business_system OR stores_business_data = yes",
		"F03":  "has(classifications, status = decided AND decided_on >= 2020-01-01 AND decided_on <= asof)",
		"F04":  "kind = shared_it has(classifications, status = decided decided_on >= yearstart decided_on <= yearend)",
		"F05":  "has(classifications, status = decided decided_on >= asof-36m)",
		"F06":  "k_level < @demanded_k",
		"F10":  "has(measures, status = (implemented, verified) tested_on >= asof-12m)",
		"F16":  "traits:(ai, iot) -traits:cloud",
		"F25":  "review_due < asof AND status != ended",
		"F28":  "saknar(classifications, status = decided) ELLER review_due < asof",
	} {
		n, err := Web.Parse(text)
		if err == nil {
			_, err = Check(n, objects(), params(t))
		}
		if err != nil {
			t.Errorf("%s: %v", id, err)
		}
	}
}

func TestCheckErrors(t *testing.T) {
	s, p := objects(), params(t)
	for _, c := range []struct {
		text, code string
		pos        int
		allowed    []string
	}{
		{"kidn = a", CodeNoField, 0, []string{"kind"}},
		{"titel = a", CodeNoField, 0, []string{"title"}},
		{"decided = a", CodeNoField, 0, []string{"decided_on"}},
		{"zzzzzzzz = a", CodeNoField, 0, nil},
		{"secret_note = a", CodeNoField, 0, nil},
		{"secret_not = a", CodeNoField, 0, nil},
		{"title = @secret_note", CodeNoField, 8, nil},
		{"runs_on.secret_note:a", CodeNoField, 0, nil},
		{"lacks(secret_note)", CodeNoRelation, 6, nil},
		{"has(informants)", CodeNoRelation, 4, nil},
		{"has(measure)", CodeNoRelation, 4, []string{"measures"}},
		{"runs.kind = a", CodeNoRelation, 0, []string{"runs_on"}},
		{"title.kind = a", CodeNoRelation, 0, nil},
		{"measures.status = planned", CodeMany, 0, nil},
		{"has(measures, statu = planned)", CodeNoField, 14, []string{"status"}},
		{"kind = system", CodeChoice, 7, []string{"business_system", "shared_it", "infrastructure"}},
		{"traits:robot", CodeChoice, 7, []string{"ai", "iot", "cloud"}},
		{"status = (planned, gone)", CodeChoice, 19, []string{"planned", "in_use", "ended"}},
		{"stores_business_data = maybe", CodeChoice, 23, []string{"yes", "no", "unknown", "not_applicable"}},
		{"critical = 1", CodeChoice, 11, []string{"true", "false"}},
		{"traits = ai", CodeOperator, 0, []string{":"}},
		{"kind < shared_it", CodeOperator, 0, []string{"=", "!=", ":"}},
		{"rto_h < (1, 2)", CodeOperator, 0, []string{"=", "!=", ":"}},
		{"rto_h < null", CodeOperator, 8, []string{"=", "!="}},
		{"title = *", CodeOperator, 8, []string{":"}},
		{"title:@ref", CodeOperator, 0, nil},
		{`title:""`, CodeValue, 6, nil},
		{`title < ""`, CodeValue, 8, nil},
		{"rto_h = 2.5", CodeValue, 8, nil},
		{"rto_h = asof", CodeValue, 8, nil},
		{"rto_h = 9223372036854775808", CodeValue, 8, nil},
		{"cost = 1.005kr", CodeValue, 7, nil},
		{"cost = 1.5", CodeValue, 7, nil},
		{"share = 1e5", CodeValue, 8, nil},
		{"decided_on = 2023-02-29", CodeValue, 13, nil},
		{"decided_on = 20231031", CodeValue, 13, nil},
		{"decided_on = year", CodeValue, 13, nil},
		{"decided_on = now", CodeValue, 13, nil},
		{"decided_on = asof-9999y", CodeValue, 13, nil},
		{"decided_on = asof+99999m", CodeValue, 13, nil},
		{"seen_at = 2023-10-31T25:00:00Z", CodeValue, 10, nil},
		{"title = @rto_h", CodeTypes, 8, []string{"text", "int"}},
		{"title = @runs_on.title", CodeTypes, 8, nil},
		{"traits = @tags", CodeTypes, 9, nil},
	} {
		n, err := Parse(c.text)
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		_, err = Check(n, s, p)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%q: got %v, want an *Error", c.text, err)
			continue
		}
		if e.Code != c.code || e.Pos != c.pos {
			t.Errorf("%q: got %s at %d, want %s at %d", c.text, e.Code, e.Pos, c.code, c.pos)
		}
		if c.allowed != nil && !slices.Equal(e.Allowed, c.allowed) {
			t.Errorf("%q: allowed %q, want %q", c.text, e.Allowed, c.allowed)
		}
	}
}

func TestRelativeDays(t *testing.T) {
	for _, c := range []struct {
		asOf Civil
		word string
		want string
	}{
		{Civil{2024, 2, 29}, "asof-1y", "2023-02-28"}, // domain.md C2
		{Civil{2024, 2, 29}, "asof+4y", "2028-02-29"},
		{Civil{2023, 3, 31}, "asof-1m", "2023-02-28"},
		{Civil{2024, 3, 31}, "asof-1m", "2024-02-29"},
		{Civil{2023, 1, 31}, "asof+1m", "2023-02-28"},
		{Civil{2023, 1, 15}, "asof-1m", "2022-12-15"},
		{Civil{2023, 12, 15}, "asof+1m", "2024-01-15"},
		{Civil{2023, 11, 15}, "asof-12m", "2022-11-15"},
		{Civil{2023, 11, 15}, "asof+90d", "2024-02-13"},
		{Civil{2024, 3, 1}, "asof-1d", "2024-02-29"},
		{Civil{2023, 11, 15}, "yearstart+1y", "2024-01-01"},
		{Civil{2023, 11, 15}, "yearend", "2023-12-31"},
		{Civil{2023, 11, 15}, "yearend-1y-1m+1d", "2022-12-01"},
		{Civil{2023, 11, 15}, "asof", "2023-11-15"},
		{Civil{2023, 11, 15}, "asof-2022y", "0001-11-15"},
		{Civil{2023, 11, 15}, "asof-2023y", ""},
		{Civil{2023, 11, 15}, "asof-99999m", ""},
		{Civil{2023, 11, 15}, "asof+99999y", ""},
	} {
		r, ok := parseRelative(c.word)
		if !ok {
			t.Errorf("%s is not read", c.word)
			continue
		}
		d, ok := r.day(c.asOf)
		if ok != (c.want != "") || ok && d.String() != c.want {
			t.Errorf("%s of %s: got %s %v, want %q", c.word, c.asOf, d, ok, c.want)
		}
	}
	for _, s := range []string{"asof-", "asof-12", "asof12m", "asof-12h", "asof-123456d", "ASOF", "asof-1d-1d-1d-1d", "year-1y", "year-1-1", "years", "now-5", "asofx", "yearstartx"} {
		if _, ok := parseRelative(s); ok {
			t.Errorf("%q should be just a word", s)
		}
	}
}

func TestParseOrder(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", ""},
		{"title", "title"},
		{"title desc, ref", "title- ref"},
		{"Benämning fallande,ref stigande", "title- ref"},
		{`"Beslutad den" DESC , title ASC`, "decided_on- title"},
	} {
		keys, err := ParseOrder(c.text, objects())
		if err != nil {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		var got []string
		for _, k := range keys {
			name := k.Field.Name
			if k.Desc {
				name += "-"
			}
			got = append(got, name)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
	for _, c := range []struct {
		text, code string
		pos        int
	}{
		{"titel", CodeNoField, 0},
		{"title, secret_note", CodeNoField, 7},
		{"kind", CodeNotSortable, 0},
		{"title, Benämning desc", CodeTwice, 7},
		{"title up", CodeSyntax, 6},
		{"title desc ref", CodeSyntax, 11},
		{"title,", CodeSyntax, 6},
		{"title; DROP TABLE object", CodeSyntax, 5},
		{"title\x00", CodeNotText, 5},
		{strings.Repeat("a", 4001), CodeTooLong, 4000},
	} {
		_, err := ParseOrder(c.text, objects())
		var e *Error
		if !errors.As(err, &e) || e.Code != c.code || e.Pos != c.pos {
			t.Errorf("%.40q: got %v, want %s at %d", c.text, err, c.code, c.pos)
		}
	}
}
