package admin

import (
	"net/http"
	"net/url"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/people"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// leftover is a function that somebody is to leave, as the form asks about it.
type leftover struct {
	Name   page.Link
	Kind   string
	Uses   []page.Link
	May    bool
	To     page.Control
	Vacant bool
	Ref    string
	Goes   string // in the preview: to whom
}

type handOverPage struct {
	Crumbs  []page.Crumb
	Title   string
	About   string
	Action  string
	Back    string
	Wrong   []page.Wrong
	First   []page.Control
	Rows    []leftover
	Preview bool
	Kept    []page.Pair
	Ends    string // what becomes of the person
	Done    string
	Set     string
}

// The names of the form's fields; toName and vacantName end with a function's number.
const (
	toName      = "till-"
	vacantName  = "vakant-"
	receiverKey = "receiver"
	staysKey    = "stays"
	dayKey      = "day"
	doneKey     = "gor"
)

func (a *Admin) offerHandOver(r *door.Request, rec *register.Record) []page.Link {
	if r.Caller.ReadOnly || rec.Text("status") != "active" || !writes(r, registers.Persons)(rec.Org) {
		return nil
	}
	return []page.Link{{Text: lang.AdminHandOver.In(r.Lang), Href: "/lamna-over/" + rec.Ref}}
}

// leaver is the person of the address, whom the caller must be let to change.
func (a *Admin) leaver(r *door.Request) (*register.Record, error) {
	rec, err := a.One(r, registers.Persons, r.PathValue("ref"))
	if err != nil {
		return nil, err
	}
	if !writes(r, registers.Persons)(rec.Org) {
		return nil, access.MayNotChange(registers.Persons.Name)
	}
	return rec, nil
}

func (a *Admin) askHandOver(rw http.ResponseWriter, r *door.Request) error {
	rec, err := a.leaver(r)
	if err != nil {
		return err
	}
	return a.showHandOver(rw, r, rec, url.Values{}, nil, http.StatusOK)
}

// handOver shows what would be done first, and does it when that has been seen.
func (a *Admin) handOver(rw http.ResponseWriter, r *door.Request) error {
	rec, err := a.leaver(r)
	if err != nil {
		return err
	}
	if err := a.Form(r); err != nil {
		return err
	}
	typed := r.PostForm
	duties, err := people.Duties(r.Context(), a.people, r.Caller, rec, a.today(r))
	if err != nil {
		return err
	}
	o, names, ps, err := a.order(r, duties, typed)
	if err != nil {
		return err
	}
	if len(ps) > 0 {
		return a.showHandOver(rw, r, rec, typed, wrongs(r.Lang, ps), http.StatusUnprocessableEntity)
	}
	done := typed.Get(doneKey) != ""
	rc, err := people.HandOver(r.Context(), a.people, r.Caller, command.Options{Via: "web", Now: r.Now, Dry: !done}, rec, rec.Version, o, a.today(r))
	if err != nil {
		wrong, status := form.Wrong(r.Lang, registers.Persons, err)
		if len(wrong) == 0 {
			return err
		}
		return a.showHandOver(rw, r, rec, typed, wrong, status)
	}
	p := a.handOverHead(r, rec)
	p.Rows = a.rows(r, duties, typed, nil)
	for i, x := range duties {
		to, named := o.To[x.Function.ID]
		if !named {
			to = o.Receiver
		}
		p.Rows[i].Goes = names[to]
	}
	p.Ends = lang.AdminEnds.With(r.Lang, rec.Text("title"))
	if o.Stays {
		p.Ends = lang.AdminStays.With(r.Lang, rec.Text("title"))
	}
	if done {
		p.Done, p.Set, p.Back = lang.AdminHandedOver.Of(r.Lang, len(duties)), rc.Set, web.Address(rec)
		return a.show(rw, r, p.Title, http.StatusOK, func(f page.Frame) templ.Component {
			f.Status = p.Done
			return showHandedOver(f, p)
		})
	}
	p.Preview, p.Kept = true, append(form.Kept(typed, doneKey), page.Pair{Name: doneKey, Value: "1"})
	return a.show(rw, r, p.Title, http.StatusOK, func(f page.Frame) templ.Component { return showPreview(f, p) })
}

// order reads who is to take over what, with the names of those who do.
func (a *Admin) order(r *door.Request, duties []people.Duty, typed url.Values) (people.Order, map[register.ID]string, []fault.Problem, error) {
	o := people.Order{To: map[register.ID]register.ID{}, Stays: typed.Get(staysKey) == "yes", Day: register.Date(strings.TrimSpace(typed.Get(dayKey)))}
	names := map[register.ID]string{"": lang.AdminVacancy.In(r.Lang)}
	var ps []fault.Problem
	if o.Day != "" && !register.ValidDate(string(o.Day)) {
		ps = append(ps, fault.Problem{Field: dayKey, Code: "not-a-date", Value: string(o.Day), Allowed: []string{"2023-03-14"}})
	}
	wanted := map[string]string{receiverKey: typed.Get(receiverKey)}
	for _, x := range duties {
		wanted[toName+x.Function.Ref] = typed.Get(toName + x.Function.Ref)
	}
	found, err := a.persons(r, wanted)
	if err != nil {
		return o, nil, nil, err
	}
	pick := func(field string) (register.ID, bool) {
		text := strings.TrimSpace(wanted[field])
		if text == "" {
			return "", false
		}
		rec := found[form.Number(text)]
		if rec == nil {
			ps = append(ps, fault.Problem{Field: field, Code: "no-such-record", Value: text})
			return "", false
		}
		names[rec.ID] = rec.Text("title")
		return rec.ID, true
	}
	o.Receiver, _ = pick(receiverKey)
	for _, x := range duties {
		if to, ok := pick(toName + x.Function.Ref); ok {
			o.To[x.Function.ID] = to
		} else if typed.Get(vacantName+x.Function.Ref) != "" {
			o.To[x.Function.ID] = ""
		}
	}
	return o, names, ps, nil
}

// persons finds those that a form names, by number, in one question.
func (a *Admin) persons(r *door.Request, texts map[string]string) (map[string]*register.Record, error) {
	in := query.In{Field: query.Field{Name: "ref", Type: query.Text}}
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			in.Values = append(in.Values, form.Number(t))
		}
	}
	out := map[string]*register.Record{}
	if len(in.Values) == 0 {
		return out, nil
	}
	recs, err := a.each(r, registers.Persons, in, noTime)
	for _, rec := range recs {
		out[rec.Ref] = rec
	}
	return out, err
}

func wrongs(l lang.Lang, ps []fault.Problem) []page.Wrong {
	var out []page.Wrong
	for _, p := range ps {
		label := lang.AdminReceiver
		if p.Field == dayKey {
			label = lang.AdminFromDay
		}
		out = append(out, page.Wrong{Field: form.ID(p.Field), Text: lang.Problem(l, p, label.In(l))})
	}
	return out
}

func (a *Admin) handOverHead(r *door.Request, rec *register.Record) handOverPage {
	return handOverPage{Title: lang.AdminHandOverOf.With(r.Lang, rec.Text("title")), Action: "/lamna-over/" + rec.Ref, Back: web.Address(rec),
		Crumbs: []page.Crumb{{Text: lang.Settings.In(r.Lang), Href: "/installningar"}, {Text: lang.AdminStaff.In(r.Lang), Href: "/installningar/personer"}, {Text: lang.AdminHandOver.In(r.Lang)}}}
}

func (a *Admin) showHandOver(rw http.ResponseWriter, r *door.Request, rec *register.Record, typed url.Values, wrong []page.Wrong, status int) error {
	duties, err := people.Duties(r.Context(), a.people, r.Caller, rec, a.today(r))
	if err != nil {
		return err
	}
	p := a.handOverHead(r, rec)
	p.Wrong = wrong
	p.Rows = a.rows(r, duties, typed, wrong)
	ask := page.Asked{List: "/val/" + registers.Persons.Collection}
	p.First = []page.Control{
		{ID: form.ID(receiverKey), Name: receiverKey, Label: lang.AdminReceiver.In(r.Lang), Hint: lang.AdminReceiverHint.In(r.Lang), Kind: page.RefControl, Value: typed.Get(receiverKey), Optional: true, Ask: ask, Wrong: form.Errors(form.ID(receiverKey), wrong)},
		{ID: form.ID(staysKey), Name: staysKey, Label: lang.AdminLeaves.In(r.Lang), Kind: page.ChoiceControl, Value: orElse(typed.Get(staysKey), "no"),
			Options: []page.Option{{Value: "no", Label: lang.AdminLeavesYes.In(r.Lang), Hint: lang.AdminLeavesYesHint.In(r.Lang)}, {Value: "yes", Label: lang.AdminLeavesNo.In(r.Lang), Hint: lang.AdminLeavesNoHint.In(r.Lang)}}},
		{ID: form.ID(dayKey), Name: dayKey, Label: lang.AdminFromDay.In(r.Lang), Hint: lang.AdminFromDayHint.In(r.Lang), Kind: page.DayControl, Value: typed.Get(dayKey), Optional: true, Wrong: form.Errors(form.ID(dayKey), wrong)},
	}
	return a.show(rw, r, form.Title(r.Lang, p.Title, wrong), status, func(f page.Frame) templ.Component { return showHandOver(f, p) })
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// rows are the functions with what hangs on each.
func (a *Admin) rows(r *door.Request, duties []people.Duty, typed url.Values, wrong []page.Wrong) []leftover {
	out := make([]leftover, len(duties))
	for i, x := range duties {
		ref := x.Function.Ref
		row := leftover{Name: page.Link{Text: x.Function.Text("title"), Href: web.Address(x.Function), Note: ref}, Kind: registers.RoleAssignments.Must("function").Choices.Label(x.Function.Text("function")).In(r.Lang), May: x.May, Ref: ref, Vacant: typed.Get(vacantName+ref) != ""}
		for _, u := range x.Uses {
			row.Uses = append(row.Uses, page.Link{Text: lang.AdminUse.With(r.Lang, lang.Whole(int64(u.Count)), lang.Inside(u.Register.Title.In(r.Lang)), lang.Inside(u.Field.Title.In(r.Lang))),
				Href: web.Filtered(u.Register, u.Field.Name+" = "+query.Quote(string(x.Function.ID)))})
		}
		row.To = page.Control{ID: form.ID(toName + ref), Name: toName + ref, Label: lang.AdminOther.In(r.Lang), Kind: page.RefControl, Value: typed.Get(toName + ref), Optional: true,
			Ask: page.Asked{List: "/val/" + registers.Persons.Collection}, Wrong: form.Errors(form.ID(toName+ref), wrong)}
		out[i] = row
	}
	return out
}
