package register

import (
	"bytes"
	"encoding/json"
	"reflect"
	"time"
)

// Of gives a field that is already declared, so that a register can say more
// of a common one: another label, the headings of its own files, a list column.
func (fs *Fields) Of(p any) *Field {
	path := fs.find(p)
	for _, f := range fs.reg.Fields {
		if reflect.DeepEqual(f.path, path) {
			return f
		}
	}
	panic("register " + fs.reg.Name + ": no field is declared there")
}

// Derive adds how the product fills what follows from the record's own fields:
// a func(*T). It makes the fields that are ByProduct, and fills others only
// where nothing was given, so that it never changes what a person wrote. In the
// rows of a List it fills what a row leaves out, and gives a value its one form.
func (fs *Fields) Derive(fill any) {
	v := reflect.ValueOf(fill)
	t := v.Type()
	if t.Kind() != reflect.Func || t.NumIn() != 1 || t.NumOut() != 0 || t.In(0) != reflect.PointerTo(fs.reg.body) {
		panic("register " + fs.reg.Name + ": a derivation must be func(*T)")
	}
	fs.reg.derive = append(fs.reg.derive, v)
}

// Derive runs the register's derivations on the record, before it is checked.
func (rec *Record) Derive() {
	r := rec.Register
	if len(r.derive) == 0 {
		return
	}
	body := reflect.New(r.body)
	rec.fill(body.Elem())
	rows := map[int]json.RawMessage{} // as they stood: what no derivation touched stays as it was written
	for i, f := range r.Fields {
		if f.Kind == List && rec.Values[i] != nil {
			rows[i], _ = stored(body.Elem().FieldByIndex(f.path)).(json.RawMessage)
		}
	}
	for _, d := range r.derive {
		d.Call([]reflect.Value{body})
	}
	for i, f := range r.Fields {
		if was, ok := rows[i]; ok && !f.Derived {
			if v, _ := stored(body.Elem().FieldByIndex(f.path)).(json.RawMessage); !bytes.Equal(v, was) {
				rec.Values[i] = v
			}
			continue
		}
		if rec.Values[i] == nil || f.Derived {
			if v := stored(body.Elem().FieldByIndex(f.path)); v != nil || f.Derived {
				rec.Values[i] = v
			}
		}
	}
}

// stored gives a struct field as a record's value, nil when missing.
func stored(v reflect.Value) any {
	switch x := v.Interface().(type) {
	case Int:
		if !x.Set {
			return nil
		}
		return x.N
	case time.Time:
		if x.IsZero() {
			return nil
		}
		return x.UTC().Truncate(time.Microsecond)
	}
	if v.Kind() == reflect.String {
		if v.Len() == 0 {
			return nil
		}
		return v.String()
	}
	if v.Len() == 0 {
		return nil
	}
	switch x := v.Interface().(type) {
	case []string:
		return x
	case []Link:
		return x
	}
	b, err := json.Marshal(v.Interface())
	if err != nil {
		panic(err) // rows of a List are plain structs: a mistake in the declaration
	}
	return json.RawMessage(b)
}
