package value

import (
	"math/big"
	"regexp"
	"strings"
)

// Int reads a whole number in the unit want. given is the unit the column's
// heading states, used where the cell states none; None is the field's own.
// A time that is no whole number of the unit is rounded up.
func Int(text string, want, given Unit) (int64, Note, error) {
	r, note, err := quantity(text, want, given)
	if err != nil {
		return 0, AsWritten, err
	}
	if !r.IsInt() {
		kind, _ := want.size()
		if kind != "time" && kind != "months" {
			return 0, AsWritten, refuse("not-whole", text)
		}
		up := new(big.Int).Div(r.Num(), r.Denom()) // Euclidean: down, for a positive denominator
		r.SetInt(up.Add(up, big.NewInt(1)))
		note = RoundedUp
	}
	if !r.Num().IsInt64() {
		return 0, AsWritten, refuse("out-of-range", text)
	}
	return r.Num().Int64(), note, nil
}

// Decimal reads a number in the unit want; given as for Int.
func Decimal(text string, want, given Unit) (float64, Note, error) {
	r, note, err := quantity(text, want, given)
	if err != nil {
		return 0, AsWritten, err
	}
	f, _ := r.Float64()
	return f, note, nil
}

// Money reads an amount of Swedish kronor and gives it in öre. given is the
// unit the column's heading states ("Kostnad (tkr)"), used where the cell
// states none; None is kronor.
func Money(text string, given Unit) (int64, Note, error) {
	if given == None {
		given = Kronor
	}
	r, note, err := quantity(text, Kronor, given)
	if err != nil {
		if e, ok := err.(*Error); ok && reCurrency.MatchString(strings.ToLower(text)) {
			return 0, AsWritten, e.hint("other-currency")
		}
		return 0, AsWritten, err
	}
	r.Mul(r, big.NewRat(100, 1))
	switch {
	case !r.IsInt():
		return 0, AsWritten, refuse("not-whole", text).hint("less-than-an-ore")
	case !r.Num().IsInt64():
		return 0, AsWritten, refuse("out-of-range", text)
	}
	if note == UnitConverted {
		note = AsWritten // tkr and mnkr are only other ways to write kronor
	}
	return r.Num().Int64(), note, nil
}

var (
	reCurrency = regexp.MustCompile(`€|\$|£|\b(?:eur|euro|usd|dollar|dollars|nok|dkk|gbp)\b`)
	reAbout    = regexp.MustCompile(`^(?:ca|cirka|c:a|circa|omkring|ungefär|uppskattningsvis|approx|about|around|~|≈)[. ]*`)
	rePart     = regexp.MustCompile(`^ ?([0-9](?:[0-9 .,'’]*[0-9])?) ?([^0-9]*)`)
	reHoursMin = regexp.MustCompile(`^(\d{1,5}):([0-5]\d)(?::00)?$`)
	reRange    = regexp.MustCompile(`\d ?[a-zåäö]* ?(?:[-–—]|till|to) ?\d`)
)

// quantity reads a number with its unit, or several that add up ("1 dygn 4
// tim"), in the unit want.
func quantity(text string, want, given Unit) (*big.Rat, Note, error) {
	wrong := refuse("not-a-number", text)
	s := strings.ToLower(clean(text))
	if s == "" || len(s) > 80 {
		return nil, AsWritten, wrong
	}
	note := AsWritten
	if m := reAbout.FindString(s); m != "" {
		s, note = s[len(m):], Approximate
	}
	if given == None {
		given = want
	}
	if m := reHoursMin.FindStringSubmatch(s); m != nil {
		if kind, size := want.size(); kind == "time" {
			return big.NewRat(int64(atoi(m[1])*60+atoi(m[2])), size), note, nil
		}
		return nil, AsWritten, wrong
	}
	negative := false
	for _, minus := range []string{"-", "−", "–"} {
		if rest, ok := strings.CutPrefix(s, minus); ok {
			s, negative = rest, true
			break
		}
	}
	s = strings.TrimPrefix(s, "+")
	if rest, ok := strings.CutPrefix(s, "sek "); ok {
		s = rest + " sek"
	}
	sum := new(big.Rat)
	last := None
	for rest := s; rest != ""; {
		m := rePart.FindStringSubmatch(rest)
		if m == nil {
			return nil, AsWritten, wrong
		}
		rest = rest[len(m[0]):]
		n, hint := number(m[1], want)
		if n == nil {
			if hint == "" && reRange.MatchString(s) {
				hint = "range"
			}
			return nil, AsWritten, wrong.hint(hint)
		}
		factor, unit, converted, err := convert(m[2], want, given, rest != "" || last != None)
		if err != "" {
			e := refuse(err, text, string(want))
			if reRange.MatchString(s) {
				e = wrong.hint("range")
			}
			return nil, AsWritten, e
		}
		if last != None {
			// Parts that add up go from greater to smaller.
			if _, size := unit.size(); !smaller(size, last) {
				return nil, AsWritten, wrong
			}
		}
		last = unit
		if converted && note == AsWritten {
			note = UnitConverted
		}
		sum.Add(sum, n.Mul(n, factor))
	}
	if negative {
		sum.Neg(sum)
	}
	return sum, note, nil
}

func smaller(size int64, than Unit) bool {
	_, n := than.size()
	return size < n
}

// convert finds what to multiply a number by. A part of a sum must say its
// unit. The error is a code, empty for none.
func convert(word string, want, given Unit, part bool) (factor *big.Rat, unit Unit, converted bool, code string) {
	word = strings.Trim(word, " ,+")
	word = strings.TrimSuffix(strings.TrimSuffix(word, " och"), " and")
	unit = given
	if word != "" {
		var ok bool
		if unit, ok = UnitOf(word); !ok {
			return nil, None, false, "not-a-number"
		}
	} else if part {
		return nil, None, false, "not-a-number"
	}
	kind, size := unit.size()
	wantKind, wantSize := want.size()
	if kind != wantKind {
		if want == None {
			return nil, None, false, "not-a-number"
		}
		return nil, None, false, "wrong-unit"
	}
	return big.NewRat(size, wantSize), unit, size != wantSize, ""
}

var (
	reGrouped = regexp.MustCompile(`^\d{1,3}(?:[ '’]\d{3})+$`)
	reCommas  = regexp.MustCompile(`^\d{1,3}(?:,\d{3})+$`)
	reDots    = regexp.MustCompile(`^\d{1,3}(?:\.\d{3})+$`)
	rePlain   = regexp.MustCompile(`^\d+$`)
)

// number reads digits with separators. The last of two kinds is the decimal
// one; a single comma or point is decimal too, as in Sweden and in files,
// but refused where whole numbers are kept and it may stand between
// thousands.
func number(s string, want Unit) (*big.Rat, string) {
	whole, fraction := s, ""
	if i := strings.LastIndexAny(s, ",."); i >= 0 {
		mark := s[i : i+1]
		if strings.Count(s, mark) == 1 {
			whole, fraction = s[:i], s[i+1:]
			if kind, _ := want.size(); len(fraction) == 3 && !strings.ContainsAny(whole, " ,.'’") && kind == "count" &&
				len(whole) <= 3 && whole != "0" {
				return nil, "thousands-or-decimals"
			}
		}
	}
	if !rePlain.MatchString(whole) {
		switch {
		case reGrouped.MatchString(whole):
		case reCommas.MatchString(whole) && !strings.Contains(fraction, ","):
		case reDots.MatchString(whole):
		default:
			return nil, ""
		}
		whole = strings.NewReplacer(" ", "", "'", "", "’", "", ",", "", ".", "").Replace(whole)
	}
	if fraction != "" && !rePlain.MatchString(fraction) {
		return nil, ""
	}
	r, ok := new(big.Rat).SetString(whole + "." + fraction + "0")
	if !ok {
		return nil, ""
	}
	return r, ""
}
