package query

import (
	"strconv"
	"strings"
	"time"
)

// Fold is how texts are made alike before ":" compares them: letter case does
// not matter. The store must fold in the same way.
func Fold(s string) string { return strings.ToLower(s) }

// forms shows by example how a value of each type is written.
var forms = map[Type][]string{
	Text:    {"word", `"two words"`, "year"},
	Int:     {"12", "year-1"},
	Money:   {"150050", "1500.50kr"},
	Date:    {"2023-10-31", "asof-12m", "yearstart", "yearend+1y"},
	Time:    {"2023-10-31T08:30:00Z", "2023-10-31", "asof-12m", "now-72h"},
	Set:     {"word"},
	Level:   {"0", "1", "2", "3", "4"},
	Ref:     {"OBJ-0117"},
	Decimal: {"12.5", "-3"},
}

var factChoices = []string{"yes", "no", "unknown", "not_applicable"}
var boolChoices = []string{"true", "false"}

func valueError(f Field, v *value) error {
	return &Error{Code: CodeValue, Field: f.Name, Pos: v.pos, Value: short(v.text), Allowed: forms[f.Type]}
}

func choiceError(f Field, v *value, allowed []string) error {
	return &Error{Code: CodeChoice, Field: f.Name, Pos: v.pos, Value: short(v.text), Allowed: allowed}
}

// leaf binds one value; op is Eq, an order, or contains for Text and Set.
func (c checker) leaf(f Field, op Op, v *value) (Checked, error) {
	if v.kind == isRelative {
		return c.relativeLeaf(f, op, v)
	}
	switch f.Type {
	case Date:
		d, ok := parseDay(v.text)
		if !ok {
			return nil, valueError(f, v)
		}
		return Compare{f, op, d.String()}, nil
	case Time:
		if d, ok := parseDay(v.text); ok {
			return c.dayLeaf(f, op, d), nil
		}
		t, err := time.Parse(time.RFC3339, v.text)
		if err != nil || !CivilOf(t.UTC()).valid() {
			return nil, valueError(f, v)
		}
		return Compare{f, op, t.UTC()}, nil
	case Text:
		if v.text == "" { // an empty text is no value, and nothing stands before or after that
			return nil, valueError(f, v)
		}
		if op == contains {
			return Contains{f, Fold(v.text)}, nil
		}
		return Compare{f, op, v.text}, nil
	case Set:
		member, ok := choose(f.Choices, v.text)
		if !ok {
			return nil, choiceError(f, v, f.Choices)
		}
		if member == "" {
			return nil, valueError(f, v)
		}
		return Contains{f, member}, nil
	}
	bound, err := scalar(f, v)
	if err != nil {
		return nil, err
	}
	return Compare{f, op, bound}, nil
}

// scalar binds the types whose values mean the same whatever the operator.
func scalar(f Field, v *value) (any, error) {
	switch f.Type {
	case Choice:
		if s, ok := choose(f.Choices, v.text); ok {
			return s, nil
		}
		return nil, choiceError(f, v, f.Choices)
	case Fact:
		if b, ok := parseBool(v.text); ok {
			if b {
				return "yes", nil
			}
			return "no", nil
		}
		if s, ok := choose(factChoices, v.text); ok {
			return s, nil
		}
		return nil, choiceError(f, v, factChoices)
	case Bool:
		if b, ok := parseBool(v.text); ok {
			return b, nil
		}
		return nil, choiceError(f, v, boolChoices)
	case Ref:
		return v.text, nil
	case Int, Level:
		if n, err := strconv.ParseInt(v.text, 10, 64); err == nil {
			return n, nil
		}
	case Money:
		if n, ok := parseMoney(v.text); ok {
			return n, nil
		}
	case Decimal:
		if s, ok := canonicalDecimal(v.text); ok {
			return s, nil
		}
	}
	return nil, valueError(f, v)
}

// relativeLeaf gives asof, year and now their meaning where the type has one;
// in a text or a name they are just words.
func (c checker) relativeLeaf(f Field, op Op, v *value) (Checked, error) {
	r, ok := parseRelative(v.text)
	if !ok {
		return nil, valueError(f, v)
	}
	word := &value{kind: isText, pos: v.pos, text: v.text}
	switch f.Type {
	case Text, Int:
		if r.anchor == atYear {
			y, ok := r.year(c.AsOf)
			if !ok {
				return nil, valueError(f, v)
			}
			word.text = strconv.Itoa(y)
		}
	case Date:
		d, ok := r.day(c.AsOf)
		if !ok || r.anchor == atYear || r.anchor == atNow {
			return nil, valueError(f, v)
		}
		return Compare{f, op, d.String()}, nil
	case Time:
		if r.anchor == atNow {
			t, ok := r.instant(c.Now, c.Zone)
			if !ok {
				return nil, valueError(f, v)
			}
			return Compare{f, op, t}, nil
		}
		d, ok := r.day(c.AsOf)
		if !ok || r.anchor == atYear {
			return nil, valueError(f, v)
		}
		return c.dayLeaf(f, op, d), nil
	}
	return c.leaf(f, op, word)
}

// dayLeaf compares an instant with a whole day, from midnight to midnight in the zone.
func (c checker) dayLeaf(f Field, op Op, d Civil) Checked {
	from := time.Date(d.Year, time.Month(d.Month), d.Day, 0, 0, 0, 0, c.Zone).UTC()
	next := time.Date(d.Year, time.Month(d.Month), d.Day+1, 0, 0, 0, 0, c.Zone).UTC()
	switch op {
	case Lt:
		return Compare{f, Lt, from}
	case Le:
		return Compare{f, Lt, next}
	case Gt:
		return Compare{f, Ge, next}
	case Ge:
		return Compare{f, Ge, from}
	}
	return And{Compare{f, Ge, from}, Compare{f, Lt, next}}
}

// choose finds the choice, whatever its case. Without choices all is allowed.
func choose(choices []string, s string) (string, bool) {
	if len(choices) == 0 {
		return s, true
	}
	found := ""
	for _, c := range choices {
		if c == s {
			return c, true
		}
		if found == "" && strings.EqualFold(c, s) {
			found = c
		}
	}
	return found, found != ""
}

func parseBool(s string) (value, ok bool) {
	switch strings.ToLower(s) {
	case "true", "yes", "ja":
		return true, true
	case "false", "no", "nej":
		return false, true
	}
	return false, false
}

// parseDay reads 2006-01-02 and refuses days that do not exist.
func parseDay(s string) (Civil, bool) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return Civil{}, false
	}
	for i := range len(s) {
		if i != 4 && i != 7 && !digit(s[i]) {
			return Civil{}, false
		}
	}
	number := func(from, to int) (n int) {
		for _, c := range []byte(s[from:to]) {
			n = n*10 + int(c-'0')
		}
		return n
	}
	c := Civil{number(0, 4), number(5, 7), number(8, 10)}
	return c, c.valid()
}

// parseMoney reads öre, or kronor when the suffix says so.
func parseMoney(s string) (int64, bool) {
	kronor, ok := strings.CutSuffix(strings.ToLower(s), "kr")
	if !ok {
		n, err := strconv.ParseInt(s, 10, 64)
		return n, err == nil
	}
	d, ok := canonicalDecimal(kronor)
	if !ok {
		return 0, false
	}
	whole, part, _ := strings.Cut(d, ".")
	if len(part) > 2 {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+part+"00"[len(part):], 10, 64)
	return n, err == nil
}

// canonicalDecimal gives one spelling for each decimal number.
func canonicalDecimal(s string) (string, bool) {
	sign := ""
	switch {
	case strings.HasPrefix(s, "-"):
		sign, s = "-", s[1:]
	case strings.HasPrefix(s, "+"):
		s = s[1:]
	}
	whole, part, dot := strings.Cut(s, ".")
	if whole == "" || dot && part == "" {
		return "", false
	}
	for _, c := range []byte(whole + part) {
		if !digit(c) {
			return "", false
		}
	}
	whole, part = strings.TrimLeft(whole, "0"), strings.TrimRight(part, "0")
	if whole == "" {
		whole = "0"
	}
	if part != "" {
		return sign + whole + "." + part, true
	}
	if whole == "0" {
		sign = ""
	}
	return sign + whole, true
}
