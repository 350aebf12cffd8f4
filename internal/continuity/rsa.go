package continuity

import (
	"context"
	"slices"
	"strconv"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// Finding is a need with what it has led to.
type Finding struct {
	ID         string     `json:"id"`
	Ref        string     `json:"ref"`
	Title      string     `json:"title"`
	Status     string     `json:"status"`
	DoneOn     clock.Date `json:"done_on,omitempty"`
	NeedsPlan  string     `json:"continuity_plan_needed"`
	Plans      []Linked   `json:"continuity_plans"`
	Actions    Actions    `json:"actions"`
	FollowedUp string     `json:"follow_up"` // done, on_the_way, late, nothing_begun, dropped
}

// Linked is a plan that a need is linked to.
type Linked struct {
	Ref     string `json:"ref"`
	Status  string `json:"status"`
	InForce bool   `json:"in_force"`
}

// Cycle is a round of risk and vulnerability analysis with its needs.
type Cycle struct {
	ID          string    `json:"id"`
	Period      string    `json:"period"`
	Phase       string    `json:"phase"`
	StartedOn   string    `json:"started_on,omitempty"`
	Instruction string    `json:"instruction,omitempty"`
	Identified  int       `json:"identified"`
	Done        int       `json:"done"`
	Late        int       `json:"late"`
	NotBegun    int       `json:"nothing_begun"`
	Findings    []Finding `json:"findings"`
	Next        string    `json:"next_period,omitempty"`
	NextStart   string    `json:"next_started_on,omitempty"`
}

// Analysis is the rounds of risk and vulnerability analysis, oldest first.
type Analysis struct {
	AsOf   clock.Date `json:"as_of"`
	Rounds []Cycle    `json:"rounds"`
}

// Rounds tells how each round stands that the caller sees, or one of them.
func Rounds(ctx context.Context, d Deps, c access.Caller, now, asOf time.Time, cycle register.ID) (Analysis, error) {
	r, err := d.read(ctx, c, now, asOf)
	if err != nil {
		return Analysis{}, err
	}
	p, err := r.look("")
	if err != nil {
		return Analysis{}, err
	}
	rounds, err := p.rounds(cycle)
	return Analysis{r.day, rounds}, err
}

func (p *picture) rounds(cycle register.ID) ([]Cycle, error) {
	recs, err := p.r.find(registers.RsaCycles, nil)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(recs, func(a, b *register.Record) int { return compare(a.Text("period"), b.Text("period"), a.Ref, b.Ref) })
	out := []Cycle{}
	for i, rec := range recs {
		if cycle != "" && rec.ID != cycle {
			continue
		}
		c := Cycle{ID: string(rec.ID), Period: rec.Text("period"), Phase: rec.Text("status"), StartedOn: rec.Text("started_on"), Instruction: rec.Text("instruction_version"), Findings: []Finding{}}
		for _, x := range p.findings {
			if x.Text("cycle") == string(rec.ID) {
				c.add(p.finding(x))
			}
		}
		if i+1 < len(recs) {
			c.Next, c.NextStart = recs[i+1].Text("period"), recs[i+1].Text("started_on")
		}
		out = append(out, c)
	}
	return out, nil
}

func (c *Cycle) add(f Finding) {
	c.Findings = append(c.Findings, f)
	switch f.FollowedUp {
	case "dropped":
		return
	case "done":
		c.Done++
	case "late":
		c.Late++
	case "nothing_begun":
		c.NotBegun++
	}
	c.Identified++
}

// finding tells what a need has led to as of the day.
func (p *picture) finding(x *register.Record) Finding {
	out := Finding{ID: string(x.ID), Ref: x.Ref, Title: x.Text("title"), Status: x.Text("status"), DoneOn: clock.Date(x.Text("done_on")), NeedsPlan: x.Text("critical"), Actions: p.count(x), Plans: []Linked{}}
	for _, l := range x.LinksOf("continuity_plans") {
		for _, plan := range p.plans {
			if plan.ID == l.To {
				out.Plans = append(out.Plans, Linked{plan.Ref, plan.Text("status"), inForce(plan)})
			}
		}
	}
	switch {
	case out.Status == "dropped":
		out.FollowedUp = "dropped"
	case out.Status == "done" && out.DoneOn <= p.r.day:
		out.FollowedUp = "done"
	case out.Actions.Overdue > 0:
		out.FollowedUp = "late"
	case out.Status == "identified" && out.Actions.All == 0 && len(out.Plans) == 0:
		out.FollowedUp = "nothing_begun"
	default:
		out.FollowedUp = "on_the_way"
	}
	return out
}

var followed = map[string]lang.Text{
	"done": {SV: "klart", EN: "done"}, "late": {SV: "försenat", EN: "late"}, "nothing_begun": {SV: "inget påbörjat", EN: "nothing begun"},
	"on_the_way": {SV: "pågår", EN: "on the way"}, "dropped": {SV: "genomförs inte", EN: "dropped"},
}

// RsaText is the follow-up of a round: each need with its plans and actions.
func RsaText(ctx context.Context, d Deps, c room.Call) (document.Doc, error) {
	w, err := d.write(ctx, c, lang.Text{SV: "Uppföljning av risk- och sårbarhetsanalys", EN: "Follow-up of the risk and vulnerability analysis"}, "")
	if err != nil {
		return document.Doc{}, err
	}
	rounds, err := w.p.rounds(c.Record.ID)
	if err != nil {
		return document.Doc{}, err
	}
	rec := c.Record
	w.Headed(w.Get(registers.Orgs, string(rec.Org)), rec)
	w.Source(rec)
	w.Doc.Title = w.Doc.Name + " " + rec.Text("period")
	w.Doc.Draft = false
	w.round(rounds[0], 1)
	return w.End()
}

// RoundsText tells of one round of the analysis, or of all, the latest first.
func RoundsText(ctx context.Context, d Deps, c room.Call) (document.Doc, error) {
	w, err := d.write(ctx, c, lang.Text{SV: "RSA – behov och uppföljning", EN: "Risk and vulnerability analysis – needs and follow-up"}, "")
	if err != nil {
		return document.Doc{}, err
	}
	w.Doc.Draft = false
	rounds, err := w.p.rounds(register.ID(c.Params["cycle"]))
	if err != nil {
		return document.Doc{}, err
	}
	for _, x := range slices.Backward(rounds) {
		w.H(1, lang.Text{SV: "Omgången " + x.Period, EN: "The round " + x.Period})
		w.round(x, 2)
	}
	if len(rounds) == 0 {
		w.P(lang.Text{SV: "Ingen omgång är inlagd.", EN: "No round has been entered."})
	}
	return w.End()
}

// round tells of one round under headings of a level.
func (w *writing) round(x Cycle, level int) {
	reg := registers.RsaCycles
	done := lang.Text{SV: "%[1]v av %[2]v behov är klara per %[3]v.", EN: "%[1]v of %[2]v needs are done as of %[3]v."}
	if x.Identified == 0 {
		done = lang.Text{SV: "Inga behov var registrerade per %[3]v.", EN: "No needs were registered as of %[3]v."}
	}
	w.Styled(document.Lead, w.Say(done, x.Done, x.Identified, w.p.r.day))
	if level == 1 {
		w.H(level, lang.Text{SV: "Omgången", EN: "The round"})
	}
	facts := []document.Cell{}
	rows := [][]document.Cell{
		append(facts, document.C(reg.Must("status").Title.In(w.Lang)), document.C(label(w.Lang, reg, "status", x.Phase))),
		append(facts, document.C(reg.Must("started_on").Title.In(w.Lang)), document.C(day(x.StartedOn))),
		append(facts, document.C(reg.Must("instruction_version").Title.In(w.Lang)), document.C(day(x.Instruction))),
		append(facts, document.C(w.Say(lang.Text{SV: "Försenade behov", EN: "Needs that are late"})), document.C(strconv.Itoa(x.Late))),
		append(facts, document.C(w.Say(lang.Text{SV: "Behov där inget är påbörjat", EN: "Needs where nothing has begun"})), document.C(strconv.Itoa(x.NotBegun))),
		append(facts, document.C(w.Say(lang.Text{SV: "Nästa omgång", EN: "Next round"})), document.C(day(x.Next))),
	}
	w.Table(lang.Text{SV: "Läge", EN: "State"}, []document.Column{{Title: w.Say(lang.Text{SV: "Uppgift", EN: "Item"}), Weight: 2}, {Title: w.Say(lang.Text{SV: "Innehåll", EN: "Content"}), Weight: 4}}, rows)
	if len(x.Findings) > 0 {
		w.H(level, lang.Text{SV: "Behoven", EN: "The needs"})
		w.needs(x)
	}
}

func (w *writing) needs(x Cycle) {
	byRef := map[string]*register.Record{}
	for _, f := range w.p.findings {
		byRef[f.Ref] = f
	}
	var rows [][]document.Cell
	for _, f := range x.Findings {
		plans := document.Cell{}
		for i, l := range f.Plans {
			if i > 0 {
				plans = append(plans, document.T(", "))
			}
			plans = append(plans, document.T(l.Ref+" "+lower(label(w.Lang, registers.ContinuityPlans, "status", l.Status))))
		}
		if f.NeedsPlan == "yes" && !slices.ContainsFunc(f.Plans, func(l Linked) bool { return l.InForce }) {
			plans = append(plans, w.Gap(lang.Text{SV: "kontinuitetsplan som gäller", EN: "continuity plan in force"})...)
		}
		if len(plans) == 0 {
			plans = document.C("–")
		}
		w.Source(byRef[f.Ref])
		rows = append(rows, []document.Cell{document.C(f.Ref + " " + w.named(byRef[f.Ref])), document.C(followed[f.FollowedUp].In(w.Lang)), document.C(day(string(f.DoneOn))), plans, document.C(doneOf(w.Lang, f.Actions))})
	}
	w.Table(lang.Text{SV: "Behov med planer och åtgärder", EN: "Needs with plans and actions"}, []document.Column{{Title: w.Say(lang.Text{SV: "Behov", EN: "Need"}), Weight: 3}, {Title: w.Say(lang.Text{SV: "Läge", EN: "State"}), Weight: 1.2},
		{Title: w.Say(lang.Text{SV: "Klart", EN: "Done on"}), Weight: 1.2}, {Title: w.Say(lang.Text{SV: "Kontinuitetsplan", EN: "Continuity plan"}), Weight: 1.7}, {Title: w.Say(lang.Text{SV: "Åtgärder", EN: "Actions"}), Weight: 1.8}}, rows)
}
