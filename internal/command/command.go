// Package command is the only way to change anything: it authorises, checks,
// writes and enters in the ledger, in one transaction, for every door alike.
package command

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Change is one thing to do with one record, as every door decodes it.
type Change struct {
	Op        string             // create, update, or the name of a change of state
	Register  *register.Register // of the record
	ID        string             // identity or human number; empty to create
	NewID     register.ID        // to create under an identity chosen before (imports, which refer to it)
	Ref       string             // to create under a human number if it is free (imports)
	Org       register.ID        // owner of a record to create
	Version   int64              // the version the change was made from; 0 only where nobody edits (imports)
	Fields    map[string]any     // values as register.Decode reads them
	Effective time.Time          // from when it is true; zero = now
}

// Options say through which door and why.
type Options struct {
	Via    string // web, api, cli, import, system
	Reason string // a code or diary number, kept in the ledger
	Now    time.Time
	Key    string                         // idempotency key with the caller; empty = none
	Digest string                         // of the request the key came with
	Keep   func(Receipt) []byte           // the answer to keep under Key
	Dry    bool                           // do all but commit
	Tell   func(done int)                 // told of progress; may be nil
	After  func(*store.Tx, Receipt) error // more in the same transaction (freezing a review)
}

// Item is what became of one change.
type Item struct {
	Index   int
	Op      string
	Old     *register.Record // nil when created
	New     *register.Record
	Changed []string // fields, in declared order; none = nothing to do
}

// Receipt tells what was done. All of it shares a change set and can be undone.
type Receipt struct {
	Set      string
	Position int64
	Items    []Item
}

// Service does changes.
type Service struct {
	db    *store.DB
	rules map[string][]Rule
	thens map[string][]Then
}

// New makes the one Service of a house.
func New(db *store.DB) *Service {
	return &Service{db: db, rules: map[string][]Rule{}, thens: map[string][]Then{}}
}

var errDry = errors.New("dry run")

// Do makes the changes, all or none. Everything found wrong is told at once:
// the error then holds a fault.Problem for each, with the index of its change.
func (s *Service) Do(ctx context.Context, c access.Caller, opt Options, changes ...Change) (Receipt, error) {
	r := Receipt{Set: string(register.NewID(opt.Now))}
	act := store.Act{Actor: c.Actor(), Via: opt.Via, Set: r.Set, Reason: opt.Reason}
	pos, err := s.db.Write(ctx, opt.Now, act, func(tx *store.Tx) error {
		w := &work{s: s, ctx: ctx, tx: tx, c: c, opt: opt, seen: map[refKey]bool{}, promised: map[string]bool{}}
		// Records of one call may refer to each other in any order: all of
		// them come to be, or none.
		for _, ch := range changes {
			if ch.Op == "create" && ch.NewID != "" {
				w.seen[refKey{ch.Register.Name, string(ch.NewID)}] = true
				w.promised[string(ch.NewID)] = true
			}
		}
		for i, ch := range changes {
			items, err := w.do(i, ch)
			if len(w.problems) > 0 && fault.Is(err, fault.Unknown) {
				// It may be a record that this call was to make and that was
				// refused: what is told is why, not that it is missing.
				return fault.Problems(w.problems)
			}
			if err != nil {
				return err
			}
			r.Items = append(r.Items, items...)
			if opt.Tell != nil {
				opt.Tell(i + 1)
			}
		}
		if err := fault.Problems(w.problems); err != nil {
			return err
		}
		r.Position = tx.Position()
		if opt.After != nil {
			if err := opt.After(tx, r); err != nil {
				return err
			}
			r.Position = tx.Position()
		}
		if opt.Key != "" && opt.Keep != nil && !opt.Dry {
			if err := tx.KeepAnswer(opt.Key, opt.Digest, opt.Keep(r)); err != nil {
				return err
			}
		}
		if opt.Dry {
			return errDry
		}
		return nil
	})
	if opt.Dry && errors.Is(err, errDry) {
		return r, nil
	}
	if err != nil {
		return Receipt{}, err
	}
	r.Position = pos
	return r, nil
}

type refKey struct {
	reg string
	id  string
}

// work is one call of Do inside its transaction.
type work struct {
	s        *Service
	ctx      context.Context
	tx       *store.Tx
	depth    int // of consequences of consequences
	c        access.Caller
	opt      Options
	problems []fault.Problem
	seen     map[refKey]bool // references already found visible
	promised map[string]bool // identities that this call creates
}

const maxProblems = 10000

func (w *work) wrong(i int, ps ...fault.Problem) {
	for _, p := range ps {
		p.Index = i
		if len(w.problems) < maxProblems {
			w.problems = append(w.problems, p)
		}
	}
}

// do makes one change and what follows from it: the change's own item comes
// first. No item means that something is wrong with it, said in w.problems; an
// error ends the whole call.
func (w *work) do(i int, ch Change) ([]Item, error) {
	fields, ps := ch.Register.Decode(ch.Fields)
	w.wrong(i, ps...)
	var old, rec *register.Record
	var err error
	if ch.Op == "create" {
		rec, err = w.create(i, ch, fields)
	} else {
		old, rec, err = w.change(i, ch, fields)
	}
	if err != nil || rec == nil {
		return nil, err
	}
	rec.Derive()
	if err := w.check(i, ch, old, rec); err != nil || len(w.problems) > 0 {
		return nil, err // without an error: go on, to tell all that is wrong
	}
	item := Item{Index: i, Op: ch.Op, Old: old, New: rec, Changed: register.Changed(old, rec)}
	if old != nil && len(item.Changed) == 0 {
		return []Item{item}, nil
	}
	if err := w.ruled(i, ch.Op, old, rec); err != nil || len(w.problems) > 0 {
		return nil, err
	}
	if old == nil {
		if rec.Ref, err = w.tx.Number(ch.Register, ch.Ref); err != nil {
			return nil, err
		}
	}
	if err := w.tx.Put(rec, old, ch.Op, ch.Effective); err != nil {
		var f *fault.Error
		if errors.As(err, &f) && f.Code == "effective-before-latest" {
			w.wrong(i, fault.Problem{Code: f.Code, Value: f.Args[1], Allowed: f.Args[2:]})
			return nil, nil
		}
		return nil, err
	}
	w.seen[refKey{rec.Register.Name, string(rec.ID)}] = true
	more, err := w.consequences(i, ch.Op, old, rec)
	return append([]Item{item}, more...), err
}

func (w *work) create(i int, ch Change, fields map[string]any) (*register.Record, error) {
	id := ch.NewID
	if id == "" {
		id = register.NewID(w.tx.Now())
	}
	org := ch.Org
	if ch.Register.Name == "org" {
		org = id // an organisation owns the record of itself
	}
	if org == "" {
		w.wrong(i, fault.Problem{Field: "org", Code: "required"})
		return nil, nil
	}
	rec := ch.Register.NewRecord(id, org)
	if st := ch.Register.Status(); st != nil && fields["status"] == nil {
		fields["status"] = st.Choices[0].Code
	}
	rec.Set("source", map[string]any{"import": "import", "api": "api"}[w.opt.Via])
	if rec.Get("source") == nil {
		rec.Set("source", "manual")
	}
	w.apply(i, ch, rec, fields)
	var object register.ID
	for _, f := range ch.Register.Fields {
		if f.PartOf && f.Target != nil && f.Target.Name == "object" {
			o, _ := rec.Values[f.Index()].(string)
			object = register.ID(o)
		}
	}
	if ch.Register.Name != "org" {
		if ok, err := w.reachable("org", org); err != nil || !ok {
			if err == nil {
				w.wrong(i, fault.Problem{Field: "org", Code: "no-such-record", Value: string(org)})
			}
			return nil, err
		}
	}
	where := org
	if ch.Register.Name == "org" {
		where = register.ID(rec.Text("parent"))
	}
	if err := w.c.Create(ch.Register, where, object); err != nil {
		return nil, err
	}
	return rec, nil
}

func (w *work) change(i int, ch Change, fields map[string]any) (old, rec *register.Record, err error) {
	old, err = w.tx.Get(w.c.Read(ch.Register), ch.Register, ch.ID)
	if err != nil && w.promised[ch.ID] && len(w.problems) > 0 {
		return nil, nil, nil // not made, since something is wrong: that is told already
	}
	if err != nil {
		return nil, nil, err
	}
	writable, err := w.tx.Visible(w.c.Write(ch.Register), ch.Register, old.ID)
	if err != nil {
		return nil, nil, err
	}
	if !writable {
		return nil, nil, fault.New(fault.Denied, "may-not-change", ch.Register.Name)
	}
	if ch.Version != 0 && ch.Version != old.Version {
		return nil, nil, fault.New(fault.Stale, "changed-meanwhile", old.Ref)
	}
	if len(old.Masked) > 0 {
		// What is not shown is kept: the change is made to the whole record.
		full, err := w.tx.Full(old)
		if err != nil {
			return nil, nil, err
		}
		for _, name := range old.Masked {
			if _, given := fields[name]; given {
				return nil, nil, fault.New(fault.Denied, "may-not-see-field", name)
			}
		}
		old = full
	}
	rec = old.Clone()
	if ch.Op != "update" && w.opt.Via != "import" {
		step, ok := ch.Register.Step(old.Text("status"), ch.Op)
		if !ok {
			w.wrong(i, fault.Problem{Field: "status", Code: "no-such-step", Value: ch.Op, Allowed: possible(ch.Register, old.Text("status"))})
			return nil, nil, nil
		}
		fields["status"] = step.To
	}
	w.apply(i, ch, rec, fields)
	return old, rec, nil
}

func possible(r *register.Register, from string) []string {
	var out []string
	for _, st := range r.Status().StepList {
		if st.From == from || st.From == "*" {
			out = append(out, st.Action)
		}
	}
	return out
}

// apply sets the decoded values, looking every reference up in the caller's scope.
func (w *work) apply(i int, ch Change, rec *register.Record, fields map[string]any) {
	for name, v := range fields {
		f := ch.Register.Must(name)
		var err error
		switch x := v.(type) {
		case string:
			if f.Kind == register.Ref {
				v, err = w.refer(i, f, x)
			}
		case []register.Link:
			out := make([]register.Link, 0, len(x))
			for _, l := range x {
				id, e := w.refer(i, f, string(l.To))
				if s, ok := id.(string); ok {
					out = append(out, register.Link{To: register.ID(s), Kind: l.Kind})
				}
				err = errors.Join(err, e)
			}
			v = out
		}
		if err != nil {
			w.wrong(i, fault.Problem{Field: name, Code: "lookup-failed"})
			continue
		}
		rec.Values[f.Index()] = v
	}
}

// refer finds the record that a reference names, within what the caller sees.
func (w *work) refer(i int, f *register.Field, given string) (any, error) {
	bad := func() (any, error) {
		w.wrong(i, fault.Problem{Field: f.Name, Code: "no-such-record", Value: given})
		return nil, nil
	}
	if f.Target != nil && register.IsID(given) && w.seen[refKey{f.Target.Name, given}] || f.Target == nil && w.promised[given] {
		return given, nil
	}
	id, r, err := w.tx.Resolve(given, f.Target)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return bad()
	}
	key := refKey{r.Name, string(id)}
	if w.seen[key] {
		return string(id), nil
	}
	ok, err := w.tx.Visible(w.c.Read(r), r, id)
	if err != nil {
		return nil, err
	}
	if !ok {
		return bad()
	}
	w.seen[key] = true
	return string(id), nil
}

func (w *work) reachable(reg string, id register.ID) (bool, error) {
	key := refKey{reg, string(id)}
	if w.seen[key] {
		return true, nil
	}
	r, ok := w.s.db.Catalogue.Get(reg)
	if !ok {
		return false, fmt.Errorf("command: no register %s", reg)
	}
	ok, err := w.tx.Visible(w.c.Read(r), r, id)
	if ok {
		w.seen[key] = true
	}
	return ok, err
}

// check holds the declared rules of a record against the version to be written.
func (w *work) check(i int, ch Change, old, rec *register.Record) error {
	r := ch.Register
	imported := w.opt.Via == "import"
	status := rec.Text("status")
	for _, f := range r.Fields {
		if rec.Values[f.Index()] != nil {
			continue
		}
		if f.Needed {
			w.wrong(i, fault.Problem{Field: f.Name, Code: "required"})
		}
		for _, st := range f.NeededIn {
			// What an office decided before the product came is taken as it
			// stands; what is missing is shown as a finding.
			if st == status && !imported {
				w.wrong(i, fault.Problem{Field: f.Name, Code: "required-in-state", Value: status})
			}
		}
	}
	if err := w.steps(i, ch, old, rec, imported); err != nil {
		return err
	}
	var p register.Problems
	rec.Check(&p)
	w.wrong(i, p.List...)
	return nil
}

// steps refuses a change of state that is no declared step, whichever way it
// was asked for, and one that is reserved for a function the caller lacks.
func (w *work) steps(i int, ch Change, old, rec *register.Record, imported bool) error {
	st := ch.Register.Status()
	if st == nil || len(st.StepList) == 0 || imported {
		return nil
	}
	to := rec.Text("status")
	if old == nil {
		if to != st.Choices[0].Code {
			w.wrong(i, fault.Problem{Field: "status", Code: "first-state", Value: to, Allowed: []string{st.Choices[0].Code}})
		}
		return nil
	}
	from := old.Text("status")
	if from == to {
		return nil
	}
	for _, s := range st.StepList {
		if s.To == to && (s.From == from || s.From == "*") && (ch.Op == "update" || ch.Op == s.Action) {
			return w.c.Decide(ch.Register, s.Action, rec.Org)
		}
	}
	w.wrong(i, fault.Problem{Field: "status", Code: "no-such-step", Value: from + " → " + to, Allowed: possible(ch.Register, from)})
	return nil
}

// Undo takes back what was done together, if nobody has changed it since.
func (s *Service) Undo(ctx context.Context, c access.Caller, opt Options, set string) (Receipt, error) {
	r := Receipt{Set: string(register.NewID(opt.Now))}
	act := store.Act{Actor: c.Actor(), Via: opt.Via, Set: r.Set, Reason: "undo:" + strings.ToLower(set)}
	pos, err := s.db.Write(ctx, opt.Now, act, func(tx *store.Tx) error {
		pairs, err := tx.ChangeSet(set)
		if err != nil {
			return err
		}
		if len(pairs) == 0 {
			return fault.New(fault.Unknown, "no-such-change")
		}
		for i, p := range span(pairs) {
			was, now := p[0], p[1]
			if now == nil {
				return fault.New(fault.Conflict, "cannot-undo-undo")
			}
			if ok, err := tx.Visible(c.Write(now.Register), now.Register, now.ID); err != nil || !ok {
				if err == nil {
					err = fault.New(fault.Denied, "may-not-change", now.Register.Name)
				}
				return err
			}
			if !now.Until.IsZero() {
				return fault.New(fault.Conflict, "changed-meanwhile", now.Ref)
			}
			if was == nil {
				if err := tx.End(now, store.Withdraw); err != nil {
					return err
				}
				r.Items = append(r.Items, Item{Index: i, Op: store.Withdraw, Old: now})
				continue
			}
			back := was.Clone()
			if err := tx.Put(back, now, "undo", time.Time{}); err != nil {
				return err
			}
			r.Items = append(r.Items, Item{Index: i, Op: "undo", Old: now, New: back, Changed: register.Changed(now, back)})
		}
		return nil
	})
	if err != nil {
		return Receipt{}, err
	}
	r.Position = pos
	return r, nil
}

// span joins the several versions that one change set gave a record into the
// version before the first and the last, later records first, so that what
// refers is taken back before what it refers to.
func span(pairs [][2]*register.Record) [][2]*register.Record {
	at := map[register.ID]int{}
	var out [][2]*register.Record
	for i := len(pairs) - 1; i >= 0; i-- {
		p := pairs[i]
		if p[1] == nil {
			out = append(out, p)
			continue
		}
		if j, ok := at[p[1].ID]; ok {
			out[j][0] = p[0]
			continue
		}
		at[p[1].ID] = len(out)
		out = append(out, p)
	}
	return out
}
