package command

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// maxOwn bounds the own fields that one organisation meets in a register: a
// form of more is another register.
const maxOwn = 40

// parted takes the values of own fields, given by name (local.cost_centre) or
// together under local, out of the others.
func (w *work) parted(i int, given map[string]any) (fields, own map[string]any) {
	isOwn := func(name string) bool {
		return name == register.OwnName || strings.HasPrefix(name, register.OwnName+".")
	}
	if !slices.ContainsFunc(slices.Collect(maps.Keys(given)), isOwn) {
		return given, nil
	}
	fields, own = map[string]any{}, map[string]any{}
	for name, v := range given {
		switch together, ok := v.(map[string]any); {
		case !isOwn(name):
			fields[name] = v
		case name != register.OwnName:
			own[name] = v
		case ok:
			for key, x := range together {
				own[register.OwnName+"."+key] = x
			}
		case v != nil:
			w.wrong(i, fault.Problem{Field: name, Code: "not-json-object"})
		}
	}
	return fields, own
}

// own sets the values of the fields that the record's organisation, or one
// above it, has declared. Those of another organisation are unknown here.
func (w *work) own(i int, ch Change, rec *register.Record, given map[string]any, withheld bool) error {
	if len(given) == 0 {
		return nil
	}
	all, err := w.tx.Own(ch.Register)
	if err != nil {
		return err
	}
	at := w.tx.Now()
	if !ch.Effective.IsZero() {
		at = ch.Effective
	}
	day := w.s.db.Civil(at)
	here := map[string]*store.Own{}
	var names []string
	for _, o := range all {
		if o.On(rec.Org) && !withheld {
			here[o.Name] = o
			if o.In(day) {
				names = append(names, o.Name)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(given)) {
		o := here[name]
		if o == nil {
			w.wrong(i, fault.Problem{Field: name, Code: "unknown-field", Allowed: names})
			continue
		}
		v, p := o.Decode(given[name])
		if p != nil {
			w.wrong(i, *p)
			continue
		}
		if ref, ok := v.(string); ok && o.Kind == register.Ref {
			if v, err = w.refer(i, o.Field, ref); err != nil {
				return err
			}
		}
		if v == rec.Get(name) {
			continue
		}
		if v != nil && !o.In(day) {
			w.wrong(i, fault.Problem{Field: name, Code: "own-field-not-used", Allowed: []string{o.Ref}})
			continue
		}
		rec.Set(name, v)
	}
	return nil
}

// declared holds the rules of a declaration of an own field: it keeps its
// meaning, and no two that one record can have are called the same.
func (w *work) declared(i int, old, rec *register.Record) error {
	if rec.Register.Name != "own_field" {
		return nil
	}
	if old != nil {
		for _, name := range []string{"register_name", "name", "kind"} {
			if old.Text(name) != rec.Text(name) {
				w.wrong(i, fault.Problem{Field: name, Code: "own-field-fixed", Value: rec.Text(name), Allowed: []string{old.Text(name)}})
			}
		}
	}
	r, ok := w.s.db.Catalogue.Get(rec.Text("register_name"))
	if !ok {
		return nil // told already
	}
	labels := map[string]bool{fold(rec.Text("title")): true, fold(rec.Text("title_en")): rec.Text("title_en") != ""}
	for _, f := range r.Fields {
		if labels[fold(f.Title.SV)] || labels[fold(f.Title.EN)] {
			w.wrong(i, fault.Problem{Field: "title", Code: "own-label-taken", Value: rec.Text("title"), Allowed: []string{f.Name}})
		}
	}
	all, err := w.tx.Own(r)
	if err != nil {
		return err
	}
	orgs, ok := w.s.db.Catalogue.Get("org")
	if !ok {
		return nil
	}
	met := 0
	for _, o := range all {
		if o.Ref == rec.Ref && old != nil {
			continue
		}
		meet := o.On(rec.Org)
		if !meet {
			if meet, err = w.tx.Under(orgs, "parent", o.Org, rec.Org); err != nil {
				return err
			}
		}
		switch {
		case !meet:
		case o.Name == register.OwnName+"."+rec.Text("name"):
			w.wrong(i, fault.Problem{Field: "name", Code: "own-field-taken", Value: rec.Text("name"), Allowed: []string{o.Ref}})
		case labels[fold(o.Title.SV)] || labels[fold(o.Title.EN)]:
			w.wrong(i, fault.Problem{Field: "title", Code: "own-label-taken", Value: rec.Text("title"), Allowed: []string{o.Name}})
		case !o.Ended:
			met++
		}
	}
	if rec.Text("status") != "ended" && met >= maxOwn {
		w.wrong(i, fault.Problem{Field: "register_name", Code: "own-fields-many", Allowed: []string{strconv.Itoa(maxOwn)}})
	}
	return nil
}

func fold(label string) string { return strings.ToLower(strings.TrimSpace(label)) }
