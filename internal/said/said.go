// Package said puts a query into words, for whoever does not read the query language.
package said

import (
	"context"
	"fmt"
	"strings"
	"time"

	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Query tells in words what a query over a register chooses, as of a day.
func Query(ctx context.Context, db *store.DB, r *register.Register, text string, day register.Date, now time.Time) (lang.Text, error) {
	if strings.TrimSpace(text) == "" {
		return lang.Text{SV: "Alla poster", EN: "All records"}, nil
	}
	c, err := db.Filter(ctx, r, text, day, now)
	if err != nil {
		return lang.Text{}, err
	}
	said := func(l lang.Lang) string { return teller{db.Catalogue, l, db.Zone, nil}.all(r, c) }
	return lang.Text{SV: said(lang.SV), EN: said(lang.EN)}, nil
}

// Conditions tells the same as a list of conditions that all hold. Records that
// it names are called by title where titles, which is asked once, knows it.
func Conditions(ctx context.Context, db *store.DB, r *register.Register, text string, day register.Date, now time.Time, l lang.Lang, titles func(ids map[register.ID]bool) (map[string]string, error)) ([]string, error) {
	c, err := db.Filter(ctx, r, text, day, now)
	if err != nil {
		return nil, err
	}
	called, err := titles(mentioned(c, map[register.ID]bool{}))
	if err != nil {
		return nil, err
	}
	t := teller{db.Catalogue, l, db.Zone, called}
	var out []string
	var add func(query.Checked)
	add = func(c query.Checked) {
		if all, ok := c.(query.And); ok {
			for _, x := range all {
				add(x)
			}
			return
		}
		out = append(out, t.all(r, c))
	}
	add(c)
	return out, nil
}

// teller says conditions in one language.
type teller struct {
	catalogue *register.Catalogue
	l         lang.Lang
	zone      *time.Location
	titles    map[string]string // of records by identity; others are not named
}

// fewNamed is how many records a condition names before it counts them.
const fewNamed = 5

// mentioned are the records that a condition names, not those that it counts.
func mentioned(c query.Checked, to map[register.ID]bool) map[register.ID]bool {
	name := func(values ...any) {
		for _, v := range values {
			if id, ok := v.(string); ok && register.IsID(id) && len(values) <= fewNamed {
				to[register.ID(id)] = true
			}
		}
	}
	switch c := c.(type) {
	case query.And:
		for _, x := range c {
			mentioned(x, to)
		}
	case query.Or:
		for _, x := range c {
			mentioned(x, to)
		}
	case query.Not:
		mentioned(c.Of, to)
	case query.Has:
		mentioned(c.Where, to)
	case query.Compare:
		name(c.Value)
	case query.In:
		name(c.Values...)
	case query.Contains:
		name(c.Value)
	}
	return to
}

func (t teller) say(sv, en string, args ...any) string {
	return fmt.Sprintf(lang.Text{SV: sv, EN: en}.In(t.l), args...)
}

func (t teller) all(r *register.Register, c query.Checked) string {
	s := t.condition(r, c, false)
	for i, first := range s {
		return strings.ToUpper(string(first)) + s[i+len(string(first)):]
	}
	return s
}

// condition says one condition; inner ones that join others stand in parentheses.
func (t teller) condition(r *register.Register, c query.Checked, inner bool) string {
	join := func(cs []query.Checked, word string) string {
		parts := make([]string, len(cs))
		for i, x := range cs {
			parts[i] = t.condition(r, x, len(cs) > 1)
		}
		s := strings.Join(parts, word)
		if inner && len(parts) > 1 {
			s = "(" + s + ")"
		}
		return s
	}
	switch c := c.(type) {
	case query.And:
		if len(c) == 0 {
			return t.say("alla poster", "all records")
		}
		return join(c, t.say(" och ", " and "))
	case query.Or:
		return join(c, t.say(" eller ", " or "))
	case query.Not:
		if e, ok := c.Of.(query.Empty); ok {
			return t.say("%s är ifyllt", "%s is filled in", t.field(r, e.Field))
		}
		return t.say("inte %s", "not %s", t.condition(r, c.Of, true))
	case query.Empty:
		return t.say("%s saknas", "%s is missing", t.field(r, c.Field))
	case query.Compare:
		return t.field(r, c.Field) + " " + t.op(c.Field.Type, c.Op) + " " + t.value(r, c.Field, c.Value)
	case query.In:
		if id, ok := c.Values[0].(string); ok && register.IsID(id) && len(c.Values) > fewNamed {
			return t.say("%s är en av %d", "%s is one of %d", t.field(r, c.Field), len(c.Values))
		}
		words := make([]string, len(c.Values))
		for i, v := range c.Values {
			words[i] = t.value(r, c.Field, v)
		}
		last := len(words) - 1
		return t.field(r, c.Field) + " " + t.op(c.Field.Type, query.Eq) + " " + strings.Join(words[:last], ", ") + t.say(" eller ", " or ") + words[last]
	case query.Contains:
		return t.say("%s innehåller %s", "%s holds %s", t.field(r, c.Field), t.value(r, c.Field, c.Value))
	case query.FieldCompare:
		return t.field(r, c.Left) + " " + t.op(c.Left.Type, c.Op) + " " + t.field(r, c.Right)
	case query.Has:
		return t.has(r, c)
	}
	return ""
}

func (t teller) has(r *register.Register, c query.Has) string {
	name, to := c.Relation.Name, r
	if rel, ok := r.Relation(name); ok {
		name = rel.Title.In(t.l)
	}
	if reg, ok := t.catalogue.Get(c.Relation.Target.Name()); ok {
		to = reg
	}
	some, none := "%s finns", "%s saknas"
	if t.l == lang.EN {
		some, none = "%s: there is one", "%s: there is none"
	}
	what := some
	if c.Lacks {
		what = none
	}
	s := fmt.Sprintf(what, name)
	if a, ok := c.Where.(query.And); ok && len(a) == 0 {
		return s
	}
	if !c.Relation.Many && !c.Lacks {
		return name + ": " + t.condition(to, c.Where, true)
	}
	return s + t.say(" där ", " where ") + t.condition(to, c.Where, true)
}

// field is what a field is called; the identity of a record has words of its own.
func (t teller) field(r *register.Register, f query.Field) string {
	if d, ok := r.Field(f.Name); ok {
		return d.Title.In(t.l)
	}
	switch f.Name {
	case "ref":
		return t.say("Nummer", "Number")
	case "org":
		return t.say("Organisation", "Organisation")
	case "since":
		return t.say("Senast ändrad", "Last changed")
	}
	return strings.TrimPrefix(f.Name, register.OwnName+".")
}

// how a value stands to another, of numbers and of days.
var stands = map[query.Op][2]lang.Text{
	query.Lt: {{SV: "är mindre än", EN: "is less than"}, {SV: "före", EN: "is before"}},
	query.Le: {{SV: "är högst", EN: "is at most"}, {SV: "senast", EN: "is on or before"}},
	query.Gt: {{SV: "är mer än", EN: "is more than"}, {SV: "efter", EN: "is after"}},
	query.Ge: {{SV: "är minst", EN: "is at least"}, {SV: "från och med", EN: "is on or after"}},
}

func (t teller) op(of query.Type, op query.Op) string {
	words, ok := stands[op]
	switch {
	case !ok:
		return t.say("är", "is")
	case of == query.Date || of == query.Time:
		return words[1].In(t.l)
	}
	return words[0].In(t.l)
}

func (t teller) value(r *register.Register, f query.Field, v any) string {
	switch v := v.(type) {
	case time.Time:
		return v.In(t.zone).Format(time.DateOnly)
	case string:
		if d, ok := r.Field(f.Name); ok && d.Choices != nil {
			return d.Choices.Label(v).In(t.l)
		}
		if title := t.titles[v]; title != "" {
			return title
		}
		return v
	}
	return fmt.Sprint(v)
}
