package value

import (
	"errors"
	"math"
	"testing"
)

func TestInt(t *testing.T) {
	for _, c := range []struct {
		text        string
		want, given Unit
		n           int64
		note        Note
		code        string
	}{
		{"1200", None, None, 1200, "", ""},
		{"1 200", None, None, 1200, "", ""},
		{"1\u00A0200\u00A0000", None, None, 1200000, "", ""},
		{"1\u202F200", None, None, 1200, "", ""},
		{"−5", None, None, -5, "", ""},
		{"'-5", None, None, -5, "", ""},
		{"1200,0", None, None, 1200, "", ""},
		{"1 200 st", None, None, 1200, "", ""},
		{"ca 200", None, None, 200, Approximate, ""},
		{"1,234,567", None, None, 1234567, "", ""},
		{"1.234.567", None, None, 1234567, "", ""},
		{"1.200", None, None, 0, "", "not-a-number"},
		{"12,5", None, None, 0, "", "not-whole"},
		{"1 20", None, None, 0, "", "not-a-number"},
		{"tolv", None, None, 0, "", "not-a-number"},
		{"", None, None, 0, "", "not-a-number"},
		{"5 tim", None, None, 0, "", "not-a-number"},
		{"99999999999999999999", None, None, 0, "", "out-of-range"},
		{"48 h", Hours, None, 48, "", ""},
		{"4 tim", Hours, None, 4, "", ""},
		{"48", Hours, None, 48, "", ""},
		{"2 dygn", Hours, None, 48, UnitConverted, ""},
		{"2", Hours, Days, 48, UnitConverted, ""},
		{"2 tim", Hours, Days, 2, "", ""},
		{"1 vecka", Hours, None, 168, UnitConverted, ""},
		{"1 dygn 4 tim", Hours, None, 28, UnitConverted, ""},
		{"1 dygn och 4 timmar", Hours, None, 28, UnitConverted, ""},
		{"30 min", Hours, None, 1, RoundedUp, ""},
		{"1,5 tim", Hours, None, 2, RoundedUp, ""},
		{"48:00", Hours, None, 48, "", ""},
		{"0:30", Hours, None, 1, RoundedUp, ""},
		{"2 mån", Hours, None, 0, "", "wrong-unit"},
		{"4-8 tim", Hours, None, 0, "", "not-a-number"},
		{"4 tim 1 dygn", Hours, None, 0, "", "not-a-number"},
		{"2 år", Months, None, 24, UnitConverted, ""},
		{"1 år 6 mån", Months, None, 18, UnitConverted, ""},
		{"30 dagar", Months, None, 0, "", "wrong-unit"},
	} {
		n, note, err := Int(c.text, c.want, c.given)
		if n != c.n || note != c.note || code(err) != c.code || (err != nil) != (c.code != "") {
			t.Errorf("Int(%q, %q, %q) = %d, %q, %v; want %d, %q, %s", c.text, c.want, c.given, n, note, err, c.n, c.note, c.code)
		}
	}
	_, _, err := Int("1.200", None, None)
	var e *Error
	if !errors.As(err, &e) || e.Hint != "thousands-or-decimals" {
		t.Errorf("1.200: %v", err)
	}
	if _, _, err = Int("4-8 tim", Hours, None); !errors.As(err, &e) || e.Hint != "range" {
		t.Errorf("4-8 tim: %v", err)
	}
}

func TestDecimal(t *testing.T) {
	for text, want := range map[string]float64{
		"48,7": 48.7, "48.7": 48.7, "−1\u00A0234,5": -1234.5, "1.234,50": 1234.5, "1,234.50": 1234.5, "0,125": 0.125, "1 234,5": 1234.5, "007": 7,
	} {
		if got, _, err := Decimal(text, None, None); err != nil || math.Abs(got-want) > 1e-12 {
			t.Errorf("Decimal(%q) = %v, %v; want %v", text, got, err, want)
		}
	}
	if got, _, err := Decimal("48,7 %", Percent, None); err != nil || got != 48.7 {
		t.Errorf("48,7 %%: %v %v", got, err)
	}
	for _, text := range []string{"1,2,3", "1.2.3", "1,2.3,4", "--1", "1-", "NaN", "Inf", "1e5", "0x10", "1_000", ","} {
		if got, _, err := Decimal(text, None, None); code(err) != "not-a-number" {
			t.Errorf("Decimal(%q) = %v, %v", text, got, err)
		}
	}
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		text  string
		given Unit
		ore   int64
		code  string
	}{
		{"1 200 kr", None, 120000, ""},
		{"1 200,50 kr", None, 120050, ""},
		{"1200", None, 120000, ""},
		{"1 200:-", None, 120000, ""},
		{"SEK 1 200", None, 120000, ""},
		{"500 000 kronor", None, 50000000, ""},
		{"12 tkr", None, 1200000, ""},
		{"1,2 mnkr", None, 120000000, ""},
		{"1,125 mnkr", None, 112500000, ""},
		{"1,2 Mkr", None, 120000000, ""},
		{"2 miljoner kr", None, 200000000, ""},
		{"120", Tkr, 12000000, ""},
		{"120 kr", Tkr, 12000, ""},
		{"−50 kr", None, -5000, ""},
		{"1,234 kr", None, 0, "not-whole"},
		{"100 EUR", None, 0, "not-a-number"},
		{"€100", None, 0, "not-a-number"},
		{"gratis", None, 0, "not-a-number"},
	} {
		got, note, err := Money(c.text, c.given)
		if got != c.ore || note != "" || code(err) != c.code || (err != nil) != (c.code != "") {
			t.Errorf("Money(%q, %q) = %d, %q, %v; want %d %s", c.text, c.given, got, note, err, c.ore, c.code)
		}
	}
	_, _, err := Money("100 EUR", None)
	var e *Error
	if !errors.As(err, &e) || e.Hint != "other-currency" {
		t.Errorf("EUR: %v", err)
	}
}
