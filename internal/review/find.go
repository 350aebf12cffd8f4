package review

import (
	"context"
	"fmt"
	"sort"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// builder is one building of a review: who asks, what time it is in the
// registers, and what has been read so far.
type builder struct {
	ctx    context.Context
	d      Deps
	caller access.Caller
	req    Request
	plan   *outline
	at     time.Time // end of the review's day
	known  int64

	org, controller *register.Record
	own, up         []register.ID
	record          *register.Record // in management_review; nil before it is made
	previous        *register.Record // last year's review
	headings        map[string]both  // the office's own words for headings, by section
	figures         map[string]*Figure
	byKey           map[string]string // figure key → id
	answers         map[string]*answer
	titles          map[string]*register.Record
	missing         []string
	tables, charts  int
}

// answer is what a lookup found.
type answer struct {
	source  Source
	label   string
	records []*register.Record
}

func (b *builder) reg(name string) *register.Register {
	r, ok := b.d.DB.Catalogue.Get(name)
	if !ok {
		panic("review: no register " + name)
	}
	return r
}

// find answers a question as of the review's day, as known at its position.
func (b *builder) find(reg, filter, order, reach string) ([]*register.Record, error) {
	r := b.reg(reg)
	if f := b.reaching(reach); f != "" && reg != "org" {
		if filter != "" {
			filter = "(" + filter + ") AND " + f
		} else {
			filter = f
		}
	}
	checked, err := b.d.DB.Filter(b.ctx, r, filter, b.req.AsOf, b.at)
	if err != nil {
		return nil, fmt.Errorf("outline: %s: %q: %w", reg, filter, err)
	}
	q := store.Query{Register: r, Filter: checked, AsOf: b.at, KnownAt: b.known, Backdated: true}
	var out []*register.Record
	err = b.d.DB.Each(b.ctx, b.caller.Read(r), q, func(rec *register.Record) error { out = append(out, rec); return nil })
	if err != nil {
		return nil, err
	}
	sortRecords(out, order)
	return out, nil
}

// reaching limits a question to the review's own part of the organisation, or
// to that and what stands above it.
func (b *builder) reaching(reach string) string {
	var ids []register.ID
	switch reach {
	case "", "own":
		ids = b.own
	case "up":
		ids = append(append(ids, b.own...), b.up...)
	case "all":
		return ""
	}
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = query.Quote(string(id))
	}
	return "org = (" + strings.Join(parts, ", ") + ")"
}

// sortRecords orders by fields ("decided_on desc, ref"), missing values last;
// the human number settles the rest, so that the same data gives the same text.
func sortRecords(recs []*register.Record, order string) {
	type key struct {
		name string
		desc bool
	}
	var keys []key
	for _, part := range strings.Split(order, ",") {
		if w := strings.Fields(part); len(w) > 0 {
			keys = append(keys, key{w[0], len(w) > 1 && w[1] == "desc"})
		}
	}
	sort.SliceStable(recs, func(i, j int) bool {
		for _, k := range keys {
			a, c := sortText(recs[i], k.name), sortText(recs[j], k.name)
			if a == c {
				continue
			}
			if a == "" || c == "" {
				return c == ""
			}
			return (a < c) != k.desc
		}
		return recs[i].Ref < recs[j].Ref
	})
}

func sortText(rec *register.Record, name string) string {
	if name == "ref" {
		return rec.Ref
	}
	switch x := rec.Get(name).(type) {
	case string:
		return x
	case int64:
		return fmt.Sprintf("%020d", x)
	case time.Time:
		return x.UTC().Format(time.RFC3339Nano)
	}
	return ""
}

// lookup answers a named question of the outline, once.
func (b *builder) lookup(name string) (*answer, error) {
	if a, ok := b.answers[name]; ok {
		return a, nil
	}
	l, ok := b.plan.Lookups[name]
	if !ok {
		return nil, fmt.Errorf("outline: no lookup %q", name)
	}
	label, err := b.params(l.Label.in(b.req.Lang))
	if err != nil {
		return nil, err
	}
	a := &answer{label: label}
	if name == "this_review" {
		// Made after the day the review shows, so it is read as it is now.
		if b.record != nil {
			a.records = []*register.Record{b.record}
		}
		a.source = Source{Name: name, Label: a.label, Title: b.reg(l.Register).Title.In(b.req.Lang), Register: b.reg(l.Register).Collection, Records: refs(a.records)}
	} else if l.Figure != "" {
		f, err := b.figure(l.Figure)
		if err != nil {
			return nil, err
		}
		a.source = Source{Name: name, Label: a.label, Title: b.reg(l.Register).Title.In(b.req.Lang), Register: f.Register, Filter: f.Filter, Records: f.Records}
		if a.records, err = b.byRefs(l.Register, f.Records); err != nil {
			return nil, err
		}
		sortRecords(a.records, l.Order)
	} else {
		filter, err := b.params(l.Filter)
		if err != nil {
			return nil, err
		}
		if a.records, err = b.find(l.Register, filter, l.Order, l.Reach); err != nil {
			return nil, err
		}
		a.source = Source{Name: name, Label: a.label, Title: b.reg(l.Register).Title.In(b.req.Lang), Register: b.reg(l.Register).Collection, Filter: filter, Records: refs(a.records)}
	}
	b.answers[name] = a
	return a, nil
}

func refs(recs []*register.Record) []string {
	out := make([]string, len(recs))
	for i, r := range recs {
		out[i] = r.Ref
	}
	return out
}

// byRefs reads records by their human numbers.
func (b *builder) byRefs(reg string, refs []string) ([]*register.Record, error) {
	r := b.reg(reg)
	var out []*register.Record
	for _, ref := range refs {
		rec, err := b.get(r, ref)
		if err != nil {
			return nil, err
		}
		if rec != nil {
			out = append(out, rec)
		}
	}
	return out, nil
}

// get reads one record as of the review's day, or its first version when it was
// entered later with dates of its own; nil when the caller may not see it.
func (b *builder) get(r *register.Register, id string) (*register.Record, error) {
	key := r.Name + " " + id
	if rec, ok := b.titles[key]; ok {
		return rec, nil
	}
	rec, err := b.d.DB.Get(b.ctx, b.caller.Read(r), r, id, b.at, b.known)
	if fault.Is(err, fault.Unknown) {
		rec, err = b.d.DB.Get(b.ctx, b.caller.Read(r), r, id, time.Time{}, b.known)
	}
	if fault.Is(err, fault.Unknown) {
		rec, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	b.titles[key] = rec
	return rec, nil
}

// refer gives the record that a reference field names; a reference without
// declared target can be of any register.
func (b *builder) refer(f *register.Field, id string) (*register.Record, error) {
	if f.Target != nil {
		return b.get(f.Target, id)
	}
	for _, r := range b.d.DB.Catalogue.All {
		if rec, err := b.get(r, id); err != nil || rec != nil {
			return rec, err
		}
	}
	return nil, nil
}

// params puts the review's own values into a question.
func (b *builder) params(text string) (string, error) {
	var out strings.Builder
	for {
		i := strings.IndexByte(text, '{')
		if i < 0 {
			out.WriteString(text)
			return out.String(), nil
		}
		j := strings.IndexByte(text[i:], '}')
		if j < 0 {
			return "", fmt.Errorf("outline: a brace is not closed in %q", text)
		}
		v, ok := b.param(text[i+1 : i+j])
		if !ok {
			return "", fmt.Errorf("outline: no parameter %q", text[i+1:i+j])
		}
		out.WriteString(text[:i] + v)
		text = text[i+j+1:]
	}
}

// param gives one of the review's own values: [organisation], [year] and so on.
func (b *builder) param(name string) (string, bool) {
	if rest, ok := strings.CutPrefix(name, "year"); ok {
		n := 0
		if rest != "" {
			var err error
			if n, err = strconv.Atoi(rest); err != nil {
				return "", false
			}
		}
		return strconv.Itoa(b.req.Year + n), true
	}
	switch name {
	case "Organisation":
		return b.org.Text("title"), true
	case "organisation":
		return b.within(b.org), true
	case "short":
		return b.org.Text("short"), true
	case "Controller":
		return b.controller.Text("title"), true
	case "controller":
		return b.within(b.controller), true
	case "controller_short":
		return b.controller.Text("short"), true
	case "org":
		return query.Quote(string(b.org.ID)), true
	case "controller_id":
		return query.Quote(string(b.controller.ID)), true
	case "as_of":
		return string(b.req.AsOf), true
	case "as_of_long":
		return longDate(string(b.req.AsOf), b.req.Lang), true
	case "compare_as_of":
		return string(b.req.Compare), true
	case "compare_long":
		return longDate(string(b.req.Compare), b.req.Lang), true
	case "review":
		if b.record == nil {
			return "none", true
		}
		return query.Quote(string(b.record.ID)), true
	case "previous":
		if b.previous == nil {
			return "none", true
		}
		return query.Quote(string(b.previous.ID)), true
	}
	return "", false
}

var months = [2][12]string{
	{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"},
	{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
}

// longDate says a day as report prose does: 31 oktober 2023.
func longDate(d string, l lang.Lang) string {
	t, err := time.Parse("2006-01-02", d)
	if err != nil {
		return d
	}
	set := months[0]
	if l == lang.EN {
		set = months[1]
	}
	return fmt.Sprintf("%d\u00a0%s %d", t.Day(), set[t.Month()-1], t.Year())
}

// within says an organisation's name inside a sentence: in Swedish a board's or
// office's name in one word is then written small, a company's never.
func (b *builder) within(org *register.Record) string {
	name := org.Text("title")
	if b.req.Lang == lang.EN || org.Text("kind") == "company" || strings.ContainsRune(name, ' ') {
		return name
	}
	return lowerFirst(name)
}
