package figure

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"genomlys/internal/access"
	"genomlys/internal/store"
)

// kept are answers of one kind, for one position of the ledger: what is written
// there never changes, so an answer holds until something is written.
type kept[T any] struct {
	mu       sync.Mutex
	position int64
	answers  map[string]T
}

const maxKept = 32

func (k *kept[T]) get(position int64, key string) (T, bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	c, ok := k.answers[key]
	return c, ok && k.position == position
}

func (k *kept[T]) put(position int64, key string, c T) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.position != position || len(k.answers) >= maxKept {
		k.position, k.answers = position, map[string]T{}
	}
	k.answers[key] = c
}

// remember answers a question once for each position of the ledger. The key holds
// all that the answer depends on: what the caller may see, and the question.
func remember[T any](ctx context.Context, db *store.DB, k *kept[T], c access.Caller, question string, answer func() (T, error)) (T, error) {
	position, err := db.Position(ctx)
	if err != nil {
		var none T
		return none, err
	}
	key := fmt.Sprintf("%d %+v %s", position, c, question)
	if a, ok := k.get(position, key); ok {
		return a, nil
	}
	a, err := answer()
	if err != nil {
		return a, err
	}
	// Something may have been written meanwhile: then it is not known which
	// position the answer is of.
	if after, err := db.Position(ctx); err == nil && after == position {
		k.put(position, key, a)
	}
	return a, nil
}

// Standing is Compute, kept for as long as nothing has changed: for pages that
// show the same figures again and again. What a figure points at is shared and
// not to be altered.
func (e *Engine) Standing(ctx context.Context, caller access.Caller, q Request) (Set, error) {
	set, err := remember(ctx, e.db, &e.sets, caller, fmt.Sprintf("%+v", q), func() (Set, error) { return e.Compute(ctx, caller, q) })
	set.Figures = slices.Clone(set.Figures)
	return set, err
}
