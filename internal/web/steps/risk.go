package steps

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/assess"
	"genomlys/internal/lang"
	clockday "genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
	"genomlys/internal/web"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// analysing is a visit to a risk analysis.
type analysing struct {
	*turn
	risks    []*register.Record
	compared []assess.Compared
	rules    rulebook.Rules
	draft    bool
}

func layRisk(t *turn) (*work, error) {
	a := &analysing{turn: t, draft: t.rec.Text("status") == "draft"}
	book, err := rulebook.Load()
	if err != nil {
		return nil, err
	}
	a.rules = book.At(clockday.Date(register.DateOf(t.r.Now.In(t.DB.Zone))))
	if a.compared, err = assess.Compare(t.r.Context(), t.judging, t.r.Caller, string(t.rec.ID)); err != nil {
		return nil, err
	}
	for _, x := range a.compared {
		if x.Fate != assess.FateGone {
			a.risks = append(a.risks, x.Risk)
		}
	}
	slices.SortFunc(a.risks, func(x, y *register.Record) int { return strings.Compare(x.Ref, y.Ref) })
	l, _ := t.Shower(t.r, noTime).Named(t.rec)
	w := &work{title: t.say(lang.StepsRiskTitle, l.Text), about: t.say(lang.StepsRiskAbout, t.rec.Register.Status().Choices.Label(t.rec.Text("status")).In(t.r.Lang), lang.StepsRisksN.Of(t.r.Lang, len(a.risks))), crumbs: t.crumbs(t.say(lang.StepsRiskOffer))}
	w.steps = append(w.steps, step{id: "omfattning", title: t.say(lang.StepsScope), open: a.draft, fields: []string{"kind", "scope", "object", "processing", "held_on", "participants"}, state: filled(t.rec, "kind", "scope", "held_on", "participants")})
	if t.rec.Text("previous") != "" {
		w.steps = append(w.steps, step{id: "sedan-sist", title: t.say(lang.StepsSinceLast), state: done, draw: a.since})
	}
	seen := step{id: "risker", title: t.say(lang.StepsRisks), note: lang.StepsRisksN.Of(t.r.Lang, len(a.risks)), state: done, draw: a.overview}
	if len(a.risks) == 0 {
		seen.state = todo
	}
	w.steps = append(w.steps, seen)
	for _, x := range a.risks {
		w.steps = append(w.steps, a.riskStep(x))
	}
	if a.draft {
		w.steps = append(w.steps, a.newStep())
	}
	if gap, err := a.gapStep(); err != nil {
		return nil, err
	} else if gap != nil {
		w.steps = append(w.steps, *gap)
	}
	w.steps = append(w.steps, step{id: "forslag", title: t.say(lang.StepsProposals), state: seen.state, draw: a.proposals})
	end := step{id: "beslut", title: t.say(lang.StepsDecision), state: todo, open: a.draft, fields: []string{"summary", "decided_on", "decided_by"}, ops: offered(t.rec, "decide"), draw: a.decision}
	if !a.draft {
		end.state = done
		w.notices = append(w.notices, notice{Tone: "info", Icon: "info", Bold: t.say(lang.StepsAnalysisStands), Rest: t.say(lang.StepsAnalysisMore), More: page.Link{Text: t.say(lang.StepsCarryOver), Href: "/gor" + web.Address(t.rec) + "/carry_over"}})
	}
	w.steps = append(w.steps, end)
	w.result = sums(t.turnFrame(), t.say(lang.StepsResult), a.bands())
	return w, nil
}

func (a *analysing) scale(kind string) rulebook.RiskScale { return assess.ScaleOf(a.rules, kind) }

// band places a risk as it stands today.
func (a *analysing) band(x *register.Record) (rulebook.RiskBand, [2]int, bool) {
	at, ok := assess.PlaceOf(a.rules, x)
	return at.Band, [2]int{at.P, at.C}, ok
}

// bands counts the risks of each band, highest first.
func (a *analysing) bands() (out []page.Fact) {
	n, none := map[string]int{}, 0
	for _, x := range a.risks {
		if b, _, ok := a.band(x); ok {
			n[b.Code]++
		} else {
			none++
		}
	}
	bs := slices.Clone(a.scale("").Bands)
	slices.Reverse(bs)
	for _, b := range bs {
		out = append(out, number(a.turn, lang.Text{SV: upper(b.Name.SV), EN: upper(b.Name.EN)}, n[b.Code]))
	}
	return append(out, number(a.turn, lang.StepsNotJudged, none))
}

// heat is a matrix of risks.
type heat struct {
	Caption string
	Columns []string
	Rows    []heatRow
}

type heatRow struct {
	Name  string
	Cells []heatCell
}

// heatCell is how many risks stand in a cell, with the band in words.
type heatCell struct{ Count, Band, Class, Mark string }

// heat draws the risks of one scale; the steps in words.
func (a *analysing) heat(s rulebook.RiskScale, privacy bool) heat {
	h := heat{Caption: a.say(lang.StepsMatrix)}
	if privacy {
		h.Caption = a.say(lang.StepsMatrixPrivacy)
	}
	count := map[[2]int]int{}
	for _, x := range a.risks {
		if _, at, ok := a.band(x); ok && (x.Text("kind") == "privacy") == privacy {
			count[at]++
		}
	}
	for _, c := range s.Consequence {
		h.Columns = append(h.Columns, strconv.Itoa(c.Step)+" "+c.Name.In(a.r.Lang))
	}
	for i := len(s.Likelihood) - 1; i >= 0; i-- {
		p := s.Likelihood[i]
		row := heatRow{Name: strconv.Itoa(p.Step) + " " + p.Name.In(a.r.Lang)}
		for _, c := range s.Consequence {
			cell := heatCell{Count: "–"}
			if n := count[[2]int{p.Step, c.Step}]; n > 0 {
				cell.Count = strconv.Itoa(n)
			}
			if got, err := s.Scale().Assess(p.Step, c.Step); err == nil {
				j := slices.IndexFunc(s.Bands, func(b rulebook.RiskBand) bool { return b.Code == got.Band.Code })
				cell.Band = s.Bands[j].Name.In(a.r.Lang)
				switch { // two tints and a mark, as all heat tables
				case j == len(s.Bands)-1:
					cell.Class, cell.Mark = "h3", "▼"
				case j == len(s.Bands)-2:
					cell.Class, cell.Mark = "h2", "▽"
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		h.Rows = append(h.Rows, row)
	}
	return h
}

func (a *analysing) overview(f page.Frame, _ []page.Control, _ url.Values) ([]templ.Component, error) {
	if len(a.risks) == 0 {
		out := []templ.Component{prose(a.say(lang.StepsNoRisks))}
		if a.draft {
			out = append(out, links(a.say(lang.StepsRisks), []page.Link{{Text: a.say(lang.StepsNewRisk), Href: a.address("ny-risk")}}))
		}
		return out, nil
	}
	out := []templ.Component{prose(a.say(lang.StepsMatrixAbout))}
	private := func(x *register.Record) bool { return x.Text("kind") == "privacy" }
	if slices.ContainsFunc(a.risks, func(x *register.Record) bool { return !private(x) }) {
		out = append(out, matrix(f, a.heat(a.scale(""), false)))
	}
	if slices.ContainsFunc(a.risks, private) {
		out = append(out, matrix(f, a.heat(a.scale("privacy"), true)))
	}
	reg := a.Register("risk")
	t := page.Table{Caption: a.say(lang.StepsRisks), Heads: []string{reg.Singular.In(a.r.Lang), a.say(lang.StepsBand), reg.Must("treatment").Title.In(a.r.Lang), reg.Must("value3").Title.In(a.r.Lang), reg.Status().Title.In(a.r.Lang), reg.Must("accepted_until").Title.In(a.r.Lang)}}
	sh := a.Shower(a.r, noTime)
	for _, x := range a.risks {
		l, _ := sh.Named(x)
		l.Href = a.address("risk-" + x.Ref)
		band := page.Value{Quiet: true, Texts: []string{a.say(lang.NotAssessed)}}
		if b, _, ok := a.band(x); ok {
			band = page.Value{Texts: []string{upper(b.Name.In(a.r.Lang))}}
		}
		t.Rows = append(t.Rows, []page.Value{{Links: []page.Link{l}}, band, sh.Field(x, reg.Must("treatment")), sh.Field(x, reg.Must("value3")), sh.Field(x, reg.Must("status")), sh.Field(x, reg.Must("accepted_until"))})
	}
	return append(out, page.ShowValue(f, page.Value{Table: &t})), nil
}

// since shows what has become of the risks of the analysis before.
func (a *analysing) since(f page.Frame, _ []page.Control, _ url.Values) ([]templ.Component, error) {
	words := map[assess.Fate]lang.Text{assess.FateNew: lang.StepsNew, assess.FateChanged: lang.StepsDiffers, assess.FateSame: lang.StepsSame, assess.FateGone: lang.StepsGone}
	t := page.Table{Caption: a.say(lang.StepsSinceLast), Heads: []string{a.Register("risk").Singular.In(a.r.Lang), a.say(lang.StepsFate), a.say(lang.StepsBefore), a.say(lang.StepsNow)}}
	sh := a.Shower(a.r, noTime)
	for _, x := range a.compared {
		l, _ := sh.Named(x.Risk)
		value := func(rec *register.Record) page.Value {
			if rec == nil {
				return page.Value{}
			}
			if b, _, ok := a.band(rec); ok {
				return page.Value{Texts: []string{upper(b.Name.In(a.r.Lang))}}
			}
			return page.Value{Quiet: true, Texts: []string{a.say(lang.NotAssessed)}}
		}
		now := value(x.Risk)
		if x.Fate == assess.FateGone {
			now = page.Value{}
		}
		t.Rows = append(t.Rows, []page.Value{{Links: []page.Link{l}}, {Texts: []string{a.say(words[x.Fate])}}, value(x.Before), now})
	}
	return []templ.Component{page.ShowValue(f, page.Value{Table: &t})}, nil
}

var riskFields = []string{"threat", "vulnerability", "consequence_text", "kind", "aspect", "owner"}

// riskStep is one risk: what may happen, how likely and how bad in words, what
// is done about it, and whether what is left is accepted.
func (a *analysing) riskStep(x *register.Record) step {
	l, _ := a.Shower(a.r, noTime).Named(x)
	s := step{id: "risk-" + x.Ref, title: l.Text, state: part, on: x, open: x.Text("status") != "closed", draw: func(f page.Frame, cs []page.Control, typed url.Values) ([]templ.Component, error) {
		return a.riskParts(f, x, cs), nil
	}}
	s.fields = append(slices.Clone(riskFields), "p", "c", "p2", "c2", "treatment", "treatment_text", "cost", "cost_yearly", "expected_effect", "p3", "c3", "comment", "comment_by", "accepted_by", "accepted_on", "accepted_until", "accepted_reason", "second_by")
	s.ops = offered(x, "assess", "accept", "treat", "reassess")
	s.words = map[string]lang.Text{"assess": lang.StepsAssessed, "accept": lang.StepsAccept, "treat": lang.StepsTreat}
	s.next = "risker"
	if b, _, ok := a.band(x); ok {
		if b.FourEyes && x.Text("status") == "assessed" && x.Text("second_by") == "" {
			s.confirm = "second_by"
		}
		s.note, s.state = upper(b.Name.In(a.r.Lang)), done
		if x.Text("treatment") == "" {
			s.state = stop
		}
	} else {
		s.state = todo
	}
	return s
}

// newStep adds a risk to the analysis.
func (a *analysing) newStep() step {
	blank := a.Register("risk").NewRecord("", a.rec.Org)
	made := map[string]any{"analysis": string(a.rec.ID), "registered_on": string(register.DateOf(a.r.Now.In(a.DB.Zone)))}
	for _, n := range []string{"object", "processing"} {
		if v := a.rec.Text(n); v != "" {
			made[n] = v
		}
	}
	return step{id: "ny-risk", title: a.say(lang.StepsNewRisk), state: todo, on: blank, make: made, open: true, fields: append(slices.Clone(riskFields), "p", "c"), next: "risker",
		draw: func(f page.Frame, cs []page.Control, _ url.Values) ([]templ.Component, error) {
			return a.riskParts(f, blank, cs), nil
		}}
}

// riskParts gives the controls of a risk, its steps of likelihood and
// consequence in words, under a heading for each part of the judgement.
func (a *analysing) riskParts(f page.Frame, x *register.Record, cs []page.Control) []templ.Component {
	kind := x.Text("kind")
	s := a.scale(kind)
	heads := map[string]lang.Text{"threat": lang.StepsWhat, "p": lang.StepsBare, "p2": lang.StepsPresent, "treatment": lang.StepsTreatment, "p3": lang.StepsTarget, "comment": lang.StepsAcceptance}
	var out []templ.Component
	for _, c := range cs {
		if h, ok := heads[c.Name]; ok {
			out = append(out, heading(a.say(h)))
			if c.Name == "comment" {
				out = append(out, a.mayAccept(x))
			}
		}
		if list := map[byte][]rulebook.Step{'p': s.Likelihood, 'c': s.Consequence}[c.Name[0]]; len(list) > 0 && (len(c.Name) == 1 || len(c.Name) == 2) {
			c.Kind, c.Unit, c.Hint = page.LevelControl, "", ""
			c.Options = nil
			for _, o := range list {
				n := strconv.Itoa(o.Step)
				name, rest, _ := strings.Cut(o.Name.In(a.r.Lang), " (")
				c.Options = append(c.Options, page.Option{Value: n, Label: n + " " + upper(name), Hint: strings.TrimSuffix(rest, ")")})
			}
		}
		out = append(out, page.ControlField(f, c))
	}
	return out
}

// mayAccept tells who may accept the risk as it stands.
func (a *analysing) mayAccept(x *register.Record) templ.Component {
	b, _, ok := a.band(x)
	if !ok {
		return prose(a.say(lang.StepsJudgeFirst))
	}
	who := strings.ToLower(a.Register("role_assignment").Must("function").Choices.Label(b.AcceptedBy).In(a.r.Lang))
	said := a.say(lang.StepsMayAccept, b.Name.In(a.r.Lang), who)
	if b.Comment != "" {
		said += " " + a.say(lang.StepsCommentFirst)
	}
	if b.FourEyes {
		said += " " + a.say(lang.StepsSecond)
	}
	return prose(said)
}

// proposals ranks the treatments by what they give for what they cost.
func (a *analysing) proposals(f page.Frame, _ []page.Control, _ url.Values) ([]templ.Component, error) {
	ps, err := assess.Proposals(a.r.Context(), a.judging, a.r.Caller, a.rec.ID)
	if err != nil {
		return nil, err
	}
	if len(ps) == 0 {
		return []templ.Component{prose(a.say(lang.StepsNoProposals))}, nil
	}
	t := page.Table{Caption: a.say(lang.StepsProposals), Heads: []string{a.Register("risk").Singular.In(a.r.Lang), a.say(lang.StepsReduction), a.say(lang.StepsServed), a.say(lang.StepsCost)}}
	for _, p := range ps {
		cost := page.Value{Quiet: true, Texts: []string{a.say(lang.StepsNoCost)}}
		if p.Priced {
			cost = page.Value{Texts: []string{lang.Kronor(a.r.Lang, p.Cost)}, Right: true}
		}
		t.Rows = append(t.Rows, []page.Value{{Links: []page.Link{{Text: p.Risk.Title, Href: a.address("risk-" + p.Risk.Ref)}}}, {Texts: []string{strconv.Itoa(p.Reduction)}, Right: true}, {Texts: []string{strconv.Itoa(p.Objects)}, Right: true}, cost})
	}
	return []templ.Component{prose(a.say(lang.StepsProposalsAbout)), page.ShowValue(f, page.Value{Table: &t})}, nil
}

func (a *analysing) decision(f page.Frame, cs []page.Control, _ url.Values) ([]templ.Component, error) {
	return []templ.Component{page.Controls(f, cs), links(a.say(lang.StepsText), a.textLinks("report"))}, nil
}
