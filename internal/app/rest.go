package app

import (
	"context"
	"net/http"
	"runtime/debug"
	"sync/atomic"
	"time"

	"genomlys/internal/store"
)

// resting gives memory back to the machine once nobody has asked for a while:
// an installation that is used at nine need not hold at noon what nine needed.
func resting(ctx context.Context, db *store.DB, next http.Handler) http.Handler {
	var asked atomic.Int64
	go func() {
		t := time.NewTicker(5 * time.Second)
		defer t.Stop()
		var last, rested int64
		for {
			select {
			case <-ctx.Done():
				return
			case <-t.C:
			}
			n := asked.Load()
			if n == last && n != rested {
				db.Rest(ctx)
				debug.FreeOSMemory()
				rested = n
			}
			last = n
		}
	}()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		next.ServeHTTP(w, r)
	})
}
