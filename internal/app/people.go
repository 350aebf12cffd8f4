package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Reg gives a register that the house is known to have.
func (h *House) Reg(name string) *register.Register {
	r, ok := h.DB.Catalogue.Get(name)
	if !ok {
		panic("app: no register " + name)
	}
	return r
}

// Org finds an organisation by short name, number, identity or name.
func (h *House) Org(ctx context.Context, name string) (*register.Record, error) {
	if name == "" {
		return h.onlyOffice(ctx)
	}
	r := h.Reg("org")
	scope := access.System().Read(r)
	if rec, err := h.DB.Get(ctx, scope, r, name, time.Time{}, 0); err == nil {
		return rec, nil
	}
	var found *register.Record
	var have []string
	err := h.DB.Each(ctx, scope, store.Query{Register: r}, func(rec *register.Record) error {
		if s := rec.Text("short"); s != "" {
			have = append(have, s)
		}
		if strings.EqualFold(rec.Text("short"), name) || strings.EqualFold(rec.Text("ext_id"), name) || found == nil && strings.EqualFold(rec.Text("title"), name) {
			found = rec
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if found == nil {
		return nil, &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Field: "org", Code: "no-such-record", Value: name, Allowed: have}}}
	}
	return found, nil
}

// NewUser makes a person who holds a function in an organisation, and gives
// their identity. Somebody with the same address gets the function in addition.
// Where one person alone holds it already, the new one is their substitute, and
// whom is told (domain.md R02).
func (h *House) NewUser(ctx context.Context, c access.Caller, via, name, email, function, org string, object string) (id register.ID, insteadOf string, err error) {
	o, err := h.Org(ctx, org)
	if err != nil {
		return "", "", err
	}
	var changes []command.Change
	person := register.NewID(h.Now())
	if p, err := h.Access.ByEmail(ctx, email, h.Now()); err == nil {
		person = p.Person
	} else if !fault.Is(err, fault.Unknown) {
		return "", "", err
	} else {
		changes = append(changes, command.Change{Op: "create", Register: h.Reg("person"), NewID: person, Org: o.ID, Fields: map[string]any{"title": name, "email": email}})
	}
	held := map[string]any{"title": h.Reg("role_assignment").Must("function").Choices.Label(function).SV + " " + o.Text("short"), "function": function, "person": string(person)}
	if object != "" {
		held["object"] = object
	}
	changes = append(changes, command.Change{Op: "create", Register: h.Reg("role_assignment"), Org: o.ID, Fields: held})
	_, err = h.Commands.Do(ctx, c, command.Options{Via: via, Now: h.Now()}, changes...)
	if !refused(err, "function-held-already") {
		return person, "", err
	}
	holder, herr := h.holder(ctx, o.ID, function)
	if herr != nil || holder == nil {
		return "", "", errors.Join(err, herr)
	}
	held["substitute_for"] = string(holder.ID)
	_, err = h.Commands.Do(ctx, c, command.Options{Via: via, Now: h.Now()}, changes...)
	return person, holder.Text("title") + " (" + holder.Ref + ")", err
}

func refused(err error, code string) bool {
	var f *fault.Error
	return errors.As(err, &f) && slices.ContainsFunc(f.Problems, func(p fault.Problem) bool { return p.Code == code })
}

// holder is who holds a function in an organisation in their own right.
func (h *House) holder(ctx context.Context, org register.ID, function string) (found *register.Record, err error) {
	r := h.Reg("role_assignment")
	err = h.DB.Each(ctx, access.System().Read(r), store.Query{Register: r}, func(rec *register.Record) error {
		if rec.Org == org && rec.Text("function") == function && rec.Text("status") == "active" && rec.Text("person") != "" && rec.Text("substitute_for") == "" {
			found = rec
		}
		return nil
	})
	return found, err
}

// onlyOffice is the organisation this installation serves, when it is one: the
// one marked as its own unit furthest down, or the only one there is.
func (h *House) onlyOffice(ctx context.Context) (*register.Record, error) {
	r := h.Reg("org")
	var own, all []*register.Record
	err := h.DB.Each(ctx, access.System().Read(r), store.Query{Register: r}, func(rec *register.Record) error {
		all = append(all, rec)
		if rec.Text("own_unit") == "yes" && rec.Text("kind") == "office" {
			own = append(own, rec)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(own) == 1 {
		return own[0], nil
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return nil, &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Field: "org", Code: "required"}}}
}
