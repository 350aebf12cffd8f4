package steps

import (
	"cmp"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/assess"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	clockday "genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/web"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// aspects are those that the method works with.
func (c *classing) aspects() (out []rulebook.AspectName) {
	for _, a := range c.Rules.Aspects {
		if a.Aspect != classify.S || c.Method.Traceability {
			out = append(out, a)
		}
	}
	return out
}

// typeStep asks what happens if the information type fails; its levels follow.
func (c *classing) typeStep(x *assess.Typed) step {
	s := step{id: "konsekvenser-" + x.Name, title: c.say(lang.StepsConsequences, c.typeName(x)), open: c.draft, state: c.answered(x), hand: []string{"consequences"},
		draw: func(f page.Frame, _ []page.Control, typed url.Values) ([]templ.Component, error) {
			return c.harms(f, x, typed), nil
		},
		read: func(typed url.Values, values map[string]any) ([]fault.Problem, error) {
			return c.readHarms(x, typed, values), nil
		}}
	if x.Now.Known() {
		s.note = x.Now.String()
	}
	return s
}

// typeName is what people call an information type.
func (c *classing) typeName(x *assess.Typed) string {
	if x.Record == nil {
		return x.Name
	}
	l, _ := c.Shower(c.r, noTime).Named(x.Record)
	return l.Text
}

// counted names the aspects that count of what only passes through.
func (c *classing) counted() string {
	var out []string
	for _, a := range c.aspects() {
		if slices.Contains(c.Method.Transits, a.Aspect) {
			out = append(out, a.Name.In(c.r.Lang))
		}
	}
	return strings.Join(out, ", ")
}

// answered tells how far the questions of a type have come.
func (c *classing) answered(x *assess.Typed) state {
	if len(x.Harms) == 0 {
		if x.Now.Known() {
			return done
		}
		return todo
	}
	for _, a := range c.aspects() {
		if x.Now[a.Aspect] == classify.Unset {
			return part
		}
		if s := c.Standing.Suggested[a.Aspect]; s > c.Result[a.Aspect] {
			return stop
		}
	}
	return done
}

const (
	levelName = "_level."
	wordsName = "_words."
)

func harmOf(x *assess.Typed, aspect string) registers.Harm {
	for _, h := range x.Harms {
		if h.Aspect == aspect {
			return h
		}
	}
	return registers.Harm{}
}

// harms draws the questions of one information type.
func (c *classing) harms(f page.Frame, x *assess.Typed, typed url.Values) []templ.Component {
	out := c.typeFacts(x)
	for i, a := range c.aspects() {
		code := strings.ToLower(a.Aspect.String())
		had := harmOf(x, code)
		q := question{Name: upper(a.Name.In(c.r.Lang)), Ask: a.Ask.In(c.r.Lang), Notes: c.hints(x, a.Aspect)}
		for j, area := range c.Rules.Areas {
			name := levelName + code + "." + area.Code
			v := ""
			if n := had.In()[area.Code]; n != nil {
				v = strconv.FormatInt(*n, 10)
			}
			if c.posted {
				v = typed.Get(name)
			}
			id := "f-consequences"
			if i+j > 0 {
				id += "-" + code + "-" + area.Code
			}
			ctl := page.Control{ID: id, Name: name, Label: upper(area.Name.In(c.r.Lang)), Kind: page.LevelControl, Value: v}
			for _, g := range c.Rules.Grades {
				if g.Level < c.Method.Refuse {
					n := strconv.Itoa(int(g.Level))
					ctl.Options = append(ctl.Options, page.Option{Value: n, Label: n + " " + upper(g.Name.In(c.r.Lang)), Hint: area.Harms[g.Level].In(c.r.Lang)})
				}
			}
			q.Areas = append(q.Areas, ctl)
		}
		words := had.Text
		if c.posted {
			words = typed.Get(wordsName + code)
		}
		q.Words = page.Control{ID: "f-words-" + code, Name: wordsName + code, Label: c.say(lang.StepsWhy, strings.ToLower(q.Name)), Hint: c.say(lang.StepsWhyHint), Kind: page.LongControl, Lines: 2, Value: words, Optional: true}
		out = append(out, questionPart(f, q))
	}
	for _, g := range c.Rules.Grades {
		if g.Level == c.Method.Refuse {
			out = append(out, page.Notice("warn", "shield", c.say(lang.StepsTooGrave, g.Name.In(c.r.Lang)), c.say(lang.StepsTooGraveMore), page.Link{}))
		}
	}
	return out
}

// question is what is asked of one aspect: what happens in each area.
type question struct {
	Name, Ask string
	Areas     []page.Control
	Words     page.Control
	Notes     []string
}

// typeFacts is what the register says of the type, with its day.
func (c *classing) typeFacts(x *assess.Typed) []templ.Component {
	if x.Record == nil {
		return nil
	}
	t := register.As[registers.InfoType](x.Record)
	field := x.Record.Register.Must("personal_data")
	var rest []string
	for _, d := range t.PersonalData {
		rest = append(rest, field.Choices.Label(d).In(c.r.Lang))
	}
	if x.Decided.Known() {
		rest = append(rest, c.say(lang.StepsTypeClass, x.Decided.String()))
	}
	rest = append(rest, t.LegalBasisSecrecy...)
	said := ""
	if len(rest) > 0 {
		said = strings.Join(rest, ". ") + "."
	}
	day := c.SinceDay(c.r.Lang, x.Record.Since)
	return []templ.Component{carried(c.say(lang.StepsFromType, x.Record.Ref, day), said, page.Link{Text: c.say(lang.StepsShow), Href: web.Address(x.Record)})}
}

// hints are the lowest level that facts speak for, and what was said last time.
func (c *classing) hints(x *assess.Typed, a classify.Aspect) (out []string) {
	if n := c.Standing.Suggested[a]; n >= 0 {
		var why []string
		for _, r := range c.Standing.Reasons {
			if r.Code == classify.SuggestedBy && r.Aspect == a {
				why = append(why, lang.ClassFact(r.Ref).In(c.r.Lang))
			}
		}
		out = append(out, c.say(lang.StepsSuggested, strconv.Itoa(int(n)), strings.Join(why, ", ")))
	}
	if x.Last != nil && c.Last != nil {
		n := map[classify.Aspect]int64{classify.K: x.Last.K, classify.R: x.Last.R, classify.T: x.Last.T, classify.S: x.Last.S}[a]
		out = append(out, c.say(lang.StepsLast, c.Last.Text("decided_on"), strconv.FormatInt(n, 10)))
	} else if c.Last != nil && c.Standing.Official[a] >= 0 {
		out = append(out, c.say(lang.StepsLastObject, c.Last.Text("decided_on"), strconv.Itoa(int(c.Standing.Official[a]))))
	}
	return out
}

// readHarms takes the answers of one type and leaves those of the others.
func (c *classing) readHarms(x *assess.Typed, typed url.Values, values map[string]any) (ps []fault.Problem) {
	var list []registers.Harm
	for _, h := range c.x.Consequences {
		if h.InfoType != x.Name {
			list = append(list, h)
		}
	}
	for _, a := range c.aspects() {
		code := strings.ToLower(a.Aspect.String())
		h := registers.Harm{InfoType: x.Name, Aspect: code, Text: strings.TrimSpace(strings.ReplaceAll(typed.Get(wordsName+code), "\r\n", "\n"))}
		any := h.Text != ""
		for area, to := range map[string]**int64{"operations": &h.Operations, "individuals": &h.Individuals, "finances": &h.Finances, "others": &h.Others} {
			s := typed.Get(levelName + code + "." + area)
			if s == "" {
				continue
			}
			n, err := strconv.ParseInt(s, 10, 64)
			if err != nil {
				ps = append(ps, fault.Problem{Field: "consequences", Code: "out-of-range", Value: s, Allowed: []string{"0", "3"}})
				continue
			}
			*to, any = &n, true
		}
		if any {
			list = append(list, h)
		}
	}
	order := map[string]int{}
	for i, t := range c.Types {
		order[t.Name] = i
	}
	slices.SortStableFunc(list, func(a, b registers.Harm) int { return order[a.InfoType] - order[b.InfoType] })
	if len(list) == 0 {
		if c.rec.Get("consequences") != nil {
			values["consequences"] = nil
		}
		return ps
	}
	was, _ := json.Marshal(c.x.Consequences) // plain rows
	now, _ := json.Marshal(list)
	if string(was) != string(now) {
		values["consequences"] = list
	}
	return ps
}

// effectStep shows what the class asks for before it is decided.
func (c *classing) effectStep() step {
	s := step{id: "krav", title: c.say(lang.StepsEffect), state: todo, draw: c.effect}
	if c.Result.Known() {
		s.state = done
	}
	return s
}

func (c *classing) effect(f page.Frame, _ []page.Control, _ url.Values) ([]templ.Component, error) {
	if c.Object == nil || !c.Result.Known() {
		return []templ.Component{prose(c.say(lang.StepsNoEffect))}, nil
	}
	e, err := assess.ClassEffect(c.r.Context(), c.judging, c.r.Caller, string(c.Object.ID), c.Result)
	if err != nil {
		return nil, err
	}
	out := []templ.Component{prose(c.say(lang.StepsEffectAbout)), facts(f, []page.Fact{
		{Name: c.say(lang.StepsToday), Value: c.levels(e.From)}, {Name: c.say(lang.StepsWith), Value: c.levels(e.To)},
		{Name: c.say(lang.StepsOnce), Value: page.Value{Texts: []string{lang.Kronor(c.r.Lang, e.Once)}}}, {Name: c.say(lang.StepsYearly), Value: page.Value{Texts: []string{lang.Kronor(c.r.Lang, e.Yearly)}}},
		{Name: c.say(lang.StepsUnpriced), Value: page.Value{Texts: []string{lang.StepsRequirements.Of(c.r.Lang, e.Unpriced)}}}})}
	for _, x := range []struct {
		title lang.Text
		needs []assess.Need
	}{{lang.StepsNewNeeds, e.New}, {lang.StepsStricter, e.Stricter}, {lang.StepsDropped, e.Dropped}} {
		if len(x.needs) == 0 {
			continue
		}
		t := page.Table{Caption: c.say(x.title), Heads: []string{c.say(lang.StepsControl), c.say(lang.StepsLevel), c.say(lang.StepsMeans)}}
		for _, n := range x.needs {
			t.Rows = append(t.Rows, []page.Value{{Texts: []string{c.control(n.Control)}}, {Texts: []string{strconv.Itoa(int(n.Level))}, Right: true}, {Texts: []string{n.Text(c.r.Lang)}}})
		}
		out = append(out, heading(c.say(x.title)), page.ShowValue(f, page.Value{Table: &t}))
	}
	gaps, err := c.gap(f)
	return append(out, gaps...), err
}

// control names a control of the standard.
func (c *classing) control(code string) string {
	book, err := rulebook.Load()
	if err != nil {
		return code
	}
	if x, ok := book.At(clockday.Date(register.DateOf(c.r.Now.In(c.DB.Zone)))).Control(code); ok {
		return code + " " + x.Title.In(c.r.Lang)
	}
	return code
}

// gap shows what others demand of the object beyond the class worked on.
func (c *classing) gap(f page.Frame) ([]templ.Component, error) {
	all, err := assess.Gaps(c.r.Context(), c.judging, c.r.Caller, noTime)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(all, func(g assess.Gap) bool { return g.Object.ID == c.Object.ID })
	if i < 0 {
		return []templ.Component{prose(c.say(lang.StepsNoGap))}, nil
	}
	d := all[i].Demand
	left := classify.None()
	for _, a := range classify.Aspects() {
		if d.Level[a] > c.Result[a] {
			left[a] = d.Level[a] - max(c.Result[a], 0)
		}
	}
	tone, icon, bold := "ok", "ok", c.say(lang.StepsGapMet)
	if left.Known() {
		tone, icon, bold = "warn", "watch", c.say(lang.StepsGap)
	}
	var answer page.Link
	if left.Known() && c.r.Caller.Create(c.Register("risk_analysis"), c.rec.Org, c.Object.ID) == nil {
		answer = page.Link{Text: c.say(lang.StepsGapAnswer), Href: web.AddressOf("/ny/risk-analyses", []page.Pair{{Name: "object", Value: c.Object.Ref}, {Name: "scope", Value: "object"}})}
	}
	rest := lang.StepsGapDependants.Of(c.r.Lang, d.Dependants)
	if d.Unknown > 0 {
		rest += " " + lang.StepsGapUnknown.Of(c.r.Lang, d.Unknown)
	}
	return []templ.Component{heading(c.say(lang.StepsGapTitle)), page.Notice(tone, icon, bold, rest, answer), facts(f, []page.Fact{
		{Name: c.say(lang.StepsDemanded), Value: c.levels(d.Level)}, {Name: c.say(lang.StepsWith), Value: c.levels(c.Result)}})}, nil
}

// outcome is what the work gives so far.
type outcome struct {
	Levels  []page.Level
	Since   string
	Notes   []string
	Count   string
	Areas   []page.Fact
	Missing string
	More    page.Link
}

func (c *classing) result() (templ.Component, error) {
	o := outcome{Levels: c.letters(c.Result)}
	if c.Last != nil {
		o.Since = c.say(lang.StepsSince, strings.ReplaceAll(c.Standing.Official.String(), " ", "\u00a0"), c.Last.Text("decided_on"))
		if c.Standing.Official == c.Result {
			o.Since = c.say(lang.StepsUnchanged, c.Last.Text("decided_on"))
		}
	}
	names := map[string]string{}
	for i := range c.Types {
		names[c.Types[i].Name] = c.typeName(&c.Types[i])
	}
	for _, r := range c.Reasons {
		level := strconv.Itoa(int(r.Level))
		switch r.Code {
		case classify.FromInfoType:
			o.Notes = append(o.Notes, c.say(lang.StepsFromTypeLevel, r.Aspect.String(), level, cmp.Or(names[r.Ref], r.Ref)))
		case classify.Raised:
			o.Notes = append(o.Notes, c.say(lang.StepsRaisedTo, r.Aspect.String(), level))
		case classify.Lowered:
			o.Notes = append(o.Notes, c.say(lang.StepsLoweredTo, r.Aspect.String(), level))
		}
	}
	for i := range c.Types {
		t := &c.Types[i]
		if t.Handling == string(classify.Transits) {
			o.Notes = append(o.Notes, c.say(lang.StepsOnlyPasses, c.typeName(t), c.counted()))
		}
		if slices.ContainsFunc(c.aspects(), func(a rulebook.AspectName) bool { return t.Now[a.Aspect] == classify.Unset }) {
			o.Notes = append(o.Notes, c.say(lang.StepsNotYet, c.typeName(t)))
		}
	}
	if classify.SecondPerson(c.Method, c.Result) {
		o.Notes = append(o.Notes, c.say(lang.StepsFourEyes))
	}
	if c.Object != nil && c.Result.Known() {
		e, err := assess.ClassEffect(c.r.Context(), c.judging, c.r.Caller, string(c.Object.ID), c.Result)
		if err != nil {
			return nil, err
		}
		o.Count = lang.StepsFollow.Of(c.r.Lang, len(e.All))
		o.Areas = c.byArea(e.All)
		o.More = page.Link{Text: c.say(lang.StepsSeeNeeds), Href: c.address("krav")}
		if o.Missing, err = c.notMet(e.All); err != nil {
			return nil, err
		}
	}
	return outcomePart(c.turnFrame(), o), nil
}

func (c *classing) byArea(all []assess.Need) (out []page.Fact) {
	n := map[string]int{}
	var order []string
	for _, x := range all {
		if len(x.Areas) == 0 {
			continue
		}
		name := x.Areas[0].AreaName.In(c.r.Lang)
		if n[name] == 0 {
			order = append(order, name)
		}
		n[name]++
	}
	for _, name := range order {
		out = append(out, page.Fact{Name: name, Value: page.Value{Texts: []string{strconv.Itoa(n[name])}, Right: true}})
	}
	return out
}

// notMet counts the controls asked for that no measure of the object meets.
func (c *classing) notMet(all []assess.Need) (string, error) {
	controls := map[register.ID]bool{}
	found, err := c.Find(c.r, c.Register("measure"), door.Ask{Filter: "object = " + query.Quote(string(c.Object.ID)) + " AND status = (implemented, verified)", Limit: 500})
	if err != nil {
		return "", err
	}
	for _, m := range found.Records {
		controls[register.ID(m.Text("control"))] = true
	}
	recs, err := c.ByID(c.r, c.Register("control"), controls, noTime)
	if err != nil {
		return "", err
	}
	met := map[string]bool{}
	for _, x := range recs {
		met[x.Text("code")] = true
	}
	n := 0
	for _, x := range all {
		if !met[x.Control] {
			n++
		}
	}
	if n == 0 {
		return "", nil
	}
	return lang.StepsNotMet.Of(c.r.Lang, n), nil
}

// turnFrame is the language of a part that is drawn inside a frame.
func (t *turn) turnFrame() page.Frame { return page.Frame{Lang: t.r.Lang} }
