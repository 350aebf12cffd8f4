package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"genomlys/internal/register"
)

// A row's values are stored so that one text serves both engines: sets and
// links are kept as ";a;b;" so that a member is found by LIKE.

func toColumn(f *register.Field, v any) any {
	switch x := v.(type) {
	case nil:
		return nil
	case string, int64:
		return x
	case time.Time:
		return x.UnixMicro()
	case []string:
		return ";" + strings.Join(x, ";") + ";"
	case []register.Link:
		var b strings.Builder
		b.WriteByte(';')
		for _, l := range x {
			b.WriteString(string(l.To))
			if l.Kind != "" {
				b.WriteString(":" + l.Kind)
			}
			b.WriteByte(';')
		}
		return b.String()
	case json.RawMessage:
		return string(x)
	}
	panic(fmt.Sprintf("store: field %s holds a %T", f.Name, v))
}

func fromText(f *register.Field, s string) any {
	switch f.Kind {
	case register.Set:
		return strings.Split(strings.Trim(s, ";"), ";")
	case register.Links:
		parts := strings.Split(strings.Trim(s, ";"), ";")
		out := make([]register.Link, len(parts))
		for i, p := range parts {
			to, kind, _ := strings.Cut(p, ":")
			out[i] = register.Link{To: register.ID(to), Kind: kind}
		}
		return out
	case register.List:
		return json.RawMessage(s)
	}
	return s
}

// scanner reads rows of one register without making a value twice.
type rowScanner struct {
	t     *table
	dest  []any
	id    string
	org   string
	ref   string
	since int64
	until int64
	open  int64
	texts []sql.NullString
	nums  []sql.NullInt64
	own   sql.NullString
}

// columns names what a scanner reads, under an alias.
func (t *table) columns(alias string) string {
	if s, ok := t.texts.Load(alias); ok {
		return s.(string)
	}
	var b strings.Builder
	for i, c := range []string{"id", "org", "ref", "since", `"until"`, "opened"} {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(alias + "." + c)
	}
	for _, c := range t.cols {
		b.WriteString(", " + alias + "." + quote(c))
	}
	b.WriteString(", " + alias + "." + quote(register.OwnName))
	t.texts.Store(alias, b.String())
	return b.String()
}

func newScanner(t *table, extra ...any) *rowScanner {
	s := &rowScanner{t: t, texts: make([]sql.NullString, len(t.cols)), nums: make([]sql.NullInt64, len(t.cols))}
	s.dest = []any{&s.id, &s.org, &s.ref, &s.since, &s.until, &s.open}
	for i, f := range t.reg.Fields {
		if numeric(f) {
			s.dest = append(s.dest, &s.nums[i])
		} else {
			s.dest = append(s.dest, &s.texts[i])
		}
	}
	s.dest = append(append(s.dest, &s.own), extra...)
	return s
}

func numeric(f *register.Field) bool {
	switch f.Kind {
	case register.Number, register.Money, register.Level, register.Moment:
		return true
	}
	return false
}

func (s *rowScanner) record(rows interface{ Scan(...any) error }) (*register.Record, error) {
	if err := rows.Scan(s.dest...); err != nil {
		return nil, err
	}
	rec := s.t.reg.NewRecord(register.ID(s.id), register.ID(s.org))
	rec.Ref, rec.Version, rec.Since = s.ref, s.open, time.UnixMicro(s.since).UTC()
	if s.until != Open {
		rec.Until = time.UnixMicro(s.until).UTC()
	}
	for i, f := range s.t.reg.Fields {
		switch {
		case numeric(f) && s.nums[i].Valid && f.Kind == register.Moment:
			rec.Values[i] = time.UnixMicro(s.nums[i].Int64).UTC()
		case numeric(f) && s.nums[i].Valid:
			rec.Values[i] = s.nums[i].Int64
		case s.texts[i].Valid:
			rec.Values[i] = fromText(f, s.texts[i].String)
		}
	}
	if s.own.Valid {
		own, err := register.ParseOwn(s.own.String)
		if err != nil {
			return nil, fmt.Errorf("own fields of %s: %w", rec.Ref, err)
		}
		rec.Own = own
	}
	return rec, nil
}

// mark selects whether an older version is hidden because the record is marked
// today; the present version tells by itself.
func (b *builder) mark(t *table, alias string) string {
	if b.hides(t) && !b.current() {
		return "CASE WHEN " + b.hidden(t, alias) + " THEN 1 = 1 ELSE 1 = 0 END"
	}
	return "1 = 0"
}

// mask blanks the secrecy-marked fields that the scope does not show, before
// the record leaves the store.
func (s Scope) mask(rec *register.Record, hide bool) {
	s = s.of(rec.Register)
	secret := hide || rec.Marked() && !s.showsSecret(rec.Org)
	if rec.Own != nil && !s.home(rec.Org) {
		rec.Own, rec.Withheld = nil, true
	}
	if !secret {
		return
	}
	if rec.Own != nil {
		rec.Own = nil
		rec.Masked = append(rec.Masked, register.OwnName)
	}
	for i, f := range rec.Register.Fields {
		if f.Secret != "" && rec.Values[i] != nil {
			rec.Values[i] = nil
			rec.Masked = append(rec.Masked, f.Name)
		}
	}
}

// Shown gives a record as the scope shows it: the same, or a copy without what
// a secrecy mark hides.
func (s Scope) Shown(rec *register.Record) *register.Record {
	if rec == nil {
		return nil
	}
	of := s.of(rec.Register)
	secret := rec.Marked() && !of.showsSecret(rec.Org)
	if !secret && (rec.Own == nil || of.home(rec.Org)) {
		return rec
	}
	c := rec.Clone()
	s.mask(c, secret)
	return c
}
