package command

import (
	"errors"
	"fmt"

	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// apply sets the decoded values, looking every reference up in the caller's scope.
func (w *work) apply(i int, ch Change, rec *register.Record, fields map[string]any) {
	for name, v := range fields {
		f := ch.Register.Must(name)
		var err error
		switch x := v.(type) {
		case string:
			if f.Kind == register.Ref {
				v, err = w.refer(i, f, x)
			}
		case []register.Link:
			out := make([]register.Link, 0, len(x))
			for _, l := range x {
				id, e := w.refer(i, f, string(l.To))
				if s, ok := id.(string); ok {
					out = append(out, register.Link{To: register.ID(s), Kind: l.Kind})
				}
				err = errors.Join(err, e)
			}
			v = out
		}
		if err != nil {
			w.wrong(i, fault.Problem{Field: name, Code: "lookup-failed"})
			continue
		}
		rec.Values[f.Index()] = v
	}
}

// refer finds the record that a reference names, within what the caller sees.
func (w *work) refer(i int, f *register.Field, given string) (any, error) {
	bad := func() (any, error) {
		w.wrong(i, fault.Problem{Field: f.Name, Code: "no-such-record", Value: given})
		return nil, nil
	}
	if f.Target != nil && register.IsID(given) && w.seen[refKey{f.Target.Name, given}] || f.Target == nil && w.promised[given] {
		return given, nil
	}
	id, r, err := w.tx.Resolve(given, f.Target)
	if err != nil {
		return nil, err
	}
	if r == nil {
		return bad()
	}
	key := refKey{r.Name, string(id)}
	if w.seen[key] {
		return string(id), nil
	}
	ok, err := w.tx.Visible(w.c.Read(r), r, id)
	if err != nil {
		return nil, err
	}
	if !ok {
		return bad()
	}
	w.seen[key] = true
	return string(id), nil
}

func (w *work) reachable(reg string, id register.ID) (bool, error) {
	key := refKey{reg, string(id)}
	if w.seen[key] {
		return true, nil
	}
	r, ok := w.s.db.Catalogue.Get(reg)
	if !ok {
		return false, fmt.Errorf("command: no register %s", reg)
	}
	ok, err := w.tx.Visible(w.c.Read(r), r, id)
	if ok {
		w.seen[key] = true
	}
	return ok, err
}
