package review

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// section makes one section out of its plan and of what people have written.
func (b *builder) section(p plannedSection, rv *Review) (Section, error) {
	heading, err := b.heading(p)
	if err != nil {
		return Section{}, err
	}
	s := Section{Key: p.Key, Number: p.Number, Heading: heading, Level: max(p.Level, 1), State: "generated", Blocks: []Block{}}
	for key, w := range b.written() {
		if key == p.Key || strings.HasPrefix(key, p.Key+".") {
			if rank(w.State) > rank(s.State) {
				s.State = w.State
			}
		}
	}
	for i, pb := range p.Blocks {
		ok, err := b.holds(pb.When)
		if err != nil {
			return s, fmt.Errorf("block %d: %w", i+1, err)
		}
		if !ok {
			continue
		}
		blk, err := b.block(pb, rv)
		if err != nil {
			return s, fmt.Errorf("block %d (%s): %w", i+1, pb.Kind, err)
		}
		if blk != nil {
			s.Blocks = append(s.Blocks, *blk)
			for _, m := range blk.Missing {
				b.missing = append(b.missing, strings.TrimSpace(p.Number+" "+m))
			}
		}
	}
	local, err := b.comment(&Block{Kind: "comment", Key: p.Key + LocalKey}, plannedBlock{Key: p.Key + LocalKey, By: both{"Lokalt tillägg", "Local addition"}})
	if err != nil || local == nil {
		return s, err
	}
	s.Blocks = append(s.Blocks, *local)
	return s, nil
}

// LocalKey ends the key of what an office adds of its own to a section of the
// template that all share: "2.1.local".
const LocalKey = ".local"

func rank(state string) int {
	return slices.Index([]string{"generated", "edited", "commented", "ready"}, state)
}

// holds tells whether a block is to be shown: "has NAME", "none NAME" ask a
// lookup, "some F22", "zero F22" a figure's value, "compare F03" whether there
// is a value to compare with, and "previous" whether there was a review last year.
func (b *builder) holds(when []string) (bool, error) {
	for _, w := range when {
		word, name, _ := strings.Cut(w, " ")
		var ok bool
		switch word {
		case "has", "none":
			a, err := b.lookup(name)
			if err != nil {
				return false, err
			}
			ok = (len(a.records) > 0) == (word == "has")
		case "some", "zero":
			f, err := b.figure(name)
			if err != nil {
				return false, err
			}
			n := 0
			if f.Value != nil {
				n = *f.Value
			}
			ok = (n > 0) == (word == "some")
		case "compare":
			f, err := b.figure(name)
			if err != nil {
				return false, err
			}
			ok = f.Compare != nil
		case "previous":
			ok = b.previous != nil
		case "first":
			ok = b.previous == nil
		case "decided":
			ok = b.record != nil && decided(b.record.Text("status"))
		case "draft":
			ok = b.record == nil || !decided(b.record.Text("status"))
		default:
			return false, fmt.Errorf("outline: unknown condition %q", w)
		}
		if !ok {
			return false, nil
		}
	}
	return true, nil
}

// take moves what a text rests on to its block.
func (blk *Block) take(f filled) {
	for _, id := range f.figures {
		if !slices.Contains(blk.Figures, id) {
			blk.Figures = append(blk.Figures, id)
		}
	}
	for _, s := range f.sources {
		if !slices.ContainsFunc(blk.Sources, func(o Source) bool { return o.Name == s.Name }) {
			blk.Sources = append(blk.Sources, s)
		}
	}
	blk.Missing = append(blk.Missing, f.missing...)
}

// block makes one block; nil when there is nothing to show.
func (b *builder) block(p plannedBlock, rv *Review) (*Block, error) {
	blk := &Block{Kind: p.Kind, Key: p.Key, Style: p.Style, Covers: p.Covers, Inputs: p.Inputs}
	for _, name := range p.Opens {
		a, err := b.lookup(name)
		if err != nil {
			return nil, err
		}
		blk.take(filled{sources: []Source{a.source}})
	}
	for _, name := range p.Traces {
		f, err := b.figure(name)
		if err != nil {
			return nil, err
		}
		_ = f
		blk.take(filled{figures: []string{b.id(name)}})
	}
	if err := b.named(blk, p); err != nil {
		return nil, err
	}
	var err error
	switch p.Kind {
	case "heading", "paragraph":
		var f filled
		if f, err = b.fill(p.Text.in(b.req.Lang), nil); err == nil {
			blk.Runs, blk.Text = f.runs, plain(f.runs)
			blk.take(f)
		}
	case "comment":
		return b.comment(blk, p)
	case "list":
		err = b.list(blk, p)
	case "table":
		if len(p.Figures) > 0 {
			err = b.figureTable(blk, p)
		} else {
			err = b.recordTable(blk, p)
		}
	case "bars":
		err = b.bars(blk, p)
	case "lines":
		err = b.lines(blk, p)
	case "priorities":
		err = b.priorityList(blk, p, rv)
	case "decision":
		b.decisionList(blk, rv)
	case "signatures":
		err = b.signatures(blk, p)
	case "contents", "definitions", "sources", "inputs", "colophon":
	default:
		err = fmt.Errorf("outline: unknown kind %q", p.Kind)
	}
	if err != nil {
		return nil, err
	}
	for _, s := range blk.Sources {
		blk.HasFacts = blk.HasFacts || len(s.Records) > 0
	}
	for _, id := range blk.Figures {
		blk.HasFacts = blk.HasFacts || b.figures[id] != nil && (b.figures[id].Value != nil || b.figures[id].Text != "")
	}
	return blk, nil
}

// named numbers tables and figures and gives them caption and day.
func (b *builder) named(blk *Block, p plannedBlock) error {
	l := b.req.Lang
	for _, x := range []struct {
		to   *string
		from both
	}{{&blk.Caption, p.Caption}, {&blk.Sub, p.Sub}} {
		f, err := b.fill(x.from.in(l), nil)
		if err != nil {
			return err
		}
		*x.to = plain(f.runs)
	}
	if blk.Caption == "" {
		return nil
	}
	if p.Kind == "table" {
		b.tables++
		blk.Label = lang.Text{SV: "Tabell ", EN: "Table "}.In(l) + strconv.Itoa(b.tables) + "."
	} else {
		b.charts++
		blk.Label = lang.Text{SV: "Figur ", EN: "Figure "}.In(l) + strconv.Itoa(b.charts) + "."
	}
	if blk.Sub == "" {
		blk.Sub = lang.Text{SV: "Per ", EN: "As of "}.In(l) + string(b.req.AsOf) + "."
	}
	return nil
}

// comment is somebody's own analysis, found by key in the review's record.
func (b *builder) comment(blk *Block, p plannedBlock) (*Block, error) {
	w, ok := b.written()[p.Key]
	text, foreign := w.TextSV, ""
	if b.req.Lang == lang.EN {
		text = w.TextEN
		if text == "" {
			text, foreign = w.TextSV, "sv"
		}
	} else if text == "" {
		text, foreign = w.TextEN, "en"
	}
	by := p.By.in(b.req.Lang)
	if p.Key == "dpo" && text == "" && b.record != nil {
		text, foreign = b.record.Text("dpo_contribution"), b.foreign()
	}
	if !ok && text == "" || text == "" {
		if !p.Needed {
			return nil, nil
		}
		var f filled
		b.lacks(&f, by)
		blk.Runs, blk.Text, blk.By = f.runs, plain(f.runs), by
		blk.take(f)
		return blk, nil
	}
	f, err := b.fillText(text, nil, false)
	if err != nil {
		return nil, err
	}
	for i := range f.runs {
		if f.runs[i].Lang == "" {
			f.runs[i].Lang = foreign
		}
	}
	if w.By != "" {
		by = w.By
	}
	blk.Runs, blk.Text, blk.By, blk.HasFacts = f.runs, plain(f.runs), by, true
	blk.take(f)
	return blk, nil
}

// list says each record a lookup finds, or each of some sentences; none is left out.
func (b *builder) list(blk *Block, p plannedBlock) error {
	if p.List == "" {
		for _, t := range p.Texts {
			f, err := b.fill(t.in(b.req.Lang), nil)
			if err != nil {
				return err
			}
			blk.Items = append(blk.Items, f.runs)
			blk.take(f)
		}
		return nil
	}
	a, err := b.lookup(p.List)
	if err != nil {
		return err
	}
	blk.take(filled{sources: []Source{a.source}})
	if len(a.records) == 0 {
		return b.empty(blk, p)
	}
	for _, rec := range a.records {
		f, err := b.fill(p.Item.in(b.req.Lang), rec)
		if err != nil {
			return err
		}
		blk.Items = append(blk.Items, f.runs)
		blk.take(f)
	}
	return nil
}

// empty says in words that nothing was found; without words it is missing.
func (b *builder) empty(blk *Block, p plannedBlock) error {
	blk.Kind, blk.Label, blk.Caption, blk.Sub = "paragraph", "", "", ""
	if p.Kind == "table" && p.Caption.SV != "" {
		b.tables--
	}
	if p.Empty.SV == "" {
		var f filled
		b.lacks(&f, b.answers[p.List].label)
		blk.Runs, blk.Text = f.runs, plain(f.runs)
		blk.take(f)
		return nil
	}
	f, err := b.fill(p.Empty.in(b.req.Lang), nil)
	blk.Runs, blk.Text = f.runs, plain(f.runs)
	blk.take(f)
	return err
}

func (b *builder) columns(blk *Block, p plannedBlock) error {
	for _, c := range p.Columns {
		f, err := b.fill(c.Title.in(b.req.Lang), nil)
		if err != nil {
			return err
		}
		blk.Columns = append(blk.Columns, Column{Title: plain(f.runs), Right: c.Right, Weight: c.Weight})
	}
	return nil
}

// recordTable has a row for every record found, however many.
func (b *builder) recordTable(blk *Block, p plannedBlock) error {
	a, err := b.lookup(p.List)
	if err != nil {
		return err
	}
	blk.take(filled{sources: []Source{a.source}})
	if len(a.records) == 0 {
		return b.empty(blk, p)
	}
	if err := b.columns(blk, p); err != nil {
		return err
	}
	for _, rec := range a.records {
		row, err := b.row(blk, p, rec)
		if err != nil {
			return err
		}
		blk.Rows = append(blk.Rows, row)
	}
	return nil
}

func (b *builder) row(blk *Block, p plannedBlock, rec *register.Record) ([]Cell, error) {
	var row []Cell
	for _, c := range p.Columns {
		f, err := b.fill(c.Value.in(b.req.Lang), rec)
		if err != nil {
			return nil, err
		}
		for i := range f.runs {
			f.runs[i].Bold = c.Bold
		}
		row = append(row, Cell(f.runs))
		blk.take(f)
	}
	return row, nil
}

func (b *builder) signatures(blk *Block, p plannedBlock) error {
	for _, s := range p.Signers {
		who, err := b.fill(s.Who.in(b.req.Lang), nil)
		if err != nil {
			return err
		}
		what, err := b.fill(s.What.in(b.req.Lang), nil)
		if err != nil {
			return err
		}
		blk.Signers = append(blk.Signers, Signer{Who: plain(who.runs), What: plain(what.runs)})
	}
	return nil
}
