// Package command is the only way to change anything: it authorises, checks,
// writes and enters in the ledger, in one transaction, for every door alike.
package command

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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
	Source    string             // how the values came here, when a consequence knows it; else left out
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
	Sealed bool                           // the change keeps its record\'s frozen form in the same transaction (deciding a review)
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
	db     *store.DB
	rules  map[string][]Rule
	barred map[string][]Rule // also for imports
	locks  map[string][]Lock
	thens  map[string][]Then
	always map[string][]Then // also of imports
	afters map[string][]func(context.Context)

	decided []func(context.Context)
}

// New makes the one Service of a house.
func New(db *store.DB) *Service {
	return &Service{db: db, rules: map[string][]Rule{}, barred: map[string][]Rule{}, locks: map[string][]Lock{}, thens: map[string][]Then{}, always: map[string][]Then{}, afters: map[string][]func(context.Context){}}
}

var errDry = errors.New("dry run")

// Do makes the changes, all or none. Everything found wrong is told at once:
// the error then holds a fault.Problem for each, with the index of its change.
func (s *Service) Do(ctx context.Context, c access.Caller, opt Options, changes ...Change) (Receipt, error) {
	r := Receipt{Set: string(register.NewID(opt.Now))}
	if len(opt.Reason) > maxReason || !utf8.ValidString(opt.Reason) || strings.ContainsFunc(opt.Reason, unicode.IsControl) {
		return r, fault.Problems([]fault.Problem{{Field: "reason", Code: "too-long", Allowed: []string{strconv.Itoa(maxReason)}}})
	}
	act := store.Act{Actor: c.Actor(), Via: opt.Via, Set: r.Set, Reason: opt.Reason}
	pos, err := s.db.Write(ctx, opt.Now, act, func(tx *store.Tx) error {
		w := &work{s: s, ctx: ctx, tx: tx, began: tx.Position(), c: c, opt: opt, seen: map[refKey]bool{}, promised: map[string]bool{}, before: map[register.ID]int64{}}
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
			if err != nil && !(len(changes) > 1 && w.told(i, err)) {
				return err
			}
			r.Items = append(r.Items, items...)
			if opt.Tell != nil {
				opt.Tell(i + 1)
			}
		}
		if err := w.verdict(); err != nil {
			return err
		}
		r.Position = tx.Position()
		if opt.After != nil {
			if err := opt.After(tx, r); err != nil {
				return err
			}
			r.Position = tx.Position()
		}
		r.show(c)
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
	s.stands(ctx, r.Items)
	return r, nil
}

// show blanks what the caller may not see in what a change gives back: it was
// made to the whole record.
func (r *Receipt) show(c access.Caller) {
	for i, it := range r.Items {
		rec := it.New
		if rec == nil {
			rec = it.Old
		}
		scope := c.Read(rec.Register)
		r.Items[i].Old, r.Items[i].New = scope.Shown(it.Old), scope.Shown(it.New)
	}
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
	began    int64                 // the ledger's size before the call
	seen     map[refKey]bool       // references already found visible
	promised map[string]bool       // identities that this call creates
	before   map[register.ID]int64 // the version that a consequence in this call followed, which the caller may have seen
	refused  map[fault.Kind]bool   // kinds of error noted among the problems
	refusals int
}

const (
	maxProblems = 10000
	maxReason   = 500 // bytes, as in the ledger
)

func (w *work) wrong(i int, ps ...fault.Problem) {
	for _, p := range ps {
		p.Index = i
		if len(w.problems) < maxProblems {
			w.problems = append(w.problems, p)
		}
	}
}

func (w *work) wrongAlready(i int, field string) bool {
	return slices.ContainsFunc(w.problems, func(p fault.Problem) bool { return p.Index == i && p.Field == field })
}

// told notes a refusal of one change of several, so that the others' are told
// too; what is nobody's mistake (a full disk) ends the call.
func (w *work) told(i int, err error) bool {
	var f *fault.Error
	if !errors.As(err, &f) {
		return false
	}
	switch f.Kind {
	case fault.Unknown, fault.Denied, fault.Stale, fault.Conflict:
	default:
		return false
	}
	p := fault.Problem{Code: f.Code}
	if len(f.Args) > 0 {
		p.Value, p.Allowed = f.Args[len(f.Args)-1], nil
	}
	if f.Kind == fault.Unknown {
		p.Field = "id"
	}
	w.wrong(i, p)
	if w.refused == nil {
		w.refused = map[fault.Kind]bool{}
	}
	w.refused[f.Kind] = true
	w.refusals++
	return true
}

// verdict is the error that tells all that is wrong, by change and field. When
// every problem is of one other kind, such as versions that are not the latest,
// the error is of that kind.
func (w *work) verdict() error {
	slices.SortStableFunc(w.problems, func(a, b fault.Problem) int {
		return cmp.Or(cmp.Compare(a.Index, b.Index), cmp.Compare(a.Field, b.Field), cmp.Compare(a.Code, b.Code))
	})
	err := fault.Problems(w.problems)
	var f *fault.Error
	if errors.As(err, &f) && w.refusals == len(w.problems) && len(w.refused) == 1 {
		for k := range w.refused {
			f.Kind, f.Code = k, w.problems[0].Code
		}
	}
	return err
}
