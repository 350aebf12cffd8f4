package clock_test

import (
	"fmt"
	"testing"
	"time"

	"genomlys/internal/method/clock"
)

// The definitions the table needs, as in domain.md 5.1; the product reads them
// from the rule book.
var (
	gdpr33 = clock.Def{Code: "GDPR33", Counting: clock.Strict, Length: 72, WarnAt: []int{24, 4, 1, 0}, Regulation: true}
	csl24  = clock.Def{Code: "CSL24", Counting: clock.Strict, Length: 24, WarnAt: []int{24, 4, 1, 0}}
	gdpr12 = clock.Def{Code: "GDPR12", Counting: clock.EUMonths, Length: 1, Extension: 2, WarnAt: []int{14, 7, 3, 1}}
	csl1m  = clock.Def{Code: "CSL1M", Counting: clock.SwedishMonths, Length: 1}
)

func local(t *testing.T, s string) time.Time {
	t.Helper()
	for _, layout := range []string{"2006-01-02 15:04:05.999999999", "2006-01-02 15:04", "2006-01-02"} {
		if at, err := time.ParseInLocation(layout, s, clock.Zone); err == nil {
			return at
		}
	}
	t.Fatalf("bad time %q", s)
	return time.Time{}
}

func codes(rs []clock.Reason) map[clock.Code]any {
	m := map[clock.Code]any{}
	for _, r := range rs {
		m[r.Code] = r.Arg
	}
	return m
}

func TestCount_5_2_hours(t *testing.T) {
	for _, c := range []struct {
		name          string
		def           clock.Def
		start, strict string
		shift         any
	}{
		{"5.2 GDPR33 over the spring change", gdpr33, "2026-03-27 10:20", "2026-03-30 11:20", 60},
		{"5.2 GDPR33 over the autumn change", gdpr33, "2026-10-23 16:05", "2026-10-26 15:05", -60},
		{"5.2 CSL24", csl24, "2026-10-23 16:05", "2026-10-24 16:05", nil},
		{"5.2 weekends and holidays count", gdpr33, "2026-12-24 09:00", "2026-12-27 09:00", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := clock.Count(local(t, c.start), c.def, false)
			want := local(t, c.strict)
			if !d.Strict.Equal(want) || !d.Due.Equal(want) {
				t.Errorf("strict %v, due %v, want both %v", d.Strict.In(clock.Zone), d.Due.In(clock.Zone), want)
			}
			if got := codes(d.Reasons)[clock.ZoneShift]; got != c.shift {
				t.Errorf("zone shift %v, want %v", got, c.shift)
			}
			if d.Milder.IsZero() == c.def.Regulation {
				t.Errorf("milder end %v with Regulation=%v", d.Milder, c.def.Regulation)
			}
		})
	}
}

func TestCount_5_2_milder(t *testing.T) {
	for _, c := range []struct{ name, start, milder string }{
		{"5.2 hour of the event is not counted", "2026-11-02 09:30", "2026-11-05 10:00"},
		{"5.2 a full hour is not counted either", "2026-11-02 09:00", "2026-11-05 10:00"},
		{"5.2 two working days after a Friday", "2026-11-13 16:05", "2026-11-17 23:59:59.999999999"},
		{"5.2 two working days over Easter", "2026-04-02 10:00", "2026-04-08 23:59:59.999999999"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := clock.Count(local(t, c.start), gdpr33, false)
			if want := local(t, c.milder); !d.Milder.Equal(want) {
				t.Errorf("milder %v, want %v", d.Milder, want)
			}
			if d.Due.After(d.Milder) {
				t.Errorf("due %v after the milder end %v", d.Due, d.Milder)
			}
		})
	}
}

func TestCount_5_2_days(t *testing.T) {
	days := clock.Def{Code: "AIACT73", Counting: clock.EUDays, Length: 15}
	weeks := clock.Def{Code: "GDPR36", Counting: clock.EUWeeks, Length: 8, Extension: 6}
	working := clock.Def{Code: "OSL-UT", Counting: clock.WorkingDays, Length: 1}
	for _, c := range []struct {
		name          string
		def           clock.Def
		extended      bool
		start         string
		strict, moved clock.Date
	}{
		{"5.2 GDPR12", gdpr12, false, "2026-01-31", "2026-02-28", "2026-03-02"},
		{"5.2 GDPR12 over Easter", gdpr12, false, "2026-03-05", "2026-04-05", "2026-04-07"},
		{"5.2 GDPR12 extended (+2 months)", gdpr12, true, "2026-03-05", "2026-06-05", "2026-06-05"},
		{"5.2 GDPR12 at Midsummer", gdpr12, false, "2026-05-20", "2026-06-20", "2026-06-22"},
		{"5.2 GDPR12, no such day", gdpr12, false, "2026-08-31", "2026-09-30", "2026-09-30"},
		{"5.2 GDPR12, leap year", gdpr12, false, "2028-01-31", "2028-02-29", "2028-02-29"},
		{"5.2 CSL1M at Christmas", csl1m, false, "2026-11-24", "2026-12-24", "2026-12-28"},
		{"5.2 eves do not count in Union counting", gdpr12, false, "2026-11-24", "2026-12-24", "2026-12-24"},
		{"5.2 Midsummer Eve in Swedish counting", csl1m, false, "2026-05-19", "2026-06-19", "2026-06-22"},
		{"5.2 New Year's Eve to the day after New Year", csl1m, false, "2026-11-30", "2026-12-30", "2026-12-30"},
		{"5.2 New Year's Eve itself", csl1m, false, "2026-10-31", "2026-11-30", "2026-11-30"},
		{"5.2 New Year's Eve moves over the weekend", clock.Def{Counting: clock.SwedishMonths, Length: 2}, false, "2026-10-31", "2026-12-31", "2027-01-04"},
		{"5.2 EU days, start day not counted", days, false, "2028-01-10", "2028-01-25", "2028-01-25"},
		{"5.2 EU days moved", days, false, "2028-01-07", "2028-01-22", "2028-01-24"},
		{"5.2 EU weeks", weeks, false, "2026-09-02", "2026-10-28", "2026-10-28"},
		{"5.2 EU weeks extended", weeks, true, "2026-09-02", "2026-12-09", "2026-12-09"},
		{"5.2 EU weeks over the National Day", clock.Def{Counting: clock.EUWeeks, Length: 1}, false, "2025-05-30", "2025-06-06", "2025-06-09"},
		{"5.1 working day over a weekend", working, false, "2026-11-20", "2026-11-23", "2026-11-23"},
		{"5.2 late on the day is still that day", gdpr12, false, "2026-08-31 23:59", "2026-09-30", "2026-09-30"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := clock.Count(local(t, c.start), c.def, c.extended)
			if d.StrictDay() != c.strict || d.DueDay() != c.moved {
				t.Errorf("strict %s due %s, want %s and %s", d.StrictDay(), d.DueDay(), c.strict, c.moved)
			}
			if !d.Due.Add(time.Nanosecond).Equal(c.moved.AddDays(1).Start()) {
				t.Errorf("due %v: want the last instant of %s", d.Due, c.moved)
			}
			if _, ok := codes(d.Reasons)[clock.Moved]; ok != (c.strict != c.moved) {
				t.Errorf("moved reason present %v, want %v", ok, !ok)
			}
		})
	}
}

func TestCount_reasons(t *testing.T) {
	d := clock.Count(local(t, "2026-03-05"), gdpr12, false)
	want := []clock.Reason{
		{Code: clock.StartDayOut, Arg: clock.Date("2026-03-05"), Day: "2026-03-05"},
		{Code: clock.SameNumber, Arg: clock.Date("2026-04-05"), Day: "2026-04-05"},
		{Code: clock.Moved, Arg: clock.EasterSunday, Day: "2026-04-05"},
		{Code: clock.Moved, Arg: clock.EasterMonday, Day: "2026-04-06"},
	}
	if len(d.Reasons) != len(want) {
		t.Fatalf("reasons %v, want %v", d.Reasons, want)
	}
	for i, r := range want {
		if d.Reasons[i] != r {
			t.Errorf("reason %d = %v, want %v", i, d.Reasons[i], r)
		}
	}
}

func TestHolidays_5_2(t *testing.T) {
	for day, want := range map[clock.Date]clock.Holiday{
		"2026-01-01": clock.NewYear, "2026-01-06": clock.Epiphany, "2026-04-03": clock.GoodFriday,
		"2026-04-05": clock.EasterSunday, "2026-04-06": clock.EasterMonday, "2026-05-01": clock.FirstOfMay,
		"2026-05-14": clock.Ascension, "2026-05-24": clock.WhitSunday, "2026-06-06": clock.NationalDay,
		"2026-06-20": clock.Midsummer, "2026-10-31": clock.AllSaints, "2026-12-25": clock.Christmas,
		"2026-12-26": clock.BoxingDay,
		"2024-03-31": clock.EasterSunday, "2025-04-20": clock.EasterSunday, "2027-03-28": clock.EasterSunday,
		"2008-03-23": clock.EasterSunday, "2038-04-25": clock.EasterSunday, "2000-04-23": clock.EasterSunday,
		"2024-06-22": clock.Midsummer, "2022-06-25": clock.Midsummer, "2021-06-26": clock.Midsummer,
		"2025-11-01": clock.AllSaints, "2021-11-06": clock.AllSaints,
		"2025-05-29": clock.Ascension,
		"2026-06-19": "", "2026-12-24": "", "2026-12-31": "", "2026-04-04": "", "2026-05-25": "", "2026-11-07": "",
	} {
		if got := clock.PublicHoliday(day); got != want {
			t.Errorf("PublicHoliday(%s) = %q, want %q", day, got, want)
		}
	}
	for day, want := range map[clock.Date]clock.Holiday{
		"2026-06-19": clock.MidsummerEve, "2026-12-24": clock.ChristmasEve, "2026-12-31": clock.NewYearsEve,
	} {
		if got := clock.FreeDay(day, true); got != want {
			t.Errorf("FreeDay(%s, eves) = %q, want %q", day, got, want)
		}
		if got := clock.FreeDay(day, false); got != "" {
			t.Errorf("FreeDay(%s) without eves = %q, want none", day, got)
		}
	}
	// Each year has the same number of public holidays, unless two fall on one day.
	for year := 2005; year <= 2099; year++ {
		n := 0
		first := clock.Date(fmt.Sprintf("%d-01-01", year))
		for d := first; d < first.AddMonths(12); d = d.AddDays(1) {
			if clock.PublicHoliday(d) != "" {
				n++
			}
		}
		if n != 13 && n != 12 {
			t.Errorf("%d has %d public holidays", year, n)
		}
	}
}

func TestState_5_2(t *testing.T) {
	start := local(t, "2026-11-13 16:05") // due 2026-11-16 16:05
	for _, c := range []struct {
		name  string
		def   clock.Def
		facts clock.Facts
		now   string
		phase clock.Phase
		late  bool
		past  bool
	}{
		{"5.2 running", gdpr33, clock.Facts{Start: start}, "2026-11-16 16:05", clock.Running, false, false},
		{"5.2 running late", gdpr33, clock.Facts{Start: start}, "2026-11-16 16:06", clock.Running, true, false},
		{"5.2 met on the minute", gdpr33, clock.Facts{Start: start, Done: local(t, "2026-11-16 16:05")}, "2026-12-01", clock.Met, false, false},
		{"5.2 met late", gdpr33, clock.Facts{Start: start, Done: local(t, "2026-11-16 16:06")}, "2026-12-01", clock.MetLate, true, false},
		{"5.2 as of before it was done", gdpr33, clock.Facts{Start: start, Done: local(t, "2026-11-16 16:06")}, "2026-11-15", clock.Running, false, false},
		{"5.2 waived", gdpr33, clock.Facts{Start: start, Waived: true}, "2026-12-01", clock.Waived, false, false},
		{"5.2 waived, yet done", gdpr33, clock.Facts{Start: start, Waived: true, Done: local(t, "2026-11-14")}, "2026-12-01", clock.Met, false, false},
		{"5.2 void", gdpr33, clock.Facts{Start: start, Voided: true, Done: local(t, "2026-11-20")}, "2026-12-01", clock.Void, false, false},
		{"5.2 month clock within the weekend's grace", gdpr12, clock.Facts{Start: local(t, "2026-01-31")}, "2026-03-01 12:00", clock.Running, false, true},
		{"5.2 month clock late", gdpr12, clock.Facts{Start: local(t, "2026-01-31")}, "2026-03-03", clock.Running, true, false},
		{"5.2 extended", gdpr12, clock.Facts{Start: local(t, "2026-01-31"), Extended: true, Done: local(t, "2026-04-30 15:00")}, "2026-05-02", clock.Met, false, false},
		{"5.1 open clock is never late", clock.Def{Code: "GDPR19", Counting: clock.Open}, clock.Facts{Start: local(t, "2020-01-01")}, "2026-01-01", clock.Running, false, false},
		{"5.1 open clock met", clock.Def{Code: "GDPR19", Counting: clock.Open}, clock.Facts{Start: local(t, "2020-01-01"), Done: local(t, "2021-01-01")}, "2026-01-01", clock.Met, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := clock.State(c.def, c.facts, local(t, c.now))
			if s.Phase != c.phase || s.Late != c.late || s.PastStrict != c.past {
				t.Errorf("phase %s late %v past strict %v, want %s %v %v", s.Phase, s.Late, s.PastStrict, c.phase, c.late, c.past)
			}
		})
	}
}

func TestWarnings_5_2(t *testing.T) {
	at := func(def clock.Def, start string) (out []string) {
		for _, w := range clock.Warnings(def, clock.Count(local(t, start), def, false)) {
			out = append(out, w.At.In(clock.Zone).Format("2006-01-02 15:04"))
		}
		return out
	}
	equal := func(name string, got, want []string) {
		t.Helper()
		if len(got) != len(want) {
			t.Fatalf("%s: %v, want %v", name, got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: %v, want %v", name, got, want)
			}
		}
	}
	equal("5.2 hours over the spring change", at(gdpr33, "2026-03-27 10:20"),
		[]string{"2026-03-29 11:20", "2026-03-30 07:20", "2026-03-30 10:20", "2026-03-30 11:20"})
	equal("5.2 months, from the strict day", at(gdpr12, "2026-03-05"),
		[]string{"2026-03-22 00:00", "2026-03-29 00:00", "2026-04-02 00:00", "2026-04-04 00:00"})
	equal("5.2 none before the start", at(clock.Def{Counting: clock.EUDays, Length: 2, WarnAt: []int{7, 1}}, "2026-09-01 10:00"),
		[]string{"2026-09-02 00:00"})
	if ws := clock.Warnings(clock.Def{Counting: clock.Open}, clock.Deadline{Start: local(t, "2026-01-01")}); ws != nil {
		t.Errorf("open clock warns: %v", ws)
	}
}

func TestOverdue_5_2(t *testing.T) {
	if clock.Overdue("2026-05-01", "2026-05-01") || !clock.Overdue("2026-05-01", "2026-05-02") || clock.Overdue("", "2026-05-02") {
		t.Error("an internal date is overdue from the day after, and no date is never overdue")
	}
}
