package review

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// compute asks for every figure there is a definition of: those the outline
// names and those that people name in texts of their own.
func (b *builder) compute() error {
	set, err := b.d.Figures.Compute(b.ctx, b.caller, figure.Request{Org: b.org.ID, AsOf: b.req.AsOf, Compare: b.req.Compare, KnownAt: b.known})
	if err != nil {
		return fmt.Errorf("compute figures: %w", err)
	}
	b.figures, b.byKey = map[string]*Figure{}, map[string]string{}
	for _, f := range set.Figures {
		b.figures[f.ID] = b.convert(f)
		b.byKey[f.Key] = f.ID
	}
	return nil
}

func keyRefs(keys []store.Key) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = k.Ref
	}
	return out
}

func number(n int) *int { return &n }

// convert says a figure in the contract's shape and the review's language.
func (b *builder) convert(f figure.Figure) *Figure {
	l := b.req.Lang
	out := &Figure{Label: f.Label.In(l), Key: f.Key, Of: f.Of, Shown: f.Shown.In(l), Percent: f.Percent, Unit: f.Unit, Register: f.Register, Filter: f.Filter,
		Definition: f.Label.In(l), Records: keyRefs(f.Records), Versions: make([]int64, len(f.Records))}
	for i, k := range f.Records {
		out.Versions[i] = k.Version
	}
	if f.Unit == "date" {
		out.Text = string(f.Date)
	} else if f.Seen != figure.None {
		out.Value = number(f.Value)
	}
	if f.Goal != nil {
		out.Goal = strconv.Itoa(*f.Goal)
	}
	if c := f.Compare; c != nil && !c.NewDefinition {
		out.CompareOf = c.Of
		if f.Unit != "date" {
			out.Compare = number(c.Value)
			out.CompareShown = shareText(c.Value, c.Of, c.Percent, f.Unit, l)
			out.Change = changeText(f.Value-c.Value, c.Change.Tenths, c.Change.HasPoints, l)
		} else {
			out.CompareShown = string(c.Date)
		}
	}
	for _, g := range f.Groups {
		x := Group{Key: g.Value, Label: g.Label.In(l), Value: g.Count, Records: keyRefs(g.Records)}
		if len(g.Parts) > 0 {
			for _, p := range g.Parts {
				x.Parts = append(x.Parts, Group{Key: p.Value, Label: p.Label.In(l), Value: p.Count, Records: keyRefs(p.Records)})
			}
		}
		if f.Compare != nil && !f.Compare.NewDefinition {
			for _, o := range f.Compare.Groups {
				if o.Value == g.Value {
					x.Compare = number(o.Count)
				}
			}
		}
		out.Groups = append(out.Groups, x)
	}
	return out
}

// shareText says a count, with its whole and per cent where it has one.
func shareText(n int, of, percent *int, unit string, l lang.Lang) string {
	s := grouped(int64(n))
	switch {
	case unit == "percent":
		return percentText(n, l)
	case of == nil || *of == 0:
		return s
	}
	s += lang.Text{SV: " av ", EN: " of "}.In(l) + grouped(int64(*of))
	if percent != nil {
		s += " (" + percentText(*percent, l) + ")"
	}
	return s
}

func percentText(n int, l lang.Lang) string {
	if l == lang.EN {
		return strconv.Itoa(n) + "%"
	}
	return strconv.Itoa(n) + "\u00a0%"
}

// changeText says a change in number, and in percentage points where there is a whole.
func changeText(n, tenths int, points bool, l lang.Lang) string {
	sign := func(n int, s string) string {
		switch {
		case n > 0:
			return "+" + s
		case n < 0:
			return "−" + s
		}
		return "±" + s
	}
	abs := func(n int) int {
		if n < 0 {
			return -n
		}
		return n
	}
	out := sign(n, grouped(int64(abs(n))))
	if points {
		dec := lang.Text{SV: ",", EN: "."}.In(l)
		out += " (" + sign(tenths, fmt.Sprintf("%d%s%d", abs(tenths)/10, dec, abs(tenths)%10)) + lang.Text{SV: "\u00a0pe", EN: "\u00a0pp"}.In(l) + ")"
	}
	return out
}

// id gives a figure's identifier for its identifier or key.
func (b *builder) id(name string) string {
	if id, ok := b.byKey[name]; ok {
		return id
	}
	return name
}

func (b *builder) figure(name string) (*Figure, error) {
	f, ok := b.figures[b.id(name)]
	if !ok {
		return nil, fmt.Errorf("there is no figure %q", name)
	}
	return f, nil
}

var figurePlace = regexp.MustCompile(`^([A-Za-z_0-9]+?)(?:\.([a-z_0-9]+))?$`)

// figurePlace fills a place of a text with a figure or a part of it.
func (b *builder) figurePlace(f *filled, name, form string) error {
	m := figurePlace.FindStringSubmatch(name)
	if m == nil {
		return fmt.Errorf("outline: {%s} is nothing that is known", name)
	}
	id := b.id(m[1])
	fig, err := b.figure(id)
	if err != nil {
		return err
	}
	if !slices.Contains(f.figures, id) {
		f.figures = append(f.figures, id)
	}
	text, ok := b.figurePart(fig, m[2])
	if !ok {
		b.lacks(f, fig.Label)
		return nil
	}
	f.add(Run{Text: b.form(text, form), Figure: id})
	return nil
}

// figurePart says a figure in a sentence: the number itself, or the part asked for.
func (b *builder) figurePart(f *Figure, part string) (string, bool) {
	l := b.req.Lang
	say := func(n *int) (string, bool) {
		if n == nil {
			return "", false
		}
		return grouped(int64(*n)), true
	}
	switch part {
	case "", "value":
		switch {
		case f.Unit == "date":
			return longDate(f.Text, l), f.Text != ""
		case f.Unit == "percent" && f.Value != nil:
			return percentText(*f.Value, l), true
		case f.Unit == "hours" && f.Value != nil:
			return hours(*f.Value, l), true
		}
		return say(f.Value)
	case "shown":
		return f.Shown, f.Shown != ""
	case "of":
		return say(f.Of)
	case "percent":
		if f.Percent == nil {
			return "", false
		}
		return percentText(*f.Percent, l), true
	case "compare":
		return say(f.Compare)
	case "change":
		return f.Change, f.Change != ""
	case "records":
		return grouped(int64(len(f.Records))), true
	}
	// A part named by its value; year0–year2 are the years of the plan.
	if rest, ok := strings.CutPrefix(part, "year"); ok {
		if n, err := strconv.Atoi(rest); err == nil {
			part = strconv.Itoa(b.req.Year + n)
		}
	}
	for _, g := range f.Groups {
		if g.Key == part {
			return grouped(int64(g.Value)), true
		}
	}
	return "0", len(f.Groups) > 0
}

func hours(n int, l lang.Lang) string {
	switch {
	case n >= 48 && l == lang.EN:
		return strconv.Itoa(n/24) + "\u00a0days"
	case n >= 48:
		return strconv.Itoa(n/24) + "\u00a0dygn"
	case l == lang.EN:
		return strconv.Itoa(n) + "\u00a0h"
	}
	return strconv.Itoa(n) + "\u00a0timmar"
}

// figureTable is the key table: each figure last year, this year and its goal.
func (b *builder) figureTable(blk *Block, p plannedBlock) error {
	if err := b.columns(blk, p); err != nil {
		return err
	}
	f, err := b.fill(p.Text.in(b.req.Lang), nil)
	if err != nil {
		return err
	}
	blk.Text = plain(f.runs)
	for _, pf := range p.Figures {
		id := b.id(pf.Figure)
		fig, err := b.figure(id)
		if err != nil {
			return err
		}
		label := pf.Label.in(b.req.Lang)
		if label == "" {
			label = fig.Label
		}
		goal := pf.Goal
		if goal == "" {
			goal = "–"
		}
		if g := strings.ReplaceAll(goal, " ", "\u00a0"); pf.Goal != "" {
			fig.Goal, goal = pf.Goal, g
		}
		before := fig.CompareShown
		if before == "" {
			before = "–"
		}
		now := fig.Shown
		if fig.Value != nil {
			now = b.inTable(*fig.Value, fig.Of, fig.Percent, fig.Unit)
		}
		if fig.Compare != nil {
			before = b.inTable(*fig.Compare, fig.CompareOf, percentOf(*fig.Compare, fig.CompareOf), fig.Unit)
		}
		blk.Rows = append(blk.Rows, []Cell{{{Text: label}}, {{Text: before, Figure: id}}, {{Text: now, Figure: id}}, {{Text: goal}}})
		blk.take(filled{figures: []string{id}})
	}
	return nil
}

// inTable is the short form of the key table: 200 (83 %).
func (b *builder) inTable(n int, of, percent *int, unit string) string {
	if of == nil || percent == nil || unit == "percent" {
		return shareText(n, nil, nil, unit, b.req.Lang)
	}
	return shareText(n, of, nil, unit, b.req.Lang)
}

// bars draws a figure's groups; what is missing is drawn hatched.
func (b *builder) bars(blk *Block, p plannedBlock) error {
	blk.Kind = "chart"
	id := b.id(p.Figure)
	fig, err := b.figure(id)
	if err != nil {
		return err
	}
	sum := 0
	var alt []string
	for _, g := range fig.Groups {
		label, n := g.Label, g.Value
		for _, part := range g.Parts {
			if part.Key == "yes" || part.Key == "Ja" { // of a question: those who answered yes
				n = part.Value
			}
		}
		label = upperFirst(label)
		blk.Bars = append(blk.Bars, Bar{Label: label, Value: n, Missing: g.Key == "" || g.Key == "missing" || g.Key == "none"})
		alt = append(alt, label+" "+grouped(int64(n)))
		sum += n
	}
	blk.take(filled{figures: []string{id}})
	if len(blk.Bars) == 0 {
		b.charts--
		var f filled
		b.lacks(&f, fig.Label)
		blk.Kind, blk.Label, blk.Runs, blk.Text = "paragraph", "", f.runs, plain(f.runs)
		blk.take(f)
		return nil
	}
	blk.Alt = blk.Caption + ": " + strings.Join(alt, ", ") + "."
	blk.Sub = lang.Text{SV: "Antal, per ", EN: "Number, as of "}.In(b.req.Lang) + string(b.req.AsOf) + "."
	if fig.Value != nil && sum == *fig.Value { // parts that overlap have no sum
		blk.Sub += lang.Text{SV: " Summa ", EN: " Sum "}.In(b.req.Lang) + grouped(int64(sum)) + "."
	}
	return nil
}

// lines draws figures over three years: the review's day, the day it is
// compared with, and the same day the year before that.
func (b *builder) lines(blk *Block, p plannedBlock) error {
	blk.Kind = "chart"
	first := b.req.Compare.YearBefore()
	var ids []string
	for _, pf := range p.Figures {
		ids = append(ids, b.id(pf.Figure))
	}
	then, err := b.d.Figures.Compute(b.ctx, b.caller, figure.Request{Org: b.org.ID, AsOf: first, KnownAt: b.known, IDs: ids})
	if err != nil {
		return fmt.Errorf("compute figures of %s: %w", first, err)
	}
	for _, d := range []register.Date{first, b.req.Compare, b.req.AsOf} {
		blk.Years = append(blk.Years, string(d)[:4])
	}
	var alt []string
	for _, pf := range p.Figures {
		id := b.id(pf.Figure)
		fig, err := b.figure(id)
		if err != nil {
			return err
		}
		var before *int
		if f, ok := then.Get(id); ok {
			before = number(f.Value)
		}
		s := Series{Name: pf.Label.in(b.req.Lang)}
		said := s.Name
		for i, v := range []*int{before, fig.Compare, fig.Value} {
			if v == nil {
				s.Values = append(s.Values, nil)
				continue
			}
			x := float64(*v)
			s.Values = append(s.Values, &x)
			said += fmt.Sprintf(" %s %s", blk.Years[i], grouped(int64(*v)))
		}
		alt = append(alt, said)
		blk.Lines = append(blk.Lines, s)
		blk.take(filled{figures: []string{id}})
	}
	blk.Alt = blk.Caption + ": " + strings.Join(alt, ", ") + "."
	return nil
}

func upperFirst(s string) string {
	r := []rune(s)
	if len(r) == 0 {
		return s
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

func percentOf(n int, of *int) *int {
	if of == nil || *of == 0 {
		return nil
	}
	return number(n * 100 / *of)
}
