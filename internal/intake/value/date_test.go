package value

import (
	"errors"
	"testing"
	"time"

	"genomlys/internal/register"
)

func TestDate(t *testing.T) {
	for _, c := range []struct {
		text string
		want string
		note Note
	}{
		{"2023-10-31", "2023-10-31", ""},
		{" 2023-10-31\u00A0", "2023-10-31", ""},
		{"20231031", "2023-10-31", ""},
		{"31/10 2023", "2023-10-31", ""},
		{"31/10-2023", "2023-10-31", ""},
		{"31/10/2023", "2023-10-31", ""},
		{"3/4 2023", "2023-04-03", ""},
		{"03/04/2023", "2023-04-03", DayBeforeMonth},
		{"31.10.2023", "2023-10-31", ""},
		{"31-10-2023", "2023-10-31", ""},
		{"2023/10/31", "2023-10-31", ""},
		{"31 okt 2023", "2023-10-31", ""},
		{"31 OKT. 2023", "2023-10-31", ""},
		{"31 oktober 2023", "2023-10-31", ""},
		{"den 31 oktober 2023", "2023-10-31", ""},
		{"tisdag 31 oktober 2023", "2023-10-31", ""},
		{"tisdagen den 31:e oktober 2023", "2023-10-31", ""},
		{"1 mars 2024", "2024-03-01", ""},
		{"måndag 1 mars 2024", "2024-03-01", ""},
		{"31-okt-2023", "2023-10-31", ""},
		{"October 31, 2023", "2023-10-31", ""},
		{"31st October 2023", "2023-10-31", ""},
		{"29 feb 2024", "2024-02-29", ""},
		{"45230", "2023-10-31", SerialDate},
		{"45230.75", "2023-10-31", ClockDropped},
		{"2023-10-31 00:00:00", "2023-10-31", ""},
		{"2023-10-31 08:12", "2023-10-31", ClockDropped},
		{"2023-10-31T23:30:00Z", "2023-11-01", ClockDropped},
		{"2023-10", "2023-10-01", DateWithoutDay},
		{"10/2023", "2023-10-01", DateWithoutDay},
		{"okt 2023", "2023-10-01", DateWithoutDay},
		{"2023 oktober", "2023-10-01", DateWithoutDay},
		{"2023", "2023-01-01", DateWithoutDay},
		{"v. 1 2026", "2025-12-29", DateWithoutDay},
		{"2020 v53", "2020-12-28", DateWithoutDay},
		{"'2023-10-31", "", "not-a-date"}, // an apostrophe that no export of ours sets
	} {
		got, note, err := Date(c.text)
		if c.want == "" {
			if e := code(err); e != string(c.note) {
				t.Errorf("Date(%q) = %q, %v; want %s", c.text, got, err, c.note)
			}
			continue
		}
		if err != nil || string(got) != c.want || note != c.note {
			t.Errorf("Date(%q) = %q, %q, %v; want %q, %q", c.text, got, note, err, c.want, c.note)
		}
	}
}

func TestDateRefused(t *testing.T) {
	for _, c := range []struct{ text, code, hint, nearest string }{
		{"30 feb 2023", "not-a-date", "", ""},
		{"2023-02-29", "not-a-date", "", ""},
		{"1900-02-29", "not-a-date", "", ""},
		{"31/4 2023", "not-a-date", "", ""},
		{"10/31/2023", "not-a-date", "month-before-day", "2023-10-31"},
		{"31/10-23", "not-a-date", "two-digit-year", ""},
		{"231031", "not-a-date", "two-digit-year", ""},
		{"31 okt 23", "not-a-date", "two-digit-year", ""},
		{"23-10-31", "not-a-date", "two-digit-year", ""},
		{"okt 23", "not-a-date", "two-digit-year", ""},
		{"31 oktobr 2023", "not-a-date", "did-you-mean", "oktober"},
		{"hösten 2023", "not-a-date", "", ""},
		{"vid behov", "not-a-date", "", ""},
		{"", "not-a-date", "", ""},
		{"12345", "not-a-date", "", ""},
		{"2023-13", "not-a-date", "", ""},
		{"2023-00-10", "not-a-date", "", ""},
		{"v 53 2023", "not-a-date", "", ""},
		{"2023-10-31 25:00", "not-a-date", "", ""},
		{"0023-10-31", "out-of-range", "", ""},
		{"2917-01-01", "out-of-range", "", ""},
	} {
		got, _, err := Date(c.text)
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("Date(%q) = %q, %v; want an error", c.text, got, err)
			continue
		}
		near := ""
		if len(e.Nearest) > 0 {
			near = e.Nearest[0]
		}
		if e.Code != c.code || e.Hint != c.hint || near != c.nearest {
			t.Errorf("Date(%q): %v; want %s %s %s", c.text, e, c.code, c.hint, c.nearest)
		}
	}
}

func TestLastDate(t *testing.T) {
	for text, want := range map[string]register.Date{
		"2023": "2023-12-31", "feb 2024": "2024-02-29", "2023-04": "2023-04-30", "v 44 2023": "2023-11-05", "2023-10-31": "2023-10-31",
	} {
		if got, _, err := LastDate(text); err != nil || got != want {
			t.Errorf("LastDate(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestTime(t *testing.T) {
	for _, c := range []struct {
		text, want string
		note       Note
	}{
		{"2023-11-06 08:12", "2023-11-06T07:12:00Z", ""},
		{"2023-07-06 08:12", "2023-07-06T06:12:00Z", ""},
		{"2023-11-06T08:12:30", "2023-11-06T07:12:30Z", ""},
		{"2023-11-06T08:12:30.125Z", "2023-11-06T08:12:30Z", ""},
		{"2023-11-06 08:12+02:00", "2023-11-06T06:12:00Z", ""},
		{"6/11 2023 kl. 8.12", "2023-11-06T07:12:00Z", ""},
		{"6 nov 2023, kl 08:12", "2023-11-06T07:12:00Z", ""},
		{"45236.5", "2023-11-06T11:00:00Z", SerialDate},
		{"2023-11-06", "2023-11-05T23:00:00Z", WithoutClock},
		{"2023-10-29 02:30", "2023-10-29T00:30:00Z", AmbiguousHour},
		{"2023-10-29 03:00", "2023-10-29T02:00:00Z", ""},
		{"2023-10-29 01:59", "2023-10-28T23:59:00Z", ""},
		{"2023-03-26 02:30", "2023-03-26T01:30:00Z", NonexistentHour},
		{"2023-03-26 03:00", "2023-03-26T01:00:00Z", ""},
		{"2023-03-26 01:59", "2023-03-26T00:59:00Z", ""},
	} {
		got, note, err := Time(c.text)
		if err != nil || got.Format(time.RFC3339) != c.want || note != c.note {
			t.Errorf("Time(%q) = %v, %q, %v; want %s, %q", c.text, got, note, err, c.want, c.note)
		}
	}
	for text, want := range map[string]string{
		"okt 2023": "not-a-time", "i går": "not-a-time", "2023-11-06 24:10": "not-a-time", "2023-02-30 08:00": "not-a-time",
	} {
		if got, _, err := Time(text); code(err) != want {
			t.Errorf("Time(%q) = %v, %v; want %s", text, got, err, want)
		}
	}
}

// FuzzDate holds that what is read as a date is one the registers take, and
// that it reads the same once more.
func FuzzDate(f *testing.F) {
	for _, s := range []string{"2023-10-31", "31/10 2023", "31 okt 2023", "45230.5", "2023-10", "v 44 2023", "30 feb 2023", "2023-10-31T08:12:00+02:00", "231031", "\u00A0−\u0000"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, _, err := Date(s)
		if err != nil {
			if code(err) == "" {
				t.Fatalf("Date(%q): %v is no *Error", s, err)
			}
			return
		}
		if !register.ValidDate(string(d)) {
			t.Fatalf("Date(%q) = %q", s, d)
		}
		if again, note, err := Date(string(d)); err != nil || again != d || note != AsWritten {
			t.Fatalf("Date(%q) = %q, %q, %v", d, again, note, err)
		}
		if last, _, err := LastDate(s); err != nil || last < d {
			t.Fatalf("LastDate(%q) = %q, %v before %q", s, last, err, d)
		}
	})
}

func code(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}
