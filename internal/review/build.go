package review

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/ledger"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// Build makes the review of an organisation and a year as the registers stood
// on a day, through the caller's scope. Nothing is changed. A fact that the
// registers lack prints as [saknas: …] and is told in Missing.
func Build(ctx context.Context, d Deps, caller access.Caller, req Request) (Review, error) {
	b, err := prepare(ctx, d, caller, req)
	if err != nil {
		return Review{}, err
	}
	return b.build()
}

func prepare(ctx context.Context, d Deps, caller access.Caller, req Request) (*builder, error) {
	plan, err := theOutline()
	if err != nil {
		return nil, err
	}
	if req.Lang == "" {
		req.Lang = lang.SV
	}
	b := &builder{ctx: ctx, d: d, caller: caller, req: req, plan: plan, answers: map[string]*answer{}, titles: map[string]*register.Record{}}
	size, _, err := d.DB.Root(ctx)
	if err != nil {
		return nil, err
	}
	if b.known = req.KnownAt; b.known == 0 {
		b.known = size
	}
	if err := b.place0(); err != nil {
		return nil, err
	}
	if b.req.AsOf.IsZero() || b.req.Year == 0 {
		return nil, fault.Problems([]fault.Problem{{Field: "as_of", Code: "required"}})
	}
	if b.req.Compare.IsZero() {
		b.req.Compare = b.req.AsOf.YearBefore()
	}
	b.at = d.DB.EndOfDay(b.req.AsOf)
	return b, b.findOrgs()
}

// place0 finds the record of the review that the request names, and takes from
// it what the request leaves out.
func (b *builder) place0() error {
	r := b.reg("management_review")
	scope := b.caller.Read(r)
	if b.req.ID == "" {
		recs, err := b.latest(r, fmt.Sprintf("year = %d", b.req.Year))
		if err != nil {
			return err
		}
		for _, rec := range recs {
			if rec.Org == b.req.Org {
				b.record = rec
			}
		}
	} else {
		rec, err := b.d.DB.Get(b.ctx, scope, r, string(b.req.ID), time.Time{}, b.req.KnownAt)
		if err != nil {
			return err
		}
		b.record = rec
	}
	if b.record == nil {
		return nil
	}
	b.req.ID = b.record.ID
	if b.req.Org == "" {
		b.req.Org = b.record.Org
	}
	if y, ok := b.record.Number("year"); ok && b.req.Year == 0 {
		b.req.Year = int(y)
	}
	if b.req.AsOf.IsZero() {
		b.req.AsOf = register.Date(b.record.Text("as_of"))
	}
	if b.req.Compare.IsZero() {
		b.req.Compare = register.Date(b.record.Text("compare_as_of"))
	}
	return nil
}

// latest reads what is known now, whatever day the review shows: its own
// record is made after that day.
func (b *builder) latest(r *register.Register, filter string) ([]*register.Record, error) {
	at := b.at
	b.at = time.Time{}
	defer func() { b.at = at }()
	asOf := b.req.AsOf
	if asOf.IsZero() {
		b.req.AsOf = register.DateOf(b.d.Now().In(b.d.DB.Zone))
		defer func() { b.req.AsOf = asOf }()
	}
	return b.find(r.Name, filter, "ref", "all")
}

// findOrgs finds the organisation, those below and above it, its controller
// (the nearest board or company) and last year's review.
func (b *builder) findOrgs() error {
	r := b.reg("org")
	var err error
	if b.org, err = b.get(r, string(b.req.Org)); err != nil {
		return err
	}
	if b.org == nil {
		return fault.New(fault.Unknown, "no-such-record", "org", string(b.req.Org))
	}
	b.req.Org = b.org.ID
	if b.own, err = b.d.Access.Subtree(b.ctx, b.org.ID); err != nil {
		return err
	}
	above, err := b.d.Access.Above(b.ctx, b.org.ID)
	if err != nil {
		return err
	}
	if err := b.ownHeadings(above); err != nil {
		return err
	}
	b.up = above[1:]
	b.controller = b.org
	for _, id := range above {
		rec, err := b.get(r, string(id))
		if err != nil {
			return err
		}
		if rec != nil && (rec.Text("kind") == "board" || rec.Text("kind") == "company") {
			b.controller = rec
			break
		}
	}
	recs, err := b.latest(b.reg("management_review"), fmt.Sprintf("year = %d AND status = (decided, annexed, archived)", b.req.Year-1))
	if err != nil {
		return err
	}
	for _, rec := range recs {
		if rec.Org == b.org.ID && rec.Text("decided_on") <= string(b.req.AsOf) {
			b.previous = rec
		}
	}
	return nil
}

func (b *builder) build() (Review, error) {
	l := b.req.Lang
	rv := Review{Org: b.org.Text("short"), OrgTitle: b.org.Text("title"), Year: b.req.Year, AsOf: b.req.AsOf, CompareAsOf: b.req.Compare, State: "draft", Status: "preparing",
		Language: string(l), Template: b.plan.Version, Figures: map[string]Figure{}, Inputs: map[string]string{}, Reasons: map[string]string{}, Made: b.d.Now().UTC().Truncate(time.Second)}
	if rv.Org == "" {
		rv.Org = b.org.Ref
	}
	if err := b.compute(); err != nil {
		return rv, err
	}
	for _, t := range []struct {
		to   *string
		from both
	}{{&rv.Title, b.plan.Title}, {&rv.Lead, b.plan.Lead}} {
		f, err := b.fill(t.from.in(l), nil)
		if err != nil {
			return rv, err
		}
		*t.to = plain(f.runs)
	}
	if err := b.fromRecord(&rv); err != nil {
		return rv, err
	}
	var err error
	if rv.Priorities, err = b.priorities(b.req.Year, b.req.Year+2, b.record); err != nil {
		return rv, err
	}
	if rv.Decisions, err = b.decisions(b.record); err != nil {
		return rv, err
	}
	for _, p := range b.plan.Sections {
		s, err := b.section(p, &rv)
		if err != nil {
			return rv, fmt.Errorf("section %s: %w", p.Key, err)
		}
		rv.Sections = append(rv.Sections, s)
	}
	for id, f := range b.figures {
		rv.Figures[id] = *f
	}
	b.inputs(&rv)
	rv.Missing = b.missing
	rv.Ledger, err = ledgerAt(b.ctx, b.d, b.known)
	return rv, err
}

// fromRecord takes what the review's own record says.
func (b *builder) fromRecord(rv *Review) error {
	if b.record == nil {
		return nil
	}
	rv.ID, rv.Ref, rv.Status = b.record.ID, b.record.Ref, b.record.Text("status")
	rv.DiaryNo, rv.AnnexTo = b.record.Text("diary_no"), b.record.Text("annex_to")
	rv.DecidedOn, rv.Correction = register.Date(b.record.Text("decided_on")), b.record.Text("correction_reason")
	if decided(rv.Status) {
		rv.State = "decided"
	}
	r := b.reg("role_assignment")
	for _, x := range []struct {
		field string
		to    *string
	}{{"decided_by", &rv.DecidedBy}, {"obtained_by", &rv.Obtains}, {"reporter", &rv.Reporter}} {
		id := b.record.Text(x.field)
		if id == "" {
			continue
		}
		rec, err := b.get(r, id)
		if err != nil {
			return err
		}
		if rec != nil {
			*x.to = rec.Text("title")
			if x.field == "reporter" {
				rv.Unit = rec.Text("unit")
			}
		}
	}
	return nil
}

func decided(status string) bool {
	return status == "decided" || status == "annexed" || status == "archived"
}

// written gives the sections people have worked on, by key.
func (b *builder) written() map[string]registers.ReviewSection {
	out := map[string]registers.ReviewSection{}
	if b.record == nil {
		return out
	}
	raw, _ := b.record.Get("sections").(json.RawMessage)
	var rows []registers.ReviewSection
	if json.Unmarshal(raw, &rows) == nil {
		for _, r := range rows {
			out[r.Key] = r
		}
	}
	return out
}

// ledgerAt tells where in the ledger a position is.
func ledgerAt(ctx context.Context, d Deps, size int64) (Ledger, error) {
	out := Ledger{Size: size}
	var err error
	if out.Origin, err = d.DB.Meta(ctx, "origin"); err != nil {
		return out, err
	}
	root, err := ledger.Root(size, d.DB.Prover(ctx))
	if err != nil {
		return out, fmt.Errorf("compute the ledger's root at %d: %w", size, err)
	}
	out.Root = root.String()
	public, err := d.DB.Meta(ctx, "ledger_key")
	if err != nil || public == "" {
		return out, err
	}
	if out.Key, err = ledger.Fingerprint(public); err != nil {
		return out, fmt.Errorf("read the ledger's key: %w", err)
	}
	if out.Origin == "" {
		out.Origin, _, _ = strings.Cut(public, "+")
	}
	return out, nil
}
