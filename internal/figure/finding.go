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
	counts := []string{"critical_n", "high_n", "medium_n", "low_n"}
	err := r.each(ctx, "vuln_review", "performed_on <= asof", append([]string{"findings", "status"}, counts...), func(k store.Key, v []any) {
		raw, _ := v[0].(json.RawMessage)
		var fs []flaw
		if len(raw) > 0 && json.Unmarshal(raw, &fs) == nil && len(fs) > 0 {
			out[k.ID] = fs
			return
		}
		if v[1] == "closed" {
			return
		}
		for i, name := range counts {
			n, _ := v[2+i].(int64)
			for range n {
				out[k.ID] = append(out[k.ID], flaw{Severity: strings.TrimSuffix(name, "_n"), State: "open"})
			}
		}
	})
	return out, err
}

func (r *run) countFlaws(ctx context.Context, in input, which func(flaw) bool) (outcome, error) {
	all, err := once(r, "flaws", func() (map[register.ID][]flaw, error) { return r.flaws(ctx) })
	if err != nil {
		return outcome{}, err
	}
	n := 0
	bySeverity := map[string]*Group{}
	keys := keep(in.keys, func(k store.Key) bool {
		any := false
		for _, f := range all[k.ID] {
			if !which(f) {
				continue
			}
			any = true
			n++
			g := bySeverity[f.Severity]
			if g == nil {
				g = &Group{Value: f.Severity, Label: severities[f.Severity]}
				bySeverity[f.Severity] = g
			}
			g.Count++
			if len(g.Records) == 0 || g.Records[len(g.Records)-1].ID != k.ID {
				g.Records = append(g.Records, k)
			}
		}
		return any
	})
	out := outcome{keys: keys, value: &n}
	for _, g := range bySeverity {
		out.groups = append(out.groups, *g)
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
