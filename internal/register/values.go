package register

import (
	"crypto/rand"
	"encoding/base32"
	"strings"
	"time"
)

// ID is the opaque identity of a record: 128 bits, time-ordered so that rows
// made together lie together, and not to be guessed (74 random bits).
type ID string

var idEncoding = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewID makes an identity at a time.
func NewID(now time.Time) ID {
	var b [16]byte
	ms := uint64(now.UnixMilli())
	for i := 0; i < 6; i++ {
		b[i] = byte(ms >> (40 - 8*i))
	}
	if _, err := rand.Read(b[6:]); err != nil {
		panic(err) // the system has no randomness: nothing can be made safely
	}
	return ID(idEncoding.EncodeToString(b[:]))
}

// Time is when an identity was made, to the millisecond.
func (id ID) Time() (time.Time, bool) {
	b, err := idEncoding.DecodeString(string(id))
	if err != nil || len(b) != 16 {
		return time.Time{}, false
	}
	var ms int64
	for _, x := range b[:6] {
		ms = ms<<8 | int64(x)
	}
	return time.UnixMilli(ms).UTC(), true
}

// IsID tells whether a text has the form of an identity.
func IsID(s string) bool {
	if len(s) != 26 {
		return false
	}
	for i := 0; i < len(s); i++ {
		if !strings.ContainsRune("0123456789abcdefghjkmnpqrstvwxyz", rune(s[i])) {
			return false
		}
	}
	return true
}

// Date is a civil date, "2023-10-31"; empty when there is none.
type Date string

// IsZero tells whether there is no date.
func (d Date) IsZero() bool { return d == "" }

// Epoch is when a record became true of which nobody knows since when.
const Epoch = Date("1900-01-01")

// DateOf is the civil date of a time in its zone.
func DateOf(t time.Time) Date { return Date(t.Format("2006-01-02")) }

// Time gives the start of the day in a zone.
func (d Date) Time(zone *time.Location) time.Time {
	t, err := time.ParseInLocation("2006-01-02", string(d), zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// YearBefore is the same day a year before; 29 February becomes 28. What is no
// date has none.
func (d Date) YearBefore() Date {
	t, err := time.Parse("2006-01-02", string(d))
	if err != nil {
		return ""
	}
	if t.Month() == time.February && t.Day() == 29 {
		t = t.AddDate(0, 0, -1)
	}
	return DateOf(t.AddDate(-1, 0, 0))
}

// ValidDate tells whether a text is a civil date that exists, from year 1900 to 2200.
func ValidDate(s string) bool {
	t, err := time.Parse("2006-01-02", s)
	return err == nil && t.Year() >= 1900 && t.Year() <= 2200
}

// Fact is a yes/no fact that may also be unknown or not applicable
// (domain.md C3): not known is not no.
type Fact string

// The values of a fact.
const (
	Yes           Fact = "yes"
	No            Fact = "no"
	NotKnown      Fact = "unknown"
	NotApplicable Fact = "not_applicable"
)

// Int is a whole number that may be missing; money is öre, levels 0–4.
type Int struct {
	N   int64
	Set bool
}

// Whole makes a number that is there.
func Whole(n int64) Int { return Int{n, true} }

// Link is one of several relations to another record, with what kind it is
// (how one object depends on another) where the register says so.
type Link struct {
	To   ID     `json:"to"`
	Kind string `json:"kind,omitempty"`
}
