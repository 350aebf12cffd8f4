package builder

import (
	"net/http"
	"strconv"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/review"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// decision is the head's reading page: what is proposed, on what ground, and
// the decision.
type decision struct {
	Title, Sub string
	Crumbs     []page.Crumb
	State      *page.Status
	TextLang   string
	Wrong      []page.Wrong
	Notices    []notice
	Sections   []page.ReviewSection
	Whole      []page.Link
	Action     string
	Kept       []page.Pair
	Controls   []page.Control
	Back       string
	Why        page.Control
	Proof      []page.Fact
	Files      []frozen
	Verify     string
	Comments   []said
}

// frozen is a file that was kept when the review was decided.
type frozen struct {
	page.Link
	Size, Hash string
}

// verdict shows page one of a review with the decision that is asked for, or
// the decision that has been made with its proof.
func (b *Builder) verdict(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	today := string(register.DateOf(r.Now.In(b.DB.Zone)))
	v := map[string]string{"meeting_on": today, "decided_on": today, "diary_no": rec.Text("diary_no"), "minutes": rec.Text("minutes")}
	return b.showVerdict(rw, r, rec, v, nil, http.StatusOK)
}

func (b *Builder) decide(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	if v, err := seen(r); err != nil || v != rec.Version {
		if err == nil {
			err = fault.New(fault.Stale, "changed-meanwhile")
		}
		return err
	}
	v := map[string]string{}
	for _, n := range []string{"meeting_on", "decided_on", "diary_no", "minutes"} {
		v[n] = r.PostForm.Get(n)
	}
	fields := form.Fields(rec.Register, "decided_on")
	if rec.Text("status") == "sent_to_head" {
		fields = append(fields, rec.Register.Must("meeting_on"))
	}
	values, ps, err := form.Read(b.Web, r, fields, r.PostForm)
	if err != nil {
		return err
	}
	if wrong := form.Problems(r.Lang, rec.Register, ps); len(wrong) > 0 {
		return b.showVerdict(rw, r, rec, v, wrong, http.StatusUnprocessableEntity)
	}
	on, _ := values["decided_on"].(string)
	met, _ := values["meeting_on"].(string)
	_, err = review.Hold(r.Context(), b.Reviews, r.Caller, string(rec.ID), register.Date(met),
		review.DecideRequest{Date: register.Date(on), DiaryNo: strings.TrimSpace(v["diary_no"]), Minutes: strings.TrimSpace(v["minutes"]), Via: "web"})
	if err != nil {
		wrong, status, err := b.refused(r, rec.Register, err, form.ID("meeting_on"), form.ID("decided_on"), form.ID("diary_no"), form.ID("minutes"))
		if err != nil {
			return err
		}
		if now, err := b.record(r); err == nil {
			rec = now
		}
		return b.showVerdict(rw, r, rec, v, wrong, status)
	}
	return b.See(rw, r, web.Address(rec)+"/beslut")
}

// giveBack returns the review with words on what is lacking.
func (b *Builder) giveBack(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	if _, err := review.Return(r.Context(), b.Reviews, r.Caller, string(rec.ID), r.PostForm.Get("comment"), "web"); err != nil {
		wrong, status, err := b.refused(r, rec.Register, err)
		if err != nil {
			return err
		}
		for i := range wrong {
			wrong[i].Field = form.ID("comment")
		}
		today := string(register.DateOf(r.Now.In(b.DB.Zone)))
		return b.showVerdict(rw, r, rec, map[string]string{"meeting_on": today, "decided_on": today, "diary_no": rec.Text("diary_no")}, wrong, status)
	}
	return b.See(rw, r, web.Address(rec))
}

func (b *Builder) showVerdict(rw http.ResponseWriter, r *door.Request, rec *register.Record, v map[string]string, wrong []page.Wrong, status int) error {
	rv, err := review.Open(r.Context(), b.Reviews, r.Caller, string(rec.ID), r.Lang)
	if err != nil {
		return err
	}
	parts, err := b.ReviewParts(r.Lang, rv)
	if err != nil {
		return err
	}
	may, err := b.rights(r, rec)
	if err != nil {
		return err
	}
	at := web.Address(rec)
	p := decision{Title: rv.Title, Sub: lang.BuilderSub.With(r.Lang, rv.OrgTitle, strconv.Itoa(rv.Year)), Crumbs: b.crumbs(r, rec, lang.BuilderVerdict.In(r.Lang)), TextLang: rv.Language, Wrong: wrong,
		State: page.StatusOf(rec.Text("status"), rec.Register.Status().Choices.Label(rec.Text("status")).In(r.Lang))}
	for _, s := range parts.Sections {
		if s.ID == web.SectionID("summary") || s.ID == web.SectionID("decision") {
			p.Sections = append(p.Sections, s)
		}
	}
	p.Whole = []page.Link{{Text: lang.BuilderWhole.In(r.Lang), Href: at}, {Text: lang.BuilderPreview.In(r.Lang), Href: at + "/document?format=pdf"}}
	if _, p.Comments, err = b.comments(r, rec, ""); err != nil {
		return err
	}
	switch {
	case rv.State == "decided":
		if err := b.proven(r, rec, rv, may, &p); err != nil {
			return err
		}
	case may.Decide:
		p.Action, p.Back, p.Kept = at+"/beslut", at+"/retur", []page.Pair{version(rec)}
		p.Controls = b.deciding(r, rec, v, wrong)
		p.Why = page.Control{ID: form.ID("comment"), Name: "comment", Label: lang.BuilderWhy.In(r.Lang), Hint: lang.BuilderWhyHint.In(r.Lang), Kind: page.LongControl, Lines: 3, Value: r.PostForm.Get("comment"), Wrong: form.Errors(form.ID("comment"), wrong)}
	case rec.Text("status") == "sent_to_head" || rec.Text("status") == "meeting_held":
		p.Notices = append(p.Notices, notice{Tone: "plain", Icon: "info", Bold: lang.BuilderOthersDecide.With(r.Lang, rv.Obtains)})
	default:
		p.Notices = append(p.Notices, notice{Tone: "plain", Icon: "info", Bold: lang.BuilderNotYet.In(r.Lang)})
	}
	f, err := b.Frame(r, form.Title(r.Lang, p.Title, wrong))
	if err != nil {
		return err
	}
	return b.Show(rw, r.Context(), status, verdictPage(f, p))
}

// deciding asks for what is written down with the decision.
func (b *Builder) deciding(r *door.Request, rec *register.Record, v map[string]string, wrong []page.Wrong) []page.Control {
	var out []page.Control
	add := func(name string, kind page.ControlKind, optional bool) {
		f := rec.Register.Must(name)
		c := page.Control{ID: form.ID(name), Name: name, Label: f.Title.In(r.Lang), Kind: kind, Value: v[name], Optional: optional, Wrong: form.Errors(form.ID(name), wrong)}
		if kind == page.DayControl {
			c.Hint = lang.FormDayHint.In(r.Lang)
		}
		out = append(out, c)
	}
	if rec.Text("status") == "sent_to_head" {
		add("meeting_on", page.DayControl, false)
	}
	add("decided_on", page.DayControl, false)
	add("diary_no", page.TextControl, true)
	add("minutes", page.LongControl, true)
	return out
}
