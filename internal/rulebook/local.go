package rulebook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"genomlys/internal/method/clock"
)

// Local is an office's own rule in the place of a shipped one, from a day on
// (domain.md C10). Change holds the values that differ, by their names in the data.
type Local struct {
	Code   string // kind.code: threshold.class_current_months
	From   clock.Date
	Change json.RawMessage
	Source string // the decision
}

// Why a local rule is not taken.
var (
	ErrNoRule  = errors.New("there is no such rule on the day")
	ErrNotOurs = errors.New("the rule is given by law or agreement")
	ErrNoValue = errors.New("the value cannot be changed")
)

// Kinds of rule that an office may have its own of, with the values that may
// differ. A clock may only where its length is a target of ours.
var changeable = map[string][]string{
	"threshold": {"values"}, "clock": {"length", "warn_at"}, "wheel": {"from_day", "to_day"},
	"classification": {"levels", "traceability"}, "risk": {"likelihood", "consequence", "bands"}, "dpia": {"enough", "reason_from"}, "retention": {"months", "months_to"},
}

// Changeable are the values of a kind of rule that an office may change.
func Changeable(kind string) []string { return slices.Clone(changeable[kind]) }

// Overlay puts local rules in the places of the shipped ones, and gives those
// that cannot stand, with why: a rule that was taken once may have been
// overtaken by a later edition of the book, and must not keep the house shut.
func (b *Book) Overlay(locals []Local) map[string]error {
	c, wrong := b.shipped.with(locals)
	b.now.Store(c)
	b.edition.Add(1) // after: who meets the new number meets the new rules
	return wrong
}

// Try tells why local rules cannot stand together, without putting them in place.
func (b *Book) Try(locals []Local) error {
	_, wrong := b.shipped.with(locals)
	for _, code := range slices.Sorted(maps.Keys(wrong)) {
		return fmt.Errorf("%s: %w", code, wrong[code])
	}
	return nil
}

// Shipped gives the rules of a day as they were shipped.
func (b *Book) Shipped(d clock.Date) Rules { return b.shipped.at(d) }

func (b *content) with(locals []Local) (*content, map[string]error) {
	wrong := map[string]error{}
	locals = slices.Clone(locals)
	slices.SortStableFunc(locals, func(x, y Local) int { return strings.Compare(string(x.From), string(y.From)) })
	out := b
	for _, l := range locals {
		next := *out
		err := next.put(l)
		if err == nil {
			err = next.check()
		}
		if err != nil {
			wrong[l.Code] = err
			continue
		}
		out = &next
	}
	return out, wrong
}

func (b *content) put(l Local) (err error) {
	if !l.From.Valid() || l.From < Epoch {
		return fmt.Errorf("valid_from %q is not a day that the book covers", l.From)
	}
	kind, code, _ := strings.Cut(l.Code, ".")
	ours := func(m Meta) bool { return m.Setting }
	switch kind {
	case "threshold":
		b.thresholds, err = replaced(b.thresholds, kind, code, l, func(t Threshold) bool { return ours(t.Meta) })
	case "clock":
		b.clocks, err = replaced(b.clocks, kind, code, l, func(c Clock) bool { return c.Target })
	case "wheel":
		b.wheel, err = replaced(b.wheel, kind, code, l, func(w WheelEntry) bool { return ours(w.Meta) })
	case "classification":
		b.classes, err = replaced(b.classes, kind, code, l, func(c classification) bool { return ours(c.Meta) })
	case "risk":
		b.risks, err = replaced(b.risks, kind, code, l, func(r RiskScale) bool { return ours(r.Meta) })
	case "dpia":
		b.dpia, err = replaced(b.dpia, kind, code, l, func(d DPIARules) bool { return ours(d.Meta) })
	case "retention":
		b.retentions, err = replaced(b.retentions, kind, code, l, func(r Retention) bool { return ours(r.Meta) })
	default:
		return ErrNoRule
	}
	return err
}

// replaced gives the entries with the one of a code cut off at a day and
// another, changed, from that day on.
func replaced[E entry](es []E, kind, code string, l Local, ours func(E) bool) ([]E, error) {
	i := slices.IndexFunc(es, func(e E) bool { return e.key() == code && e.meta().ValidOn(l.From) })
	if i < 0 {
		return es, ErrNoRule
	}
	if !ours(es[i]) {
		return es, ErrNotOurs
	}
	var change map[string]json.RawMessage
	if err := json.Unmarshal(l.Change, &change); err != nil || len(change) == 0 {
		return es, ErrNoValue
	}
	for name := range change {
		if !slices.Contains(changeable[kind], name) {
			return es, fmt.Errorf("%w: %s", ErrNoValue, name)
		}
	}
	change["valid_from"] = quoted(string(l.From))
	change["source"] = quoted(l.Source)
	old, err := changed(es[i], map[string]json.RawMessage{"valid_to": quoted(string(l.From.AddDays(-1)))})
	if err != nil {
		return es, err
	}
	if v, ok := versionOf(es[i]); ok {
		// A record keeps the version it was made with, so a local one has a name of its own.
		base, _, _ := strings.Cut(v, "+")
		change["version"] = quoted(base + "+" + string(l.From))
	}
	mine, err := changed(es[i], change)
	if err != nil {
		return es, err
	}
	if err := errors.Join(mine.meta().checkMeta(), mine.check()); err != nil {
		return es, err
	}
	out := slices.Clone(es)
	if es[i].meta().ValidFrom == l.From {
		out[i] = mine
		return out, nil
	}
	out[i] = old
	return append(out, mine), nil
}

// changed gives an entry with some of its values others, read as strictly as
// the data are.
func changed[E entry](e E, values map[string]json.RawMessage) (E, error) {
	var out E
	b, err := json.Marshal(e)
	if err != nil {
		return out, fmt.Errorf("write a rule: %w", err)
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(b, &all); err != nil {
		return out, fmt.Errorf("read a rule: %w", err)
	}
	maps.Copy(all, values)
	if b, err = json.Marshal(all); err != nil {
		return out, fmt.Errorf("write a rule: %w", err)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&out); err != nil {
		return out, fmt.Errorf("%w: %w", ErrNoValue, err)
	}
	return out, nil
}

func versionOf(e entry) (string, bool) {
	switch x := e.(type) {
	case classification:
		return x.Version, true
	case RiskScale:
		return x.Version, true
	case DPIARules:
		return x.Version, true
	}
	return "", false
}

func quoted(s string) json.RawMessage {
	b, _ := json.Marshal(s) // a text is always JSON
	return b
}
