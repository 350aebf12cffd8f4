package archive

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

// Words is a text in both languages, as answers of the API have it.
type Words struct {
	SV string `json:"sv"`
	EN string `json:"en"`
}

// In gives the text in a language.
func (w Words) In(l lang.Lang) string { return lang.Text(w).In(l) }

// Says tells in words what a query over a register chooses, as of a day, so that
// whoever decides need not read the query language.
func Says(ctx context.Context, db *store.DB, r *register.Register, text string, day register.Date, now time.Time) (lang.Text, error) {
	if strings.TrimSpace(text) == "" {
		return lang.Text{SV: "Alla poster", EN: "All records"}, nil
	}
	c, err := db.Filter(ctx, r, text, day, now)
	if err != nil {
		return lang.Text{}, err
	}
	said := func(l lang.Lang) string { return (teller{db.Catalogue, l, db.Zone}).all(r, c) }
	return lang.Text{SV: said(lang.SV), EN: said(lang.EN)}, nil
}

// Chosen tells in words what a proposal to dispose chooses, as of the day it was
// made; a query that can no longer be read is given as it stands.
func (d Deps) Chosen(ctx context.Context, rec *register.Record, now time.Time) (lang.Text, error) {
	text := rec.Text("query")
	as := lang.Text{SV: text, EN: text}
	r, ok := registerOf(d.DB.Catalogue, rec.Text("register_name"))
	if !ok {
		return as, nil
	}
	day := register.Date(rec.Text("proposed_on"))
	if day.IsZero() {
		day = register.DateOf(now.In(d.DB.Zone))
	}
	says, err := Says(ctx, d.DB, r, text, day, now)
	if _, unread := err.(*query.Error); unread {
		return as, nil
	}
	return says, err
}

// teller says conditions in one language.
type teller struct {
	catalogue *register.Catalogue
	l         lang.Lang
	zone      *time.Location
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
		some, none = "%s is there", "%s is missing"
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

func (t teller) op(of query.Type, op query.Op) string {
	dated := of == query.Date || of == query.Time
	switch op {
	case query.Lt:
		if dated {
			return t.say("före", "is before")
		}
		return t.say("är mindre än", "is less than")
	case query.Le:
		if dated {
			return t.say("senast", "is on or before")
		}
		return t.say("är högst", "is at most")
	case query.Gt:
		if dated {
			return t.say("efter", "is after")
		}
		return t.say("är mer än", "is more than")
	case query.Ge:
		if dated {
			return t.say("från och med", "is on or after")
		}
		return t.say("är minst", "is at least")
	}
	return t.say("är", "is")
}

func (t teller) value(r *register.Register, f query.Field, v any) string {
	switch v := v.(type) {
	case time.Time:
		return v.In(t.zone).Format(time.DateOnly)
	case string:
		if d, ok := r.Field(f.Name); ok && d.Choices != nil {
			return d.Choices.Label(v).In(t.l)
		}
		return v
	}
	return fmt.Sprint(v)
}
