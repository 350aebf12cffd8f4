package door

import (
	"context"
	"sync"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// What one person may have under way: more at a time would be at the others'
// cost, who wait for the same processors. The rest stands in line for a while.
const (
	atOnce = 6
	inLine = 64
	inTurn = 15 * time.Second
)

// turns lets each person's requests in a few at a time.
type turns struct {
	mu sync.Mutex
	of map[register.ID]*line
}

type line struct {
	under chan struct{}
	all   int // under way and waiting
}

// take waits for a turn and gives what ends it.
func (t *turns) take(ctx context.Context, who register.ID, wait func() <-chan time.Time) (func(), error) {
	t.mu.Lock()
	l := t.of[who]
	if l == nil {
		l = &line{under: make(chan struct{}, atOnce)}
		t.of[who] = l
	}
	if l.all >= atOnce+inLine {
		t.mu.Unlock()
		return nil, fault.New(fault.TooMany, "too-many-at-once")
	}
	l.all++
	t.mu.Unlock()
	leave := func() {
		t.mu.Lock()
		if l.all--; l.all == 0 {
			delete(t.of, who)
		}
		t.mu.Unlock()
	}
	end := func() { <-l.under; leave() }
	select {
	case l.under <- struct{}{}:
		return end, nil
	default:
	}
	select {
	case l.under <- struct{}{}:
		return end, nil
	case <-wait():
		leave()
		return nil, fault.New(fault.TooMany, "too-many-at-once")
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
}
