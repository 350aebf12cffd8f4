// Package control is the office's work with internal control: the materiality
// and risk assessment with its mandatory working methods, the control plan over
// the year, and what may be said of a period (domain.md R22).
package control

import (
	"context"
	"fmt"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/method/clock"
	"genomlys/internal/method/control"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Deps is what questions and texts are answered from.
type Deps struct {
	DB *store.DB
}

// Install adds the rules and consequences of internal control.
func Install(s *command.Service, db *store.DB) error {
	book, err := rulebook.Load()
	if err != nil {
		return fmt.Errorf("control: %w", err)
	}
	h := &house{db, book}
	s.AddRule(registers.VorProcesses.Name, h.mayDecide)
	s.AddRule(registers.VorRisks.Name, h.mayHandle)
	s.AddThen(registers.VorRisks.Name, h.assessedToday)
	s.AddRule(registers.ControlPlans.Name, h.mayAdopt)
	s.AddRule(registers.ControlResults.Name, h.mayPerform)
	s.AddRule(registers.ControlResults.Name, h.mayConfirm)
	s.AddThen(registers.ControlResults.Name, h.deviates)
	return nil
}

type house struct {
	db   *store.DB
	book *rulebook.Book
}

// year is all that internal control rests on for a year, read once.
type year struct {
	day        clock.Date
	year       int
	scale      rulebook.RiskScale
	levels     rulebook.Degrees
	processes  []*register.Record
	risks      map[register.ID][]*register.Record // by process
	plans      []*register.Record
	activities []*register.Record
	results    map[register.ID][]*register.Record // by activity
	deviations map[register.ID][]*register.Record // by result
	functions  map[string]string                  // titles
	byID       map[register.ID]*register.Record   // risks
	orgs       map[register.ID]*register.Record
}

// look reads a year of an organisation and what is below it, as of an instant.
func (d Deps) look(ctx context.Context, c access.Caller, now, asOf time.Time, org register.ID, n int) (*year, error) {
	book, err := rulebook.Load()
	if err != nil {
		return nil, err
	}
	at := now
	if !asOf.IsZero() {
		at = asOf
	}
	y := &year{day: clock.Date(register.DateOf(at.In(d.DB.Zone))), year: n, risks: map[register.ID][]*register.Record{}, results: map[register.ID][]*register.Record{},
		deviations: map[register.ID][]*register.Record{}, functions: map[string]string{}, byID: map[register.ID]*register.Record{}, orgs: map[register.ID]*register.Record{}}
	y.scale, y.levels = book.At(y.day).Risk(rulebook.VOR), book.At(y.day).Degrees(rulebook.DeviationLadder)
	read := func(reg *register.Register, filter query.Checked, each func(*register.Record)) {
		if err != nil {
			return
		}
		err = d.DB.Each(ctx, c.Read(reg), store.Query{Register: reg, Filter: filter, AsOf: asOf}, func(rec *register.Record) error {
			each(rec)
			return nil
		})
	}
	read(registers.Orgs, nil, func(o *register.Record) { y.orgs[o.ID] = o })
	in := y.within(org)
	read(registers.VorProcesses, nil, func(x *register.Record) {
		if number(x, "year") == n && in(x.Org) {
			y.processes = append(y.processes, x)
		}
	})
	read(registers.VorRisks, nil, func(x *register.Record) {
		p := register.ID(x.Text("process"))
		y.risks[p] = append(y.risks[p], x)
		y.byID[x.ID] = x
	})
	chosen := map[string]bool{}
	read(registers.ControlPlans, nil, func(x *register.Record) {
		if number(x, "year") == n && in(x.Org) {
			y.plans = append(y.plans, x)
			chosen[string(x.ID)] = true
		}
	})
	read(registers.ControlActivities, nil, func(x *register.Record) {
		if chosen[x.Text("plan")] {
			y.activities = append(y.activities, x)
		}
	})
	read(registers.ControlResults, nil, func(x *register.Record) {
		a := register.ID(x.Text("activity"))
		y.results[a] = append(y.results[a], x)
	})
	read(registers.Deviations, nil, func(x *register.Record) {
		r := register.ID(x.Text("result"))
		y.deviations[r] = append(y.deviations[r], x)
	})
	read(registers.RoleAssignments, nil, func(x *register.Record) { y.functions[string(x.ID)] = x.Text("title") })
	for _, list := range [][]*register.Record{y.processes, y.plans, y.activities} {
		slices.SortFunc(list, byRef)
	}
	return y, err
}

// within tells what is an organisation or below it; all when none is given.
func (y *year) within(org register.ID) func(register.ID) bool {
	return func(of register.ID) bool {
		if org == "" {
			return true
		}
		seen := map[register.ID]bool{}
		for of != "" && !seen[of] {
			if of == org {
				return true
			}
			seen[of] = true
			up := y.orgs[of]
			if up == nil {
				return false
			}
			of = register.ID(up.Text("parent"))
		}
		return false
	}
}

func byRef(a, b *register.Record) int {
	if a.Ref < b.Ref {
		return -1
	}
	if a.Ref > b.Ref {
		return 1
	}
	return 0
}

func number(rec *register.Record, field string) int {
	n, _ := rec.Number(field)
	return int(n)
}

// method gives the activities of adopted plans as the method needs them: a plan
// that nobody has adopted makes nothing due.
func (y *year) method() (out []control.Activity) {
	adopted := map[string]bool{}
	for _, p := range y.plans {
		adopted[string(p.ID)] = p.Text("status") != "draft"
	}
	for _, a := range y.activities {
		if !adopted[a.Text("plan")] {
			continue
		}
		x := control.Activity{ID: a.Ref, Frequency: a.Text("frequency"), Part: a.Text("period"), Cancelled: a.Text("status") == "cancelled"}
		for _, r := range y.results[a.ID] {
			x.Results = append(x.Results, result(r))
		}
		out = append(out, x)
	}
	return out
}

// result is what a record says that was performed; one that is only planned
// says nothing, whatever else stands in it.
func result(r *register.Record) control.Result {
	out := control.Result{ID: r.Ref, Span: control.Span{From: clock.Date(r.Text("period_from")), To: clock.Date(r.Text("period_to"))}, Level: r.Text("deviation_level"), Confirmed: r.Text("status") == "confirmed"}
	if r.Text("status") != "planned" {
		out.On = clock.Date(r.Text("performed_on"))
	}
	return out
}

// shows are the levels as the method needs them.
func (y *year) shows() control.Levels {
	return control.Levels{Order: y.levels.Codes(), Nothing: y.levels.Marked(rulebook.Nothing), Grave: y.levels.Marked(rulebook.Grave)}
}

// grave are the results that a deviation shows to be material.
func (y *year) grave() (out []string) {
	for _, rs := range y.results {
		for _, r := range rs {
			for _, d := range y.deviations[r.ID] {
				if y.levels.Is(d.Text("level"), rulebook.Grave) {
					out = append(out, r.Ref)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// methods are the working methods that a mandatory process must assess.
func methods() []string { return registers.VorRisks.Must("working_method").Choices.Codes() }

// assessed tells whether a risk has been placed on the scale and the situation
// of its working method judged up to a day.
func assessed(r *register.Record, day clock.Date) bool {
	on := clock.Date(r.Text("assessed_on"))
	return r.Text("status") != "identified" && number(r, "p") > 0 && number(r, "c") > 0 && on.Valid() && on <= day
}
