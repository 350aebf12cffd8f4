package review_test

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/example"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/review"
)

// held takes the example's review to where the head decides.
func held(t *testing.T, d review.Deps, id register.ID) (isam, head access.Caller) {
	t.Helper()
	isam, head = person(t, d, example.Coordinator), person(t, d, example.Head)
	if _, err := review.Step(ctx, d, isam, string(id), "send", nil, time.Time{}, "web"); err != nil {
		t.Fatal(err)
	}
	if _, err := review.Step(ctx, d, head, string(id), "hold", map[string]any{"meeting_on": "2023-11-24"}, time.Time{}, "web"); err != nil {
		t.Fatal(err)
	}
	return isam, head
}

var verdict = review.DecideRequest{Date: "2023-11-24", DiaryNo: "KS 2023/1204", Via: "web"}

func TestWhoMayDecide(t *testing.T) {
	d, id := office(t)
	isam, head := person(t, d, example.Coordinator), person(t, d, example.Head)
	if _, err := review.Decide(ctx, d, head, string(id), verdict); !fault.Is(err, fault.Invalid) {
		t.Errorf("a draft is decided: %v", err)
	}
	held(t, d, id)
	for name, c := range map[string]access.Caller{"the reporter": isam, "the data protection officer": person(t, d, example.Officer), "the installation": access.System()} {
		if _, err := review.Decide(ctx, d, c, string(id), verdict); !fault.Is(err, fault.Denied) {
			t.Errorf("%s decides: %v", name, err)
		}
	}
	// The head as reporter, by another function of the same person.
	reg, _ := d.DB.Catalogue.Get("management_review")
	if _, err := d.Commands.Do(ctx, isam, command.Options{Via: "web", Now: now}, command.Change{Op: "update", Register: reg, ID: string(id), Fields: map[string]any{"reporter": string(head.Held[1].Assignment), "obtained_by": string(head.Held[0].Assignment)}}); err != nil {
		t.Fatal(err)
	}
	if _, err := review.Decide(ctx, d, head, string(id), verdict); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "reporter-is-receiver") {
		t.Errorf("the reporter decides through another function: %v", err)
	}
	// Nothing of what was refused has been written.
	rec, err := d.DB.Get(ctx, head.Read(reg), reg, string(id), time.Time{}, 0)
	if err != nil || rec.Text("status") != "meeting_held" || rec.Text("hash") != "" {
		t.Errorf("after refusals: %s %q %v", rec.Text("status"), rec.Text("hash"), err)
	}
}

func TestDecidedIsFrozen(t *testing.T) {
	d, id := office(t)
	_, head := held(t, d, id)
	rec, err := review.Decide(ctx, d, head, string(id), verdict)
	if err != nil {
		t.Fatal(err)
	}
	if rec.Text("status") != "decided" || len(rec.Text("hash")) != 64 || rec.Text("diary_no") != verdict.DiaryNo || rec.Text("decided_on") != "2023-11-24" {
		t.Errorf("the record: %s %q %q %q", rec.Text("status"), rec.Text("hash"), rec.Text("diary_no"), rec.Text("decided_on"))
	}
	rv, err := review.Open(ctx, d, head, string(id), lang.SV)
	if err != nil {
		t.Fatal(err)
	}
	known, _ := rec.Number("known_at")
	if rv.State != "decided" || rv.Ledger.Size != known || rv.DecidedBy == "" || rv.Decisions[0].Date != "2023-11-24" {
		t.Errorf("the review: %s at %d (record %d) by %q, %v", rv.State, rv.Ledger.Size, known, rv.DecidedBy, rv.Decisions[0])
	}
	for _, l := range []lang.Lang{lang.SV, lang.EN} {
		page, err := review.OpenFile(ctx, d, head, string(id), l, "html", 0)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(page, []byte("UTKAST")) || bytes.Contains(page, []byte("DRAFT")) || !bytes.Contains(page, []byte("KS 2023/1204")) {
			t.Errorf("%s: the page is a draft or has no diary number", l)
		}
	}
	if res, err := d.DB.Verify(ctx, nil, nil); err != nil || res.Size <= known {
		t.Errorf("the ledger after the decision: %v %v", res, err)
	}
	if _, err := review.Decide(ctx, d, head, string(id), verdict); !fault.Is(err, fault.Invalid) {
		t.Errorf("decided twice: %v", err)
	}
	if _, err := review.Step(ctx, d, person(t, d, example.Coordinator), string(id), "annex", map[string]any{"annexed_on": "2023-12-06"}, time.Time{}, "web"); err != nil {
		t.Fatalf("annex: %v", err)
	}
	after, err := review.Open(ctx, d, head, string(id), lang.SV)
	if err != nil {
		t.Fatal(err)
	}
	if after.Status != "annexed" || !reflect.DeepEqual(after.Sections, rv.Sections) || !reflect.DeepEqual(after.Figures, rv.Figures) {
		t.Error("annexing has changed what was decided")
	}
}

// A file does not decide a review that was made here, which would then stand as
// decided without its figures, texts and files; one decided elsewhere it may bring.
func TestNoFileDecides(t *testing.T) {
	d, id := office(t)
	review.Install(d.Commands, d.Figures.Book().From())
	isam, _ := held(t, d, id)
	r, _ := d.DB.Catalogue.Get("management_review")
	took := map[string]any{"status": "decided", "decided_on": "2023-11-24", "meeting_on": "2023-11-24"}
	for _, status := range []string{"decided", "archived"} {
		took["status"] = status
		_, err := d.Commands.Do(ctx, access.System(), command.Options{Via: "import", Now: now}, command.Change{Op: "update", Register: r, ID: string(id), Fields: took})
		var f *fault.Error
		if !errors.As(err, &f) || len(f.Problems) != 1 || f.Problems[0].Code != "decide-has-its-own-way" {
			t.Errorf("a file makes it %s: %v", status, err)
		}
	}
	rec, err := d.DB.Get(ctx, isam.Read(r), r, string(id), time.Time{}, 0)
	if err != nil || rec.Text("status") != "meeting_held" {
		t.Errorf("it stands as %q, %v", rec.Text("status"), err)
	}
	took["title"], took["year"], took["as_of"] = "Ledningens genomgång 2019", 2019, "2019-11-15"
	if _, err := d.Commands.Do(ctx, access.System(), command.Options{Via: "import", Now: now}, command.Change{Op: "create", Register: r, Org: rec.Org, Fields: took}); err != nil {
		t.Errorf("one decided elsewhere: %v", err)
	}
}

func TestCorrection(t *testing.T) {
	d, id := office(t)
	review.Install(d.Commands, d.Figures.Book().From())
	isam, head := held(t, d, id)
	rec, err := review.Decide(ctx, d, head, string(id), verdict)
	if err != nil {
		t.Fatal(err)
	}
	first, err := review.OpenFile(ctx, d, head, string(id), lang.SV, "json", 0)
	if err != nil {
		t.Fatal(err)
	}
	// Later changes that the correction must not see.
	objects, _ := d.DB.Catalogue.Get("object")
	if _, err := d.Commands.Do(ctx, access.System(), command.Options{Via: "import", Now: now}, command.Change{Op: "update", Register: objects, ID: "OBJ-0042", Effective: d.DB.EndOfDay("2023-11-15"),
		Fields: map[string]any{"status": "retired", "retired_on": "2023-11-15", "retirement_data": "disposed"}}); err != nil {
		t.Fatal(err)
	}
	text := review.Correction{Reason: "Fel text i avsnitt 4", Texts: map[string]string{"4": "Rättad text."}, Lang: lang.SV, Version: rec.Version, Via: "web"}
	with := func(change func(*review.Correction)) review.Correction {
		in := text
		change(&in)
		return in
	}
	for name, c := range map[string]struct {
		who  access.Caller
		in   review.Correction
		kind fault.Kind
	}{
		"the coordinator":       {isam, text, fault.Denied},
		"without reason":        {head, with(func(c *review.Correction) { c.Reason = " " }), fault.Invalid},
		"of a locked date":      {head, with(func(c *review.Correction) { c.Fields = map[string]any{"as_of": "2023-11-16"} }), fault.Invalid},
		"of no field":           {head, with(func(c *review.Correction) { c.Fields = map[string]any{"minuter": "x"} }), fault.Invalid},
		"of no place":           {head, with(func(c *review.Correction) { c.Texts = map[string]string{"9.9": "x"} }), fault.Invalid},
		"of nothing":            {head, with(func(c *review.Correction) { c.Texts = nil }), fault.Invalid},
		"of the officer's":      {head, with(func(c *review.Correction) { c.Texts = map[string]string{"dpo": "Ombudet är nöjt."} }), fault.Invalid},
		"after somebody else's": {head, with(func(c *review.Correction) { c.Version-- }), fault.Stale},
	} {
		if _, err := review.Correct(ctx, d, c.who, string(id), c.in); !fault.Is(err, c.kind) {
			t.Errorf("corrected: %s: %v", name, err)
		}
	}
	if _, err := review.Correct(ctx, d, head, string(id), text); err != nil {
		t.Fatal(err)
	}
	rv, err := review.Open(ctx, d, head, string(id), lang.SV)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, s := range rv.Sections {
		for _, b := range s.Blocks {
			found = found || b.Text == "Rättad text."
		}
	}
	if !found || rv.Correction != "Fel text i avsnitt 4" || *rv.Figures["F01"].Value != 240 {
		t.Errorf("the correction: text %v, reason %q, F01 %d", found, rv.Correction, *rv.Figures["F01"].Value)
	}
	kept, _, err := d.DB.Frozen(ctx, string(id), "sv/ledningens-genomgang-2024.json", rec.Version)
	if err != nil || !bytes.Equal(kept, first) {
		t.Errorf("the version before the correction is not kept as it was: %v", err)
	}
	versions, err := d.DB.FrozenVersions(ctx, string(id))
	if err != nil || len(versions) != 2 || versions[1] != rec.Version {
		t.Errorf("frozen versions %v, decided as %d: %v", versions, rec.Version, err)
	}
	for _, v := range versions {
		data, err := review.OpenFile(ctx, d, head, string(id), lang.SV, "json", v)
		if err != nil || bytes.Equal(data, first) != (v == rec.Version) {
			t.Errorf("opened by its version %d: %v", v, err)
		}
	}
	live := build(t, d, head, review.Request{Org: rec.Org, Year: 2024, AsOf: "2023-11-15"})
	if *live.Figures["F01"].Value != 239 {
		t.Errorf("live F01 is %d", *live.Figures["F01"].Value)
	}
}

func TestOneReviewAYear(t *testing.T) {
	d, id := office(t)
	isam := person(t, d, example.Coordinator)
	reg, _ := d.DB.Catalogue.Get("management_review")
	rec, err := d.DB.Get(ctx, isam.Read(reg), reg, string(id), time.Time{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := review.Create(ctx, d, isam, review.Draft{Org: rec.Org, Year: 2024, AsOf: "2023-11-30", Via: "web"}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second review of the year: %v", err)
	}
	next, err := review.Create(ctx, d, isam, review.Draft{Org: rec.Org, Year: 2025, AsOf: "2024-02-29", Via: "web"})
	if err != nil {
		t.Fatal(err)
	}
	if next.Text("status") != "preparing" || next.Text("compare_as_of") != "2023-02-28" || next.Text("reporter") == "" || next.Text("obtained_by") == "" {
		t.Errorf("the new review: %s, compared with %s, by %q for %q", next.Text("status"), next.Text("compare_as_of"), next.Text("reporter"), next.Text("obtained_by"))
	}
	codes := map[string]bool{}
	for _, p := range review.Check(build(t, d, isam, review.Request{ID: next.ID})) {
		codes[p.Code] = true
	}
	for _, want := range []string{"decision-needed", "priority-needed"} {
		if !codes[want] {
			t.Errorf("%s is not told", want)
		}
	}
	if _, err := review.Step(ctx, d, person(t, d, example.Head), string(next.ID), "decide", nil, time.Time{}, "web"); err == nil {
		t.Error("decided by a plain step")
	}
}
