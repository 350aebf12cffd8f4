package register

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"genomlys/internal/lang"
)

// OwnName is what the fields that organisations declare themselves are called
// together, and how their names begin: local.cost_centre.
const OwnName = "local"

// OwnKey gives the key of an own field's name: cost_centre of local.cost_centre.
func OwnKey(name string) (string, bool) {
	key, ok := strings.CutPrefix(name, OwnName+".")
	return key, ok && ValidOwnKey(key)
}

// ValidOwnKey tells whether a text may be the key of an own field: a letter,
// then letters, digits and underscores, all of them plain and small, since it
// stands in filters, in addresses and in paths into JSON.
func ValidOwnKey(key string) bool {
	for i, c := range []byte(key) {
		if (c < 'a' || c > 'z') && (i == 0 || c != '_' && (c < '0' || c > '9')) {
			return false
		}
	}
	return key != "" && len(key) <= 40
}

// Own makes a field that an organisation has declared itself. Its values stand
// in Record.Own and are given by Record.Value.
func (r *Register) Own(key string, k Kind, title lang.Text) *Field {
	f := &Field{Name: OwnName + "." + key, Kind: k, Title: title, IsOwn: true, index: -1, reg: r}
	switch k {
	case Text:
		f.MaxLen = 500
	case Long:
		f.MaxLen = 20000
	case FactOf:
		f.Choices = Facts
	}
	return f
}

// Value gives the value of a field, the register's or an organisation's own.
func (rec *Record) Value(f *Field) any {
	if f.IsOwn {
		return rec.Get(f.Name)
	}
	return rec.Values[f.index]
}

func (rec *Record) setOwn(key string, v any) {
	own := maps.Clone(rec.Own)
	delete(own, key)
	if v != nil {
		if own == nil {
			own = map[string]any{}
		}
		own[key] = v
	}
	if len(own) == 0 {
		own = nil
	}
	rec.Own = own
}

// OwnJSON is the own values as they are kept and committed to: keys sorted,
// always the same form; nil when there are none.
func (rec *Record) OwnJSON() []byte {
	if len(rec.Own) == 0 {
		return nil
	}
	b := []byte{'{'}
	for i, key := range slices.Sorted(maps.Keys(rec.Own)) {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, key), ':')
		b = appendValue(b, rec.Own[key])
	}
	return append(b, '}')
}

// ParseOwn reads own values as OwnJSON wrote them.
func ParseOwn(text string) (map[string]any, error) {
	var raw map[string]any
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.UseNumber()
	if err := d.Decode(&raw); err != nil {
		return nil, err
	}
	for k, v := range raw {
		if n, ok := v.(json.Number); ok {
			whole, err := n.Int64()
			if err != nil {
				return nil, err
			}
			raw[k] = whole
		}
	}
	return raw, nil
}

// ownChanged names the own fields in which two versions differ, by key.
func ownChanged(old, new *Record) []string {
	var was map[string]any
	if old != nil {
		was = old.Own
	}
	var out []string
	for _, key := range slices.Sorted(maps.Keys(was)) {
		if was[key] != new.Own[key] {
			out = append(out, OwnName+"."+key)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(new.Own)) {
		if _, had := was[key]; !had {
			out = append(out, OwnName+"."+key)
		}
	}
	slices.Sort(out)
	return out
}

// findOwn finds an own field by its name or label. Where organisations mean
// different things by one name, it is asked about as text; where they mean the
// same with other choices, any of these.
func findOwn(own []*Field, name string) (*Field, bool) {
	var found *Field
	for _, f := range own {
		if f.Name != name && labelKey(f.Title.SV) != labelKey(name) && labelKey(f.Title.EN) != labelKey(name) || found != nil && found.Name != f.Name {
			continue
		}
		switch {
		case found == nil:
			found = f
		case found.Kind != f.Kind:
			return found.reg.Own(strings.TrimPrefix(found.Name, OwnName+"."), Text, found.Title), true
		case f.Kind == Choice:
			both := *found
			both.Choices = slices.Clone(found.Choices)
			for _, o := range f.Choices {
				if !both.Choices.Has(o.Code) {
					both.Choices = append(both.Choices, o)
				}
			}
			found = &both
		}
	}
	return found, found != nil
}
