package clock

import "time"

// Holiday names why a day is not a working day; empty for a working day. The
// codes are turned into words by whoever shows them.
type Holiday string

// The days that are not working days.
const (
	Saturday     Holiday = "saturday"
	Sunday       Holiday = "sunday"
	NewYear      Holiday = "new_year"
	Epiphany     Holiday = "epiphany"
	GoodFriday   Holiday = "good_friday"
	EasterSunday Holiday = "easter_sunday"
	EasterMonday Holiday = "easter_monday"
	FirstOfMay   Holiday = "first_of_may"
	Ascension    Holiday = "ascension"
	WhitSunday   Holiday = "whit_sunday"
	NationalDay  Holiday = "national_day"
	Midsummer    Holiday = "midsummer_day"
	AllSaints    Holiday = "all_saints"
	Christmas    Holiday = "christmas_day"
	BoxingDay    Holiday = "boxing_day"

	MidsummerEve Holiday = "midsummer_eve"
	ChristmasEve Holiday = "christmas_eve"
	NewYearsEve  Holiday = "new_years_eve"
)

// PublicHoliday gives the Swedish public holiday of a day (lag 1989:253 om
// allmänna helgdagar, as in force from 2005), or "".
func PublicHoliday(d Date) Holiday {
	if !d.Valid() {
		return ""
	}
	t := d.civil()
	switch md := t.Format("01-02"); md {
	case "01-01":
		return NewYear
	case "01-06":
		return Epiphany
	case "05-01":
		return FirstOfMay
	case "06-06":
		return NationalDay
	case "12-25":
		return Christmas
	case "12-26":
		return BoxingDay
	default:
		// The Saturday within a week that begins on 20 June and on 31 October.
		if t.Weekday() == time.Saturday && md >= "06-20" && md <= "06-26" {
			return Midsummer
		}
		if t.Weekday() == time.Saturday && md >= "10-31" && md <= "11-06" {
			return AllSaints
		}
	}
	switch easter(t.Year()).DaysTo(d) {
	case -2:
		return GoodFriday
	case 0:
		return EasterSunday
	case 1:
		return EasterMonday
	case 39:
		return Ascension
	case 49:
		return WhitSunday
	}
	return ""
}

// FreeDay tells why a day is not a working day in European counting
// (Regulation 1182/71 art. 2): public holidays, Saturdays and Sundays. With eves
// set, also the three eves that lag (1930:173) § 2 treats as holidays.
func FreeDay(d Date, eves bool) Holiday {
	if !d.Valid() {
		return ""
	}
	if h := PublicHoliday(d); h != "" {
		return h
	}
	if eves {
		if h := eve(d); h != "" {
			return h
		}
	}
	switch d.civil().Weekday() {
	case time.Saturday:
		return Saturday
	case time.Sunday:
		return Sunday
	}
	return ""
}

func eve(d Date) Holiday {
	switch d.civil().Format("01-02") {
	case "12-24":
		return ChristmasEve
	case "12-31":
		return NewYearsEve
	}
	if PublicHoliday(d.AddDays(1)) == Midsummer {
		return MidsummerEve
	}
	return ""
}

// easter is Easter Sunday of a Gregorian year (the anonymous algorithm printed
// in Nature 1876, also Meeus, Astronomical Algorithms, ch. 8).
func easter(year int) Date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 19*l) / 433
	month := (h + l - 7*m + 90) / 25
	day := (h + l - 7*m + 33*month + 19) % 32
	return Date(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Format(isoDate))
}
