package whatif

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"

	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// documentReplaced (W10): what cites an instruction or a method support: what
// refers to it, the objects and processes that follow it, reviews that quote it,
// and what names it in a text.
func documentReplaced(g *graph, q Question, r *Result) error {
	rec, err := g.subject(q, r, registers.SteeringDocuments)
	if err != nil {
		return err
	}
	objects, err := g.table(registers.Objects)
	if err != nil {
		return err
	}
	follow := newFound()
	for _, l := range rec.LinksOf("objects") {
		follow.add(l.To)
	}
	r.count("objects", "Objekt som följer det", "Objects that follow it", objects.refs(follow))
	for _, ref := range objects.refs(follow) {
		r.task(ref, register.ID(objects.text(objects.at[ref.ID], "owner")), 1, "Följ den nya versionen", "Follow the new version")
	}
	processes, err := g.processes(rec)
	if err != nil {
		return err
	}
	r.count("processes", "Processer som följer det", "Processes that follow it", processes)
	for _, ref := range processes {
		r.task(ref, "", 1, "Följ den nya versionen", "Follow the new version")
	}
	if err := g.quoted(r, rec); err != nil {
		return err
	}
	if err := g.pointing(r, registers.SteeringDocuments, []string{string(rec.ID)}, 0, "Uppdatera hänvisningen", "Update the reference"); err != nil {
		return err
	}
	return g.mentioned(r, rec)
}

// processes are those of the materiality and risk assessment that a document
// names, and those whose assessed working method is that kind of document.
func (g *graph) processes(rec *register.Record) ([]Ref, error) {
	all := map[register.ID]bool{}
	for _, l := range rec.LinksOf("processes") {
		all[l.To] = true
	}
	if kind := rec.Text("kind"); slices.Contains(registers.VorRisks.Must("working_method").Choices.Codes(), kind) {
		err := g.d.DB.Values(g.ctx, g.c.Read(registers.VorRisks), store.Query{Register: registers.VorRisks, AsOf: g.d.AsOf, KnownAt: g.d.KnownAt, Filter: choice("working_method", kind)},
			[]*register.Field{registers.VorRisks.Must("process")}, func(_ store.Key, v []any) error {
				if id, _ := v[0].(string); id != "" {
					all[register.ID(id)] = true
				}
				return nil
			})
		if err != nil {
			return nil, err
		}
	}
	q := g.query(registers.VorProcesses)
	q.Filter = query.Not{Of: choice("status", "closed")}
	keys, err := g.d.DB.Keys(g.ctx, g.c.Read(registers.VorProcesses), q)
	if err != nil {
		return nil, err
	}
	var out []Ref
	for _, k := range keys {
		if all[k.ID] {
			out = append(out, Ref{registers.VorProcesses.Name, k})
		}
	}
	return out, nil
}

func choice(field, code string) query.Checked {
	return query.Compare{Field: query.Field{Name: field, Type: query.Choice}, Op: query.Eq, Value: code}
}

// quoted counts the management reviews that quote a document: the decided ones
// by what was kept of them, where each sentence names its records, the others by
// what has been written in them. A decided one is not changed; the next is.
func (g *graph) quoted(r *Result, rec *register.Record) error {
	reg := registers.ManagementReviews
	var refs []Ref
	err := g.d.DB.Each(g.ctx, g.c.Read(reg), g.query(reg), func(m *register.Record) error {
		kept, _, err := g.d.DB.Frozen(g.ctx, string(m.ID), "sv/ledningens-genomgang-"+year(m)+".json", 0)
		if err != nil && !fault.Is(err, fault.Unknown) {
			return err
		}
		if kept == nil {
			if kept, err = json.Marshal(m.Values); err != nil {
				return err
			}
		}
		if bytes.Contains(kept, []byte(`"`+rec.Ref+`"`)) || bytes.Contains(bytes.ToLower(kept), []byte(query.Fold(rec.Text("title")))) {
			refs = append(refs, Ref{reg.Name, store.Key{ID: m.ID, Ref: m.Ref, Org: m.Org, Version: m.Version, Title: m.Text("title")}})
		}
		return nil
	})
	if err != nil {
		return err
	}
	sortRefs(refs)
	r.count("reviews", "Ledningens genomgångar som citerar det", "Management reviews that quote it", refs)
	if len(refs) > 0 {
		last := refs[len(refs)-1]
		r.task(last, "", 2, "Ändra hänvisningen i nästa genomgång", "Change the reference in the next review")
	}
	return nil
}

func year(m *register.Record) string {
	n, _ := m.Number("year")
	return strconv.FormatInt(n, 10)
}

// mentioned counts, by register, the records that name a document in a text by
// its number or its whole title, besides those that refer to it.
func (g *graph) mentioned(r *Result, rec *register.Record) error {
	known := map[register.ID]bool{rec.ID: true}
	for _, s := range r.Counts {
		for _, ref := range s.Refs {
			known[ref.ID] = true
		}
	}
	for _, reg := range g.d.DB.Catalogue.All {
		if g.c.Read(reg).Empty() || reg == registers.ManagementReviews || reg == registers.SavedViews {
			continue
		}
		or := query.Or{}
		for _, f := range reg.Fields {
			if f.Kind != register.Text && f.Kind != register.Long || f.Name == "ext_id" || f.Name == "diary_no" {
				continue
			}
			for _, w := range []string{rec.Ref, rec.Text("title")} {
				or = append(or, query.Contains{Field: query.Field{Name: f.Name, Type: query.Text}, Value: query.Fold(w)})
			}
		}
		if len(or) == 0 {
			continue
		}
		q := g.query(reg)
		q.Filter = or
		if done := ended(reg); len(done) > 0 {
			q.Filter = query.And{or, query.Not{Of: query.In{Field: query.Field{Name: "status", Type: query.Choice}, Values: anys(done)}}}
		}
		keys, err := g.d.DB.Keys(g.ctx, g.c.Read(reg), q)
		if err != nil {
			return err
		}
		var refs []Ref
		for _, k := range keys {
			if !known[k.ID] {
				refs = append(refs, Ref{reg.Name, k})
				r.task(Ref{reg.Name, k}, "", 1, "Uppdatera texten som nämner det", "Update the text that names it")
			}
		}
		if len(refs) > 0 {
			r.count(reg.Name+".text", reg.Title.SV+" som nämner det i text", reg.Title.EN+" that name it in a text", refs)
		}
	}
	if len(r.Work) == 0 {
		r.Notes = append(r.Notes, lang.Text{SV: "Inget i registren hänvisar till dokumentet eller nämner det. Skriv på dokumentet vilka objekt och processer som följer det, så visas de här.",
			EN: "Nothing in the registers refers to the document or names it. State on the document which objects and processes follow it, and they are shown here."})
	}
	return nil
}

func anys(ss []string) []any {
	out := make([]any, len(ss))
	for i, s := range ss {
		out[i] = s
	}
	return out
}
