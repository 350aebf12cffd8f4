package incident

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/respond"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// part is a short form of the work: a few fields of the incident that are
// decided together.
type part struct {
	title, lead, save lang.Text
	fields            []string
}

var parts = map[string]part{
	"spar":         {lang.IncTracks, lang.IncPartTracks, lang.IncSave, []string{"tracks", "aware_at", "aware_gdpr_at", "aware_csl_at", "significant_csl", "interim_requested_at", "interim_within_h", "serious_ai", "lead"}},
	"bedomning":    {lang.IncJudgement, lang.IncPartJudge, lang.IncSave, []string{"title", "kind", "category", "cause", "severity", "occurred_from", "occurred_to", "subjects_count", "subjects_count_kind", "records_count", "subject_categories", "data_categories", "suspected_unlawful", "cross_border", "consequences", "containment"}},
	"beslut":       {lang.IncDecision, lang.IncPartDecision, lang.IncSaveDecision, []string{"risk_to_individuals", "notify_decision", "notify_reason"}},
	"registrerade": {lang.IncSubjects, lang.IncPartSubjects, lang.IncSave, []string{"subjects_decision", "subjects_exception", "subjects_advice", "subjects_text", "subjects_channel", "subjects_informed_at"}},
	"lardomar":     {lang.IncLessons, lang.IncPartLessons, lang.IncSave, []string{"root_cause", "lessons"}},
}

// parting is such a form as it is shown.
type parting struct {
	Title, Lead, Action, Back, Save string
	Crumbs                          []page.Crumb
	Kept                            []page.Pair
	Wrong                           []page.Wrong
	Controls                        []page.Control
	Proposal                        string
	Draft                           string
}

const versionName = "_version"

func (i *Incident) partOf(r *door.Request) (*register.Record, part, []*register.Field, error) {
	p, ok := parts[r.PathValue("del")]
	if !ok {
		return nil, p, nil, fault.New(fault.Unknown, "no-such-page")
	}
	rec, err := i.mine(r)
	if err != nil {
		return nil, p, nil, err
	}
	fields := slices.DeleteFunc(form.Fields(rec.Register, p.fields...), func(f *register.Field) bool { return slices.Contains(rec.Masked, f.Name) })
	return rec, p, fields, nil
}

func (i *Incident) part(rw http.ResponseWriter, r *door.Request) error {
	rec, p, fields, err := i.partOf(r)
	if err != nil {
		return err
	}
	typed, err := form.Values(i.Web, r, rec, fields)
	if err != nil {
		return err
	}
	return i.showPart(rw, r, rec, p, fields, typed, nil, http.StatusOK)
}

func (i *Incident) savePart(rw http.ResponseWriter, r *door.Request) error {
	rec, p, fields, err := i.partOf(r)
	if err != nil {
		return err
	}
	if err := i.Form(r); err != nil {
		return err
	}
	typed := r.PostForm
	switch turn, err := form.TurnOf(i.Web, rw, r, fields); {
	case err != nil || turn == form.Answered:
		return err
	case turn == form.Redrawn:
		return i.showPart(rw, r, rec, p, fields, typed, nil, http.StatusOK)
	}
	version, err := strconv.ParseInt(typed.Get(versionName), 10, 64)
	if err != nil || version < 1 {
		return fault.New(fault.Required, "version-needed")
	}
	now, err := form.Values(i.Web, r, rec, fields)
	if err != nil {
		return err
	}
	if version != rec.Version {
		// A decision is on what was read: somebody has changed it since.
		typed.Set(versionName, strconv.FormatInt(rec.Version, 10))
		return i.showPart(rw, r, rec, p, fields, typed, []page.Wrong{{Text: lang.EditStepStale.In(r.Lang)}}, http.StatusConflict)
	}
	values, ps, err := form.Read(i.Web, r, form.Changed(fields, now, typed), typed)
	if err != nil {
		return err
	}
	wrong, status := form.Problems(r.Lang, rec.Register, ps), http.StatusUnprocessableEntity
	_, err = i.Do(r, command.Options{Dry: len(wrong) > 0}, command.Change{Op: "update", Register: rec.Register, ID: string(rec.ID), Version: rec.Version, Fields: values})
	if err != nil {
		refused, code := form.Wrong(r.Lang, rec.Register, err)
		if refused == nil {
			return err
		}
		if len(wrong) == 0 {
			status = code
		}
		for _, x := range refused {
			if !slices.ContainsFunc(fields, func(f *register.Field) bool { return form.ID(f.Name) == x.Field }) {
				x.Field = "" // it is asked for on another page
			}
			wrong = append(wrong, x)
		}
	}
	if len(wrong) > 0 {
		return i.showPart(rw, r, rec, p, fields, typed, wrong, status)
	}
	return i.See(rw, r, work(rec)+"?klart="+r.PathValue("del"))
}

func (i *Incident) showPart(rw http.ResponseWriter, r *door.Request, rec *register.Record, p part, fields []*register.Field, typed url.Values, wrong []page.Wrong, status int) error {
	l := r.Lang
	x := parting{Title: p.title.In(l), Lead: p.lead.In(l), Action: work(rec) + "/" + r.PathValue("del"), Back: work(rec), Save: p.save.In(l), Wrong: wrong, Crumbs: i.crumbs(r, rec, p.title.In(l))}
	v := strconv.FormatInt(rec.Version, 10)
	if typed.Has(versionName) {
		v = typed.Get(versionName)
	}
	x.Kept = []page.Pair{{Name: versionName, Value: v}}
	x.Draft = string(r.Caller.Person) + ":" + x.Action
	if r.PathValue("del") == "registrerade" {
		doc, err := respond.SubjectInformationText(r.Context(), i.deps(r), r.Caller, string(rec.ID), l)
		if err != nil {
			return err
		}
		x.Proposal = strings.TrimSpace(draft.Letter(doc))
	}
	x.Controls = form.Controls(r, fields, typed, wrong)
	f, err := i.Frame(r, form.Title(l, x.Title+": "+named(rec), wrong))
	if err != nil {
		return err
	}
	return i.Show(rw, r.Context(), status, partPage(f, x))
}

func (i *Incident) crumbs(r *door.Request, rec *register.Record, last string) []page.Crumb {
	return []page.Crumb{{Text: rec.Register.Title.In(r.Lang), Href: "/" + rec.Register.Collection}, {Text: rec.Ref, Href: web.Address(rec)}, {Text: lang.IncWork.In(r.Lang), Href: work(rec)}, {Text: last}}
}

// doneWords says what was just done, by the code in the address.
func doneWords(r *door.Request) string {
	code := r.URL.Query().Get("klart")
	if p, ok := parts[code]; ok {
		return lang.IncSaved.With(r.Lang, p.title.In(r.Lang))
	}
	switch code {
	case "handelse":
		return lang.IncEventSaved.In(r.Lang)
	case "informera":
		n, err := strconv.Atoi(r.URL.Query().Get("antal"))
		if err == nil && n > 0 && n < 1000 {
			return lang.IncTellSent.Of(r.Lang, n)
		}
	}
	return ""
}

// note writes a line in the log.
func (i *Incident) note(rw http.ResponseWriter, r *door.Request) error {
	rec, err := i.found(r)
	if err != nil {
		return err
	}
	if err := i.Form(r); err != nil {
		return err
	}
	what := strings.TrimSpace(r.PostForm.Get("what"))
	_, err = i.Do(r, command.Options{}, respond.LogLine(r.Caller, i.deps(r), rec, what))
	if err != nil {
		wrong, status := form.Wrong(r.Lang, i.Register("log_entry"), err)
		if wrong == nil {
			return err
		}
		for n := range wrong {
			wrong[n].Field = form.ID("what")
		}
		return i.showWork(rw, r, rec, wrong, what, status)
	}
	return i.See(rw, r, work(rec)+"?klart=handelse#handelser")
}
