package api

import (
	"encoding/json"
	"strconv"
	"time"

	"genomlys/internal/register"
)

// record is a record as JSON: its fields and what it is. fields limits which;
// nil = all. It is written by hand: a page has thousands of values, and the
// general way through maps costs more than reading them from the database.
type record struct {
	rec    *register.Record
	fields map[string]bool
}

// Body is a record as it is answered.
func Body(rec *register.Record, fields map[string]bool) json.Marshaler { return record{rec, fields} }

// MarshalJSON writes the record.
func (r record) MarshalJSON() ([]byte, error) { return r.append(nil) }

// own is what stands in the fields that organisations have declared themselves,
// or in those that are asked for.
func (r record) own() map[string]any {
	if r.fields == nil || r.fields[register.OwnName] {
		return r.rec.Own
	}
	var out map[string]any
	for name := range r.fields {
		if key, ok := register.OwnKey(name); ok {
			if out == nil {
				out = map[string]any{}
			}
			out[key] = r.rec.Own[key]
		}
	}
	return out
}

const instant = "2006-01-02T15:04:05.000000Z"

func (r record) append(b []byte) ([]byte, error) {
	var err error
	name := func(n string) bool {
		if r.fields != nil && !r.fields[n] && n != "id" {
			return false
		}
		b = append(b, ',', '"')
		b = append(b, n...) // names of fields are letters and underscores
		b = append(b, '"', ':')
		return true
	}
	start := len(b)
	if name("id") {
		b = quoted(b, string(r.rec.ID))
	}
	b[start] = '{'
	if name("ref") {
		b = quoted(b, r.rec.Ref)
	}
	if name("org") {
		b = quoted(b, string(r.rec.Org))
	}
	if name("version") {
		b = strconv.AppendInt(b, r.rec.Version, 10)
	}
	if name("since") {
		b = r.rec.Since.UTC().AppendFormat(append(b, '"'), instant)
		b = append(b, '"')
	}
	for i, f := range r.rec.Register.Fields {
		if name(f.Name) {
			if b, err = value(b, r.rec.Values[i]); err != nil {
				return nil, err
			}
		}
	}
	if own := r.own(); len(own) > 0 || r.fields[register.OwnName] {
		if b, err = value(append(b, `,"`+register.OwnName+`":`...), own); err != nil {
			return nil, err
		}
	}
	if len(r.rec.Masked) > 0 {
		b = append(b, `,"masked":`...)
		if b, err = value(b, r.rec.Masked); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}

// value writes a value of a record as encoding/json would.
func value(b []byte, v any) ([]byte, error) {
	switch x := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case string:
		return quoted(b, x), nil
	case int64:
		return strconv.AppendInt(b, x, 10), nil
	case time.Time:
		b = x.AppendFormat(append(b, '"'), time.RFC3339Nano)
		return append(b, '"'), nil
	case []string:
		b = append(b, '[')
		for i, s := range x {
			if i > 0 {
				b = append(b, ',')
			}
			b = quoted(b, s)
		}
		return append(b, ']'), nil
	case []register.Link:
		b = append(b, '[')
		for i, l := range x {
			if i > 0 {
				b = append(b, ',')
			}
			b = quoted(append(b, `{"to":`...), string(l.To))
			if l.Kind != "" {
				b = quoted(append(b, `,"kind":`...), l.Kind)
			}
			b = append(b, '}')
		}
		return append(b, ']'), nil
	}
	j, err := json.Marshal(v)
	return append(b, j...), err
}

// quoted writes a text. What needs care (quotes, control characters, marks of
// HTML, line separators) is left to encoding/json.
func quoted(b []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case c < 0x20, c == '"', c == '\\', c == '<', c == '>', c == '&', c == 0x7f, c == 0xe2:
			j, _ := json.Marshal(s) // a string always has a form
			return append(b, j...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// appendPage writes a page of records with what stands beside it.
func appendPage(b []byte, recs []*register.Record, fields map[string]bool, next string, total *int) ([]byte, error) {
	var err error
	b = append(b, `{"items":[`...)
	for i, rec := range recs {
		if i > 0 {
			b = append(b, ',')
		}
		if b, err = (record{rec, fields}).append(b); err != nil {
			return nil, err
		}
	}
	b = quoted(append(b, `],"next_page_token":`...), next)
	if total != nil {
		b = strconv.AppendInt(append(b, `,"total":`...), int64(*total), 10)
	}
	return append(b, '}'), nil
}
