package store

import (
	"context"
	"sync/atomic"
)

// Tally counts the reads made under a context, so that a test can hold a page
// to its budget.
type Tally struct{ n atomic.Int64 }

// Reads gives the number of reads so far.
func (t *Tally) Reads() int { return int(t.n.Load()) }

type tallyKey struct{}

// WithTally gives a context whose reads are counted.
func WithTally(ctx context.Context) (context.Context, *Tally) {
	t := &Tally{}
	return context.WithValue(ctx, tallyKey{}, t), t
}

func counted(ctx context.Context) {
	if t, ok := ctx.Value(tallyKey{}).(*Tally); ok {
		t.n.Add(1)
	}
}
