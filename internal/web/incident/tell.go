package incident

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/respond"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// telling is the page that shows what boards will be told before they are.
type telling struct {
	Title, Lead, Action, Back string
	Crumbs                    []page.Crumb
	Wrong                     []page.Wrong
	Gaps                      string // what the texts lack
	Letters                   []letter
	Again                     bool
}

type letter struct{ To, Text string }

// askTell shows each text as it will be sent.
func (i *Incident) askTell(rw http.ResponseWriter, r *door.Request) error {
	rec, err := i.mine(r)
	if err != nil {
		return err
	}
	return i.showTell(rw, r, rec, r.URL.Query().Get("alla") == "ja", nil, http.StatusOK)
}

// tell sends them, in one change: all boards or none.
func (i *Incident) tell(rw http.ResponseWriter, r *door.Request) error {
	rec, err := i.mine(r)
	if err != nil {
		return err
	}
	if err := i.Form(r); err != nil {
		return err
	}
	again := r.PostForm.Get("alla") == "ja"
	changes, err := respond.TellBoards(r.Context(), i.deps(r), r.Caller, rec, again, r.Lang)
	if err == nil {
		_, err = i.Do(r, command.Options{}, changes...)
	}
	if err != nil {
		wrong, status := form.Wrong(r.Lang, i.Register("incident_recipient"), err)
		if wrong == nil {
			return err
		}
		for n := range wrong {
			wrong[n].Field = ""
		}
		return i.showTell(rw, r, rec, again, unique(wrong), status)
	}
	return i.See(rw, r, work(rec)+"?klart=informera&antal="+strconv.Itoa(len(changes)))
}

func unique(ws []page.Wrong) (out []page.Wrong) {
	seen := map[string]bool{}
	for _, w := range ws {
		if !seen[w.Text] {
			seen[w.Text] = true
			out = append(out, w)
		}
	}
	return out
}

func (i *Incident) showTell(rw http.ResponseWriter, r *door.Request, rec *register.Record, again bool, wrong []page.Wrong, status int) error {
	changes, err := respond.TellBoards(r.Context(), i.deps(r), r.Caller, rec, again, r.Lang)
	var none *fault.Error
	if errors.As(err, &none) && none.Kind == fault.Invalid && len(wrong) == 0 {
		wrong, status = []page.Wrong{{Text: lang.IncNoBoards.In(r.Lang)}}, http.StatusUnprocessableEntity
	} else if err != nil && len(wrong) == 0 {
		return err
	}
	x := telling{Title: lang.IncTellTitle.In(r.Lang), Action: work(rec) + "/informera", Back: work(rec), Wrong: wrong, Again: again, Crumbs: i.crumbs(r, rec, lang.IncTellTitle.In(r.Lang))}
	x.Lead = lang.IncTellLead.Of(r.Lang, len(changes))
	if again {
		x.Lead = lang.IncTellUpdate.Of(r.Lang, len(changes))
	}
	told, err := i.toldBy(r, changes)
	if err != nil {
		return err
	}
	var gaps []string
	for _, ch := range changes {
		text, _ := ch.Fields["text"].(string)
		gaps = append(gaps, draft.GapsIn(text)...)
		x.Letters = append(x.Letters, letter{told[ch.ID], text})
	}
	slices.Sort(gaps)
	x.Gaps = strings.Join(slices.Compact(gaps), ", ")
	f, err := i.Frame(r, form.Title(r.Lang, x.Title+": "+named(rec), wrong))
	if err != nil {
		return err
	}
	return i.Show(rw, r.Context(), status, tellPage(f, x))
}

// toldBy names the receivers of some changes, two reads for all.
func (i *Incident) toldBy(r *door.Request, changes []command.Change) (map[string]string, error) {
	ids := map[register.ID]bool{}
	for _, ch := range changes {
		ids[register.ID(ch.ID)] = true
	}
	out := map[string]string{}
	if len(ids) == 0 {
		return out, nil
	}
	recs, err := i.ByID(r, i.Register("incident_recipient"), ids, time.Time{})
	if err != nil {
		return nil, err
	}
	sh := i.Shower(r, time.Time{})
	for _, rec := range recs {
		sh.NeedID(i.Register("org"), register.ID(rec.Text("recipient_org")))
	}
	if err := sh.Look(); err != nil {
		return nil, err
	}
	for _, rec := range recs {
		out[string(rec.ID)] = sh.Refer(register.ID(rec.Text("recipient_org"))).Text
	}
	return out, nil
}
