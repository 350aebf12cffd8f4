package steps

import (
	"encoding/json"
	"errors"
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
	"genomlys/internal/register"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// look shows a step.
func (s *Steps) look(rw http.ResponseWriter, r *door.Request, fl *flow) error {
	t, err := s.turn(r, fl)
	if err != nil {
		return err
	}
	return t.show(rw, nil, nil, http.StatusOK)
}

// show draws the step asked for: with what was typed and what is wrong with it,
// or as the record says.
func (t *turn) show(rw http.ResponseWriter, typed url.Values, wrong []page.Wrong, status int) error {
	w, err := t.flow.lay(t)
	if err != nil {
		return err
	}
	at, err := w.at(t.here)
	if err != nil {
		return err
	}
	s := w.steps[at]
	if typed == nil {
		if typed, err = form.Values(t.Web, t.r, t.of(s), t.asked(s)); err != nil {
			return err
		}
		if err := t.suggest(s, typed); err != nil {
			return err
		}
	}
	may, err := t.mayChange(s)
	if err != nil {
		return err
	}
	v := view{work: w, at: at, action: t.address(s.id), wrong: wrong, locked: !may || !s.open, saved: t.saved()}
	v.kept = []page.Pair{{Name: versionName, Value: strconv.FormatInt(t.of(s).Version, 10)}}
	if t.posted && status != http.StatusConflict && typed.Get(versionName) != "" {
		v.kept[0].Value = typed.Get(versionName)
	}
	if !v.locked && s.asks() && s.send == nil && s.make == nil {
		v.draft = string(t.r.Caller.Person) + ":" + v.action
	}
	for i, x := range w.steps {
		v.outline = append(v.outline, mark{Title: x.title, Note: x.note, State: x.state, Href: t.address(x.id), Here: i == at})
	}
	if err := t.refused(&v, s, may); err != nil {
		return err
	}
	v.buttons = t.buttons(w, at, may)
	name := form.Title(t.r.Lang, w.title, wrong)
	frame, err := t.Frame(t.r, t.say(lang.StepsDocTitle, s.title, name))
	if err != nil {
		return err
	}
	frame.Wide = true
	cs := t.controls(s, typed, wrong)
	if s.draw == nil {
		v.parts = append(v.parts, page.Controls(frame, cs))
	} else if v.parts, err = s.draw(frame, cs, typed); err != nil {
		return err
	}
	if s.after != nil {
		if v.below, err = s.after(frame); err != nil {
			return err
		}
	}
	return t.Show(rw, t.r.Context(), status, sheetPage(frame, v))
}

// suggest fills in who decides with the caller's own function, where the caller
// may. A confirmation or a comment is never filled in: it would be given unasked.
func (t *turn) suggest(s step, typed url.Values) error {
	if !s.open || len(s.ops) == 0 {
		return nil
	}
	allowed := access.Decisions[t.of(s).Register.Name+"."+s.ops[0]]
	if len(allowed) == 0 {
		return nil
	}
	fields := slices.DeleteFunc(t.asked(s), func(f *register.Field) bool { return slices.Contains(byOthers, f.Name) })
	return form.OwnFunction(t.Web, t.r, t.of(s), fields, func(string) []string { return allowed }, typed)
}

// byOthers name who stands behind a decision beside the one who makes it.
var byOthers = []string{"second_by", "comment_by"}

// unsaid takes out of what was typed what we filled in ourselves: who decides is
// said by deciding, not by saving.
func (t *turn) unsaid(s step, typed url.Values) error {
	own := url.Values{}
	if err := t.suggest(s, own); err != nil {
		return err
	}
	for name := range own {
		if t.of(s).Text(name) == "" && typed.Get(name) == own.Get(name) {
			typed.Del(name)
		}
	}
	return nil
}

// saved tells when the record was last changed, for work that goes on.
func (t *turn) saved() string {
	if !t.may {
		return ""
	}
	return t.Since(t.r.Lang, t.rec.Since)
}

func clock(l lang.Lang, at time.Time) string {
	if l == lang.EN {
		return at.Format("15:04")
	}
	return at.Format("15.04")
}

// refused tries the next change of state without doing it, so that what is
// missing, and who else it takes, is told beforehand.
func (t *turn) refused(v *view, s step, may bool) error {
	if !may || len(s.ops) == 0 || t.posted {
		return nil
	}
	rec := t.of(s)
	given := map[string]any{}
	for _, name := range s.hand {
		if f, ok := rec.Register.Field(name); ok && f.Kind == register.Day && rec.Text(name) == "" {
			given[name] = string(register.DateOf(t.r.Now.In(t.DB.Zone))) // the step gives it itself
		}
	}
	_, err := t.Do(t.r, command.Options{Dry: true}, command.Change{Op: s.ops[0], Register: rec.Register, ID: string(rec.ID), Version: rec.Version, Fields: given})
	if err == nil {
		return nil
	}
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid && f.Kind != fault.Denied {
		return err
	}
	ws, _ := form.Wrong(t.r.Lang, rec.Register, f)
	for _, x := range ws {
		if !slices.ContainsFunc(s.fields, func(n string) bool { return form.ID(n) == x.Field }) {
			v.missing = append(v.missing, x.Text)
		}
	}
	return nil
}

func (t *turn) buttons(w *work, at int, may bool) (out []page.Button) {
	s := w.steps[at]
	locked := !may || !s.asks() && len(s.ops) == 0
	next := ""
	if at+1 < len(w.steps) {
		next = w.steps[at+1].title
	}
	switch {
	case locked && next != "":
		out = append(out, page.Button{Text: t.say(lang.StepsGoOn, lang.Inside(next)), Href: t.address(w.steps[at+1].id), Primary: true})
	case locked:
	case len(s.ops) > 0:
		for i, op := range s.ops {
			out = append(out, page.Button{Text: t.verb(s, op), Name: opName, Value: op, Primary: i == 0})
		}
		if s.confirm != "" {
			out = append(out, page.Button{Text: t.say(lang.StepsConfirm), Name: opName, Value: confirmOp})
		}
		if s.asks() {
			out = append(out, page.Button{Text: t.say(lang.StepsSave)})
		}
	case s.make != nil:
		out = append(out, page.Button{Text: t.say(lang.EditAdd), Primary: true})
	case s.asks() && next != "":
		out = append(out, page.Button{Text: t.say(lang.StepsSaveGoOn, lang.Inside(next)), Primary: true})
	case s.asks():
		out = append(out, page.Button{Text: t.say(lang.StepsSave), Primary: true})
	}
	if at > 0 {
		out = append(out, page.Button{Text: t.say(lang.StepsBack, lang.Inside(w.steps[at-1].title)), Href: t.address(w.steps[at-1].id), Quiet: true})
	}
	return out
}

// ownAt is the caller's own function at a record, in which it is confirmed.
func (t *turn) ownAt(rec *register.Record) register.ID {
	for _, h := range t.r.Caller.Held {
		if slices.Contains(h.Reach, rec.Org) || slices.Contains(h.Objects, register.ID(rec.Text("object"))) {
			return h.Assignment
		}
	}
	return ""
}

// verb says what a change of state does.
func (t *turn) verb(s step, op string) string {
	if x, ok := s.words[op]; ok {
		return x.In(t.r.Lang)
	}
	return lang.StepName(t.of(s).Register.Name, op).In(t.r.Lang)
}

// save takes what was typed in a step. The work is saved as it is, however far
// it has come: what is missing is said when it is decided.
func (s *Steps) save(rw http.ResponseWriter, r *door.Request, fl *flow) error {
	if err := s.Form(r); err != nil {
		return err
	}
	const tries = 3 // others may save between our reading and our writing
	var err error
	for range tries {
		if err = s.trySave(rw, r, fl); !fault.Is(err, fault.Stale) {
			return err
		}
	}
	return err
}

func (s *Steps) trySave(rw http.ResponseWriter, r *door.Request, fl *flow) error {
	t, err := s.turn(r, fl)
	if err != nil {
		return err
	}
	t.posted = true
	w, err := fl.lay(t)
	if err != nil {
		return err
	}
	at, err := w.at(t.here)
	if err != nil {
		return err
	}
	st, typed := w.steps[at], r.PostForm
	t.here = st.id
	rec := t.of(st)
	if may, err := t.mayChange(st); err != nil {
		return err
	} else if !may {
		return access.MayNotChange(rec.Register.Name)
	}
	fields := t.asked(st)
	switch turn, err := form.TurnOf(s.Web, rw, r, fields); {
	case err != nil || turn == form.Answered:
		return err
	case turn == form.Redrawn:
		return t.show(rw, typed, nil, http.StatusOK)
	}
	op := typed.Get(opName)
	if op != "" && op != confirmOp && !slices.Contains(st.ops, op) || op == confirmOp && st.confirm == "" || op == "" && !st.asks() {
		return t.show(rw, nil, []page.Wrong{{Text: lang.StepsClosed.In(r.Lang)}}, http.StatusConflict)
	}
	if st.send != nil && op == "" {
		return t.sent(rw, st, typed)
	}
	version, err := strconv.ParseInt(typed.Get(versionName), 10, 64)
	if err != nil || version < 1 && st.make == nil {
		return fault.New(fault.Required, "version-needed")
	}
	own, both, err := t.apart(st, version, typed, fields)
	if err != nil {
		return err
	}
	if both {
		if byItself(r) {
			return answer(rw, http.StatusConflict, autosaved{})
		}
		return t.show(rw, typed, []page.Wrong{{Text: lang.StepsBoth.In(r.Lang)}}, http.StatusConflict)
	}
	if op == "" || op == confirmOp {
		if err := t.unsaid(st, typed); err != nil {
			return err
		}
	}
	wrong, status, receipt, err := t.change(st, op, typed, own)
	switch {
	case err != nil:
		return err
	case len(wrong) > 0 && byItself(r):
		return answer(rw, status, autosaved{Wrong: wrong})
	case len(wrong) > 0:
		return t.show(rw, typed, wrong, status)
	case byItself(r):
		v := rec.Version
		for _, it := range receipt.Items { // what followed may have changed it once more
			if it.New != nil && it.New.ID == rec.ID {
				v = max(v, it.New.Version)
			}
		}
		return answer(rw, http.StatusOK, autosaved{Version: strconv.FormatInt(v, 10), At: clock(r.Lang, r.Now.In(s.DB.Zone))})
	}
	t.taken(rw)
	if st.make != nil || st.next != "" && op == "" {
		return s.See(rw, r, t.address(st.next))
	}
	if op == "" && at+1 < len(w.steps) {
		return s.See(rw, r, t.address(w.steps[at+1].id))
	}
	return s.See(rw, r, t.address(st.id))
}

// change makes the change that a step asks for, of the fields that the form
// says something else of than when it was made.
func (t *turn) change(st step, op string, typed url.Values, own []*register.Field) (wrong []page.Wrong, status int, receipt command.Receipt, err error) {
	rec, values := t.of(st), map[string]any{}
	var ps []fault.Problem
	if st.open {
		now, err := form.Values(t.Web, t.r, rec, own)
		if err != nil {
			return nil, 0, receipt, err
		}
		if values, ps, err = form.Read(t.Web, t.r, form.Changed(own, now, typed), typed); err != nil {
			return nil, 0, receipt, err
		}
		if st.read != nil {
			more, err := st.read(typed, values)
			if err != nil {
				return nil, 0, receipt, err
			}
			ps = append(ps, more...)
		}
	}
	wrong, status = form.Problems(t.r.Lang, rec.Register, ps), http.StatusUnprocessableEntity
	ch := command.Change{Op: op, Register: rec.Register, ID: string(rec.ID), Version: rec.Version, Fields: values}
	switch {
	case st.make != nil:
		ch.Op, ch.ID, ch.Org = "create", "", rec.Org
		for k, v := range st.make {
			values[k] = v
		}
	case op == "":
		ch.Op = "update"
	case op == confirmOp:
		ch.Op, values[st.confirm] = "update", string(t.ownAt(rec))
	}
	receipt, err = t.Do(t.r, command.Options{Dry: len(wrong) > 0}, ch)
	if err != nil {
		refused, code := form.Wrong(t.r.Lang, rec.Register, err)
		if refused == nil {
			return nil, 0, receipt, err
		}
		if len(wrong) == 0 {
			status = code
		}
		wrong = append(wrong, slices.DeleteFunc(refused, func(x page.Wrong) bool {
			return slices.ContainsFunc(wrong, func(y page.Wrong) bool { return x.Field != "" && x.Field == y.Field })
		})...)
	}
	// What is wrong with what this step does not ask for leads nowhere in it.
	for i, x := range wrong {
		own := func(n string) bool { return form.ID(n) == x.Field }
		if !slices.ContainsFunc(st.fields, own) && !slices.ContainsFunc(st.hand, own) {
			wrong[i].Field = ""
		}
	}
	return wrong, status, receipt, nil
}

// sent does what a step does beside the record.
func (t *turn) sent(rw http.ResponseWriter, st step, typed url.Values) error {
	to, err := st.send(typed)
	if err == nil {
		return t.See(rw, t.r, to)
	}
	reg := t.rec.Register
	if st.own != nil {
		reg = st.own
	}
	wrong, status := form.Wrong(t.r.Lang, reg, err)
	if fault.Is(err, fault.Stale) {
		wrong, status = []page.Wrong{{Text: lang.StepsBoth.In(t.r.Lang)}}, http.StatusConflict
	}
	if len(wrong) == 0 {
		return err
	}
	for i := range wrong {
		wrong[i].Field = ""
	}
	return t.show(rw, typed, wrong, status)
}

// apart gives the fields that the form says something else of than the version
// it was made from, and tells whether somebody else has made one of them a third
// thing since. Nothing is overwritten unseen.
func (t *turn) apart(st step, version int64, typed url.Values, fields []*register.Field) (own []*register.Field, both bool, err error) {
	rec := t.of(st)
	if version == rec.Version || !st.open {
		return fields, version != rec.Version && st.make == nil, nil
	}
	base, err := t.DB.Get(t.r.Context(), t.r.Caller.Read(rec.Register), rec.Register, string(rec.ID), noTime, version)
	if err != nil {
		return nil, false, err
	}
	before, err := form.Values(t.Web, t.r, base, fields)
	if err != nil {
		return nil, false, err
	}
	now, err := form.Values(t.Web, t.r, rec, fields)
	if err != nil {
		return nil, false, err
	}
	own = form.Changed(fields, before, typed)
	if len(form.Changed(form.Changed(own, before, now), now, typed)) > 0 || base.Text("status") != rec.Text("status") {
		return own, true, nil
	}
	if st.read == nil {
		return own, false, nil
	}
	values := map[string]any{}
	if _, err := st.read(typed, values); err != nil {
		return nil, false, err
	}
	for _, n := range st.hand {
		if _, said := values[n]; said && !register.Same(base.Get(n), rec.Get(n)) {
			both = true
		}
	}
	return own, both, nil
}

// taken tells the browser that what was typed is safe with us.
func (t *turn) taken(rw http.ResponseWriter) {
	http.SetCookie(rw, &http.Cookie{Name: "taken", Value: url.QueryEscape(string(t.r.Caller.Person) + ":" + t.address(t.here)), Path: "/", MaxAge: 24 * 60 * 60, Secure: t.Secure, SameSite: http.SameSiteStrictMode})
}

// autosaved is the answer to a form that saves itself.
type autosaved struct {
	Version string       `json:"version,omitempty"`
	At      string       `json:"at,omitempty"`
	Wrong   []page.Wrong `json:"wrong,omitempty"`
}

func byItself(r *door.Request) bool { return r.Header.Get("X-Requested-By") == "autosave" }

func answer(rw http.ResponseWriter, status int, a autosaved) error {
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	return json.NewEncoder(rw).Encode(a)
}

// crumbs lead from the register by the record to its work.
func (t *turn) crumbs(here string, before ...page.Crumb) []page.Crumb {
	out := append([]page.Crumb{{Text: t.rec.Register.Title.In(t.r.Lang), Href: "/" + t.rec.Register.Collection}}, before...)
	return append(out, page.Crumb{Text: t.rec.Ref, Href: web.Address(t.rec)}, page.Crumb{Text: here})
}
