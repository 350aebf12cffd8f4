package rulebook

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
)

//go:embed data/*.json
var data embed.FS

// Meta is what every entry carries.
type Meta struct {
	// Source is the law, standard or handbook, or "House default".
	Source Source `json:"source"`
	// Unverified: not read in the primary source; show it as such.
	Unverified bool `json:"unverified"`
	// Setting: a default of ours that an office may change.
	Setting bool `json:"setting"`
	// ValidFrom and ValidTo are the first and last day; ValidTo empty is until further.
	ValidFrom clock.Date `json:"valid_from"`
	ValidTo   clock.Date `json:"valid_to"`
}

// Source names where an entry comes from. In the data it is one string where
// both languages name it alike.
type Source struct{ lang.Text }

// UnmarshalJSON reads a string or the two languages.
func (s *Source) UnmarshalJSON(b []byte) error {
	var same string
	if err := json.Unmarshal(b, &same); err == nil {
		s.Text = lang.Text{SV: same, EN: same}
		return nil
	}
	return json.Unmarshal(b, &s.Text)
}

// ValidOn tells whether the entry holds on a day.
func (m Meta) ValidOn(d clock.Date) bool {
	return m.ValidFrom <= d && (m.ValidTo == "" || d <= m.ValidTo)
}

func (m Meta) meta() Meta { return m }

func (m Meta) checkMeta() error {
	switch {
	case m.Source.SV == "" || m.Source.EN == "":
		return errors.New("no source in both languages")
	case !m.ValidFrom.Valid():
		return fmt.Errorf("valid_from %q is not a date", m.ValidFrom)
	case m.ValidTo != "" && (!m.ValidTo.Valid() || m.ValidTo < m.ValidFrom):
		return fmt.Errorf("valid_to %q is not a date after valid_from", m.ValidTo)
	}
	return nil
}

// entry is anything in the book.
type entry interface {
	meta() Meta
	key() string  // entries with one key follow each other in time
	check() error // what is wrong with the entry itself
}

// read gives the entries of a file, refusing unknown fields, missing sources and
// two entries of one key that hold on the same day.
func read[E entry](name string) ([]E, error) {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		return nil, fmt.Errorf("rule book: %w", err)
	}
	return parse[E](name, b)
}

func parse[E entry](name string, b []byte) ([]E, error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	var es []E
	if err := dec.Decode(&es); err != nil {
		return nil, fmt.Errorf("rule book: %s: %w", name, err)
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("rule book: %s: something follows the list", name)
	}
	for i, e := range es {
		if err := errors.Join(e.meta().checkMeta(), e.check()); err != nil {
			return nil, fmt.Errorf("rule book: %s: entry %d (%s): %w", name, i+1, e.key(), err)
		}
		for _, other := range es[:i] {
			if e.key() == other.key() && overlap(e.meta(), other.meta()) {
				return nil, fmt.Errorf("rule book: %s: two entries %s hold on the same day", name, e.key())
			}
		}
	}
	return es, nil
}

func overlap(a, b Meta) bool {
	return (a.ValidTo == "" || b.ValidFrom <= a.ValidTo) && (b.ValidTo == "" || a.ValidFrom <= b.ValidTo)
}

// on keeps the entries that hold on a day, in the file's order.
func on[E entry](es []E, d clock.Date) []E {
	var out []E
	for _, e := range es {
		if e.meta().ValidOn(d) {
			out = append(out, e)
		}
	}
	return out
}

// one finds the entry of a key on a day.
func one[E entry](es []E, key string, d clock.Date) (E, bool) {
	for _, e := range es {
		if e.key() == key && e.meta().ValidOn(d) {
			return e, true
		}
	}
	var none E
	return none, false
}

// whole checks that a key holds on every day from Epoch on.
func whole[E entry](es []E, key string) error {
	for d := Epoch; ; {
		e, ok := one(es, key, d)
		if !ok {
			return fmt.Errorf("rule book: nothing holds for %s on %s", key, d)
		}
		if e.meta().ValidTo == "" {
			return nil
		}
		d = e.meta().ValidTo.AddDays(1)
	}
}

// said checks that a text is there in both languages.
func said(what string, t lang.Text) error {
	if t.SV == "" || t.EN == "" {
		return fmt.Errorf("%s: want it in both languages, have %q and %q", what, t.SV, t.EN)
	}
	return nil
}
