package figure

import (
	"context"
	"slices"
	"strings"

	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// tree is the organisation as it stood on the day asked about.
type tree struct {
	parent     map[register.ID]register.ID
	children   map[register.ID][]register.ID
	kind       map[register.ID]string
	controller map[register.ID]register.ID
	key        map[register.ID]store.Key
	short      map[register.ID]string
}

func (r *run) tree(ctx context.Context) (*tree, error) {
	if r.orgs != nil {
		return r.orgs, nil
	}
	reg, err := r.register("org")
	if err != nil {
		return nil, err
	}
	t := &tree{parent: map[register.ID]register.ID{}, children: map[register.ID][]register.ID{}, kind: map[register.ID]string{},
		controller: map[register.ID]register.ID{}, key: map[register.ID]store.Key{}, short: map[register.ID]string{}}
	fields := []*register.Field{reg.Must("kind"), reg.Must("parent"), reg.Must("controller"), reg.Must("short")}
	err = r.db.Values(ctx, r.caller.Read(reg), r.query(reg, nil), fields, func(k store.Key, v []any) error {
		t.key[k.ID] = k
		t.kind[k.ID], _ = v[0].(string)
		if p, _ := v[1].(string); p != "" {
			t.parent[k.ID] = register.ID(p)
			t.children[register.ID(p)] = append(t.children[register.ID(p)], k.ID)
		}
		if c, _ := v[2].(string); c != "" {
			t.controller[k.ID] = register.ID(c)
		}
		t.short[k.ID], _ = v[3].(string)
		return nil
	})
	r.orgs = t
	return t, err
}

// below gives an organisation and all under it; a loop in the tree ends there.
func (t *tree) below(org register.ID) []register.ID {
	out, seen := []register.ID{org}, map[register.ID]bool{org: true}
	for i := 0; i < len(out); i++ {
		for _, c := range t.children[out[i]] {
			if !seen[c] {
				seen[c] = true
				out = append(out, c)
			}
		}
	}
	return out
}

// controllerOf is the nearest board or company at or above an organisation, or
// the one that it names itself (domain.md R01).
func (t *tree) controllerOf(org register.ID) register.ID {
	seen := map[register.ID]bool{}
	for o := org; o != "" && !seen[o]; o = t.parent[o] {
		seen[o] = true
		if c := t.controller[o]; c != "" {
			return c
		}
		if t.answers(o) {
			return o
		}
	}
	return ""
}

func (t *tree) answers(org register.ID) bool {
	return t.kind[org] == "board" || t.kind[org] == "company"
}

// view is what an organisation's figures count: P(org) of domain.md 4.5 for
// objects, its own subtree's records for all else.
type view struct {
	org         register.ID
	subtree     []register.ID
	controllers []register.ID // whose parts in objects count, in order
	within      bool          // an office or unit below the controller: only objects of its own subtree
}

func (t *tree) view(org register.ID) (view, error) {
	if _, ok := t.key[org]; !ok {
		return view{}, fault.New(fault.Unknown, "no-such-record", "org", string(org))
	}
	v := view{org: org, subtree: t.below(org)}
	if c := t.controllerOf(org); c != "" {
		v.controllers, v.within = []register.ID{c}, c != org
		return v, nil
	}
	// Above all boards: the city counts each object of any of them once.
	for _, o := range v.subtree {
		if t.answers(o) {
			v.controllers = append(v.controllers, o)
		}
	}
	slices.Sort(v.controllers)
	return v, nil
}

// base is the filter that every figure of a register starts from.
func (v view) base(reg *register.Register) string {
	if reg.Name != "object" {
		return "org = " + list(v.subtree)
	}
	s := "{{in_scope}} AND has(object_parties, {{party}} AND party = " + list(v.controllers) + ")"
	if v.within {
		s += " AND org = " + list(v.subtree)
	}
	return s
}

// everyone is the base of all organisations together.
func everyone(reg *register.Register) string {
	if reg.Name == "object" {
		return "{{someones}}"
	}
	return ""
}

func list(ids []register.ID) string {
	if len(ids) == 0 {
		return `("-")` // names no record
	}
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return "(" + strings.Join(out, ", ") + ")"
}
