package control

import (
	"cmp"
	"context"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/method/clock"
	"genomlys/internal/method/control"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// Activity is a control activity with its slots of the year.
type Activity struct {
	ID          string         `json:"id"`
	Ref         string         `json:"ref"`
	Title       string         `json:"title"`
	Responsible string         `json:"responsible,omitempty"`
	Risk        string         `json:"vor_risk,omitempty"`
	Method      string         `json:"working_method,omitempty"`
	Adopted     bool           `json:"in_adopted_plan"`
	Slots       []control.Slot `json:"slots"`
	Results     []Result       `json:"results"`
}

// Result is what an activity showed.
type Result struct {
	Ref         string       `json:"ref"`
	Span        control.Span `json:"span"`
	PerformedOn string       `json:"performed_on,omitempty"`
	Tested      *int64       `json:"tested_n"`
	Deviations  *int64       `json:"deviations_n"`
	Level       string       `json:"deviation_level,omitempty"`
	Confirmed   bool         `json:"confirmed"`
	Text        string       `json:"text,omitempty"`
	Actions     int          `json:"actions"`
	Open        []Deviation  `json:"deviations"`
}

// Deviation is a failing with how it stands.
type Deviation struct {
	Ref    string `json:"ref"`
	Level  string `json:"level"`
	Status string `json:"status"`
	Text   string `json:"text,omitempty"`
}

// Period is internal control of a year or a part of it: what may be said, and
// what it rests on.
type Period struct {
	AsOf       clock.Date        `json:"as_of"`
	Year       int               `json:"year"`
	Part       string            `json:"period"`
	Plans      []PlanOf          `json:"plans"`
	Statement  control.Statement `json:"statement"`
	Says       map[string]string `json:"says"` // the statement in words, by language
	Activities []Activity        `json:"activities"`
}

// PlanOf is a control plan of the year.
type PlanOf struct {
	Ref       string `json:"ref"`
	Title     string `json:"title"`
	Status    string `json:"status"`
	AdoptedOn string `json:"adopted_on,omitempty"`
}

// Follow tells what was due, performed and found in a part of a year: t1, t2,
// t3, jan_aug or year.
func Follow(ctx context.Context, d Deps, c access.Caller, now, asOf time.Time, org register.ID, n int, part string) (Period, error) {
	y, err := d.look(ctx, c, now, asOf, org, n)
	if err != nil {
		return Period{}, err
	}
	return y.follow(part), nil
}

func (y *year) follow(part string) Period {
	out := Period{AsOf: y.day, Year: y.year, Part: part, Plans: []PlanOf{}, Activities: []Activity{}}
	adopted := map[string]bool{}
	for _, p := range y.plans {
		adopted[string(p.ID)] = p.Text("status") != "draft"
		out.Plans = append(out.Plans, PlanOf{p.Ref, p.Text("title"), p.Text("status"), p.Text("adopted_on")})
	}
	slots := control.Follow(y.shows(), y.year, y.method(), y.day)
	span, _ := control.Period(y.year, part)
	out.Statement = control.State(y.shows(), slots, span, y.day, y.grave()...)
	out.Says = says(out.Statement)
	for _, a := range y.activities {
		x := Activity{ID: string(a.ID), Ref: a.Ref, Title: a.Text("title"), Responsible: y.functions[a.Text("responsible")], Adopted: adopted[a.Text("plan")], Slots: []control.Slot{}, Results: []Result{}}
		if r := y.byID[register.ID(a.Text("risk"))]; r != nil {
			x.Risk, x.Method = r.Ref, r.Text("working_method")
		}
		for _, s := range slots {
			if s.Activity == a.Ref {
				x.Slots = append(x.Slots, s)
			}
		}
		for _, r := range y.results[a.ID] {
			m := result(r)
			if m.On.IsZero() || m.On > y.day {
				continue
			}
			x.Results = append(x.Results, y.result(r, m))
		}
		slices.SortFunc(x.Results, func(a, b Result) int {
			return cmp.Or(cmp.Compare(a.Span.From, b.Span.From), cmp.Compare(a.Ref, b.Ref))
		})
		out.Activities = append(out.Activities, x)
	}
	return out
}

func (y *year) result(r *register.Record, m control.Result) Result {
	x := Result{Ref: r.Ref, Span: m.Span, PerformedOn: string(m.On), Level: m.Level, Confirmed: m.Confirmed, Text: r.Text("text"), Actions: len(r.LinksOf("actions")), Open: []Deviation{}}
	if n, ok := r.Number("tested_n"); ok {
		x.Tested = &n
	}
	if n, ok := r.Number("deviations_n"); ok {
		x.Deviations = &n
	}
	for _, d := range y.deviations[r.ID] {
		x.Open = append(x.Open, Deviation{d.Ref, d.Text("level"), d.Text("status"), d.Text("text")})
	}
	return x
}

// Process is a process of the materiality and risk assessment.
type Process struct {
	ID        string           `json:"id"`
	Ref       string           `json:"ref"`
	Title     string           `json:"title"`
	Org       string           `json:"org"`
	Mandatory bool             `json:"mandatory"`
	Status    string           `json:"status"`
	Methods   []control.Method `json:"methods,omitempty"` // of a mandatory one
	Assessed  int              `json:"methods_assessed"`
	Risks     []VorRisk        `json:"risks"`
}

// VorRisk is a risk with what its value asks for.
type VorRisk struct {
	Ref       string   `json:"ref"`
	Title     string   `json:"title"`
	Method    string   `json:"working_method,omitempty"`
	P         int      `json:"p"`
	C         int      `json:"c"`
	Value     int      `json:"value"`
	Band      string   `json:"band,omitempty"`
	Handling  string   `json:"handling,omitempty"`
	Enough    bool     `json:"handling_enough"`
	Situation string   `json:"situation,omitempty"`
	Controls  []string `json:"controls"`
	Actions   int      `json:"actions"`
}

// Vor is the year's materiality and risk assessment.
type Vor struct {
	AsOf      clock.Date `json:"as_of"`
	Year      int        `json:"year"`
	Asked     int        `json:"methods_asked"` // of each mandatory process
	Findings  []string   `json:"findings"`      // working methods without an assessed risk
	Processes []Process  `json:"processes"`
}

// Assessment tells how the processes of a year stand, with the mandatory ones'
// working methods.
func Assessment(ctx context.Context, d Deps, c access.Caller, now, asOf time.Time, org register.ID, n int) (Vor, error) {
	y, err := d.look(ctx, c, now, asOf, org, n)
	if err != nil {
		return Vor{}, err
	}
	return y.vor(), nil
}

func (y *year) vor() Vor {
	out := Vor{AsOf: y.day, Year: y.year, Asked: len(methods()), Findings: []string{}, Processes: []Process{}}
	controls := map[string][]string{}
	for _, a := range y.activities {
		if a.Text("status") == "cancelled" {
			continue
		}
		controls[a.Text("risk")] = append(controls[a.Text("risk")], a.Ref)
	}
	for _, p := range y.processes {
		x := Process{ID: string(p.ID), Ref: p.Ref, Title: p.Text("title"), Mandatory: p.Text("mandatory") == "yes", Status: p.Text("status"), Risks: []VorRisk{}}
		if o := y.orgs[p.Org]; o != nil {
			x.Org = o.Text("title")
		}
		risks := y.risks[p.ID]
		slices.SortFunc(risks, func(a, b *register.Record) int {
			return cmp.Or(number(b, "value")-number(a, "value"), byRef(a, b))
		})
		for _, r := range risks {
			x.Risks = append(x.Risks, y.risk(r, controls[string(r.ID)]))
		}
		if x.Mandatory {
			x.Methods = control.Methods(methods(), rated(risks, y.day))
			for _, m := range x.Methods {
				if m.Assessed > 0 {
					x.Assessed++
				} else {
					out.Findings = append(out.Findings, p.Ref+" "+registers.VorRisks.Must("working_method").Choices.Label(m.Code).SV)
				}
			}
		}
		out.Processes = append(out.Processes, x)
	}
	return out
}

func (y *year) risk(r *register.Record, controls []string) VorRisk {
	x := VorRisk{Ref: r.Ref, Title: r.Text("title"), Method: r.Text("working_method"), P: number(r, "p"), C: number(r, "c"), Value: number(r, "value"), Handling: r.Text("handling"),
		Situation: r.Text("situation"), Controls: append([]string{}, controls...), Actions: len(r.LinksOf("actions")), Enough: handled(y.scale, r, len(controls) > 0) == nil}
	if a, err := y.scale.Scale().Assess(x.P, x.C); err == nil {
		x.Band = a.Band.Code
	}
	return x
}
