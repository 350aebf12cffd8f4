package archive

import (
	"slices"
	"strconv"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/ledger"
	"genomlys/internal/register"
)

// What a proposal asks for, what the product makes of it, and what only the
// execution sets.
var (
	askedFields    = []string{"register_name", "query", "legal_ref"}
	listedFields   = []string{"records", "records_n"}
	executedFields = []string{"count", "decision", "ranges", "root", "executed_on"}
)

// mayPropose holds what a proposal is: a register, a query that finds records of
// the organisation, and a list that the product makes of them.
func (h *house) mayPropose(f command.Following) ([]fault.Problem, error) {
	var ps []fault.Problem
	for _, name := range listedFields {
		if f.Changed(name) && !(f.Caller.IsSystem() && f.Old != nil && f.Old.Text("status") == "proposed") {
			ps = append(ps, problem(name, "disposal-list-is-made", ""))
		}
	}
	for _, name := range executedFields {
		if f.Changed(name) && !f.Sealed {
			ps = append(ps, problem(name, "disposal-by-executing", ""))
		}
	}
	if f.Old != nil && f.Old.Text("status") != "proposed" {
		for _, name := range append(slices.Clone(askedFields), "decided_by", "second_by", "decided_on") {
			if f.Changed(name) {
				ps = append(ps, problem(name, "disposal-decided-stands", f.New.Ref))
			}
		}
		return ps, nil
	}
	if !asks(f) {
		return ps, nil
	}
	_, more, err := h.found(f)
	return append(ps, more...), err
}

func asks(f command.Following) bool {
	return f.New.Text("status") == "proposed" && (f.Old == nil || f.Changed("register_name") || f.Changed("query"))
}

// found gives what the proposal's query finds with what hangs on it, or what is
// wrong with it.
func (h *house) found(f command.Following) ([]*register.Record, []fault.Problem, error) {
	name := f.New.Text("register_name")
	r, ok := registerOf(h.db.Catalogue, name)
	if !ok {
		return nil, []fault.Problem{problem("register_name", "disposal-no-register", name)}, nil
	}
	filter, p, err := sifted(f.Ctx, h.db, r, f.New.Text("query"), "query", f.Now)
	if err != nil {
		return nil, nil, err
	}
	if p != nil {
		return nil, []fault.Problem{*p}, nil
	}
	recs, err := h.selected(f.Ctx, f.Caller, r, filter, f.New.Org)
	switch {
	case err != nil:
		return nil, nil, err
	case len(recs) == 0:
		return nil, []fault.Problem{problem("query", "disposal-empty", f.New.Text("query"))}, nil
	}
	all := recs
	if len(recs) <= h.book.Most { // those alone may be too many
		if all, err = h.whole(f.Ctx, r, recs); err != nil {
			return nil, nil, err
		}
	}
	if len(all) > h.book.Most {
		return nil, []fault.Problem{problem("query", "disposal-too-many", strconv.Itoa(len(all)), strconv.Itoa(h.book.Most))}, nil
	}
	return all, nil, nil
}

// list freezes what the proposal finds: that, and no more, is what is decided.
func (h *house) list(f command.Following) ([]command.Change, error) {
	if !asks(f) {
		return nil, nil
	}
	recs, ps, err := h.found(f)
	if err != nil || len(ps) > 0 {
		return nil, err
	}
	rows, err := h.tombstones(f.Ctx, recs)
	if err != nil {
		return nil, err
	}
	fields := map[string]any{"records": rows, "records_n": len(rows)}
	if f.New.Text("proposed_on") == "" {
		fields["proposed_on"] = string(h.day(f.Now))
	}
	// What nobody gave a title is called after the register, as people call it.
	if r, ok := registerOf(h.db.Catalogue, f.New.Text("register_name")); ok && f.New.Text("title") == "Gallring "+f.New.Text("register_name") {
		fields["title"] = "Gallring: " + r.Title.SV
	}
	return []command.Change{{Op: "update", Register: f.New.Register, ID: string(f.New.ID), Fields: fields}}, nil
}

// mayDecide holds the four eyes of a disposal (domain.md 2): whoever proposed it
// does not decide it, another person than the decider stands behind it, and both
// do so in functions that they hold.
func (h *house) mayDecide(f command.Following) ([]fault.Problem, error) {
	var ps []fault.Problem
	if f.Changed("second_by") && f.New.Text("second_by") != "" {
		_, more, err := h.signs(f, "second_by", nil)
		if err != nil {
			return nil, err
		}
		ps = append(ps, more...)
	}
	if !f.Became("decided") {
		return ps, nil
	}
	decider, more, err := h.signs(f, "decided_by", access.Decisions["disposal_decision.decide"])
	if err != nil {
		return nil, err
	}
	ps = append(ps, more...)
	second, err := function(h.db, f, f.New.Text("second_by"))
	if err != nil {
		return nil, err
	}
	if decider != nil && second != nil && decider.Text("person") == second.Text("person") {
		ps = append(ps, problem("second_by", "archive-second-is-first", second.Text("title")))
	}
	if f.Old == nil {
		return append(ps, problem("status", "disposal-not-proposed", "")), nil
	}
	who, _, err := h.took(f, "proposed")
	if err != nil {
		return nil, err
	}
	if who == f.Caller.Actor() {
		ps = append(ps, problem("decided_by", "disposal-own-proposal", f.New.Ref))
	}
	more, err = h.stands(f)
	return append(ps, more...), err
}

// stands tells what is in the way of the records that are listed.
func (h *house) stands(f command.Following) ([]fault.Problem, error) {
	r, ok := registerOf(h.db.Catalogue, f.New.Text("register_name"))
	if !ok {
		return []fault.Problem{problem("register_name", "disposal-no-register", f.New.Text("register_name"))}, nil
	}
	recs, gone, err := h.listed(f.Ctx, r, f.New)
	if err != nil {
		return nil, err
	}
	var ps []fault.Problem
	if len(recs) == 0 {
		ps = append(ps, problem("records", "disposal-empty", f.New.Text("query")))
	}
	for _, ref := range gone {
		ps = append(ps, problem("records", "disposal-gone", ref))
	}
	// A record that has been worked on since it was listed is another matter than
	// the one proposed.
	_, listed, err := h.took(f, "proposed")
	if err != nil {
		return nil, err
	}
	hs, err := h.hinders(f.Ctx, r, recs, h.day(f.Now), listed)
	return append(ps, problems(hs)...), err
}

// took tells who brought a decision to a state, and at which position of the
// ledger it was written last while in it; no one when it was loaded from a file,
// which proves nobody's decision here.
func (h *house) took(f command.Following, status string) (who string, position int64, err error) {
	vs, err := h.db.History(f.Ctx, f.All(f.New.Register), f.New.Register, f.New.ID)
	was := ""
	for _, v := range vs {
		now := v.Record.Text("status")
		if now == status {
			position = v.Record.Version
			if was != status {
				who = v.Entry.Actor
				if v.Entry.Via == "import" {
					who = ""
				}
			}
		}
		was = now
	}
	return who, position, err
}

// mayDispose holds that records are disposed of by the act that erases them, of
// what two persons have decided here.
func (h *house) mayDispose(f command.Following) ([]fault.Problem, error) {
	if !f.Became("executed") && f.Op != ledger.ActionDispose {
		return nil, nil
	}
	if !f.Sealed || f.Old == nil || f.Op != ledger.ActionDispose {
		return []fault.Problem{problem("status", "disposal-by-executing", "")}, nil
	}
	proposer, _, err := h.took(f, "proposed")
	if err != nil {
		return nil, err
	}
	decider, _, err := h.took(f, "decided")
	if err != nil {
		return nil, err
	}
	if proposer == "" || decider == "" || proposer == decider {
		return []fault.Problem{problem("decided_by", "disposal-not-decided-here", f.New.Ref)}, nil
	}
	return h.stands(f)
}
