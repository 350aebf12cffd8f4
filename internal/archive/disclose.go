package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
	"genomlys/internal/store"
)

// examine takes records into a request for documents, each with the fields that
// a secrecy mark covers. Marks are warnings: whoever examines may mask more, or
// less with a reason, until it is decided.
func (d Deps) examine(ctx context.Context, c room.Call) (command.Receipt, error) {
	found, err := d.asked(ctx, c)
	if err != nil {
		return command.Receipt{}, err
	}
	position, err := d.DB.Position(ctx)
	if err != nil {
		return command.Receipt{}, err
	}
	rows := register.As[registers.Disclosure](c.Record).Records
	for _, rec := range found {
		row := registers.DisclosedRecord{Record: rec.Ref, Blanked: strings.Join(marks(rec), ", "), Provision: provision(rec, lang.SV)}
		if i := slices.IndexFunc(rows, func(r registers.DisclosedRecord) bool { return r.Record == rec.Ref }); i >= 0 {
			rows[i] = row
		} else {
			rows = append(rows, row)
		}
	}
	op := "update"
	if c.Record.Text("status") == "received" {
		op = "assess"
	}
	fields := map[string]any{"records": rows, "blanked_n": count(rows), "position": int(position)}
	return d.Commands.Do(ctx, c.Caller, c.Options(), command.Change{Op: op, Register: c.Record.Register, ID: c.ID(), Version: c.Record.Version, Fields: fields})
}

func count(rows []registers.DisclosedRecord) int {
	n := 0
	for _, r := range rows {
		n += len(split(r.Blanked))
	}
	return n
}

// asked finds the records that are to be examined: by human number, or by a
// query over a register.
func (d Deps) asked(ctx context.Context, c room.Call) ([]*register.Record, error) {
	var out []*register.Record
	for _, ref := range split(c.Params["records"]) {
		rec, err := d.byRef(ctx, c.Caller, ref, 0)
		if err != nil {
			return nil, err
		}
		if rec == nil {
			return nil, fault.Problems([]fault.Problem{problem("records", "no-such-record", ref)})
		}
		out = append(out, rec)
	}
	name := strings.TrimSpace(c.Params["register"])
	if name != "" {
		r, ok := registerOf(d.DB.Catalogue, name)
		if !ok {
			return nil, fault.Problems([]fault.Problem{problem("register", "disposal-no-register", name)})
		}
		filter, p, err := sifted(ctx, d.DB, r, c.Params["query"], "query", c.Now)
		if err == nil && p != nil {
			err = fault.Problems([]fault.Problem{*p})
		}
		if err != nil {
			return nil, err
		}
		err = d.DB.Each(ctx, c.Caller.Read(r), store.Query{Register: r, Filter: filter}, func(rec *register.Record) error {
			out = append(out, rec)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	b, err := load()
	if err != nil {
		return nil, err
	}
	switch {
	case len(out) == 0:
		return nil, fault.Problems([]fault.Problem{problem("records", "disclosure-finds-nothing", "")})
	case len(out) > b.Most:
		return nil, fault.Problems([]fault.Problem{problem("query", "disposal-too-many", strconv.Itoa(len(out)), strconv.Itoa(b.Most))})
	}
	return out, nil
}

// byRef finds a record of any register by its human number, as it was known at a
// position; nil when there is none to see.
func (d Deps) byRef(ctx context.Context, c access.Caller, ref string, known int64) (*register.Record, error) {
	prefix, _, _ := strings.Cut(ref, "-")
	for _, own := range []bool{true, false} { // numbers from imports may bear any form
		for _, r := range d.DB.Catalogue.All {
			if (r.Prefix == prefix) != own {
				continue
			}
			p, err := d.DB.Find(ctx, c.Read(r), store.Query{Register: r, KnownAt: known, Limit: 1,
				Filter: query.Compare{Field: query.Field{Name: "ref", Type: query.Text}, Op: query.Eq, Value: ref}})
			if err != nil {
				return nil, err
			}
			if len(p.Records) > 0 {
				return p.Records[0], nil
			}
		}
	}
	return nil, nil
}

// mayDisclose holds how a request is decided: in a function that the decider
// holds, with an outcome that agrees with what is masked, and with reasons and
// how to appeal where anything is refused (OSL 6:3, förvaltningslagen 32–33 §§).
func (h *house) mayDisclose(f command.Following) ([]fault.Problem, error) {
	var ps []fault.Problem
	if f.Became("delivered") && !f.Sealed || f.Changed("digest") && !f.Sealed {
		ps = append(ps, problem("status", "disclosure-by-handing-out", ""))
	}
	if f.Old != nil && slices.Contains([]string{"decided", "delivered"}, f.Old.Text("status")) {
		for _, name := range []string{"records", "blanked_n", "outcome", "legal_basis", "decided_by", "decided_on", "position", "reason"} {
			if f.Changed(name) {
				ps = append(ps, problem(name, "disclosure-decided-stands", f.New.Ref))
			}
		}
		return ps, nil
	}
	if !f.Became("decided") {
		return ps, nil
	}
	_, more, err := h.signs(f, "decided_by", nil)
	if err != nil {
		return nil, err
	}
	ps = append(ps, more...)
	x := register.As[registers.Disclosure](f.New)
	if int64(count(x.Records)) != x.BlankedN.N {
		ps = append(ps, problem("blanked_n", "disclosure-count-differs", strconv.Itoa(count(x.Records))))
	}
	hands := x.Outcome == "released" || x.Outcome == "partly"
	switch {
	case hands && len(x.Records) == 0:
		ps = append(ps, problem("records", "disclosure-finds-nothing", ""))
	case x.Outcome == "released" && count(x.Records) > 0:
		ps = append(ps, problem("outcome", "disclosure-is-partly", strconv.Itoa(count(x.Records)), "partly"))
	case x.Outcome == "partly" && count(x.Records) == 0:
		ps = append(ps, problem("outcome", "disclosure-is-whole", "", "released"))
	}
	if (x.Outcome == "partly" || x.Outcome == "refused") && x.AppealInfo != "yes" {
		ps = append(ps, problem("appeal_info", "disclosure-needs-appeal", ""))
	}
	if !hands {
		return ps, nil
	}
	more, err = h.shown(f, x)
	return append(ps, more...), err
}

// shown checks the rows against the records' marks: what is marked and not
// masked is released against a warning, which needs a reason, and somebody who
// may see it.
func (h *house) shown(f command.Following, x *registers.Disclosure) ([]fault.Problem, error) {
	d := Deps{DB: h.db}
	var ps []fault.Problem
	for _, row := range x.Records {
		rec, err := d.byRef(f.Ctx, f.Caller, row.Record, x.Position.N)
		if err != nil {
			return nil, err
		}
		if rec == nil {
			ps = append(ps, problem("records", "no-such-record", row.Record))
			continue
		}
		masked := split(row.Blanked)
		for _, name := range masked {
			if _, ok := rec.Register.Field(name); !ok {
				ps = append(ps, problem("records", "disclosure-no-field", row.Record+" "+name))
			}
		}
		if len(masked) > 0 && row.Provision == "" {
			ps = append(ps, problem("records", "disclosure-needs-provision", row.Record))
		}
		for _, name := range marks(rec) {
			switch {
			case slices.Contains(masked, name):
			case slices.Contains(rec.Masked, name):
				ps = append(ps, problem("records", "disclosure-not-yours-to-show", row.Record+" "+name))
			case x.Reason == "":
				ps = append(ps, problem("reason", "disclosure-release-needs-reason", row.Record+" "+name))
			}
		}
	}
	return ps, nil
}

// handOut makes the copy, notes its digest and that it was delivered. The copy
// itself is not kept: it can be made anew, byte for byte, until the records are
// disposed of.
func (d Deps) handOut(ctx context.Context, c room.Call) (command.Receipt, error) {
	format := c.Params["format"]
	if format == "" {
		format = "pdf"
	}
	b, err := d.file(ctx, c, format)
	if err != nil {
		return command.Receipt{}, err
	}
	sum := sha256.Sum256(b)
	opt := c.Options()
	opt.Sealed = true
	return d.Commands.Do(ctx, c.Caller, opt, command.Change{Op: "deliver", Register: c.Record.Register, ID: c.ID(), Version: c.Record.Version,
		Fields: map[string]any{"delivered_on": string(c.Today()), "digest": fmt.Sprintf("%s %s %s", format, c.Lang, hex.EncodeToString(sum[:]))}})
}
