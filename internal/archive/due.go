package archive

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
	"genomlys/internal/rulebook"
	"genomlys/internal/said"
	"genomlys/internal/store"
)

// ripe tells by which condition records have been kept as long as a rule of
// retention says: {before} is the day so many months ago, {year} the year before
// which so many later reviews are decided.
type ripe struct {
	Rule     string `json:"rule"`
	Register string `json:"register"`
	Query    string `json:"query"`
}

// Due is what one rule of retention lets be disposed of.
type Due struct {
	Rule     string `json:"rule"`
	Text     Words  `json:"text"`
	Source   Words  `json:"source"`
	Register string `json:"register"`
	Title    Words  `json:"title"` // of the register
	Query    string `json:"query"`
	Says     Words  `json:"says"`
	Count    int    `json:"count"`
}

// Due tells for each rule of retention what an organisation has that is ripe.
func (d Deps) Due(ctx context.Context, c access.Caller, org register.ID, now time.Time) ([]Due, error) {
	b, err := load()
	if err != nil {
		return nil, err
	}
	book, err := rulebook.Load()
	if err != nil {
		return nil, err
	}
	h := &house{d.DB, b}
	day := h.day(now)
	out := []Due{}
	for _, rule := range book.At(clock.Date(day)).Retentions() {
		for _, x := range b.Ripe {
			if x.Rule != rule.Code || rule.Action != "dispose" {
				continue
			}
			r, ok := registerOf(d.DB.Catalogue, x.Register)
			if !ok {
				continue
			}
			text, ok, err := h.ripened(ctx, c, x.Query, rule, org, day)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			due := Due{Rule: rule.Code, Text: Words(rule.Text), Source: Words(rule.Source.Text), Register: r.Name, Title: Words(r.Title), Query: text}
			filter, p, err := sifted(ctx, d.DB, r, text, "query", now)
			if err == nil && p != nil {
				err = fault.Problems([]fault.Problem{*p})
			}
			if err != nil {
				return nil, err
			}
			says, err := said.Query(ctx, d.DB, r, text, day, now)
			if err != nil {
				return nil, err
			}
			due.Says = Words(says)
			recs, err := h.selected(ctx, c, r, filter, org)
			if err != nil {
				return nil, err
			}
			due.Count = len(recs)
			out = append(out, due)
		}
	}
	return out, nil
}

// ripened puts the day, or the year, into a rule's condition; not ok when too few
// reviews are decided for anything to be ripe.
func (h *house) ripened(ctx context.Context, c access.Caller, text string, rule rulebook.Retention, org register.ID, day register.Date) (string, bool, error) {
	text = strings.ReplaceAll(text, "{before}", string(clock.Date(day).AddMonths(-max(rule.Months, rule.MonthsTo))))
	if !strings.Contains(text, "{year}") {
		return text, true, nil
	}
	var years []int64
	of := query.Compare{Field: query.Field{Name: "org", Type: query.Ref}, Op: query.Eq, Value: string(org)}
	err := h.db.Each(ctx, c.Read(registers.ManagementReviews), store.Query{Register: registers.ManagementReviews, Filter: of}, func(rv *register.Record) error {
		if y, ok := rv.Number("year"); ok && slices.Contains([]string{"decided", "annexed", "archived"}, rv.Text("status")) && !slices.Contains(years, y) {
			years = append(years, y)
		}
		return nil
	})
	if err != nil || rule.Reviews < 1 || len(years) < rule.Reviews {
		return "", false, err
	}
	slices.SortFunc(years, func(a, b int64) int { return cmp.Compare(b, a) })
	return strings.ReplaceAll(text, "{year}", strconv.FormatInt(years[rule.Reviews-1], 10)), true, nil
}

func (d Deps) due(ctx context.Context, c room.Call) (any, error) {
	all, err := d.Due(ctx, c.Caller, register.ID(c.Params["org"]), c.Now)
	return map[string]any{"items": all}, err
}

// Disposable are the registers that records may be disposed of in.
func (d Deps) Disposable(now time.Time) ([]*register.Register, error) {
	b, err := load()
	if err != nil {
		return nil, err
	}
	h := &house{d.DB, b}
	var out []*register.Register
	for _, r := range d.DB.Catalogue.All {
		if _, ok := b.keeps(r, "", h.day(now)); !ok {
			out = append(out, r)
		}
	}
	return out, nil
}
