package lang

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// nbsp keeps a number with its unit, and its thousands together.
const nbsp = "\u00a0"

// With gives the text in a language with its places filled (fmt verbs).
func (t Text) With(l Lang, args ...any) string { return fmt.Sprintf(t.In(l), args...) }

// Inside writes a name as it stands inside a sentence: with a small letter,
// unless it begins with an abbreviation (AI-profil, GDPR årsrapport, IoT-profil).
func Inside(name string) string {
	first, _, _ := strings.Cut(name, " ")
	r := []rune(name)
	if len(r) == 0 || strings.IndexFunc(first[len(string(r[0])):], unicode.IsUpper) >= 0 {
		return name
	}
	return string(unicode.ToLower(r[0])) + string(r[1:])
}

// Plural is a thing said of one and of several (CLDR: both languages have the
// categories one and other).
type Plural struct{ One, Other Text }

// Of says the plural of a number, "1 objekt" or "240 objekt".
func (p Plural) Of(l Lang, n int) string {
	if n == 1 {
		return p.One.With(l, Whole(int64(n)))
	}
	return p.Other.With(l, Whole(int64(n)))
}

// Whole gives a whole number with a no-break space per thousand and a true
// minus sign, the same in both languages.
func Whole(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if s[0] == '-' {
		sign, s = "\u2212", s[1:]
	}
	var b strings.Builder
	for i, c := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteString(nbsp)
		}
		b.WriteRune(c)
	}
	return sign + b.String()
}

// Signed gives a change: +22, −3 or ±0.
func Signed(n int64) string {
	switch {
	case n > 0:
		return "+" + Whole(n)
	case n == 0:
		return "±0"
	}
	return Whole(n)
}

// Kronor gives an amount in öre as kronor, with öre only when there are any.
func Kronor(l Lang, ore int64) string {
	s := Whole(ore / 100)
	if r := ore % 100; r != 0 {
		if r < 0 {
			r = -r
		}
		sep := ","
		if l == EN {
			sep = "."
		}
		s += fmt.Sprintf("%s%02d", sep, r)
	}
	if l == EN {
		return "SEK" + nbsp + s
	}
	return s + nbsp + "kr"
}

// Clock gives an instant as day and time of day; t stands in its zone already.
func Clock(l Lang, t time.Time) string {
	if l == EN {
		return t.Format("2006-01-02") + " at" + nbsp + t.Format("15:04")
	}
	return t.Format("2006-01-02") + " kl." + nbsp + t.Format("15.04")
}

var weekdays = [7]Text{{"söndag", "Sunday"}, {"måndag", "Monday"}, {"tisdag", "Tuesday"}, {"onsdag", "Wednesday"}, {"torsdag", "Thursday"}, {"fredag", "Friday"}, {"lördag", "Saturday"}}

// Weekday names the day of the week, with a capital first letter.
func Weekday(l Lang, t time.Time) string {
	s := weekdays[t.Weekday()].In(l)
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// Span gives a length of time as people say it: days from three days on, else
// hours and minutes.
func Span(l Lang, d time.Duration) string {
	if d < 0 {
		d = -d
	}
	if d >= 72*time.Hour {
		return DaysCount.Of(l, int(d/(24*time.Hour)))
	}
	h, m := int(d/time.Hour), int(d/time.Minute)%60
	if l == EN {
		return fmt.Sprintf("%d%sh %d%smin", h, nbsp, m, nbsp)
	}
	return fmt.Sprintf("%d%stim %d%smin", h, nbsp, m, nbsp)
}

// ByteSize gives a file's size in kB, the next whole one up.
func ByteSize(n int64) string { return Whole((n+999)/1000) + nbsp + "kB" }
