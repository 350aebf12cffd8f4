package city

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Options say how large a city to make.
type Options struct {
	Orgs    int       // boards and companies, 1–400
	Objects int       // objects of them all, 1–1 000 000
	Seed    uint64    // the same seed gives the same city on the same day
	Now     time.Time // the city's dates end here
	// Tell hears how many records are made of about how many; may be nil.
	Tell func(done, about int64)
}

// Result tells what was made.
type Result struct {
	Records  int            // all records
	Changes  int            // later versions of them
	Of       map[string]int // records by register
	Position int64          // size of the ledger afterwards
}

// chunk is how many changes are made in one transaction: enough that commits
// and repeated look-ups do not weigh, few enough that memory stays small.
const chunk = 5000

// perObject is about how many records the city has for each object, for progress.
const perObject = 13

// maker holds what has been made so far.
type maker struct {
	ctx    context.Context
	cmd    *command.Service
	opt    Options
	rng    *rand.Rand
	zone   *time.Location
	today  time.Time // start of the last day
	batch  []command.Change
	made   int
	people int // so far, for their addresses
	res    Result
	err    error

	top       register.ID
	centre    *org // the first board, which runs what all share
	orgs      []*org
	suppliers []supplier
	adequacy  register.ID // decision on the Data Privacy Framework
	controls  []control
	objects   []*object
}

// Fill fills an empty installation with a city. It is refused where records
// already are, so that nobody's registers are mixed with invented ones.
func Fill(ctx context.Context, db *store.DB, cmd *command.Service, opt Options) (Result, error) {
	if opt.Orgs < 1 || opt.Orgs > 400 {
		return Result{}, outside("orgs", opt.Orgs, "1", "400")
	}
	if opt.Objects < 1 || opt.Objects > 1_000_000 {
		return Result{}, outside("objects", opt.Objects, "1", "1000000")
	}
	size, err := db.Position(ctx)
	if err != nil {
		return Result{}, err
	}
	if size > 0 {
		return Result{}, fault.New(fault.Conflict, "database-not-empty")
	}
	y, mon, d := opt.Now.In(db.Zone).Date()
	m := &maker{ctx: ctx, cmd: cmd, opt: opt, rng: rand.New(rand.NewPCG(opt.Seed, 0x6c696e6468616d6e)), zone: db.Zone,
		today: time.Date(y, mon, d, 0, 0, 0, 0, db.Zone), res: Result{Of: map[string]int{}}}
	for _, step := range []func(){m.tree, m.outside, m.catalogue, m.allObjects, m.afterwards} {
		step()
		if m.err != nil {
			return m.res, m.err
		}
	}
	return m.res, nil
}

func outside(field string, n int, allowed ...string) error {
	return &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Field: field, Code: "out-of-range", Value: fmt.Sprint(n), Allowed: allowed}}}
}

// values are a record's fields by name; empty ones are left out.
type values map[string]any

// add makes a record, true from a day on, and gives its identity at once, so
// that others in the same chunk can refer to it.
func (m *maker) add(r *register.Register, org register.ID, from register.Date, v values) register.ID {
	id := register.NewID(m.opt.Now)
	for k, x := range v {
		if x == nil || x == "" || x == register.ID("") || x == register.Date("") {
			delete(v, k)
		} else if d, ok := x.(register.Date); ok {
			v[k] = string(d)
		} else if i, ok := x.(register.ID); ok {
			v[k] = string(i)
		}
	}
	m.put(command.Change{Op: "create", Register: r, NewID: id, Org: org, Fields: v, Effective: m.noon(from)})
	m.res.Records++
	m.res.Of[r.Name]++
	return id
}

// change makes a later version of a record, true from a day on.
func (m *maker) change(r *register.Register, id register.ID, from register.Date, v values) {
	for k, x := range v {
		if d, ok := x.(register.Date); ok {
			v[k] = string(d)
		} else if i, ok := x.(register.ID); ok {
			v[k] = string(i)
		}
	}
	m.put(command.Change{Op: "update", Register: r, ID: string(id), Fields: v, Effective: m.noon(from)})
	m.res.Changes++
}

func (m *maker) put(c command.Change) {
	if m.err != nil {
		return
	}
	m.batch = append(m.batch, c)
	if len(m.batch) >= chunk {
		m.flush()
	}
}

// flush enters what is gathered. The door is "import": like an office's files,
// the city brings what was decided before it came here.
func (m *maker) flush() {
	if m.err != nil || len(m.batch) == 0 {
		return
	}
	opt := command.Options{Via: "import", Now: m.opt.Now, Reason: fmt.Sprintf("city seed %d", m.opt.Seed)}
	if m.opt.Tell != nil {
		before, about := m.made, int64(m.opt.Objects*perObject)
		opt.Tell = func(done int) { m.opt.Tell(int64(before+done), max(about, int64(before+done))) }
	}
	r, err := m.cmd.Do(m.ctx, access.System(), opt, m.batch...)
	if err != nil {
		m.err = fmt.Errorf("make the city: %w", err)
		return
	}
	m.made += len(m.batch)
	m.res.Position = r.Position
	m.batch = m.batch[:0]
}

func (m *maker) noon(d register.Date) time.Time {
	if d.IsZero() {
		return time.Time{}
	}
	return d.Time(m.zone).Add(12 * time.Hour)
}

// ago is the day a number of days before the last.
func (m *maker) ago(days int) register.Date { return register.DateOf(m.today.AddDate(0, 0, -days)) }

// between draws a number from lo to hi, both counted.
func (m *maker) between(lo, hi int) int { return lo + m.rng.IntN(hi-lo+1) }

// chance is true so many times of a hundred.
func (m *maker) chance(percent int) bool { return m.rng.IntN(100) < percent }

// pick draws one of a list.
func pick[T any](m *maker, list []T) T { return list[m.rng.IntN(len(list))] }

// weighted draws a word where each stands with its weight: "yes", 3, "no", 1.
func (m *maker) weighted(pairs ...any) string {
	sum := 0
	for i := 1; i < len(pairs); i += 2 {
		sum += pairs[i].(int)
	}
	n := m.rng.IntN(sum)
	for i := 0; i < len(pairs); i += 2 {
		if n -= pairs[i+1].(int); n < 0 {
			return pairs[i].(string)
		}
	}
	return ""
}

// fact draws a yes in so many of a hundred; of the rest one in ten is not known.
func (m *maker) fact(percent int) string {
	switch {
	case m.chance(percent):
		return "yes"
	case m.chance(10):
		return "unknown"
	}
	return "no"
}

// level draws a level 0–3, most often 1 or 2.
func (m *maker) level() int64 {
	return [10]int64{0, 1, 1, 1, 1, 2, 2, 2, 3, 3}[m.rng.IntN(10)]
}

func links(ids ...register.ID) []register.Link {
	out := make([]register.Link, 0, len(ids))
	for _, id := range ids {
		if id != "" {
			out = append(out, register.Link{To: id})
		}
	}
	return out
}

// orNil leaves a value out unless a condition holds.
func orNil(on bool, v any) any {
	if on {
		return v
	}
	return nil
}
