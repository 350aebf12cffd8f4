package door

import (
	"context"
	"testing"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// One person has a few requests under way, some more in line, and is told to
// come back with the rest; another comes in at once all the while.
func TestTurns(t *testing.T) {
	ctx := context.Background()
	x := turns{of: map[register.ID]*line{}}
	never := func() <-chan time.Time { return nil }
	over := make(chan time.Time)
	close(over)
	now := func() <-chan time.Time { return over }
	var ends []func()
	for range atOnce {
		end, err := x.take(ctx, "a", never)
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, end)
	}
	if _, err := x.take(ctx, "a", now); !fault.Is(err, fault.TooMany) || Status(err) != 429 {
		t.Errorf("whose turn does not come: %v", err)
	}
	gone, stop := context.WithCancel(ctx)
	stop()
	if _, err := x.take(gone, "a", never); err != context.Canceled {
		t.Errorf("who has left the line: %v", err)
	}
	if end, err := x.take(ctx, "b", now); err != nil {
		t.Errorf("another person waits for the first: %v", err)
	} else {
		end()
	}
	came := make(chan func(), inLine)
	for range inLine {
		go func() {
			end, err := x.take(ctx, "a", never)
			if err != nil {
				t.Error(err)
			}
			came <- end
		}()
	}
	for full := false; !full; { // until all of them stand in line
		x.mu.Lock()
		full = x.of["a"].all == atOnce+inLine
		x.mu.Unlock()
	}
	if _, err := x.take(ctx, "a", never); !fault.Is(err, fault.TooMany) {
		t.Errorf("the line has no end: %v", err)
	}
	for _, end := range ends {
		end()
	}
	for range inLine {
		(<-came)()
	}
	if len(x.of) != 0 {
		t.Errorf("%d people are remembered who have nothing under way", len(x.of))
	}
}
