package whatif

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// Question is what is asked.
type Question struct {
	ID       string             // W1 to W11
	Subject  string             // identity, number or name: W2 recipient, W5 object, W7 information type, W8 norm or reference, W9 person or organisation, W10 document
	Org      register.ID        // only what is this organisation's or below it; empty = all
	Hours    int                // W5
	Traits   []string           // W3; none = both
	Register *register.Register // W11; nil = processings. W6 asks of processings
	Filter   string             // W6, W11: in the query language
	Day      register.Date      // W11: what was known at the end of this day
	Class    classify.Vector    // W7: the class that is thought of
	Planned  bool               // W4: with systems not yet introduced
}

var asked = map[string]func(*graph, Question, *Result) error{
	"W1": transfersFall, "W2": supplierHit, "W3": aiAndIot, "W4": demandsCount, "W5": objectStops, "W6": ruleChanges, "W7": infoTypeRises, "W8": revised, "W9": handOver, "W10": documentReplaced, "W11": knownThen,
}

var titlesOf = map[string]lang.Text{
	"W1":  {"Om Data Privacy Framework faller", "If the Data Privacy Framework falls"},
	"W2":  {"Om en leverantör drabbas", "If a supplier is hit"},
	"W3":  {"Allt som är AI eller IoT", "All that is AI or IoT"},
	"W4":  {"Om verksamhetssystemens krav räknas in", "If what business systems demand is counted"},
	"W5":  {"Om ett objekt inte fungerar", "If an object does not work"},
	"W6":  {"Om lag eller praxis ändras", "If law or practice changes"},
	"W7":  {"Om en informationstyp får högre klass", "If an information type gets a higher class"},
	"W8":  {"Om en norm eller referensbedömning görs om", "If a norm or a reference assessment is revised"},
	"W9":  {"Om en nämnd görs om eller en person slutar", "If a board is reorganised or a person leaves"},
	"W10": {"Om en anvisning eller ett metodstöd ersätts", "If an instruction or method support is replaced"},
	"W11": {"Vad vi visste då", "What we knew then"},
}

// Ask answers a question on the records as of d, inside the caller's scope.
func Ask(ctx context.Context, d draft.Deps, c access.Caller, q Question) (Result, error) {
	answer, ok := asked[q.ID]
	if !ok {
		return Result{}, fault.New(fault.Unknown, "no-such-question", q.ID)
	}
	r := Result{ID: q.ID, Title: titlesOf[q.ID], AsOf: d.AsOf, KnownAt: d.KnownAt}
	if r.AsOf.IsZero() || r.AsOf.After(d.Now) { // of a day that is not over, as it stands
		r.AsOf = d.Now
	}
	if r.KnownAt == 0 {
		pos, err := d.DB.Position(ctx)
		if err != nil {
			return r, err
		}
		r.KnownAt = pos
	}
	g := newGraph(ctx, d, c)
	if q.Org != "" {
		if err := g.limit(q.Org); err != nil {
			return Result{}, err
		}
	}
	if err := answer(g, q, &r); err != nil {
		return Result{}, fmt.Errorf("%s: %w", q.ID, err)
	}
	g.unseen(&r)
	g.keep(&r)
	if err := g.name(&r); err != nil {
		return Result{}, err
	}
	return r.done(), nil
}

// name says of each task who answers for it and in which organisation.
func (g *graph) name(r *Result) error {
	if len(r.Work) == 0 {
		return nil
	}
	ts, err := g.load(registers.RoleAssignments, registers.Orgs)
	if err != nil {
		return err
	}
	title := func(t *table, id register.ID) string {
		if i, ok := t.at[id]; ok {
			return t.keys[i].Title
		}
		return ""
	}
	for i := range r.Work {
		w := &r.Work[i]
		w.OwnerTitle, w.Board = title(ts[0], w.Owner), title(ts[1], w.Ref.Org)
	}
	return nil
}

// subject finds what is asked about, among some registers.
func (g *graph) subject(q Question, r *Result, among ...*register.Register) (*register.Record, error) {
	if q.Subject == "" {
		return nil, missing("subject")
	}
	for _, reg := range among {
		rec, err := g.d.DB.Get(g.ctx, g.c.Read(reg), reg, q.Subject, g.d.AsOf, g.d.KnownAt)
		if fault.Is(err, fault.Unknown) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return rec, r.about(rec)
	}
	return g.named(q.Subject, r, among)
}

// about notes what an answer is about.
func (r *Result) about(rec *register.Record) error {
	r.Subject.Register, r.Subject.ID, r.Subject.Ref, r.Subject.Org, r.Subject.Title = rec.Register.Name, rec.ID, rec.Ref, rec.Org, rec.Text("title")
	return nil
}

// named finds what is asked about by its whole name, or by a part that only one
// has.
func (g *graph) named(name string, r *Result, among []*register.Register) (*register.Record, error) {
	var whole, part []*register.Record
	for _, reg := range among {
		err := g.d.DB.Each(g.ctx, g.c.Read(reg), g.query(reg), func(rec *register.Record) error {
			switch title := rec.Text("title"); {
			case strings.EqualFold(title, name), reg == registers.Orgs && strings.EqualFold(rec.Text("short"), name):
				whole = append(whole, rec)
			case strings.Contains(strings.ToLower(title), strings.ToLower(name)):
				part = append(part, rec)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	if len(whole) == 0 {
		whole = part
	}
	switch len(whole) {
	case 0:
		return nil, &fault.Error{Kind: fault.Unknown, Code: "no-such-record", Args: []string{name}, Problems: []fault.Problem{{Field: "subject", Code: "no-such-subject", Value: name}}}
	case 1:
		return whole[0], r.about(whole[0])
	}
	p := fault.Problem{Field: "subject", Code: "several-records", Value: name}
	for _, rec := range whole[:min(len(whole), 10)] {
		p.Allowed = append(p.Allowed, rec.Ref)
	}
	return nil, fault.Problems([]fault.Problem{p})
}

// missing refuses a question that lacks something.
func missing(field string, allowed ...string) error {
	return fault.Problems([]fault.Problem{{Field: field, Code: "required", Allowed: allowed}})
}

func (g *graph) rules(r *Result) (rulebook.Rules, clock.Date, error) {
	book, err := rulebook.Load()
	if err != nil {
		return rulebook.Rules{}, "", err
	}
	day := clock.DateOf(r.AsOf)
	return book.At(day), day, nil
}

// fallbacks says how ready what a transfer can rest on instead is.
var fallbacks = map[string]string{"scc_signed": "ready", "bcr": "ready", "scc_unsigned": "to_sign", "move": "other", "other": "other"}

// transfersFall (W1): the court strikes down the decision that transfers to
// certified recipients rest on.
func transfersFall(g *graph, q Question, r *Result) error {
	rules, day, err := g.rules(r)
	if err != nil {
		return err
	}
	var falls, countries []string
	for _, m := range rules.Mechanisms() {
		if slices.Contains(m.Needs, "certification") {
			falls, countries = append(falls, m.Code), append(countries, m.Country)
		}
	}
	ts, err := g.load(registers.Transfers, registers.Processings, registers.Objects, registers.Recipients, registers.Agreements, registers.Dpias, registers.Orgs)
	if err != nil {
		return err
	}
	transfers, procs, objects, recipients, agreements, dpias, orgs := ts[0], ts[1], ts[2], ts[3], ts[4], ts[5], ts[6]
	active := func(i int) bool {
		from, to := transfers.text(i, "valid_from"), transfers.text(i, "valid_to")
		return transfers.text(i, "status") == "active" && from <= string(day) && (to == "" || to >= string(day))
	}
	resting := transfers.where(func(i int) bool { return active(i) && slices.Contains(falls, transfers.text(i, "mechanism")) })
	leaning := transfers.where(func(i int) bool {
		return active(i) && !slices.Contains(falls, transfers.text(i, "mechanism")) && slices.Contains(countries, transfers.text(i, "country")) && transfers.text(i, "tia_leans_on_dpf") == "yes"
	})
	importers, processings, hit := newFound(), newFound(), newFound()
	for _, id := range slices.Concat(resting.order, leaning.order) {
		i := transfers.at[id]
		for to, n := register.ID(transfers.text(i, "importer")), 0; to != "" && n < 20; n++ {
			importers.add(to)
			k, ok := recipients.at[to]
			if !ok {
				break
			}
			to = register.ID(recipients.text(k, "parent_company"))
		}
		hit.add(register.ID(transfers.text(i, "object")))
		processings.add(register.ID(transfers.text(i, "processing")))
	}
	for _, id := range processings.order {
		if i, ok := procs.at[id]; ok {
			for _, l := range procs.links(i, "objects") {
				hit.add(l.To)
			}
		}
	}
	boards, err := g.boards(processings, hit)
	if err != nil {
		return err
	}
	bound := agreements.where(func(i int) bool {
		return agreements.text(i, "status") == "in_force" && importers.in[register.ID(agreements.text(i, "supplier"))] &&
			(processings.hits(agreements.links(i, "processings")) || hit.hits(agreements.links(i, "objects")) || len(agreements.links(i, "processings"))+len(agreements.links(i, "objects")) == 0)
	})
	notices := procs.where(func(i int) bool { return processings.in[procs.keys[i].ID] && procs.text(i, "notice") != "" })
	assessed := dpias.where(func(i int) bool {
		return dpias.text(i, "status") != "superseded" && processings.hits(dpias.links(i, "processings"))
	})
	// A transfer is known by what is processed and who receives.
	named := func(ref Ref) Ref {
		i := transfers.at[ref.ID]
		p, seen := procs.at[register.ID(transfers.text(i, "processing"))]
		to, known := recipients.at[register.ID(transfers.text(i, "importer"))]
		if seen && known {
			ref.Title = procs.keys[p].Title + " → " + recipients.keys[to].Title
		}
		return ref
	}
	naming := func(refs []Ref) []Ref {
		for i := range refs {
			refs[i] = named(refs[i])
		}
		return refs
	}
	r.count("transfers", "Överföringar som vilar på beslutet", "Transfers that rest on the decision", naming(transfers.refs(resting)))
	r.count("leaning", "Överföringar vars bedömning stöder sig på det", "Transfers whose assessment leans on it", naming(transfers.refs(leaning)))
	r.count("recipients", "Mottagare, med moderbolag", "Recipients, with parents", recipients.refs(importers))
	r.count("processings", "Behandlingar", "Processing activities", procs.refs(processings))
	r.count("objects", "Objekt", "Objects", objects.refs(hit))
	r.count("boards", "Nämnder och bolag", "Boards and companies", orgs.refs(boards))
	r.count("agreements", "Avtal", "Agreements", agreements.refs(bound))
	r.count("notices", "Informationstexter att ändra", "Privacy notices to change", procs.refs(notices))
	r.count("dpias", "Konsekvensbedömningar att se över", "Impact assessments to review", dpias.refs(assessed))
	fallback := func(ref Ref) string {
		if f, ok := fallbacks[transfers.text(transfers.at[ref.ID], "fallback_mechanism")]; ok {
			return f
		}
		return "none"
	}
	sensitive := func(ref Ref) bool {
		i, ok := procs.at[register.ID(transfers.text(transfers.at[ref.ID], "processing"))]
		return ok && len(procs.set(i, "special_categories")) > 0
	}
	all := transfers.refs(resting)
	r.split(lang.Text{"Reserv", "Fallback"}, []Set{{Code: "ready", Label: lang.Text{"Klar", "Ready"}}, {Code: "to_sign", Label: lang.Text{"Klausuler att teckna", "Clauses to sign"}},
		{Code: "other", Label: lang.Text{"Flytt eller annat", "Move or other"}}, {Code: "none", Label: lang.Text{"Ingen", "None"}}}, all, fallback)
	r.split(lang.Text{"Uppgifternas känslighet", "Sensitivity of the data"}, []Set{{Code: "sensitive", Label: lang.Text{"Känsliga uppgifter", "Sensitive data"}}, {Code: "other", Label: lang.Text{"Övriga", "Other"}}}, all,
		func(ref Ref) string {
			if sensitive(ref) {
				return "sensitive"
			}
			return "other"
		})
	if len(all) > 0 {
		by := day.AddDays(rules.Number(rulebook.TransferDecisionDays))
		r.By = register.Date(by)
		r.Notes = append(r.Notes, lang.Text{SV: "Beslutsklocka: ta ställning till varje överföring senast " + string(by) + ". En fallen grund ger ingen övergångstid; den mest känsliga överföringen utan reserv kommer först.",
			EN: "Decision clock: decide on each transfer by " + string(by) + ". A ground that has fallen gives no grace period; the most sensitive transfer without a fallback comes first."})
	}
	order := map[string]int{"none": 0, "to_sign": 1, "other": 2, "ready": 3}
	words := map[string]lang.Text{"none": {"Ta fram en ny grund eller stoppa överföringen", "Find another ground or stop the transfer"}, "to_sign": {"Teckna standardavtalsklausulerna", "Sign the standard contractual clauses"},
		"other": {"Genomför reservlösningen", "Carry out the fallback"}, "ready": {"Byt grund i registret och i texterna", "Change the ground in the record and the texts"}}
	for _, ref := range all {
		f := fallback(ref)
		rank := 2*order[f] + 1
		if sensitive(ref) {
			rank--
		}
		r.task(named(ref), ownerOf(objects, procs, transfers, transfers.at[ref.ID]), rank, words[f].SV, words[f].EN)
	}
	for _, ref := range transfers.refs(leaning) {
		r.task(named(ref), ownerOf(objects, procs, transfers, transfers.at[ref.ID]), 8, "Gör om bedömningen av överföringen", "Redo the transfer assessment")
	}
	return nil
}

// ownerOf is the owner of the object that carries a transfer, or of the first
// object of its processing that has one.
func ownerOf(objects, procs, transfers *table, i int) register.ID {
	candidates := []register.ID{register.ID(transfers.text(i, "object"))}
	if p, ok := procs.at[register.ID(transfers.text(i, "processing"))]; ok {
		for _, l := range procs.links(p, "objects") {
			candidates = append(candidates, l.To)
		}
	}
	for _, id := range candidates {
		if o, ok := objects.at[id]; ok && objects.text(o, "owner") != "" {
			return register.ID(objects.text(o, "owner"))
		}
	}
	return ""
}
