package command

import (
	"errors"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// do makes one change and what follows from it: the change's own item comes
// first. No item means that something is wrong with it, said in w.problems; an
// error ends the whole call.
func (w *work) do(i int, ch Change) ([]Item, error) {
	given, own := w.parted(i, ch.Fields)
	fields, ps := ch.Register.Decode(given)
	w.wrong(i, ps...)
	var old, rec *register.Record
	var err error
	if ch.Op == "create" {
		rec, err = w.create(i, ch, fields)
	} else {
		old, rec, err = w.change(i, ch, fields)
	}
	if err != nil || rec == nil {
		return nil, err
	}
	if err := w.own(i, ch, rec, own, old != nil && old.Withheld); err != nil {
		return nil, err
	}
	// Nobody but a consequence says where values come from, except that the house
	// has made them out of other records: that frees them of no rule.
	if ch.Source != "" && (w.depth > 0 || ch.Source == "generated") {
		rec.Set("source", ch.Source)
	}
	rec.Derive()
	if err := w.check(i, ch, old, rec); err != nil || len(w.problems) > 0 {
		return nil, err // without an error: go on, to tell all that is wrong
	}
	if err := w.placed(i, old, rec); err != nil || len(w.problems) > 0 {
		return nil, err
	}
	item := Item{Index: i, Op: ch.Op, Old: old, New: rec, Changed: register.Changed(old, rec)}
	if err := w.authored(item); err != nil {
		return nil, err
	}
	if old != nil && len(item.Changed) == 0 {
		return []Item{item}, nil
	}
	if err := w.ruled(i, ch, old, rec); err != nil || len(w.problems) > 0 {
		return nil, err
	}
	if old == nil {
		if rec.Ref, err = w.tx.Number(ch.Register, ch.Ref); err != nil {
			return nil, err
		}
	}
	if ch.Effective.After(w.tx.Now()) || !ch.Effective.IsZero() && ch.Effective.Year() < 1900 {
		w.wrong(i, fault.Problem{Field: "effective", Code: "effective-in-future", Value: ch.Effective.Format("2006-01-02")})
		return nil, nil
	}
	if err := w.tx.Put(rec, old, ch.Op, ch.Effective); err != nil {
		var f *fault.Error
		if errors.As(err, &f) && f.Code == "effective-before-latest" {
			w.wrong(i, fault.Problem{Field: "effective", Code: f.Code, Value: f.Args[1], Allowed: f.Args[2:]})
			return nil, nil
		}
		return nil, err
	}
	w.seen[refKey{rec.Register.Name, string(rec.ID)}] = true
	if w.depth > 0 && old != nil && w.before[rec.ID] == 0 {
		w.before[rec.ID] = old.Version
	}
	more, err := w.consequences(i, ch, old, rec)
	return append([]Item{item}, more...), err
}

func (w *work) create(i int, ch Change, fields map[string]any) (*register.Record, error) {
	id := ch.NewID
	if id == "" {
		id = register.NewID(w.tx.Now())
	} else if ok, err := w.free(i, id); err != nil || !ok {
		return nil, err
	}
	if !plainRef(ch.Ref) {
		w.wrong(i, fault.Problem{Field: "ref", Code: "not-a-reference", Value: ch.Ref})
	}
	org, err := w.owner(ch.Org)
	if err != nil {
		return nil, err
	}
	if ch.Register.Name == "org" {
		org = id // an organisation owns the record of itself
	}
	if org == "" {
		w.wrong(i, fault.Problem{Field: "org", Code: "required"})
		return nil, nil
	}
	rec := ch.Register.NewRecord(id, org)
	if st := ch.Register.Status(); st != nil && fields["status"] == nil {
		fields["status"] = st.Choices[0].Code
	}
	rec.Set("source", map[string]any{"import": "import", "api": "api"}[w.opt.Via])
	if rec.Get("source") == nil {
		rec.Set("source", "manual")
	}
	w.apply(i, ch, rec, fields)
	if ch.Register.Name != "org" {
		if ok, err := w.reachable("org", org); err != nil || !ok {
			if err == nil {
				w.wrong(i, fault.Problem{Field: "org", Code: "no-such-record", Value: string(org)})
			}
			return nil, err
		}
	}
	where := org
	if ch.Register.Name == "org" {
		where = register.ID(rec.Text("parent"))
	}
	if err := w.mayCreate(rec, where); err != nil {
		return nil, err
	}
	return rec, nil
}

func (w *work) change(i int, ch Change, fields map[string]any) (old, rec *register.Record, err error) {
	old, err = w.tx.Get(w.c.Read(ch.Register), ch.Register, ch.ID)
	if err != nil && w.promised[ch.ID] && len(w.problems) > 0 {
		return nil, nil, nil // not made, since something is wrong: that is told already
	}
	if err != nil {
		return nil, nil, err
	}
	writable, err := w.tx.Visible(w.c.Write(ch.Register), ch.Register, old.ID)
	if err != nil {
		return nil, nil, err
	}
	if !writable {
		return nil, nil, access.MayNotChange(ch.Register.Name)
	}
	if ch.Version != 0 && ch.Version != old.Version && ch.Version != w.before[old.ID] {
		return nil, nil, fault.New(fault.Stale, "changed-meanwhile", old.Ref)
	}
	if len(old.Masked) > 0 || old.Withheld {
		// What is not shown is kept: the change is made to the whole record.
		full, err := w.tx.Full(old)
		if err != nil {
			return nil, nil, err
		}
		for _, name := range old.Masked {
			if _, given := fields[name]; given {
				return nil, nil, fault.New(fault.Denied, "may-not-see-field", name)
			}
		}
		full.Withheld = old.Withheld || slices.Contains(old.Masked, register.OwnName)
		old = full
	}
	rec = old.Clone()
	rec.Withheld = false
	if ch.Op != "update" && (w.opt.Via != "import" || w.depth > 0) { // files state the state; what follows takes steps
		step, ok := ch.Register.Step(old.Text("status"), ch.Op)
		if !ok {
			w.wrong(i, fault.Problem{Field: "status", Code: "no-such-step", Value: ch.Op, Allowed: possible(ch.Register, old.Text("status"))})
			return nil, nil, nil
		}
		fields["status"] = step.To
	}
	w.apply(i, ch, rec, fields)
	return old, rec, nil
}

func possible(r *register.Register, from string) []string {
	var out []string
	if r.Status() == nil {
		return nil
	}
	for _, st := range r.Status().StepList {
		if st.From == from || st.From == "*" {
			out = append(out, st.Action)
		}
	}
	return out
}
