package continuity

import (
	"context"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/method/clock"
	"genomlys/internal/method/continuity"
	"genomlys/internal/register"
)

// Exercise is one exercise of a plan with what it showed.
type Exercise struct {
	Ref       string     `json:"ref"`
	Kind      string     `json:"kind"`
	On        clock.Date `json:"on,omitempty"`
	Status    string     `json:"status"`
	Result    string     `json:"result,omitempty"`
	Measured  *int       `json:"rto_measured_h"`
	Demanded  *int       `json:"rto_demanded_h"`
	Recovery  string     `json:"recovery"`
	Evaluated string     `json:"evaluated,omitempty"`
	Actions   Actions    `json:"actions"`
}

// Actions counts what something led to.
type Actions struct {
	All     int      `json:"all"`
	Done    int      `json:"done"`
	Overdue int      `json:"overdue"`
	Open    []string `json:"open"`
}

// Plan is a plan with its quality, exercises and coming days.
type Plan struct {
	ID           string             `json:"id"`
	Ref          string             `json:"ref"`
	Title        string             `json:"title"`
	Status       string             `json:"status"`
	AdoptedOn    string             `json:"adopted_on,omitempty"`
	Quality      []continuity.Check `json:"quality"`
	NextReview   clock.Date         `json:"next_review,omitempty"`
	ReviewLate   bool               `json:"review_overdue"`
	NextExercise clock.Date         `json:"next_exercise,omitempty"`
	ExerciseLate bool               `json:"exercise_overdue"`
	Exercises    []Exercise         `json:"exercises"`
}

// Object is an object with whether it needs a plan, and what it has.
type Object struct {
	ID       string            `json:"id"`
	Ref      string            `json:"ref"`
	Title    string            `json:"title"`
	T        *int              `json:"t"`
	Needed   continuity.Answer `json:"needed"`
	Why      []string          `json:"why"`
	Findings []string          `json:"rsa_findings,omitempty"`
	Plans    []string          `json:"plans"`
	InForce  bool              `json:"plan_in_force"`
}

// Overview is how an organisation stands with continuity.
type Overview struct {
	AsOf      clock.Date `json:"as_of"`
	Level     int        `json:"level"`
	Needed    int        `json:"needed"`
	Have      int        `json:"have"`
	Missing   int        `json:"missing"`
	Unknown   int        `json:"unknown"` // objects without a class, which nothing else asks a plan of
	Adopted   int        `json:"adopted"` // plans in force
	Recent    int        `json:"adopted_recently"`
	Exercised int        `json:"exercised"`
	Evaluated int        `json:"evaluated"`
	Objects   []Object   `json:"objects"` // that need a plan, those without first
	Plans     []Plan     `json:"plans"`   // in force or on the way
}

// Look tells how an organisation, or all that the caller sees, stands.
func Look(ctx context.Context, d Deps, c access.Caller, now, asOf time.Time, org register.ID) (Overview, error) {
	r, err := d.read(ctx, c, now, asOf)
	if err != nil {
		return Overview{}, err
	}
	p, err := r.look(org)
	if err != nil {
		return Overview{}, err
	}
	return p.overview(), nil
}

func (p *picture) overview() Overview {
	out := Overview{AsOf: p.r.day, Level: p.r.limits.Level, Objects: []Object{}, Plans: []Plan{}}
	for _, rec := range p.objects {
		o := p.object(rec)
		switch o.Needed {
		case continuity.Unknown:
			out.Unknown++
			continue
		case continuity.No:
			continue
		}
		out.Needed++
		if o.InForce {
			out.Have++
		} else {
			out.Missing++
		}
		out.Objects = append(out.Objects, o)
	}
	slices.SortFunc(out.Objects, func(a, b Object) int {
		if a.InForce != b.InForce {
			if a.InForce {
				return 1
			}
			return -1
		}
		return compare(a.Ref, b.Ref)
	})
	for _, rec := range p.plans {
		if gone(rec) {
			continue
		}
		x := p.standing(rec)
		if inForce(rec) {
			out.Adopted++
			for _, q := range x.Quality {
				if q.Answer == continuity.Yes && q.Check == continuity.Current {
					out.Recent++
				}
			}
			last, ok := p.plan(rec).Last(p.r.day)
			if ok && last.On >= p.r.day.AddMonths(-p.r.limits.CountsMonths) {
				out.Exercised++
			}
			if slices.ContainsFunc(x.Exercises, func(e Exercise) bool { return e.Evaluated == "yes" && e.On <= p.r.day }) {
				out.Evaluated++
			}
		}
		out.Plans = append(out.Plans, x)
	}
	return out
}

func (p *picture) object(rec *register.Record) Object {
	o := Object{ID: string(rec.ID), Ref: rec.Ref, Title: rec.Text("title"), T: known(p.t(rec.ID)), Plans: []string{}}
	o.Needed, o.Why = continuity.Need(p.t(rec.ID), p.critical(rec.ID), p.r.limits)
	for _, x := range p.found[rec.ID] {
		o.Findings = append(o.Findings, x.Ref)
	}
	for _, x := range p.plansOf[rec.ID] {
		if !gone(x) {
			o.Plans = append(o.Plans, x.Ref)
		}
		o.InForce = o.InForce || inForce(x)
	}
	return o
}

// standing is how a plan stands on the day.
func (p *picture) standing(rec *register.Record) Plan {
	m := p.plan(rec)
	out := Plan{ID: string(rec.ID), Ref: rec.Ref, Title: rec.Text("title"), Status: rec.Text("status"), AdoptedOn: rec.Text("adopted_on"),
		Quality: continuity.Quality(m, p.r.limits, p.r.day), NextReview: m.NextReview(p.r.limits), NextExercise: m.NextExercise(p.r.limits, p.r.day), Exercises: []Exercise{}}
	out.ReviewLate = out.NextReview != "" && out.NextReview < p.r.day
	out.ExerciseLate = out.NextExercise != "" && out.NextExercise < p.r.day
	for _, x := range p.exercises[rec.ID] {
		e := exercise(x)
		y := Exercise{Ref: x.Ref, Kind: x.Text("kind"), On: e.On, Status: x.Text("status"), Result: e.Result, Measured: known(e.Measured), Demanded: known(m.RTO),
			Recovery: continuity.Recovery(e.Measured, m.RTO, m.MTD), Evaluated: x.Text("evaluated"), Actions: p.count(x)}
		if m.RTO < 0 {
			y.Demanded = known(m.MTD)
		}
		out.Exercises = append(out.Exercises, y)
	}
	return out
}

// count tells how far the actions of a record have come.
func (p *picture) count(rec *register.Record) Actions {
	out := Actions{Open: []string{}}
	for _, l := range rec.LinksOf("actions") {
		a := p.actions[l.To]
		if a == nil {
			continue
		}
		out.All++
		switch {
		case a.Text("status") == "done" || a.Text("status") == "verified":
			out.Done++
		case openAction(a):
			out.Open = append(out.Open, a.Ref)
			if a.Text("status") != "proposed" && clock.Overdue(clock.Date(a.Text("due")), p.r.day) {
				out.Overdue++
			}
		}
	}
	return out
}

func known(n int) *int {
	if n < 0 {
		return nil
	}
	return &n
}
