package ropa

import (
	"context"
	"slices"
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

// columns are what the authority may ask to see of each processing (GDPR art. 30).
var columns = []string{"title", "role", "controllers", "on_behalf_of", "processing_categories", "purposes", "legal_basis", "national_rule", "art9_basis", "art10_basis", "data_subjects", "data_categories", "special_categories",
	"recipient_categories", "recipients", "processors", "third_country", "retention", "security_measures", "encryption_required", "encryption_done", "encryption_status", "objects",
	"source_of_data", "automated_decision", "notice_met", "dpia_need", "registered_on", "complete_on", "changed_on"}

// chapter gathers the processings of an organisation and what is below it.
func chapter(ctx context.Context, d draft.Deps, c access.Caller, org string, l lang.Lang) (*draft.Draft, *register.Record, []*register.Record, *links, error) {
	w := draft.New(ctx, d, c, l, lang.Text{"Registerförteckning", "Record of processing activities"})
	o := w.Must(registers.Orgs, org)
	if w.Err() != nil {
		return w, nil, nil, nil, w.Err()
	}
	below, err := access.New(d.DB).Subtree(ctx, o.ID)
	if err != nil {
		return w, nil, nil, nil, err
	}
	chain, err := LookAt(ctx, d, c, below...)
	if err != nil {
		return w, nil, nil, nil, err
	}
	r, err := newReading(ctx, d, c)
	if err != nil {
		return w, nil, nil, nil, err
	}
	look, err := r.links()
	return w, o, chain.Processings, look, err
}

// RecordText is the whole record of one board as a text for the authority
// (GDPR art. 30(4)). What is missing is printed as such: the record is shown as
// it is.
func RecordText(ctx context.Context, d draft.Deps, c access.Caller, org string, l lang.Lang) (document.Doc, error) {
	w, o, all, look, err := chapter(ctx, d, c, org, l)
	if err != nil {
		return document.Doc{}, err
	}
	w.Doc.Organisation, w.Doc.Draft = o.Text("title"), false
	controller := w.Controller(o.ID)
	w.Facts(lang.Text{"Personuppgiftsansvarig", "Controller"},
		draft.Fact{Label: lang.Text{"Namn", "Name"}, Runs: w.Named(controller, lang.Text{"Personuppgiftsansvarig", "Controller"}), From: controller}, draft.Fact{Label: lang.Text{"Kontakt", "Contact"}, Runs: w.Reach(controller), From: controller},
		draft.Fact{Label: lang.Text{"Dataskyddsombud", "Data protection officer"}, Runs: w.Officer(controller), From: controller})
	incomplete, stated, doubted := 0, 0, 0
	var rows [][]document.Cell
	for _, p := range all {
		missing := Complete(register.As[registers.Processing](p), look.around(p))
		since := p.Text("complete_on")
		if since != "" && since <= string(look.r.day) {
			stated++
		}
		if since == "" || since > string(look.r.day) {
			since = "–"
		}
		if len(missing) > 0 {
			incomplete++
			if since != "–" {
				doubted++
			}
		}
		rows = append(rows, []document.Cell{document.C(p.Ref), document.C(p.Text("title")), document.C(strings.Join(w.Words(p, "role"), "")), document.C(strings.Join(w.Words(p, "status"), "")), document.C(since), document.C(strconv.Itoa(len(missing)))})
	}
	w.Styled(document.Lead, w.Say(lang.Text{"%d behandlingar, varav %d saknar någon uppgift.", "%d processing activities, of which %d lack something."}, len(all), incomplete))
	// The figure F07a counts what the office states; what the fields hold is
	// another thing, so both are told.
	w.P(w.Say(lang.Text{"%d behandlingar anges som kompletta. Det är dagen i fältet Komplett sedan som säger det, och den räknas i nyckeltalet. %d av dem saknar ändå någon uppgift som förteckningen ska innehålla. Översikten visar hur många.",
		"%d processing activities are stated to be complete. The day in the field Complete since says so, and that is what the key figure counts. %d of them still lack something that the record should hold. The overview tells how many."}, stated, doubted))
	w.Doc.Blocks = append(w.Doc.Blocks, document.Contents{Title: w.Say(lang.Text{"Innehåll", "Contents"}), Depth: 1})
	w.H(1, lang.Text{"Översikt", "Overview"})
	w.Table(lang.Text{"Behandlingar", "Processing activities"}, []document.Column{{Title: w.Say(lang.Text{"Nummer", "Number"})}, {Title: w.Say(lang.Text{"Behandling", "Processing"}), Weight: 3},
		{Title: w.Say(lang.Text{"Roll", "Role"}), Weight: 2}, {Title: w.Say(lang.Text{"Status", "Status"}), Weight: 1.7}, {Title: w.Say(lang.Text{"Anges komplett", "Stated complete"}), Weight: 1.3}, {Title: w.Say(lang.Text{"Saknas", "Missing"}), Weight: 0.9, Align: document.Right}}, rows)
	for _, p := range all {
		w.H(1, lang.Text{p.Ref + " " + p.Text("title"), p.Ref + " " + p.Text("title")})
		missing := map[string]bool{}
		for _, m := range Complete(register.As[registers.Processing](p), look.around(p)) {
			missing[m.Field] = true
		}
		var facts []draft.Fact
		for _, field := range columns[1:] {
			switch runs := w.Optional(p, field); {
			case runs != nil && !missing[field]:
				facts = append(facts, draft.Fact{Label: p.Register.Must(field).Title, Runs: runs, From: p})
			case missing[field]:
				facts = append(facts, draft.Fact{Label: p.Register.Must(field).Title, Runs: w.Gap(p.Register.Must(field).Title), From: p})
			}
		}
		for _, m := range Complete(register.As[registers.Processing](p), look.around(p)) {
			if !slices.Contains(columns, m.Field) {
				facts = append(facts, draft.Fact{Label: p.Register.Must(m.Field).Title, Runs: w.Gap(p.Register.Must(m.Field).Title), From: p})
			}
		}
		facts = append(facts, grounds(w, p)...)
		w.Facts(lang.Text{"Uppgifter enligt artikel 30", "Items of article 30"}, facts...)
	}
	return w.End()
}

// grounds tells of the transfers of a processing: to whom, where and by what.
func grounds(w *draft.Draft, p *register.Record) []draft.Fact {
	var out []draft.Fact
	for _, t := range w.All(registers.Transfers, question(draft.Where("processing", string(p.ID)))) {
		if t.Text("status") == "active" {
			words := append(w.Words(t, "importer"), w.Words(t, "country")...)
			out = append(out, draft.Fact{Label: lang.Text{"Överföring", "Transfer"}, From: t,
				Runs: []document.Run{document.T(strings.Join(append(words, w.Words(t, "mechanism")...), ", "))}})
		}
	}
	return out
}

// RecordSheet is the whole record of one board as a table, a processing to a row,
// with what each lacks.
func RecordSheet(ctx context.Context, d draft.Deps, c access.Caller, org string, l lang.Lang) (sheet.Sheet, error) {
	w, o, all, look, err := chapter(ctx, d, c, org, l)
	if err != nil {
		return sheet.Sheet{}, err
	}
	who := o // an office is no controller: its board is
	if controller := w.Controller(o.ID); controller != nil {
		who = controller
	}
	s := sheet.Sheet{Name: w.Doc.Title, Meta: sheet.Meta{Title: w.Doc.Title, Creator: o.Text("title"), Lang: string(l), Created: d.Now,
		About: [][2]string{{w.Say(lang.Text{"Personuppgiftsansvarig", "Controller"}), who.Text("title")}, {w.Say(lang.Text{"Organisation", "Organisation"}), o.Text("title")}, {w.Say(lang.Text{"Per", "As of"}), string(look.r.day)}}}}
	s.Columns = append(s.Columns, sheet.Column{Title: w.Say(lang.Text{"Nummer", "Number"})})
	for _, f := range columns {
		s.Columns = append(s.Columns, sheet.Column{Title: registers.Processings.Must(f).Title.In(l)})
	}
	s.Columns = append(s.Columns, sheet.Column{Title: w.Say(lang.Text{"Överföringar", "Transfers"})}, sheet.Column{Title: w.Say(lang.Text{"Saknas", "Missing"})}, sheet.Column{Title: w.Say(lang.Text{"Antal som saknas", "Number missing"}), Kind: sheet.Int})
	rows := make([][]any, 0, len(all))
	for _, p := range all {
		row := []any{p.Ref}
		for _, f := range columns {
			row = append(row, strings.Join(w.Words(p, f), "; "))
		}
		var transfers, lacks []string
		for _, g := range grounds(w, p) {
			transfers = append(transfers, g.Runs[0].Text)
		}
		missing := Complete(register.As[registers.Processing](p), look.around(p))
		for _, m := range missing {
			lacks = append(lacks, m.In(l))
		}
		rows = append(rows, append(row, strings.Join(transfers, "; "), strings.Join(lacks, "; "), strconv.Itoa(len(missing))))
	}
	s.Rows = func(yield func([]any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
	return s, w.Err()
}
