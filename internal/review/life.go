package review

import (
	"context"
	"strconv"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// Draft tells what a new review is made from.
type Draft struct {
	Org       register.ID
	Year      int
	AsOf      register.Date
	Compare   register.Date // empty = a year before
	Fields    map[string]any
	Effective time.Time // zero = now
	Via       string    // web, api, cli, import
}

func (d Deps) register(name string) *register.Register {
	r, ok := d.DB.Catalogue.Get(name)
	if !ok {
		panic("review: no register " + name)
	}
	return r
}

// Create makes the record of a review in the state preparing. Reporter and
// receiver are the organisation's coordinator and head, when there is one of
// each and they are not named. There is one review a year and organisation; a
// correction of a decided one is made with Correct.
func Create(ctx context.Context, d Deps, caller access.Caller, in Draft) (*register.Record, error) {
	plan, err := theOutline()
	if err != nil {
		return nil, err
	}
	if in.Compare.IsZero() {
		in.Compare = in.AsOf.YearBefore()
	}
	b := &builder{ctx: ctx, d: d, caller: caller, plan: plan, req: Request{Org: in.Org, Year: in.Year, AsOf: in.AsOf}, titles: map[string]*register.Record{}}
	if err := b.place0(); err != nil {
		return nil, err
	}
	if b.record != nil {
		return nil, fault.New(fault.Conflict, "review-exists", b.record.Ref, strconv.Itoa(in.Year))
	}
	fields := map[string]any{"year": in.Year, "as_of": string(in.AsOf), "compare_as_of": string(in.Compare), "template_version": plan.Version, "language": "sv"}
	b.own = []register.ID{in.Org}
	for field, functions := range map[string]string{"reporter": "isam", "obtained_by": "(head, city_manager)"} {
		recs, err := b.latest(d.register("role_assignment"), "status = active AND function = "+functions+" AND "+b.reaching("own"))
		if err != nil {
			return nil, err
		}
		if len(recs) > 0 {
			fields[field] = string(recs[0].ID)
		}
	}
	for k, v := range in.Fields {
		fields[k] = v
	}
	r, err := d.Commands.Do(ctx, caller, command.Options{Via: in.Via, Now: d.Now()},
		command.Change{Op: "create", Register: d.register("management_review"), Org: in.Org, Fields: fields, Effective: in.Effective})
	if err != nil {
		return nil, err
	}
	return r.Items[0].New, nil
}

// Step makes a declared change of state: draft, send, return, hold, annex or
// archive. A review is sent to the head only when nothing stands in the way of
// a decision (domain.md 3.35); decide has a function of its own.
func Step(ctx context.Context, d Deps, caller access.Caller, id, action string, fields map[string]any, effective time.Time, via string) (*register.Record, error) {
	r := d.register("management_review")
	if action == "decide" {
		return nil, fault.New(fault.Invalid, "decide-has-its-own-way")
	}
	if action == "send" {
		rec, err := d.DB.Get(ctx, caller.Read(r), r, id, time.Time{}, 0)
		if err != nil {
			return nil, err
		}
		rv, err := Build(ctx, d, caller, Request{ID: rec.ID})
		if err != nil {
			return nil, err
		}
		if err := fault.Problems(Check(rv)); err != nil {
			return nil, err
		}
	}
	if fields == nil {
		fields = map[string]any{}
	}
	out, err := d.Commands.Do(ctx, caller, command.Options{Via: via, Now: d.Now()}, command.Change{Op: action, Register: r, ID: id, Fields: fields, Effective: effective})
	if err != nil {
		return nil, err
	}
	return out.Items[0].New, nil
}
