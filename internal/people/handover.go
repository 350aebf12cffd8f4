package people

import (
	"context"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// Use is how many open records name a function in one of their fields.
type Use struct {
	Register *register.Register
	Field    *register.Field
	Count    int
}

// Duty is a function that somebody holds, with what hangs on it.
type Duty struct {
	Function *register.Record
	Uses     []Use
	May      bool // the caller may give it to somebody
}

// Duties are the functions that a person holds today or later, and the open
// records that name each, as far as the caller sees them: one question for each
// register that names functions, however many functions there are.
func Duties(ctx context.Context, d Deps, c access.Caller, person *register.Record, today register.Date) ([]Duty, error) {
	var out []Duty
	at := map[string]int{}
	err := d.DB.Each(ctx, c.Read(registers.RoleAssignments), store.Query{Register: registers.RoleAssignments, Filter: equal("person", string(person.ID))}, func(rec *register.Record) error {
		if inForce(rec) && (rec.Text("valid_to") == "" || rec.Text("valid_to") >= string(today)) {
			at[string(rec.ID)] = len(out)
			out = append(out, Duty{Function: rec, May: c.Grant(rec.Text("function"), rec.Org, "") == nil})
		}
		return nil
	})
	if err != nil || len(out) == 0 {
		return out, err
	}
	ids := make([]any, 0, len(at))
	for _, x := range out {
		ids = append(ids, string(x.Function.ID))
	}
	for _, reg := range d.DB.Catalogue.All {
		fields := naming(reg)
		if len(fields) == 0 {
			continue
		}
		var or query.Or
		for _, f := range fields {
			or = append(or, query.In{Field: query.Field{Name: f.Name, Type: query.Ref}, Values: ids})
		}
		counts := make([]map[int]int, len(fields))
		read := fields
		if st := reg.Status(); st != nil {
			read = append(slices.Clone(fields), st)
		}
		err := d.DB.Values(ctx, c.Read(reg), store.Query{Register: reg, Filter: or}, read, func(_ store.Key, values []any) error {
			if len(read) > len(fields) {
				if s, _ := values[len(fields)].(string); settled(reg, s) {
					return nil
				}
			}
			for i := range fields {
				id, _ := values[i].(string)
				if n, ok := at[id]; ok {
					if counts[i] == nil {
						counts[i] = map[int]int{}
					}
					counts[i][n]++
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		for i, f := range fields {
			for n, count := range counts[i] {
				out[n].Uses = append(out[n].Uses, Use{reg, f, count})
			}
		}
	}
	return out, nil
}

func equal(field, value string) query.Checked {
	return query.Compare{Field: query.Field{Name: field, Type: query.Ref}, Op: query.Eq, Value: value}
}

// naming are the fields of a register that name the function responsible. Who
// decided or did something is what happened, and nothing to hand over.
func naming(reg *register.Register) []*register.Field {
	var out []*register.Field
	for _, f := range reg.Fields {
		if f.Kind == register.Ref && f.Target == registers.RoleAssignments && !strings.HasSuffix(f.Name, "_by") && f.Name != "substitute_for" {
			out = append(out, f)
		}
	}
	return out
}

// settled tells whether nothing is left to do in a state: no step leads out of
// it but one that opens it again.
func settled(reg *register.Register, status string) bool {
	steps := reg.Status().StepList
	if len(steps) == 0 {
		return false
	}
	for _, s := range steps {
		if s.From == status && s.Action != "reopen" && s.Action != "return" && s.Action != "reactivate" {
			return false
		}
	}
	return true
}

// Order says who takes over from somebody who leaves or changes work.
type Order struct {
	Receiver register.ID                 // of every function that To does not name; empty leaves them without a holder
	To       map[register.ID]register.ID // by function; empty leaves it without a holder
	Stays    bool                        // the person goes on working here: only the functions change hands
	Day      register.Date               // from when; empty is now
}

// HandOver gives all that a person holds to others in one change set, and marks
// the person as left, by which every session ends. Undoing the set takes it all
// back. A function keeps what hangs on it: records name functions, not people.
func HandOver(ctx context.Context, d Deps, c access.Caller, opt command.Options, person *register.Record, version int64, o Order, today register.Date) (command.Receipt, error) {
	duties, err := Duties(ctx, d, c, person, today)
	if err != nil {
		return command.Receipt{}, err
	}
	for id := range o.To {
		if !slices.ContainsFunc(duties, func(x Duty) bool { return x.Function.ID == id }) {
			return command.Receipt{}, refuse("functions", "not-held-by-person", string(id), refs(duties)...)
		}
	}
	if len(duties) == 0 && o.Stays {
		return command.Receipt{}, refuse("", "nothing-to-hand-over", person.Text("title"))
	}
	day := o.Day
	if day == "" {
		day = today
	}
	var changes []command.Change
	var wrong []fault.Problem
	for _, x := range duties {
		to, named := o.To[x.Function.ID]
		if !named {
			to = o.Receiver
		}
		if to == person.ID {
			return command.Receipt{}, refuse("receiver", "hand-over-to-oneself", person.Text("title"))
		}
		wrong = append(wrong, granted(c, x.Function, to)...)
		fields := map[string]any{"person": nil}
		if to != "" {
			receiver, err := d.get(ctx, c, registers.Persons, string(to))
			if err != nil {
				return command.Receipt{}, err
			}
			if !inForce(receiver) {
				return command.Receipt{}, refuse("receiver", "receiver-has-left", receiver.Text("title"))
			}
			fields = map[string]any{"person": string(to), "valid_from": string(day)}
		}
		changes = append(changes, d.dated(x.Function, 0, fields, o.Day, today))
	}
	if len(wrong) > 0 {
		return command.Receipt{}, fault.Problems(wrong)
	}
	if !o.Stays && person.Text("status") != "left" {
		if version == 0 {
			version = person.Version
		}
		changes = append(changes, command.Change{Op: "leave", Register: registers.Persons, ID: string(person.ID), Version: version, Effective: d.from(o.Day, today)})
	}
	if len(changes) == 0 {
		return command.Receipt{}, refuse("", "nothing-to-hand-over", person.Text("title"))
	}
	if opt.Reason == "" {
		opt.Reason = "hand-over:" + person.Ref
	}
	return d.Commands.Do(ctx, c, opt, changes...)
}

// granted tells, of each function that somebody is to take over, why the caller
// may not give it. The command path holds the same; here all are told at once.
func granted(c access.Caller, function *register.Record, to register.ID) []fault.Problem {
	kind := function.Text("function")
	if to == "" || c.Grant(kind, function.Org, to) == nil {
		return nil
	}
	code := "may-not-hand-over"
	if to == c.Person {
		code = "may-not-take-over"
	}
	labels := access.Granters(kind)
	for i, l := range labels {
		labels[i] = registers.RoleAssignments.Must("function").Choices.Label(l).SV
	}
	return []fault.Problem{problem("functions", code, function.Text("title")+" ("+function.Ref+")", labels...)}
}

func refs(duties []Duty) []string {
	out := make([]string, len(duties))
	for i, x := range duties {
		out[i] = x.Function.Ref
	}
	return out
}
