package steps

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/assess"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	clockday "genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/web"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// begin leads to the classification of an object that is being worked on, or
// tells what beginning one means.
func (s *Steps) begin(rw http.ResponseWriter, r *door.Request) error {
	object, err := s.One(r, s.Register("object"), r.PathValue("ref"))
	if err != nil {
		return err
	}
	had, err := assess.OpenClass(r.Context(), s.judging, r.Caller, object.ID)
	if err != nil {
		return err
	}
	if had != nil {
		return s.See(rw, r, web.Address(had)+"/klassa")
	}
	return s.showBegin(rw, r, object, nil, http.StatusOK)
}

func (s *Steps) showBegin(rw http.ResponseWriter, r *door.Request, object *register.Record, wrong []page.Wrong, status int) error {
	name, _ := s.Shower(r, noTime).Named(object)
	title := lang.StepsClassTitle.With(r.Lang, name.Text)
	f, err := s.Frame(r, title)
	if err != nil {
		return err
	}
	book, err := rulebook.Load()
	if err != nil {
		return err
	}
	rules := book.At(clockday.Date(register.DateOf(r.Now.In(s.DB.Zone)))).Classification()
	return s.Show(rw, r.Context(), status, beginPage(f, beginning{Scale: scaleOf(r.Lang, rules), Title: title, Action: web.Address(object) + "/klassa", Back: web.Address(object), Wrong: wrong, Crumbs: []page.Crumb{
		{Text: object.Register.Title.In(r.Lang), Href: "/objects"}, {Text: object.Ref, Href: web.Address(object)}, {Text: lang.StepsClassify.In(r.Lang)}}}))
}

// beginning is the page before a piece of work.
type beginning struct {
	Title, Action, Back string
	Crumbs              []page.Crumb
	Wrong               []page.Wrong
	Scale               scale
}

func (s *Steps) beginNow(rw http.ResponseWriter, r *door.Request) error {
	object, err := s.One(r, s.Register("object"), r.PathValue("ref"))
	if err != nil {
		return err
	}
	rec, err := assess.StartClass(r.Context(), s.Commands, s.judging, r.Caller, command.Options{Via: "web", Now: r.Now}, object)
	if err != nil {
		wrong, status := wrongs(r.Lang, s.Register("classification"), err)
		if len(wrong) == 0 {
			return err
		}
		return s.showBegin(rw, r, object, wrong, status)
	}
	return s.See(rw, r, web.Address(rec)+"/klassa")
}

// classing is a visit to a classification, with what the room says of it.
type classing struct {
	*turn
	assess.Session
	x     *registers.Classification
	draft bool
}

func layClass(t *turn) (*work, error) {
	ses, err := assess.ClassSession(t.r.Context(), t.judging, t.r.Caller, string(t.rec.ID))
	if err != nil {
		return nil, err
	}
	c := &classing{t, ses, register.As[registers.Classification](t.rec), t.rec.Text("status") == "draft"}
	about, _ := t.Shower(t.r, noTime).Named(t.rec)
	w := &work{title: about.Text, about: c.about()}
	if ses.Object != nil {
		about, _ = t.Shower(t.r, noTime).Named(ses.Object)
		w.title = t.say(lang.StepsClassTitle, about.Text)
		w.crumbs = t.crumbs(t.say(lang.StepsClassify), page.Crumb{Text: ses.Object.Ref, Href: web.Address(ses.Object)})
	} else {
		w.crumbs = t.crumbs(t.say(lang.StepsClassify))
	}
	scope := step{id: "omfattning", title: t.say(lang.StepsScope), open: c.draft, fields: []string{"held_on", "participants", "flags"}, state: filled(t.rec, "held_on", "participants")}
	info := step{id: "information", title: t.say(lang.StepsInformation), note: lang.StepsInfoTypes.Of(t.r.Lang, len(ses.Types)), state: done, draw: c.information}
	if ses.Object != nil {
		// What the object holds is a fact of the object: it is changed there, from here.
		info.on, info.fields, info.open = ses.Object, []string{"info_types"}, c.draft
	}
	if len(ses.Types) == 0 {
		info.state = todo
	}
	w.steps = append(w.steps, scope, info)
	for i := range ses.Types {
		w.steps = append(w.steps, c.typeStep(&ses.Types[i]))
	}
	w.steps = append(w.steps, c.movesStep(), c.effectStep())
	decision := step{id: "beslut", title: t.say(lang.StepsDecision), state: todo, open: c.draft || t.rec.Text("status") == "proposed", fields: []string{"decided_on", "decided_by", "second_by"},
		ops: offered(t.rec, "propose", "decide", "return"), draw: c.decision}
	switch t.rec.Text("status") {
	case "draft":
		decision.fields = nil
	case "proposed":
		decision.state = part
		if classify.SecondPerson(ses.Method, ses.Result) && t.rec.Text("second_by") == "" {
			decision.confirm = "second_by"
		}
	default:
		decision.state = done
	}
	w.steps = append(w.steps, decision)
	if !c.draft {
		st := page.StatusOf(t.rec.Text("status"), t.rec.Register.Status().Choices.Label(t.rec.Text("status")).In(t.r.Lang))
		more := lang.StepsClassDecidedMore
		if t.rec.Text("status") == "proposed" {
			more = lang.StepsClassStandsMore
		}
		w.notices = append(w.notices, notice{Tone: "info", Icon: "info", Bold: t.say(lang.StepsClassStands, st.Word), Rest: t.say(more)})
	}
	w.result, err = c.result()
	return w, err
}

func (c *classing) about() string {
	word := c.rec.Register.Status().Choices.Label(c.rec.Text("status")).In(c.r.Lang)
	out := c.say(lang.StepsProtocol, strings.ToLower(word))
	if p := c.rec.Text("participants"); p != "" && !slices.Contains(c.rec.Masked, "participants") {
		out += " " + c.say(lang.StepsTookPart, strings.Join(strings.FieldsFunc(p, func(r rune) bool { return r == '\n' || r == '\r' }), ", "))
	}
	return out
}

// information shows what the object holds and what the record of processing
// knows of it; both are changed at their source.
func (c *classing) information(f page.Frame, cs []page.Control, _ url.Values) ([]templ.Component, error) {
	var out []templ.Component
	from, err := c.fromRecord()
	if err != nil {
		return nil, err
	}
	out = append(out, from...)
	if len(c.Types) == 0 {
		out = append(out, prose(c.say(lang.StepsNoTypes)), scalePart(f, scaleOf(c.r.Lang, c.Rules)))
	}
	t := page.Table{Caption: c.say(lang.StepsInformation), Heads: []string{registers.InfoTypes.Singular.In(c.r.Lang), c.say(lang.StepsHandling), c.say(lang.StepsOwnClass), c.say(lang.StepsNowClass)}}
	kinds := c.Register("object").Must("info_types").LinkKinds
	for _, x := range c.Types {
		name := page.Value{Texts: []string{x.Name}}
		if x.Record != nil {
			l, _ := c.Shower(c.r, noTime).Named(x.Record)
			name = page.Value{Links: []page.Link{l}}
		}
		t.Rows = append(t.Rows, []page.Value{name, {Texts: texts(kinds.Label(x.Handling).In(c.r.Lang))}, c.levels(x.Decided), c.levels(x.Now)})
	}
	if len(t.Rows) > 0 {
		out = append(out, page.ShowValue(f, page.Value{Table: &t}))
	}
	if c.Object != nil && c.draft {
		out = append(out, page.Controls(f, cs), links(c.say(lang.StepsAtSource), []page.Link{{Text: c.say(lang.StepsNewType), Href: "/ny/info_types"}}))
	}
	return out, nil
}

func texts(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// fromRecord is what the record of processing says of the object, with its day.
func (c *classing) fromRecord() ([]templ.Component, error) {
	if c.Object == nil {
		return nil, nil
	}
	filter := "has(objects, ref = " + strconv.Quote(c.Object.Ref) + ") AND status != ended"
	found, err := c.Find(c.r, c.Register("processing"), door.Ask{Filter: filter, Limit: 100})
	if err != nil {
		return nil, err
	}
	if len(found.Records) == 0 {
		return []templ.Component{carried(c.say(lang.StepsNoProcessing), c.say(lang.StepsNoProcessingMore), page.Link{})}, nil
	}
	subjects, latest := int64(0), time.Time{}
	special := map[string]bool{}
	field := c.Register("processing").Must("special_categories")
	for _, p := range found.Records {
		if n, ok := p.Number("subjects_count"); ok {
			subjects = max(subjects, n)
		}
		if p.Since.After(latest) {
			latest = p.Since
		}
		list, _ := p.Get("special_categories").([]string)
		for _, s := range list {
			special[strings.ToLower(field.Choices.Label(s).In(c.r.Lang))] = true
		}
	}
	rest := []string{lang.StepsProcessings.Of(c.r.Lang, len(found.Records))}
	if subjects > 0 {
		rest = append(rest, c.say(lang.StepsSubjects, lang.Whole(subjects)))
	}
	if len(special) > 0 {
		rest = append(rest, c.say(lang.StepsSpecial, strings.Join(keys(special), ", ")))
	}
	day := c.SinceDay(c.r.Lang, latest)
	return []templ.Component{carried(c.say(lang.StepsFromRecord, day), strings.Join(rest, " "), page.Link{Text: c.say(lang.StepsShow), Href: web.AddressOf("/processings", []page.Pair{{Name: "filter", Value: filter}})})}, nil
}

func keys(m map[string]bool) (out []string) {
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func (c *classing) levels(v classify.Vector) page.Value {
	if !v.Known() {
		return page.Value{Quiet: true, Texts: []string{c.say(lang.NotAssessed)}}
	}
	return page.Value{Levels: c.letters(v)}
}

// letters are a class as it is shown; the fourth aspect only where it is used.
func (c *classing) letters(v classify.Vector) (out []page.Level) {
	for _, a := range c.Rules.Aspects {
		if a.Aspect == classify.S && !c.Method.Traceability && v[a.Aspect] < 0 {
			continue
		}
		out = append(out, page.Level{Letter: a.Aspect.String(), Name: upper(a.Name.In(c.r.Lang)), N: int(v[a.Aspect])})
	}
	return out
}

func upper(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// movesStep asks whether the whole is worth more, or less, than its parts.
func (c *classing) movesStep() step {
	s := step{id: "justering", title: c.say(lang.StepsMoves), open: c.draft, state: todo, hand: []string{"aggregate_raise", "lowering"}, draw: c.moves, read: c.readMoves}
	if len(c.x.AggregateRaise)+len(c.x.Lowering) > 0 || !c.draft {
		s.state = done
	}
	return s
}

const (
	moveName  = "_move."
	whyName   = "_why."
	asIs      = ""
	raised    = "raise"
	lowered   = "lower"
	levelStep = 1
)

func (c *classing) moves(f page.Frame, _ []page.Control, typed url.Values) ([]templ.Component, error) {
	out := []templ.Component{prose(c.say(lang.StepsMovesAbout))}
	for i, a := range c.aspects() {
		code := strings.ToLower(a.Aspect.String())
		move, why := c.moved(code)
		if c.posted {
			move, why = first(typed[moveName+code]), first(typed[whyName+code])
		}
		id := "f-aggregate_raise"
		if i > 0 {
			id += "-" + code
		}
		name := upper(a.Name.In(c.r.Lang))
		out = append(out, page.ControlField(f, page.Control{ID: id, Name: moveName + code, Label: name, Kind: page.ChoiceControl, Value: move, Options: []page.Option{
			{Value: asIs, Label: c.say(lang.StepsAsIs)}, {Value: raised, Label: c.say(lang.StepsRaise), Hint: c.say(lang.StepsRaiseHint)}, {Value: lowered, Label: c.say(lang.StepsLower), Hint: c.say(lang.StepsLowerHint)}}}),
			page.ControlField(f, page.Control{ID: "f-why-" + code, Name: whyName + code, Label: c.say(lang.StepsMoveWhy, strings.ToLower(name)), Kind: page.LongControl, Lines: 2, Value: why}))
	}
	return out, nil
}

func first(vs []string) string {
	if len(vs) == 0 {
		return ""
	}
	return vs[0]
}

// moved tells how an aspect is raised or lowered, and why.
func (c *classing) moved(aspect string) (move, why string) {
	for _, a := range c.x.AggregateRaise {
		if a.Aspect == aspect {
			return raised, a.Reason
		}
	}
	for _, a := range c.x.Lowering {
		if a.Aspect == aspect {
			return lowered, a.Reason
		}
	}
	return asIs, ""
}

// readMoves takes raises and lowerings. A lowering is approved by the
// coordinator who enters it; the room refuses it from anybody else.
func (c *classing) readMoves(typed url.Values, values map[string]any) ([]fault.Problem, error) {
	up, down := []registers.Adjustment{}, []registers.Adjustment{}
	for _, a := range c.aspects() {
		code := strings.ToLower(a.Aspect.String())
		why := strings.TrimSpace(first(typed[whyName+code]))
		switch first(typed[moveName+code]) {
		case raised:
			up = append(up, registers.Adjustment{Aspect: code, By: levelStep, Reason: why})
		case lowered:
			x := registers.Adjustment{Aspect: code, By: levelStep, Reason: why}
			for _, had := range c.x.Lowering {
				if had.Aspect == code && had.Reason == why {
					x.ApprovedBy = had.ApprovedBy
				}
			}
			if x.ApprovedBy == "" && c.r.Caller.Holds("isam", c.rec.Org) {
				x.ApprovedBy = c.r.Caller.Name
			}
			down = append(down, x)
		}
	}
	for name, list := range map[string][]registers.Adjustment{"aggregate_raise": up, "lowering": down} {
		if len(list) > 0 {
			values[name] = list
		} else if c.rec.Get(name) != nil {
			values[name] = nil
		}
	}
	return nil, nil
}

// decision shows what is decided, by whom, and what text it gives.
func (c *classing) decision(f page.Frame, cs []page.Control, _ url.Values) ([]templ.Component, error) {
	var out []templ.Component
	if classify.SecondPerson(c.Method, c.Result) {
		out = append(out, carried(c.say(lang.StepsFourEyes), c.say(lang.StepsFourEyesMore, strconv.Itoa(int(c.Method.FourEyes))), page.Link{}))
	}
	if c.draft {
		out = append(out, prose(c.say(lang.StepsProposeAbout)))
		if c.Object != nil && slices.ContainsFunc(c.r.Caller.Held, func(h access.Held) bool { return string(h.Assignment) == c.Object.Text("owner") }) {
			out = append(out, prose(c.say(lang.StepsOwnerProposes)))
		}
	}
	if len(cs) > 0 && c.rec.Text("status") == "proposed" {
		out = append(out, page.Controls(f, cs))
	} else if !c.draft {
		fs, err := c.facts(c.rec, "status", "decided_on", "decided_by", "second_by", "review_due")
		if err != nil {
			return nil, err
		}
		out = append(out, facts(f, fs))
	}
	return append(out, links(c.say(lang.StepsText), c.textLinks("protocol"))), nil
}

// textLinks lead to a text that is made of the record.
func (t *turn) textLinks(name string) (out []page.Link) {
	for _, x := range [][2]string{{"pdf", "PDF"}, {"docx", "Word"}} {
		out = append(out, page.Link{Text: x[1], Href: fmt.Sprintf("/api/v1%s/texts/%s?format=%s", web.Address(t.rec), name, x[0])})
	}
	return out
}
