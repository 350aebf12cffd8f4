package command

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Following is a change inside its transaction, as rules and consequences see it.
type Following struct {
	Ctx    context.Context
	Tx     *store.Tx
	Caller access.Caller
	Op     string
	Old    *register.Record // nil when the record is new
	New    *register.Record
	Now    time.Time
	From   time.Time // from when the change is true; zero = now
	Sealed bool      // made by the room that keeps the record's frozen form

	Imported bool // it came with a file, as it stood elsewhere
	Again    bool // the version before was made by the same call
}

// Elsewhere tells whether a file changes what files brought: then it says itself
// what has become of a record, and nothing follows here.
func (f Following) Elsewhere(rec *register.Record) bool {
	return f.Imported && rec.Text("source") == "import"
}

// Became tells whether the change took the record into a state.
func (f Following) Became(status string) bool {
	return f.New.Text("status") == status && (f.Old == nil || f.Old.Text("status") != status)
}

// All is the scope of what a rule must know, whoever calls: whether a second
// person took part does not depend on what the first may see. What it finds is
// used to decide and never shown.
func (f Following) All(r *register.Register) store.Scope { return access.System().Read(r) }

// Find gives the records of a register that answer a filter, whoever calls.
func (f Following) Find(r *register.Register, filter query.Checked) ([]*register.Record, error) {
	return f.Tx.All(f.All(r), r, filter)
}

// Get gives one record whoever calls, nil when there is none.
func (f Following) Get(r *register.Register, id string) (*register.Record, error) {
	if id == "" {
		return nil, nil
	}
	rec, err := f.Tx.Get(f.All(r), r, id)
	if fault.Is(err, fault.Unknown) {
		return nil, nil
	}
	return rec, err
}

// Today is the civil day of the change.
func (f Following) Today() register.Date { return f.Tx.Today() }

// Day is the civil day from which the change is true.
func (f Following) Day() register.Date { return f.Tx.Day(f.From) }

// Changed tells whether the change gave a field another value.
func (f Following) Changed(field string) bool {
	if f.Old == nil {
		return f.New.Get(field) != nil
	}
	return !register.Same(f.Old.Get(field), f.New.Get(field))
}

// Rule refuses a change for what other records say (four eyes, limits, open
// clocks). It names what is missing and who can.
type Rule func(Following) ([]fault.Problem, error)

// Then gives the changes that follow from one just made: same transaction, same
// steps, same entry of who did it.
type Then func(Following) ([]Change, error)

// AddRule adds a rule to a register. It does not hold for imports, which take
// what was decided elsewhere as it stands.
func (s *Service) AddRule(register string, r Rule) { s.rules[register] = append(s.rules[register], r) }

// AddRuleAlways adds a rule that holds by every door, imports too: what no file
// may do with a record that stands here.
func (s *Service) AddRuleAlways(register string, r Rule) {
	s.barred[register] = append(s.barred[register], r)
}

// AddThen adds a consequence to a register. Imports have none.
func (s *Service) AddThen(register string, t Then) { s.thens[register] = append(s.thens[register], t) }

// AddAlways adds a consequence that holds by every door, imports too: what a
// change says of the records that stand here already.
func (s *Service) AddAlways(register string, t Then) {
	s.always[register] = append(s.always[register], t)
}

// AddAfter tells of each change of a register that has come to stand, after the
// transaction: for what is kept in memory of it. It cannot undo the change.
func (s *Service) AddAfter(register string, fn func(context.Context)) {
	s.afters[register] = append(s.afters[register], fn)
}

// AddAfterDecision tells of each change that holds a decision and has come to
// stand, after the transaction.
func (s *Service) AddAfterDecision(fn func(context.Context)) { s.decided = append(s.decided, fn) }

// stands tells those who asked which registers have changed, and of decisions.
func (s *Service) stands(ctx context.Context, items []Item) {
	told := map[string]bool{}
	decided := false
	for _, it := range items {
		rec := it.New
		if rec == nil {
			rec = it.Old
		}
		name := rec.Register.Name
		decided = decided || it.Op == "decide" || access.Decisions[name+"."+it.Op] != nil
		if !told[name] {
			told[name] = true
			for _, fn := range s.afters[name] {
				fn(context.WithoutCancel(ctx)) // who asked may have gone; the change stands
			}
		}
	}
	if decided {
		for _, fn := range s.decided {
			fn(context.WithoutCancel(ctx))
		}
	}
}

const maxFollowing = 8

var errLoop = errors.New("command: consequences follow each other without end")

func (w *work) following(ch Change, old, rec *register.Record) Following {
	return Following{Ctx: w.ctx, Tx: w.tx, Caller: w.c, Op: ch.Op, Old: old, New: rec, Now: w.tx.Now(), From: ch.Effective, Sealed: w.opt.Sealed, Imported: w.opt.Via == "import", Again: old != nil && old.Version > w.began}
}

// ruled asks the register's rules about a version that is about to be written.
func (w *work) ruled(i int, ch Change, old, rec *register.Record) error {
	w.held(i, old, rec)
	rules := w.s.barred[rec.Register.Name]
	if w.opt.Via != "import" {
		rules = slices.Concat(w.s.rules[rec.Register.Name], rules)
	}
	for _, r := range rules {
		ps, err := r(w.following(ch, old, rec))
		if err != nil {
			return err
		}
		w.wrong(i, ps...)
	}
	return nil
}

// consequences makes the changes that follow, on the installation's own behalf:
// whoever may report an incident starts its clocks, which they could not alone.
func (w *work) consequences(i int, ch Change, old, rec *register.Record) ([]Item, error) {
	thens := w.s.always[rec.Register.Name]
	if w.opt.Via != "import" {
		thens = slices.Concat(w.s.thens[rec.Register.Name], thens)
	}
	var out []Item
	for _, t := range thens {
		changes, err := t(w.following(ch, old, rec))
		if err != nil {
			return nil, err
		}
		if len(changes) == 0 {
			continue
		}
		if w.depth++; w.depth > maxFollowing {
			return nil, errLoop
		}
		own, seen := w.c, w.seen
		w.c, w.seen = access.System(), maps.Clone(seen)
		for _, next := range changes {
			items, err := w.do(i, next)
			if err != nil {
				w.c, w.seen = own, seen
				return nil, err
			}
			out = append(out, items...)
		}
		w.c, w.seen = own, seen
		w.depth--
	}
	return out, nil
}
