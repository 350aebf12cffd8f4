package web

import (
	"net/http"
	"slices"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/ledger"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

func (w *Web) record(rw http.ResponseWriter, r *door.Request) error {
	reg, err := w.Reg(r.PathValue("collection"))
	if err != nil {
		return err
	}
	given := r.URL.Query().Get("per")
	day, ok := readDate(given, r.Now.In(w.DB.Zone))
	var asOf time.Time
	if ok && day != "" {
		asOf = w.DB.EndOfDay(day)
	}
	rec, err := w.DB.Get(r.Context(), r.Caller.Read(reg), reg, r.PathValue("ref"), asOf, 0)
	entered := ""
	if fault.Is(err, fault.Unknown) && !asOf.IsZero() {
		if rec, err = w.asEntered(r, reg, asOf); err == nil {
			asOf, entered = rec.Since, string(w.DB.Civil(rec.Since))
		}
	}
	if err != nil {
		return err
	}
	sh := w.Shower(r, asOf)
	org, _ := w.DB.Catalogue.Get("org")
	sh.NeedID(org, rec.Org)
	sh.NeedAll(rec, reg.Fields)
	own, err := w.OwnOn(r, rec)
	if err != nil {
		return err
	}
	sh.own = own
	sh.NeedAll(rec, own)
	p := page.Record{Crumbs: []page.Crumb{{Text: reg.Title.In(r.Lang), Href: "/" + reg.Collection}, {Text: rec.Ref}}, AsOf: given, Now: Address(rec)}
	status := http.StatusOK
	if !ok {
		status = http.StatusUnprocessableEntity
		p.Wrong = &page.Wrong{Field: "per", Text: lang.WriteDate.In(r.Lang)}
	}
	if day != "" {
		p.AsOfDate, p.Entered = string(day), entered
	}
	versions, err := w.versions(r, rec, asOf)
	if err != nil {
		return err
	}
	for _, v := range versions {
		sh.NeedAll(v.Record, reg.Fields)
		sh.NeedAll(v.Record, own)
	}
	if err := sh.Look(); err != nil {
		return err
	}
	link, hidden := sh.Named(rec)
	p.Title, p.Hidden = link.Text, hidden
	p.Sub = lang.OwnedBy.With(r.Lang, kindOf(r.Lang, rec), sh.Refer(rec.Org).Text)
	if st := reg.Status(); st != nil && rec.Text("status") != "" {
		p.State = sh.Field(rec, st).Status
	}
	if p.Levels = sh.Levels(rec); reg.Name == "object" {
		classes, err := w.ClassOf(r, []*register.Record{rec}, asOf)
		if err != nil {
			return err
		}
		if c := classes[rec.ID]; c != nil {
			p.Levels = sh.Levels(c)
			p.LevelsFrom, _ = sh.Named(c)
			p.LevelsFrom.Note = lang.DecidedOnDay.With(r.Lang, c.Text("decided_on"))
		}
	}
	p.Groups, p.Side, p.Unfilled = sh.groups(rec, own)
	if p.Relations, err = w.relations(r, rec, asOf, given); err != nil {
		return err
	}
	if err := w.history(r, sh, &p, versions); err != nil {
		return err
	}
	if day == "" {
		p.Actions = w.offered(r, rec)
		p.Lead = len(p.Actions) > 0
		for _, x := range w.extras {
			if err := x(r, rec, &p); err != nil {
				return err
			}
		}
	}
	title := link.Text
	if p.Wrong != nil {
		title = lang.WrongTitle.With(r.Lang, title)
	}
	f, err := w.Frame(r, title)
	if err != nil {
		return err
	}
	return w.Show(rw, r.Context(), status, page.RecordPage(f, p))
}

// asEntered gives a record of a day before it was entered as it was entered:
// figures count by the dates it carries, and lead here. What stood in the
// register already but was out of the caller's reach then stays unknown.
func (w *Web) asEntered(r *door.Request, reg *register.Register, asOf time.Time) (*register.Record, error) {
	rec, err := w.One(r, reg, r.PathValue("ref"))
	if err != nil {
		return nil, err
	}
	vs, err := w.DB.History(r.Context(), r.Caller.Read(reg), reg, rec.ID)
	if err != nil {
		return nil, err
	}
	if len(vs) == 0 || !vs[0].Record.Since.After(asOf) {
		return nil, fault.New(fault.Unknown, "no-such-record")
	}
	return w.DB.Get(r.Context(), r.Caller.Read(reg), reg, string(rec.ID), vs[0].Record.Since, 0)
}

// kindOf says what a record is: its kind where it has one, since the path above
// its name tells the register.
func kindOf(l lang.Lang, rec *register.Record) string {
	if k, ok := rec.Register.Field("kind"); ok && k.Kind == register.Choice && rec.Text("kind") != "" {
		return k.Choices.Label(rec.Text("kind")).In(l)
	}
	return rec.Register.Singular.In(l)
}

// groups parts a record's facts: its own, dates, texts, and to the side whom
// and what it refers to, and what the product keeps about the record itself.
func (s *Shower) groups(rec *register.Record, own []*register.Field) (main, side []page.Group, unfilled []string) {
	l := s.r.Lang
	at := map[string]*page.Group{}
	for _, id := range []string{GroupFacts, GroupDates, GroupTexts, GroupOwn, GroupRoles, GroupAbout} {
		at[id] = &page.Group{ID: id, Title: GroupTitle(id).In(l)}
	}
	about := at[GroupAbout]
	about.Facts = append(about.Facts, page.Fact{Name: lang.Reference.In(l), Value: page.Value{Texts: []string{rec.Ref}}},
		page.Fact{Name: lang.Owner.In(l), Value: page.Value{Links: []page.Link{s.Refer(rec.Org)}}})
	for _, f := range slices.Concat(rec.Register.Fields, own) {
		if f.Name == "title" || f.Name == "status" {
			continue
		}
		if vector(f) {
			continue // shown together, above
		}
		v := s.Field(rec, f)
		if v.Empty() && !v.Needed {
			unfilled = append(unfilled, f.Title.In(l))
			continue
		}
		x := page.Fact{Name: f.Title.In(l), Value: v}
		g := at[GroupOf(f)]
		if g.ID == GroupTexts || f.IsOwn && f.Kind == register.Long {
			g.Longs = append(g.Longs, x)
		} else {
			g.Facts = append(g.Facts, x)
		}
	}
	for _, id := range []string{GroupFacts, GroupDates, GroupTexts, GroupOwn} {
		if g := at[id]; len(g.Facts)+len(g.Longs) > 0 {
			main = append(main, *g)
		}
	}
	if len(at[GroupRoles].Facts) > 0 {
		side = append(side, *at[GroupRoles])
	}
	return main, append(side, *about), unfilled
}

const shownRelated = 10

// relations gives the records of other registers that refer to a record.
func (w *Web) relations(r *door.Request, rec *register.Record, asOf time.Time, per string) ([]page.Relation, error) {
	var out []page.Relation
	for _, rel := range rec.Register.Relations() {
		if !rel.Inverse || !readable(r.Caller, rel.To) {
			continue
		}
		scope := r.Caller.Read(rel.To)
		q := store.Query{Register: rel.To, AsOf: asOf, Limit: shownRelated + 1}
		text := rel.Via.Name + " = " + query.Quote(rec.Ref)
		if rel.Via.Kind == register.Links {
			q.Filter = query.Contains{Field: query.Field{Name: rel.Via.Name, Type: query.Set}, Value: string(rec.ID)}
			text = rel.Via.Name + " : " + query.Quote(rec.Ref)
		} else {
			q.Filter = query.Compare{Field: query.Field{Name: rel.Via.Name, Type: query.Ref}, Op: query.Eq, Value: string(rec.ID)}
		}
		found, err := w.DB.Find(r.Context(), scope, q)
		if err != nil {
			return nil, err
		}
		if len(found.Records) == 0 {
			continue
		}
		n := len(found.Records)
		if n > shownRelated {
			if _, n, err = w.DB.Count(r.Context(), scope, q, nil); err != nil {
				return nil, err
			}
			found.Records = found.Records[:shownRelated]
		}
		p, err := w.relation(r, rel, found.Records, n, text, per, asOf)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func (w *Web) relation(r *door.Request, rel *register.Relation, recs []*register.Record, n int, filter, per string, asOf time.Time) (page.Relation, error) {
	p := page.Relation{ID: "rel-" + rel.Name, Title: rel.Title.In(r.Lang), Count: lang.Whole(int64(n))}
	p.All = page.Link{Text: lang.AllOfThem.With(r.Lang, p.Count), Href: Filtered(rel.To, filter)}
	after := ""
	if per != "" {
		p.All.Href += "&per=" + queryEscape(per)
		after = "?per=" + queryEscape(per)
	}
	sh := w.Shower(r, asOf)
	other := tells(rel)
	if other != nil {
		for _, rec := range recs {
			sh.Need(other, rec.Values[other.Index()])
		}
		if err := sh.Look(); err != nil {
			return p, err
		}
	}
	// Ten rows of "Uses" tell nothing: where the other one tells them better apart, it leads, on all rows alike.
	titles, others := map[string]bool{}, map[string]bool{}
	for _, rec := range recs {
		titles[rec.Text("title")] = true
		if other != nil && rec.Values[other.Index()] != nil {
			if v := sh.Field(rec, other); len(v.Links) > 0 {
				others[v.Links[0].Text] = true
			}
		}
	}
	for _, rec := range recs {
		link, hidden := sh.Named(rec)
		link.Href += after
		if other != nil && rec.Values[other.Index()] != nil {
			if v := sh.Field(rec, other); len(v.Links) > 0 {
				about := v.Links[0].Text
				if len(others) > len(titles) && hidden == "" {
					link.Text, about = about, link.Text
				}
				link.Note += ", " + about
			}
		}
		x := page.RelationLink{Link: link, Hidden: hidden}
		if st := rec.Register.Status(); st != nil && rec.Text("status") != "" {
			x.State = sh.Field(rec, st).Status
		}
		p.Links = append(p.Links, x)
	}
	return p, nil
}

// tells is the field that tells a related record from its namesakes: the first
// reference in its list besides the one that leads here.
func tells(rel *register.Relation) *register.Field {
	for _, f := range rel.To.ListColumns() {
		if f.Kind == register.Ref && f != rel.Via {
			return f
		}
	}
	return nil
}

// versions gives the record's history up to an instant, oldest first. What is
// hidden in any version shown is hidden in all: a value that was marked secret
// afterwards must not be read in an older version.
func (w *Web) versions(r *door.Request, rec *register.Record, asOf time.Time) ([]store.Version, error) {
	vs, err := w.DB.History(r.Context(), r.Caller.Read(rec.Register), rec.Register, rec.ID)
	if err != nil {
		if fault.Is(err, fault.Unknown) {
			return nil, nil // the record has ended since; its history is not shown
		}
		return nil, err
	}
	masked := map[string]bool{}
	for _, v := range vs {
		for _, m := range v.Record.Masked {
			masked[m] = true
		}
	}
	var out []store.Version
	for _, v := range vs {
		if !asOf.IsZero() && v.Record.Since.After(asOf) {
			break
		}
		for m := range masked {
			if !slices.Contains(v.Record.Masked, m) {
				v.Record.Set(m, nil)
				v.Record.Masked = append(v.Record.Masked, m)
			}
		}
		out = append(out, v)
	}
	return out, nil
}

const shownVersions = 15

func (w *Web) history(r *door.Request, sh *Shower, p *page.Record, vs []store.Version) error {
	actors, err := w.actors(r, vs)
	if err != nil {
		return err
	}
	for i := len(vs) - 1; i >= 0; i-- {
		if len(p.History) == shownVersions {
			p.Earlier = lang.EarlierVersions.Of(r.Lang, i+1)
			return nil
		}
		v := vs[i]
		var old *register.Record
		if i > 0 {
			old = vs[i-1].Record
		}
		e := page.Event{When: w.Since(r.Lang, v.Record.Since), Current: i == len(vs)-1, Set: v.Entry.Set, Record: string(v.Record.ID)}
		e.What = w.what(r, v, old, actors[v.Entry.Actor])
		if old != nil {
			e.Changes = sh.diff(old, v.Record)
		}
		p.History = append(p.History, e)
	}
	return nil
}

func (w *Web) what(r *door.Request, v store.Version, old *register.Record, who string) string {
	l := r.Lang
	switch {
	case v.Entry.Actor == "system":
		who = lang.SystemActor.In(l)
	case who == "":
		who = lang.SomebodyActor.In(l)
	}
	said := lang.EventChanged.With(l, who)
	switch {
	case old == nil:
		said = lang.EventCreated.With(l, who)
	case v.Entry.Action == "undo":
		said = lang.EventUndone.With(l, who)
	}
	if v.Entry.Via == "import" {
		said += " " + lang.EventImport.In(l)
	}
	return said
}

// Who names who made an entry of the ledger, as far as the caller sees.
func (w *Web) Who(r *door.Request, e ledger.Entry) (string, error) {
	if e.Actor == "system" {
		return lang.SystemActor.In(r.Lang), nil
	}
	names, err := w.actors(r, []store.Version{{Entry: e}})
	if name := names[e.Actor]; name != "" || err != nil {
		return name, err
	}
	return lang.SomebodyActor.In(r.Lang), nil
}

// diff gives what changed between two versions.
func (s *Shower) diff(old, rec *register.Record) []page.Change {
	var out []page.Change
	for _, name := range register.Changed(old, rec) {
		f := named(rec.Register, s.own, name)
		if f == nil {
			f = rec.Register.Must(name) // added by nobody any more: shown by its name
		}
		c := page.Change{Field: f.Title.In(s.r.Lang), Old: s.Field(old, f), New: s.Field(rec, f)}
		c.First, c.Gone = old.Get(name) == nil, rec.Get(name) == nil
		if f.Kind == register.Long || f.Kind == register.List {
			c.Old, c.New = short(c.Old), short(c.New)
		}
		out = append(out, c)
	}
	return out
}

// short makes a long value fit a line of the timeline.
func short(v page.Value) page.Value {
	if v.Table != nil {
		return page.Value{Texts: []string{"…"}}
	}
	if r := []rune(v.Long); len(r) > 120 {
		return page.Value{Texts: []string{string(r[:120]) + "…"}}
	}
	return page.Value{Texts: []string{v.Long}}
}

// actors gives the names behind the pseudonyms of the ledger, as far as the
// caller sees the people.
func (w *Web) actors(r *door.Request, vs []store.Version) (map[string]string, error) {
	wanted := map[string]bool{}
	for _, v := range vs {
		if v.Entry.Actor != "system" {
			wanted[v.Entry.Actor] = true
		}
	}
	out := map[string]string{}
	reg, ok := w.DB.Catalogue.Get("person")
	if len(wanted) == 0 || !ok {
		return out, nil
	}
	if me := personActor(r.Caller.Person); r.Caller.Person != "" && wanted[me] {
		out[me] = r.Caller.Name // who one is oneself is known, also to those who may not read who is who
	}
	keys, err := w.DB.Keys(r.Context(), r.Caller.Read(reg), store.Query{Register: reg})
	if err != nil {
		return nil, err
	}
	ids := map[register.ID]bool{}
	for _, k := range keys {
		if c := personActor(k.ID); wanted[c] {
			ids[k.ID] = true
		}
	}
	if len(ids) == 0 {
		return out, nil
	}
	people, err := w.ByID(r, reg, ids, time.Time{})
	if err != nil {
		return nil, err
	}
	sh := w.Shower(r, time.Time{})
	for _, p := range people {
		l, _ := sh.Named(p)
		out[personActor(p.ID)] = l.Text
	}
	return out, nil
}
