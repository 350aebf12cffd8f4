package review

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// ownHeadings finds the words that the organisation, or the nearest above it,
// has of its own for headings of the outline. They are those that held on the
// day of the decision, and until then those that hold today: a heading says
// nothing of the day of the figures.
func (b *builder) ownHeadings(above []register.ID) error {
	day := register.DateOf(b.d.Now().In(b.d.DB.Zone))
	if b.record != nil && b.record.Text("decided_on") != "" {
		day = register.Date(b.record.Text("decided_on"))
	}
	b.headings = map[string]both{}
	nearest, from := map[string]int{}, map[string]string{}
	q := store.Query{Register: registers.Settings, KnownAt: b.known,
		Filter: query.Compare{Field: query.Field{Name: "status", Type: query.Choice}, Op: query.Eq, Value: "adopted"}}
	err := b.d.DB.Each(b.ctx, access.System().Read(registers.Settings), q, func(rec *register.Record) error {
		key, ok := strings.CutPrefix(rec.Text("code"), registers.HeadingCodes)
		at, since := slices.Index(above, rec.Org), rec.Text("valid_from")
		if !ok || at < 0 || since > string(day) {
			return nil
		}
		if was, had := nearest[key]; had && (was < at || was == at && from[key] > since) {
			return nil
		}
		var own both
		if err := json.Unmarshal([]byte(rec.Text("value")), &own); err != nil {
			return fmt.Errorf("read the heading of %s: %w", rec.Ref, err)
		}
		nearest[key], from[key], b.headings[key] = at, since, own
		return nil
	})
	if err != nil {
		return fmt.Errorf("read own headings: %w", err)
	}
	return nil
}

// heading says a section's heading: the office's own words, else the outline's.
func (b *builder) heading(p plannedSection) (string, error) {
	own := b.headings[p.Key]
	if own.SV == "" { // an empty one takes back an earlier one
		f, err := b.fill(p.Heading.in(b.req.Lang), nil)
		return plain(f.runs), err
	}
	if own.EN == "" {
		own.EN = own.SV
	}
	f, err := b.fillText(own.in(b.req.Lang), nil, false)
	return plain(f.runs), err
}

// Headings says the outline of an organisation's review as it comes out with
// other words for the heading of one section.
func Headings(ctx context.Context, d Deps, caller access.Caller, req Request, key, sv, en string) ([]Outlined, error) {
	b, err := prepare(ctx, d, caller, req)
	if err != nil {
		return nil, err
	}
	b.headings[key] = both{sv, en}
	var out []Outlined
	for _, p := range b.plan.Sections {
		h, err := b.heading(p)
		if err != nil {
			return nil, err
		}
		out = append(out, Outlined{Key: p.Key, Number: p.Number, Level: p.Level, Heading: h, Parts: len(p.Blocks)})
	}
	return out, nil
}

// HasSection tells whether the outline has a section.
func HasSection(key string) bool {
	o, err := theOutline()
	return err == nil && slices.ContainsFunc(o.Sections, func(s plannedSection) bool { return s.Key == key })
}
