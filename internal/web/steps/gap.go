package steps

import (
	"net/url"
	"slices"
	"strings"

	"genomlys/internal/assess"
	"genomlys/internal/lang"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// gapStep asks for the answer to what others demand of the object beyond its
// class, where they do or where it has been answered (domain.md 4.2).
func (a *analysing) gapStep() (*step, error) {
	object := a.rec.Text("object")
	if object == "" {
		return nil, nil
	}
	all, err := assess.Gaps(a.r.Context(), a.judging, a.r.Caller, noTime)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(g assess.Gap) bool { return string(g.Object.ID) == object && g.State != assess.NotClassified })
	if i < 0 && a.rec.Text("gap_answer") == "" {
		return nil, nil
	}
	s := &step{id: "kravgap", title: a.say(lang.StepsGapStep), open: a.draft, state: todo, fields: []string{"gap_answer", "gap_reason", "gap_cost", "gap_cost_yearly", "gap_benefit", "gap_risk"}}
	if a.rec.Text("gap_answer") != "" {
		s.state = done
	}
	s.draw = func(f page.Frame, cs []page.Control, _ url.Values) ([]templ.Component, error) {
		var out []templ.Component
		if i >= 0 {
			d := all[i].Demand
			raised := d.Class
			for at := range raised {
				raised[at] = max(raised[at], d.Level[at])
			}
			e, err := assess.ClassEffect(a.r.Context(), a.judging, a.r.Caller, object, raised)
			if err != nil {
				return nil, err
			}
			rest := lang.StepsGapDependants.Of(a.r.Lang, d.Dependants)
			if d.Unknown > 0 {
				rest += " " + lang.StepsGapUnknown.Of(a.r.Lang, d.Unknown)
			}
			out = append(out, page.Notice("warn", "watch", a.say(lang.StepsGap), rest, page.Link{}), facts(f, []page.Fact{
				{Name: a.say(lang.StepsToday), Value: page.Value{Texts: []string{d.Class.String()}}}, {Name: a.say(lang.StepsDemanded), Value: page.Value{Texts: []string{d.Level.String()}}},
				number(a.turn, lang.StepsGapNew, len(e.New)+len(e.Stricter)), {Name: a.say(lang.StepsOnce), Value: page.Value{Texts: []string{lang.Kronor(a.r.Lang, e.Once)}}},
				{Name: a.say(lang.StepsYearly), Value: page.Value{Texts: []string{lang.Kronor(a.r.Lang, e.Yearly)}}}, number(a.turn, lang.StepsUnpriced, e.Unpriced)}))
		}
		out = append(out, prose(a.say(lang.StepsGapAsk)))
		for _, c := range cs {
			if c.Name == "gap_risk" { // one of the analysis' own
				a.ownRisks(&c)
			}
			out = append(out, page.ControlField(f, c))
		}
		return out, nil
	}
	return s, nil
}

// ownRisks has a control choose among the risks of the analysis.
func (a *analysing) ownRisks(c *page.Control) {
	now := c.Value
	c.Kind, c.Hint, c.Value, c.Options = page.ChoiceControl, "", "", nil
	for _, x := range a.risks {
		hint := x.Register.Status().Choices.Label(x.Text("status")).In(a.r.Lang)
		if b, _, ok := a.band(x); ok {
			hint = upper(b.Name.In(a.r.Lang)) + ". " + hint
		}
		c.Options = append(c.Options, page.Option{Value: x.Ref, Label: x.Text("title"), Hint: hint})
		if strings.Contains(now, x.Ref) || now == x.Text("title") {
			c.Value = x.Ref
		}
	}
	c.Options = append(c.Options, page.Option{Label: a.say(lang.FormNotStated)})
}
