package edit

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

const reasonName = "_reason"

// stepped finds the record and the change of state of an address.
func (e *Edit) stepped(r *door.Request) (*register.Record, register.Step, error) {
	rec, err := e.target(r)
	if err != nil {
		return nil, register.Step{}, err
	}
	s, ok := rec.Register.Step(rec.Text("status"), r.PathValue("action"))
	if !ok {
		if !slices.Contains(rec.Register.Actions(), r.PathValue("action")) {
			return nil, s, fault.New(fault.Unknown, "no-such-page")
		}
		return nil, s, &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: form.NoStep(rec, r.PathValue("action"), r.Lang)}
	}
	return rec, s, nil
}

// step shows what a change of state asks for: it is tried without being done,
// so that what is missing, and who else it takes, is told beforehand.
func (e *Edit) step(rw http.ResponseWriter, r *door.Request) error {
	rec, s, err := e.stepped(r)
	if err != nil {
		return err
	}
	_, err = e.Do(r, command.Options{Dry: true}, command.Change{Op: s.Action, Register: rec.Register, ID: string(rec.ID), Version: rec.Version, Fields: e.needed(r, rec, s)})
	var f *fault.Error
	if err != nil && (!errors.As(err, &f) || f.Kind != fault.Invalid && f.Kind != fault.Denied) {
		return err
	}
	fields := e.asks(r.Caller, rec, s, f, nil)
	typed, err := form.Values(e.Web, r, rec, fields)
	if err != nil {
		return err
	}
	stood := map[string]string{}
	for _, a := range fields {
		stood[a.Name] = typed.Get(a.Name)
	}
	may := map[string][]string{}
	if f != nil {
		for _, p := range f.Problems {
			may[p.Field] = p.Allowed
		}
	}
	if err := form.OwnFunction(e.Web, r, rec, fields, func(field string) []string { return may[field] }, typed); err != nil {
		return err
	}
	now := r.Now.In(e.DB.Zone)
	for _, a := range fields {
		switch {
		case !taken(a, s) || stood[a.Name] != "" || typed.Get(a.Name) != "":
		case a.Kind == register.Moment:
			typed.Set(a.Name, now.Format("2006-01-02 15:04"))
		default:
			typed.Set(a.Name, string(register.DateOf(now)))
		}
	}
	var blocks []page.Wrong
	if f != nil {
		refused, _ := form.Wrong(r.Lang, rec.Register, f)
		for _, x := range refused {
			// What lacks is asked for; what is wrong with what stands there is told.
			if !slices.ContainsFunc(fields, func(a *register.Field) bool { return form.ID(a.Name) == x.Field && stood[a.Name] == "" }) {
				blocks = append(blocks, x)
			}
		}
	}
	return e.showStep(rw, r, rec, s, fields, typed, nil, blocks, http.StatusOK)
}

// taken tells whether a day or an instant is that on which a step is taken, most often the day
// that it is written down: decided, checked or closed on. When something was
// held, or is due, is another matter.
func taken(f *register.Field, s register.Step) bool {
	if len(f.NeededIn) == 0 || f.NeededIn[0] != s.To {
		return false
	}
	return f.Kind == register.Moment && strings.HasSuffix(f.Name, "_at") || f.Kind == register.Day && strings.HasSuffix(f.Name, "_on") &&
		!slices.Contains([]string{"due_on", "held_on", "meeting_on"}, f.Name)
}

// needed stands for what the state asks for, a day as today and words as some:
// what else is missing would not be told before they are given.
func (e *Edit) needed(r *door.Request, rec *register.Record, s register.Step) map[string]any {
	out := map[string]any{}
	for _, f := range rec.Register.Fields {
		if !editable(f) || !slices.Contains(f.NeededIn, s.To) || rec.Text(f.Name) != "" || slices.Contains(rec.Masked, f.Name) || r.Caller.Writes(rec.Register, f.Name, rec.Org) != nil {
			continue
		}
		switch f.Kind {
		case register.Day:
			out[f.Name] = string(register.DateOf(r.Now.In(e.DB.Zone)))
		case register.Moment:
			out[f.Name] = r.Now.UTC().Truncate(time.Second).Format(time.RFC3339)
		case register.Text, register.Long:
			out[f.Name] = "…"
		}
	}
	return out
}

// anothers tells whether a refusal names functions that write the field, and the
// caller holds none of them there.
func anothers(c access.Caller, rec *register.Record, p fault.Problem) bool {
	functions := registers.RoleAssignments.Must("function").Choices
	f, ok := rec.Register.Field(p.Field)
	return ok && f.Kind != register.Ref && f.Choices == nil && len(p.Allowed) > 0 &&
		!slices.ContainsFunc(p.Allowed, func(fn string) bool { return !functions.Has(fn) || c.Holds(fn, rec.Org) })
}

// asks are the fields that a change of state is about: those needed or wanted
// in the state it leads to, and those that were refused.
func (e *Edit) asks(c access.Caller, rec *register.Record, s register.Step, refused *fault.Error, typed url.Values) []*register.Field {
	named := map[string]bool{}
	if refused != nil {
		for _, p := range refused.Problems {
			name, _, _ := strings.Cut(p.Field, ".")
			named[name] = !anothers(c, rec, p)
		}
	}
	var out []*register.Field
	for _, f := range rec.Register.Fields {
		if !editable(f) || slices.Contains(rec.Masked, f.Name) || c.Writes(rec.Register, f.Name, rec.Org) != nil {
			continue // what another writes is not asked for here; that it lacks is told
		}
		if slices.Contains(f.NeededIn, s.To) || slices.Contains(f.WantedIn, s.To) || named[f.Name] || typed.Has(f.Name) || typed.Has(shownName+f.Name) {
			out = append(out, f)
		}
	}
	return out
}

// shownName marks the fields that the form showed: what has no box ticked says
// nothing of itself.
const shownName = "_shown."

func (e *Edit) take(rw http.ResponseWriter, r *door.Request) error {
	rec, s, err := e.stepped(r)
	if err != nil {
		return err
	}
	if err := e.Form(r); err != nil {
		return err
	}
	typed := r.PostForm
	version, err := strconv.ParseInt(typed.Get(versionName), 10, 64)
	if err != nil || version < 1 {
		return fault.New(fault.Required, "version-needed")
	}
	fields := e.asks(r.Caller, rec, s, nil, typed)
	switch turn, err := form.TurnOf(e.Web, rw, r, fields); {
	case err != nil || turn == form.Answered:
		return err
	case turn == form.Redrawn:
		return e.showStep(rw, r, rec, s, fields, typed, nil, nil, http.StatusOK)
	}
	if version != rec.Version {
		// A decision is on what was read: somebody has changed it since.
		return e.showStep(rw, r, rec, s, fields, typed, []page.Wrong{{Text: lang.EditStepStale.In(r.Lang)}}, nil, http.StatusConflict)
	}
	now, err := form.Values(e.Web, r, rec, fields)
	if err != nil {
		return err
	}
	values, ps, err := form.Read(e.Web, r, form.Changed(fields, now, typed), typed)
	if err != nil {
		return err
	}
	wrong, status := form.Problems(r.Lang, rec.Register, ps), http.StatusUnprocessableEntity
	_, err = e.Do(r, command.Options{Dry: len(wrong) > 0, Reason: strings.Join(strings.Fields(typed.Get(reasonName)), " ")},
		command.Change{Op: s.Action, Register: rec.Register, ID: string(rec.ID), Version: rec.Version, Fields: values})
	if err != nil {
		var f *fault.Error
		refused, code := form.Wrong(r.Lang, rec.Register, err)
		if refused == nil {
			return err
		}
		if len(wrong) == 0 {
			status = code
		}
		if wrong = join(wrong, refused); errors.As(err, &f) {
			fields = e.asks(r.Caller, rec, s, f, typed)
			for _, x := range fields {
				if !typed.Has(x.Name) && !typed.Has(shownName+x.Name) {
					more, err := form.Values(e.Web, r, rec, []*register.Field{x})
					if err != nil {
						return err
					}
					for k, v := range more {
						typed[k] = v
					}
				}
			}
		}
	}
	if len(wrong) > 0 {
		return e.showStep(rw, r, rec, s, fields, typed, wrong, nil, status)
	}
	return e.See(rw, r, web.Address(rec))
}

func (e *Edit) showStep(rw http.ResponseWriter, r *door.Request, rec *register.Record, s register.Step, fields []*register.Field, typed url.Values, wrong, blocks []page.Wrong, status int) error {
	verb := lang.StepName(rec.Register.Name, s.Action).In(r.Lang)
	p, err := e.about(r, rec, lang.Text{SV: verb + ": %s", EN: verb + ": %s"})
	if err != nil {
		return err
	}
	st := rec.Register.Status()
	p.Crumbs[2].Text = verb
	p.About = lang.EditStepAbout.With(r.Lang, st.Choices.Label(rec.Text("status")).In(r.Lang), st.Choices.Label(s.To).In(r.Lang))
	p.Action, p.Save, p.Wrong = "/steg"+web.Address(rec)+"/"+s.Action, verb, wrong
	p.Kept = []page.Pair{{Name: versionName, Value: strconv.FormatInt(rec.Version, 10)}}
	for _, f := range fields {
		p.Kept = append(p.Kept, page.Pair{Name: shownName + f.Name, Value: "1"})
	}
	if r.Method == http.MethodPost {
		p.Kept[0].Value = typed.Get(versionName)
		for _, x := range wrong {
			if x.Text == lang.EditStepStale.In(r.Lang) {
				p.Kept[0].Value = strconv.FormatInt(rec.Version, 10)
			}
		}
	}
	for _, b := range blocks {
		p.Notices = append(p.Notices, notice{Tone: "warn", Icon: "watch", Bold: b.Text})
	}
	p.First = form.Controls(r, fields, typed, wrong)
	for i, x := range fields {
		// What is asked is asked because the change needs it, unless it is said to be wanted.
		p.First[i].Optional = slices.Contains(x.WantedIn, s.To) && !slices.Contains(x.NeededIn, s.To) && len(p.First[i].Wrong) == 0
	}
	p.First = append(p.First, page.Control{ID: "f-reason", Name: reasonName, Label: lang.EditReason.In(r.Lang), Hint: lang.EditReasonHint.In(r.Lang), Kind: page.LongControl, Lines: 2, Optional: true,
		Value: typed.Get(reasonName)})
	frame, err := e.Frame(r, form.Title(r.Lang, p.Title, wrong))
	if err != nil {
		return err
	}
	return e.Show(rw, r.Context(), status, newPage(frame, p))
}
