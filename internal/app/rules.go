package app

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/lang"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/room"
	"genomlys/internal/settings"
)

// ruled tells of own rules that cannot stand, such as those that a later edition
// of the rule book has overtaken: the shipped ones hold in their places.
func (h *House) ruled(wrong map[string]error) {
	for _, code := range slices.Sorted(maps.Keys(wrong)) {
		slog.Warn("an own rule cannot stand; the shipped one holds", "rule", code, "error", wrong[code])
	}
}

// usual is the language of whoever has not chosen one, when the organisation
// where they work has.
func (h *House) usual(ctx context.Context, c access.Caller, now time.Time) (lang.Lang, bool) {
	look, err := h.Looks.Of(ctx, c, now)
	if err != nil {
		slog.Warn("an organisation's language could not be read", "error", err)
	}
	return lang.Parse(look.Language), look.Language != ""
}

// hasText tells whether some room makes the text of a setting's code, or the
// outline of reviews has its heading.
func (h *House) hasText(code string) bool {
	if section, ok := strings.CutPrefix(code, registers.HeadingCodes); ok {
		return review.HasSection(section)
	}
	return slices.ContainsFunc(h.Rooms.Texts, func(t room.Text) bool { return settings.TextCode(t.Register, t.Name) == code })
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
