package app

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"time"

	"genomlys/internal/settings"
)

// ruled tells of own rules that cannot stand, such as those that a later edition
// of the rule book has overtaken: the shipped ones hold in their places.
func (h *House) ruled(wrong map[string]error) {
	for _, code := range slices.Sorted(maps.Keys(wrong)) {
		slog.Warn("an own rule cannot stand; the shipped one holds", "rule", code, "error", wrong[code])
	}
}

// keepRules takes over, each minute, own rules that another process adopted.
func (h *House) keepRules(ctx context.Context, done chan<- struct{}) {
	defer close(done)
	var last int64 = -1
	every(ctx, time.Minute, func() {
		rev, err := h.DB.Revision(ctx, "setting")
		if err != nil || rev == last {
			return // asked again in a minute
		}
		wrong, err := settings.Refresh(ctx, h.DB)
		if err != nil {
			return
		}
		last = rev
		h.ruled(wrong)
	})
}
