package ropa

import (
	"context"
	"strconv"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/document/sheet"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// ChainText is the chain to read: how many have come past each stage, then, a
// stage at a time, those that have not, with what each lacks.
func ChainText(ctx context.Context, d draft.Deps, c access.Caller, l lang.Lang, orgs ...register.ID) (document.Doc, error) {
	ch, err := LookAt(ctx, d, c, orgs...)
	if err != nil {
		return document.Doc{}, err
	}
	w := draft.New(ctx, d, c, l, lang.Text{"Kedjan från registrering till konsekvensbedömning", "The chain from record to impact assessment"})
	w.Doc.Draft = false
	if len(orgs) == 1 {
		if o := w.Get(registers.Orgs, string(orgs[0])); o != nil {
			w.Doc.Organisation = o.Text("title")
		}
	}
	w.Styled(document.Lead, w.Say(lang.Text{"Personuppgiftsbehandlingar som pågår: %d. Varje led bedöms för sig.", "Processing activities that go on: %d. Each stage is judged by itself."}, len(ch.Processings)))
	col := func(t lang.Text, weight float64, align document.Align) document.Column {
		return document.Column{Title: t.In(l), Weight: weight, Align: align}
	}
	n := func(i int) document.Cell { return document.C(strconv.Itoa(i)) }
	var rows [][]document.Cell
	for _, s := range ch.Stages {
		rows = append(rows, []document.Cell{document.C(s.Label.In(l)), n(len(s.Done)), n(len(s.Gaps))})
	}
	w.Table(lang.Text{"Leden", "The stages"}, []document.Column{col(lang.Text{"Led", "Stage"}, 4, document.Left), col(lang.Text{"Klara", "Done"}, 1, document.Right), col(lang.Text{"Kvar", "Left"}, 1, document.Right)}, rows)
	for _, s := range ch.Stages {
		w.H(1, s.Label)
		if len(s.Gaps) == 0 {
			w.P(lang.Text{"Inget saknas.", "Nothing is missing."})
			continue
		}
		rows = nil
		for _, g := range s.Gaps {
			rows = append(rows, []document.Cell{document.C(g.Processing.Ref), document.C(g.Processing.Text("title")), document.C(g.says(l))})
		}
		w.Table(s.Label, []document.Column{col(lang.Text{"Nummer", "Number"}, 1, document.Left), col(lang.Text{"Behandling", "Processing"}, 3, document.Left), col(lang.Text{"Saknas", "Missing"}, 4, document.Left)}, rows)
	}
	return w.End()
}

// says is what a processing lacks at a stage: the fields with the article that
// asks for each, or why, with the objects where the gap lies.
func (g Gap) says(l lang.Lang) string {
	var parts []string
	for _, w := range g.Why {
		if w != "incomplete" || len(g.Missing) == 0 { // the fields say it better
			parts = append(parts, Messages[w].In(l))
		}
	}
	said := strings.Join(parts, ". ")
	if len(g.Missing) > 0 {
		var fields []string
		for _, m := range g.Missing {
			fields = append(fields, m.In(l))
		}
		said = strings.TrimPrefix(said+". ", ". ") + strings.Join(fields, "; ")
	}
	if len(g.Objects) > 0 {
		var objects []string
		for _, o := range g.Objects {
			objects = append(objects, o.Ref+" "+o.Text("title"))
		}
		said += ": " + strings.Join(objects, ", ")
	}
	return said
}

// In is a missing field as it is called, with the article that asks for it.
func (m Missing) In(l lang.Lang) string {
	return registers.Processings.Must(m.Field).Title.In(l) + " (" + lang.Text{SV: "artikel ", EN: "article "}.In(l) + m.Article + ")"
}

// ChainSheet is the chain as a table: a processing and what it lacks to a row, so
// that it can be sorted and shared out.
func ChainSheet(ctx context.Context, d draft.Deps, c access.Caller, l lang.Lang, orgs ...register.ID) (sheet.Sheet, error) {
	ch, err := LookAt(ctx, d, c, orgs...)
	if err != nil {
		return sheet.Sheet{}, err
	}
	title := lang.Text{"Kedjan", "The chain"}.In(l)
	s := sheet.Sheet{Name: title, Meta: sheet.Meta{Title: title, Lang: string(l), Created: d.Now}}
	for _, t := range []lang.Text{{"Led", "Stage"}, {"Nummer", "Number"}, {"Behandling", "Processing"}, {"Saknas", "Missing"}} {
		s.Columns = append(s.Columns, sheet.Column{Title: t.In(l)})
	}
	s.Rows = func(yield func([]any, error) bool) {
		for _, st := range ch.Stages {
			for _, g := range st.Gaps {
				if !yield([]any{st.Label.In(l), g.Processing.Ref, g.Processing.Text("title"), g.says(l)}, nil) {
					return
				}
			}
		}
	}
	return s, nil
}

// MissingOf gives what one processing's record lacks.
func MissingOf(ctx context.Context, d draft.Deps, c access.Caller, p *register.Record) ([]Missing, error) {
	r, err := newReading(ctx, d, c)
	if err != nil {
		return nil, err
	}
	var a Around
	ts, err := r.all(registers.Transfers, draft.Where("processing", string(p.ID)))
	if err != nil {
		return nil, err
	}
	for _, t := range ts {
		if t.Text("status") == "active" {
			a.Transfers++
		}
	}
	if objects := register.IDs(p.LinksOf("objects")); len(objects) > 0 {
		ms, err := r.all(registers.Measures, draft.Where("object", objects...))
		if err != nil {
			return nil, err
		}
		for _, m := range ms {
			if s := m.Text("status"); s == "implemented" || s == "verified" {
				a.Measures++
			}
		}
	}
	return Complete(register.As[registers.Processing](p), a), nil
}
