package value

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/intake/match"
	"genomlys/internal/register"
)

const exampleDate = "2023-10-31"

// Date reads a day. Of a text that names only a year, a month or a week the
// first day is taken.
func Date(text string) (register.Date, Note, error) { return readDate(text, false) }

// LastDate reads a day by which something ends: of a text that names only a
// year, a month or a week the last day is taken.
func LastDate(text string) (register.Date, Note, error) { return readDate(text, true) }

func readDate(text string, last bool) (register.Date, Note, error) {
	d, err := parseDate(text, last)
	if err != nil {
		return "", AsWritten, err
	}
	if c := d.clock; c != nil {
		if c.instant {
			// An instant is the day it is in Stockholm.
			t, _, err := instantOf(d.day, c, text)
			if err != nil {
				return "", AsWritten, err
			}
			return register.DateOf(t.In(stockholm())), ClockDropped, nil
		}
		if c.hour+c.minute+c.second > 0 {
			return register.DateOf(d.day), ClockDropped, nil
		}
	}
	return register.DateOf(d.day), d.note, nil
}

// parsed is a day, and a time of day where one was given.
type parsed struct {
	day   time.Time
	note  Note
	clock *clock
}

var (
	reISO     = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$`)
	reCompact = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	reDMY     = regexp.MustCompile(`^(\d{1,2}) ?([-/.]) ?(\d{1,2})[-/., ]+(\d{4})$`)
	reDayName = regexp.MustCompile(`^(\d{1,2})(?::?e|:?a|st|nd|rd|th|\.)?[- ]*([a-zåäö]+)\.?[-, ]*(\d{4})$`)
	reNameDay = regexp.MustCompile(`^([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$`)
	reYM      = regexp.MustCompile(`^(\d{4})[-/.](\d{1,2})$`)
	reMY      = regexp.MustCompile(`^(\d{1,2})[-/.](\d{4})$`)
	reNameY   = regexp.MustCompile(`^([a-zåäö]+)\.?[- ]*(\d{4})$`)
	reYName   = regexp.MustCompile(`^(\d{4})[- ]*([a-zåäö]+)$`)
	reYear    = regexp.MustCompile(`^\d{4}$`)
	reWeekY   = regexp.MustCompile(`^(?:v|vecka|w|week)[. ]*(\d{1,2})[-,. ]+(\d{4})$`)
	reYWeek   = regexp.MustCompile(`^(\d{4})[-, ]*(?:v|vecka|w|week)[. ]*(\d{1,2})$`)
	reSerial  = regexp.MustCompile(`^(\d{5})(?:[.,](\d{1,12}))?$`)
	reShort   = regexp.MustCompile(`^(?:\d{6}|\d{1,2} ?[-/. ] ?\d{1,2} ?[-/. ] ?\d{2}|\d{1,2}[. ]*[a-zåäö]+[. ]*'?\d{2}|[a-zåäö]+[. ]*'?\d{2})$`)
	reWeekday = regexp.MustCompile(`^(?:mån|tis|ons|tors|fre|lör|sön|mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day|dag)?(?:en)?[., ]+`)
)

var months = map[string]time.Month{
	"jan": 1, "januari": 1, "january": 1, "feb": 2, "febr": 2, "februari": 2, "february": 2, "mar": 3, "mars": 3, "march": 3,
	"apr": 4, "april": 4, "maj": 5, "may": 5, "jun": 6, "juni": 6, "june": 6, "jul": 7, "juli": 7, "july": 7,
	"aug": 8, "augusti": 8, "august": 8, "sep": 9, "sept": 9, "september": 9, "okt": 10, "oktober": 10, "oct": 10, "october": 10,
	"nov": 11, "november": 11, "dec": 12, "december": 12,
}

// Serial numbers that are taken for days: 1954-10-03 to 2119-01-11. Other
// numbers of five digits are more likely something else.
const firstSerial, lastSerial = 20000, 80000

func parseDate(text string, last bool) (parsed, error) {
	s := strings.ToLower(clean(text))
	wrong := refuse("not-a-date", text, exampleDate)
	if len(s) > 60 {
		return parsed{}, wrong
	}
	if m := reSerial.FindStringSubmatch(s); m != nil {
		return serial(m[1], m[2], wrong)
	}
	s, c, ok := cutClock(s)
	if !ok {
		return parsed{}, wrong
	}
	s = strings.TrimPrefix(reWeekday.ReplaceAllString(s, ""), "den ")
	s = strings.Trim(s, " .,")
	y, m, d, note, e := numbers(s, wrong)
	if e != nil {
		return parsed{}, e
	}
	if y < 1900 || y > 2200 {
		return parsed{}, refuse("out-of-range", text, "1900", "2200")
	}
	out := parsed{note: note, clock: c}
	if note == DateWithoutDay {
		if c != nil {
			return parsed{}, wrong
		}
		out.day, ok = period(y, m, d, last)
	} else {
		out.day, ok = day(y, m, d)
	}
	if !ok {
		if m > 12 && d >= 1 && d <= 12 {
			wrong.hint("month-before-day", fmt.Sprintf("%04d-%02d-%02d", y, d, m))
		}
		return parsed{}, wrong
	}
	return out, nil
}

// numbers finds year, month and day. Of a date without day, the day is 0 for
// a month, the month 0 for a year, and the month is -1 and the day the week.
func numbers(s string, wrong *Error) (y, m, d int, note Note, err error) {
	name := func(w string) (int, error) {
		if n, ok := months[w]; ok {
			return int(n), nil
		}
		var names []string
		for n := range months {
			if len(n) > 4 {
				names = append(names, n)
			}
		}
		if near := match.Nearest(w, names); len(near) > 0 && len(w) > 3 && match.Distance(w, near[0], 2) <= 2 {
			return 0, wrong.hint("did-you-mean", near[0])
		}
		return 0, wrong
	}
	if g := reISO.FindStringSubmatch(s); g != nil {
		return atoi(g[1]), atoi(g[2]), atoi(g[3]), AsWritten, nil
	}
	if g := reCompact.FindStringSubmatch(s); g != nil {
		return atoi(g[1]), atoi(g[2]), atoi(g[3]), AsWritten, nil
	}
	if g := reDMY.FindStringSubmatch(s); g != nil {
		d, m, y = atoi(g[1]), atoi(g[3]), atoi(g[4])
		// "3/4 2023" can only be Swedish; "03/04/2023" may be American.
		if g[2] == "/" && strings.Count(s, "/") == 2 && d <= 12 && m <= 12 && d != m {
			note = DayBeforeMonth
		}
		return y, m, d, note, nil
	}
	if g := reWeekY.FindStringSubmatch(s); g != nil {
		return atoi(g[2]), -1, atoi(g[1]), DateWithoutDay, nil
	}
	if g := reYWeek.FindStringSubmatch(s); g != nil {
		return atoi(g[1]), -1, atoi(g[2]), DateWithoutDay, nil
	}
	if g := reDayName.FindStringSubmatch(s); g != nil {
		m, err = name(g[2])
		return atoi(g[3]), m, atoi(g[1]), AsWritten, err
	}
	if g := reNameDay.FindStringSubmatch(s); g != nil {
		m, err = name(g[1])
		return atoi(g[3]), m, atoi(g[2]), AsWritten, err
	}
	if g := reYM.FindStringSubmatch(s); g != nil && atoi(g[2]) >= 1 {
		return atoi(g[1]), atoi(g[2]), 0, DateWithoutDay, nil
	}
	if g := reMY.FindStringSubmatch(s); g != nil && atoi(g[1]) >= 1 {
		return atoi(g[2]), atoi(g[1]), 0, DateWithoutDay, nil
	}
	if g := reNameY.FindStringSubmatch(s); g != nil {
		m, err = name(g[1])
		return atoi(g[2]), m, 0, DateWithoutDay, err
	}
	if g := reYName.FindStringSubmatch(s); g != nil {
		m, err = name(g[2])
		return atoi(g[1]), m, 0, DateWithoutDay, err
	}
	if reYear.MatchString(s) {
		return atoi(s), 0, 0, DateWithoutDay, nil
	}
	if reShort.MatchString(s) {
		return 0, 0, 0, "", wrong.hint("two-digit-year")
	}
	return 0, 0, 0, "", wrong
}

// day is a day that exists.
func day(y, m, d int) (time.Time, bool) {
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return t, t.Year() == y && int(t.Month()) == m && t.Day() == d
}

// period is the first or last day of a year, a month or an ISO 8601 week.
func period(y, m, d int, last bool) (time.Time, bool) {
	var first, next time.Time
	switch {
	case m == -1:
		// 4 January is always in week 1.
		jan4 := time.Date(y, 1, 4, 0, 0, 0, 0, time.UTC)
		first = jan4.AddDate(0, 0, -(int(jan4.Weekday())+6)%7+7*(d-1))
		next = first.AddDate(0, 0, 7)
		if wy, w := first.ISOWeek(); wy != y || w != d {
			return first, false
		}
	case m == 0:
		first = time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)
		next = first.AddDate(1, 0, 0)
	case m > 12:
		return first, false
	default:
		first = time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC)
		next = first.AddDate(0, 1, 0)
	}
	if last {
		return next.AddDate(0, 0, -1), true
	}
	return first, true
}

// serial reads a spreadsheet's number for a day, in the 1900 system.
func serial(whole, fraction string, wrong *Error) (parsed, error) {
	n := atoi(whole)
	if n < firstSerial || n > lastSerial {
		return parsed{}, wrong
	}
	out := parsed{day: time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n), note: SerialDate}
	if f, err := strconv.ParseFloat("0."+fraction, 64); err == nil && f > 0 {
		s := int(math.Round(f * 86400))
		if s == 86400 {
			out.day, s = out.day.AddDate(0, 0, 1), 0
		}
		out.clock = &clock{hour: s / 3600, minute: s / 60 % 60, second: s % 60}
	}
	return out, nil
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s) // the expressions let only few digits through
	return n
}
