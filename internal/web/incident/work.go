package incident

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/respond"
	"genomlys/internal/rulebook"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// working is the page of the work on an incident (mockup 05).
type working struct {
	Crumbs  []page.Crumb
	Title   string
	Subs    []string
	State   *page.Status
	Primary page.Link
	Done    string
	Own     *page.Link // the information that the case came of
	OwnAck  bool       // and it is not acknowledged yet
	HasFrom bool
	Open    bool // the incident asks for work
	Unaware bool // a law's track lacks the time from which its time limits run
	Clocks  []clockView
	Boards  []boardView
	Tell    page.Link
	Again   page.Link
	Facts   []page.Fact
	Judge   page.Link
	Tracks  []trackView
	TrackTo page.Link
	Notices []noticeView
	Draft   page.Link
	Notify  []page.Fact
	Decide  page.Link
	People  []page.Fact
	Inform  page.Link
	Lessons []page.Fact
	Learn   page.Link
	Actions []boardRow
	Add     page.Link
	Steps   []page.Link
	Log     []logView
	AllLog  page.Link
	Note    string // address of the form; empty = the reader may not
	Wrong   []page.Wrong
	Typed   string
	Related []page.Fact
}

type boardView struct {
	Name       page.Link
	Told, Ack  string
	By         string
	State      *page.Status
	Unanswered bool
}

type boardRow struct {
	page.Link
	State *page.Status
}

type trackView struct {
	Name, Aware string
	Law         bool // time limits by law run from when it was known
}

type noticeView struct {
	Name       page.Link
	To         string
	State      *page.Status
	Sent, Kept string
	Act        page.Link
}

type logView struct {
	When, Who, Text string
	Rest            page.Link
	First           bool
}

// work shows all that runs on an incident.
func (i *Incident) work(rw http.ResponseWriter, r *door.Request) error {
	rec, err := i.found(r)
	if err != nil {
		return err
	}
	return i.showWork(rw, r, rec, nil, "", http.StatusOK)
}

func (i *Incident) showWork(rw http.ResponseWriter, r *door.Request, rec *register.Record, wrong []page.Wrong, typed string, status int) error {
	c, err := respond.LookInto(r.Context(), i.deps(r), r.Caller, rec)
	if err != nil {
		return err
	}
	may, err := i.writable(r, rec)
	if err != nil {
		return err
	}
	may = may && !r.Caller.ReadOnly
	sh := i.Shower(r, time.Time{})
	fields := rec.Register.Fields
	sh.NeedAll(rec, fields)
	for _, b := range c.Boards {
		sh.NeedAll(b.Record, b.Record.Register.Fields)
	}
	for _, e := range c.Log {
		sh.NeedAll(e, e.Register.Fields)
	}
	if c.From != nil {
		sh.NeedID(i.Register("org"), c.From.Org)
	}
	if err := sh.Look(); err != nil {
		return err
	}
	l, _ := sh.Named(rec)
	x := working{Title: l.Text, Wrong: wrong, Typed: typed, State: sh.Field(rec, rec.Register.Status()).Status, Done: doneWords(r),
		Crumbs: []page.Crumb{{Text: rec.Register.Title.In(r.Lang), Href: "/" + rec.Register.Collection}, {Text: rec.Ref, Href: web.Address(rec)}, {Text: lang.IncWork.In(r.Lang)}}}
	if slices.Contains(underWay, rec.Text("status")) { // open, though well looked after: not the green of what is done
		x.State.Tone, x.State.Icon = "tag warn", "clock"
		x.Open = true
	}
	i.heading(r, sh, rec, &x)
	if err := i.limitsOf(r, c, may, &x); err != nil {
		return err
	}
	i.boardsOf(r, sh, c, may, &x)
	i.partsOf(r, sh, rec, may, &x)
	x.Unaware = x.Open && slices.ContainsFunc(x.Tracks, func(t trackView) bool { return t.Law && t.Aware == "" })
	i.noticesOf(r, sh, c, may, &x)
	if err := i.actionsOf(r, rec, &x); err != nil {
		return err
	}
	i.logOf(r, sh, c, &x)
	if may {
		x.Steps = i.stepsOf(r, rec)
		x.Note = work(rec) + "/handelse"
	}
	if c.From != nil {
		x.HasFrom, x.OwnAck = true, c.From.Text("status") == "sent"
		x.Own = &page.Link{Text: lang.IncOwnCaseRead.In(r.Lang), Href: web.Address(c.From)}
	} else if rec.Text("origin") != "" {
		x.HasFrom, x.OwnAck = true, rec.Text("status") == "reported"
	}
	if x.Primary.Href == "" && len(x.Steps) > 0 && x.Open {
		x.Primary, x.Steps = x.Steps[0], x.Steps[1:]
	}
	title := lang.IncWork.In(r.Lang) + ": " + x.Title
	if len(wrong) > 0 {
		title = lang.WrongTitle.With(r.Lang, title)
	}
	f, err := i.Frame(r, title)
	if err != nil {
		return err
	}
	f.Status = x.Done
	return i.Show(rw, r.Context(), status, workPage(f, x))
}

// underWay are the states in which an incident asks for work.
var underWay = []string{"reported", "triage", "active", "contained", "recovered", "analysis"}

func (i *Incident) heading(r *door.Request, sh *web.Shower, rec *register.Record, x *working) {
	x.Subs = append(x.Subs, lang.IncDetected.With(r.Lang, i.at(r.Lang, rec.Moment("detected_at"))))
	if lead := register.ID(rec.Text("lead")); lead != "" {
		x.Subs = append(x.Subs, lang.IncLedBy.With(r.Lang, sh.Refer(lead).Text))
	} else {
		x.Subs = append(x.Subs, lang.IncNoLead.In(r.Lang))
	}
	for _, name := range []string{"objects", "processings", "suppliers", "actions"} {
		f := rec.Register.Must(name)
		if v := sh.Field(rec, f); !v.Empty() && name != "actions" {
			x.Related = append(x.Related, page.Fact{Name: f.Title.In(r.Lang), Value: v})
		}
	}
}

// limitsOf shows the clocks, and who are to be told as one more.
func (i *Incident) limitsOf(r *door.Request, c respond.Case, may bool, x *working) error {
	var urgent *clockView
	for _, lim := range c.Limits {
		v := i.view(r, lim, may)
		if v.Ticks && may {
			ready, of, err := respond.Basis(r.Context(), i.deps(r), r.Caller, c.Incident, lim.Rule.MetBy, r.Lang)
			if err != nil {
				return err
			}
			if of > 0 {
				v.Text += " " + lang.IncBasis.With(r.Lang, lang.Whole(int64(ready)), lang.Whole(int64(of)))
			}
		}
		ended := !v.Ticks && lim.Standing != respond.Endless
		if ended || !may {
			v.Act = page.Link{}
		} else if urgent == nil && lim.Next != respond.ToOpen {
			x.Primary = v.Act
			if _, stage, ok := strings.Cut(lim.Rule.MetBy, "."); ok && lim.Next == respond.ToDraft {
				x.Primary.Text = lang.IncDoDraftOf.With(r.Lang, strings.ToLower(registers.Notifications.Must("stage").Choices.Label(stage).In(r.Lang)))
			}
			v.Act = page.Link{}
			urgent = &v
		}
		x.Clocks = append(x.Clocks, v)
	}
	if n := len(c.Boards); n > 0 {
		l := r.Lang
		told := 0
		late := false
		for _, b := range c.Boards {
			if b.Record.Text("status") != "planned" {
				told++
			}
			late = late || b.Late
		}
		v := clockView{ID: "frist-namnder", Title: lang.IncBoardLimit.In(l), Value: lang.IncReceipts.With(l, lang.Whole(int64(c.Receipts)), lang.Whole(int64(n))), Tone: "warn", Icon: "people", Meter: 100 * c.Receipts / n}
		switch {
		case told < n:
			v.Text = lang.IncNotTold.Of(l, n-told)
		case c.Receipts < n:
			v.Text = lang.IncAwaited.Of(l, n-c.Receipts)
		default:
			v.Text, v.Tone = lang.IncAllReceived.In(l), "ok"
		}
		if late {
			v.Tone = "crit"
		}
		book, err := rulebook.Load()
		if err != nil {
			return err
		}
		if c.Receipts < n {
			v.Text += " " + lang.IncBoardRule.With(l, lang.Whole(int64(book.At(clock.DateOf(r.Now)).Number(rulebook.BoardReceiptHours))))
		}
		x.Clocks = append(x.Clocks, v)
	}
	return nil
}

// boardsOf shows who is told, and what each has answered.
func (i *Incident) boardsOf(r *door.Request, sh *web.Shower, c respond.Case, may bool, x *working) {
	l := r.Lang
	planned, sent := 0, 0
	for _, b := range c.Boards {
		rec := b.Record
		v := boardView{Name: sh.Refer(register.ID(rec.Text("recipient_org")))}
		if v.Name.Href != "" {
			v.Name.Href = web.Address(rec)
		}
		if t := rec.Moment("sent_at"); !t.IsZero() {
			v.Told = i.at(l, t)
		}
		if t := rec.Moment("acknowledged_at"); !t.IsZero() {
			v.Ack = i.at(l, t)
		}
		if by := register.ID(rec.Text("acknowledged_by")); by != "" {
			if who := sh.Refer(by); who.Href != "" {
				v.By = who.Text
			}
		}
		sent++
		switch {
		case rec.Text("status") == "planned":
			v.State = &page.Status{Tone: "warn", Icon: "dashed", Word: lang.IncNotYet.In(l)}
			planned++
			sent--
		case b.Late:
			v.State = &page.Status{Tone: "crit", Icon: "act", Word: lang.IncCall.In(l)}
		case rec.Text("status") == "sent":
			v.State = &page.Status{Tone: "warn", Icon: "clock", Word: lang.IncNotAcked.With(l, lang.Span(l, r.Now.Sub(rec.Moment("sent_at"))))}
		case rec.Text("own_decision") == "notifies":
			v.State = &page.Status{Tone: "info", Icon: "info", Word: lang.IncOwnNotify.In(l)}
		case rec.Text("own_decision") == "does_not_notify":
			v.State = &page.Status{Tone: "ok", Icon: "ok", Word: lang.IncOwnNot.In(l)}
		default:
			v.State = &page.Status{Icon: "clock", Word: lang.IncOwnNone.In(l)}
		}
		x.Boards = append(x.Boards, v)
	}
	at := work(c.Incident) + "/informera"
	if may && planned > 0 {
		x.Tell = page.Link{Text: lang.IncTellAll.In(l), Href: at}
	}
	if may && sent > 0 {
		x.Again = page.Link{Text: lang.IncTellAgain.In(l), Href: at + "?alla=ja"}
	}
}

var trackFields = map[string]string{"gdpr": "aware_gdpr_at", "csl": "aware_csl_at"}

// partsOf shows the facts of each part of the work, with where they are changed.
func (i *Incident) partsOf(r *door.Request, sh *web.Shower, rec *register.Record, may bool, x *working) {
	facts := func(names ...string) (out []page.Fact) {
		for _, n := range names {
			f := rec.Register.Must(n)
			out = append(out, page.Fact{Name: f.Title.In(r.Lang), Value: sh.Field(rec, f)})
		}
		return out
	}
	x.Facts = facts("kind", "category", "severity", "subjects_count", "subject_categories", "data_categories", "risk_to_individuals", "consequences", "containment")
	x.Notify = facts("risk_to_individuals", "notify_decision")
	if rec.Text("notify_decision") != "" {
		x.Notify = append(x.Notify, facts("notify_reason", "notify_decided_by", "notify_decided_on")...)
	}
	x.People = facts("subjects_decision")
	if rec.Text("subjects_exception") != "" {
		x.People = append(x.People, facts("subjects_exception")...)
	}
	x.People = append(x.People, facts("subjects_informed_at", "subjects_channel")...)
	if rec.Text("subjects_text") != "" {
		x.People = append(x.People, facts("subjects_text")...)
	}
	x.Lessons = facts("root_cause", "lessons")
	tracks, _ := rec.Get("tracks").([]string)
	for _, t := range tracks {
		v := trackView{Name: registers.Incidents.Must("tracks").Choices.Label(t).In(r.Lang), Law: trackFields[t] != ""}
		at := rec.Moment("aware_at")
		if own := trackFields[t]; own != "" && !rec.Moment(own).IsZero() {
			at = rec.Moment(own)
		}
		if !at.IsZero() {
			v.Aware = i.at(r.Lang, at)
		}
		x.Tracks = append(x.Tracks, v)
	}
	if !slices.Contains(tracks, "gdpr") {
		x.Notify, x.People = nil, nil
	}
	if !may {
		return
	}
	change := lang.EditChange.In(r.Lang)
	to := func(part string) page.Link { return page.Link{Text: change, Href: work(rec) + "/" + part} }
	x.Judge, x.TrackTo, x.Decide, x.Inform, x.Learn = to("bedomning"), to("spar"), to("beslut"), to("registrerade"), to("lardomar")
	x.Draft = page.Link{Text: lang.IncDraftNotice.In(r.Lang), Href: "/gor" + web.Address(rec) + "/draft_notice"}
	x.Add = page.Link{Text: lang.IncAddAction.In(r.Lang), Href: "/ny/actions?origin_kind=incident&origin=" + rec.Ref}
}

func (i *Incident) noticesOf(r *door.Request, sh *web.Shower, c respond.Case, may bool, x *working) {
	for _, n := range c.Notices {
		reg := n.Register
		v := noticeView{Name: page.Link{Text: reg.Must("stage").Choices.Label(n.Text("stage")).In(r.Lang), Href: web.Address(n)}, To: reg.Must("authority").Choices.Label(n.Text("authority")).In(r.Lang),
			State: sh.Field(n, reg.Status()).Status, Kept: strings.Trim(n.Text("ref_no")+", "+n.Text("receipt"), ", ")}
		if t := n.Moment("sent_at"); !t.IsZero() {
			v.Sent = i.at(r.Lang, t)
		}
		next := map[string]string{"draft": "send", "sent": "receipt"}[n.Text("status")]
		if may && next != "" {
			v.Act = page.Link{Text: lang.StepName(reg.Name, next).In(r.Lang), Href: "/steg" + web.Address(n) + "/" + next}
		}
		x.Notices = append(x.Notices, v)
	}
}

func (i *Incident) actionsOf(r *door.Request, rec *register.Record, x *working) error {
	ids := map[register.ID]bool{}
	for _, l := range rec.LinksOf("actions") {
		ids[l.To] = true
	}
	if len(ids) == 0 {
		return nil
	}
	recs, err := i.ByID(r, i.Register("action"), ids, time.Time{})
	for _, a := range recs {
		st := a.Register.Status()
		x.Actions = append(x.Actions, boardRow{page.Link{Text: named(a), Href: web.Address(a)}, web.State(st, a.Text("status"), r.Lang)})
	}
	return err
}

const (
	shownLines = 15
	lineLength = 240
)

func (i *Incident) logOf(r *door.Request, sh *web.Shower, c respond.Case, x *working) {
	if len(c.Log) == 0 {
		x.Log = i.known(r, c)
		return
	}
	for n, e := range c.Log {
		if n == shownLines {
			x.AllLog = page.Link{Text: lang.AndMore.With(r.Lang, lang.Whole(int64(len(c.Log)-n))), Href: web.Filtered(e.Register, "incident = "+c.Incident.Ref)}
			break
		}
		v := logView{When: i.at(r.Lang, e.Moment("at")), Text: e.Text("what"), First: n == 0, Who: e.Text("who_text")}
		if who := register.ID(e.Text("who")); who != "" {
			v.Who = sh.Refer(who).Text
		}
		if slices.Contains(e.Masked, "what") {
			v.Text = lang.HiddenRecord.In(r.Lang)
		}
		if rs := []rune(v.Text); len(rs) > lineLength {
			v.Text = strings.TrimSpace(string(rs[:lineLength])) + " …"
			v.Rest = page.Link{Text: lang.IncReadAll.In(r.Lang), Href: web.Address(e)}
		}
		x.Log = append(x.Log, v)
	}
}

// known are the events that the records tell where nobody has noted any: found,
// told to the boards, acknowledged by them; newest first.
func (i *Incident) known(r *door.Request, c respond.Case) []logView {
	type event struct {
		at   time.Time
		text string
	}
	events := []event{{c.Incident.Moment("detected_at"), lang.IncWasFound.In(r.Lang)}}
	told := map[time.Time]int{}
	for _, b := range c.Boards {
		if t := b.Record.Moment("sent_at"); !t.IsZero() {
			told[t]++
		}
	}
	for t, n := range told {
		events = append(events, event{t, lang.IncWereTold.Of(r.Lang, n)})
	}
	if n := c.Receipts; n > 0 {
		var last time.Time
		for _, b := range c.Boards {
			if t := b.Record.Moment("acknowledged_at"); t.After(last) {
				last = t
			}
		}
		events = append(events, event{last, lang.IncHaveAcked.Of(r.Lang, n)})
	}
	slices.SortStableFunc(events, func(a, b event) int { return b.at.Compare(a.at) })
	var out []logView
	for n, e := range events {
		if !e.at.IsZero() {
			out = append(out, logView{When: i.at(r.Lang, e.at), Text: e.text, First: n == 0})
		}
	}
	return out
}

// stepsOf are the changes of state that the caller may make.
func (i *Incident) stepsOf(r *door.Request, rec *register.Record) []page.Link {
	from := rec.Text("status")
	var out []page.Link
	for _, s := range rec.Register.Status().StepList {
		if s.From == from && r.Caller.Decide(rec.Register, s.Action, rec.Org, command.ObjectsOf(rec)...) == nil {
			out = append(out, page.Link{Text: lang.StepName(rec.Register.Name, s.Action).In(r.Lang), Href: "/steg" + web.Address(rec) + "/" + s.Action})
		}
	}
	return out
}
