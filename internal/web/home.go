package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/web/page"
)

// coverageFigures are shown on Lägesbild, by key, in this order.
var coverageFigures = []string{"classified_2020_or_later", "campaign_answered", "operational_with_continuity_plan", "plans_exercised_12_months",
	"operational_with_logging_requirements", "processings_complete", "dpia_done", "dp_agreements_with_instruction"}

// coverageNames say more shortly, or on their own, what a figure's label says
// in its place in the review.
var coverageNames = map[string]lang.Text{
	"campaign_answered": lang.CoverAnswered, "operational_with_continuity_plan": lang.CoverContinuity, "operational_with_logging_requirements": lang.CoverLogging,
	"processings_complete": lang.CoverProcessings, "dpia_done": lang.CoverDpia, "dp_agreements_with_instruction": lang.CoverAgreements,
}

func (w *Web) home(rw http.ResponseWriter, r *door.Request) error {
	f, err := w.Frame(r, lang.Overview.In(r.Lang))
	if err != nil {
		return err
	}
	now := r.Now.In(w.DB.Zone)
	h := page.Home{Sub: lang.OverviewSub.With(r.Lang, lang.Weekday(r.Lang, now), lang.Clock(r.Lang, now))}
	if err := w.duties(r, &h); err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		fill func(*door.Request, *page.Home) error
		take func(from page.Home)
	}{
		{"coverage", w.coverage, func(x page.Home) {
			h.Against, h.Goals, h.Coverage, h.Register, h.Partly = x.Against, x.Goals, x.Coverage, x.Register, x.Partly
		}},
		{"review", w.reviewCard, func(x page.Home) { h.Review = x.Review }},
		{"methods", w.methods, func(x page.Home) { h.Methods = x.Methods }},
		{"coming", w.coming, func(x page.Home) { h.Coming, h.Nothing, h.Sub = x.Coming, x.Nothing, h.Sub+x.Sub }},
	} {
		made, err := kept(w, r, &w.memory.parts, part.name, func(r *door.Request) (page.Home, error) {
			var x page.Home
			err := part.fill(r, &x)
			return x, err
		})
		if err != nil {
			return err
		}
		part.take(made)
	}
	return w.Show(rw, r.Context(), http.StatusOK, page.HomePage(f, h))
}

// known finds a register that the caller may read.
func (w *Web) known(r *door.Request, name string) (*register.Register, bool) {
	reg, ok := w.DB.Catalogue.Get(name)
	return reg, ok && readable(r.Caller, reg)
}

// coverage shows how much of what must be done is done, against a year before.
func (w *Web) coverage(r *door.Request, h *page.Home) error {
	org, err := w.Own(r)
	if err != nil || org == nil || w.Figures == nil {
		return err
	}
	today := r.Now.In(w.DB.Zone)
	then := today.AddDate(-1, 0, 0)
	set, err := w.Figures.Standing(r.Context(), r.Caller, figure.Request{Org: org.ID, AsOf: register.DateOf(today), Compare: register.DateOf(then), IDs: coverageFigures})
	if err != nil {
		return err
	}
	h.Against = lang.AgainstHead.With(r.Lang, strconv.Itoa(then.Year()))
	goals, err := w.goals(r)
	if err != nil {
		return err
	}
	for _, x := range set.Figures {
		for _, name := range []string{x.ID, x.Key} {
			if g, ok := goals[name]; ok && x.Goal == nil {
				x.Goal = &g
			}
		}
		if x.Of != nil && *x.Of == 0 {
			continue // a share of nothing tells nothing
		}
		if x.Seen == figure.None {
			continue // what is not seen would be told as not done
		}
		if x.Seen == figure.Partly {
			h.Partly = lang.FigurePartly.In(r.Lang)
		}
		row := coverageRow(r.Lang, x)
		if t, ok := coverageNames[x.Key]; ok {
			row.Link.Text = t.In(r.Lang)
		}
		if row.Target != "" {
			h.Goals = lang.GoalHead.In(r.Lang)
		}
		h.Coverage = append(h.Coverage, row)
	}
	if f, ok := set.Get("classified_2020_or_later"); ok && f.Of != nil {
		objects, _ := w.DB.Catalogue.Get("object")
		h.Register = page.Link{Text: lang.InTheRegister.With(r.Lang, lang.Whole(int64(*f.Of))+" "+strings.ToLower(objects.Title.In(r.Lang))), Href: "/figures/F01"}
	}
	return nil
}

// goals are the decided objectives that a figure measures, by what they name.
func (w *Web) goals(r *door.Request) (map[string]int, error) {
	out := map[string]int{}
	reg, ok := w.known(r, "objective")
	if !ok {
		return out, nil
	}
	p, err := w.Find(r, reg, door.Ask{Filter: "status = decided AND figure:*", Limit: 100})
	if err != nil {
		return nil, err
	}
	for _, rec := range p.Records {
		if n, ok := rec.Number("target"); ok {
			out[rec.Text("figure")] = int(n)
		}
	}
	return out, nil
}

func coverageRow(l lang.Lang, x figure.Figure) page.Coverage {
	c := page.Coverage{Link: page.Link{Text: x.Label.In(l), Href: "/figures/" + x.ID}, Percent: -1, Value: lang.Whole(int64(x.Value))}
	if x.Of != nil {
		c.Of = lang.OfM.With(l, lang.Whole(int64(*x.Of)))
	}
	if x.Percent != nil {
		c.Percent = *x.Percent
		c.Share = lang.ThePercent.With(l, *x.Percent)
	}
	if x.Goal != nil {
		c.Goal = *x.Goal
		c.Target = lang.ThePercent.With(l, *x.Goal)
	}
	if x.Compare != nil && !x.Compare.NewDefinition {
		c.Change = lang.Signed(int64(x.Compare.Change.Count))
	}
	return c
}

// reviewCard shows the management review that is being made, or the latest.
func (w *Web) reviewCard(r *door.Request, h *page.Home) error {
	reg, ok := w.known(r, "management_review")
	if !ok {
		return nil
	}
	p, err := w.Find(r, reg, door.Ask{OrderBy: "year desc", Limit: 1})
	rec := first(p.Records)
	if err != nil || rec == nil {
		return err
	}
	sh := w.Shower(r, time.Time{})
	link, _ := sh.Named(rec)
	link.Note = lang.ContinueReview.In(r.Lang)
	c := &page.ReviewCard{Link: link, State: sh.Field(rec, reg.Status()).Status, Sub: lang.ReviewAsOf.With(r.Lang, rec.Text("as_of"))}
	if states := sectionStates(rec); len(states) > 0 {
		ready := 0
		for _, s := range states {
			if s == "ready" {
				ready++
			}
		}
		c.Done = lang.SectionsReady.With(r.Lang, strconv.Itoa(ready), strconv.Itoa(len(states)))
		c.Percent = ready * 100 / len(states)
	}
	h.Review = c
	return nil
}

// methods shows the five mandatory working methods as they were last assessed.
func (w *Web) methods(r *door.Request, h *page.Home) error {
	reg, ok := w.known(r, "vor_risk")
	if !ok {
		return nil
	}
	method, situation := reg.Must("working_method"), reg.Must("situation")
	p, err := w.Find(r, reg, door.Ask{Filter: "working_method:*", Limit: 200})
	if err != nil || len(p.Records) == 0 {
		return err
	}
	latest := map[string]*register.Record{}
	for _, rec := range p.Records {
		m := rec.Text("working_method")
		if latest[m] == nil || rec.Text("assessed_on") > latest[m].Text("assessed_on") {
			latest[m] = rec
		}
	}
	tones := map[string][2]string{"in_place": {"ok", "ok"}, "partly": {"warn", "watch"}, "not_in_place": {"crit", "act"}}
	for _, o := range method.Choices {
		m := page.Method{Link: page.Link{Text: method.Choices.Label(o.Code).In(r.Lang), Href: Filtered(reg, "working_method = "+o.Code)},
			State: &page.Status{Icon: "dashed", Word: lang.NotAssessed.In(r.Lang)}}
		if rec := latest[o.Code]; rec != nil && rec.Text("situation") != "" {
			s := rec.Text("situation")
			t, ok := tones[s]
			if !ok {
				t = [2]string{"", "dashed"}
			}
			m.State = &page.Status{Tone: t[0], Icon: t[1], Word: situation.Choices.Label(s).In(r.Lang)}
		}
		h.Methods = append(h.Methods, m)
	}
	return nil
}

// shownComing is how much of what comes is shown.
const shownComing = 6

// coming gives what will happen in the next half year.
func (w *Web) coming(r *door.Request, h *page.Home) error {
	today := register.DateOf(r.Now.In(w.DB.Zone))
	until := register.DateOf(r.Now.In(w.DB.Zone).AddDate(0, 6, 0))
	sh := w.Shower(r, time.Time{})
	for _, x := range []struct {
		reg, field, also string
		said             lang.Text
	}{
		{"campaign", "closes", " AND status = open", lang.CampaignCloses}, {"exercise", "held_on", " AND status = planned", lang.ExercisePlanned},
		{"agreement", "valid_to", " AND status = in_force", lang.AgreementEnds},
	} {
		reg, ok := w.known(r, x.reg)
		if !ok {
			continue
		}
		// The nearest, not the first by name.
		p, err := w.Find(r, reg, door.Ask{Filter: x.field + " >= " + string(today) + " AND " + x.field + " <= " + string(until) + x.also, OrderBy: x.field, Limit: shownComing})
		if err != nil {
			return err
		}
		with, named := reg.Field("supplier")
		if named {
			for _, rec := range p.Records {
				sh.Need(with, rec.Value(with))
			}
			if err := sh.Look(); err != nil {
				return err
			}
		}
		for _, rec := range p.Records {
			l, hidden := sh.Named(rec)
			if named && hidden == "" && rec.Text("supplier") != "" {
				l.Text = lang.AgreementWith.With(r.Lang, l.Text, sh.Refer(register.ID(rec.Text("supplier"))).Text)
			}
			l.Text = x.said.With(r.Lang, l.Text)
			h.Coming = append(h.Coming, page.Coming{Day: rec.Text(x.field), Link: l})
		}
	}
	milestones, err := w.milestones(r)
	if err != nil {
		return err
	}
	if len(milestones) > 0 {
		next := slices.MinFunc(milestones, func(a, b page.Coming) int { return strings.Compare(a.Day, b.Day) })
		h.Sub += " " + lang.NextMilestone.With(r.Lang, next.Link.Text, next.Day)
	}
	h.Coming = append(h.Coming, milestones...)
	slices.SortStableFunc(h.Coming, func(a, b page.Coming) int { return strings.Compare(a.Day, b.Day) })
	h.Coming = h.Coming[:min(len(h.Coming), shownComing)]
	if len(h.Coming) > 0 {
		h.Coming[0].Next = true
		h.Nothing = lang.NextDate.With(r.Lang, h.Coming[0].Day, h.Coming[0].Link.Text)
	}
	return nil
}
