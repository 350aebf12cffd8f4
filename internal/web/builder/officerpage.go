package builder

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/officer"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// reading is the officer's report as a page: each finding with what the
// organisation answers, and how it stood year by year.
type reading struct {
	Title, Sub string
	Crumbs     []page.Crumb
	State      *page.Status
	Summary    string
	Counts     []page.Fact
	When       []page.Link
	Steps      []page.Link
	Files      []page.Link
	Years      []string
	Areas      []findingArea
	Last       string
	Left       []findingRow
}

type findingArea struct {
	Title string
	Rows  []findingRow
}

// findingRow is a finding against the year before.
type findingRow struct {
	page.Link
	Against                                                 *page.Status
	Observation, Recommendation, Response, Decided, Comment string
	Gap                                                     string // an answer is lacking
	Since                                                   string
	State                                                   *page.Status
	Years                                                   []string
	Write                                                   page.Link
}

var againsts = map[string]page.Status{
	officer.New: {Tone: "info", Icon: "info"}, officer.Repeated: {Tone: "crit", Icon: "act"}, officer.Closed: {Tone: "ok", Icon: "ok"}, officer.Left: {Tone: "warn", Icon: "watch"},
}

var againstWords = map[string]lang.Text{officer.New: lang.BuilderNew, officer.Repeated: lang.BuilderRepeated, officer.Closed: lang.BuilderClosed, officer.Left: lang.BuilderLeft}

func against(l lang.Lang, state string) *page.Status {
	s := againsts[state]
	s.Word = againstWords[state].In(l)
	return &s
}

// officer shows a report of the officer.
func (b *Builder) officer(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.One(r, registers.DpoReports, r.PathValue("ref"))
	if err != nil {
		return err
	}
	at := r.Now
	handed := r.URL.Query().Get("som") == "lamnad"
	if handed {
		at = time.Time{}
	}
	v, years, err := officer.Read(r.Context(), b.officerDeps(), r.Caller, string(rec.ID), r.Now, at)
	if err != nil {
		return err
	}
	p := reading{Title: rec.Text("title"), Crumbs: []page.Crumb{{Text: rec.Register.Title.In(r.Lang), Href: "/" + rec.Register.Collection}, {Text: rec.Ref, Href: web.Address(rec)}, {Text: lang.BuilderOfficerRead.In(r.Lang)}},
		State: page.StatusOf(rec.Text("status"), rec.Register.Status().Choices.Label(rec.Text("status")).In(r.Lang)), Summary: rec.Text("summary")}
	p.Sub = lang.BuilderOfficerSub.Of(r.Lang, len(v.Findings))
	here := web.Address(rec) + "/lasning"
	if rec.Text("submitted_on") != "" {
		p.When = []page.Link{{Text: lang.BuilderAsNow.In(r.Lang), Href: here}, {Text: lang.BuilderAsHanded.With(r.Lang, rec.Text("submitted_on")), Href: here + "?som=lamnad"}}
		i := 0
		if handed {
			i = 1
		}
		p.When[i].Href = ""
	}
	for _, n := range []struct {
		name lang.Text
		n    int
	}{{lang.BuilderNew, v.New}, {lang.BuilderRepeated, v.Repeated}, {lang.BuilderClosed, v.Closed}, {lang.BuilderLeft, v.Left}} {
		p.Counts = append(p.Counts, page.Fact{Name: n.name.In(r.Lang), Value: page.Value{Texts: []string{strconv.Itoa(n.n)}}})
	}
	for _, y := range years {
		p.Years = append(p.Years, strconv.FormatInt(y, 10))
	}
	for _, c := range registers.DpoFindings.Must("area").Choices {
		a := findingArea{Title: lang.Text{SV: c.SV, EN: c.EN}.In(r.Lang)}
		for _, f := range v.Findings {
			if f.Area == c.Code {
				a.Rows = append(a.Rows, b.findingRow(r, rec, f, years, handed))
			}
		}
		if len(a.Rows) > 0 {
			p.Areas = append(p.Areas, a)
		}
	}
	if v.Last != 0 {
		p.Last = lang.BuilderOfficerLast.With(r.Lang, strconv.FormatInt(v.Last, 10))
		for _, f := range v.Carried {
			if f.State != officer.Repeated {
				p.Left = append(p.Left, b.findingRow(r, rec, f, years, handed))
			}
		}
	}
	if !r.Caller.ReadOnly && r.Caller.Holds("dpo", rec.Org) && rec.Text("status") == "draft" {
		p.Steps = []page.Link{{Text: lang.BuilderOfficerAdd.In(r.Lang), Href: "/ny/dpo-findings?report=" + rec.Ref}, {Text: lang.BuilderOfficerCarry.In(r.Lang), Href: "/gor" + web.Address(rec) + "/carry_over"}}
	}
	for _, s := range []string{"submit", "receive", "present"} {
		if _, ok := rec.Register.Step(rec.Text("status"), s); ok && !r.Caller.ReadOnly && r.Caller.Decide(rec.Register, s, rec.Org) == nil {
			p.Steps = append(p.Steps, page.Link{Text: lang.StepName(rec.Register.Name, s).In(r.Lang), Href: "/steg" + web.Address(rec) + "/" + s})
		}
	}
	f, err := b.Frame(r, p.Title)
	if err != nil {
		return err
	}
	return b.Show(rw, r.Context(), http.StatusOK, officerPage(f, p))
}

func (b *Builder) findingRow(r *door.Request, rec *register.Record, f officer.FindingView, years []int64, handed bool) findingRow {
	reg := registers.DpoFindings
	x := findingRow{Link: page.Link{Text: f.Ref, Href: "/" + reg.Collection + "/" + f.Ref}, Against: against(r.Lang, f.State), Observation: f.Observation, Recommendation: f.Recommendation, Response: f.Response, Decided: f.RespondedOn, Comment: f.Comment,
		State: page.StatusOf(f.Status, reg.Status().Choices.Label(f.Status).In(r.Lang))}
	if f.Times > 1 {
		x.Since = lang.BuilderTimes.With(r.Lang, strconv.Itoa(f.Times), strconv.FormatInt(f.Since, 10))
	}
	if f.Recommendation != "" && f.Response == "" {
		x.Gap = lang.BuilderNoResponse.In(r.Lang)
	}
	for _, y := range years {
		word := "–"
		for _, s := range f.Years {
			if s.Year == y && s.Status != "" {
				word = reg.Status().Choices.Label(s.Status).In(r.Lang)
			}
		}
		x.Years = append(x.Years, word)
	}
	if !handed && len(b.written(r, rec.Org)) > 0 {
		text := lang.BuilderAnswer
		if r.Caller.Holds("dpo", rec.Org) {
			text = lang.EditChange
		}
		x.Write = page.Link{Text: text.In(r.Lang), Href: "/" + reg.Collection + "/" + f.Ref + "/skriv"}
	}
	return x
}

// findingFields are what is written of a finding, by the officer and by the
// organisation; each sees the fields that are theirs.
var findingFields = []string{"area", "matter", "observation", "recommendation", "severity", "positive", "management_response", "responded_on", "comment"}

func (b *Builder) written(r *door.Request, org register.ID) []*register.Field {
	reg := registers.DpoFindings
	if r.Caller.ReadOnly || r.Caller.Create(reg, org, "") != nil {
		return nil
	}
	return slices.DeleteFunc(form.Fields(reg, findingFields...), func(f *register.Field) bool { return r.Caller.Writes(reg, f.Name, org) != nil })
}

// finding shows the form by which a finding is written, or answered.
func (b *Builder) finding(rw http.ResponseWriter, r *door.Request) error {
	x, err := b.One(r, registers.DpoFindings, r.PathValue("ref"))
	if err != nil {
		return err
	}
	fields := b.written(r, x.Org)
	if len(fields) == 0 {
		return access.MayNotChange(x.Register.Name)
	}
	typed, err := form.Values(b.Web, r, x, fields)
	if err != nil {
		return err
	}
	typed.Set(versionName, strconv.FormatInt(x.Version, 10))
	return b.showFinding(rw, r, x, fields, typed, nil, http.StatusOK)
}

func (b *Builder) showFinding(rw http.ResponseWriter, r *door.Request, x *register.Record, fields []*register.Field, typed url.Values, wrong []page.Wrong, status int) error {
	title := lang.BuilderAnswer
	if r.Caller.Holds("dpo", x.Org) {
		title = lang.BuilderOfficerWrite
	}
	back, err := b.backToReport(r, x)
	if err != nil {
		return err
	}
	p := asking{Title: title.In(r.Lang) + ": " + x.Ref, Crumbs: []page.Crumb{{Text: lang.BuilderOfficerRead.In(r.Lang), Href: back}, {Text: x.Ref}}, Action: web.Address(x) + "/skriv", Wrong: wrong, Kept: []page.Pair{pair(versionName, typed.Get(versionName))}}
	if !r.Caller.Holds("dpo", x.Org) {
		p.Notices = append(p.Notices, notice{Tone: "plain", Icon: "info", Bold: x.Text("observation"), Rest: cmp.Or(x.Text("recommendation"), "")})
	}
	p.Controls = form.Controls(r, fields, typed, wrong)
	p.Buttons = []page.Button{{Text: lang.EditSave.In(r.Lang), Primary: true}, {Text: lang.EditCancel.In(r.Lang), Href: back, Quiet: true}}
	return b.ask(rw, r, status, p)
}

func (b *Builder) backToReport(r *door.Request, x *register.Record) (string, error) {
	report, err := b.One(r, registers.DpoReports, x.Text("report"))
	if err != nil {
		return "", err
	}
	return web.Address(report) + "/lasning", nil
}

// saveFinding keeps what was written of a finding.
func (b *Builder) saveFinding(rw http.ResponseWriter, r *door.Request) error {
	x, err := b.One(r, registers.DpoFindings, r.PathValue("ref"))
	if err != nil {
		return err
	}
	v, err := seen(r)
	if err != nil {
		return err
	}
	fields := b.written(r, x.Org)
	values, ps, err := form.Read(b.Web, r, fields, r.PostForm)
	if err != nil {
		return err
	}
	wrong, status := form.Problems(r.Lang, x.Register, ps), http.StatusUnprocessableEntity
	if _, err := b.Do(r, command.Options{Dry: len(wrong) > 0}, command.Change{Op: "update", Register: x.Register, ID: string(x.ID), Version: v, Fields: values}); err != nil {
		if fault.Is(err, fault.Stale) {
			return b.showFinding(rw, r, x, fields, r.PostForm, []page.Wrong{{Text: lang.EditStepStale.In(r.Lang)}}, http.StatusConflict)
		}
		refused, code := form.Wrong(r.Lang, x.Register, err)
		if refused == nil {
			return err
		}
		wrong, status = append(wrong, refused...), code
	}
	if len(wrong) > 0 {
		return b.showFinding(rw, r, x, fields, r.PostForm, wrong, status)
	}
	back, err := b.backToReport(r, x)
	if err != nil {
		return err
	}
	return b.See(rw, r, back+"#"+x.Ref)
}
