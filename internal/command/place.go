package command

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// free tells whether an identity chosen by the caller is one and not in use.
func (w *work) free(i int, id register.ID) (bool, error) {
	if !register.IsID(string(id)) {
		w.wrong(i, fault.Problem{Field: "id", Code: "not-a-reference", Value: string(id)})
		return false, nil
	}
	_, r, err := w.tx.Resolve(string(id), nil)
	if err != nil {
		return false, err
	}
	if r != nil {
		w.wrong(i, fault.Problem{Field: "id", Code: "id-taken", Value: string(id)})
	}
	return r == nil, nil
}

// plainRef tells whether a text may be a human number: short, and unlike an
// identity, so that a number always leads to the record that bears it.
func plainRef(ref string) bool {
	return utf8.ValidString(ref) && utf8.RuneCountInString(ref) <= 60 && !register.IsID(ref) && !strings.ContainsFunc(ref, unicode.IsControl)
}

// owner gives the identity of the owning organisation, which may be given by
// its human number.
func (w *work) owner(given register.ID) (register.ID, error) {
	if given == "" || register.IsID(string(given)) || !plainRef(string(given)) {
		return given, nil
	}
	orgs, ok := w.s.db.Catalogue.Get("org")
	if !ok {
		return given, nil
	}
	id, r, err := w.tx.Resolve(string(given), orgs)
	if err != nil || r == nil {
		return given, err
	}
	return id, nil
}

// mayCreate tells whether the caller may make a record in an organisation:
// because a function reaches there, or because it hangs on an object of his,
// and then only in the organisation that owns the object.
func (w *work) mayCreate(rec *register.Record, where register.ID) error {
	if err := w.c.Create(rec.Register, where, ""); err == nil {
		return nil
	}
	if ok, err := w.remarks(rec, where); ok || err != nil {
		return err
	}
	objects, ok := w.s.db.Catalogue.Get("object")
	for _, o := range ObjectsOf(rec) {
		if !ok || rec.ID == o || w.c.Create(rec.Register, "", o) != nil {
			continue
		}
		object, err := w.tx.Get(w.c.Read(objects), objects, string(o))
		if err != nil {
			return err
		}
		if object.Org == where {
			return nil
		}
	}
	return w.c.Create(rec.Register, where, "")
}

// remarks tells whether a record is a remark on one that the caller may read,
// or change where the remark asks for that, and stands where that one does.
func (w *work) remarks(rec *register.Record, where register.ID) (bool, error) {
	id, reg, err := w.tx.Resolve(rec.Text("about"), nil)
	if rec.Text("about") == "" || err != nil || reg == nil {
		return false, err
	}
	scope, ok := w.c.Remark(rec.Register, reg)
	if !ok {
		return false, nil
	}
	if ok, err = w.tx.Visible(scope, reg, id); err != nil || !ok {
		return false, err
	}
	about, err := w.tx.Get(w.c.Read(reg), reg, string(id))
	return err == nil && about.Org == where, err
}

// placed holds what moving a record under another, and giving a function, ask
// for besides the right to change it.
func (w *work) placed(i int, old, rec *register.Record) error {
	if err := w.acyclic(i, old, rec); err != nil {
		return err
	}
	if err := w.moved(old, rec); err != nil {
		return err
	}
	return w.granted(old, rec)
}

// moved refuses to put a record where the caller could not have made it: an
// organisation under another, or what hangs on an object under another object.
func (w *work) moved(old, rec *register.Record) error {
	if old == nil {
		return nil
	}
	if rec.Register.Name == "org" {
		if p := register.ID(rec.Text("parent")); p != register.ID(old.Text("parent")) {
			return w.c.Create(rec.Register, p, "")
		}
		return nil
	}
	if slices.Equal(ObjectsOf(old), ObjectsOf(rec)) {
		return nil
	}
	return w.mayCreate(rec, rec.Org)
}

// granted holds who may give which function (access.Grants).
func (w *work) granted(old, rec *register.Record) error {
	person := rec.Text("person")
	if rec.Register.Name != "role_assignment" || person == "" || rec.Text("status") != "active" {
		return nil
	}
	same := func(name string) bool { return register.Same(old.Get(name), rec.Get(name)) }
	if old != nil && same("person") && same("function") && same("object") && same("valid_from") && same("valid_to") && same("status") {
		return nil
	}
	return w.c.Grant(rec.Text("function"), rec.Org, register.ID(person))
}

// acyclic refuses a record above itself in a tree of records of its own kind.
func (w *work) acyclic(i int, old, rec *register.Record) error {
	f, ok := rec.Register.Field("parent")
	if !ok || f.Kind != register.Ref || f.Target != rec.Register {
		return nil
	}
	up, _ := rec.Values[f.Index()].(string)
	if up == "" || old != nil && register.Same(old.Values[f.Index()], rec.Values[f.Index()]) {
		return nil
	}
	loop, err := w.tx.Under(rec.Register, "parent", register.ID(up), rec.ID)
	if loop {
		w.wrong(i, fault.Problem{Field: f.Name, Code: "above-itself", Value: up})
	}
	return err
}
