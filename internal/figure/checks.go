package figure

import (
	"context"
	"errors"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/method/classify"
	"genomlys/internal/method/clock"
	"genomlys/internal/method/coverage"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Standing is how an object answers to the nine checks (domain.md 4.6, M1).
type Standing struct {
	Object store.Key
	Checks []coverage.Result // in the order of the rule book
	Tally  coverage.Tally
}

// Standings are the checks of an organisation's objects as of a date; Sum is the
// sum of yes over the sum of what applies, not a mean of means.
type Standings struct {
	AsOf    register.Date
	Checks  []rulebook.Check // what each is called and when it applies
	Objects []Standing       // by human number
	Sum     coverage.Share
}

// Checks judges the nine checks of the objects that an organisation's figures
// count; object narrows it to one of those that the caller sees.
func (e *Engine) Checks(ctx context.Context, caller access.Caller, org, object register.ID, asOf register.Date) (Standings, error) {
	if err := dates(asOf, ""); err != nil {
		return Standings{}, err
	}
	r := e.run(caller, asOf, 0)
	filter := `id = "` + string(object) + `"`
	if object == "" {
		t, err := r.tree(ctx)
		if err != nil {
			return Standings{}, err
		}
		v, err := t.view(org)
		if err != nil {
			return Standings{}, err
		}
		reg, err := r.register("object")
		if err != nil {
			return Standings{}, err
		}
		filter = v.base(reg)
	}
	return r.checks(ctx, filter, object)
}

func (r *run) checks(ctx context.Context, filter string, one register.ID) (Standings, error) {
	out := Standings{AsOf: r.date, Checks: r.rules.Checks()}
	facts, err := r.checked(ctx, filter, one)
	if err != nil {
		return out, err
	}
	limits := r.rules.CheckLimits()
	var tallies []coverage.Tally
	for _, f := range facts {
		s := Standing{Object: f.key, Checks: coverage.Check(f.Object, limits, r.day())}
		s.Tally = coverage.Score(s.Checks)
		out.Objects = append(out.Objects, s)
		tallies = append(tallies, s.Tally)
	}
	slices.SortFunc(out.Objects, func(a, b Standing) int { return numbered(a.Object, b.Object) })
	out.Sum = coverage.Sum(tallies)
	return out, nil
}

// facts are what the registers know of an object for its checks.
type facts struct {
	coverage.Object
	key store.Key
}

func answer(yes bool) coverage.Answer {
	if yes {
		return coverage.Yes
	}
	return coverage.No
}

// checked gathers what the checks ask about, a read for each register.
func (r *run) checked(ctx context.Context, filter string, one register.ID) (map[register.ID]*facts, error) {
	out := map[register.ID]*facts{}
	err := r.each(ctx, read{"object", filter, []string{"owner", "personal_data", "supplier", "operation_form"}}, func(k store.Key, v []any) {
		personal, _ := v[1].(string)
		form, _ := v[3].(string)
		f := &facts{key: k, Object: coverage.Object{OwnerNamed: answer(v[0] != nil), PersonalData: coverage.Answer(personal), MaxLevel: -1, T: -1,
			ClassDecided: coverage.No, ClassCurrent: coverage.No, PlanDecided: coverage.No, DPIANeeded: coverage.Unknown, DPIADecided: coverage.No,
			AgreementNeeded: coverage.Yes, AgreementInForce: coverage.No, RequirementsStated: coverage.No, LoggingStated: coverage.No,
			ContinuityCritical: coverage.No, ContinuityAdopted: coverage.No}}
		if v[2] == nil && form == "own" {
			f.AgreementNeeded = coverage.NotApplicable
		}
		out[k.ID] = f
	})
	if err != nil {
		return nil, err
	}
	about := func(filter, links string) string { // narrows a read to what is about the one object
		switch {
		case one == "":
			return filter
		case links != "":
			return both(filter, links+`:"`+string(one)+`"`)
		}
		return both(filter, `object = "`+string(one)+`"`)
	}
	return out, errors.Join(
		r.checkedClasses(ctx, out, one),
		r.checkedProcessings(ctx, out, about),
		r.checkedPlans(ctx, out, about),
		r.checkedSupply(ctx, out, about),
		r.checkedContinuity(ctx, out, about),
	)
}

func (r *run) checkedClasses(ctx context.Context, out map[register.ID]*facts, one register.ID) error {
	all, err := r.decisions(ctx)
	if err != nil {
		return err
	}
	current, err := once(r, "current", func() (map[register.ID]bool, error) { return r.current(ctx, all) })
	if err != nil {
		return err
	}
	unsure := false // whether some need of a risk analysis rests on what leans on the object
	for id, f := range out {
		if d, ok := classify.Latest(plain(all[id]), r.day()); ok {
			f.ClassDecided, f.ClassCurrent = coverage.Yes, answer(current[id])
			f.MaxLevel, f.T = int(d.Class.Max()), int(d.Class[classify.T])
			// An office's list of classes tells of its plans in the same row.
			i := slices.IndexFunc(all[id], func(x decision) bool { return x.ID == d.ID })
			if on := all[id][i].planned; on != "" && on <= r.day() {
				f.PlanDecided = coverage.Yes
			}
		}
		unsure = unsure || f.MaxLevel < r.rules.CheckLimits().RiskLevel
	}
	if !unsure && one != "" {
		return nil // the graph of all objects need not be laid out for one whose level decides
	}
	gaps, err := r.gaps(ctx)
	for id, f := range out {
		f.DemandGap = gaps[id]
	}
	return err
}

func (r *run) checkedProcessings(ctx context.Context, out map[register.ID]*facts, about func(filter, links string) string) error {
	of := map[register.ID][]register.ID{} // objects, by processing
	needs := map[register.ID][]coverage.Answer{}
	err := r.each(ctx, read{"processing", about("{{known_processing}}", "objects"), []string{"objects", "dpia_need"}}, func(k store.Key, v []any) {
		need, _ := v[1].(string)
		for _, o := range members(v[0]) {
			if f := out[register.ID(o)]; f != nil {
				f.Processings++
				of[k.ID] = append(of[k.ID], f.key.ID)
				needs[f.key.ID] = append(needs[f.key.ID], coverage.Answer(need))
			}
		}
	})
	if err != nil {
		return err
	}
	for id, f := range out {
		f.DPIANeeded = needed(needs[id], f.PersonalData)
	}
	return r.each(ctx, read{"dpia", "decided_on <= asof", []string{"objects", "processings"}}, func(_ store.Key, v []any) {
		for _, o := range members(v[0]) {
			if f := out[register.ID(o)]; f != nil {
				f.DPIADecided = coverage.Yes
			}
		}
		for _, p := range members(v[1]) {
			for _, o := range of[register.ID(p)] {
				out[o].DPIADecided = coverage.Yes
			}
		}
	})
}

// needed sums what an object's processings say of the need of a data protection
// impact assessment: one that needs it is enough, all must say no.
func needed(each []coverage.Answer, personal coverage.Answer) coverage.Answer {
	if len(each) == 0 && personal == coverage.No {
		return coverage.NotApplicable
	}
	sum := coverage.No
	for _, a := range each {
		switch a {
		case coverage.Yes:
			return coverage.Yes
		case coverage.No, coverage.NotApplicable:
		default:
			sum = coverage.Unknown
		}
	}
	if len(each) == 0 {
		return coverage.Unknown
	}
	return sum
}

func (r *run) checkedPlans(ctx context.Context, out map[register.ID]*facts, about func(filter, links string) string) error {
	plans := map[register.ID]*facts{}
	carriedOut, waiting := map[*facts]bool{}, map[*facts]bool{}
	err := r.each(ctx, read{"action_plan", about("object:*", ""), []string{"object", "origin_kind", "decided_on", "closed_on"}}, func(k store.Key, v []any) {
		o, _ := v[0].(string)
		f := out[register.ID(o)]
		if f == nil {
			return
		}
		cause, _ := v[1].(string)
		decided, _ := v[2].(string)
		closed, _ := v[3].(string)
		switch day := string(r.date); {
		case decided == "" || decided > day:
			waiting[f] = waiting[f] || cause == "classification"
			return
		case closed != "" && closed <= day:
			carriedOut[f] = true
		default:
			f.PlanDecided = coverage.Yes
		}
		plans[k.ID] = f
	})
	if err != nil {
		return err
	}
	// A plan that was decided and carried out is a plan decided, until a later
	// class has drafted another.
	for f := range carriedOut {
		if !waiting[f] {
			f.PlanDecided = coverage.Yes
		}
	}
	err = r.each(ctx, read{"action", "{{open_action}} AND due < asof", []string{"object", "plan"}}, func(_ store.Key, v []any) {
		o, _ := v[0].(string)
		p, _ := v[1].(string)
		f := out[register.ID(o)]
		if f == nil {
			f = plans[register.ID(p)]
		}
		if f != nil {
			f.ActionsOverdue++
		}
	})
	if err != nil {
		return err
	}
	return r.each(ctx, read{"risk_analysis", about("object:* AND decided_on <= asof", ""), []string{"object", "decided_on"}}, func(_ store.Key, v []any) {
		o, _ := v[0].(string)
		d, _ := v[1].(string)
		if f := out[register.ID(o)]; f != nil {
			f.RiskAnalysedOn = max(f.RiskAnalysedOn, clock.Date(d))
		}
	})
}

func (r *run) checkedSupply(ctx context.Context, out map[register.ID]*facts, about func(filter, links string) string) error {
	mark := func(object any, set func(*facts)) {
		for _, o := range members(object) {
			if f := out[register.ID(o)]; f != nil {
				set(f)
			}
		}
	}
	months := map[register.ID]int{}
	return errors.Join(
		r.each(ctx, read{"agreement", about("{{agreed}}", "objects"), []string{"objects"}}, func(_ store.Key, v []any) {
			mark(v[0], func(f *facts) { f.AgreementInForce = coverage.Yes })
		}),
		r.each(ctx, read{"requirement", about("object:* AND wanted_in = service_agreement AND since <= asof", ""), []string{"object"}}, func(_ store.Key, v []any) {
			mark(v[0], func(f *facts) { f.RequirementsStated = coverage.Yes })
		}),
		r.each(ctx, read{"log_requirement", about("{{logging_complete}}", ""), []string{"object"}}, func(_ store.Key, v []any) {
			mark(v[0], func(f *facts) { f.LoggingStated = coverage.Yes })
		}),
		r.each(ctx, read{"access_routine", about("status = decided AND frequency_months >= 1", ""), []string{"object", "frequency_months"}}, func(_ store.Key, v []any) {
			n, _ := v[1].(int64)
			mark(v[0], func(f *facts) {
				if m := months[f.key.ID]; m == 0 || int(n) < m {
					months[f.key.ID], f.AccessMonths = int(n), int(n)
				}
			})
		}),
		r.each(ctx, read{"access_review", about("performed_on <= asof", ""), []string{"object", "performed_on"}}, func(_ store.Key, v []any) {
			d, _ := v[1].(string)
			mark(v[0], func(f *facts) { f.AccessReviewedOn = max(f.AccessReviewedOn, clock.Date(d)) })
		}),
	)
}

func (r *run) checkedContinuity(ctx context.Context, out map[register.ID]*facts, about func(filter, links string) string) error {
	plans := map[register.ID][]*facts{}
	err := r.each(ctx, read{"continuity_plan", about("{{plan_in_force}}", "objects"), []string{"objects", "critical"}}, func(k store.Key, v []any) {
		for _, o := range members(v[0]) {
			if f := out[register.ID(o)]; f != nil {
				f.ContinuityAdopted = coverage.Yes
				if v[1] == string(coverage.Yes) {
					f.ContinuityCritical = coverage.Yes
				}
				plans[k.ID] = append(plans[k.ID], f)
			}
		}
	})
	if err != nil {
		return err
	}
	return errors.Join(
		r.each(ctx, read{"rsa_finding", about("critical = yes AND {{entered}}", "objects"), []string{"objects"}}, func(_ store.Key, v []any) {
			for _, o := range members(v[0]) {
				if f := out[register.ID(o)]; f != nil {
					f.ContinuityCritical = coverage.Yes
				}
			}
		}),
		r.each(ctx, read{"exercise", "held_on <= asof", []string{"plan", "held_on"}}, func(_ store.Key, v []any) {
			p, _ := v[0].(string)
			d, _ := v[1].(string)
			for _, f := range plans[register.ID(p)] {
				f.ContinuityExercised = max(f.ContinuityExercised, clock.Date(d))
			}
		}),
	)
}
