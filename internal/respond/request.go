package respond

import (
	"context"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/method/clock"
	"genomlys/internal/method/rights"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// requestRules: who asks is kept elsewhere, an extension is told in time with
// its reason, and an answer that says no tells why and how to appeal
// (GDPR art. 12(3)–(4), domain.md R25).
func (h *house) requestRules(f command.Following) ([]fault.Problem, error) {
	r := f.New
	var ps []fault.Problem
	need := func(bad bool, field, code, value string, allowed ...string) {
		if bad {
			ps = append(ps, problem(field, code, value, allowed...)...)
		}
	}
	for _, field := range []string{"title", "requester_kept_at", "scope", "notes"} {
		need(HasIdentityNumber(r.Text(field)), field, "identity-kept-apart", "")
	}
	gone := f.Changed("requester_disposed_on") && r.Text("requester_disposed_on") != ""
	need(gone && r.Text("status") != "answered" && r.Text("status") != "withdrawn", "requester_disposed_on", "requester-needed-still", r.Ref)
	if f.Old != nil && f.Old.Text("status") == "answered" && r.Text("status") == "answered" {
		need(f.Changed("answer") || f.Changed("answered_on") || f.Changed("outcome"), "answer", "sent-stays", r.Ref)
	}
	if r.Text("extended") == string(register.Yes) && (f.Changed("extended") || f.Changed("told_on")) {
		need(r.Text("extension_reason") == "", "extension_reason", "reason-needed", r.Ref)
		need(r.Text("told_on") == "", "told_on", "extension-must-be-told", r.Text("due_on"))
		if j, ok := h.judge(r); ok && slices.Contains(j.Reasons, rights.ToldTooLate) {
			need(true, "told_on", "extension-told-too-late", string(j.First))
		}
	}
	if f.Became("answered") {
		need(r.Text("identity") != "verified" && r.Text("identity") != "not_needed", "identity", "identity-needed", r.Ref)
		no := r.Text("outcome") == "refused" || r.Text("outcome") == "partly"
		need(no && r.Text("refusal_reason") == "", "refusal_reason", "reason-needed", r.Ref)
		need(no && r.Text("appeal_info") != string(register.Yes), "appeal_info", "appeal-info-needed", r.Ref)
		need(r.Text("answer") == "", "answer", "text-needed", r.Ref)
		need(draft.HasGap(r.Text("answer")), "answer", "text-has-gaps", r.Ref, draft.GapsIn(r.Text("answer"))...)
	}
	return ps, nil
}

// judge judges a request's time as of the day it was answered or told of.
func (h *house) judge(r *register.Record) (rights.Judgement, bool) {
	q := register.As[registers.SubjectRequest](r)
	for _, d := range h.book.At(clock.Date(q.ReceivedOn)).Clocks() {
		if d.Event == "request_received" {
			req := rights.Request{Received: clock.Date(q.ReceivedOn), Answered: clock.Date(q.AnsweredOn)}
			if q.Extended == register.Yes {
				req.Extended = clock.Date(q.ToldOn)
			}
			return rights.Judge(req, d.Def(), max(req.Received, req.Answered, req.Extended)), true
		}
	}
	return rights.Judgement{}, false
}

// requestClocks runs the month of the answer, its extension, and the duty to
// tell recipients (GDPR art. 12(3), 19).
func (h *house) requestClocks(f command.Following) ([]command.Change, error) {
	r := f.New
	clocks, err := h.clocksOn(f, "subject_request", r.ID)
	if err != nil {
		return nil, err
	}
	day := clock.Date(r.Text("received_on"))
	var out []command.Change
	for _, d := range h.book.At(day).Clocks() {
		c := of(clocks, d.Code)
		switch d.Event {
		case "request_received":
			if c == nil {
				out = append(out, start(d.Code, "subject_request", r, day.Start()))
				continue
			}
			if f.Old != nil && f.Changed("received_on") {
				more, now, err := h.corrected(f, c, day.Start(), "Dagen då begäran kom in rättades från "+f.Old.Text("received_on")+" till "+string(day)+".")
				if err != nil {
					return nil, err
				}
				out, c = append(out, more...), now
			}
			out = append(out, h.answering(f, c)...)
		case "rectified":
			corrects := slices.Contains([]string{"16", "17", "18"}, r.Text("article")) && (r.Text("outcome") == "granted" || r.Text("outcome") == "partly")
			switch {
			case c == nil && f.Became("answered") && corrects:
				out = append(out, start(d.Code, "subject_request", r, clock.Date(r.Text("answered_on")).Start()))
			case c != nil && c.Text("status") == "running" && r.Text("recipients_informed_on") != "":
				out = append(out, meet(c, clock.Date(r.Text("recipients_informed_on")).End(), ""))
			}
		}
	}
	if f.Old != nil && f.Changed("received_on") {
		if j, ok := h.judge(r); ok && r.Text("due_on") != string(j.First) {
			out = append(out, change("update", r, map[string]any{"due_on": string(j.First)}))
		}
	}
	return out, nil
}

func (h *house) answering(f command.Following, c *register.Record) []command.Change {
	r := f.New
	if c.Text("status") != "running" {
		return nil
	}
	var out []command.Change
	if r.Text("extended") == string(register.Yes) && c.Text("extended") != string(register.Yes) && r.Text("told_on") != "" {
		out = append(out, change("update", c, map[string]any{"extended": "yes", "extension_reason": r.Get("extension_reason"),
			"extension_told_at": clock.Date(r.Text("told_on")).Start()}))
	}
	switch {
	case f.Became("answered"):
		// A day's act is in time on the whole day, so it is taken at its beginning.
		at := clock.Date(r.Text("answered_on")).Start()
		if at.Before(c.Moment("started_at")) {
			at = c.Moment("started_at")
		}
		out = append(out, meet(c, at, r.Text("extension_reason")))
	case f.Became("withdrawn"):
		if by := f.Caller.Acting(r.Org); by != "" {
			out = append(out, change("waive", c, map[string]any{"waived_reason": "Den som frågade återtog sin begäran.", "waived_by": by}))
		}
	}
	return out
}

// SearchItem is a processing that may hold data on the kind of person who asks,
// with the objects to search.
type SearchItem struct {
	Processing *register.Record
	Objects    []*register.Record
	Named      bool // the request itself names it
}

// Search lists what to search for a request: the processings of the office that
// concern this kind of person, and those the request names. Without a kind every
// processing that is not ended is listed. What the office does on behalf of
// others is theirs to answer for (art. 15(1), 28(3)(e)) and is listed when named.
func Search(ctx context.Context, d draft.Deps, c access.Caller, request string) ([]SearchItem, error) {
	r, err := d.DB.Get(ctx, c.Read(registers.SubjectRequests), registers.SubjectRequests, request, d.AsOf, d.KnownAt)
	if err != nil {
		return nil, err
	}
	kinds, named := set(r, "subject_categories"), register.IDs(r.LinksOf("processings"))
	var filter query.Checked = query.And{draft.Where("org", string(r.Org))}
	var out []SearchItem
	err = d.DB.Each(ctx, c.Read(registers.Processings), store.Query{Register: registers.Processings, Filter: filter, AsOf: d.AsOf, KnownAt: d.KnownAt}, func(p *register.Record) error {
		is := slices.Contains(named, string(p.ID))
		hits := slices.ContainsFunc(set(p, "data_subjects"), func(k string) bool { return slices.Contains(kinds, k) })
		ours := p.Text("role") != "processor"
		if p.Text("status") != "ended" && (is || ours && (hits || len(kinds) == 0 && len(named) == 0)) {
			out = append(out, SearchItem{Processing: p, Named: is})
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i := range out {
		for _, l := range out[i].Processing.LinksOf("objects") {
			o, err := d.DB.Get(ctx, c.Read(registers.Objects), registers.Objects, string(l.To), d.AsOf, d.KnownAt)
			if err == nil {
				out[i].Objects = append(out[i].Objects, o)
			} else if !fault.Is(err, fault.Unknown) {
				return nil, err
			}
		}
	}
	return out, nil
}

// Lingering lists the requests that are over while the data on who asked are
// still kept: such are disposed of at once (domain.md 5.4), before the request is.
func Lingering(ctx context.Context, d draft.Deps, c access.Caller, org string) ([]*register.Record, error) {
	filter := query.And{draft.Where("status", "answered", "withdrawn"), query.Not{Of: query.Empty{Field: query.Field{Name: "requester_kept_at", Type: query.Text}}},
		query.Empty{Field: query.Field{Name: "requester_disposed_on", Type: query.Date}}}
	if org != "" {
		filter = append(filter, draft.Where("org", org))
	}
	var out []*register.Record
	err := d.DB.Each(ctx, c.Read(registers.SubjectRequests), store.Query{Register: registers.SubjectRequests, Filter: filter, AsOf: d.AsOf, KnownAt: d.KnownAt}, func(r *register.Record) error {
		out = append(out, r)
		return nil
	})
	return out, err
}
