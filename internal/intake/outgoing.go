package intake

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/document/csv"
	"genomlys/internal/document/sheet"
	"genomlys/internal/document/xlsx"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Outgoing says which records go out, and how they are shown.
type Outgoing struct {
	Caller   access.Caller
	Register *register.Register
	Filter   query.Checked // nil = all that the caller sees
	Order    []query.Order // empty = the register's own
	AsOf     time.Time     // zero = now
	KnownAt  int64         // ledger position; 0 = all that is known
	Columns  []string      // field names, also ref and org; empty = as the list page shows; "*" first = all that an import reads
	Beside   Beside        // what columns may name that no field holds
	Lang     lang.Lang
	Now      time.Time
}

// Beside are columns that no field of the register holds: what other registers
// say of its records. An import leaves them.
type Beside struct {
	Columns map[string]sheet.Column
	// Read gives the values of records that are read together.
	Read func([]*register.Record) (func(rec *register.Record, name string) any, error)
}

// together is how many records the columns beside are read for at a time.
const together = 500

// errEnough stops the reading when nobody wants more rows.
var errEnough = errors.New("enough rows")

// Table gives records as a table whose headings and values the importer
// reads back unchanged: labels for codes, numbers or names for references,
// Stockholm's time. Rows are read as they are asked for.
func Table(ctx context.Context, d Deps, out Outgoing) (sheet.Sheet, error) {
	if out.Lang == "" {
		out.Lang = lang.SV
	}
	columns, err := out.columns(ctx, d)
	if err != nil {
		return sheet.Sheet{}, err
	}
	s := sheet.Sheet{Name: out.Register.Title.In(out.Lang), Meta: sheet.Meta{Title: out.Register.Title.In(out.Lang), Creator: "Genomlys", Lang: string(out.Lang), Created: out.Now}}
	if !out.AsOf.IsZero() {
		s.Meta.About = [][2]string{{lang.Text{SV: "Per", EN: "As of"}.In(out.Lang), out.AsOf.In(d.DB.Zone).Format(time.DateOnly)}}
	}
	beside := false
	for _, c := range columns {
		if c.beside != nil {
			beside = true
			s.Columns = append(s.Columns, *c.beside)
			continue
		}
		s.Columns = append(s.Columns, sheet.Column{Title: c.title(out.Lang), Kind: c.kind()})
	}
	n := newNames(ctx, d, out.Caller)
	w := writer{zone: d.DB.Zone, name: n.of}
	s.Rows = func(yield func([]any, error) bool) {
		var wait []*register.Record
		flush := func() error {
			var of func(*register.Record, string) any
			if beside && len(wait) > 0 {
				var err error
				if of, err = out.Beside.Read(wait); err != nil {
					return err
				}
			}
			for _, rec := range wait {
				row := make([]any, len(columns))
				for i, c := range columns {
					if c.beside != nil {
						row[i] = of(rec, c.name)
						continue
					}
					row[i] = c.cell(rec, w, out.Lang, n)
				}
				if !yield(row, n.err) {
					return errEnough
				}
			}
			wait = wait[:0]
			return nil
		}
		err := d.DB.Each(ctx, out.Caller.Read(out.Register), out.query(), func(rec *register.Record) error {
			if wait = append(wait, rec); beside && len(wait) < together {
				return nil
			}
			return flush()
		})
		if err == nil {
			err = flush()
		}
		if err != nil && !errors.Is(err, errEnough) {
			yield(nil, err)
		}
	}
	return s, nil
}

func (out Outgoing) query() store.Query {
	return store.Query{Register: out.Register, Filter: out.Filter, Order: out.Order, AsOf: out.AsOf, KnownAt: out.KnownAt}
}

// Write writes records as csv, xlsx, json or jsonl.
func Write(ctx context.Context, d Deps, w io.Writer, format string, out Outgoing) error {
	switch format {
	case "csv", "xlsx":
		s, err := Table(ctx, d, out)
		if err != nil {
			return err
		}
		if format == "csv" {
			return csv.Write(w, s)
		}
		return xlsx.Write(w, s)
	case "json", "jsonl":
		return writeJSON(ctx, d, w, format == "json", out)
	}
	return fault.New(fault.Malformed, "no-such-format", format, "csv, xlsx, json, jsonl")
}

// outColumn is a field, or the record's number or owner.
type outColumn struct {
	name  string
	field *register.Field
	own   owns // for a field that organisations have added

	beside *sheet.Column // for what no field holds
}

func (out Outgoing) columns(ctx context.Context, d Deps) ([]outColumn, error) {
	own, err := ownOf(ctx, d, out.Caller, out.Register)
	if err != nil {
		return nil, err
	}
	cs := []outColumn{{name: "ref"}}
	if len(out.Columns) == 0 {
		for _, f := range out.Register.ListColumns() {
			cs = append(cs, outColumn{name: f.Name, field: f})
		}
		return cs, nil
	}
	rest := out.Columns
	if out.Columns[0] == "*" {
		rest = out.Columns[1:]
		if out.Register.Name != "org" {
			cs = append(cs, outColumn{name: "org"})
		}
		for _, f := range out.Register.Fields {
			if !f.Derived {
				cs = append(cs, outColumn{name: f.Name, field: f})
			}
		}
		for _, name := range own.names() {
			cs = append(cs, outColumn{name: name, field: own.field(name, ""), own: own})
		}
	} else {
		cs = nil
	}
	for _, name := range rest {
		if c, ok := out.Beside.Columns[name]; ok {
			cs = append(cs, outColumn{name: name, beside: &c})
			continue
		}
		f, ok := out.Register.Field(name)
		if f = cmp.Or(f, own.field(name, "")); f != nil && f.IsOwn {
			cs = append(cs, outColumn{name: name, field: f, own: own})
			continue
		}
		if !ok && name != "ref" && name != "org" {
			names := append([]string{"ref", "org"}, own.names()...)
			for _, f := range out.Register.Fields {
				names = append(names, f.Name)
			}
			if near := query.Near(name, names); len(near) > 0 {
				names = near
			}
			return nil, fault.Problems([]fault.Problem{{Field: "columns", Code: "unknown-field", Value: name, Allowed: names}})
		}
		cs = append(cs, outColumn{name: name, field: f})
	}
	return cs, nil
}

func (c outColumn) title(l lang.Lang) string {
	switch {
	case c.field != nil:
		return c.field.Title.In(l)
	case c.name == "org":
		return ownerLabel.In(l)
	}
	return numberLabel.In(l)
}

func (c outColumn) kind() sheet.Kind {
	if c.field == nil {
		return sheet.Text
	}
	switch c.field.Kind {
	case register.Number, register.Level:
		return sheet.Int
	case register.Day:
		return sheet.Date
	case register.Moment:
		return sheet.Time
	}
	return sheet.Text
}

func (c outColumn) cell(rec *register.Record, w writer, l lang.Lang, n *names) any {
	switch {
	case c.own != nil:
		return w.words(c.own.field(c.name, rec.Org), rec.Get(c.name), l)
	case c.field != nil:
		return w.words(c.field, rec.Values[c.field.Index()], l)
	case c.name == "org":
		return n.of(n.org, string(rec.Org))
	}
	return rec.Ref
}

// names tells what records are called in a file: an organisation by its short
// name and a function by its title where only one has it, else the number.
type names struct {
	ctx    context.Context
	deps   Deps
	caller access.Caller
	org    *register.Register
	known  map[string]map[string]string
	err    error
}

func newNames(ctx context.Context, d Deps, c access.Caller) *names {
	org, _ := d.DB.Catalogue.Get("org")
	return &names{ctx: ctx, deps: d, caller: c, org: org, known: map[string]map[string]string{}}
}

func (n *names) of(r *register.Register, id string) string {
	if r != nil {
		if name, ok := n.register(r)[id]; ok {
			return name
		}
		return id
	}
	for _, r := range n.deps.DB.Catalogue.All {
		if name, ok := n.register(r)[id]; ok {
			return name
		}
	}
	return id
}

func (n *names) register(r *register.Register) map[string]string {
	if m, ok := n.known[r.Name]; ok {
		return m
	}
	m := map[string]string{}
	n.known[r.Name] = m
	by := map[string]string{"org": "short", "role_assignment": "title"}[r.Name]
	if by == "" {
		keys, err := n.deps.DB.Keys(n.ctx, n.caller.Read(r), store.Query{Register: r})
		n.err = errors.Join(n.err, err)
		for _, k := range keys {
			m[string(k.ID)] = k.Ref
		}
		return m
	}
	count := map[string]int{}
	var recs []*register.Record
	err := n.deps.DB.Each(n.ctx, n.caller.Read(r), store.Query{Register: r}, func(rec *register.Record) error {
		recs = append(recs, rec)
		count[nameKey(byTitle, rec.Text(by))]++
		return nil
	})
	n.err = errors.Join(n.err, err)
	for _, rec := range recs {
		m[string(rec.ID)] = rec.Ref
		if t := rec.Text(by); t != "" && count[nameKey(byTitle, t)] == 1 && !strings.ContainsAny(t, ";\n") {
			m[string(rec.ID)] = t
		}
	}
	return m
}

// writeJSON writes records as contract.md 3 has them: their fields with id,
// ref, org, version and since. A list is one array; lines are one record each.
func writeJSON(ctx context.Context, d Deps, w io.Writer, array bool, out Outgoing) error {
	columns, err := out.columns(ctx, d)
	if err != nil {
		return err
	}
	first := true
	put := func(s string) error { _, err := io.WriteString(w, s); return err }
	if array {
		if err := put("["); err != nil {
			return fmt.Errorf("write json: %w", err)
		}
	}
	err = d.DB.Each(ctx, out.Caller.Read(out.Register), out.query(), func(rec *register.Record) error {
		m := map[string]any{"id": rec.ID, "ref": rec.Ref, "org": rec.Org, "version": rec.Version, "since": rec.Since.UTC().Format(time.RFC3339Nano)}
		for _, c := range columns {
			switch key, own := register.OwnKey(c.name); {
			case own && rec.Own[key] != nil:
				of, _ := m[register.OwnName].(map[string]any)
				if of == nil {
					of = map[string]any{}
					m[register.OwnName] = of
				}
				of[key] = rec.Own[key]
			case c.field != nil && rec.Value(c.field) != nil:
				m[c.name] = rec.Value(c.field)
			}
		}
		b, err := json.Marshal(m)
		if err != nil {
			return err
		}
		sep := ""
		switch {
		case !array:
			b = append(b, '\n')
		case first:
			sep = "\n"
		default:
			sep = ",\n"
		}
		first = false
		return put(sep + string(b))
	})
	if err != nil {
		return fmt.Errorf("write json: %w", err)
	}
	if array {
		return put("\n]\n")
	}
	return nil
}
