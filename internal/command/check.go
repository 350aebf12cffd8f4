package command

import (
	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// check holds the declared rules of a record against the version to be written.
func (w *work) check(i int, ch Change, old, rec *register.Record) error {
	r := ch.Register
	imported := w.opt.Via == "import"
	status := rec.Text("status")
	for _, f := range r.Fields {
		if rec.Values[f.Index()] != nil {
			continue
		}
		if w.wrongAlready(i, f.Name) {
			continue // it was given, but could not be read
		}
		if f.Needed {
			w.wrong(i, fault.Problem{Field: f.Name, Code: "required"})
		}
		for _, st := range f.NeededIn {
			// What an office decided before the product came is taken as it
			// stands; what is missing is shown as a finding.
			// Nor is a consequence refused for it: who changes an object cannot
			// fill in what its class has lacked all along.
			lacked := w.depth > 0 && old != nil && old.Text("status") == status && old.Values[f.Index()] == nil
			if st == status && !imported && !lacked {
				w.wrong(i, fault.Problem{Field: f.Name, Code: "required-in-state", Value: status})
			}
		}
	}
	if err := w.steps(i, ch, old, rec, imported); err != nil {
		return err
	}
	var p register.Problems
	rec.Check(&p)
	w.wrong(i, p.List...)
	return w.declared(i, old, rec)
}

// steps refuses a change of state that is no declared step, whichever way it
// was asked for, and one that is reserved for a function the caller lacks.
func (w *work) steps(i int, ch Change, old, rec *register.Record, imported bool) error {
	st := ch.Register.Status()
	if st == nil || len(st.StepList) == 0 {
		return nil
	}
	to := rec.Text("status")
	if imported {
		return w.importedStep(old, rec)
	}
	if old == nil {
		if to != st.Choices[0].Code {
			w.wrong(i, fault.Problem{Field: "status", Code: "first-state", Value: to, Allowed: []string{st.Choices[0].Code}})
		}
		return nil
	}
	from := old.Text("status")
	if from == to {
		return nil
	}
	found, err := w.decide(ch.Op, old, rec)
	if found {
		return err
	}
	w.wrong(i, fault.Problem{Field: "status", Code: "no-such-step", Value: from + " → " + to, Allowed: possible(ch.Register, from)})
	return nil
}

// decide tells whether there is a step between the states of two versions, and
// whether the caller may take one of them.
func (w *work) decide(op string, old, rec *register.Record) (found bool, denied error) {
	from, to := old.Text("status"), rec.Text("status")
	for _, s := range rec.Register.Status().StepList {
		if s.To != to || s.From != from && s.From != "*" || op != "update" && op != s.Action {
			continue
		}
		// What a record hangs on is asked of the version before: nobody gets to
		// decide by moving it under an object of his own in the same change.
		err := w.c.Decide(rec.Register, s.Action, rec.Org, ObjectsOf(old)...)
		if err == nil {
			return true, nil
		}
		found, denied = true, err
	}
	return found, denied
}

// importedStep takes states as they stand in what comes from elsewhere, but a
// record that was made here is not decided about by loading a file.
func (w *work) importedStep(old, rec *register.Record) error {
	if old == nil || w.c.IsSystem() || old.Text("status") == rec.Text("status") || old.Text("source") == "import" {
		return nil
	}
	_, err := w.decide("update", old, rec)
	return err
}

// ObjectsOf gives the object itself, or those that a record hangs on. What hangs
// on several is nobody's alone: the owner of one does not decide for the others'.
func ObjectsOf(rec *register.Record) []register.ID {
	if rec.Register.Name == "object" {
		return []register.ID{rec.ID}
	}
	var out []register.ID
	for _, f := range rec.Register.Fields {
		if f.PartOf && f.Target != nil && f.Target.Name == "object" {
			switch o := rec.Values[f.Index()].(type) {
			case string:
				if o != "" {
					out = append(out, register.ID(o))
				}
			case []register.Link:
				if len(o) == 1 {
					out = append(out, o[0].To)
				}
			}
		}
	}
	return out
}

// authored holds that fields with an author are written by nobody else, by
// whichever door. A file may bring in such records as they were written
// elsewhere, which their source tells, but not change what stands here.
func (w *work) authored(it Item) error {
	if it.Old == nil && w.opt.Via == "import" {
		return nil
	}
	for _, name := range it.Changed {
		if err := w.c.Writes(it.New.Register, name, it.New.Org); err != nil {
			return err
		}
	}
	return nil
}
