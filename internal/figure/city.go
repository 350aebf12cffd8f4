package figure

import (
	"context"
	"fmt"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// City is the figures of many organisations as of a date.
type City struct {
	AsOf register.Date
	Orgs []Set // in the order asked for; without records
	// Total counts each record once. Rows may sum to more, since an object can
	// belong to several boards; Overlap names the figures where they do.
	Total   Set
	Overlap []string
	Note    lang.Text // to stand by a table of Orgs; empty when no figure overlaps
}

// ByOrg answers for many organisations at once: each register is read once, and
// its records are then given to the organisations they belong to.
func (e *Engine) ByOrg(ctx context.Context, caller access.Caller, orgs []register.ID, asOf register.Date, known int64) (City, error) {
	if err := dates(asOf, ""); err != nil {
		return City{}, err
	}
	r := e.run(caller, asOf, known)
	t, err := r.tree(ctx)
	if err != nil {
		return City{}, err
	}
	views := make([]view, len(orgs))
	for i, o := range orgs {
		if views[i], err = t.view(o); err != nil {
			return City{}, err
		}
	}
	all := together(views)
	ids := e.book.IDs()
	found := make([]map[string]Figure, len(orgs)+1) // the last is all together
	for i := range found {
		found[i] = map[string]Figure{}
	}
	order, parts := byRegister(e.valid(ids, asOf))
	for _, name := range order {
		reg, err := r.register(name)
		if err != nil {
			return City{}, err
		}
		c, err := r.count(ctx, reg, everyone(reg), parts[name])
		if err != nil {
			return City{}, err
		}
		for i, v := range append(slices.Clone(views), all...) {
			mine, err := r.owns(ctx, reg, v, c)
			if err != nil {
				return City{}, err
			}
			if i >= len(views) { // together: what any of them owns
				mine, err = r.anyOwns(ctx, reg, views, c)
				if err != nil {
					return City{}, err
				}
			}
			for _, d := range parts[name] {
				f, err := r.figure(ctx, c, d, v, mine)
				if err != nil {
					return City{}, err
				}
				found[i][d.ID] = f
			}
		}
	}
	city := City{AsOf: asOf}
	for i := range found {
		s := Set{AsOf: asOf, KnownAt: known}
		if i < len(orgs) {
			s.Org, s.Short = orgs[i], t.short[orgs[i]]
		}
		for _, id := range ids {
			f, ok := found[i][id]
			if !ok {
				continue
			}
			def, _ := e.book.At(id, asOf)
			if whole, ok := found[i][def.Of]; ok {
				f.OfID = def.Of
				if f.Of == nil {
					n := whole.Value
					f.Of = &n
				}
			}
			f.finish(def, r.rules)
			s.Figures = append(s.Figures, f)
		}
		if i < len(orgs) {
			city.Orgs = append(city.Orgs, s)
		} else {
			city.Total = s
		}
	}
	city.overlaps()
	return city, nil
}

// together is the view of all organisations asked about as one.
func together(views []view) []view {
	all := view{}
	for _, v := range views {
		all.subtree = append(all.subtree, v.subtree...)
		all.controllers = append(all.controllers, v.controllers...)
	}
	slices.Sort(all.subtree)
	slices.Sort(all.controllers)
	all.subtree, all.controllers = slices.Compact(all.subtree), slices.Compact(all.controllers)
	return []view{all}
}

// owns tells which records are an organisation's, as view.base says it in the
// query language.
func (r *run) owns(ctx context.Context, reg *register.Register, v view, c *counted) (func(store.Key) bool, error) {
	mine := make(map[register.ID]bool, len(v.subtree))
	for _, o := range v.subtree {
		mine[o] = true
	}
	if reg.Name != "object" {
		return func(k store.Key) bool { return mine[k.Org] }, nil
	}
	parts, err := r.parties(ctx)
	if err != nil {
		return nil, fmt.Errorf("parties of objects: %w", err)
	}
	who := make(map[register.ID]bool, len(v.controllers))
	for _, o := range v.controllers {
		who[o] = true
	}
	in := make(map[register.ID]bool, len(c.rows))
	for id, w := range c.rows {
		if v.within && !mine[w.key.Org] {
			continue
		}
		for _, p := range parts[id] {
			if who[p.party] {
				in[id] = true
				break
			}
		}
	}
	return func(k store.Key) bool { return in[k.ID] }, nil
}

func (r *run) anyOwns(ctx context.Context, reg *register.Register, views []view, c *counted) (func(store.Key) bool, error) {
	in := map[register.ID]bool{}
	for _, v := range views {
		mine, err := r.owns(ctx, reg, v, c)
		if err != nil {
			return nil, err
		}
		for id, w := range c.rows {
			if mine(w.key) {
				in[id] = true
			}
		}
	}
	return func(k store.Key) bool { return in[k.ID] }, nil
}

// overlaps finds the figures whose rows sum to more than the total, and lets go
// of the records, which a table of organisations does not show.
func (c *City) overlaps() {
	sums := map[string]int{}
	for i := range c.Orgs {
		for j := range c.Orgs[i].Figures {
			f := &c.Orgs[i].Figures[j]
			sums[f.ID] += f.part()
			f.Records, f.OfRecords = nil, nil
		}
	}
	for _, f := range c.Total.Figures {
		if f.Unit != "date" && f.Unit != "hours" && sums[f.ID] > f.part() {
			c.Overlap = append(c.Overlap, f.ID)
		}
	}
	if len(c.Overlap) > 0 {
		c.Note = lang.Text{
			SV: "Totalen räknar varje post en gång. Ett objekt kan höra till flera nämnder och bolag, så raderna kan tillsammans bli fler än totalen.",
			EN: "The total counts each record once. An object may belong to several boards and companies, so the rows may sum to more than the total.",
		}
	}
}
