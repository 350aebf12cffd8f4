package registers

import (
	"slices"
	"strconv"

	"genomlys/internal/method/classify"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

// lawOf gives the rules of a day; the latest when there is no day yet.
func lawOf(day register.Date) rulebook.Rules {
	book, err := rulebook.Load()
	if err != nil {
		panic(err) // a house without its rules does not open
	}
	if day == "" {
		day = "9999-12-31"
	}
	return book.At(clock.Date(day))
}

// outsideScale finds what is wrong with levels by the method: outside the scale,
// or one at which work must stop, since such information belongs to protective
// security or a separate analysis and is not kept here (domain.md 4.1).
func outsideScale(m classify.Method, levels ...int64) (code string, allowed []string) {
	for _, n := range levels {
		if n < 0 || n > int64(m.Top) {
			return "out-of-range", []string{"0", strconv.Itoa(int(m.Top))}
		}
	}
	if len(levels) > 0 && slices.Max(levels) >= int64(m.Refuse) {
		return "level-four-not-here", nil
	}
	return "", nil
}

// stopped refuses levels that are not handled here.
func stopped(p *register.Problems, m classify.Method, levels ...*register.Int) {
	for _, l := range levels {
		if l.Set && l.N >= int64(m.Refuse) && l.N <= int64(m.Top) {
			p.At(l, "level-four-not-here")
		}
	}
}
