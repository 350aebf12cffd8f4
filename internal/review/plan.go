package review

import (
	"fmt"
	"strconv"
	"strings"

	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
)

// priorities gives the points of the plan that belongs to a review: those
// linked to its record, or named by the plan's years. Activities of one year
// and order are parts of one point.
func (b *builder) priorities(from, to int, review *register.Record) ([]Priority, error) {
	id := "none"
	if review != nil {
		id = query.Quote(string(review.ID))
	}
	recs, err := b.find("priority", fmt.Sprintf(`(review = %s OR plan = "PLAN %d–%d") AND year >= %d AND year <= %d AND status != dropped AND (registered_on = null OR registered_on <= asof)`, id, from, to, from, to), "year, order, point, ref", "")
	if err != nil {
		return nil, err
	}
	out := []Priority{}
	for _, rec := range recs {
		y, _ := rec.Number("year")
		o, _ := rec.Number("order")
		text := strings.TrimSuffix(strings.TrimSpace(rec.Text("text")), ".") + "."
		figures, _ := rec.Get("figures").([]string)
		if n := len(out); n > 0 && out[n-1].Year == int(y) && out[n-1].Order == int(o) {
			p := &out[n-1]
			p.Text += " " + text
			p.Records = append(p.Records, rec.Ref)
			p.Figures = append(p.Figures, figures...)
			p.State = slower(p.State, rec.Text("status"))
			p.parts = append(p.parts, rec)
			continue
		}
		owner, err := b.title(rec, "responsible")
		if err != nil {
			return nil, err
		}
		out = append(out, Priority{Year: int(y), Order: int(o), Text: text, State: rec.Text("status"), Owner: owner, Due: rec.Text("due"),
			Figures: append([]string{}, figures...), Records: []string{rec.Ref}, parts: []*register.Record{rec}})
	}
	return out, nil
}

// slower is the state of a point with two parts: the one that is least done.
func slower(a, b string) string {
	for _, s := range []string{"planned", "ongoing", "moved", "done"} {
		if a == s || b == s {
			return s
		}
	}
	return a
}

// title gives the title of the record that a field refers to, or nothing.
func (b *builder) title(rec *register.Record, field string) (string, error) {
	fd, ok := rec.Register.Field(field)
	id := rec.Text(field)
	if !ok || id == "" {
		return "", nil
	}
	to, err := b.refer(fd, id)
	if err != nil || to == nil {
		return "", err
	}
	return to.Text("title"), nil
}

// decisions gives the decision points of a review.
func (b *builder) decisions(review *register.Record) ([]Decision, error) {
	out := []Decision{}
	if review == nil {
		return out, nil
	}
	at := b.at
	defer func() { b.at = at }()
	recs, err := b.latest(b.reg("improvement_decision"), "review = "+query.Quote(string(review.ID))+" AND status != dropped")
	if err != nil {
		return nil, err
	}
	sortRecords(recs, "order_no")
	for i, rec := range recs {
		by, err := b.title(rec, "decided_by")
		if err != nil {
			return nil, err
		}
		n := i + 1
		out = append(out, Decision{Ref: rec.Ref, Order: n, Text: rec.Text("text"), DecidedBy: by, Date: rec.Text("decided_on"), Due: rec.Text("due"),
			Resources: rec.Text("resources"), State: rec.Text("status")})
	}
	return out, nil
}

// priorityList is the points of one year of the plan, in order.
func (b *builder) priorityList(blk *Block, p plannedBlock, rv *Review) error {
	blk.Kind = "list"
	n, err := strconv.Atoi(p.Year)
	if err != nil {
		return fmt.Errorf("outline: the year of priorities is 0, 1 or 2, not %q", p.Year)
	}
	covers := blk.Covers
	blk.Covers = nil
	src := Source{Name: "priorities " + strconv.Itoa(rv.Year+n), Label: lang.Text{SV: "prioriteringar ", EN: "priorities "}.In(b.req.Lang) + strconv.Itoa(rv.Year+n),
		Title: b.reg("priority").Title.In(b.req.Lang), Register: b.reg("priority").Collection, Filter: fmt.Sprintf("year = %d", rv.Year+n)}
	for _, pr := range rv.Priorities {
		if pr.Year != rv.Year+n {
			continue
		}
		if i := len(blk.Items); i < len(covers) {
			blk.Covers = append(blk.Covers, covers[i])
		}
		src.Records = append(src.Records, pr.Records...)
		item := []Run{{Text: pr.Text, Register: src.Register, Record: pr.Records[0], Lang: b.foreign()}}
		if pr.Due != "" {
			item = append(item, Run{Text: lang.Text{SV: " Klart senast ", EN: " Due "}.In(b.req.Lang) + pr.Due + "."})
		}
		for _, fid := range pr.Figures {
			fig, err := b.figure(fid)
			if err != nil {
				continue // a figure of an office's own that is no longer defined
			}
			item = append(item, Run{Text: lang.Text{SV: " Mått: ", EN: " Measure: "}.In(b.req.Lang) + lowerFirst(fig.Label) + ", "}, Run{Text: fig.Shown, Figure: b.id(fid)}, Run{Text: "."})
			blk.take(filled{figures: []string{b.id(fid)}})
		}
		blk.Items = append(blk.Items, item)
	}
	blk.Sources = append(blk.Sources, src)
	if len(blk.Items) == 0 {
		var f filled
		b.lacks(&f, lang.Text{SV: "prioriteringar ", EN: "priorities "}.In(b.req.Lang)+strconv.Itoa(rv.Year+n))
		blk.Kind, blk.Runs, blk.Text = "paragraph", f.runs, plain(f.runs)
		blk.take(f)
	}
	return nil
}

// decisionList is the numbered decision points.
func (b *builder) decisionList(blk *Block, rv *Review) {
	for _, d := range rv.Decisions {
		blk.Items = append(blk.Items, []Run{{Text: d.Text, Register: b.reg("improvement_decision").Collection, Record: d.Ref, Lang: b.foreign()}})
	}
	if len(blk.Items) == 0 {
		var f filled
		b.lacks(&f, lang.Text{SV: "förslag till beslut", EN: "proposed decision"}.In(b.req.Lang))
		blk.Kind, blk.Runs, blk.Text = "paragraph", f.runs, plain(f.runs)
		blk.take(f)
	}
}
