package campaign_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/campaign"
	"genomlys/internal/command"
	"genomlys/internal/example"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

var ctx = context.Background()

// office is the example office, with the rules of follow-ups.
type office struct {
	t   *testing.T
	d   review.Deps
	now time.Time
	org register.ID
}

func open(t *testing.T, p storetest.Place) *office {
	t.Helper()
	db := p.Open(registers.Catalogue())
	engine, err := figure.New(db)
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, now: time.Date(2024, 5, 1, 7, 0, 0, 0, time.UTC)}
	o.d = review.Deps{DB: db, Access: access.New(db), Commands: command.New(db), Figures: engine, Now: func() time.Time { return o.now }}
	if err := campaign.Install(o.d.Commands, db); err != nil {
		t.Fatal(err)
	}
	if _, err := example.Load(ctx, o.d, nil); err != nil {
		t.Fatal(err)
	}
	o.org = o.find(registers.Orgs, `short = SLK`)[0].ID
	return o
}

func (o *office) deps() campaign.Deps { return campaign.Deps{DB: o.d.DB, Now: o.d.Now} }

func (o *office) caller(email string) access.Caller {
	o.t.Helper()
	c, err := o.d.Access.ByEmail(ctx, email, o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

func (o *office) find(r *register.Register, filter string) []*register.Record {
	o.t.Helper()
	node, err := query.Parse(filter)
	if err != nil {
		o.t.Fatal(err)
	}
	c, err := query.Check(node, register.Schema(r), query.Params{Now: o.now, Zone: o.d.DB.Zone, AsOf: query.CivilOf(o.now)})
	if err != nil {
		o.t.Fatal(err)
	}
	var out []*register.Record
	if err := o.d.DB.Each(ctx, access.System().Read(r), store.Query{Register: r, Filter: c}, func(rec *register.Record) error { out = append(out, rec); return nil }); err != nil {
		o.t.Fatal(err)
	}
	return out
}

func (o *office) one(r *register.Register, filter string) *register.Record {
	o.t.Helper()
	recs := o.find(r, filter)
	if len(recs) != 1 {
		o.t.Fatalf("%s finds %d, want 1", filter, len(recs))
	}
	return recs[0]
}

func (o *office) try(c access.Caller, ch command.Change) (command.Receipt, []string) {
	o.t.Helper()
	o.now = o.now.Add(time.Second)
	rc, err := o.d.Commands.Do(ctx, c, command.Options{Via: "web", Now: o.now}, ch)
	var codes []string
	var e *fault.Error
	if errors.As(err, &e) {
		for _, p := range e.Problems {
			codes = append(codes, p.Code)
			if _, ok := campaign.Messages[p.Code]; !ok && len(p.Code) > 0 && !known[p.Code] {
				o.t.Errorf("no words for %s", p.Code)
			}
		}
		if len(codes) == 0 {
			codes = []string{e.Code}
		}
	} else if err != nil {
		o.t.Fatal(err)
	}
	return rc, codes
}

// known are codes of the house itself.
var known = map[string]bool{"required-in-state": true, "no-such-record": true}

func (o *office) do(c access.Caller, op string, r *register.Register, id register.ID, fields map[string]any) *register.Record {
	o.t.Helper()
	ch := command.Change{Op: op, Register: r, ID: string(id), Fields: fields}
	if op == "create" {
		ch.Org = o.org
	}
	rc, codes := o.try(c, ch)
	if len(codes) > 0 {
		o.t.Fatalf("%s %s: %v", op, r.Name, codes)
	}
	return rc.Items[0].New
}

func (o *office) refused(c access.Caller, op string, rec *register.Record, fields map[string]any, want string) {
	o.t.Helper()
	_, codes := o.try(c, command.Change{Op: op, Register: rec.Register, ID: string(rec.ID), Fields: fields})
	if !slices.Contains(codes, want) {
		o.t.Errorf("%s %s: %v, want %s", op, rec.Ref, codes, want)
	}
}

func (o *office) again(rec *register.Record) *register.Record {
	o.t.Helper()
	return o.one(rec.Register, "id = "+query.Quote(string(rec.ID)))
}

// answers gives a response's answers with some replaced, as a form would send them.
func answers(rec *register.Record, with map[string]string) []any {
	var out []any
	for _, a := range register.As[registers.Response](rec).Answers {
		row := map[string]any{"question": a.Question, "value": a.Value, "prefilled": a.Prefilled, "changed": a.Changed}
		if v, ok := with[a.Question]; ok {
			row["value"] = v
			if a.Prefilled == "yes" {
				row["changed"] = "yes"
			}
		}
		out = append(out, row)
	}
	return out
}

func answer(rec *register.Record, q string) registers.Answer {
	for _, a := range register.As[registers.Response](rec).Answers {
		if a.Question == q {
			return a
		}
	}
	return registers.Answer{}
}

// TestItem12Campaign follows a follow-up of the example office from its
// questions to its analysis.
func TestItem12Campaign(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := open(t, p)
		isam := o.caller(example.Coordinator)

		// The questionnaire: last year's question F4 anew, and two that fill fields.
		f4 := o.one(registers.Questions, `code = F4`)
		o.do(isam, "update", registers.Questions, f4.ID, map[string]any{"template_version": "2024", "area": "classification"})
		o.do(isam, "activate", registers.Questions, f4.ID, nil)
		iot := o.do(isam, "create", registers.Questions, "", map[string]any{"title": "IoT", "code": "N1", "order_no": 20, "text": "Är objektet IoT?", "type": "yes_no_unknown", "maps_to": "object.iot", "area": "iot", "template_version": "2024", "required": "yes"})
		end := o.do(isam, "create", registers.Questions, "", map[string]any{"title": "Avtal", "code": "N2", "order_no": 21, "text": "När slutar avtalet?", "type": "date", "maps_to": "object.contract_ends", "area": "suppliers", "template_version": "2024"})
		o.refused(isam, "activate", end, nil, "maps-to-no-field")
		o.do(isam, "update", registers.Questions, end.ID, map[string]any{"maps_to": "object.iot"})
		o.refused(isam, "activate", end, nil, "maps-to-other-kind")
		o.do(isam, "update", registers.Questions, end.ID, map[string]any{"maps_to": "object.contract_end"})
		o.do(isam, "activate", registers.Questions, end.ID, nil)
		o.do(isam, "activate", registers.Questions, iot.ID, nil)
		o.refused(isam, "update", iot, map[string]any{"text": "Något annat?"}, "asked-question-stands")

		c := o.do(isam, "create", registers.Campaigns, "", map[string]any{"title": "Årsuppföljning 2024", "year": 2024, "opens": "2024-05-01", "closes": "2024-06-15", "template_version": "2024"})
		o.refused(isam, "open", c, nil, "questions-missing")
		o.refused(isam, "open", c, nil, "population-query-missing")
		o.do(isam, "update", registers.Campaigns, c.ID, map[string]any{"questions": []any{string(f4.ID), string(iot.ID), string(end.ID)}, "population_query": "status = nonsense"})
		o.refused(isam, "open", c, nil, "population-query-wrong")
		o.do(isam, "update", registers.Campaigns, c.ID, map[string]any{"population_query": "status = operation"})
		o.do(isam, "open", registers.Campaigns, c.ID, nil)

		// The population is the query's, frozen: one response for each object.
		c = o.again(c)
		below, err := o.d.Access.Subtree(ctx, o.org)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for _, x := range o.find(registers.Objects, "status = operation") {
			if slices.Contains(below, x.Org) {
				want++
			}
		}
		of := `campaign = ` + query.Quote(string(c.ID))
		if got := len(c.LinksOf("population")); got != want || want < 100 || len(o.find(registers.Responses, of)) != want {
			t.Fatalf("population %d, responses %d, want %d", got, len(o.find(registers.Responses, of)), want)
		}
		o.refused(isam, "update", c, map[string]any{"population_query": "status = retired"}, "opened-follow-up-stands")
		gone := o.one(registers.Objects, `ext_id = "OBJ-0004"`)
		o.do(isam, "retire", registers.Objects, gone.ID, map[string]any{"retired_on": "2024-05-01"})
		if got := len(o.again(c).LinksOf("population")); got != want {
			t.Errorf("the population followed an object: %d", got)
		}

		// Prefilled from the register (iot) and from last year's answer (F4).
		object := o.one(registers.Objects, `ext_id = "OBJ-0233"`)
		r := o.one(registers.Responses, of+` AND object = `+query.Quote(string(object.ID)))
		if a := answer(r, "N1"); a.Value != object.Text("iot") || a.Prefilled != "yes" || a.Value == "" {
			t.Errorf("N1 is %+v, the object says %q", a, object.Text("iot"))
		}
		if a := answer(r, "F4"); a.Value != "Ja" || a.Prefilled != "yes" {
			t.Errorf("F4 is %+v, last year's answer was Ja", a)
		}
		if r.Text("respondent") != object.Text("owner") || len(r.LinksOf("delegates")) == 0 {
			t.Errorf("respondent %s, delegates %v", r.Text("respondent"), r.LinksOf("delegates"))
		}

		// The owner answers and sees his own objects only.
		owner := o.caller(o.one(registers.RoleAssignments, "id = "+query.Quote(object.Text("owner"))).Text("email"))
		flipped := map[string]string{"yes": "no", "no": "yes"}[object.Text("iot")]
		o.refused(owner, "update", r, map[string]any{"answers": answers(r, map[string]string{"N2": "snart"})}, "answer-not-taken")
		o.refused(owner, "update", r, map[string]any{"answers": []any{map[string]any{"question": "N1", "value": flipped, "prefilled": "yes", "changed": "no"}}}, "say-what-was-changed")
		o.refused(owner, "send", r, map[string]any{"answered_on": "2024-05-02", "answers": answers(r, map[string]string{"N1": ""})}, "question-unanswered")
		o.do(owner, "send", registers.Responses, r.ID, map[string]any{"answered_on": "2024-05-02", "answers": answers(r, map[string]string{"N1": flipped, "N2": "vet inte"})})
		o.refused(owner, "update", r, map[string]any{"answers": answers(r, map[string]string{"N2": "2025-01-31"})}, "sent-answer-stands")
		o.refused(owner, "review", r, map[string]any{"reviewed_on": "2024-05-03"}, "review-by-coordinator")

		// Returned with a reason, answered anew.
		o.refused(isam, "return", r, nil, "required-in-state")
		o.do(isam, "return", registers.Responses, r.ID, map[string]any{"return_text": "När slutar avtalet?"})
		o.do(owner, "send", registers.Responses, r.ID, map[string]any{"answered_on": "2024-05-04", "answers": answers(o.again(r), map[string]string{"N2": "2025-01-31"})})

		// The coordinator approves the comparison that will be written, and no other.
		lines, sum, err := campaign.Diff(ctx, o.deps(), isam, string(r.ID))
		if err != nil || len(lines) != 3 || lines[0].State != campaign.OnlyTold || lines[1].State != campaign.Writes || lines[2].State != campaign.Writes {
			t.Fatalf("%v %+v", err, lines)
		}
		o.refused(isam, "review", r, map[string]any{"reviewed_on": "2024-05-05"}, "comparison-not-approved")
		o.do(isam, "update", registers.Objects, object.ID, map[string]any{"contract_end": "2024-12-31"})
		o.refused(isam, "review", r, map[string]any{"reviewed_on": "2024-05-05", "approved": sum}, "comparison-not-approved")
		_, sum, err = campaign.Diff(ctx, o.deps(), isam, string(r.ID))
		if err != nil {
			t.Fatal(err)
		}
		o.do(isam, "review", registers.Responses, r.ID, map[string]any{"reviewed_on": "2024-05-05", "approved": sum, "declined": []any{"N2"}})
		now := o.again(object)
		if now.Text("iot") != flipped || now.Text("source") != "campaign" || now.Text("contract_end") != "2024-12-31" {
			t.Errorf("object: iot %s, source %s, contract end %s", now.Text("iot"), now.Text("source"), now.Text("contract_end"))
		}

		// Unchanged, in one act: nothing to approve, nothing written.
		other := o.find(registers.Responses, of+" AND status = not_started AND object.iot:* AND respondent = "+query.Quote(object.Text("owner")))[0]
		if _, codes := o.try(owner, campaign.Unchanged(other, "2024-05-06")); len(codes) > 0 {
			t.Fatal(codes)
		}
		before := o.one(registers.Objects, "id = "+query.Quote(other.Text("object"))).Version
		o.do(isam, "review", registers.Responses, other.ID, map[string]any{"reviewed_on": "2024-05-06"})
		if after := o.one(registers.Objects, "id = "+query.Quote(other.Text("object"))).Version; after != before {
			t.Error("an unchanged answer changed the object")
		}

		o.reminders(of, want-2)
		o.result(isam, c, r, want)
		o.closing(isam, owner, c, of)
	})
}

// reminders are due after the rule book's days, each once.
func (o *office) reminders(of string, waiting int) {
	o.t.Helper()
	for _, step := range []struct {
		day  string
		sent int
	}{{"2024-05-14", 0}, {"2024-05-15", waiting}, {"2024-05-15", 0}, {"2024-06-10", waiting}, {"2024-06-20", 0}} {
		at, err := time.Parse("2006-01-02 15:04", step.day+" 10:00")
		if err != nil {
			o.t.Fatal(err)
		}
		o.now = at
		rc, err := campaign.Remind(ctx, o.d.Commands, o.deps(), command.Options{Via: "system", Now: at})
		if err != nil || len(rc.Items) != step.sent {
			o.t.Fatalf("%s: %d reminders, want %d (%v)", step.day, len(rc.Items), step.sent, err)
		}
	}
	if got := len(o.find(registers.Responses, of+" AND reminders = 3 AND reminded_on = 2024-06-10")); got != waiting {
		o.t.Errorf("reminded a third time: %d, want %d", got, waiting)
	}
}

func (o *office) result(isam access.Caller, c, r *register.Record, population int) {
	o.t.Helper()
	res, err := campaign.Results(ctx, o.deps(), isam, string(c.ID))
	if err != nil {
		o.t.Fatal(err)
	}
	if res.Population != population || res.Answered != 2 || res.ByStatus["reviewed"] != 2 {
		o.t.Errorf("%d of %d answered, %v", res.Answered, res.Population, res.ByStatus)
	}
	if len(res.Questions) != 3 || len(res.Areas) != 3 {
		o.t.Fatalf("%+v %+v", res.Questions, res.Areas)
	}
	for _, q := range res.Questions {
		sum := q.Unanswered
		for _, n := range q.Values {
			sum += n
		}
		if sum != 2 || q.Code == "N1" && q.Changed != 1 {
			o.t.Errorf("%+v", q)
		}
	}
	objects := 0
	for i, n := range res.NonAnswered {
		objects += len(n.Objects)
		if i > 0 && len(n.Objects) > len(res.NonAnswered[i-1].Objects) || n.Owner != "" && n.Title == "" {
			o.t.Errorf("non-answering %d: %+v", i, n)
		}
		if slices.Contains(n.Objects, register.ID(r.Text("object"))) {
			o.t.Error("an object that is answered for is told as not")
		}
	}
	if objects != population-2 {
		o.t.Errorf("%d objects not answered for, want %d", objects, population-2)
	}
}

func (o *office) closing(isam, owner access.Caller, c *register.Record, of string) {
	o.t.Helper()
	o.refused(owner, "close", c, nil, "no-such-record")
	o.do(isam, "close", registers.Campaigns, c.ID, nil)
	late := o.find(registers.Responses, of+" AND status = not_started AND object.owner = "+query.Quote(string(owner.Held[0].Assignment)))
	if len(late) == 0 {
		o.t.Fatal("nobody is late")
	}
	o.refused(owner, "send", late[0], map[string]any{"answered_on": "2024-06-20"}, "follow-up-not-open")
	o.refused(isam, "analyse", c, map[string]any{"analysed_on": "2024-07-01"}, "analysis-missing")
	var texts []any
	for _, a := range []string{"classification", "iot", "suppliers"} {
		texts = append(texts, map[string]any{"area": a, "text": "Läget är gott."})
	}
	o.do(isam, "analyse", registers.Campaigns, c.ID, map[string]any{"analysed_on": "2024-07-01", "analysis": texts})
}
