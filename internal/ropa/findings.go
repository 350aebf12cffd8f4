package ropa

import (
	"context"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/draft"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// Transfers lists what is wrong with the transfers that are going on.
func Transfers(ctx context.Context, d draft.Deps, c access.Caller) ([]Finding, error) {
	r, err := newReading(ctx, d, c)
	if err != nil {
		return nil, err
	}
	importers, err := r.byID(registers.Recipients, nil)
	if err != nil {
		return nil, err
	}
	decided, err := r.decided()
	if err != nil {
		return nil, err
	}
	all, err := r.all(registers.Transfers, draft.Where("status", "active"))
	var out []Finding
	for _, rec := range all {
		t := register.As[registers.Transfer](rec)
		var importer *registers.Recipient
		to := importers[string(t.Importer)]
		if to != nil {
			importer = register.As[registers.Recipient](to)
		}
		codes := JudgeTransfer(t, importer, r.rules, r.day)
		if holds, known := decided[t.Country]; known && r.rests(t) {
			codes = slices.DeleteFunc(codes, func(code string) bool { return code == "no-adequacy-decision" })
			if !holds {
				codes = append(codes, "no-adequacy-decision")
			}
		}
		for _, code := range codes {
			out = append(out, Finding{Code: code, Record: rec, About: to})
		}
	}
	return out, err
}

// decided says by country whether its adequacy decision holds on the day, as the
// installation's own register has it: that goes before what the rule book knew
// when it was made, so that a decision that falls tonight can be ended tonight.
func (r *reading) decided() (map[string]bool, error) {
	all, err := r.all(registers.AdequacyDecisions, nil)
	out, latest := map[string]bool{}, map[string]register.Date{}
	for _, rec := range all {
		a := register.As[registers.AdequacyDecision](rec)
		day := register.Date(r.day)
		if a.Country == "" || a.Adopted > day || a.Adopted < latest[a.Country] {
			continue
		}
		over := !slices.Contains([]string{"in_force", "challenged"}, a.Status) && a.EndedOn <= day || a.ValidTo != "" && a.ValidTo < day
		out[a.Country], latest[a.Country] = !over, a.Adopted
	}
	return out, err
}

// rests tells whether a transfer's ground is an adequacy decision.
func (r *reading) rests(t *registers.Transfer) bool {
	m, ok := r.rules.Mechanism(t.Mechanism)
	return ok && slices.Contains(m.Needs, "decision")
}

// Agreements lists processor relations without an agreement in force, and what
// is wrong with the agreements there are (domain.md R08).
func Agreements(ctx context.Context, d draft.Deps, c access.Caller) ([]Finding, error) {
	r, err := newReading(ctx, d, c)
	if err != nil {
		return nil, err
	}
	dpas, err := r.all(registers.Agreements, query.And{draft.Where("kind", "dpa"), draft.Where("status", "in_force")})
	if err != nil {
		return nil, err
	}
	processings, err := r.byID(registers.Processings, query.Not{Of: draft.Where("status", "ended")})
	if err != nil {
		return nil, err
	}
	in := map[string][]*register.Record{} // processings by object
	for _, p := range processings {
		for _, o := range register.IDs(p.LinksOf("objects")) {
			in[o] = append(in[o], p)
		}
	}
	var out []Finding
	covered := map[[2]string]bool{} // processing and supplier
	bySupplier := map[string][]*register.Record{}
	for _, rec := range dpas {
		a := register.As[registers.Agreement](rec)
		for _, id := range register.IDs(a.Processings) {
			covered[[2]string{id, string(a.Supplier)}] = true
		}
		changed := latest(rec, about(rec, processings, in))
		bySupplier[string(a.Supplier)] = append(bySupplier[string(a.Supplier)], rec)
		for _, code := range JudgeAgreement(a, changed, r.rules, r.day) {
			f := Finding{Code: code, Record: rec}
			if code == "dpa-points-missing" {
				f.Fields = PointsLeft(a)
			}
			out = append(out, f)
		}
	}
	suppliers, err := r.byID(registers.Recipients, nil)
	if err != nil {
		return nil, err
	}
	for _, p := range sortedRecords(processings) {
		for _, s := range register.IDs(p.LinksOf("processors")) {
			// An agreement that names no processing covers what its objects do,
			// or, naming none, all that the supplier does for the same office.
			general := slices.ContainsFunc(bySupplier[s], func(a *register.Record) bool {
				return a.Org == p.Org && len(a.LinksOf("processings")) == 0 && (len(a.LinksOf("objects")) == 0 || shares(register.IDs(a.LinksOf("objects")), register.IDs(p.LinksOf("objects"))))
			})
			if !covered[[2]string{string(p.ID), s}] && !general {
				out = append(out, Finding{Code: "dpa-missing", Record: p, About: suppliers[s]})
			}
		}
	}
	return out, nil
}

// AgreementFindings lists what is wrong with one agreement, whatever its state:
// what is looked at while it is made, and not first when it holds.
func AgreementFindings(ctx context.Context, d draft.Deps, c access.Caller, rec *register.Record) ([]Finding, error) {
	r, err := newReading(ctx, d, c)
	if err != nil {
		return nil, err
	}
	a := register.As[registers.Agreement](rec)
	var which query.Checked
	switch named, objects := register.IDs(a.Processings), register.IDs(a.Objects); {
	case len(named) > 0:
		which = draft.Where("id", named...)
	case len(objects) > 0:
		which = draft.Holds("objects", objects...)
	}
	var changed clock.Date
	if which != nil {
		found, err := r.all(registers.Processings, query.And{which, query.Not{Of: draft.Where("status", "ended")}})
		if err != nil {
			return nil, err
		}
		changed = latest(rec, found)
	}
	var out []Finding
	for _, code := range JudgeAgreement(a, changed, r.rules, r.day) {
		f := Finding{Code: code, Record: rec}
		if code == "dpa-points-missing" {
			f.Fields = PointsLeft(a)
		}
		out = append(out, f)
	}
	return out, nil
}

// about are the processings that an agreement may cover: those it names, else
// those in its objects.
func about(a *register.Record, all map[string]*register.Record, in map[string][]*register.Record) (out []*register.Record) {
	for _, id := range register.IDs(a.LinksOf("processings")) {
		if p := all[id]; p != nil {
			out = append(out, p)
		}
	}
	for _, o := range register.IDs(a.LinksOf("objects")) {
		out = append(out, in[o]...)
	}
	return out
}

// latest is the last day on which some processing that an agreement covers changed.
func latest(a *register.Record, ps []*register.Record) (day clock.Date) {
	for _, p := range ps {
		if covers(a, p) {
			day = max(day, clock.Date(p.Text("changed_on")))
		}
	}
	return day
}

func sortedRecords(m map[string]*register.Record) []*register.Record {
	out := make([]*register.Record, 0, len(m))
	for _, r := range m {
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b *register.Record) int { return strings.Compare(a.Ref, b.Ref) })
	return out
}

// Requirements gives the requirements of a service agreement by their status.
func Requirements(ctx context.Context, d draft.Deps, c access.Caller, agreement register.ID) (map[string][]*register.Record, error) {
	r, err := newReading(ctx, d, c)
	if err != nil {
		return nil, err
	}
	all, err := r.all(registers.Requirements, draft.Where("agreement", string(agreement)))
	out := map[string][]*register.Record{}
	for _, rec := range all {
		out[rec.Text("status")] = append(out[rec.Text("status")], rec)
	}
	return out, err
}

// Logging lists logging requirements that are not complete, and objects with a
// service agreement that have none that is.
func Logging(ctx context.Context, d draft.Deps, c access.Caller) ([]Finding, error) {
	r, err := newReading(ctx, d, c)
	if err != nil {
		return nil, err
	}
	all, err := r.all(registers.LogRequirements, query.Not{Of: draft.Where("status", "ended")})
	if err != nil {
		return nil, err
	}
	objects, err := r.byID(registers.Objects, nil)
	if err != nil {
		return nil, err
	}
	var out []Finding
	complete := map[string]bool{}
	for _, rec := range all {
		gaps := LoggingGaps(register.As[registers.LogRequirement](rec))
		if len(gaps) == 0 {
			complete[rec.Text("object")] = true
			continue
		}
		out = append(out, Finding{Code: "logging-incomplete", Record: rec, About: objects[rec.Text("object")], Fields: gaps})
	}
	agreements, err := r.all(registers.Agreements, query.And{draft.Where("kind", "service_agreement"), draft.Where("status", "in_force")})
	seen := map[string]bool{}
	for _, a := range agreements {
		for _, o := range register.IDs(a.LinksOf("objects")) {
			if rec := objects[o]; rec != nil && !complete[o] && !seen[o] {
				seen[o] = true
				out = append(out, Finding{Code: "logging-missing", Record: rec, About: a})
			}
		}
	}
	return out, err
}
