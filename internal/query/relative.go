package query

import (
	"fmt"
	"strings"
	"time"
)

// Civil is a day in the calendar, without a place or a time of day.
type Civil struct{ Year, Month, Day int }

// String gives the day as "2006-01-02".
func (c Civil) String() string { return fmt.Sprintf("%04d-%02d-%02d", c.Year, c.Month, c.Day) }

// CivilOf is the day of a time, where the time's location has it.
func CivilOf(t time.Time) Civil {
	y, m, d := t.Date()
	return Civil{y, int(m), d}
}

// daysIn gives the number of days of a month.
func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// addMonths keeps the day of the month, or takes the month's last day
// (domain.md C2: 29 Feb minus one year is 28 Feb).
func (c Civil) addMonths(n int) Civil {
	total := c.Year*12 + c.Month - 1 + n
	year, month := total/12, total%12
	if month < 0 {
		year, month = year-1, month+12
	}
	month++
	return Civil{year, month, min(c.Day, daysIn(year, month))}
}

func (c Civil) addDays(n int) Civil {
	return CivilOf(time.Date(c.Year, time.Month(c.Month), c.Day+n, 0, 0, 0, 0, time.UTC))
}

// valid tells whether the day can be written with four digits for the year.
func (c Civil) valid() bool {
	return c.Year >= 1 && c.Year <= 9999 && c.Month >= 1 && c.Month <= 12 && c.Day >= 1 && c.Day <= daysIn(c.Year, c.Month)
}

type anchor uint8

const (
	atAsOf anchor = iota + 1
	atYearStart
	atYearEnd
	atYear
	atNow
)

// relative is a date counted from the as-of date or from now.
type relative struct {
	anchor anchor
	steps  [maxSteps]step
	n      int
}

type step struct {
	count int
	unit  byte // 'd', 'm', 'y', 'h' after now, 0 after year
}

const maxSteps = 3

var anchors = [...]struct {
	word   string
	anchor anchor
	units  string
}{
	{"asof", atAsOf, "dmy"},
	{"yearstart", atYearStart, "dmy"},
	{"yearend", atYearEnd, "dmy"},
	{"year", atYear, ""}, // after the words it begins
	{"now", atNow, "hdmy"},
}

// parseRelative reads asof-12m and its kin; they are written in lower case.
func parseRelative(s string) (relative, bool) {
	if s == "" || s[0] != 'a' && s[0] != 'y' && s[0] != 'n' {
		return relative{}, false
	}
	for _, a := range anchors {
		if rest, ok := strings.CutPrefix(s, a.word); ok {
			r := relative{anchor: a.anchor}
			return r, r.readSteps(rest, a.units)
		}
	}
	return relative{}, false
}

func (r *relative) readSteps(s, units string) bool {
	for s != "" {
		if r.n == maxSteps || units == "" && r.n == 1 {
			return false
		}
		sign := 1
		switch s[0] {
		case '-':
			sign = -1
		case '+':
		default:
			return false
		}
		i, count := 1, 0
		for ; i < len(s) && i <= 5 && digit(s[i]); i++ {
			count = count*10 + int(s[i]-'0')
		}
		if i == 1 {
			return false
		}
		st := step{count: sign * count}
		if units != "" {
			if i == len(s) || strings.IndexByte(units, s[i]) < 0 {
				return false
			}
			st.unit = s[i]
			i++
		}
		r.steps[r.n] = st
		r.n++
		s = s[i:]
	}
	return true
}

// day works the date out from the as-of date. It is false when the result
// leaves the calendar of four-digit years.
func (r relative) day(asOf Civil) (Civil, bool) {
	c := asOf
	switch r.anchor {
	case atYearStart:
		c = Civil{asOf.Year, 1, 1}
	case atYearEnd:
		c = Civil{asOf.Year, 12, 31}
	}
	for _, s := range r.steps[:r.n] {
		c = c.step(s)
		if !c.valid() {
			return c, false
		}
	}
	return c, c.valid()
}

func (c Civil) step(s step) Civil {
	switch s.unit {
	case 'd':
		return c.addDays(s.count)
	case 'm':
		return c.addMonths(s.count)
	default:
		return c.addMonths(12 * s.count)
	}
}

// year works out year, year-1 and so on.
func (r relative) year(asOf Civil) (int, bool) {
	y := asOf.Year
	if r.n > 0 {
		y += r.steps[0].count
	}
	return y, y >= 1 && y <= 9999
}

// instant works out now-72h and so on. Hours are hours that pass; days, months
// and years keep the time of day in the zone.
func (r relative) instant(now time.Time, zone *time.Location) (time.Time, bool) {
	t := now.In(zone)
	for _, s := range r.steps[:r.n] {
		if s.unit == 'h' {
			t = t.Add(time.Duration(s.count) * time.Hour)
			continue
		}
		c := CivilOf(t).step(s)
		if !c.valid() {
			return t, false
		}
		t = time.Date(c.Year, time.Month(c.Month), c.Day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), zone)
	}
	return t.UTC(), true
}
