package duty_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/duty"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

var ctx = context.Background()

// office is a city with an office whose people each hold one function.
type office struct {
	t   *testing.T
	db  *store.DB
	s   *command.Service
	a   *access.Access
	now time.Time
	ids map[string]register.ID
}

type f map[string]any

func newOffice(t *testing.T, p storetest.Place) *office {
	db := p.Open(registers.Catalogue())
	o := &office{t: t, db: db, s: command.New(db), a: access.New(db), now: time.Date(2026, 5, 20, 8, 0, 0, 0, time.UTC), ids: map[string]register.ID{}}
	o.make("city", registers.Orgs, "", f{"title": "Lindhamns stad", "kind": "city"})
	o.make("KS", registers.Orgs, "", f{"title": "Kommunstyrelsen", "kind": "board", "parent": "@city"})
	o.make("SLK", registers.Orgs, "", f{"title": "Stadsledningskontoret", "kind": "office", "parent": "@KS"})
	o.make("UBF", registers.Orgs, "", f{"title": "Utbildningsförvaltningen", "kind": "office", "parent": "@city"})
	for _, x := range [][3]string{{"owner", "object_owner", "SLK"}, {"other", "object_owner", "SLK"}, {"isam", "isam", "SLK"}, {"head", "head", "SLK"}, {"central", "central_isec", "city"}, {"far", "isam", "UBF"}} {
		o.make("person "+x[0], registers.Persons, "city", f{"title": "Person " + x[0], "email": x[0] + "@lindhamn.example"})
		o.make(x[0], registers.RoleAssignments, x[2], f{"title": "Funktion " + x[0], "function": x[1], "person": "@person " + x[0], "valid_from": "2020-01-01"})
	}
	o.make("own", registers.Objects, "SLK", f{"title": "Ärenden", "kind": "service", "reach": "local", "owner": "@owner"})
	o.make("others", registers.Objects, "SLK", f{"title": "Löner", "kind": "service", "reach": "local", "owner": "@other"})
	return o
}

func (o *office) fill(v any) any {
	switch x := v.(type) {
	case string:
		if name, ok := strings.CutPrefix(x, "@"); ok {
			if o.ids[name] == "" {
				o.t.Fatalf("nothing is called %s", name)
			}
			return string(o.ids[name])
		}
	case []any:
		out := make([]any, len(x))
		for i := range x {
			out[i] = o.fill(x[i])
		}
		return out
	}
	return v
}

// make takes a record in as it stands, whatever its state.
func (o *office) make(name string, r *register.Register, org string, fields f) {
	o.t.Helper()
	o.now = o.now.Add(time.Second)
	in := map[string]any{}
	for k, v := range fields {
		in[k] = o.fill(v)
	}
	rc, err := o.s.Do(ctx, access.System(), command.Options{Via: "import", Now: o.now}, command.Change{Op: "create", Register: r, Org: o.ids[org], Fields: in})
	if err != nil {
		o.t.Fatalf("make %s: %v", name, err)
	}
	o.ids[name] = rc.Items[0].New.ID
}

func (o *office) caller(who string) access.Caller {
	o.t.Helper()
	c, err := o.a.Person(ctx, o.ids["person "+who], o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

func (o *office) deps() duty.Deps { return duty.Deps{DB: o.db, Now: func() time.Time { return o.now }} }

// needs gives the lines a caller sees, shortly: kind, day, number, M for mine.
func (o *office) needs(who string) []string {
	o.t.Helper()
	items, err := duty.Needs(ctx, o.deps(), o.caller(who))
	if err != nil {
		o.t.Fatal(err)
	}
	o.leads(o.caller(who), items)
	o.leads(o.caller(who), duty.Gather(items))
	var out []string
	for _, it := range items {
		s := fmt.Sprintf("%s %s %d", it.Kind, it.Due.In(o.db.Zone).Format("2006-01-02"), len(it.Records))
		if it.Mine {
			s += " M"
		}
		if it.Notice {
			s += " notice"
		}
		if it.Months > 0 {
			s += fmt.Sprintf(" %d", it.Months)
		}
		out = append(out, s)
	}
	return out
}

// leads holds that a line leads to as many records as it says.
func (o *office) leads(c access.Caller, items []duty.Item) {
	o.t.Helper()
	for _, it := range items {
		if it.Query() == "" {
			if len(it.Records) != 1 {
				o.t.Errorf("%s tells of %d records and leads to none", it.Kind, len(it.Records))
			}
			continue
		}
		filter, err := o.db.Filter(ctx, it.Source, it.Query(), register.DateOf(o.now), o.now)
		if err != nil {
			o.t.Fatalf("%s: %v", it.Query(), err)
		}
		keys, err := o.db.Keys(ctx, c.Read(it.Source), store.Query{Register: it.Source, Filter: filter})
		if err != nil || len(keys) != len(it.Records) {
			o.t.Errorf("%s tells of %d records and leads to %d (%v): %s", it.Kind, len(it.Records), len(keys), err, it.Query())
		}
	}
}

func (o *office) same(who string, want ...string) {
	o.t.Helper()
	if got := o.needs(who); !slices.Equal(got, want) {
		o.t.Errorf("%s: got\n %s\nwant\n %s", who, strings.Join(got, "\n "), strings.Join(want, "\n "))
	}
}

// TestItem18NeedsYou: clocks, late actions by owner, agreements, unanswered
// follow-ups and old reviews, by deadline, within the caller's scope.
func TestItem18NeedsYou(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		o.make("incident", registers.Incidents, "SLK", f{"title": "Fel mottagare", "kind": "misdirected", "detected_at": "2026-05-01T08:00:00Z"})
		o.make("clock", registers.Clocks, "SLK", f{"code": "GDPR33", "incident": "@incident", "started_at": "2026-05-19T09:00:00Z"})
		o.make("met", registers.Clocks, "SLK", f{"code": "GDPR33", "incident": "@incident", "started_at": "2026-05-01T09:00:00Z", "met_at": "2026-05-02T09:00:00Z", "status": "met"})
		for i, x := range [][4]string{{"owner", "own", "2026-05-19", "decided"}, {"owner", "own", "2026-03-31", "ongoing"}, {"other", "others", "2026-05-01", "decided"},
			{"owner", "own", "2026-05-20", "decided"}, {"owner", "own", "2026-01-01", "done"}} {
			o.make(fmt.Sprint("action", i), registers.Actions, "SLK", f{"title": "Inför loggning", "owner": "@" + x[0], "object": "@" + x[1], "due": x[2], "status": x[3]})
		}
		o.make("supplier", registers.Recipients, "SLK", f{"title": "Molnia AB", "kind": "processor", "country": "SE"})
		for i, x := range []f{{"valid_to": "2026-08-18"}, {"valid_to": "2026-08-19"}, {"valid_to": "2026-12-31", "notice_months": 6}, {"valid_to": "2026-07-01", "notice_months": 6}, {"valid_to": "2026-05-19"}} {
			x["title"], x["kind"], x["status"], x["valid_from"], x["supplier"] = "Systemtjänster", "service_agreement", "in_force", "2024-01-01", "@supplier"
			o.make(fmt.Sprint("agreement", i), registers.Agreements, "SLK", x)
		}
		o.make("campaign", registers.Campaigns, "SLK", f{"title": "Årsuppföljning 2026", "status": "open", "opens": "2026-05-01", "closes": "2026-06-15"})
		o.make("old campaign", registers.Campaigns, "SLK", f{"title": "Årsuppföljning 2025", "status": "closed", "opens": "2025-05-01", "closes": "2025-06-15"})
		o.make("r1", registers.Responses, "SLK", f{"campaign": "@campaign", "object": "@own", "respondent": "@owner"})
		o.make("r2", registers.Responses, "SLK", f{"campaign": "@campaign", "object": "@others", "respondent": "@other"})
		o.make("r3", registers.Responses, "SLK", f{"campaign": "@old campaign", "object": "@own", "respondent": "@owner"})
		for _, day := range []string{"2024-05-01", "2025-05-20"} {
			o.make("review "+day, registers.ManagementReviews, "SLK", f{"title": "Ledningens genomgång", "year": 2026, "as_of": day, "status": "decided", "decided_on": day})
		}

		all := []string{"action 2026-03-31 2", "action 2026-05-01 1", "review 2026-05-20 1 M 12", "clock 2026-05-22 1", "campaign 2026-06-15 2",
			"agreement 2026-06-30 1 notice", "agreement 2026-07-01 1", "agreement 2026-08-18 1"}
		o.same("central", all...)
		all[3] += " M" // a clock is theirs who run the incident and decide on its notices
		o.same("head", all...)
		// An agreement that ends is asked of who keeps it; who only reads it is not told at home.
		if items, err := duty.Needs(ctx, o.deps(), o.caller("head")); err != nil || slices.ContainsFunc(duty.Gather(items), func(it duty.Item) bool { return it.Kind == duty.Agreement }) {
			t.Errorf("the head is told of agreements: %v", err)
		}
		kept := slices.Clone(all)
		kept[5] = "agreement 2026-06-30 1 M notice"
		kept[6], kept[7] = kept[6]+" M", kept[7]+" M"
		o.same("isam", kept...)
		o.same("owner", "action 2026-03-31 2 M", "coming 2026-05-20 1 M", "campaign 2026-06-15 1 M")
		o.same("other", "action 2026-05-01 1 M", "campaign 2026-06-15 1 M")
		o.same("far")

		items, err := duty.Needs(ctx, o.deps(), o.caller("isam"))
		if err != nil {
			t.Fatal(err)
		}
		if g := duty.Gather(items); len(g) != len(items)-1 || g[0].Kind != duty.Action || len(g[0].Records) != 3 || !g[0].Several || g[0].Owner != "" {
			t.Errorf("gathered: %+v", g)
		}

		// What the caller is late with has a line of its own, and is not among the others'.
		o.make("mine", registers.Actions, "SLK", f{"title": "Följ upp", "owner": "@isam", "due": "2026-04-01", "status": "decided"})
		o.needs("isam")

		// The age of a review is told at the rule book's months, not before.
		for day, want := range map[string]string{"2026-04-19": "", "2026-04-20": "review 2026-05-20 1 M 11", "2026-06-19": "review 2026-05-20 1 M 12", "2026-06-20": "review 2026-05-20 1 M 13"} {
			at, err := time.Parse("2006-01-02 15", day+" 10")
			if err != nil {
				t.Fatal(err)
			}
			old := o.now
			o.now = at
			got := ""
			for _, s := range o.needs("head") {
				if strings.HasPrefix(s, "review") {
					got = s
				}
			}
			if got != want {
				t.Errorf("%s: %q, want %q", day, got, want)
			}
			o.now = old
		}
		o.oneQueryEach()
	})
}

// TestItem18Awaiting: what waits for a decision, an approval or a reading is
// asked of who can give it and of nobody else.
func TestItem18Awaiting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		for _, x := range [][2]string{{"dpo", "dpo"}, {"archivist", "archivist"}} {
			o.make("person "+x[0], registers.Persons, "city", f{"title": "Person " + x[0], "email": x[0] + "@lindhamn.example"})
			o.make(x[0], registers.RoleAssignments, "SLK", f{"title": "Funktion " + x[0], "function": x[1], "person": "@person " + x[0], "valid_from": "2020-01-01"})
		}
		o.make("sent", registers.ManagementReviews, "SLK", f{"title": "Ledningens genomgång 2026", "year": 2026, "as_of": "2026-04-30", "status": "sent_to_head", "reporter": "@isam", "dpo_contribution": "Yttrande."})
		o.make("drafted", registers.ManagementReviews, "SLK", f{"title": "Ledningens genomgång 2027", "year": 2027, "as_of": "2026-04-30", "status": "draft"})
		o.make("report", registers.DpoReports, "SLK", f{"title": "GDPR årsrapport", "year": 2025, "status": "submitted", "submitted_on": "2026-05-01", "author": "@dpo", "summary": "Läget."})
		o.make("disposal", registers.DisposalDecisions, "SLK", f{"title": "Gallring", "status": "proposed", "register_name": "subject_request", "query": "status = closed", "legal_ref": "Plan 2024", "proposed_on": "2026-05-10"})
		o.make("campaign", registers.Campaigns, "SLK", f{"title": "Årsuppföljning 2026", "status": "open", "opens": "2026-05-01", "closes": "2026-06-15"})
		o.make("answer", registers.Responses, "SLK", f{"campaign": "@campaign", "object": "@own", "respondent": "@owner", "status": "sent", "answered_on": "2026-05-15"})
		o.make("document", registers.SteeringDocuments, "SLK", f{"title": "Anvisning om e-post", "kind": "local_instruction", "status": "published", "adopter_function": "head", "adopted_on": "2026-01-01", "adopted_by": "@head"})
		o.make("receipt", registers.DocumentReceipts, "SLK", f{"document": "@document", "person": "@person owner", "asked_on": "2026-05-01", "due": "2026-05-25"})
		o.make("risk", registers.Risks, "SLK", f{"title": "Bortfall", "object": "@own", "owner": "@owner", "status": "accepted", "accepted_by": "@owner", "accepted_on": "2025-07-01", "accepted_until": "2026-07-01", "c": 2, "p": 2, "threat": "Bortfall", "consequence_text": "Stopp"})
		o.make("round", registers.AccessReviews, "SLK", f{"object": "@own", "status": "ongoing", "opened_on": "2026-05-01", "due_on": "2026-05-29", "reviewer": "@owner"})
		o.make("far round", registers.AccessReviews, "SLK", f{"object": "@own", "status": "ongoing", "opened_on": "2026-05-01", "due_on": "2026-12-31", "reviewer": "@other"})

		// A reference that is decided waits for each controller's own advice, then for
		// its own position; one kept here for another controller waits for nobody here.
		o.make("processing", registers.Processings, "SLK", f{"title": "Ärenden", "role": "controller"})
		o.make("reference", registers.Dpias, "UBF", f{"title": "Referens", "processings": []any{"@processing"}, "kind": "reference", "status": "decided", "decided_on": "2026-05-01", "decision": "go", "residual": "low", "dpo_advice": "Ja", "dpo_advice_on": "2026-04-20"})
		o.make("unread", registers.DpiaParticipants, "SLK", f{"dpia": "@reference", "party": "@KS", "invited_on": "2026-05-02"})
		o.make("advised", registers.DpiaParticipants, "SLK", f{"dpia": "@reference", "party": "@SLK", "invited_on": "2026-05-02", "dpo_advice": "Ja", "dpo_advice_on": "2026-05-04"})
		o.make("another's", registers.DpiaParticipants, "SLK", f{"dpia": "@reference", "party": "@UBF", "invited_on": "2026-05-02"})
		o.make("whole", registers.Dpias, "SLK", f{"title": "Egen", "processings": []any{"@processing"}, "kind": "single", "status": "ongoing", "started_on": "2026-05-01", "description": "a", "necessity_proportionality": "b", "measures": "c", "views_of_subjects": "d"})
		o.make("begun", registers.Dpias, "SLK", f{"title": "Påbörjad", "processings": []any{"@processing"}, "kind": "single", "status": "ongoing", "started_on": "2026-05-01", "description": "a"})

		o.same("head", "decision 2026-05-20 1 M", "decision 2026-05-20 1 M", "decision 2026-05-20 1 M", "round 2026-05-29 1", "acceptance 2026-07-01 1")
		o.same("isam", "round 2026-05-29 1", "approval 2026-06-15 1 M", "acceptance 2026-07-01 1")
		o.same("dpo", "decision 2026-05-20 1 M", "decision 2026-05-20 1 M", "decision 2026-05-20 1 M", "round 2026-05-29 1", "acceptance 2026-07-01 1")
		o.same("archivist", "decision 2026-05-20 1 M", "round 2026-05-29 1", "acceptance 2026-07-01 1")
		// A class that is proposed waits for the object's owner, a norm does not.
		o.make("class", registers.Classifications, "SLK", f{"kind": "object", "object": "@own", "status": "proposed", "held_on": "2026-05-02"})
		o.make("norm", registers.Classifications, "SLK", f{"kind": "norm", "object": "@own", "status": "proposed", "held_on": "2026-05-02"})
		o.same("owner", "decision 2026-05-20 1 M", "reading 2026-05-25 1 M", "round 2026-05-29 1 M", "acceptance 2026-07-01 1 M")
		o.same("other")
		o.same("far")
	})
}

// TestItem4Acceptances: a risk that is to be accepted waits for whom its band
// names, and first for the comment that the band asks for (domain.md 2).
func TestItem4Acceptances(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		o.make("person board", registers.Persons, "city", f{"title": "Person board", "email": "board@lindhamn.example"})
		o.make("board", registers.RoleAssignments, "KS", f{"title": "Funktion board", "function": "board", "person": "@person board", "valid_from": "2020-01-01"})
		n := 0
		risk := func(fields f) {
			n++
			in := f{"title": "Bortfall", "object": "@own", "owner": "@owner", "status": "assessed", "treatment": "accept", "threat": "Bortfall", "consequence_text": "Stopp", "p": 2, "c": 1}
			for k, v := range fields {
				in[k] = v
			}
			o.make(fmt.Sprint("risk ", n), registers.Risks, "SLK", in)
		}
		risk(f{"treatment": "reduce"})
		risk(f{"status": "accepted", "accepted_by": "@owner", "accepted_on": "2026-05-01", "accepted_until": "2027-05-01"})
		risk(f{"p": nil, "c": nil, "status": "identified"})
		for _, who := range []string{"owner", "other", "isam", "head", "board"} {
			o.same(who)
		}
		line := "decision 2026-05-20 1 M"
		hold := func(fields f, whom ...string) {
			t.Helper()
			risk(fields)
			for _, who := range []string{"owner", "other", "isam", "head", "board", "far"} {
				if slices.Contains(whom, who) {
					o.same(who, line)
				} else {
					o.same(who)
				}
			}
			o.update(fmt.Sprint("risk ", n), registers.Risks, f{"treatment": "reduce"})
		}
		hold(f{}, "owner")
		hold(f{"p": 2, "c": 2}, "isam")
		hold(f{"p": 2, "c": 2, "comment": "Rimligt.", "comment_by": "@isam"}, "owner")
		hold(f{"p": 3, "c": 3}, "head")
		hold(f{"p": 3, "c": 3, "p2": 1, "c2": 3}, "owner") // as it stands with present measures
		hold(f{"p": 4, "c": 4, "status": "treated"}, "board", "head")
	})
}

// update changes a record as it stands, whatever its state.
func (o *office) update(name string, r *register.Register, fields f) {
	o.t.Helper()
	if _, err := o.s.Do(ctx, access.System(), command.Options{Via: "import", Now: o.now}, command.Change{Op: "update", Register: r, ID: string(o.ids[name]), Fields: fields}); err != nil {
		o.t.Fatalf("update %s: %v", name, err)
	}
}

// oneQueryEach holds that the number of reads does not follow the number of rows.
func (o *office) oneQueryEach() {
	o.t.Helper()
	reads := func() int {
		counted, tally := store.WithTally(ctx)
		if _, err := duty.Needs(counted, o.deps(), o.caller("isam")); err != nil {
			o.t.Fatal(err)
		}
		return tally.Reads()
	}
	before := reads()
	for i := range 40 {
		o.make(fmt.Sprint("late", i), registers.Actions, "SLK", f{"title": "Sen", "owner": "@owner", "due": "2026-02-01", "status": "decided"})
		o.make(fmt.Sprint("run", i), registers.Clocks, "SLK", f{"code": "GDPR33", "incident": "@incident", "started_at": "2026-05-19T09:00:00Z"})
	}
	if after := reads(); after != before || before == 0 {
		o.t.Errorf("%d reads, with 80 more rows %d", before, after)
	}
}

// TestItem18Wheel: what the year has for whom on a day (domain.md 8).
func TestItem18Wheel(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	for _, c := range []struct {
		day       string
		has       []string
		hasNot    []string
		milestone string
	}{
		{"2026-05-20", []string{"owner_may", "campaign_closes", "dpo_may", "continuous"}, []string{"campaign_opens", "isam_nov", "owner_jul"}, "2026-06-15"},
		{"2026-11-23", []string{"isam_nov", "head_nov", "review_as_of"}, []string{"isam_dec", "draft_to_head"}, "2026-11-30"},
		{"2026-04-30", []string{"control_t1", "campaign_opens", "owner_apr"}, []string{"campaign_closes"}, "2026-05-01"},
	} {
		turns, err := duty.OnDay(ctx, o.deps(), o.caller("isam"), o.ids["SLK"], register.Date(c.day))
		if err != nil {
			t.Fatal(err)
		}
		var codes []string
		found := false
		for i, x := range turns {
			codes = append(codes, x.Code)
			found = found || x.Milestone && string(x.To) == c.milestone
			if i > 0 && x.To < turns[i-1].To || x.Text.SV == "" || x.Text.EN == "" || x.Source.IsZero() {
				t.Errorf("%s: %+v", c.day, x)
			}
		}
		for _, want := range c.has {
			if !slices.Contains(codes, want) {
				t.Errorf("%s lacks %s: %v", c.day, want, codes)
			}
		}
		for _, no := range c.hasNot {
			if slices.Contains(codes, no) {
				t.Errorf("%s has %s", c.day, no)
			}
		}
		if !found {
			t.Errorf("%s: no milestone on %s", c.day, c.milestone)
		}
	}

	// For whom: the owners of this office, the coordinator alone for closing, and
	// nobody for the data protection officer's part.
	turns, err := duty.OnDay(ctx, o.deps(), o.caller("isam"), o.ids["SLK"], "2026-05-20")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range turns {
		var titles []string
		for _, h := range x.Holders {
			titles = append(titles, h.Title)
		}
		want, vacant := map[string]string{"owner_may": "Funktion other,Funktion owner", "campaign_closes": "Funktion isam", "central_may": "Funktion central"}[x.Code], x.Code == "dpo_may"
		if want != "" && strings.Join(titles, ",") != want || vacant && (len(titles) > 0 || !slices.Contains(x.Vacant, "dpo")) {
			t.Errorf("%s: %v, vacant %v", x.Code, titles, x.Vacant)
		}
	}
	mine := duty.For(turns, o.caller("owner"))
	if len(mine) != 2 || mine[0].Code != "owner_may" || mine[1].Code != "continuous" {
		t.Errorf("the owner's: %+v", mine)
	}
}
