package review

import (
	"context"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// Correction is what is put right in a decided review.
type Correction struct {
	Reason  string
	Fields  map[string]any    // of the record: Correctable
	Texts   map[string]string // by the places' keys; what is not named stays
	Lang    lang.Lang         // of the texts
	Version int64             // of the record that was seen; 0 = whichever
	Via     string
}

// Correctable are the fields that a correction may change besides the texts.
// What the figures saw, who decided and when are never corrected: that is
// another decision.
var Correctable = []string{"minutes", "participants", "proposals", "annex_to", "diary_no"}

// Correct makes a new version of a decided review with a reason: new texts over
// the same figures, read at the same ledger position. The version before is
// kept, with its files. Only who may decide the review may correct it.
func Correct(ctx context.Context, d Deps, caller access.Caller, id string, in Correction) (*register.Record, error) {
	rec, _, err := decidable(ctx, d, caller, id)
	if err != nil {
		return nil, err
	}
	switch {
	case !isFrozen(rec):
		return nil, fault.New(fault.Conflict, "not-decided", rec.Ref)
	case in.Version != 0 && in.Version != rec.Version:
		return nil, fault.New(fault.Stale, "changed-meanwhile")
	}
	all, err := corrected(rec, in)
	if err != nil {
		return nil, err
	}
	decoded, ps := rec.Register.Decode(all)
	if err := fault.Problems(ps); err != nil {
		return nil, err
	}
	was, err := Open(ctx, d, caller, id, lang.SV)
	if err != nil {
		return nil, err
	}
	var out []Review
	for _, l := range languages {
		b, err := prepare(ctx, d, caller, Request{ID: rec.ID, Lang: l, Org: rec.Org, Year: was.Year, AsOf: was.AsOf, Compare: was.CompareAsOf})
		if err != nil {
			return nil, err
		}
		b.known = was.Ledger.Size
		b.record = rec.Clone()
		for k, v := range decoded {
			b.record.Set(k, v)
		}
		b.titles["management_review "+string(rec.ID)] = b.record
		rv, err := b.build()
		if err != nil {
			return nil, err
		}
		rv.Decisions, rv.Ledger = was.Decisions, was.Ledger
		out = append(out, rv)
	}
	return freeze(ctx, d, caller, in.Via, in.Reason, out, time.Time{}, []command.Change{{Op: "update", Register: rec.Register, ID: string(rec.ID), Version: rec.Version, Fields: all}})
}

// corrected gives the fields of a correction, or what is wrong with it.
func corrected(rec *register.Record, in Correction) (map[string]any, error) {
	all := map[string]any{}
	var ps []fault.Problem
	for k, v := range in.Fields {
		_, known := rec.Register.Field(k)
		switch {
		case slices.Contains(Correctable, k):
			all[k] = v
		case !known:
			ps = append(ps, fault.Problem{Field: k, Code: "unknown-field", Allowed: Correctable})
		default:
			ps = append(ps, fault.Problem{Field: k, Code: "locked-when-decided", Allowed: Correctable})
		}
	}
	if strings.TrimSpace(in.Reason) == "" {
		ps = append(ps, fault.Problem{Field: "correction_reason", Code: "correction-needs-reason"})
	}
	texts, wrong, err := correctedTexts(rec, in)
	if err != nil {
		return nil, err
	}
	if texts != nil {
		all["sections"] = texts
	}
	ps = append(ps, wrong...)
	if len(all) == 0 && len(ps) == 0 {
		ps = append(ps, fault.Problem{Field: "sections", Code: "nothing-corrected"})
	}
	slices.SortFunc(ps, func(a, b fault.Problem) int { return strings.Compare(a.Field, b.Field) })
	all["correction_reason"] = strings.TrimSpace(in.Reason)
	return all, fault.Problems(ps)
}

// correctedTexts puts the texts in their places; nil when none is changed.
func correctedTexts(rec *register.Record, in Correction) ([]any, []fault.Problem, error) {
	places, err := Places(rec, in.Lang)
	if err != nil {
		return nil, nil, err
	}
	at := map[string]Place{}
	var keys []string
	for _, list := range places {
		for _, p := range list {
			at[p.Key], keys = p, append(keys, p.Key)
		}
	}
	slices.Sort(keys)
	list := rows(rec)
	changed := false
	var ps []fault.Problem
	for k, text := range in.Texts {
		p, ok := at[k]
		if !ok {
			ps = append(ps, fault.Problem{Field: "sections", Code: "unknown-place", Value: k, Allowed: keys})
			continue
		}
		text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
		if text != p.In(in.Lang) {
			list, changed = say(list, p, in.Lang, text), true
		}
	}
	if !changed || len(ps) > 0 {
		return nil, ps, nil
	}
	for i := range list {
		list[i].State = "ready" // what is decided is nobody's draft
	}
	values, err := listed(list)
	return values, nil, err
}
