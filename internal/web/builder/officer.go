package builder

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// askOfficer shows the form by which the officer is asked for words.
func (b *Builder) askOfficer(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	return b.showAsk(rw, r, rec, nil, http.StatusOK)
}

func (b *Builder) showAsk(rw http.ResponseWriter, r *door.Request, rec *register.Record, wrong []page.Wrong, status int) error {
	p := asking{Title: lang.BuilderAsk.In(r.Lang), About: lang.BuilderAskAbout.In(r.Lang), Crumbs: b.crumbs(r, rec, lang.BuilderAsk.In(r.Lang)), Action: web.Address(rec) + "/ombud", Wrong: wrong}
	due := r.FormValue("due")
	p.Controls = []page.Control{
		{ID: form.ID("due"), Name: "due", Label: registers.Actions.Must("due").Title.In(r.Lang), Hint: lang.FormDayHint.In(r.Lang), Kind: page.DayControl, Value: due, Wrong: form.Errors(form.ID("due"), wrong)},
		{ID: form.ID("description"), Name: "description", Label: lang.BuilderAskNote.In(r.Lang), Kind: page.LongControl, Value: r.FormValue("description"), Optional: true, Wrong: form.Errors(form.ID("description"), wrong)},
	}
	p.Buttons = []page.Button{{Text: lang.BuilderAskSend.In(r.Lang), Primary: true}, {Text: lang.EditCancel.In(r.Lang), Href: web.AddressOf(web.Address(rec)+"/bygg", []page.Pair{pair(partName, "2.2")}), Quiet: true}}
	return b.ask(rw, r, status, p)
}

// sendAsk asks the officer.
func (b *Builder) sendAsk(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	values, ps, err := form.Read(b.Web, r, form.Fields(registers.Actions, "due"), r.PostForm)
	if err != nil {
		return err
	}
	wrong, status := form.Problems(r.Lang, registers.Actions, ps), http.StatusUnprocessableEntity
	if len(wrong) == 0 {
		due, _ := values["due"].(string)
		_, err = review.AskOfficer(r.Context(), b.Reviews, r.Caller, string(rec.ID), register.Date(due), strings.TrimSpace(r.PostForm.Get("description")), "web")
		if err == nil {
			return b.See(rw, r, web.AddressOf(web.Address(rec)+"/bygg", []page.Pair{pair(partName, "2.2")}))
		}
		if wrong, status, err = b.refused(r, registers.Actions, err, form.ID("due"), form.ID("description")); err != nil {
			return err
		}
	}
	return b.showAsk(rw, r, rec, wrong, status)
}

// inputs shows how each input of the standard is dealt with, and asks why where
// there is nothing to report (ISO/IEC 27001:2022 9.3.2).
func (b *Builder) inputs(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	return b.showInputs(rw, r, rec, nil, http.StatusOK)
}

func said932(rec *register.Record) map[string]registers.ReviewInput {
	raw, _ := rec.Get("inputs").(json.RawMessage)
	var list []registers.ReviewInput
	_ = json.Unmarshal(raw, &list) // decoded when it was validated; nothing means none
	out := map[string]registers.ReviewInput{}
	for _, x := range list {
		out[x.Input] = x
	}
	return out
}

func (b *Builder) showInputs(rw http.ResponseWriter, r *door.Request, rec *register.Record, wrong []page.Wrong, status int) error {
	rv, err := review.Open(r.Context(), b.Reviews, r.Caller, string(rec.ID), r.Lang)
	if err != nil {
		return err
	}
	p := asking{Title: lang.BuilderInputs.In(r.Lang), About: lang.BuilderInputsAbout.In(r.Lang), Crumbs: b.crumbs(r, rec, lang.BuilderInputs.In(r.Lang)), Action: web.Address(rec) + "/underlag", Wrong: wrong, Kept: []page.Pair{version(rec)}}
	said := said932(rec)
	for _, c := range rec.Register.Must("inputs").Columns[0].Choices {
		if rv.Inputs[c.Code] == "covered" && said[c.Code].Reason == "" {
			p.Notices = append(p.Notices, notice{Tone: "plain", Icon: "ok", Bold: lang.Text{SV: c.SV, EN: c.EN}.In(r.Lang), Rest: lang.InputCovered.In(r.Lang)})
			continue
		}
		v := said[c.Code].Reason
		if r.PostForm.Has(c.Code) {
			v = r.PostForm.Get(c.Code)
		}
		p.Controls = append(p.Controls, page.Control{ID: "in-" + c.Code, Name: c.Code, Label: lang.Text{SV: c.SV, EN: c.EN}.In(r.Lang), Hint: lang.BuilderInputsHint.In(r.Lang), Kind: page.LongControl, Lines: 2, Value: v, Optional: true})
	}
	back := page.Button{Text: lang.EditCancel.In(r.Lang), Href: web.Address(rec) + "/bygg", Quiet: true}
	if len(p.Controls) > 0 {
		p.Buttons = append(p.Buttons, page.Button{Text: lang.EditSave.In(r.Lang), Primary: true})
	}
	p.Buttons = append(p.Buttons, back)
	return b.ask(rw, r, status, p)
}

// saveInputs keeps the reasons why there is nothing to report.
func (b *Builder) saveInputs(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	v, err := seen(r)
	if err != nil {
		return err
	}
	said := said932(rec)
	for _, k := range review.Inputs {
		if !r.PostForm.Has(k) {
			continue
		}
		if text := strings.TrimSpace(r.PostForm.Get(k)); text != "" {
			said[k] = registers.ReviewInput{Input: k, State: "nothing_to_report", Reason: text}
		} else {
			delete(said, k)
		}
	}
	rows := []any{}
	for _, k := range slices.Sorted(maps.Keys(said)) {
		rows = append(rows, map[string]any{"input": k, "state": said[k].State, "reason": said[k].Reason})
	}
	_, err = b.Do(r, command.Options{}, command.Change{Op: "update", Register: rec.Register, ID: string(rec.ID), Version: v, Fields: map[string]any{"inputs": rows}})
	if err != nil {
		wrong, status, err := b.refused(r, rec.Register, err)
		if err != nil {
			return err
		}
		return b.showInputs(rw, r, rec, wrong, status)
	}
	return b.See(rw, r, web.Address(rec)+"/bygg")
}
