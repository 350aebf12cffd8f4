package respond

import (
	"slices"

	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// board is an organisation that an incident concerns, and what of its own.
type board struct {
	org         register.ID
	role        string // controller or affected
	processings []string
	objects     []string
}

// parts says who is who in an incident.
type parts struct {
	own    bool // the office's own controller answers for data affected
	others []*board
}

// roles finds the boards and companies that an incident concerns, by the parties
// of its objects and the controllers of its processings (domain.md R14). When no
// processing is named, those of the objects are looked at.
func (h *house) roles(f command.Following, inc *register.Record) (parts, error) {
	var p parts
	own, err := h.controllerOf(f, inc.Org)
	if err != nil {
		return p, err
	}
	found := map[register.ID]*board{}
	var order []register.ID
	at := func(org register.ID, role string) *board {
		b := found[org]
		if b == nil {
			b = &board{org: org, role: role}
			found[org] = b
			order = append(order, org)
		}
		if role == "controller" {
			b.role = role
		}
		return b
	}
	objects := register.IDs(inc.LinksOf("objects"))
	processings, err := h.concerned(f, inc, objects)
	if err != nil {
		return p, err
	}
	for _, rec := range processings {
		orgs, err := h.controllers(f, rec)
		if err != nil {
			return p, err
		}
		for _, org := range orgs {
			b := at(org, "controller")
			b.processings = append(b.processings, string(rec.ID))
		}
	}
	for _, o := range objects {
		parties, err := f.Find(registers.ObjectParties, query.And{draft.Where("object", o), draft.Where("status", "active")})
		if err != nil {
			return p, err
		}
		for _, party := range parties {
			role := "affected"
			switch party.Text("role") {
			case "controller", "joint_controller":
				role = "controller"
			case "processor":
				continue // it is where the incident is handled, or a supplier
			}
			org, err := h.controllerOf(f, register.ID(party.Text("party")))
			if err != nil {
				return p, err
			}
			b := at(org, role)
			b.objects = append(b.objects, o)
		}
	}
	p.own = len(found) == 0 || found[own] != nil
	for _, org := range order {
		if org != own {
			p.others = append(p.others, found[org])
		}
	}
	return p, nil
}

// concerned are the processings of an incident: those named, else those of its objects.
func (h *house) concerned(f command.Following, inc *register.Record, objects []string) ([]*register.Record, error) {
	var out []*register.Record
	for _, id := range register.IDs(inc.LinksOf("processings")) {
		rec, err := f.Get(registers.Processings, id)
		if err != nil {
			return nil, err
		}
		if rec != nil {
			out = append(out, rec)
		}
	}
	if len(out) > 0 || len(objects) == 0 {
		return out, nil
	}
	all, err := f.Find(registers.Processings, draft.Holds("objects", objects...))
	return slices.DeleteFunc(all, func(r *register.Record) bool { return r.Text("status") == "ended" }), err
}

// controllers are those who answer for a processing: as named, for a processor
// those on whose behalf it is done, else whoever its organisation belongs to.
func (h *house) controllers(f command.Following, p *register.Record) ([]register.ID, error) {
	named := p.LinksOf("controllers")
	if p.Text("role") == "processor" && len(p.LinksOf("on_behalf_of")) > 0 {
		named = p.LinksOf("on_behalf_of")
	}
	if len(named) == 0 {
		named = []register.Link{{To: p.Org}}
	}
	var out []register.ID
	for _, l := range named {
		org, err := h.controllerOf(f, l.To)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(out, org) {
			out = append(out, org)
		}
	}
	return out, nil
}

// controllerOf is the nearest board or company at or above an organisation, or
// the one that it names itself (domain.md R01).
func (h *house) controllerOf(f command.Following, org register.ID) (register.ID, error) {
	seen := map[register.ID]bool{}
	for o := org; o != "" && !seen[o]; {
		seen[o] = true
		rec, err := f.Get(registers.Orgs, string(o))
		if err != nil || rec == nil {
			return org, err
		}
		if c := rec.Text("controller"); c != "" {
			return register.ID(c), nil
		}
		switch {
		case rec.Text("kind") == "board", rec.Text("kind") == "company", rec.Text("is_controller") == string(register.Yes):
			return o, nil
		}
		o = register.ID(rec.Text("parent"))
	}
	return org, nil
}

// caseOwner is the organisation that keeps a board's own case: the board, or the
// one office below it when nobody holds a deciding function at the board itself.
func (h *house) caseOwner(f command.Following, org register.ID) (register.ID, error) {
	held := func(o register.ID) (bool, error) {
		fs, err := f.Find(registers.RoleAssignments, query.And{draft.Where("org", string(o)), draft.Where("function", "isam", "head", "incident_lead"), draft.Where("status", "active")})
		return len(fs) > 0, err
	}
	if ok, err := held(org); err != nil || ok {
		return org, err
	}
	below, err := f.Find(registers.Orgs, query.And{draft.Where("parent", string(org)), draft.Where("kind", "office")})
	if err != nil {
		return org, err
	}
	var with []register.ID
	for _, o := range below {
		ok, err := held(o.ID)
		if err != nil {
			return org, err
		}
		if ok {
			with = append(with, o.ID)
		}
	}
	if len(with) == 1 {
		return with[0], nil
	}
	return org, nil
}

// findBoards lists each board that is to be told, once the incident is active.
func (h *house) findBoards(f command.Following) ([]command.Change, error) {
	inc := f.New
	if !slices.Contains(handled, inc.Text("status")) || inc.Text("origin") != "" {
		return nil, nil
	}
	p, err := h.roles(f, inc)
	if err != nil || len(p.others) == 0 {
		return nil, err
	}
	known, err := f.Find(registers.IncidentRecipients, draft.Where("incident", string(inc.ID)))
	if err != nil {
		return nil, err
	}
	var out []command.Change
	for _, b := range p.others {
		if !slices.ContainsFunc(known, func(k *register.Record) bool { return k.Text("recipient_org") == string(b.org) }) {
			out = append(out, create(registers.IncidentRecipients, inc.Org, map[string]any{
				"incident": string(inc.ID), "recipient_org": string(b.org), "role": b.role, "secrecy": inc.Get("secrecy")}))
		}
	}
	return out, nil
}

// mayTellBoard: what is told is complete and stays as it was told; an update is
// numbered; the receiver alone acknowledges and decides, in its own case.
func (h *house) mayTellBoard(f command.Following) ([]fault.Problem, error) {
	r := f.New
	text := r.Text("text")
	update, _ := r.Number("update_no")
	switch {
	case f.Became("sent") && text == "":
		return problem("text", "text-needed", r.Ref), nil
	case r.Text("status") != "planned" && draft.HasGap(text):
		return problem("text", "text-has-gaps", r.Ref, draft.GapsIn(text)...), nil
	case f.Old == nil || f.Caller.IsSystem() || r.Text("status") == "planned":
		return nil, nil
	case f.Old.Text("status") != "planned" && (f.Changed("sent_at") || f.Changed("recipient_org") || f.Changed("incident")):
		return problem("sent_at", "sent-stays", r.Ref), nil
	case f.Old.Text("status") != "planned" && f.Changed("text"):
		if was, _ := f.Old.Number("update_no"); update <= was {
			return problem("update_no", "update-needs-number", r.Ref), nil
		}
	case f.Became("acknowledged") || f.Became("decided"):
		own, err := f.Find(registers.Incidents, draft.Where("origin", string(r.ID)))
		if err != nil || len(own) == 0 {
			return nil, err
		}
		return problem("status", "receiver-acknowledges", own[0].Ref), nil
	}
	return nil, nil
}

// boardTold opens the board's own case at its receipt, tells it of updates, and
// meets the processor's clock when every controller has been told.
func (h *house) boardTold(f command.Following) ([]command.Change, error) {
	r := f.New
	if f.Became("sent") {
		own, err := h.openCase(f)
		if err != nil {
			return nil, err
		}
		more, err := h.allTold(f)
		return append(own, more...), err
	}
	if f.Old != nil && f.Old.Text("status") != "planned" && f.Changed("text") {
		own, err := f.Find(registers.Incidents, draft.Where("origin", string(r.ID)))
		if err != nil || len(own) == 0 {
			return nil, err
		}
		n, _ := r.Number("update_no")
		return []command.Change{logLine(own[0].ID, own[0].Org, f, received(n)+r.Text("text"))}, nil
	}
	return nil, nil
}

func (h *house) openCase(f command.Following) ([]command.Change, error) {
	r := f.New
	to, err := f.Get(registers.Orgs, r.Text("recipient_org"))
	if err != nil || to == nil || to.Text("kind") == "external" {
		return nil, err // who is outside keeps its case elsewhere
	}
	inc, err := f.Get(registers.Incidents, r.Text("incident"))
	if err != nil || inc == nil {
		return nil, err
	}
	p, err := h.roles(f, inc)
	if err != nil {
		return nil, err
	}
	owner, err := h.caseOwner(f, to.ID)
	if err != nil {
		return nil, err
	}
	at := r.Moment("sent_at")
	fields := map[string]any{"title": inc.Text("title"), "origin": string(r.ID), "channel": "board", "detected_at": at, "registered_at": f.Now, "aware_at": at,
		"kind": inc.Get("kind"), "category": inc.Get("category"), "severity": inc.Get("severity"), "cause": inc.Get("cause"), "secrecy": inc.Get("secrecy"),
		"occurred_from": inc.Get("occurred_from"), "occurred_to": inc.Get("occurred_to")}
	tracks := []any{"infosec"}
	if r.Text("role") == "controller" && slices.Contains(set(inc, "tracks"), "gdpr") {
		tracks = append(tracks, "gdpr")
		fields["aware_gdpr_at"] = at // its own awareness begins at its receipt (GDPR art. 33(1), (2))
	}
	fields["tracks"] = tracks
	for _, b := range p.others {
		if b.org == to.ID {
			fields["processings"], fields["objects"] = list(b.processings), list(b.objects)
		}
	}
	ch := create(registers.Incidents, owner, fields)
	ch.NewID = register.NewID(f.Now)
	return []command.Change{ch, logLine(ch.NewID, owner, f, received(0)+r.Text("text"))}, nil
}

func list(ss []string) []any {
	out := make([]any, len(ss))
	for i, s := range ss {
		out[i] = s
	}
	return out
}

func (h *house) allTold(f command.Following) ([]command.Change, error) {
	inc := f.New.Text("incident")
	told, err := f.Find(registers.IncidentRecipients, draft.Where("incident", inc))
	if err != nil {
		return nil, err
	}
	last := f.New.Moment("sent_at")
	for _, r := range told {
		if r.Text("role") != "controller" {
			continue
		}
		if r.Text("status") == "planned" {
			return nil, nil
		}
		if t := r.Moment("sent_at"); t.After(last) {
			last = t
		}
	}
	clocks, err := h.clocksOn(f, "incident", register.ID(inc))
	var out []command.Change
	for _, c := range clocks {
		if c.Text("status") == "running" && h.def(c).MetBy == "recipients.informed" {
			out = append(out, meet(c, last, ""))
		}
	}
	return out, err
}

// answerBoard takes what a board does in its own case back to whoever told it:
// beginning to judge it is the acknowledgement, deciding is the decision.
func (h *house) answerBoard(f command.Following) ([]command.Change, error) {
	own := f.New
	if f.Old == nil || own.Text("origin") == "" {
		return nil, nil
	}
	r, err := f.Get(registers.IncidentRecipients, own.Text("origin"))
	if err != nil || r == nil {
		return nil, err
	}
	var out []command.Change
	status := r.Text("status")
	decides := f.Changed("notify_decision") && own.Text("notify_decision") != ""
	if status == "sent" && (own.Text("status") != "reported" || decides) {
		at := f.Now
		if s := r.Moment("sent_at"); s.After(at) {
			at = s // stated to the minute, ahead of the clock
		}
		fields := map[string]any{"acknowledged_at": at}
		if f.Caller.Person != "" {
			fields["acknowledged_by"] = string(f.Caller.Person)
		}
		out = append(out, change("acknowledge", r, fields))
		status = "acknowledged"
	}
	if decides {
		op, code := "decide", "notifies"
		if status == "decided" {
			op = "update"
		}
		if own.Text("notify_decision") == "do_not_notify" {
			code = "does_not_notify"
		}
		out = append(out, change(op, r, map[string]any{"own_decision": code, "own_reason": own.Get("notify_reason"), "own_decided_at": f.Now}))
	}
	return out, nil
}
