package web

import (
	"fmt"
	"strings"
	"time"

	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// readDate reads a day as people write it: 2023-03-14, 20230314, 14/3 (the
// latest such day) and idag. The empty text is no day.
func readDate(s string, today time.Time) (register.Date, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	switch s {
	case "":
		return "", true
	case "idag", "today", "i dag":
		return register.DateOf(today), true
	}
	if len(s) == 8 && !strings.ContainsAny(s, "-/") {
		s = s[:4] + "-" + s[4:6] + "-" + s[6:]
	}
	var day, month int
	if n, err := fmt.Sscanf(s, "%d/%d", &day, &month); err == nil && n == 2 && fmt.Sprintf("%d/%d", day, month) == s {
		d := fmt.Sprintf("%04d-%02d-%02d", today.Year(), month, day)
		if d > string(register.DateOf(today)) {
			d = fmt.Sprintf("%04d-%02d-%02d", today.Year()-1, month, day)
		}
		s = d
	}
	if !register.ValidDate(s) {
		return "", false
	}
	return register.Date(s), true
}

// Since tells when a version began to be true, in words where nobody knows.
func (w *Web) Since(l lang.Lang, at time.Time) string {
	if register.DateOf(at.In(w.DB.Zone)) <= register.Epoch {
		return lang.SinceUnknown.In(l)
	}
	return lang.Clock(l, at.In(w.DB.Zone))
}

// SinceDay is the day of that, as it stands in a sentence.
func (w *Web) SinceDay(l lang.Lang, at time.Time) string {
	if day := register.DateOf(at.In(w.DB.Zone)); day > register.Epoch {
		return string(day)
	}
	return lang.SinceUnknownDay.In(l)
}
