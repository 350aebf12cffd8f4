package value

import "strings"

// Unit is what a number counts, as register.Field.Unit names it.
type Unit string

// The units that are known.
const (
	None    Unit = ""
	Minutes Unit = "min"
	Hours   Unit = "h"
	Days    Unit = "days"
	Weeks   Unit = "weeks"
	Months  Unit = "months"
	Years   Unit = "years"
	Percent Unit = "%"
	Pieces  Unit = "pcs"
	Kronor  Unit = "kr"
	Tkr     Unit = "tkr"  // thousands of kronor
	Mnkr    Unit = "mnkr" // millions of kronor
	Mdkr    Unit = "mdkr" // thousands of millions of kronor
)

var unitWords = map[string]Unit{
	"min": Minutes, "minut": Minutes, "minuter": Minutes, "minute": Minutes, "minutes": Minutes,
	"h": Hours, "t": Hours, "tim": Hours, "timme": Hours, "timmar": Hours, "timmars": Hours, "hour": Hours, "hours": Hours, "hrs": Hours, "hr": Hours,
	"d": Days, "dygn": Days, "dag": Days, "dagar": Days, "dgr": Days, "day": Days, "days": Days,
	"v": Weeks, "vecka": Weeks, "veckor": Weeks, "w": Weeks, "week": Weeks, "weeks": Weeks,
	"mån": Months, "månad": Months, "månader": Months, "mon": Months, "month": Months, "months": Months,
	"år": Years, "y": Years, "yr": Years, "yrs": Years, "year": Years, "years": Years,
	"%": Percent, "procent": Percent, "percent": Percent,
	"st": Pieces, "stycken": Pieces, "pcs": Pieces, "personer": Pieces, "persons": Pieces, "people": Pieces, "användare": Pieces, "users": Pieces,
	"kr": Kronor, "kronor": Kronor, "krona": Kronor, "sek": Kronor, ":-": Kronor,
	"tkr": Tkr, "ksek": Tkr, "tusen kr": Tkr, "tusen kronor": Tkr, "thousand sek": Tkr,
	"mnkr": Mnkr, "mkr": Mnkr, "msek": Mnkr, "mn kr": Mnkr, "milj kr": Mnkr, "milj. kr": Mnkr, "mnkr.": Mnkr,
	"miljon kr": Mnkr, "miljoner kr": Mnkr, "miljon kronor": Mnkr, "miljoner kronor": Mnkr, "million sek": Mnkr,
	"mdkr": Mdkr, "mdr kr": Mdkr, "miljarder kr": Mdkr, "miljarder kronor": Mdkr, "miljard kronor": Mdkr, "billion sek": Mdkr,
}

// UnitOf reads a unit as it is written after a number or a heading; ok is
// false when it is none.
func UnitOf(word string) (u Unit, ok bool) {
	w := strings.ToLower(clean(word))
	if u, ok = unitWords[w]; !ok {
		u, ok = unitWords[strings.Trim(w, ". ")]
	}
	return u, ok
}

// size is a unit in the smallest of its kind; units of different kinds do
// not convert, days to months least of all.
func (u Unit) size() (kind string, n int64) {
	switch u {
	case Minutes:
		return "time", 1
	case Hours:
		return "time", 60
	case Days:
		return "time", 24 * 60
	case Weeks:
		return "time", 7 * 24 * 60
	case Months:
		return "months", 1
	case Years:
		return "months", 12
	case Kronor:
		return "money", 100
	case Tkr:
		return "money", 100_000
	case Mnkr:
		return "money", 100_000_000
	case Mdkr:
		return "money", 100_000_000_000
	case Pieces, None:
		return "count", 1
	}
	return string(u), 1
}
