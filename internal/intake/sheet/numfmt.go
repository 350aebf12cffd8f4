package sheet

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// format is how a number is shown, as far as it says whether it is a time.
type format int

const (
	plain format = iota
	dateOnly
	dateTime
	timeOnly
	elapsed // [h]:mm, a length of time
)

// formatOf reads a number format: built-in ones by number (ECMA-376 part 1,
// 18.8.30), others by their code.
func formatOf(id int, code string) format {
	if code != "" {
		return formatCode(code)
	}
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id == 36, id >= 50 && id <= 58:
		return dateOnly
	case id == 22:
		return dateTime
	case id >= 18 && id <= 21, id >= 32 && id <= 35, id == 45, id == 47:
		return timeOnly
	case id == 46:
		return elapsed
	}
	return plain
}

// formatCode looks for date and time letters in the first section of a code,
// outside quotes, escapes and brackets. An m is a month unless it stands
// after hours or before seconds.
func formatCode(code string) format {
	code = strings.ToLower(code)
	if code == "general" || code == "standard" || code == "@" {
		return plain
	}
	var letters []byte
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case ';':
			i = len(code)
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				i = len(code)
			} else {
				i += end + 1
			}
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return plain
			}
			if inner := code[i+1 : i+end]; inner != "" && strings.Trim(inner, inner[:1]) == "" && strings.Contains("hms", inner[:1]) {
				return elapsed
			}
			i += end
		case 'y', 'm', 'd', 'h', 's':
			if len(letters) == 0 || letters[len(letters)-1] != c {
				letters = append(letters, c)
			}
		case '#', '?':
			return plain // digits: an amount
		case '0':
			if len(letters) == 0 {
				return plain // 0.00 s is a number; ss.000 is a time
			}
		}
	}
	hasDate, hasTime := false, false
	for i, c := range letters {
		switch c {
		case 'y', 'd':
			hasDate = true
		case 'h', 's':
			hasTime = true
		case 'm':
			minute := i > 0 && letters[i-1] == 'h' || i+1 < len(letters) && letters[i+1] == 's'
			if minute {
				hasTime = true
			} else {
				hasDate = true
			}
		}
	}
	switch {
	case hasDate && hasTime:
		return dateTime
	case hasDate:
		return dateOnly
	case hasTime:
		return timeOnly
	}
	return plain
}

// dateBase is the date system of a workbook.
type dateBase int

const (
	base1900 dateBase = iota
	base1904          // old Macintosh
)

// maxSerial is 9999-12-31 in the 1900 system, the last day Excel knows.
const maxSerial = 2958465

// cell makes a cell of a number shown in a format.
func (f format) cell(n float64, base dateBase) Cell {
	number := Cell{Text: numberText(n), Kind: Number, Number: n}
	if f == plain || n < 0 || n >= maxSerial+1 {
		return number
	}
	if f == elapsed {
		s := int64(math.Round(n * 86400))
		return Cell{Text: fmt.Sprintf("%d:%02d", s/3600, s/60%60), Kind: Number, Number: n}
	}
	days := math.Floor(n)
	seconds := int64(math.Round((n - days) * 86400))
	if seconds == 86400 {
		days, seconds = days+1, 0
	}
	clock := fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
	if days == 0 && base == base1900 {
		if f == timeOnly {
			return Cell{Text: clock, Kind: Date, Number: n}
		}
		return number // day 0 is an empty date
	}
	text := serialDay(int(days), base)
	if seconds != 0 || f == timeOnly {
		text += " " + clock
	}
	return Cell{Text: text, Kind: Date, Number: n}
}

// serialDay is the day a serial number stands for. The 1900 system counts a
// 29 February 1900 that never was, as Lotus 1-2-3 did; it is given as it is
// shown and refused later as a date that does not exist.
func serialDay(n int, base dateBase) string {
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case base == base1904:
		start = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case n == 60:
		return "1900-02-29"
	case n < 60:
		n++
	}
	return start.AddDate(0, 0, n).Format("2006-01-02")
}

// numberText writes a number with the 15 digits Excel shows, so that
// 0.30000000000000004 in the file is 0.3.
func numberText(n float64) string {
	short, err := strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	if err != nil {
		short = n
	}
	if a := math.Abs(short); a != 0 && (a >= 1e21 || a < 1e-9) {
		return strconv.FormatFloat(short, 'g', -1, 64)
	}
	return strconv.FormatFloat(short, 'f', -1, 64)
}
