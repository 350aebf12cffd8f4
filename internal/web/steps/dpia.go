package steps

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"genomlys/internal/assess"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// judging is a visit to an impact assessment.
type judging struct {
	*turn
	screened []assess.Screening
	joint    bool // shared by several controllers
}

func layDPIA(t *turn) (*work, error) {
	j := &judging{turn: t, joint: slices.Contains([]string{"joint", "reference"}, t.rec.Text("kind"))}
	for _, l := range t.rec.LinksOf("processings") {
		s, err := assess.Screen(t.r.Context(), t.judging, t.r.Caller, string(l.To))
		if fault.Is(err, fault.Unknown) {
			continue // another office's: whoever keeps it screens it
		}
		if err != nil {
			return nil, err
		}
		j.screened = append(j.screened, s)
	}
	status := t.rec.Text("status")
	l, _ := t.Shower(t.r, noTime).Named(t.rec)
	w := &work{title: t.say(lang.StepsDPIATitle, l.Text), about: t.say(lang.StepsDPIAAbout, t.rec.Register.Must("kind").Choices.Label(t.rec.Text("kind")).In(t.r.Lang), strings.ToLower(t.rec.Register.Status().Choices.Label(status).In(t.r.Lang))), crumbs: t.crumbs(t.say(lang.StepsDPIAOffer))}
	working := slices.Contains([]string{"needed", "ongoing", "in_review"}, status)
	for i := range j.screened {
		w.steps = append(w.steps, j.screenStep(&j.screened[i], status))
	}
	content := func(id string, title lang.Text, fields ...string) step {
		return step{id: id, title: t.say(title), open: working, fields: fields, state: filled(t.rec, fields...)}
	}
	begin := content("omfattning", lang.StepsScope, "kind", "processings", "objects", "controllers", "processor", "started_on")
	begin.state = filled(t.rec, "kind", "processings")
	begin.ops, begin.words = offered(t.rec, "start"), map[string]lang.Text{"start": lang.StepsStart}
	if t.rec.Text("kind") == "adopted" {
		begin.fields = append(begin.fields, "reference")
		begin.draw = j.scope
	}
	describe := content("beskrivning", lang.StepsDescribe, "description")
	describe.draw = j.describe
	risks := content("risker", lang.StepsPrivacyRisks, "risks")
	risks.draw = j.risks
	w.steps = append(w.steps, begin, describe, content("nodvandighet", lang.StepsNecessity, "necessity_proportionality"), risks, content("atgarder", lang.StepsMeasures, "measures"), content("synpunkter", lang.StepsViews, "views_of_subjects"))
	// The advice is the officer's alone; to all others it is something to read.
	advice := step{id: "rad", title: t.say(lang.StepsAdvice), fields: []string{"dpo_advice", "dpo_advice_on"}, open: t.r.Caller.Holds("dpo", t.rec.Org) && slices.Contains([]string{"ongoing", "dpo_consulted", "in_review"}, status),
		state: filled(t.rec, "dpo_advice", "dpo_advice_on"), draw: j.advice}
	if advice.open {
		advice.ops = offered(t.rec, "consult")
	}
	w.steps = append(w.steps, advice)
	if j.joint {
		found, err := j.all("dpia_participant", "dpia = "+query.Quote(string(t.rec.ID)))
		if err != nil {
			return nil, err
		}
		w.steps = append(w.steps, step{id: "deltagare", title: t.say(lang.StepsTakers), state: taken(found), draw: j.takersAbout, after: j.takers})
	}
	end := step{id: "beslut", title: t.say(lang.StepsDecision), state: todo, open: slices.Contains([]string{"dpo_consulted", "in_review"}, status), ops: offered(t.rec, "decide", "confirm", "return"), draw: j.decision,
		fields: []string{"dpo_followed", "dpo_reason", "residual", "prior_consultation", "prior_consultation_on", "decision", "conditions", "decided_on", "decided_by"}}
	if status == "decided" {
		end.state = done
	}
	w.steps = append(w.steps, end)
	w.result = sums(t.turnFrame(), t.say(lang.StepsResult), j.sums())
	return w, nil
}

func (j *judging) sums() (out []page.Fact) {
	for _, s := range j.screened {
		word := page.Status{Icon: "dot", Word: j.say(lang.StepsNotNeeded)}
		switch {
		case s.Judgement.Needed:
			word = page.Status{Tone: "warn", Icon: "watch", Word: j.say(lang.StepsNeeded)}
		case !s.Judgement.Complete:
			word.Word = j.say(lang.StepsNotAll)
		}
		out = append(out, page.Fact{Name: s.Processing.Ref, Value: page.Value{Status: &word}}, number(j.turn, lang.StepsCriteria, s.Judgement.Count))
	}
	return append(out, number(j.turn, lang.StepsPrivacyRisks, len(j.rec.LinksOf("risks"))),
		page.Fact{Name: j.rec.Register.Status().Title.In(j.r.Lang), Value: page.Value{Status: page.StatusOf(j.rec.Text("status"), j.rec.Register.Status().Choices.Label(j.rec.Text("status")).In(j.r.Lang))}})
}

// screenStep holds a processing against the threshold: a rule a question, then
// whether an assessment is needed, with a reason where the rules ask for one.
func (j *judging) screenStep(s *assess.Screening, status string) step {
	l, _ := j.Shower(j.r, noTime).Named(s.Processing)
	out := step{id: "troskel-" + s.Processing.Ref, title: j.say(lang.StepsScreening, l.Text), on: s.Processing, open: status != "superseded", fields: []string{"dpia_need", "screening_reason"}, hand: []string{"dpia_screening"}, state: part,
		draw: func(f page.Frame, cs []page.Control, typed url.Values) ([]templ.Component, error) {
			return j.screening(f, s, cs, typed), nil
		},
		read: func(typed url.Values, values map[string]any) ([]fault.Problem, error) {
			j.readScreening(s, typed, values)
			return nil, nil
		}}
	criteria, cases := answeredLines(s)
	// A need that was decided elsewhere, without answers here, is not a step done.
	if need := s.Processing.Text("dpia_need"); (need == "needed" || need == "not_needed") && criteria.all() && cases.all() {
		out.state = done
	}
	out.note = j.say(lang.StepsScreened, criteria.had, criteria.of, cases.had, cases.of)
	return out
}

// answered is how many of some questions have been answered.
type answered struct{ had, of int }

func (a answered) all() bool { return a.had == a.of }

// answeredLines counts what is answered of the nine criteria, and of the cases
// that the article names itself. Not known is no answer.
func answeredLines(s *assess.Screening) (criteria, cases answered) {
	given := register.As[registers.Processing](s.Processing).DpiaScreening
	for _, l := range s.Lines {
		to := &criteria
		if l.Statutory {
			to = &cases
		}
		to.of++
		if slices.ContainsFunc(given, func(a registers.ScreeningAnswer) bool {
			return a.Criterion == l.Code && a.Answer != "" && a.Answer != "unknown"
		}) {
			to.had++
		}
	}
	return criteria, cases
}

func (j *judging) screening(f page.Frame, s *assess.Screening, cs []page.Control, typed url.Values) []templ.Component {
	day := j.SinceDay(j.r.Lang, s.Processing.Since)
	fs, err := j.facts(s.Processing, "data_subjects", "subjects_count", "data_categories", "special_categories")
	out := []templ.Component{carried(j.say(lang.StepsFromRecord, day), s.Processing.Text("title"), page.Link{Text: j.say(lang.StepsShow), Href: web.Address(s.Processing)})}
	if err == nil {
		out = append(out, facts(f, fs))
	}
	given := register.As[registers.Processing](s.Processing).DpiaScreening
	choices := answerChoices(s.Processing.Register)
	statutory := false
	criteria, cases := answeredLines(s)
	for i, l := range s.Lines {
		if i == 0 {
			out = append(out, prose(j.say(lang.StepsScreenedSo, criteria.had, criteria.of, cases.had, cases.of)), heading(j.say(lang.StepsNine)))
		}
		if l.Statutory && !statutory {
			statutory = true
			out = append(out, heading(j.say(lang.StepsStatutory)))
		}
		answer, note := "", ""
		for _, a := range given {
			if a.Criterion == l.Code {
				answer, note = a.Answer, a.Note
			}
		}
		if j.posted {
			answer, note = typed.Get(answerName+l.Code), typed.Get(noteName+l.Code)
		}
		id := "f-dpia_screening"
		if i > 0 {
			id += "-" + l.Code
		}
		hint := ""
		if l.Preset != "" {
			hint = j.say(lang.StepsPreset, strings.ToUpper(l.Preset))
		}
		c := page.Control{ID: id, Name: answerName + l.Code, Label: upper(l.Name.In(j.r.Lang)), Hint: hint, Kind: page.FactControl, Value: answer}
		for _, o := range choices {
			c.Options = append(c.Options, page.Option{Value: o.Code, Label: lang.Text{SV: o.SV, EN: o.EN}.In(j.r.Lang)})
		}
		out = append(out, page.ControlField(f, c), page.ControlField(f, page.Control{ID: "f-note-" + l.Code, Name: noteName + l.Code, Label: j.say(lang.StepsNoteTo, c.Label), Value: note, Optional: true}))
	}
	tone, icon, bold := "info", "info", j.say(lang.StepsRuleSaysNo)
	if s.Judgement.Needed {
		tone, icon, bold = "warn", "watch", j.say(lang.StepsRuleSaysYes)
	}
	rest := lang.StepsMet.Of(j.r.Lang, s.Judgement.Count)
	if !s.Judgement.Complete {
		rest += " " + j.say(lang.StepsUnknownAsYes)
	}
	out = append(out, heading(j.say(lang.StepsNeed)), page.Notice(tone, icon, bold, rest, page.Link{}))
	return append(out, page.Controls(f, cs))
}

func answerChoices(processing *register.Register) register.Choices {
	for _, c := range processing.Must("dpia_screening").Columns {
		if c.Name == "answer" {
			return c.Choices
		}
	}
	return nil
}

func (j *judging) readScreening(s *assess.Screening, typed url.Values, values map[string]any) {
	var list []registers.ScreeningAnswer
	for _, l := range s.Lines {
		if a := typed.Get(answerName + l.Code); a != "" {
			list = append(list, registers.ScreeningAnswer{Criterion: l.Code, Answer: a, Note: strings.TrimSpace(typed.Get(noteName + l.Code))})
		}
	}
	was, _ := json.Marshal(register.As[registers.Processing](s.Processing).DpiaScreening) // plain rows
	now, _ := json.Marshal(list)
	switch {
	case string(was) == string(now):
	case len(list) == 0:
		values["dpia_screening"] = nil
	default:
		values["dpia_screening"] = list
	}
}

// scope tells what adopting a reference means: the reference's own text holds
// where this one says nothing.
func (j *judging) scope(f page.Frame, cs []page.Control, _ url.Values) ([]templ.Component, error) {
	return []templ.Component{page.Notice("plain", "link", j.say(lang.StepsAdopts), j.say(lang.StepsAdoptsMore), page.Link{}), page.Controls(f, cs)}, nil
}

// reference reads the assessment that an adopted one rests on.
func (j *judging) reference() (*register.Record, error) {
	id := j.rec.Text("reference")
	if id == "" {
		return nil, nil
	}
	found, err := j.ByID(j.r, j.rec.Register, map[register.ID]bool{register.ID(id): true}, noTime)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

func (j *judging) describe(f page.Frame, cs []page.Control, _ url.Values) ([]templ.Component, error) {
	var out []templ.Component
	ref, err := j.reference()
	if err != nil {
		return nil, err
	}
	if ref != nil {
		out = append(out, carried(j.say(lang.StepsFromReference, ref.Ref, ref.Text("decided_on")), ref.Text("description"), page.Link{Text: j.say(lang.StepsShow), Href: web.Address(ref)}))
	}
	for _, s := range j.screened {
		day := j.SinceDay(j.r.Lang, s.Processing.Since)
		var purposes []string
		fs, err := j.facts(s.Processing, "purposes")
		if err != nil {
			return nil, err
		}
		for _, x := range fs {
			purposes = append(purposes, x.Value.Texts...)
			if x.Value.Long != "" {
				purposes = append(purposes, x.Value.Long)
			}
		}
		out = append(out, carried(j.say(lang.StepsFromRecord, day), s.Processing.Text("title")+". "+strings.Join(purposes, ". "), page.Link{Text: j.say(lang.StepsShow), Href: web.Address(s.Processing)}))
	}
	return append(out, page.Controls(f, cs)), nil
}

// risks are linked; each is judged in its own analysis or record.
func (j *judging) risks(f page.Frame, cs []page.Control, _ url.Values) ([]templ.Component, error) {
	ids := map[register.ID]bool{}
	for _, l := range j.rec.LinksOf("risks") {
		ids[l.To] = true
	}
	reg := j.Register("risk")
	found, err := j.ByID(j.r, reg, ids, noTime)
	if err != nil {
		return nil, err
	}
	out := []templ.Component{prose(j.say(lang.StepsPrivacyAbout))}
	if len(found) > 0 {
		t := page.Table{Caption: j.say(lang.StepsPrivacyRisks)}
		fields := form.Fields(reg, "value", "value2", "value3", "treatment", "status")
		t.Heads = []string{reg.Singular.In(j.r.Lang)}
		for _, x := range fields {
			t.Heads = append(t.Heads, x.Title.In(j.r.Lang))
		}
		sh := j.Shower(j.r, noTime)
		for _, x := range found {
			l, _ := sh.Named(x)
			row := []page.Value{{Links: []page.Link{l}}}
			for _, y := range fields {
				row = append(row, sh.Field(x, y))
			}
			t.Rows = append(t.Rows, row)
		}
		out = append(out, page.ShowValue(f, page.Value{Table: &t}))
	}
	out = append(out, page.Controls(f, cs))
	if len(j.screened) > 0 && !j.r.Caller.ReadOnly && j.r.Caller.Create(reg, j.screened[0].Processing.Org, "") == nil {
		out = append(out, links(j.say(lang.StepsAtSource), []page.Link{{Text: j.say(lang.StepsNewRisk), Href: web.AddressOf("/ny/risks", []page.Pair{{Name: "kind", Value: "privacy"}, {Name: "processing", Value: j.screened[0].Processing.Ref}})}}))
	}
	return out, nil
}

// advice is asked for of the officer, and shown to all others.
func (j *judging) advice(f page.Frame, cs []page.Control, _ url.Values) ([]templ.Component, error) {
	if j.r.Caller.Holds("dpo", j.rec.Org) {
		return []templ.Component{page.Controls(f, cs)}, nil
	}
	fs, err := j.facts(j.rec, "dpo_advice", "dpo_advice_on")
	return []templ.Component{page.Notice("plain", "info", j.say(lang.StepsAdviceOnly), j.say(lang.StepsAdviceOnlyMore), page.Link{}), facts(f, fs)}, err
}

// taken tells how far the controllers have come with their positions.
func taken(positions []*register.Record) state {
	waiting := 0
	for _, x := range positions {
		if len(offered(x, "adopt")) > 0 {
			waiting++
		}
	}
	switch {
	case waiting == len(positions):
		return todo
	case waiting > 0:
		return part
	}
	return done
}

// takers are the controllers that a shared assessment is of: each adopts it,
// with deviations, advice and a decision of its own.
func (j *judging) takersAbout(page.Frame, []page.Control, url.Values) ([]templ.Component, error) {
	out := []templ.Component{prose(j.say(lang.StepsTakersAbout))}
	if status := j.rec.Text("status"); j.rec.Text("replaces") != "" && (status == "needed" || status == "ongoing" || status == "dpo_consulted") {
		out = append(out, prose(j.say(lang.StepsTakersAgain)))
	}
	return out, nil
}

// takers stand below the form: each has steps of its own, which do not wait for
// the assessment's form to be open.
func (j *judging) takers(f page.Frame) (templ.Component, error) {
	found, err := j.all("dpia_participant", "dpia = "+query.Quote(string(j.rec.ID)))
	if err != nil {
		return nil, err
	}
	reg := j.Register("dpia_participant")
	fields := form.Fields(reg, "party", "status", "deviations", "dpo_advice_on", "decided_on")
	sh := j.Shower(j.r, noTime)
	for _, x := range found {
		sh.NeedAll(x, fields)
	}
	if err := sh.Look(); err != nil {
		return nil, err
	}
	t := page.Table{Caption: j.say(lang.StepsTakers)}
	for _, x := range fields {
		t.Heads = append(t.Heads, x.Title.In(j.r.Lang))
	}
	t.Heads = append(t.Heads, j.say(lang.StepsPosition))
	for _, x := range found {
		var row []page.Value
		for _, y := range fields {
			row = append(row, sh.Field(x, y))
		}
		if len(row[0].Links) > 0 { // the line is the position, not the organisation
			row[0].Links = []page.Link{{Text: row[0].Links[0].Text, Href: web.Address(x)}}
		}
		var go_ page.Value
		for _, op := range offered(x, "adopt", "deviate", "decline") {
			if j.r.Caller.Decide(reg, op, x.Org) == nil {
				go_.Links = append(go_.Links, page.Link{Text: lang.StepName(reg.Name, op).In(j.r.Lang), Href: "/steg" + web.Address(x) + "/" + op})
			}
		}
		if j.r.Caller.Holds("dpo", x.Org) {
			go_.Links = append(go_.Links, page.Link{Text: j.say(lang.StepsGiveAdvice), Href: "/andra" + web.Address(x) + "#" + form.ID("dpo_advice")})
		}
		t.Rows = append(t.Rows, append(row, go_))
	}
	if len(t.Rows) == 0 {
		return nil, nil
	}
	return page.ShowValue(f, page.Value{Table: &t}), nil
}

func (j *judging) decision(f page.Frame, cs []page.Control, _ url.Values) ([]templ.Component, error) {
	var out []templ.Component
	fs, err := j.facts(j.rec, "dpo_advice", "dpo_advice_on")
	if err != nil {
		return nil, err
	}
	return append(out, facts(f, fs), prose(j.say(lang.StepsConsult)), page.Controls(f, cs), links(j.say(lang.StepsText), j.textLinks("report"))), nil
}
