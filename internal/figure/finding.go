package figure

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// flaw is one finding of a vulnerability review as the register keeps it.
type flaw struct {
	Severity string        `json:"severity"`
	State    string        `json:"state"`
	Due      register.Date `json:"due"`
	FixedOn  register.Date `json:"fixed_on"`
}

// open tells whether it was open on a day: a later fix does not count then.
func (f flaw) open(on register.Date) bool {
	return f.State == "open" || f.State == "fixed" && f.FixedOn > on
}

// flaws gives the findings of each review; where a review tells only numbers,
// and is not closed, each counts as open without a due day.
func (r *run) flaws(ctx context.Context) (map[register.ID][]flaw, error) {
	out := map[register.ID][]flaw{}
	err := r.each(ctx, ofFlaws, func(k store.Key, v []any) {
		raw, _ := v[0].(json.RawMessage)
		var fs []flaw
		if len(raw) > 0 && json.Unmarshal(raw, &fs) == nil && len(fs) > 0 {
			out[k.ID] = fs
			return
		}
		if v[1] == "closed" {
			return
		}
		for i, name := range ofFlaws.fields[2:] {
			n, _ := v[2+i].(int64)
			for range n {
				out[k.ID] = append(out[k.ID], flaw{Severity: strings.TrimSuffix(name, "_n"), State: "open"})
			}
		}
	})
	return out, err
}

// severe is the findings of one severity, and the reviews that have them.
type severe struct {
	count int
	keys  []*row
}

func (r *run) countFlaws(ctx context.Context, in input, which func(flaw) bool) (outcome, error) {
	all, err := once(r, "flaws", func() (map[register.ID][]flaw, error) { return r.flaws(ctx) })
	if err != nil {
		return outcome{}, err
	}
	n := 0
	bySeverity := map[string]*severe{}
	keys := keep(in.keys, func(k *row) bool {
		any := false
		for _, f := range all[k.ID] {
			if !which(f) {
				continue
			}
			any = true
			n++
			g := bySeverity[f.Severity]
			if g == nil {
				g = &severe{}
				bySeverity[f.Severity] = g
			}
			g.count++
			if len(g.keys) == 0 || g.keys[len(g.keys)-1] != k {
				g.keys = append(g.keys, k)
			}
		}
		return any
	})
	out := outcome{keys: keys, value: &n}
	for s, g := range bySeverity {
		of := r.group(s, severities[s], g.keys)
		of.Count = g.count
		out.groups = append(out.groups, of)
	}
	sortGroups(out.groups)
	return out, nil
}

var severities = map[string]lang.Text{
	"critical": {SV: "Kritisk", EN: "Critical"}, "high": {SV: "Hög", EN: "High"}, "medium": {SV: "Medel", EN: "Medium"}, "low": {SV: "Låg", EN: "Low"}, "info": {SV: "Upplysning", EN: "Information"},
}

func openFindings(ctx context.Context, r *run, in input) (outcome, error) {
	wanted := strings.Fields(in.def.Args["severities"])
	return r.countFlaws(ctx, in, func(f flaw) bool { return f.open(r.date) && slices.Contains(wanted, f.Severity) })
}

func overdueFindings(ctx context.Context, r *run, in input) (outcome, error) {
	return r.countFlaws(ctx, in, func(f flaw) bool { return f.open(r.date) && f.Due != "" && f.Due < r.date })
}
