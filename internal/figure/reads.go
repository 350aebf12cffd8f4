package figure

import (
	"fmt"
	"slices"
	"strings"

	"genomlys/internal/register"
)

// read is some fields of all that a filter finds in a register.
type read struct {
	register, filter string
	fields           []string
}

func (w read) key() string { return w.register + "|" + w.filter + "|" + strings.Join(w.fields, ",") }

// What the methods read of the registers.
var (
	ofParties       = read{"object_party", "{{party}}", []string{"object", "party", "role"}}
	ofDecisions     = read{"classification", "{{decided}} AND object != null", []string{"object", "decided_on", "k", "r", "t", "s", "requirements_total", "requirements_implemented", "review_causes", "review_marked_on", "plan_decided_on"}}
	ofProcessings   = read{"processing", "{{known_processing}}", []string{"objects", "registered_on"}}
	ofDependencies  = read{"object", "{{in_scope}}", []string{"depends_on", "info_types"}}
	ofRoutines      = read{"access_routine", "status = decided AND frequency_months >= 1", []string{"object", "frequency_months"}}
	ofAccessReviews = read{"access_review", "performed_on <= asof", []string{"object", "performed_on"}}
	ofFlaws         = read{"vuln_review", "performed_on <= asof", []string{"findings", "status", "critical_n", "high_n", "medium_n", "low_n"}}
	ofQuestions     = read{"question", "", []string{"code", "text"}}
	ofReviews       = read{"management_review", "decided_on > asof-12m AND decided_on <= asof", nil}
)

func ofField(reg *register.Register, name string) read { return read{reg.Name, "", []string{name}} }
func ofNames(reg *register.Register) read              { return read{reg.Name, "", nil} }

// made are the reads that a method makes, besides the values that it follows.
var made = map[string][]read{
	"role": {ofParties}, "roles": {ofParties}, "latest_year": {ofDecisions}, "latest_level": {ofDecisions}, "requirements_met": {ofDecisions},
	"current": {ofDecisions, ofProcessings}, "demand_gap": {ofDecisions, ofDependencies}, "reviewed_in_time": {ofRoutines, ofAccessReviews},
	"open_findings": {ofFlaws}, "overdue_findings": {ofFlaws}, "answers": {ofQuestions}, "reviewed": {ofReviews},
}

// followed are the arguments of a method, or the names, that are paths to values.
var followed = map[string][]string{
	"within": {"@from", "@to"}, "median_hours": {"@from", "@to"}, "distinct": {"@path"}, "latest_date": {"@field"},
	"answers": {"answers"}, "risk_bands": {"value"}, "bullets": {"point", "year"},
}

// reads tells what making a figure will read, so that a survey can read it
// along with the rest. A read that is not told of is made when it is needed.
func (r *run) reads(reg *register.Register, d *Definition) ([]read, error) {
	out := slices.Clone(made[d.Method])
	if reg.Name == "object" {
		out = append(out, ofParties) // whose it is
	}
	for _, path := range followed[d.Method] {
		if arg, ok := strings.CutPrefix(path, "@"); ok {
			path = d.Args[arg]
		}
		at, rest, more := reg, path, true
		for more {
			var name string
			name, rest, more = strings.Cut(rest, ".")
			f, ok := at.Field(name)
			if !ok || more && f.Target == nil {
				return nil, fmt.Errorf("register %s has no field or reference %s", at.Name, name)
			}
			out, at = append(out, ofField(at, name)), f.Target
		}
		if at != nil && d.Method == "distinct" {
			out = append(out, ofNames(at))
		}
	}
	if f, ok := reg.Field(d.By); ok && f.Target != nil {
		out = append(out, ofNames(f.Target))
	}
	return out, nil
}
