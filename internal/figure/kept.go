package figure

import (
	"context"
	"fmt"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/store"
)

// Standing is Compute, kept for as long as nothing that the figures are counted
// from has changed, and told without records: for pages that show the same
// figures again and again. What a figure points at is shared and not to be altered.
func (e *Engine) Standing(ctx context.Context, caller access.Caller, q Request) (Set, error) {
	set, err := store.Remember(ctx, e.db, &e.sets, fmt.Sprintf("%s %d %+v", caller.Key(), e.rules.Edition(), q), func(ctx context.Context) (Set, error) { return e.compute(ctx, caller, q, true) })
	set.Figures = slices.Clone(set.Figures)
	return set, err
}
