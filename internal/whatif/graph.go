package whatif

import (
	"context"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// wanted are the fields that the walks read of each register.
var wanted = map[*register.Register][]string{
	registers.Orgs:              {"kind", "parent", "controller", "is_controller", "isam", "dpo", "contact"},
	registers.Objects:           {"status", "owner", "supplier", "sub_suppliers", "depends_on", "personal_data", "mtd_h"},
	registers.ObjectParties:     {"status", "object", "party", "role"},
	registers.Processings:       {"status", "role", "objects", "controllers", "on_behalf_of", "processors", "recipients", "special_categories", "notice"},
	registers.Recipients:        {"parent_company", "security_contact_24h", "contacts"},
	registers.Transfers:         {"status", "processing", "object", "importer", "mechanism", "country", "fallback_mechanism", "tia_leans_on_dpf", "valid_from", "valid_to"},
	registers.Agreements:        {"status", "kind", "direction", "supplier", "counter_org", "other_parties", "objects", "processings", "owner", "breach_notice_h"},
	registers.Dpias:             {"status", "processings", "objects"},
	registers.DpiaParticipants:  {"status", "party"},
	registers.Classifications:   {"status", "object", "decided_on", "k", "r", "t"},
	registers.ContinuityPlans:   {"status", "objects", "processings"},
	registers.Measures:          {"status", "object"},
	registers.InfoTypes:         {"status"},
	registers.RoleAssignments:   {"status", "person", "function"},
	registers.LogRequirements:   {"status", "object"},
	registers.AdequacyDecisions: {"status"},
}

// table is the records of one register that the caller sees, as columns.
type table struct {
	reg  *register.Register
	col  map[string]int
	keys []store.Key
	rows [][]any
	at   map[register.ID]int
}

func (t *table) text(i int, field string) string {
	s, _ := t.rows[i][t.col[field]].(string)
	return s
}

func (t *table) set(i int, field string) []string {
	s, _ := t.rows[i][t.col[field]].([]string)
	return s
}

func (t *table) links(i int, field string) []register.Link {
	l, _ := t.rows[i][t.col[field]].([]register.Link)
	return l
}

func (t *table) number(i int, field string) (int64, bool) {
	n, ok := t.rows[i][t.col[field]].(int64)
	return n, ok
}

func (t *table) ref(i int) Ref { return Ref{t.reg.Name, t.keys[i]} }

// graph is what one question reads, each register once.
type graph struct {
	ctx    context.Context
	d      draft.Deps
	c      access.Caller
	tables map[*register.Register]*table
	within map[register.ID]bool // organisations that it is asked of; nil = all
}

func newGraph(ctx context.Context, d draft.Deps, c access.Caller) *graph {
	return &graph{ctx: ctx, d: d, c: c, tables: map[*register.Register]*table{}}
}

// common are the registers that no organisation keeps for itself: an answer to
// one of them names what it meets there whoever entered it.
var common = []*register.Register{registers.Orgs, registers.Recipients, registers.RoleAssignments, registers.AdequacyDecisions, registers.Persons}

// limit keeps the walk to an organisation and those below it.
func (g *graph) limit(org register.ID) error {
	orgs, err := g.table(registers.Orgs)
	if err != nil {
		return err
	}
	g.within = map[register.ID]bool{org: true}
	for grown := true; grown; {
		grown = false
		for i, k := range orgs.keys {
			if !g.within[k.ID] && g.within[register.ID(orgs.text(i, "parent"))] {
				g.within[k.ID], grown = true, true
			}
		}
	}
	return nil
}

func (g *graph) inside(registerName string, org register.ID) bool {
	return g.within == nil || g.within[org] || slices.ContainsFunc(common, func(r *register.Register) bool { return r.Name == registerName })
}

// keep takes out of an answer what is not the organisation's, where a walk has
// met it by another way than the tables.
func (g *graph) keep(r *Result) {
	outside := func(ref Ref) bool { return !g.inside(ref.Register, ref.Org) }
	for i := range r.Counts {
		r.Counts[i].Refs = slices.DeleteFunc(r.Counts[i].Refs, outside)
	}
	for _, s := range r.Splits {
		for i := range s.Parts {
			s.Parts[i].Refs = slices.DeleteFunc(s.Parts[i].Refs, outside)
		}
	}
	for i := range r.Tables {
		r.Tables[i].Rows = slices.DeleteFunc(r.Tables[i].Rows, func(x Row) bool { return outside(x.Ref) })
	}
	r.Work = slices.DeleteFunc(r.Work, func(t Task) bool { return outside(t.Ref) })
}

func (g *graph) query(r *register.Register) store.Query {
	return store.Query{Register: r, AsOf: g.d.AsOf, KnownAt: g.d.KnownAt}
}

func (g *graph) table(r *register.Register) (*table, error) {
	if t, ok := g.tables[r]; ok {
		return t, nil
	}
	t := &table{reg: r, col: map[string]int{}, at: map[register.ID]int{}}
	var fields []*register.Field
	for i, name := range wanted[r] {
		t.col[name] = i
		fields = append(fields, r.Must(name))
	}
	err := g.d.DB.Values(g.ctx, g.c.Read(r), g.query(r), fields, func(k store.Key, v []any) error {
		if !g.inside(r.Name, k.Org) {
			return nil
		}
		t.at[k.ID] = len(t.keys)
		t.keys = append(t.keys, k)
		t.rows = append(t.rows, slices.Clone(v))
		return nil
	})
	g.tables[r] = t
	return t, err
}

// unseen tells what the answer does not rest on: a register that the caller may
// not read is not empty, and what hangs on some objects is not all there is.
func (g *graph) unseen(r *Result) {
	var sv, en []string
	partly := false
	for _, reg := range g.d.DB.Catalogue.All {
		s := g.c.Read(reg)
		if g.tables[reg] == nil || s.All || s.Public[reg.Name] || len(s.Orgs) > 0 {
			continue
		}
		if len(s.Objects) > 0 || len(s.Parties) > 0 || len(s.Functions) > 0 || len(s.Records) > 0 {
			partly = true
			continue
		}
		sv, en = append(sv, strings.ToLower(reg.Title.SV)), append(en, strings.ToLower(reg.Title.EN))
	}
	if len(sv) > 0 {
		r.Notes = append(r.Notes, lang.Text{SV: "Du får inte läsa " + strings.Join(sv, ", ") + ". Noll betyder där att svaret inte vet: fråga informationssäkerhetssamordnaren.",
			EN: "You may not read " + strings.Join(en, ", ") + ". Nought means there that the answer does not know: ask the information security coordinator."})
	}
	if partly {
		r.Notes = append(r.Notes, lang.Text{SV: "Svaret gäller bara det som hör till objekt där du har en roll.", EN: "The answer is only of what belongs to objects in which you have a role."})
	}
}

// load reads several registers, in the order they are wanted.
func (g *graph) load(rs ...*register.Register) ([]*table, error) {
	out := make([]*table, len(rs))
	for i, r := range rs {
		t, err := g.table(r)
		if err != nil {
			return nil, err
		}
		out[i] = t
	}
	return out, nil
}

// set of identities, kept in the order they were found.
type found struct {
	in    map[register.ID]bool
	order []register.ID
}

func newFound(ids ...register.ID) *found {
	f := &found{in: map[register.ID]bool{}}
	for _, id := range ids {
		f.add(id)
	}
	return f
}

func (f *found) add(id register.ID) bool {
	if id == "" || f.in[id] {
		return false
	}
	f.in[id] = true
	f.order = append(f.order, id)
	return true
}

func (f *found) hits(links []register.Link) bool {
	return slices.ContainsFunc(links, func(l register.Link) bool { return f.in[l.To] })
}

// refs gives those found that the caller sees, by human number.
func (t *table) refs(f *found) []Ref {
	var out []Ref
	for _, id := range f.order {
		if i, ok := t.at[id]; ok {
			out = append(out, t.ref(i))
		}
	}
	sortRefs(out)
	return out
}

// where gives the records that a condition holds for.
func (t *table) where(holds func(i int) bool) *found {
	f := newFound()
	for i := range t.keys {
		if holds(i) {
			f.add(t.keys[i].ID)
		}
	}
	return f
}

// hits is what of one board's is hit.
type hits struct{ processings, objects []register.ID }

// boards are the controllers of processings and the parties of objects.
func (g *graph) boards(processings, objects *found) (*found, error) {
	out := newFound()
	err := g.eachHit(processings, objects, func(org, _, _ register.ID) { out.add(org) })
	return out, err
}

// hitOf says what of each board's is hit.
func (g *graph) hitOf(processings, objects *found) (map[register.ID]hits, error) {
	out := map[register.ID]hits{}
	err := g.eachHit(processings, objects, func(org, p, o register.ID) {
		h := out[org]
		if p != "" && !slices.Contains(h.processings, p) {
			h.processings = append(h.processings, p)
		}
		if o != "" && !slices.Contains(h.objects, o) {
			h.objects = append(h.objects, o)
		}
		out[org] = h
	})
	return out, err
}

// eachHit tells of each processing and object whose it is.
func (g *graph) eachHit(processings, objects *found, tell func(org, processing, object register.ID)) error {
	ts, err := g.load(registers.Orgs, registers.Processings, registers.ObjectParties)
	if err != nil {
		return err
	}
	orgs, procs, parties := ts[0], ts[1], ts[2]
	for _, id := range processings.order {
		i, ok := procs.at[id]
		if !ok {
			continue
		}
		named := procs.links(i, "controllers")
		if procs.text(i, "role") == "processor" {
			named = procs.links(i, "on_behalf_of")
		}
		if len(named) == 0 {
			named = []register.Link{{To: procs.keys[i].Org}}
		}
		for _, l := range named {
			tell(controllerOf(orgs, l.To), id, "")
		}
	}
	for i := range parties.keys {
		if o := register.ID(parties.text(i, "object")); objects.in[o] && parties.text(i, "status") == "active" && parties.text(i, "role") != "user" {
			tell(controllerOf(orgs, register.ID(parties.text(i, "party"))), "", o)
		}
	}
	return nil
}

// controllerOf is the nearest board or company at or above an organisation, or
// the one it names itself (domain.md R01).
func controllerOf(orgs *table, org register.ID) register.ID {
	seen := map[register.ID]bool{}
	for o := org; o != "" && !seen[o]; {
		seen[o] = true
		i, ok := orgs.at[o]
		if !ok {
			break
		}
		if c := orgs.text(i, "controller"); c != "" {
			return register.ID(c)
		}
		if k := orgs.text(i, "kind"); k == "board" || k == "company" || orgs.text(i, "is_controller") == "yes" {
			return o
		}
		o = register.ID(orgs.text(i, "parent"))
	}
	return org
}

// dependents are the objects that stop with some others, themselves included.
func (t *table) dependents(start *found, kinds ...string) *found {
	on := map[register.ID][]register.ID{}
	for i := range t.keys {
		if t.text(i, "status") == "retired" {
			continue
		}
		for _, l := range t.links(i, "depends_on") {
			if len(kinds) == 0 || slices.Contains(kinds, l.Kind) {
				on[l.To] = append(on[l.To], t.keys[i].ID)
			}
		}
	}
	out := newFound(start.order...)
	for i := 0; i < len(out.order); i++ {
		for _, id := range on[out.order[i]] {
			out.add(id)
		}
	}
	return out
}
