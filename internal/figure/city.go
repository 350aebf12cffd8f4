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

// City is the figures of many organisations as of a date, told without their
// records, which a table of organisations does not show.
type City struct {
	AsOf register.Date
	Orgs []Set // in the order asked for
	// Total counts each record once. Rows may sum to more, since an object can
	// belong to several boards; Overlap names the figures where they do.
	Total   Set
	Overlap []string
	Note    lang.Text // to stand by a table of Orgs; empty when no figure overlaps
}

// ByOrg answers for many organisations at once: each register is read once, and
// its records are then given to the organisations they belong to. An answer is
// kept for as long as nothing has changed; it is shared and not to be altered.
func (e *Engine) ByOrg(ctx context.Context, caller access.Caller, orgs []register.ID, asOf register.Date, known int64) (City, error) {
	if err := dates(asOf, ""); err != nil {
		return City{}, err
	}
	return store.Remember(ctx, e.db, &e.cities, fmt.Sprintf("%s %d %v %s %d", caller.Key(), e.rules.Edition(), orgs, asOf, known), func(ctx context.Context) (City, error) { return e.byOrg(ctx, caller, orgs, asOf, known) })
}

func (e *Engine) byOrg(ctx context.Context, caller access.Caller, orgs []register.ID, asOf register.Date, known int64) (City, error) {
	r := e.run(caller, asOf, known)
	r.bare = true
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
	all := append(slices.Clone(views), together(views))
	ids := e.book.IDs()
	found := make([]map[string]Figure, len(all))
	for i := range found {
		found[i] = map[string]Figure{}
	}
	order, parts := byRegister(e.valid(ids, asOf))
	counts, err := r.survey(ctx, order, parts, everyone)
	if err != nil {
		return City{}, err
	}
	for i, name := range order {
		c := counts[i]
		owners, err := r.owners(ctx, c, views)
		if err != nil {
			return City{}, err
		}
		split := c.split(owners, len(all))
		for i, v := range all {
			for _, d := range parts[name] {
				if found[i][d.ID], err = r.figure(ctx, c, d, v, func(m mark) []*row { return split[m][i] }); err != nil {
					return City{}, err
				}
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
				f.within(def, whole)
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
func together(views []view) view {
	all := view{}
	for _, v := range views {
		all.subtree = append(all.subtree, v.subtree...)
		all.controllers = append(all.controllers, v.controllers...)
	}
	slices.Sort(all.subtree)
	slices.Sort(all.controllers)
	all.subtree, all.controllers = slices.Compact(all.subtree), slices.Compact(all.controllers)
	return all
}

// owners tells, of every record counted, which of the views it belongs to, as
// view.base says it in the query language; what belongs to none has none.
func (r *run) owners(ctx context.Context, c *counted, views []view) ([][]int, error) {
	below, parted := map[register.ID][]int{}, map[register.ID][]int{}
	for i, v := range views {
		for _, o := range v.subtree {
			below[o] = append(below[o], i)
		}
		for _, o := range v.controllers {
			parted[o] = append(parted[o], i)
		}
	}
	out := make([][]int, len(c.rows))
	if c.reg.Name != "object" {
		for i, w := range c.rows {
			out[i] = below[w.Org]
		}
		return out, nil
	}
	parts, err := r.parties(ctx)
	if err != nil {
		return nil, fmt.Errorf("parties of objects: %w", err)
	}
	for at, w := range c.rows {
		var is []int
		w.parts, w.parted = parts[w.ID], true
		for _, p := range w.parts {
			for _, i := range parted[p.party] {
				if !slices.Contains(is, i) && (!views[i].within || slices.Contains(below[w.Org], i)) {
					is = append(is, i)
				}
			}
		}
		out[at] = is
	}
	return out, nil
}

// split gives the records of every mark to the views they belong to; the last of
// n is all of them together.
func (c *counted) split(owners [][]int, n int) map[mark][][]*row {
	out := make(map[mark][][]*row, len(c.holds))
	size := make([]int, n)
	done := map[*[]*row][][]*row{} // figures that ask the same share one list
	for m, held := range c.holds {
		if parts, ok := done[held]; ok {
			out[m] = parts
			continue
		}
		clear(size)
		sum := 0
		for _, w := range *held {
			is := owners[w.place]
			for _, i := range is {
				size[i]++
			}
			if len(is) > 0 {
				size[n-1]++
				sum += len(is) + 1
			}
		}
		// One piece of memory for all, since growing a list for each view costs
		// more than counting first.
		all, parts := make([]*row, sum), make([][]*row, n)
		for i, at := 0, 0; i < n; i++ {
			parts[i] = all[at : at : at+size[i]]
			at += size[i]
		}
		for _, w := range *held {
			is := owners[w.place]
			for _, i := range is {
				parts[i] = append(parts[i], w)
			}
			if len(is) > 0 {
				parts[n-1] = append(parts[n-1], w)
			}
		}
		out[m], done[held] = parts, parts
	}
	return out
}

// overlaps finds the figures whose rows sum to more than the total.
func (c *City) overlaps() {
	sums := map[string]int{}
	for i := range c.Orgs {
		for j := range c.Orgs[i].Figures {
			f := &c.Orgs[i].Figures[j]
			sums[f.ID] += f.part()
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
