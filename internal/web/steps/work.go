package steps

import (
	"net/url"
	"slices"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

var noTime time.Time

// state is how far a step has come.
type state string

const (
	todo state = "dashed"
	part state = "dot"
	done state = "ok"
	stop state = "watch" // something in it needs looking at
)

// step is one step of a piece of work. Steps may be taken in any order.
type step struct {
	id, title, note string
	state           state
	on              *register.Record     // what the step asks about; nil = the record that the work is on
	make            map[string]any       // what on is made with, where it is not there yet
	fields          []string             // of the record, asked for by the controls that the register declares
	hand            []string             // of the record, asked for by controls of the step's own
	open            bool                 // what it asks may be answered now
	ops             []string             // changes of state that it leads to
	confirm         string               // field that a second person confirms in, where that is asked for
	words           map[string]lang.Text // what their buttons say, where the register's own word is not enough
	// draw gives what stands in the step, in order; nil = the controls of fields.
	draw func(f page.Frame, cs []page.Control, typed url.Values) ([]templ.Component, error)
	// read turns what was typed in the step's own controls into fields.
	read func(typed url.Values, values map[string]any) ([]fault.Problem, error)
	// send does something else than changing the record; it gives where it leads.
	send func(typed url.Values) (string, error)
	own  *register.Register // whose fields send's refusals speak of; nil = the record's
	next string             // the step that follows what is made; empty = the next one
	// after stands below the form: forms and tables of its own.
	after func(f page.Frame) (templ.Component, error)
}

// asks tells whether the step has something to save.
func (s step) asks() bool {
	return s.open && (len(s.fields) > 0 || len(s.hand) > 0 || s.send != nil)
}

// work is a piece of work laid out in steps, with what it gives so far.
type work struct {
	title   string
	about   string
	crumbs  []page.Crumb
	steps   []step
	result  templ.Component
	notices []notice
}

// notice tells something that concerns the whole work.
type notice struct {
	Tone, Icon, Bold, Rest string
	More                   page.Link
}

// at finds a step; the first one that is not done when none is asked for.
func (w *work) at(id string) (int, error) {
	if id == "" {
		i := slices.IndexFunc(w.steps, func(s step) bool { return s.state != done && s.state != stop })
		return max(i, 0), nil
	}
	i := slices.IndexFunc(w.steps, func(s step) bool { return s.id == id })
	if i < 0 {
		return 0, fault.New(fault.Unknown, "no-such-page")
	}
	return i, nil
}

// filled tells how far the fields of a step have come.
func filled(rec *register.Record, names ...string) state {
	n := 0
	for _, name := range names {
		if rec.Get(name) != nil {
			n++
		}
	}
	switch n {
	case 0:
		return todo
	case len(names):
		return done
	}
	return part
}

// offered are the changes of state that can be made from where the record is,
// of those that a step leads to.
func offered(rec *register.Record, ops ...string) (out []string) {
	for _, op := range ops {
		if _, ok := rec.Register.Step(rec.Text("status"), op); ok {
			out = append(out, op)
		}
	}
	return out
}

// controls asks for the fields of a step that the register declares.
func (t *turn) controls(s step, typed url.Values, wrong []page.Wrong) []page.Control {
	cs := form.Controls(t.r, t.asked(s), typed, wrong)
	for i := range cs {
		// A step is not left undone for want of a field: what is missing is told
		// when it is decided.
		cs[i].Optional = false
	}
	return cs
}

// asked are the fields of a step that the register's own controls ask for.
func (t *turn) asked(s step) []*register.Field {
	rec := t.of(s)
	return slices.DeleteFunc(form.Fields(rec.Register, s.fields...), func(f *register.Field) bool { return slices.Contains(rec.Masked, f.Name) })
}

// of is the record that a step asks about.
func (t *turn) of(s step) *register.Record {
	if s.on != nil {
		return s.on
	}
	return t.rec
}

// mayChange tells whether the caller may answer what a step asks.
func (t *turn) mayChange(s step) (bool, error) {
	if s.on == nil || t.r.Caller.ReadOnly {
		return t.may, nil
	}
	if s.on.Version == 0 {
		object, _ := s.make["object"].(string) // who answers for the object may add to it
		return t.r.Caller.Create(s.on.Register, s.on.Org, register.ID(object)) == nil, nil
	}
	_, err := t.DB.Get(t.r.Context(), t.r.Caller.Write(s.on.Register), s.on.Register, string(s.on.ID), noTime, 0)
	if fault.Is(err, fault.Unknown) {
		return false, nil
	}
	return err == nil, err
}

// facts shows some fields of a record as they are, for steps that ask for nothing.
func (t *turn) facts(rec *register.Record, names ...string) ([]page.Fact, error) {
	sh := t.Shower(t.r, noTime)
	fields := form.Fields(rec.Register, names...)
	sh.NeedAll(rec, fields)
	if err := sh.Look(); err != nil {
		return nil, err
	}
	var out []page.Fact
	for _, f := range fields {
		out = append(out, page.Fact{Name: f.Title.In(t.r.Lang), Value: sh.Field(rec, f)})
	}
	return out, nil
}

func (t *turn) say(x lang.Text, args ...any) string {
	if len(args) == 0 {
		return x.In(t.r.Lang)
	}
	return x.With(t.r.Lang, args...)
}

// all reads every record of a register that answers a filter, as the caller
// sees them.
func (t *turn) all(name, filter string) (out []*register.Record, err error) {
	q, scope, err := door.Ask{Filter: filter}.Query(t.r.Context(), t.DB, t.r.Caller, t.Register(name), t.r.Now)
	if err != nil {
		return nil, err
	}
	err = t.DB.Each(t.r.Context(), scope, q, func(rec *register.Record) error { out = append(out, rec); return nil })
	return out, err
}

// wrongs says what a command refused, at no control in particular.
func wrongs(l lang.Lang, reg *register.Register, err error) ([]page.Wrong, int) {
	ws, status := form.Wrong(l, reg, err)
	for i := range ws {
		ws[i].Field = ""
	}
	return ws, status
}
