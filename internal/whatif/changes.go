package whatif

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"time"

	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/ledger"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/ropa"
	"genomlys/internal/said"
	"genomlys/internal/store"
)

// aiAndIot (W3): all objects with AI or connected things, those with gaps first.
func aiAndIot(g *graph, q Question, r *Result) error {
	traits := q.Traits
	if len(traits) == 0 {
		traits = []string{"ai", "iot"}
	}
	profiles, err := ropa.Profiles(g.ctx, g.d, g.c, traits...)
	if err != nil {
		return err
	}
	all := map[string][]Ref{}
	most := 0
	for _, p := range profiles {
		most = max(most, len(p.Gaps))
	}
	t := Table{Code: "each", Label: lang.Text{SV: "Vart och ett av objekten", EN: "Each of the objects"}, Heads: []lang.Text{{SV: "Objekt", EN: "Object"}, {SV: "Teknik", EN: "Technology"}, {SV: "Riskklass", EN: "Risk class"},
		{SV: "Roll", EN: "Role"}, {SV: "Behandlingar", EN: "Processing"}, {SV: "Konsekvensbedömningar", EN: "Impact assessments"}, {SV: "Erfarenheter", EN: "Experience"}}}
	for _, p := range profiles {
		ref := refOf(p.Object)
		for _, t := range p.Traits {
			all[t] = append(all[t], ref)
		}
		if len(p.Processings) > 0 {
			all["processing"] = append(all["processing"], ref)
		}
		if len(p.Dpias) > 0 {
			all["dpia"] = append(all["dpia"], ref)
		}
		var learnt []string
		for _, x := range []*register.Record{p.Ai, p.Iot} {
			if x != nil && x.Text("experience") != "" {
				learnt = append(learnt, x.Ref)
			}
		}
		if len(learnt) > 0 {
			all["experience"] = append(all["experience"], ref)
		}
		t.row(ref, same(strings.NewReplacer("ai", "AI", "iot", "IoT").Replace(strings.Join(p.Traits, ", "))), p.Class(), p.Role(), named(p.Processings), named(p.Dpias), same(strings.Join(learnt, ", ")))
		if len(p.Gaps) > 0 {
			all["gaps"] = append(all["gaps"], ref)
		}
		if len(p.Gaps) > 0 {
			var sv, en []string
			for _, gap := range p.Gaps {
				said := p.Said(gap)
				sv, en = append(sv, said.SV), append(en, said.EN)
			}
			rank := most - len(p.Gaps)
			if slices.Contains(p.Gaps, "ai-prohibited") {
				rank = -1
			}
			r.task(ref, register.ID(p.Object.Text("owner")), rank, strings.Join(sv, " "), strings.Join(en, " "))
		}
	}
	for _, s := range []Set{{Code: "ai", Label: lang.Text{"Objekt med AI", "Objects with AI"}}, {Code: "iot", Label: lang.Text{"Objekt med IoT", "Objects with IoT"}},
		{Code: "processing", Label: lang.Text{"I registerförteckningen", "In the record of processing"}}, {Code: "dpia", Label: lang.Text{"Konsekvensbedömda", "With an impact assessment"}},
		{Code: "experience", Label: lang.Text{"Med erfarenheter", "With experience"}}, {Code: "gaps", Label: lang.Text{"Där något saknas", "Where something is missing"}}} {
		refs := all[s.Code]
		sortRefs(refs)
		r.count(s.Code, s.Label.SV, s.Label.EN, refs)
	}
	if len(t.Rows) > 0 {
		r.Tables = append(r.Tables, t)
	}
	return nil
}

// named are records by number, as a cell of a table.
func named(recs []*register.Record) lang.Text {
	var refs []string
	for _, x := range recs {
		refs = append(refs, x.Ref)
	}
	return same(strings.Join(refs, ", "))
}

func refOf(rec *register.Record) Ref {
	return Ref{rec.Register.Name, store.Key{ID: rec.ID, Ref: rec.Ref, Org: rec.Org, Version: rec.Version, Title: rec.Text("title")}}
}

// checked reads a filter in the query language as of the graph's time.
func (g *graph) checked(reg *register.Register, text string, at time.Time) (query.Checked, error) {
	if strings.TrimSpace(text) == "" {
		return nil, missing("filter")
	}
	c, err := g.d.DB.Filter(g.ctx, reg, text, register.DateOf(at.In(g.d.DB.Zone)), at)
	if err != nil {
		return nil, unread(err)
	}
	return c, nil
}

// unread says what in a filter cannot be read.
func unread(err error) error {
	var e *query.Error
	if !errors.As(err, &e) {
		return err
	}
	return fault.Problems([]fault.Problem{{Field: "filter", Code: e.Code, Value: cmp.Or(e.Value, e.Field), Allowed: e.Allowed}})
}

// ruleChanges (W6): a law or a practice changes for processings of some kind.
func ruleChanges(g *graph, q Question, r *Result) error {
	filter, err := g.checked(registers.Processings, q.Filter, r.AsOf)
	if err != nil {
		return err
	}
	day := register.DateOf(r.AsOf.In(g.d.DB.Zone))
	if r.Chosen, err = said.Query(g.ctx, g.d.DB, registers.Processings, q.Filter, day, r.AsOf); err != nil {
		return err
	}
	r.Notes = append(r.Notes, lang.Text{SV: "Behandlingar där detta gäller: " + r.Chosen.SV + ".", EN: "Processing of which this holds: " + r.Chosen.EN + "."})
	sq := g.query(registers.Processings)
	sq.Filter = filter
	keys, err := g.d.DB.Keys(g.ctx, g.c.Read(registers.Processings), sq)
	if err != nil {
		return err
	}
	ts, err := g.load(registers.Processings, registers.Objects, registers.Measures, registers.Orgs)
	if err != nil {
		return err
	}
	procs, objects, measures, orgs := ts[0], ts[1], ts[2], ts[3]
	concerned, hit := newFound(), newFound()
	for _, k := range keys {
		if i, ok := procs.at[k.ID]; ok && procs.text(i, "status") != "ended" {
			concerned.add(k.ID)
			for _, l := range procs.links(i, "objects") {
				hit.add(l.To)
			}
		}
	}
	boards, err := g.boards(concerned, newFound())
	if err != nil {
		return err
	}
	r.count("processings", "Behandlingar att se över", "Processing to review", procs.refs(concerned))
	r.count("objects", "Objekt", "Objects", objects.refs(hit))
	r.count("measures", "Skyddsåtgärder på objekten", "Measures of the objects", measures.refs(measures.where(func(i int) bool { return hit.in[register.ID(measures.text(i, "object"))] })))
	r.count("notices", "Informationstexter", "Privacy notices", procs.refs(procs.where(func(i int) bool { return concerned.in[procs.keys[i].ID] && procs.text(i, "notice") != "" })))
	r.count("boards", "Nämnder och bolag", "Boards and companies", orgs.refs(boards))
	for _, ref := range procs.refs(concerned) {
		var owner register.ID
		for _, l := range procs.links(procs.at[ref.ID], "objects") {
			if o, ok := objects.at[l.To]; ok && owner == "" {
				owner = register.ID(objects.text(o, "owner"))
			}
		}
		r.task(ref, owner, 0, "Se över behandlingen mot den nya regeln", "Review the processing against the new rule")
	}
	return nil
}

// pointing gives every record, in any register, with a relation to one of some
// records of a register: by field, so that the list says in what capacity.
func (g *graph) pointing(r *Result, to *register.Register, ids []string, rank int, sv, en string) error {
	if len(ids) == 0 {
		return nil
	}
	for _, reg := range g.d.DB.Catalogue.All {
		if g.c.Read(reg).Empty() {
			continue
		}
		for _, f := range reg.Fields {
			// The functions that a person holds are handed over first of all; who once
			// decided or checked something has nothing to hand over.
			if f.Target != to || strings.HasSuffix(f.Name, "_by") || reg == registers.RoleAssignments && to == registers.Persons {
				continue
			}
			q := g.query(reg)
			if q.Filter = draft.Where(f.Name, ids...); f.Kind == register.Links {
				q.Filter = draft.Holds(f.Name, ids...)
			}
			if done := ended(reg); len(done) > 0 {
				q.Filter = query.And{q.Filter, query.Not{Of: draft.Where("status", done...)}}
			}
			if _, ok := reg.Field("archived_on"); ok {
				q.Filter = query.And{q.Filter, query.Empty{Field: query.Field{Name: "archived_on", Type: query.Date}}}
			}
			keys, err := g.d.DB.Keys(g.ctx, g.c.Read(reg), q)
			if err != nil {
				return err
			}
			refs := make([]Ref, len(keys))
			for i, k := range keys {
				refs[i] = Ref{reg.Name, k}
				r.task(refs[i], "", rank, sv, en)
			}
			if len(refs) > 0 {
				r.count(reg.Name+"."+f.Name, reg.Title.SV+": "+strings.ToLower(f.Title.SV), reg.Title.EN+": "+strings.ToLower(f.Title.EN), refs)
			}
		}
	}
	return nil
}

// ended are the states of a register in which nothing is left to do: no step
// leads on from them, unless to take the matter up again.
func ended(reg *register.Register) []string {
	f := reg.Status()
	if f == nil || len(f.StepList) == 0 {
		return nil
	}
	var out []string
	for _, c := range f.Choices {
		if !slices.ContainsFunc(f.StepList, func(s register.Step) bool { return s.From == c.Code && s.Action != "reopen" && s.Action != "return" }) {
			out = append(out, c.Code)
		}
	}
	return out
}

// handOver (W9): a person leaves, or an organisation is made over: what is left
// to hand over.
func handOver(g *graph, q Question, r *Result) error {
	rec, err := g.subject(q, r, registers.Persons, registers.Orgs)
	if err != nil {
		return err
	}
	functions, err := g.table(registers.RoleAssignments)
	if err != nil {
		return err
	}
	held := functions.where(func(i int) bool {
		return functions.text(i, "status") == "active" && (functions.text(i, "person") == string(rec.ID) || functions.keys[i].Org == rec.ID)
	})
	r.count("functions", "Funktioner", "Functions", functions.refs(held))
	for _, ref := range functions.refs(held) {
		r.task(ref, "", 0, "Utse någon annan eller avsluta funktionen", "Name somebody else or end the function")
	}
	if rec.Register == registers.Orgs {
		if err := g.owned(r, rec.ID); err != nil {
			return err
		}
		if err := g.pointing(r, registers.Orgs, []string{string(rec.ID)}, 2, "Byt organisation", "Change the organisation"); err != nil {
			return err
		}
	} else if err := g.pointing(r, registers.Persons, []string{string(rec.ID)}, 2, "Byt person", "Change the person"); err != nil {
		return err
	}
	var ids []string
	for _, id := range held.order {
		ids = append(ids, string(id))
	}
	return g.pointing(r, registers.RoleAssignments, ids, 1, "Lämna över", "Hand over")
}

// owned counts what an organisation keeps, by register.
func (g *graph) owned(r *Result, org register.ID) error {
	for _, reg := range g.d.DB.Catalogue.All {
		q := g.query(reg)
		q.Filter = draft.Where("org", string(org))
		if reg == registers.Orgs || reg == registers.RoleAssignments || g.c.Read(reg).Empty() {
			continue
		}
		keys, err := g.d.DB.Keys(g.ctx, g.c.Read(reg), q)
		if err != nil {
			return err
		}
		refs := make([]Ref, len(keys))
		for i, k := range keys {
			refs[i] = Ref{reg.Name, k}
		}
		if len(refs) > 0 {
			r.count(reg.Name, reg.Title.SV, reg.Title.EN, refs)
		}
	}
	return nil
}

var errFound = errors.New("found")

// positionAfter is the size of the ledger at an instant.
func positionAfter(g *graph, at time.Time) (int64, error) {
	var n int64
	err := g.d.DB.Entries(g.ctx, 0, "", func(e store.Entry) error {
		h, err := ledger.ParseHeader(e.Header)
		if err != nil {
			return err
		}
		if h.At.After(at) {
			return errFound
		}
		n = e.Seq + 1
		return nil
	})
	if errors.Is(err, errFound) {
		err = nil
	}
	return n, err
}

// knownThen (W11): a list as it was known at the end of a day, against now.
func knownThen(g *graph, q Question, r *Result) error {
	if q.Day.IsZero() {
		return missing("day")
	}
	reg := q.Register
	if reg == nil {
		reg = registers.Processings
	}
	end := q.Day.Time(g.d.DB.Zone).AddDate(0, 0, 1).Add(-time.Microsecond)
	pos, err := positionAfter(g, end)
	if err != nil {
		return err
	}
	now, err := g.listed(reg, q.Filter, r.AsOf, store.Query{Register: reg, AsOf: g.d.AsOf, KnownAt: g.d.KnownAt})
	if err != nil {
		return err
	}
	var then map[register.ID]store.Key
	if pos > 0 {
		if then, err = g.listed(reg, q.Filter, end, store.Query{Register: reg, AsOf: end, KnownAt: pos}); err != nil {
			return err
		}
	}
	sets := map[string][]Ref{}
	for id, k := range then {
		sets["then"] = append(sets["then"], Ref{reg.Name, k})
		switch n, ok := now[id]; {
		case !ok:
			sets["gone"] = append(sets["gone"], Ref{reg.Name, k})
		case n.Version != k.Version:
			sets["changed"] = append(sets["changed"], Ref{reg.Name, n})
		}
	}
	for id, k := range now {
		sets["now"] = append(sets["now"], Ref{reg.Name, k})
		if _, ok := then[id]; !ok {
			sets["new"] = append(sets["new"], Ref{reg.Name, k})
		}
	}
	day := string(q.Day)
	for _, s := range []Set{{Code: "then", Label: lang.Text{"Kända " + day, "Known on " + day}}, {Code: "now", Label: lang.Text{"Kända nu", "Known now"}}, {Code: "new", Label: lang.Text{"Tillkomna", "New since"}},
		{Code: "gone", Label: lang.Text{"Borta eller uppfyller inte längre villkoret", "Gone, or no longer in the list"}}, {Code: "changed", Label: lang.Text{"Ändrade", "Changed"}}} {
		refs := sets[s.Code]
		slices.SortFunc(refs, func(a, b Ref) int { return cmp.Compare(a.Ref, b.Ref) })
		r.count(s.Code, s.Label.SV, s.Label.EN, refs)
	}
	r.Notes = append(r.Notes, lang.Text{"Jämför det som var infört i registret vid dagens slut med det som är infört nu.", "Compares what had been entered by the end of the day with what is entered now."})
	return nil
}

func (g *graph) listed(reg *register.Register, filter string, at time.Time, q store.Query) (map[register.ID]store.Key, error) {
	if strings.TrimSpace(filter) != "" { // without one, the register is compared whole
		f, err := g.checked(reg, filter, at)
		if err != nil {
			return nil, err
		}
		q.Filter = f
	}
	keys, err := g.d.DB.Keys(g.ctx, g.c.Read(reg), q)
	out := make(map[register.ID]store.Key, len(keys))
	for _, k := range keys {
		out[k.ID] = k
	}
	return out, err
}
