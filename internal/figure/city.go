package figure

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"sync"

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
	// What has the most to be made of it comes first, so that the making goes on
	// while the rest is counted.
	slices.SortStableFunc(order, func(a, b string) int { return len(parts[b]) - len(parts[a]) })
	// A register's figures are made while others are still being counted.
	for done := range r.countAll(ctx, order, parts) {
		if done.err != nil {
			return City{}, done.err
		}
		name, c := order[done.place], done.counted
		owners, err := r.owners(ctx, c, views)
		if err != nil {
			return City{}, err
		}
		split := c.split(owners, len(all))
		for i, v := range all {
			for _, d := range parts[name] {
				if found[i][d.ID], err = r.figure(ctx, c, d, v, func(m mark) []store.Key { return split[m][i] }); err != nil {
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

// passed is a register that has been counted, or what went wrong.
type passed struct {
	place   int
	counted *counted
	err     error
}

// countAll passes over several registers at once, as many as there are
// processors, and gives each as it is done. It reads nothing of the run that
// making figures writes. The channel holds all, so that whoever listens may stop.
func (r *run) countAll(ctx context.Context, order []string, parts map[string][]*Definition) <-chan passed {
	out, next := make(chan passed, len(order)), make(chan int, len(order))
	for i := range order {
		next <- i
	}
	close(next)
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 4) {
		wait.Go(func() {
			for i := range next {
				p := passed{place: i}
				var reg *register.Register
				if reg, p.err = r.register(order[i]); p.err == nil {
					p.counted, p.err = r.count(ctx, reg, everyone(reg), true, parts[order[i]])
				}
				out <- p
			}
		})
	}
	go func() { wait.Wait(); close(out) }()
	return out
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
// view.base says it in the query language. What belongs to none is left out.
func (r *run) owners(ctx context.Context, c *counted, views []view) (map[register.ID][]int, error) {
	below, parted := map[register.ID][]int{}, map[register.ID][]int{}
	for i, v := range views {
		for _, o := range v.subtree {
			below[o] = append(below[o], i)
		}
		for _, o := range v.controllers {
			parted[o] = append(parted[o], i)
		}
	}
	out := make(map[register.ID][]int, len(c.rows))
	if c.reg.Name != "object" {
		for id, w := range c.rows {
			if is := below[w.key.Org]; len(is) > 0 {
				out[id] = is
			}
		}
		return out, nil
	}
	parts, err := r.parties(ctx)
	if err != nil {
		return nil, fmt.Errorf("parties of objects: %w", err)
	}
	for id, w := range c.rows {
		var is []int
		for _, p := range parts[id] {
			for _, i := range parted[p.party] {
				if !slices.Contains(is, i) && (!views[i].within || slices.Contains(below[w.key.Org], i)) {
					is = append(is, i)
				}
			}
		}
		if len(is) > 0 {
			out[id] = is
		}
	}
	return out, nil
}

// split gives the records of every mark to the views they belong to; the last of
// n is all of them together.
func (c *counted) split(owners map[register.ID][]int, n int) map[mark][][]store.Key {
	out := make(map[mark][][]store.Key, len(c.holds))
	size := make([]int, n)
	type list struct {
		first *store.Key
		size  int
	}
	done := map[list][][]store.Key{} // figures that ask the same share one list
	for m, keys := range c.holds {
		same := list{size: len(keys)}
		if len(keys) > 0 {
			same.first = &keys[0]
		}
		if parts, ok := done[same]; ok {
			out[m] = parts
			continue
		}
		clear(size)
		sum := 0
		for _, k := range keys {
			is := owners[k.ID]
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
		all, parts := make([]store.Key, sum), make([][]store.Key, n)
		for i, at := 0, 0; i < n; i++ {
			parts[i] = all[at : at : at+size[i]]
			at += size[i]
		}
		for _, k := range keys {
			is := owners[k.ID]
			for _, i := range is {
				parts[i] = append(parts[i], k)
			}
			if len(is) > 0 {
				parts[n-1] = append(parts[n-1], k)
			}
		}
		out[m], done[same] = parts, parts
	}
	return out
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
