package figure

import (
	"context"

	"genomlys/internal/access"
	"genomlys/internal/method/coverage"
	"genomlys/internal/register"
)

// Continuity judges, as the checks do, whether some objects have the continuity
// plan that they need: given the level of availability of each, -1 for none.
func (e *Engine) Continuity(ctx context.Context, caller access.Caller, level map[register.ID]int, asOf register.Date) (map[register.ID]coverage.Result, error) {
	if err := dates(asOf, ""); err != nil {
		return nil, err
	}
	r := e.run(caller, asOf, 0)
	of := map[register.ID]*facts{}
	for id, t := range level {
		of[id] = &facts{Object: coverage.Object{T: t, ContinuityCritical: coverage.No, ContinuityAdopted: coverage.No}}
	}
	if err := r.checkedContinuity(ctx, of, func(filter, _ string) string { return filter }); err != nil {
		return nil, err
	}
	out := map[register.ID]coverage.Result{}
	for id, f := range of {
		for _, c := range coverage.Check(f.Object, r.rules.CheckLimits(), r.day()) {
			if c.Check == coverage.Continuity {
				out[id] = c
			}
		}
	}
	return out, nil
}
