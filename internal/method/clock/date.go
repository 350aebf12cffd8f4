package clock

import (
	"fmt"
	"time"
	_ "time/tzdata" // Stockholm must be known on a machine without zone files
)

// Date is a civil date, "2023-10-31"; empty when there is none. Dates compare
// as strings.
type Date string

const isoDate = "2006-01-02"

// Zone is where days begin and end: Europe/Stockholm.
var Zone = loadZone("Europe/Stockholm")

func loadZone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(fmt.Sprintf("clock: load time zone %s: %v", name, err)) // embedded above: cannot happen in a sound build
	}
	return z
}

// ParseDate reads an ISO 8601 calendar date.
func ParseDate(s string) (Date, error) {
	if _, err := time.Parse(isoDate, s); err != nil {
		return "", fmt.Errorf("date %q: want a day that exists, as 2023-10-31", s)
	}
	return Date(s), nil
}

// DateOf is the day an instant falls on in Stockholm.
func DateOf(t time.Time) Date { return Date(t.In(Zone).Format(isoDate)) }

// IsZero tells whether there is no date.
func (d Date) IsZero() bool { return d == "" }

// Valid tells whether the date exists in the calendar.
func (d Date) Valid() bool {
	_, err := time.Parse(isoDate, string(d))
	return err == nil
}

// Start is the first instant of the day in Stockholm; the zero time when there is no valid date.
func (d Date) Start() time.Time {
	t, err := time.ParseInLocation(isoDate, string(d), Zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// End is the last instant of the day in Stockholm: a day-counted period ends
// with the expiry of its last hour (Regulation 1182/71 art. 3(2)).
func (d Date) End() time.Time {
	if !d.Valid() {
		return time.Time{}
	}
	return d.AddDays(1).Start().Add(-time.Nanosecond)
}

// AddDays moves by whole days; an invalid date stays as it is.
func (d Date) AddDays(n int) Date {
	t, err := time.Parse(isoDate, string(d))
	if err != nil {
		return d
	}
	return Date(t.AddDate(0, 0, n).Format(isoDate))
}

// AddMonths moves by whole months to the day of the same number, or to the
// month's last day when it has no such day (Regulation 1182/71 art. 3(2)(c);
// lag 1930:173 § 1). An invalid date stays as it is.
func (d Date) AddMonths(n int) Date {
	t, err := time.Parse(isoDate, string(d))
	if err != nil {
		return d
	}
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return Date(first.AddDate(0, 0, min(t.Day(), last)-1).Format(isoDate))
}

// DaysTo is the number of days from d to e, negative when e is earlier; zero
// when either is not a date.
func (d Date) DaysTo(e Date) int {
	a, errA := time.Parse(isoDate, string(d))
	b, errB := time.Parse(isoDate, string(e))
	if errA != nil || errB != nil {
		return 0
	}
	return int(b.Sub(a) / (24 * time.Hour))
}

func (d Date) civil() time.Time {
	t, _ := time.Parse(isoDate, string(d))
	return t
}
