package web

import (
	"slices"

	"genomlys/internal/door"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// OwnFields are the fields that organisations have added to a register, as far
// as the caller meets them.
func (w *Web) OwnFields(r *door.Request, reg *register.Register) ([]*store.Own, error) {
	return w.DB.Own(r.Context(), r.Caller.Read(reg), reg)
}

// OwnOn are the own fields of a record: those in use by its organisation, and
// those that were filled in while they were.
func (w *Web) OwnOn(r *door.Request, rec *register.Record) ([]*register.Field, error) {
	if rec.Withheld {
		return nil, nil
	}
	all, err := w.OwnFields(r, rec.Register)
	var out []*register.Field
	for _, o := range all {
		if o.On(rec.Org) && (o.In(w.DB.Civil(r.Now)) || rec.Get(o.Name) != nil) {
			out = append(out, o.Field)
		}
	}
	return out, err
}

// ownShown gives the own fields that lists can show.
func (w *Web) ownShown(r *door.Request, reg *register.Register) ([]*register.Field, error) {
	all, err := w.OwnFields(r, reg)
	return eachOnce(all), err
}

// eachOnce gives own fields as lists show them, each name once: those that
// several organisations call the same stand in one column.
func eachOnce(all []*store.Own) []*register.Field {
	var out []*register.Field
	for _, o := range all {
		if !slices.ContainsFunc(out, func(f *register.Field) bool { return f.Name == o.Name }) {
			out = append(out, o.Field)
		}
	}
	return out
}

// SimpleOwn are the own fields that can be set on many records at once: those
// in use where the caller may change some. A record whose organisation has not
// got the field refuses it.
func (w *Web) SimpleOwn(r *door.Request, reg *register.Register) ([]*register.Field, error) {
	all, err := w.OwnFields(r, reg)
	scope, day := r.Caller.Write(reg), w.DB.Civil(r.Now)
	all = slices.DeleteFunc(slices.Clone(all), func(o *store.Own) bool {
		return !Simple(o.Field) || !o.In(day) || !scope.All && len(scope.Objects) == 0 && !slices.ContainsFunc(scope.Orgs, o.On)
	})
	return eachOnce(all), err
}

// named finds a field by name, the register's or one of some own.
func named(reg *register.Register, own []*register.Field, name string) *register.Field {
	if f, ok := reg.Field(name); ok {
		return f
	}
	for _, f := range own {
		if f.Name == name {
			return f
		}
	}
	return nil
}
