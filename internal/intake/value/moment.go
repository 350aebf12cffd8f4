package value

import (
	"regexp"
	"sync"
	"time"
	_ "time/tzdata" // Stockholm must be known on a machine without zone files
)

var stockholm = sync.OnceValue(func() *time.Location {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		panic(err) // the zone is compiled in
	}
	return zone
})

// clock is a time of day, with the zone it was given in when it was.
type clock struct {
	hour, minute, second int
	instant              bool // a zone was given
	offset               time.Duration
}

var reClock = regexp.MustCompile(`^(.*?)(?:t|[, ] ?(?:kl\.? ?|klockan )?)(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?: ?(z|utc|[-+]\d{2}:?\d{2}))?$`)

// cutClock takes the time of day off the end of a text in lower case; it is
// not ok when the time is one that no clock shows.
func cutClock(s string) (string, *clock, bool) {
	m := reClock.FindStringSubmatch(s)
	if m == nil {
		return s, nil, true
	}
	c := &clock{hour: atoi(m[2]), minute: atoi(m[3]), second: atoi(m[4])}
	if c.hour > 23 || c.minute > 59 || c.second > 59 {
		return s, nil, false
	}
	if z := m[5]; z != "" {
		c.instant = true
		if z != "z" && z != "utc" {
			h, min := atoi(z[1:3]), atoi(z[len(z)-2:])
			if h > 14 || min > 59 {
				return s, nil, false
			}
			c.offset = time.Duration(h)*time.Hour + time.Duration(min)*time.Minute
			if z[0] == '-' {
				c.offset = -c.offset
			}
		}
	}
	return m[1], c, true
}

// Time reads an instant: a day and a time of day, in Stockholm's time unless
// a zone is given. The answer is in UTC.
func Time(text string) (time.Time, Note, error) {
	d, err := parseDate(text, false)
	if err != nil {
		if e, ok := err.(*Error); ok && e.Code == "not-a-date" {
			e.Code, e.Allowed = "not-a-time", []string{"2023-10-31 08:12"}
		}
		return time.Time{}, AsWritten, err
	}
	switch {
	case d.note == DateWithoutDay:
		return time.Time{}, AsWritten, refuse("not-a-time", text, "2023-10-31 08:12").hint("date-without-day")
	case d.clock == nil:
		t, note, err := instantOf(d.day, &clock{}, text)
		if note == AsWritten {
			note = WithoutClock
		}
		return t, note, err
	}
	t, note, err := instantOf(d.day, d.clock, text)
	if note == AsWritten {
		note = d.note
	}
	return t, note, err
}

// instantOf is when a clock in Stockholm shows a time of a day. In the hour
// that comes twice it is the first; an hour that is skipped is read by the
// clock as it was before the change, which shows an hour more.
func instantOf(day time.Time, c *clock, text string) (time.Time, Note, error) {
	wall := day.Add(time.Duration(c.hour)*time.Hour + time.Duration(c.minute)*time.Minute + time.Duration(c.second)*time.Second)
	if c.instant {
		return wall.Add(-c.offset), AsWritten, nil
	}
	var fits []time.Time
	for _, near := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, offset := wall.Add(near).In(stockholm()).Zone()
		t := wall.Add(-time.Duration(offset) * time.Second)
		_, at := t.In(stockholm()).Zone()
		if at == offset && (len(fits) == 0 || !fits[0].Equal(t)) {
			fits = append(fits, t)
		}
	}
	switch len(fits) {
	case 1:
		return fits[0], AsWritten, nil
	case 2:
		if fits[1].Before(fits[0]) {
			fits[0] = fits[1]
		}
		return fits[0], AmbiguousHour, nil
	}
	_, offset := wall.Add(-24 * time.Hour).In(stockholm()).Zone()
	return wall.Add(-time.Duration(offset) * time.Second), NonexistentHour, nil
}
