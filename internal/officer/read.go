package officer

import (
	"context"
	"time"

	"genomlys/internal/access"
)

// Read gives a report's findings against the report before, as of an instant,
// and the years that the findings' standings are of.
func Read(ctx context.Context, d Deps, c access.Caller, id string, now, asOf time.Time) (CarryView, []int64, error) {
	p, err := d.picture(ctx, c, id, now, asOf)
	if err != nil {
		return CarryView{}, nil, err
	}
	return p.carry(), p.years, nil
}
