package register

import (
	"encoding/json"
	"reflect"
	"sort"
	"strconv"
	"strings"
	"time"
)

// Record is one version of one thing in a register. Values stand in the order
// of Register.Fields; a missing value is nil, others are string, int64,
// time.Time, []string, []Link or json.RawMessage by the field's kind.
type Record struct {
	Register *Register
	ID       ID
	Ref      string // human number, OBJ-0117
	Org      ID     // owning organisation
	Version  int64  // ledger position at which this version was opened
	Since    time.Time
	Until    time.Time // zero while it holds
	Values   []any
	Masked   []string // fields that the caller's scope hides
	// Own holds the values of the fields that organisations have declared
	// themselves, by key: string or int64. It is replaced, never changed.
	Own      map[string]any
	Withheld bool // Own is another organisation's, which the caller's scope does not show
}

// NewRecord makes an empty record.
func (r *Register) NewRecord(id, org ID) *Record {
	return &Record{Register: r, ID: id, Org: org, Values: make([]any, len(r.Fields))}
}

// Clone copies a record so that the copy's values can be changed.
func (rec *Record) Clone() *Record {
	c := *rec
	c.Values = append([]any{}, rec.Values...)
	return &c
}

// Get gives a value by field name, nil when missing or no such field.
func (rec *Record) Get(name string) any {
	if f, ok := rec.Register.byName[name]; ok {
		return rec.Values[f.index]
	}
	if key, ok := OwnKey(name); ok {
		return rec.Own[key]
	}
	return nil
}

// Set sets a value by field name.
func (rec *Record) Set(name string, v any) {
	if key, ok := OwnKey(name); ok {
		rec.setOwn(key, v)
		return
	}
	if name == OwnName && v == nil {
		rec.Own = nil
		return
	}
	rec.Values[rec.Register.Must(name).index] = v
}

// Text gives a value as text: the string itself, or "".
func (rec *Record) Text(name string) string {
	s, _ := rec.Get(name).(string)
	return s
}

// Number gives a whole number and whether it is there.
func (rec *Record) Number(name string) (int64, bool) {
	n, ok := rec.Get(name).(int64)
	return n, ok
}

// Moment gives an instant, zero when missing.
func (rec *Record) Moment(name string) time.Time {
	t, _ := rec.Get(name).(time.Time)
	return t
}

// LinksOf gives relations to several records.
func (rec *Record) LinksOf(name string) []Link {
	l, _ := rec.Get(name).([]Link)
	return l
}

// Same tells whether two values of a field are equal.
func Same(a, b any) bool {
	ta, ok1 := a.(time.Time)
	tb, ok2 := b.(time.Time)
	if ok1 && ok2 {
		return ta.Equal(tb)
	}
	ja, ok1 := a.(json.RawMessage)
	jb, ok2 := b.(json.RawMessage)
	if ok1 && ok2 {
		return string(ja) == string(jb)
	}
	return reflect.DeepEqual(a, b)
}

// Changed names the fields in which two versions differ, in declared order.
func Changed(old, new *Record) []string {
	var out []string
	for i, f := range new.Register.Fields {
		var o any
		if old != nil {
			o = old.Values[i]
		}
		if !Same(o, new.Values[i]) {
			out = append(out, f.Name)
		}
	}
	return append(out, ownChanged(old, new)...)
}

// As fills a declared struct from a record.
func As[T any](rec *Record) *T {
	c := new(T)
	rec.fill(reflect.ValueOf(c).Elem())
	return c
}

func (rec *Record) fill(body reflect.Value) {
	for i, f := range rec.Register.Fields {
		v := rec.Values[i]
		if v == nil {
			continue
		}
		fv := body.FieldByIndex(f.path)
		switch x := v.(type) {
		case string:
			fv.SetString(x)
		case int64:
			fv.Set(reflect.ValueOf(Int{x, true}))
		case json.RawMessage:
			// A list was decoded into the same struct when it was validated.
			_ = json.Unmarshal(x, fv.Addr().Interface())
		default:
			fv.Set(reflect.ValueOf(v))
		}
	}
}

// Check runs the rules between fields and gives what is wrong.
func (rec *Record) Check(p *Problems) {
	r := rec.Register
	body := reflect.New(r.body)
	rec.fill(body.Elem())
	p.reg, p.body = r, body.Elem()
	for _, c := range r.checks {
		c.Call([]reflect.Value{body, reflect.ValueOf(p)})
	}
}

// Canonical gives the bytes that the ledger commits to: a JSON object of
// identity and values, names sorted, missing values left out. The form never
// changes for a given version, also when fields are added later.
func (rec *Record) Canonical() []byte {
	type pair struct {
		name  string
		value any
	}
	ps := make([]pair, 0, len(rec.Values)+5)
	ps = append(ps, pair{"_id", string(rec.ID)}, pair{"_org", string(rec.Org)}, pair{"_ref", rec.Ref}, pair{"_register", rec.Register.Name},
		pair{"_since", rec.Since.UnixMicro()})
	for i, f := range rec.Register.Fields {
		if rec.Values[i] != nil {
			ps = append(ps, pair{f.Name, rec.Values[i]})
		}
	}
	if len(rec.Own) > 0 {
		ps = append(ps, pair{OwnName, json.RawMessage(rec.OwnJSON())})
	}
	sort.Slice(ps, func(i, j int) bool { return ps[i].name < ps[j].name })
	b := make([]byte, 0, 512)
	b = append(b, '{')
	for i, p := range ps {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, p.name)
		b = append(b, ':')
		b = appendValue(b, p.value)
	}
	return append(b, '}')
}

func appendValue(b []byte, v any) []byte {
	switch x := v.(type) {
	case string:
		return appendString(b, x)
	case int64:
		return strconv.AppendInt(b, x, 10)
	case time.Time:
		return appendString(b, x.UTC().Format("2006-01-02T15:04:05.000000Z"))
	case json.RawMessage:
		return append(b, x...)
	case []string:
		b = append(b, '[')
		for i, s := range x {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendString(b, s)
		}
		return append(b, ']')
	case []Link:
		b = append(b, '[')
		for i, l := range x {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(b, '[')
			b = appendString(b, string(l.To))
			b = append(b, ',')
			b = appendString(b, l.Kind)
			b = append(b, ']')
		}
		return append(b, ']')
	}
	return append(b, "null"...)
}

func appendString(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"')
}

// Label says a value in words, without looking up other records: refs and
// links are given as their identities.
func (f *Field) Words(v any) []string {
	switch x := v.(type) {
	case nil:
		return nil
	case string:
		return []string{x}
	case int64:
		return []string{strconv.FormatInt(x, 10)}
	case time.Time:
		return []string{x.UTC().Format(time.RFC3339)}
	case []string:
		return x
	case []Link:
		out := make([]string, len(x))
		for i, l := range x {
			out[i] = string(l.To)
		}
		return out
	case json.RawMessage:
		return []string{strings.TrimSpace(string(x))}
	}
	return nil
}
