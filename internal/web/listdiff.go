package web

import (
	"time"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

// How many records of each kind of difference are named: some of each at
// first, a page of them when one kind is asked for.
const (
	fewDifferences = 10
	differencePage = 50
)

// changes compares the list with itself on another day, record by record.
func (w *Web) changes(r *door.Request, s state, base string, q store.Query, scope store.Scope, asOf, against register.Date) (*page.Changes, error) {
	if asOf == "" {
		asOf = register.DateOf(r.Now.In(w.DB.Zone))
	}
	older, newer := q, q
	older.AsOf = w.DB.EndOfDay(against)
	from, to := against, asOf
	if against > asOf {
		older, newer = newer, older
		from, to = asOf, against
	}
	// Conditions that speak of the day were bound to the list's own day; the
	// same question is put to both.
	was, err := w.DB.Keys(r.Context(), scope, older)
	if err != nil {
		return nil, err
	}
	is, err := w.DB.Keys(r.Context(), scope, newer)
	if err != nil {
		return nil, err
	}
	fresh, gone, changed, same := difference(was, is)
	c := &page.Changes{From: string(from), To: string(to)}
	for i, p := range []struct {
		name     lang.Plural
		keys     []store.Key
		old, now time.Time
	}{{lang.TheNew, fresh, noTime, newer.AsOf}, {lang.TheGone, gone, older.AsOf, noTime}, {lang.TheChanged, changed, older.AsOf, newer.AsOf}} {
		if s.part != "" && s.part != parts[i] {
			continue
		}
		part := page.ChangePart{Title: p.name.Of(r.Lang, len(p.keys))}
		start, n := 0, fewDifferences
		if s.part != "" {
			start, n = min(s.from, len(p.keys)), differencePage
		}
		keys := p.keys[start:min(start+n, len(p.keys))]
		// A record that is new has no earlier version to show, one that is gone
		// no later; the instant that is zero tells which.
		if part.Items, err = w.differences(r, q.Register, keys, p.old, p.now, i); err != nil {
			return nil, err
		}
		to := func(from int) string {
			return s.with(func(x *state) { x.part, x.from = parts[i], from }).href(base)
		}
		switch {
		case s.part == "" && len(p.keys) > n:
			part.All = page.Link{Text: lang.DeskShowAll.With(r.Lang, lang.Whole(int64(len(p.keys)))), Href: to(0)}
		case s.part != "":
			if start > 0 {
				part.Prev = to(max(0, start-n))
			}
			if start+n < len(p.keys) {
				part.Next = to(start + n)
			}
			part.All = page.Link{Text: lang.DeskAllDifferences.In(r.Lang), Href: s.with(func(*state) {}).href(base)}
		}
		c.Parts = append(c.Parts, part)
	}
	c.Same = lang.TheUnchanged.With(r.Lang, lang.Whole(int64(same)))
	return c, nil
}

func difference(was, is []store.Key) (fresh, gone, changed []store.Key, same int) {
	before := make(map[register.ID]int64, len(was))
	for _, k := range was {
		before[k.ID] = k.Version
	}
	for _, k := range is {
		version, ok := before[k.ID]
		switch {
		case !ok:
			fresh = append(fresh, k)
		case version != k.Version:
			changed = append(changed, k)
		default:
			same++
		}
		delete(before, k.ID)
	}
	for _, k := range was {
		if _, ok := before[k.ID]; ok {
			gone = append(gone, k)
		}
	}
	return fresh, gone, changed, same
}

// differences names records, and for those that changed what each field said
// before and says now. kind is the place of the difference in parts.
func (w *Web) differences(r *door.Request, reg *register.Register, keys []store.Key, old, now time.Time, kind int) ([]page.Difference, error) {
	ids := map[register.ID]bool{}
	for _, k := range keys {
		ids[k.ID] = true
	}
	before, err := w.recordsAt(r, reg, ids, old, kind != 0)
	if err != nil {
		return nil, err
	}
	after, err := w.recordsAt(r, reg, ids, now, kind != 1)
	if err != nil {
		return nil, err
	}
	own, err := w.ownShown(r, reg)
	if err != nil {
		return nil, err
	}
	then, there := w.Shower(r, old), w.Shower(r, now)
	fields := map[register.ID][]*register.Field{}
	for id, b := range before {
		a := after[id]
		if a == nil {
			continue
		}
		for _, name := range register.Changed(b, a) {
			f := named(reg, own, name)
			if f == nil {
				continue
			}
			fields[id] = append(fields[id], f)
			then.Need(f, b.Value(f))
			there.Need(f, a.Value(f))
		}
	}
	if err := then.Look(); err != nil {
		return nil, err
	}
	if err := there.Look(); err != nil {
		return nil, err
	}
	var out []page.Difference
	for _, k := range keys {
		rec, at := after[k.ID], now
		if rec == nil {
			rec, at = before[k.ID], old
		}
		if rec == nil {
			continue // it is no longer the caller's to see
		}
		link, hidden := there.Named(rec)
		if kind == 1 {
			link.Href += "?per=" + string(register.DateOf(at.In(w.DB.Zone)))
		}
		d := page.Difference{Link: link, Hidden: hidden}
		for _, f := range fields[k.ID] {
			d.Fields = append(d.Fields, page.FieldChange{Name: f.Title.In(r.Lang), Old: then.Field(before[k.ID], f), New: there.Field(after[k.ID], f)})
		}
		out = append(out, d)
	}
	return out, nil
}

// recordsAt reads records by identity as they were at an instant.
func (w *Web) recordsAt(r *door.Request, reg *register.Register, ids map[register.ID]bool, at time.Time, wanted bool) (map[register.ID]*register.Record, error) {
	out := map[register.ID]*register.Record{}
	if !wanted || len(ids) == 0 {
		return out, nil
	}
	recs, err := w.ByID(r, reg, ids, at)
	for _, rec := range recs {
		out[rec.ID] = rec
	}
	return out, err
}

// keyLinks gives links to records known by key. Names that may be secret are
// read anew, since keys are not masked.
func (w *Web) keyLinks(r *door.Request, reg *register.Register, keys []store.Key, at time.Time) ([]page.Link, error) {
	var out []page.Link
	if reg.Must("title").Secret == "" {
		for _, k := range keys {
			t := k.Title
			if t == "" {
				t = k.Ref
			}
			out = append(out, page.Link{Text: t, Href: "/" + reg.Collection + "/" + k.Ref, Note: k.Ref})
		}
		return out, nil
	}
	ids := map[register.ID]bool{}
	for _, k := range keys {
		ids[k.ID] = true
	}
	recs, err := w.ByID(r, reg, ids, at)
	if err != nil {
		return nil, err
	}
	sh := w.Shower(r, at)
	for _, rec := range recs {
		l, _ := sh.Named(rec)
		out = append(out, l)
	}
	return out, nil
}
