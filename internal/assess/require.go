package assess

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// control is the change that enters a control of the standard's set in the
// register, with the levels from which the typical measures ask for it.
func controlOf(rules rulebook.Rules, code string, org, id register.ID) command.Change {
	c, _ := rules.Control(code)
	fields := map[string]any{"title": c.Title.SV, "catalogue": standardCatalogue, "catalogue_version": "2022", "code": code, "theme": c.Theme}
	least := map[classify.Aspect]classify.Level{}
	for _, m := range rules.Measures() {
		if !slices.Contains(m.Controls, code) {
			continue
		}
		for _, a := range m.Aspects {
			if l, ok := least[a]; !ok || m.Level < l {
				least[a] = m.Level
			}
		}
	}
	var aspects []any
	for _, a := range classify.Aspects() {
		if l, ok := least[a]; ok {
			letter := strings.ToLower(a.String())
			aspects = append(aspects, letter)
			fields["level_"+letter] = int64(l)
		}
	}
	if len(aspects) > 0 {
		fields["aspects"] = aspects
	}
	return command.Change{Op: "create", Register: registers.Controls, Org: org, NewID: id, Fields: fields}
}

// CatalogueChanges gives the changes that enter those of the standard's 93
// controls which the register lacks, owned by the organisation at the top of
// the tree. A decided classification enters those it needs by itself.
func CatalogueChanges(ctx context.Context, deps Deps, c access.Caller, org register.ID) ([]command.Change, error) {
	r := deps.reader(ctx, c)
	rules, err := r.rules()
	if err != nil {
		return nil, err
	}
	had, err := r.catalogue()
	if err != nil {
		return nil, err
	}
	var out []command.Change
	for _, x := range rules.Controls() {
		if had.standard[x.Code] == nil {
			out = append(out, controlOf(rules, x.Code, org, register.NewID(r.now)))
		}
	}
	return out, nil
}

// requirements makes what a decided class asks for: requirements on the object,
// a measure to judge for each, and a draft plan of what is not in place.
func (h *house) requirements(f command.Following, rules rulebook.Rules) ([]command.Change, error) {
	r := h.reader(f)
	object, err := r.get("object", f.New.Text("object"))
	if err != nil || object == nil {
		return nil, err
	}
	c, err := r.catalogue()
	if err != nil {
		return nil, err
	}
	p := &planning{h: h, f: f, r: r, rules: rules, object: object, catalogue: c}
	if p.top, err = r.top(f.New.Org); err != nil {
		return nil, err
	}
	if err := p.existing(); err != nil {
		return nil, err
	}
	wanted := needs(rules, c.own, vector(f.New))
	for _, n := range wanted {
		p.require(n, "class", "")
	}
	if err := p.byLaw(); err != nil {
		return nil, err
	}
	p.release(wanted)
	if int(vector(f.New).Max()) >= rules.Number(rulebook.ActionPlanLevel) {
		p.plan()
	}
	return p.out, nil
}

// planning is the making of one object's requirements.
type planning struct {
	h         *house
	f         command.Following
	r         *reader
	rules     rulebook.Rules
	object    *register.Record
	catalogue catalogue
	top       register.ID
	required  map[string]*register.Record // by why and control
	measures  map[register.ID]*register.Record
	missing   []Need // not in place
	out       []command.Change
}

// top is the organisation that the catalogue belongs to: the top of the tree.
func (r *reader) top(org register.ID) (register.ID, error) {
	for range 50 {
		rec, err := r.get("org", string(org))
		if err != nil || rec == nil || rec.Text("parent") == "" {
			return org, err
		}
		org = register.ID(rec.Text("parent"))
	}
	return org, nil
}

func (p *planning) existing() error {
	p.required, p.measures = map[string]*register.Record{}, map[register.ID]*register.Record{}
	found, err := p.r.find("requirement", is("object", p.object.ID))
	if err != nil {
		return err
	}
	for _, q := range found {
		p.required[q.Text("because")+" "+q.Text("control")] = q
	}
	found, err = p.r.find("measure", is("object", p.object.ID))
	for _, m := range found {
		p.measures[register.ID(m.Text("control"))] = m
	}
	return err
}

// require makes or sharpens one requirement and sees that its measure is judged.
func (p *planning) require(n Need, because, basis string) {
	control := p.control(n)
	fields := map[string]any{"origin": string(p.f.New.ID), "level": int64(n.Level), "applicable": "yes", "not_applicable": nil}
	if basis != "" {
		fields["basis"] = basis
	}
	if text := n.Text(lang.SV); text != "" {
		fields["detail"] = text
	}
	title := n.Control
	if c, ok := p.rules.Control(n.Control); ok {
		title += " " + c.Title.SV
	} else if c := p.catalogue.record(n); c != nil {
		title += " " + c.Text("title")
	}
	id := register.NewID(p.f.Now)
	if q := p.required[because+" "+string(control)]; q != nil {
		id = q.ID
		p.out = append(p.out, update(q, "update", fields))
	} else {
		fields["title"], fields["object"], fields["control"], fields["because"] = title, string(p.object.ID), string(control), because
		fields["wanted_in"] = p.wantedIn()
		if slices.ContainsFunc(n.Areas, func(m rulebook.Measure) bool { return m.Area == "logging" }) {
			fields["logging"] = "yes"
		}
		p.out = append(p.out, command.Change{Op: "create", Register: p.r.reg("requirement"), Org: p.object.Org, NewID: id, Fields: fields})
	}
	m := p.measures[control]
	if m == nil {
		m = p.r.reg("measure").NewRecord(register.NewID(p.f.Now), p.object.Org)
		p.measures[control] = m
		p.out = append(p.out, command.Change{Op: "create", Register: p.r.reg("measure"), Org: p.object.Org, NewID: m.ID,
			Fields: map[string]any{"object": string(p.object.ID), "control": string(control), "requirement": string(id), "title": title}})
	}
	if !slices.Contains([]string{"implemented", "verified", "not_applicable", "accepted_gap"}, m.Text("status")) {
		p.missing = append(p.missing, n)
	}
}

// wantedIn is where the requirement is put: to the supplier, or done ourselves.
func (p *planning) wantedIn() string {
	if p.object.Text("operation_form") == "own" || p.object.Text("operation_form") == "" {
		return "own_work"
	}
	return "service_agreement"
}

func (p *planning) control(n Need) register.ID {
	if rec := p.catalogue.record(n); rec != nil {
		return rec.ID
	}
	id := register.NewID(p.f.Now)
	p.out = append(p.out, controlOf(p.rules, n.Control, p.top, id))
	rec := p.r.reg("control").NewRecord(id, p.top)
	p.catalogue.standard[n.Control] = rec
	return id
}

// byLaw adds what law or practice asks for whatever the level: encryption where
// a processing says so, with what it rests on (domain.md 10.2).
func (p *planning) byLaw() error {
	found, err := p.r.find("processing", "has(objects, "+is("id", p.object.ID)+") AND encryption_required = yes")
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return nil
	}
	// One processing that the practice concerns is enough for the object.
	basis := found[0].Text("encryption_basis")
	if basis == "" {
		basis = found[0].Ref
	}
	for _, m := range p.rules.Measures() {
		if m.Area == "encryption" && m.Level == 1 {
			for _, c := range m.Controls {
				p.require(Need{Control: c, Level: m.Level, Areas: []rulebook.Measure{m}}, "law", basis)
			}
		}
	}
	return nil
}

// release tells of requirements that no longer follow from the class; the record
// stays, with its reason.
func (p *planning) release(wanted []Need) {
	still := map[string]bool{}
	for _, n := range wanted {
		if rec := p.catalogue.record(n); rec != nil {
			still["class "+string(rec.ID)] = true
		}
	}
	for key, q := range p.required {
		if q.Text("because") == "class" && q.Text("applicable") != "no" && !still[key] {
			p.out = append(p.out, update(q, "update", map[string]any{"applicable": "no", "not_applicable": "Följer inte längre av klassningen " + p.f.New.Ref}))
		}
	}
}

// plan drafts a plan with an action for each area in which something is not in
// place, the strictest first.
func (p *planning) plan() {
	if len(p.missing) == 0 {
		return
	}
	id := register.NewID(p.f.Now)
	p.out = append(p.out, command.Change{Op: "create", Register: p.r.reg("action_plan"), Org: p.object.Org, NewID: id, Fields: map[string]any{
		"title": shorten("Handlingsplan efter klassning "+p.f.New.Ref+" av "+p.object.Text("title"), 200), "origin_kind": "classification", "origin": string(p.f.New.ID), "object": string(p.object.ID)}})
	owner := p.object.Text("owner")
	if owner == "" {
		owner = p.f.New.Text("decided_by")
	}
	due := clock.Date(p.f.New.Text("decided_on")).AddMonths(p.rules.Number(rulebook.PlanActionMonths))
	type area struct {
		code  string
		name  string
		level classify.Level
		text  []string
		cost  int64
	}
	var areas []*area
	for _, n := range p.missing {
		for _, m := range n.Areas {
			i := slices.IndexFunc(areas, func(a *area) bool { return a.code == m.Area })
			if i < 0 {
				areas, i = append(areas, &area{code: m.Area, name: m.AreaName.SV}), len(areas)
			}
			a := areas[i]
			a.level = max(a.level, m.Level)
			if !slices.Contains(a.text, m.Text.SV) {
				a.text = append(a.text, m.Text.SV)
			}
		}
		if rec := p.catalogue.record(n); rec != nil && len(n.Areas) > 0 {
			i := slices.IndexFunc(areas, func(a *area) bool { return a.code == n.Areas[0].Area })
			if once, ok := rec.Number("cost_once"); ok {
				areas[i].cost += once
			}
		}
	}
	slices.SortStableFunc(areas, func(a, b *area) int { return int(b.level) - int(a.level) })
	top := areas[0].level
	for _, a := range areas {
		fields := map[string]any{
			"title": shorten(fmt.Sprintf("%s: uppfyll kraven på nivå %d", a.name, a.level), 200), "plan": string(id), "origin_kind": "classification", "origin": string(p.f.New.ID),
			"object": string(p.object.ID), "owner": owner, "due": string(due), "priority": int64(1 + top - a.level), "description": strings.Join(a.text, "\n"),
		}
		if a.cost > 0 {
			fields["cost_est"] = a.cost
		}
		p.out = append(p.out, command.Change{Op: "create", Register: p.r.reg("action"), Org: p.object.Org, Fields: fields})
	}
}

// shorten cuts a text at n characters.
func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}
