package incident

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/remark"
	"genomlys/internal/respond"
	"genomlys/internal/signin"
	"genomlys/internal/store"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// How reports are held back: by where they come from, and all of them together
// so that nobody fills the register. People in an office share an address.
var (
	perSender = signin.Holding{Free: 10, First: 30 * time.Second, Most: 10 * time.Minute, Window: time.Hour}
	perHour   = signin.Holding{Free: 200, First: 5 * time.Second, Most: time.Minute, Window: time.Hour}
	perPerson = signin.Holding{Free: 30, First: 10 * time.Second, Most: 5 * time.Minute, Window: time.Hour}
)

// reporting is the form by which an incident is reported.
type reporting struct {
	To      string // who receives it, in a sentence
	As      string // who reports, when it is known
	Nonce   string
	Draft   string
	Steps   []step
	Wrong   []page.Wrong
	Wait    string
	MaxFile string
}

type step struct {
	ID, Title string
	Controls  []page.Control
}

func (i *Incident) ask(rw http.ResponseWriter, r *door.Request) error {
	typed := url.Values{"detected_at": {r.Now.In(i.DB.Zone).Format("2006-01-02 15:04")}, "nonce": {signin.Secret()}}
	return i.showReport(rw, r, typed, nil, "", http.StatusOK)
}

// take makes the report. A guest is told nothing but a number; what was
// reported is not shown again.
func (i *Incident) take(rw http.ResponseWriter, r *door.Request) error {
	if err := i.parse(r); err != nil {
		return err
	}
	typed := r.PostForm
	wait, err := i.hold(r)
	if err != nil {
		return err
	}
	if wait > 0 {
		rw.Header().Set("Retry-After", lang.Whole(int64(wait/time.Second)+1))
		return i.showReport(rw, r, typed, nil, lang.IncWait.With(r.Lang, lang.Span(r.Lang, wait+time.Minute-1)), http.StatusTooManyRequests)
	}
	places, err := respond.Places(r.Context(), i.DB, r.Now)
	if err != nil {
		return err
	}
	rep, ps, err := i.reportOf(r, typed, places)
	if err != nil {
		return err
	}
	if len(ps) > 0 && rep.What == "" {
		ps = append(ps, fault.Problem{Field: "what", Code: "what-happened"}) // all that is wrong at once
	}
	if err = fault.Problems(ps); err == nil {
		var got respond.Receipt
		if got, err = respond.TakeReport(r.Context(), i.Commands, i.DB, i.post, rep, r.Now); err == nil {
			i.received(rw, r, got)
			return i.See(rw, r, "/rapportera/kvitto")
		}
	}
	wrong := reportWrong(r.Lang, err)
	if wrong == nil {
		return err
	}
	return i.showReport(rw, r, typed, wrong, "", http.StatusUnprocessableEntity)
}

// hold counts a report and tells how long its sender must wait instead.
func (i *Incident) hold(r *door.Request) (wait time.Duration, err error) {
	limit := func(name string, h signin.Holding) store.Limit {
		return store.Limit{Name: store.Digest(name), Window: h.Window, Wait: h.Wait}
	}
	limits := []store.Limit{limit("report", perHour)}
	if r.Caller.Person != "" {
		limits = []store.Limit{limit("report by "+string(r.Caller.Person), perPerson)}
	} else if at := door.Client(r.Request, i.Secure, i.proxies); at != "" {
		limits = append(limits, limit("report from "+at, perSender))
	}
	_, err = i.DB.Write(r.Context(), r.Now, store.Act{Actor: access.System().Actor(), Via: "web", Set: string(register.NewID(r.Now))}, func(tx *store.Tx) error {
		w, _, err := tx.Try(limits...)
		wait = w
		return err
	})
	return wait, err
}

// reportOf reads what was told.
func (i *Incident) reportOf(r *door.Request, typed url.Values, places []*register.Record) (respond.Report, []fault.Problem, error) {
	get := func(name string) string { return strings.TrimSpace(typed.Get(name)) }
	line := func(name string) string { return strings.Join(strings.Fields(typed.Get(name)), " ") }
	rep := respond.Report{What: get("what"), Ongoing: fact(get("ongoing")), PersonalData: fact(get("personal")), Where: line("where"), Name: line("name"), Reach: line("reach"),
		Harmed: typed["category"], Nonce: get("nonce")}
	if r.Caller.Person != "" {
		rep.By, rep.Name = r.Caller.Person, r.Caller.Name
	}
	if len(rep.Nonce) > 100 {
		rep.Nonce = ""
	}
	place := i.placeOf(r, typed, places)
	if place == nil {
		return rep, []fault.Problem{{Field: "place", Code: "required"}}, nil
	}
	rep.To = place.ID
	values, ps, err := form.Read(i.Web, r, form.Fields(registers.Incidents, "detected_at"), typed)
	if err != nil {
		return rep, nil, err
	}
	if rep.Noticed = values["detected_at"]; rep.Noticed == nil && len(ps) == 0 {
		ps = append(ps, fault.Problem{Field: "detected_at", Code: "not-a-time"})
	}
	if r.MultipartForm != nil {
		if file, head, err := r.FormFile("file"); err == nil {
			defer file.Close()
			rep.FileName = filepath.Base(strings.ReplaceAll(head.Filename, `\`, "/"))
			if rep.File, err = io.ReadAll(io.LimitReader(file, remark.MaxFile+1)); err != nil {
				return rep, nil, fault.New(fault.Malformed, "not-a-form")
			}
		}
	}
	return rep, ps, nil
}

func fact(code string) string {
	if slices.Contains([]string{"yes", "no", "unknown"}, code) {
		return code
	}
	return ""
}

// placeOf is the organisation that is chosen, the only one there is, or the one
// where the caller works.
func (i *Incident) placeOf(r *door.Request, typed url.Values, places []*register.Record) *register.Record {
	chosen := typed.Get("place")
	for _, p := range places {
		if p.Ref == chosen || len(places) == 1 {
			return p
		}
	}
	if chosen != "" {
		return nil
	}
	for _, h := range r.Caller.Held {
		for _, p := range places {
			if p.ID == h.Org {
				return p
			}
		}
	}
	return nil
}

// reportWrong says what was refused at the control it is about.
func reportWrong(l lang.Lang, err error) []page.Wrong {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid {
		return nil
	}
	labels := map[string]lang.Text{"what": lang.IncWhat, "where": lang.IncWhere, "name": lang.IncName, "reach": lang.IncReach, "file": lang.IncFile, "detected_at": lang.IncNoticed, "category": lang.IncHarmed, "place": lang.IncPlace}
	order := []string{"place", "what", "detected_at", "category", "where", "name", "reach", "file"}
	var out []page.Wrong
	for _, name := range order {
		for _, p := range f.Problems {
			if p.Field == name {
				out = append(out, page.Wrong{Field: form.ID(name), Text: lang.Problem(l, p, labels[name].In(l))})
			}
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

func (i *Incident) showReport(rw http.ResponseWriter, r *door.Request, typed url.Values, wrong []page.Wrong, wait string, status int) error {
	places, err := respond.Places(r.Context(), i.DB, r.Now)
	if err != nil {
		return err
	}
	x := reporting{Nonce: typed.Get("nonce"), Draft: string(r.Caller.Person) + ":/rapportera", Wrong: wrong, Wait: wait}
	if len(places) == 1 {
		if x.To, err = i.receivers(r, places[0], lang.IncReportTo, lang.IncReportToWho); err != nil {
			return err
		}
	}
	if r.Caller.Person != "" {
		x.As = lang.IncAs.With(r.Lang, r.Caller.Name)
	}
	x.Steps = i.steps(r, typed, places, wrong)
	f, err := i.Frame(r, form.Title(r.Lang, lang.IncReport.In(r.Lang), wrong))
	if err != nil {
		return err
	}
	return i.Show(rw, r.Context(), status, reportPage(f, x))
}

// receivers says which organisation and functions a report reaches.
func (i *Incident) receivers(r *door.Request, place *register.Record, short, long lang.Text) (string, error) {
	names, err := respond.Receivers(r.Context(), i.DB, place.ID, r.Now, r.Lang)
	if err != nil || len(names) == 0 {
		return short.With(r.Lang, place.Text("title")), err
	}
	for n := range names {
		names[n] = strings.ToLower(names[n])
	}
	return long.With(r.Lang, place.Text("title"), strings.Join(names, ", ")), nil
}

// steps are the questions, few at a time.
func (i *Incident) steps(r *door.Request, typed url.Values, places []*register.Record, wrong []page.Wrong) []step {
	l := r.Lang
	ask := func(name string, kind page.ControlKind, label, hint lang.Text, optional bool) page.Control {
		return page.Control{ID: form.ID(name), Name: name, Kind: kind, Label: label.In(l), Hint: hint.In(l), Optional: optional, Value: typed.Get(name), Values: typed[name], Wrong: form.Errors(form.ID(name), wrong)}
	}
	yes := func(name string, label, hint lang.Text) page.Control {
		c := ask(name, page.ChoiceControl, label, hint, true)
		c.Options = []page.Option{{Value: "yes", Label: lang.IncYes.In(l)}, {Value: "no", Label: lang.IncNo.In(l)}, {Value: "unknown", Label: lang.IncUnsure.In(l), Hint: lang.IncUnsureHint.In(l)}}
		return c
	}
	what := ask("what", page.LongControl, lang.IncWhat, lang.IncWhatHint, false)
	what.Lines = 6
	harmed := ask("category", page.ChecksControl, lang.IncHarmed, lang.Text{}, true)
	harmed.Options = []page.Option{{Value: "confidentiality", Label: lang.IncHarmedSeen.In(l)}, {Value: "integrity", Label: lang.IncHarmedWrong.In(l)}, {Value: "availability", Label: lang.IncHarmedGone.In(l)}}
	file := ask("file", page.FileControl, lang.IncFile, lang.Text{SV: lang.IncFileHint.With(lang.SV, lang.Whole(remark.MaxFile>>20)), EN: lang.IncFileHint.With(lang.EN, lang.Whole(remark.MaxFile>>20))}, true)
	reach := ask("reach", page.TextControl, lang.IncReach, lang.Text{}, true)
	last := []page.Control{reach, file}
	if r.Caller.Person == "" {
		name := ask("name", page.TextControl, lang.IncName, lang.IncNameHint, true)
		name.Complete = "name"
		last = []page.Control{name, reach, file}
	}
	second := []page.Control{ask("where", page.TextControl, lang.IncWhere, lang.Text{}, true), harmed, yes("personal", lang.IncPersonal, lang.IncPersonalHint)}
	if len(places) > 1 {
		place := ask("place", page.ChoiceControl, lang.IncPlace, lang.IncPlaceHint, false)
		if own := i.placeOf(r, typed, places); own != nil {
			place.Value = own.Ref
		}
		for _, p := range places {
			place.Options = append(place.Options, page.Option{Value: p.Ref, Label: p.Text("title")})
		}
		second = append([]page.Control{place}, second...)
	}
	return []step{
		{"steg-1", lang.IncStepWhat.In(l), []page.Control{what, ask("detected_at", page.MomentControl, lang.IncNoticed, lang.IncNoticedHint, false), yes("ongoing", lang.IncOngoing, lang.Text{})}},
		{"steg-2", lang.IncStepWhere.In(l), second},
		{"steg-3", lang.IncStepWho.In(l), last},
	}
}

const receiptName = "report-receipt"

// received keeps the receipt in the reporter's own browser, for an hour, and
// tells it that its copy of the text is not needed any more.
func (i *Incident) received(rw http.ResponseWriter, r *door.Request, got respond.Receipt) {
	http.SetCookie(rw, &http.Cookie{Name: receiptName, Value: got.Ref + "." + string(got.Org), Path: "/rapportera", MaxAge: 60 * 60, HttpOnly: true, Secure: i.Secure, SameSite: http.SameSiteStrictMode})
	http.SetCookie(rw, &http.Cookie{Name: "taken", Value: url.QueryEscape(string(r.Caller.Person) + ":/rapportera"), Path: "/", MaxAge: 24 * 60 * 60, Secure: i.Secure, SameSite: http.SameSiteStrictMode})
}

var reReceipt = regexp.MustCompile(`^[A-ZÅÄÖ]{2,5}-[0-9-]{1,20}$`)

// thanks is what whoever reported is told.
type thanks struct {
	Number, Who string
	Open        string // address of the incident, for those who see it
}

func (i *Incident) thank(rw http.ResponseWriter, r *door.Request) error {
	c, err := r.Cookie(receiptName)
	if err != nil {
		return i.See(rw, r, "/rapportera")
	}
	ref, org, _ := strings.Cut(c.Value, ".")
	places, err := respond.Places(r.Context(), i.DB, r.Now)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(places, func(p *register.Record) bool { return string(p.ID) == org })
	if !reReceipt.MatchString(ref) || at < 0 {
		return i.See(rw, r, "/rapportera")
	}
	x := thanks{Number: ref}
	if x.Who, err = i.receivers(r, places[at], lang.IncThanksOrg, lang.IncThanksWho); err != nil {
		return err
	}
	if r.Caller.Person != "" {
		rec, err := i.One(r, i.Register("incident"), ref)
		if err != nil && !fault.Is(err, fault.Unknown) {
			return err
		}
		if rec != nil {
			x.Open = work(rec)
		}
	}
	f, err := i.Frame(r, lang.IncThanks.In(r.Lang))
	if err != nil {
		return err
	}
	return i.Show(rw, r.Context(), http.StatusOK, thanksPage(f, x))
}
