package steps

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/ropa"
	"genomlys/internal/web"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// checking is a visit to an agreement.
type checking struct {
	*turn
	x     *registers.Agreement
	found []ropa.Finding // what the room says is amiss

	required map[string][]*register.Record // requirements by status
}

func layAgreement(t *turn) (*work, error) {
	c := &checking{turn: t, x: register.As[registers.Agreement](t.rec)}
	var err error
	if c.found, err = ropa.AgreementFindings(t.r.Context(), c.deps(), t.r.Caller, t.rec); err != nil {
		return nil, err
	}
	l, _ := t.Shower(t.r, noTime).Named(t.rec)
	kind := t.rec.Register.Must("kind").Choices.Label(c.x.Kind).In(t.r.Lang)
	w := &work{title: t.say(lang.StepsAgreementTitle, l.Text), about: t.say(lang.StepsAgreementAbout, kind, strings.ToLower(t.rec.Register.Status().Choices.Label(c.x.Status).In(t.r.Lang))), crumbs: t.crumbs(t.say(lang.StepsAgreementOffer))}
	open := c.x.Status != "expired"
	w.steps = append(w.steps, step{id: "parter", title: t.say(lang.StepsParties), open: open, fields: []string{"direction", "supplier", "counter_org", "objects", "processings", "owner", "valid_from", "valid_to"}, state: filled(t.rec, "direction", "owner", "valid_from")})
	if c.x.Kind == "dpa" {
		points := step{id: "punkter", title: t.say(lang.StepsPoints), note: t.say(lang.SoManyOf, strconv.Itoa(c.points()-len(ropa.PointsLeft(c.x))), strconv.Itoa(c.points())), open: open, hand: []string{"checks"}, draw: c.ask, read: c.take, state: part}
		switch {
		case len(c.x.Checks) == 0:
			points.state = todo
		case len(ropa.PointsLeft(c.x)) == 0:
			points.state = done
		}
		subs := step{id: "underbitraden", title: t.say(lang.StepsSubs), open: open, fields: []string{"sub_processors", "breach_notice_h"}, state: filled(t.rec, "sub_processors", "breach_notice_h")}
		instruction := step{id: "instruktion", title: t.say(lang.StepsInstruction), open: open, fields: []string{"instruction", "instruction_on", "instruction_version"}, state: filled(t.rec, "instruction", "instruction_on"), draw: c.instruction}
		if c.stale() {
			instruction.state = stop
		}
		w.steps = append(w.steps, points, subs, instruction)
	}
	if c.x.Kind == "service_agreement" || c.x.Kind == "supply" {
		if c.required, err = ropa.Requirements(t.r.Context(), c.deps(), t.r.Caller, t.rec.ID); err != nil {
			return nil, err
		}
		annex := step{id: "krav", title: t.say(lang.StepsAnnex), state: done, draw: c.annex}
		switch {
		case len(c.required) == 0:
			annex.state = todo
		case len(c.required["not_stated"])+len(c.required["stated"]) > 0:
			annex.state = part
		}
		w.steps = append(w.steps, annex)
	}
	end := step{id: "lage", title: t.say(lang.StepsStanding), state: todo, open: open, fields: []string{"signed_on"}, ops: offered(t.rec, "send", "sign", "start"), draw: c.standing}
	if c.x.Status == "in_force" {
		end.state = done
	}
	w.steps = append(w.steps, end)
	if len(c.found) > 0 {
		w.notices = append(w.notices, notice{Tone: "warn", Icon: "watch", Bold: t.say(lang.StepsAmiss), Rest: strings.Join(c.amiss(), " ")})
	}
	w.result = sums(t.turnFrame(), t.say(lang.StepsResult), c.sums())
	return w, nil
}

func (c *checking) deps() draft.Deps { return draft.Deps{DB: c.DB, Now: c.r.Now} }

// stale tells whether a processing has changed since the instruction was given.
func (c *checking) stale() bool {
	return slices.ContainsFunc(c.found, func(x ropa.Finding) bool { return x.Code == "instruction-stale" })
}

// amiss says what the room found.
func (c *checking) amiss() (out []string) {
	for _, x := range c.found {
		p := fault.Problem{Code: x.Code}
		for _, n := range x.Fields {
			p.Allowed = append(p.Allowed, strings.ToLower(c.choices(0).Label(n).In(c.r.Lang)))
		}
		out = append(out, lang.Problem(c.r.Lang, p, ""))
	}
	return out
}

func (c *checking) choices(column int) register.Choices {
	return c.rec.Register.Must("checks").Columns[column].Choices
}

func (c *checking) points() int { return len(c.choices(0)) }

func (c *checking) sums() []page.Fact {
	n := map[string]int{}
	for _, x := range c.x.Checks {
		n[x.Answer]++
	}
	var out []page.Fact
	if c.x.Kind == "dpa" {
		for _, o := range c.choices(1) {
			out = append(out, number(c.turn, lang.Text{SV: o.SV, EN: o.EN}, n[o.Code]))
		}
		out = append(out, number(c.turn, lang.StepsUnanswered, c.points()-len(c.x.Checks)))
	}
	st := page.StatusOf(c.x.Status, c.rec.Register.Status().Choices.Label(c.x.Status).In(c.r.Lang))
	return append(out, page.Fact{Name: c.rec.Register.Status().Title.In(c.r.Lang), Value: page.Value{Status: st}})
}

// point is one point of GDPR 28.3 as it is asked.
type point struct {
	Title                string
	Answer, Clause, Note page.Control
}

const (
	answerName = "_answer."
	clauseName = "_clause."
	noteName   = "_note."
)

// ask draws the points, one by one: what the agreement says, and where.
func (c *checking) ask(f page.Frame, _ []page.Control, typed url.Values) ([]templ.Component, error) {
	had := map[string]registers.AgreementCheck{}
	for _, x := range c.x.Checks {
		had[x.Point] = x
	}
	var out []templ.Component
	for i, o := range c.choices(0) {
		x := had[o.Code]
		if c.posted {
			x = registers.AgreementCheck{Answer: typed.Get(answerName + o.Code), Clause: typed.Get(clauseName + o.Code), Note: typed.Get(noteName + o.Code)}
		}
		id := "f-checks"
		if i > 0 {
			id += "-" + o.Code
		}
		p := point{Title: lang.Text{SV: o.SV, EN: o.EN}.In(c.r.Lang)}
		p.Answer = page.Control{ID: id, Name: answerName + o.Code, Label: c.say(lang.StepsRegulated), Kind: page.FactControl, Value: x.Answer}
		for _, a := range c.choices(1) {
			p.Answer.Options = append(p.Answer.Options, page.Option{Value: a.Code, Label: lang.Text{SV: a.SV, EN: a.EN}.In(c.r.Lang)})
		}
		p.Clause = page.Control{ID: "f-clause-" + o.Code, Name: clauseName + o.Code, Label: c.say(lang.StepsClause), Value: x.Clause, Optional: true}
		p.Note = page.Control{ID: "f-note-" + o.Code, Name: noteName + o.Code, Label: c.say(lang.StepsNote), Value: x.Note, Optional: true}
		out = append(out, pointPart(f, p))
	}
	return out, nil
}

func (c *checking) take(typed url.Values, values map[string]any) ([]fault.Problem, error) {
	var list []registers.AgreementCheck
	for _, o := range c.choices(0) {
		x := registers.AgreementCheck{Point: o.Code, Answer: typed.Get(answerName + o.Code), Clause: strings.TrimSpace(typed.Get(clauseName + o.Code)), Note: strings.TrimSpace(typed.Get(noteName + o.Code))}
		if x.Answer != "" || x.Clause != "" || x.Note != "" {
			list = append(list, x)
		}
	}
	was, _ := json.Marshal(c.x.Checks) // plain rows
	now, _ := json.Marshal(list)
	switch {
	case string(was) == string(now):
	case len(list) == 0:
		values["checks"] = nil
	default:
		values["checks"] = list
	}
	return nil, nil
}

// instruction tells whether what was instructed is still what is done.
func (c *checking) instruction(f page.Frame, cs []page.Control, _ url.Values) ([]templ.Component, error) {
	var out []templ.Component
	if c.stale() {
		out = append(out, page.Notice("warn", "watch", c.say(lang.StepsStale), c.say(lang.StepsStaleMore, c.rec.Text("instruction_on")), page.Link{}))
	}
	out = append(out, page.Controls(f, cs))
	return append(out, links(c.say(lang.StepsText), c.textLinks("instruction"))), nil
}

// annex shows what the objects' requirements have come to in the agreement.
func (c *checking) annex(f page.Frame, _ []page.Control, _ url.Values) ([]templ.Component, error) {
	reg := c.Register("requirement")
	var out []templ.Component
	t := page.Table{Caption: c.say(lang.StepsAnnex), Heads: []string{reg.Singular.In(c.r.Lang), reg.Status().Title.In(c.r.Lang)}}
	sh := c.Shower(c.r, noTime)
	for _, o := range reg.Status().Choices {
		for _, r := range c.required[o.Code] {
			l, _ := sh.Named(r)
			t.Rows = append(t.Rows, []page.Value{{Links: []page.Link{l}}, {Status: page.StatusOf(o.Code, lang.Text{SV: o.SV, EN: o.EN}.In(c.r.Lang))}})
		}
	}
	if len(t.Rows) == 0 {
		out = append(out, prose(c.say(lang.StepsNoAnnex)))
	} else {
		out = append(out, page.ShowValue(f, page.Value{Table: &t}))
	}
	// What the objects ask for is tied to the agreement in the list of requirements, many in one.
	var free []page.Link
	for _, l := range c.x.Objects {
		o, err := c.DB.Get(c.r.Context(), c.r.Caller.Read(c.Register("object")), c.Register("object"), string(l.To), noTime, 0)
		if err != nil {
			continue // not the reader's to see
		}
		filter := "object = " + query.Quote(o.Ref) + " AND agreement = null"
		if untied, err := c.all(reg.Name, filter); err != nil {
			return nil, err
		} else if len(untied) > 0 {
			free = append(free, page.Link{Text: c.say(lang.StepsObjectAsks, o.Text("title"), lang.Whole(int64(len(untied)))), Href: web.Filtered(reg, filter)})
		}
	}
	if len(free) > 0 {
		out = append(out, links(c.say(lang.StepsUntied), free))
	}
	if c.x.Kind == "service_agreement" {
		out = append(out, links(c.say(lang.StepsText), c.textLinks("requirement-annex")))
	}
	return out, nil
}

func (c *checking) standing(f page.Frame, cs []page.Control, _ url.Values) ([]templ.Component, error) {
	fs, err := c.facts(c.rec, "status", "valid_from", "valid_to", "notice_months")
	return []templ.Component{facts(f, fs), page.Controls(f, cs)}, err
}
