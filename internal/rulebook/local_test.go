package rulebook

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"genomlys/internal/method/clock"
)

// own is a book of the test's own: Load gives the program's, which others share.
func own(t *testing.T) *Book {
	t.Helper()
	b, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func local(code, from, change string) Local {
	return Local{Code: code, From: clock.Date(from), Change: json.RawMessage(change), Source: "Beslut 2026/17"}
}

// TestOverlay: a local rule holds from its day, what held before stands, and a
// scale's local edition has a name of its own.
func TestOverlay(t *testing.T) {
	b := own(t)
	wrong := b.Overlay([]Local{local("threshold.class_current_months", "2026-12-01", `{"values":[24]}`), local("threshold.class_current_months", "2027-06-01", `{"values":[12]}`),
		local("wheel.campaign_opens", "2027-01-01", `{"from_day":"04-15","to_day":"04-15"}`), local("clock.GDPR34", "2026-12-01", `{"length":48}`), local("dpia.dpia", "2026-12-01", `{"enough":1,"reason_from":1}`)})
	if len(wrong) > 0 {
		t.Fatal(wrong)
	}
	for day, want := range map[clock.Date]int{"2026-11-30": 36, "2026-12-01": 24, "2027-05-31": 24, "2027-06-01": 12} {
		if got := b.At(day).Number(ClassCurrentMonths); got != want {
			t.Errorf("on %s: %d months, want %d", day, got, want)
		}
		if got := b.Shipped(day).Number(ClassCurrentMonths); got != 36 {
			t.Errorf("shipped on %s: %d", day, got)
		}
	}
	if d, _ := b.At("2027-02-01").Milestone("campaign_opens"); d != "2027-04-15" {
		t.Errorf("the campaign opens %s", d)
	}
	if c, _ := b.At("2026-12-24").Clock("GDPR34"); c.Length != 48 || c.Source.SV != "Beslut 2026/17" {
		t.Errorf("the target is %d (%s)", c.Length, c.Source)
	}
	if v := b.At("2026-12-01").DPIA().Version; !strings.HasSuffix(v, "+2026-12-01") || b.At("2026-11-30").DPIA().Version == v {
		t.Errorf("the local edition is called %s", v)
	}
	if b.Overlay(nil); b.At("2027-06-01").Number(ClassCurrentMonths) != 36 {
		t.Error("what is taken away still holds")
	}
}

// TestOverlayRefuses: what the law gives, what the book's own checks refuse, and
// what is no rule. One that cannot stand leaves the others in place.
func TestOverlayRefuses(t *testing.T) {
	b := own(t)
	for _, x := range []struct {
		local Local
		want  error
	}{
		{local("clock.GDPR33", "2026-12-01", `{"length":96}`), ErrNotOurs},
		{local("clock.GDPR34", "2026-12-01", `{"counting":"open"}`), ErrNoValue},
		{local("threshold.nonsense", "2026-12-01", `{"values":[1]}`), ErrNoRule},
		{local("controls.5.1", "2026-12-01", `{}`), ErrNoRule},
		{local("threshold.class_current_months", "2026-12-01", `{}`), ErrNoValue},
		{local("threshold.class_current_months", "2026-12-01", `{"values":"many"}`), ErrNoValue},
	} {
		if err := b.Try([]Local{x.local}); !errors.Is(err, x.want) {
			t.Errorf("%s %s: %v, want %v", x.local.Code, x.local.Change, err, x.want)
		}
	}
	for _, l := range []Local{
		local("threshold.class_current_months", "2026-12-01", `{"values":[-1]}`), local("threshold.class_current_months", "2026-12-01", `{"values":[]}`),
		local("wheel.campaign_opens", "2026-12-01", `{"from_day":"31 april"}`), local("classification.classification", "2026-12-01", `{"levels":[]}`),
		local("risk.information", "2026-12-01", `{"bands":[]}`), local("threshold.class_current_months", "i morgon", `{"values":[1]}`),
	} {
		if err := b.Try([]Local{l}); err == nil {
			t.Errorf("%s %s was taken", l.Code, l.Change)
		}
	}
	wrong := b.Overlay([]Local{local("clock.GDPR33", "2026-12-01", `{"length":96}`), local("threshold.class_current_months", "2026-12-01", `{"values":[24]}`)})
	if len(wrong) != 1 || b.At("2026-12-01").Number(ClassCurrentMonths) != 24 {
		t.Errorf("wrong %v, months %d", wrong, b.At("2026-12-01").Number(ClassCurrentMonths))
	}
	if c, _ := b.At("2026-12-01").Clock("GDPR33"); c.Length != 72 {
		t.Errorf("the law's 72 hours became %d", c.Length)
	}
}

// TestEntriesSurviveWriting: what is written to be changed is read back whole.
func TestEntriesSurviveWriting(t *testing.T) {
	b := own(t).shipped
	same(t, b.thresholds)
	same(t, b.clocks)
	same(t, b.wheel)
	same(t, b.classes)
	same(t, b.risks)
	same(t, b.dpia)
	same(t, b.retentions)
}

func same[E entry](t *testing.T, es []E) {
	t.Helper()
	for _, e := range es {
		got, err := changed(e, nil)
		if err != nil {
			t.Fatalf("%s: %v", e.key(), err)
		}
		was, _ := json.Marshal(e)
		now, _ := json.Marshal(got)
		if string(was) != string(now) || !reflect.DeepEqual(e.meta(), got.meta()) {
			t.Errorf("%s changes when it is written and read", e.key())
		}
	}
}
