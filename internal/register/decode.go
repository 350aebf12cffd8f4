package register

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"genomlys/internal/fault"

	"golang.org/x/text/unicode/norm"
)

// Decode reads values as they come from JSON, a form or a cell into the
// field's own type. Unknown and product-made fields are refused. A reference
// stays the text that was given (identity or human number); the command looks
// it up in the caller's scope. An empty text or nil clears the value.
func (r *Register) Decode(in map[string]any) (map[string]any, []fault.Problem) {
	out := make(map[string]any, len(in))
	var ps []fault.Problem
	for name, v := range in {
		f, ok := r.byName[name]
		if !ok {
			ps = append(ps, fault.Problem{Field: name, Code: "unknown-field", Allowed: r.near(name)})
			continue
		}
		if f.Derived {
			ps = append(ps, fault.Problem{Field: name, Code: "made-by-product"})
			continue
		}
		x, p := f.Decode(v)
		if p != nil {
			ps = append(ps, *p)
			continue
		}
		out[name] = x
	}
	return out, ps
}

// near gives the fields a misspelt name may mean: those that share its start,
// or else all of the register's own.
func (r *Register) near(name string) []string {
	var start, all []string
	for _, f := range r.Fields {
		if len(name) >= 3 && strings.HasPrefix(f.Name, name[:3]) {
			start = append(start, f.Name)
		}
		if !f.Common {
			all = append(all, f.Name)
		}
	}
	if len(start) > 0 {
		return start
	}
	return all
}

func short(v any) string {
	s, ok := v.(string)
	if !ok {
		b, _ := json.Marshal(v)
		s = string(b)
	}
	if r := []rune(s); len(r) > 60 {
		s = string(r[:60]) + "…"
	}
	return strings.ToValidUTF8(s, "�")
}

func (f *Field) wrong(v any, code string, allowed ...string) *fault.Problem {
	return &fault.Problem{Field: f.Name, Code: code, Value: short(v), Allowed: allowed}
}

// Decode reads one value; a nil result without problem is a missing value.
func (f *Field) Decode(v any) (any, *fault.Problem) {
	if s, ok := v.(string); ok {
		if !utf8.ValidString(s) {
			return nil, f.wrong(v, "not-utf8")
		}
		if f.Kind != Long {
			s = strings.TrimSpace(s)
		}
		if strings.TrimSpace(s) == "" {
			return nil, nil
		}
		v = s
	}
	if v == nil {
		return nil, nil
	}
	switch f.Kind {
	case Text, Long:
		return f.decodeText(v)
	case Choice, FactOf:
		s, ok := v.(string)
		if !ok || !f.Choices.Has(s) {
			return nil, f.wrong(v, "not-allowed", f.Choices.Codes()...)
		}
		return s, nil
	case Set:
		return f.decodeSet(v)
	case Number, Money, Level:
		return f.decodeInt(v)
	case Day:
		s, ok := v.(string)
		if !ok || !ValidDate(s) {
			return nil, f.wrong(v, "not-a-date", "2023-03-14")
		}
		return s, nil
	case Moment:
		if t, ok := v.(time.Time); ok {
			return t.UTC().Truncate(time.Microsecond), nil
		}
		s, ok := v.(string)
		t, err := time.Parse(time.RFC3339Nano, s)
		if !ok || err != nil || t.Year() < 1900 || t.Year() > 2200 {
			return nil, f.wrong(v, "not-a-time", "2023-03-14T08:30:00Z")
		}
		return t.UTC().Truncate(time.Microsecond), nil
	case Ref:
		s, ok := v.(string)
		if id, isID := v.(ID); isID {
			s, ok = string(id), true
		}
		if !ok || !referable(s) {
			return nil, f.wrong(v, "not-a-reference")
		}
		return s, nil
	case Links:
		return f.decodeLinks(v)
	case List:
		return f.decodeList(v)
	}
	return nil, f.wrong(v, "not-allowed")
}

func (f *Field) decodeText(v any) (any, *fault.Problem) {
	s, ok := v.(string)
	if !ok {
		return nil, f.wrong(v, "not-a-text")
	}
	for _, r := range s {
		if r == 0 || unicode.IsControl(r) && (f.Kind != Long || r != '\n' && r != '\t' && r != '\r') || r == '\u2028' || r == '\ufeff' {
			return nil, f.wrong(v, "control-character")
		}
	}
	s = norm.NFC.String(strings.ReplaceAll(s, "\r\n", "\n"))
	if n := utf8.RuneCountInString(s); n > f.MaxLen {
		return nil, f.wrong(v, "too-long", strconv.Itoa(f.MaxLen), strconv.Itoa(n))
	}
	return s, nil
}

func (f *Field) decodeSet(v any) (any, *fault.Problem) {
	var in []string
	switch x := v.(type) {
	case string:
		in = strings.FieldsFunc(x, func(r rune) bool { return r == ';' || r == '\n' })
	case []string:
		in = x
	case []any:
		for _, e := range x {
			s, ok := e.(string)
			if !ok {
				return nil, f.wrong(v, "not-a-list")
			}
			in = append(in, s)
		}
	default:
		return nil, f.wrong(v, "not-a-list")
	}
	var out []string
	seen := map[string]bool{}
	for _, s := range in {
		s = norm.NFC.String(strings.TrimSpace(s))
		if s == "" || seen[s] {
			continue
		}
		if f.Choices != nil && !f.Choices.Has(s) {
			return nil, f.wrong(s, "not-allowed", f.Choices.Codes()...)
		}
		if strings.ContainsRune(s, ';') || strings.ContainsFunc(s, unicode.IsControl) || utf8.RuneCountInString(s) > 200 || !utf8.ValidString(s) {
			return nil, f.wrong(s, "not-a-word")
		}
		seen[s] = true
		out = append(out, s)
	}
	if len(out) > 200 {
		return nil, f.wrong(v, "too-many", "200")
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

func (f *Field) decodeInt(v any) (any, *fault.Problem) {
	var n int64
	var err error
	switch x := v.(type) {
	case int:
		n = int64(x)
	case int64:
		n = x
	case json.Number:
		n, err = strconv.ParseInt(x.String(), 10, 64)
	case float64:
		n = int64(x)
		if float64(n) != x {
			return nil, f.wrong(v, "not-a-number")
		}
	case string:
		n, err = strconv.ParseInt(strings.ReplaceAll(strings.ReplaceAll(x, " ", ""), "\u00a0", ""), 10, 64)
	default:
		return nil, f.wrong(v, "not-a-number")
	}
	if err != nil {
		return nil, f.wrong(v, "not-a-number")
	}
	if f.HasRange && (n < f.MinN || n > f.MaxN) {
		return nil, f.wrong(v, "out-of-range", strconv.FormatInt(f.MinN, 10), strconv.FormatInt(f.MaxN, 10))
	}
	return n, nil
}

// referable tells whether a text can name a record: what cannot be looked up
// must not reach the database, where a NUL is an error of its own.
func referable(s string) bool {
	return utf8.RuneCountInString(s) <= 200 && utf8.ValidString(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

func (f *Field) decodeLinks(v any) (any, *fault.Problem) {
	var out []Link
	add := func(to, kind string) *fault.Problem {
		to = strings.TrimSpace(to)
		if to == "" {
			return nil
		}
		if !referable(to) {
			return f.wrong(to, "not-a-reference")
		}
		if kind == "" && f.LinkKinds != nil {
			kind = f.LinkKinds[0].Code
		}
		if kind != "" && !f.LinkKinds.Has(kind) {
			return f.wrong(kind, "not-allowed", f.LinkKinds.Codes()...)
		}
		for _, l := range out {
			if string(l.To) == to && l.Kind == kind {
				return nil
			}
		}
		out = append(out, Link{ID(to), kind})
		return nil
	}
	switch x := v.(type) {
	case string:
		for _, s := range strings.FieldsFunc(x, func(r rune) bool { return r == ';' || r == '\n' }) {
			if p := add(s, ""); p != nil {
				return nil, p
			}
		}
	case []string:
		for _, s := range x {
			if p := add(s, ""); p != nil {
				return nil, p
			}
		}
	case []Link:
		for _, l := range x {
			if p := add(string(l.To), l.Kind); p != nil {
				return nil, p
			}
		}
	case []any:
		for _, e := range x {
			switch y := e.(type) {
			case string:
				if p := add(y, ""); p != nil {
					return nil, p
				}
			case map[string]any:
				to, _ := y["to"].(string)
				kind, _ := y["kind"].(string)
				for k := range y {
					if k != "to" && k != "kind" {
						return nil, f.wrong(k, "unknown-field", "to", "kind")
					}
				}
				if p := add(to, kind); p != nil {
					return nil, p
				}
			default:
				return nil, f.wrong(v, "not-a-list")
			}
		}
	default:
		return nil, f.wrong(v, "not-a-list")
	}
	if len(out) > 5000 {
		return nil, f.wrong(len(out), "too-many", "5000")
	}
	if len(out) == 0 {
		return nil, nil
	}
	return out, nil
}

// decodeList reads rows strictly into the declared struct and writes them back,
// so that what is stored has one form.
func (f *Field) decodeList(v any) (any, *fault.Problem) {
	var raw []byte
	switch x := v.(type) {
	case string:
		raw = []byte(x)
	case json.RawMessage:
		raw = x
	default:
		b, err := json.Marshal(x)
		if err != nil {
			return nil, f.wrong(v, "not-a-list")
		}
		raw = b
	}
	ptr := reflect.New(f.reg.body.FieldByIndex(f.path).Type)
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(ptr.Interface()); err != nil {
		names := make([]string, len(f.Columns))
		for i, c := range f.Columns {
			names[i] = c.Name
		}
		return nil, f.wrong(v, "not-a-list", names...)
	}
	if ptr.Elem().Len() == 0 {
		return nil, nil
	}
	if ptr.Elem().Len() > 1000 {
		return nil, f.wrong(v, "too-many", "1000")
	}
	rows, err := json.Marshal(ptr.Interface())
	if err != nil || len(rows) > 1<<20 || bytes.Contains(rows, []byte(`\u0000`)) {
		return nil, f.wrong(v, "too-long", "1048576")
	}
	var cells []map[string]any
	_ = json.Unmarshal(rows, &cells)
	for _, row := range cells {
		for _, c := range f.Columns {
			s, ok := row[c.Name].(string)
			if !ok || s == "" {
				continue
			}
			if len(c.Choices) > 0 && !c.Choices.Has(s) {
				return nil, &fault.Problem{Field: f.Name + "." + c.Name, Code: "not-allowed", Value: short(s), Allowed: c.Choices.Codes()}
			}
			if c.Kind == Day && !ValidDate(s) {
				return nil, &fault.Problem{Field: f.Name + "." + c.Name, Code: "not-a-date", Value: short(s), Allowed: []string{"2023-03-14"}}
			}
		}
	}
	return json.RawMessage(rows), nil
}
