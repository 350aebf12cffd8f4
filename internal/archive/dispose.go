package archive

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/ledger"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
	"genomlys/internal/said"
	"genomlys/internal/store"
)

// dispose does what was decided: in one transaction the records' contents and
// salts are erased and the entry is written that says so. Then the ledger is
// anchored and the file made anew.
func (d Deps) dispose(ctx context.Context, c room.Call) (command.Receipt, error) {
	rec := c.Record
	if err := c.Caller.Decide(rec.Register, ledger.ActionDispose, rec.Org); err != nil && !c.Caller.IsSystem() {
		return command.Receipt{}, err
	}
	r, ok := registerOf(d.DB.Catalogue, rec.Text("register_name"))
	if !ok {
		return command.Receipt{}, fault.New(fault.Unknown, "no-such-register", rec.Text("register_name"))
	}
	var ids []register.ID
	for _, row := range register.As[registers.DisposalDecision](rec).Records {
		ids = append(ids, register.ID(row.ID))
	}
	entries, err := d.DB.Erasable(ctx, r, ids)
	if err != nil {
		return command.Receipt{}, err
	}
	if len(entries) == 0 {
		return command.Receipt{}, fault.Problems([]fault.Problem{problem("records", "disposal-empty", rec.Text("query"))})
	}
	fields, err := payload(rec, entries)
	if err != nil {
		return command.Receipt{}, err
	}
	fields["executed_on"] = string(c.Today())
	opt := c.Options()
	opt.Sealed = true
	opt.After = func(tx *store.Tx, _ command.Receipt) error {
		erased, err := tx.Dispose(r, ids)
		if err == nil && !slices.Equal(erased, entries) {
			err = fault.New(fault.Conflict, "changed-meanwhile", rec.Ref)
		}
		return err
	}
	rc, err := d.Commands.Do(ctx, c.Caller, opt, command.Change{Op: ledger.ActionDispose, Register: rec.Register, ID: string(rec.ID), Version: rec.Version, Fields: fields})
	if err != nil || c.Dry {
		return rc, err
	}
	return rc, d.empty(ctx, r)
}

// payload gives what the ledger asks of the entry by which others are erased.
func payload(rec *register.Record, entries []ledger.Erased) (map[string]any, error) {
	name := rec.Ref + ", " + rec.Text("legal_ref")
	if n := rec.Text("diary_no"); n != "" {
		name += ", " + n
	}
	b, err := ledger.DisposalPayload(name, entries)
	if err != nil {
		return nil, err
	}
	var out struct {
		Count                  int
		Decision, Ranges, Root string
	}
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, fmt.Errorf("read a disposal's payload: %w", err)
	}
	return map[string]any{"count": out.Count, "decision": out.Decision, "ranges": out.Ranges, "root": out.Root}, nil
}

// empty anchors the ledger and takes what was erased out of the file.
func (d Deps) empty(ctx context.Context, r *register.Register) error {
	if d.Seal != nil {
		if err := d.Seal(ctx); err != nil {
			return fmt.Errorf("sign a checkpoint after the disposal: %w", err)
		}
	}
	if err := d.DB.Scrub(ctx, r); err != nil {
		return fault.Wrap(fault.Busy, "disposed-not-scrubbed", err)
	}
	return nil
}

// scrub empties the file again, where that could not be done at the disposal.
func (d Deps) scrub(ctx context.Context, c room.Call) (command.Receipt, error) {
	if err := c.Caller.Decide(c.Record.Register, ledger.ActionDispose, c.Record.Org); err != nil && !c.Caller.IsSystem() {
		return command.Receipt{}, err
	}
	r, ok := registerOf(d.DB.Catalogue, c.Record.Text("register_name"))
	if !ok || c.Dry {
		return command.Receipt{}, nil
	}
	return command.Receipt{}, d.empty(ctx, r)
}

// Preview is what a disposal would reach.
type Preview struct {
	Register string                     `json:"register"`
	Says     Words                      `json:"says"` // the query, in words
	Count    int                        `json:"count"`
	Changes  int                        `json:"changes"` // in the ledger
	Most     int                        `json:"most"`    // records that one decision may take
	Records  []registers.DisposedRecord `json:"records"`
	Hinders  []Hinder                   `json:"hinders"`
	Reviews  map[string][]string        `json:"reviews"` // decided reviews with the figures that count any of them
}

func (d Deps) preview(ctx context.Context, c room.Call) (any, error) {
	return d.Preview(ctx, c.Caller, register.ID(c.Params["org"]), c.Params["register"], c.Params["query"], c.Now)
}

// Preview tells what a disposal would reach and what stands in its way.
func (d Deps) Preview(ctx context.Context, c access.Caller, org register.ID, name, text string, now time.Time) (Preview, error) {
	b, err := load()
	if err != nil {
		return Preview{}, err
	}
	h := &house{d.DB, b}
	name = strings.TrimSpace(name)
	r, ok := registerOf(d.DB.Catalogue, name)
	if !ok {
		return Preview{}, fault.Problems([]fault.Problem{problem("register", "disposal-no-register", name)})
	}
	filter, p, err := sifted(ctx, d.DB, r, text, "query", now)
	if err == nil && p != nil {
		err = fault.Problems([]fault.Problem{*p})
	}
	if err != nil {
		return Preview{}, err
	}
	says, err := said.Query(ctx, d.DB, r, text, h.day(now), now)
	if err != nil {
		return Preview{}, err
	}
	recs, err := h.selected(ctx, c, r, filter, org)
	if err != nil {
		return Preview{}, err
	}
	all := recs
	if len(recs) <= b.Most {
		if all, err = h.whole(ctx, r, recs); err != nil {
			return Preview{}, err
		}
	}
	out := Preview{Register: r.Name, Says: Words(says), Count: len(all), Most: b.Most, Hinders: []Hinder{}}
	ids := make([]register.ID, len(recs))
	for i, rec := range recs {
		ids[i] = rec.ID
	}
	entries, err := d.DB.Erasable(ctx, r, ids)
	if err != nil && !fault.Is(err, fault.Conflict) { // a register that is kept is said to be so below
		return Preview{}, err
	}
	out.Changes = len(entries)
	if out.Records, err = h.tombstones(ctx, all); err != nil {
		return Preview{}, err
	}
	hs, err := h.hinders(ctx, r, recs, h.day(now), 0)
	if err != nil {
		return Preview{}, err
	}
	out.Hinders = append(out.Hinders, hs...)
	out.Reviews, err = h.counted(ctx, c, recs)
	return out, err
}
