package archive

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// selected gives the records of one organisation that a query finds among those
// the caller sees. The ledger asks that a disposal and what it erases belong to
// the same organisation.
func (h *house) selected(ctx context.Context, c access.Caller, r *register.Register, filter query.Checked, org register.ID) ([]*register.Record, error) {
	own := query.Checked(query.Compare{Field: query.Field{Name: "org", Type: query.Ref}, Op: query.Eq, Value: string(org)})
	if filter != nil {
		own = query.And{own, filter}
	}
	var out []*register.Record
	err := h.db.Each(ctx, c.Read(r), store.Query{Register: r, Filter: own}, func(rec *register.Record) error {
		out = append(out, rec)
		return nil
	})
	return out, err
}

// Hinder is why a record may not be disposed of now.
type Hinder struct {
	Ref  string `json:"ref"`
	Code string `json:"code"`
	By   string `json:"by"` // the record, state or tag that stands in the way
}

// hinders tells what stands in the way of disposing of records. decided is the
// ledger position of the decision, 0 before there is one.
func (h *house) hinders(ctx context.Context, r *register.Register, recs []*register.Record, day register.Date, decided int64) ([]Hinder, error) {
	var out []Hinder
	if k, ok := h.book.keeps(r, "", day); ok {
		return []Hinder{{r.Name, "disposal-kept", k.Source}}, nil
	}
	ids := make([]register.ID, len(recs))
	for i, rec := range recs {
		ids[i] = rec.ID
	}
	hung, err := h.db.Hanging(ctx, r, ids)
	if err != nil {
		return nil, err
	}
	refs := map[string]register.ID{}
	for _, rec := range slices.Concat(recs, hung) {
		refs[rec.Ref] = rec.ID
		if len(recs) > 0 && rec.Org != recs[0].Org {
			out = append(out, Hinder{rec.Ref, "disposal-hangs-elsewhere", rec.Ref})
		}
		if k, ok := h.book.keeps(rec.Register, rec.Text("status"), day); ok && rec.Text("status") != "" {
			out = append(out, Hinder{rec.Ref, "disposal-kept", k.Source})
		}
		tags, _ := rec.Get("tags").([]string)
		for _, tag := range tags {
			if slices.Contains(h.book.HoldTags, strings.ToLower(tag)) {
				out = append(out, Hinder{rec.Ref, "disposal-held", tag})
			}
		}
		if decided > 0 && rec.Version > decided {
			out = append(out, Hinder{rec.Ref, "disposal-changed-since", strconv.FormatInt(rec.Version, 10)})
		}
	}
	lean, err := h.db.Leaning(ctx, r, ids, 50)
	if err != nil {
		return nil, err
	}
	for _, l := range lean {
		if l.Register == r && slices.Contains(ids, l.ID) {
			continue
		}
		i := slices.Index(ids, l.To)
		out = append(out, Hinder{recs[i].Ref, "disposal-leaned-on", l.Ref})
	}
	asked, err := h.asked(ctx, refs)
	return append(out, asked...), err
}

// asked finds records that somebody has asked to be handed out and not been
// answered about: such are not disposed of meanwhile.
func (h *house) asked(ctx context.Context, refs map[string]register.ID) ([]Hinder, error) {
	var out []Hinder
	err := h.db.Each(ctx, access.System().Read(registers.Disclosures), store.Query{Register: registers.Disclosures}, func(rec *register.Record) error {
		if !slices.Contains(h.book.Pending, rec.Text("status")) {
			return nil
		}
		for _, row := range register.As[registers.Disclosure](rec).Records {
			if _, ok := refs[row.Record]; ok {
				out = append(out, Hinder{row.Record, "disposal-asked-for", rec.Ref})
			}
		}
		return nil
	})
	return out, err
}

// problems turns what stands in the way into what is wrong with a decision.
func problems(hs []Hinder) []fault.Problem {
	var out []fault.Problem
	for i, x := range hs {
		if i == 50 {
			break
		}
		out = append(out, fault.Problem{Field: "records", Code: x.Code, Value: x.Ref, Allowed: []string{x.By}})
	}
	return out
}

// tombstones gives what is left of records, as the decision lists them.
func (h *house) tombstones(ctx context.Context, recs []*register.Record) ([]registers.DisposedRecord, error) {
	out := make([]registers.DisposedRecord, len(recs))
	ids := map[*register.Register][]register.ID{}
	for _, rec := range recs {
		ids[rec.Register] = append(ids[rec.Register], rec.ID)
	}
	first := map[register.ID]time.Time{}
	for r, of := range ids {
		began, err := h.db.Began(ctx, r, of)
		if err != nil {
			return nil, err
		}
		maps.Copy(first, began)
	}
	for i, rec := range recs {
		out[i] = registers.DisposedRecord{ID: string(rec.ID), Ref: rec.Ref, First: string(h.day(first[rec.ID])), Last: string(h.day(rec.Since))}
	}
	return out, nil
}

func (h *house) day(t time.Time) register.Date { return register.DateOf(t.In(h.db.Zone)) }

// whole gives records with what hangs on them, which goes where they go.
func (h *house) whole(ctx context.Context, r *register.Register, recs []*register.Record) ([]*register.Record, error) {
	ids := make([]register.ID, len(recs))
	for i, rec := range recs {
		ids[i] = rec.ID
	}
	hung, err := h.db.Hanging(ctx, r, ids)
	return slices.Concat(recs, hung), err
}

// listed reads the records that a decision names, but for what hangs on them,
// and tells which are gone.
func (h *house) listed(ctx context.Context, r *register.Register, decision *register.Record) (recs []*register.Record, gone []string, err error) {
	rows := register.As[registers.DisposalDecision](decision).Records
	ids := make([]string, len(rows))
	for i, row := range rows {
		ids[i] = row.ID
	}
	found := map[string]*register.Record{}
	for part := range slices.Chunk(ids, 200) {
		in := query.In{Field: query.Field{Name: "id", Type: query.Ref}}
		for _, id := range part {
			in.Values = append(in.Values, id)
		}
		err := h.db.Each(ctx, access.System().Read(r), store.Query{Register: r, Filter: in}, func(rec *register.Record) error {
			found[string(rec.ID)] = rec
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	var other []register.ID
	for _, row := range rows {
		if found[row.ID] == nil {
			other = append(other, register.ID(row.ID))
		}
	}
	where, err := h.db.RegistersOf(ctx, other)
	if err != nil {
		return nil, nil, err
	}
	for _, row := range rows {
		if rec := found[row.ID]; rec != nil {
			recs = append(recs, rec)
		} else if in := where[register.ID(row.ID)]; in == nil || in == r {
			gone = append(gone, row.Ref)
		}
	}
	return recs, gone, nil
}

// counted tells in which decided reviews' frozen figures records are. They stay
// there as the review was decided; only their contents are gone.
func (h *house) counted(ctx context.Context, c access.Caller, recs []*register.Record) (map[string][]string, error) {
	out := map[string][]string{}
	refs := map[string]bool{}
	for _, rec := range recs {
		refs[rec.Ref] = true
	}
	reg := registers.ManagementReviews
	err := h.db.Each(ctx, c.Read(reg), store.Query{Register: reg}, func(rv *register.Record) error {
		for _, file := range register.As[registers.ManagementReview](rv).Frozen {
			if !strings.HasPrefix(file.Name, "sv/") || !strings.HasSuffix(file.Name, ".json") {
				continue
			}
			b, _, err := h.db.Frozen(ctx, string(rv.ID), file.Name, 0)
			if err != nil {
				return err
			}
			var body struct {
				Figures map[string]struct {
					Records []string `json:"records"`
				} `json:"figures"`
			}
			if err := json.Unmarshal(b, &body); err != nil {
				return err
			}
			for id, f := range body.Figures {
				if slices.ContainsFunc(f.Records, func(r string) bool { return refs[r] }) {
					out[rv.Ref] = append(out[rv.Ref], id)
				}
			}
			slices.Sort(out[rv.Ref])
		}
		return nil
	})
	return out, err
}
