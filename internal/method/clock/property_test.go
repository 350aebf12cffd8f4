package clock_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"genomlys/internal/method/clock"
)

func anyDef(t *rapid.T) clock.Def {
	return clock.Def{
		Code: "any",
		Counting: rapid.SampledFrom([]clock.Counting{clock.Strict, clock.EUDays, clock.EUWeeks, clock.EUMonths,
			clock.SwedishMonths, clock.WorkingDays}).Draw(t, "counting"),
		Length:     rapid.IntRange(1, 100).Draw(t, "length"),
		Extension:  rapid.IntRange(0, 12).Draw(t, "extension"),
		WarnAt:     rapid.SliceOf(rapid.IntRange(0, 200)).Draw(t, "warn"),
		Regulation: rapid.Bool().Draw(t, "regulation"),
	}
}

func anyTime(t *rapid.T, name string) time.Time {
	return time.Unix(rapid.Int64Range(1_500_000_000, 2_500_000_000).Draw(t, name), 0)
}

// A clock never runs backwards: a later start never gives an earlier end.
func TestLaterStartNeverEarlierEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def, a := anyDef(t), anyTime(t, "start")
		b := a.Add(time.Duration(rapid.Int64Range(0, 40*86400).Draw(t, "later")) * time.Second)
		extended := rapid.Bool().Draw(t, "extended")
		da, db := clock.Count(a, def, extended), clock.Count(b, def, extended)
		if db.Strict.Before(da.Strict) || db.Due.Before(da.Due) || db.Milder.Before(da.Milder) {
			t.Fatalf("start %v ends %v/%v/%v, later start %v ends %v/%v/%v", a, da.Strict, da.Due, da.Milder, b, db.Strict, db.Due, db.Milder)
		}
	})
}

// The ends stand in order, an extension never shortens, and a moved end is a working day.
func TestEndsInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def, start := anyDef(t), anyTime(t, "start")
		d := clock.Count(start, def, false)
		if !d.Strict.After(start) || d.Due.Before(d.Strict) {
			t.Fatalf("start %v, strict %v, due %v: out of order", start, d.Strict, d.Due)
		}
		if !d.Milder.IsZero() && d.Milder.Before(d.Due) {
			t.Fatalf("milder %v before due %v", d.Milder, d.Due)
		}
		if e := clock.Count(start, def, true); e.Due.Before(d.Due) || e.Strict.Before(d.Strict) {
			t.Fatalf("extension shortened %v to %v", d.Due, e.Due)
		}
		if def.Counting != clock.Strict {
			eves := def.Counting == clock.SwedishMonths || def.Counting == clock.WorkingDays
			if why := clock.FreeDay(d.DueDay(), eves); why != "" {
				t.Fatalf("due day %s is %s", d.DueDay(), why)
			}
		}
	})
}

// Strict hours are elapsed hours whatever the wall clock does.
func TestHoursAreElapsed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start, n := anyTime(t, "start"), rapid.IntRange(1, 9000).Draw(t, "hours")
		d := clock.Count(start, clock.Def{Counting: clock.Strict, Length: n}, false)
		if got := d.Strict.Sub(start); got != time.Duration(n)*time.Hour {
			t.Fatalf("%d hours took %v", n, got)
		}
	})
}

// Every day ends when the next begins, also on the days of 23 and 25 hours.
func TestDaysMeet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := clock.DateOf(anyTime(t, "day"))
		if !day.End().Add(time.Nanosecond).Equal(day.AddDays(1).Start()) || clock.DateOf(day.Start()) != day || clock.DateOf(day.End()) != day {
			t.Fatalf("day %s runs %v to %v", day, day.Start(), day.End())
		}
	})
}

// AddMonths keeps the number of the day or takes the last of the month, and no month is skipped.
func TestAddMonths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day, n := clock.DateOf(anyTime(t, "day")), rapid.IntRange(-120, 120).Draw(t, "months")
		to := day.AddMonths(n)
		a, _ := time.Parse("2006-01-02", string(day))
		b, _ := time.Parse("2006-01-02", string(to))
		if got := (b.Year()-a.Year())*12 + int(b.Month()-a.Month()); got != n {
			t.Fatalf("%s + %d months = %s (%d)", day, n, to, got)
		}
		if to[8:] != day[8:] && to.AddDays(1)[8:] != "01" {
			t.Fatalf("%s + %d months = %s: neither same number nor last day", day, n, to)
		}
	})
}

// Warnings come in order, within the period, and a status agrees with its deadline.
func TestWarningsWithinPeriod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		def, start := anyDef(t), anyTime(t, "start")
		d := clock.Count(start, def, false)
		last := start
		for _, w := range clock.Warnings(def, d) {
			if w.At.Before(last) || w.At.After(d.Strict) {
				t.Fatalf("warning %v outside %v to %v or out of order", w.At, last, d.Strict)
			}
			last = w.At
		}
		now := anyTime(t, "now")
		if s := clock.State(def, clock.Facts{Start: start}, now); s.Late != now.After(d.Due) || s.Phase != clock.Running {
			t.Fatalf("status %+v at %v, due %v", s, now, d.Due)
		}
	})
}
