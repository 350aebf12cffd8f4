package review

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
	"genomlys/internal/store"
)

// Room offers the doors the papers around a decided review: the minutes of the
// meeting, and the review as an annex to the business plan (domain.md 9.10, 9.11).
func Room(d Deps) room.Set {
	held := func(rec *register.Record) bool {
		return slices.Contains([]string{"meeting_held", "decided", "annexed", "archived"}, rec.Text("status"))
	}
	return room.Set{Texts: []room.Text{
		{Register: registers.ManagementReviews.Name, Name: "minutes", Title: minutesTitle, When: held, Make: d.minutes},
		{Register: registers.ManagementReviews.Name, Name: "annex", Title: annexTitle, When: isFrozen, Make: d.annex},
	}}
}

var (
	minutesTitle = lang.Text{SV: "Beslutsprotokoll", EN: "Minutes of decision"}
	annexTitle   = lang.Text{SV: "Bilaga till verksamhetsplanen", EN: "Annex to the business plan"}
)

// paper begins a paper about a review: the record, and the review as it was
// decided in the paper's language.
func (d Deps) paper(ctx context.Context, c room.Call, title lang.Text) (*draft.Draft, *register.Record, Review, error) {
	w := draft.New(ctx, draft.Deps{DB: d.DB, Now: c.Now}, c.Caller, c.Lang, title)
	rec := w.Must(registers.ManagementReviews, c.ID())
	if err := w.Err(); err != nil {
		return nil, nil, Review{}, err
	}
	rv, err := Open(ctx, d, c.Caller, string(rec.ID), c.Lang)
	w.Headed(w.Get(registers.Orgs, string(rec.Org)), rec)
	w.Doc.Subtitle = rv.Title
	if on := rec.Text("decided_on"); on != "" {
		w.Doc.Date = on
		w.On(on)
	}
	w.Doc.Draft = rv.State != "decided"
	return w, rec, rv, err
}

// minutes are the meeting's: who was there, what was proposed and decided, who
// does what by when, and that the board is told of what was decided for it.
func (d Deps) minutes(ctx context.Context, c room.Call) (document.Doc, error) {
	w, rec, rv, err := d.paper(ctx, c, minutesTitle)
	if err != nil {
		return document.Doc{}, err
	}
	w.H(1, lang.Text{SV: "Mötet", EN: "The meeting"})
	w.Facts(lang.Text{SV: "Om mötet", EN: "About the meeting"}, w.Fact(rec, "meeting_on"), w.Fact(rec, "participants"), w.Fact(rec, "reporter"), w.Fact(rec, "obtained_by"), w.Fact(rec, "diary_no"))

	w.H(1, lang.Text{SV: "Förslag", EN: "Proposal"})
	w.P(w.Say(lang.Text{SV: "Föredraganden föreslår beslut enligt %s, underlag %s med siffror per %s.", EN: "The reporter proposes decisions as in %s, record %s with figures as of %s."}, rv.Title, rv.Ref, string(rv.AsOf)))
	if p := w.Optional(rec, "proposals"); p != nil {
		w.P(p)
	}

	w.H(1, lang.Text{SV: "Beslut", EN: "Decisions"})
	d.decided(w, rec, rv)
	w.H(1, lang.Text{SV: "Prioriteringar", EN: "Priorities"})
	priorities(w, rv)
	w.H(1, lang.Text{SV: "Vem gör vad", EN: "Who does what"})
	tasks(w, rv)
	w.H(1, lang.Text{SV: "Accepterade risker", EN: "Risks accepted"})
	accepted(w, rec)

	w.H(1, lang.Text{SV: "Anteckningar och reservationer", EN: "Notes and reservations"})
	if m := w.Optional(rec, "minutes"); m != nil {
		w.P(m)
	} else {
		w.P(lang.Text{SV: "Inga anteckningar eller reservationer är införda.", EN: "No notes or reservations are entered."})
	}
	w.H(1, lang.Text{SV: "Anmälan och underskrift", EN: "Reporting and signature"})
	board := w.Controller(rec.Org)
	w.P(lang.Text{SV: "Beslutet är fattat på delegation och anmäls till ", EN: "The decision is made by delegation and is reported to "}, w.Named(board, lang.Text{SV: "Nämnd eller styrelse", EN: "Board"}), ".")
	if rv.State == "decided" {
		w.P(w.Say(lang.Text{SV: "Det beslutade dokumentet är låst. Liggaren hade då %s poster och kontrollsumman %s. Protokollet undertecknas nedan eller med e-underskrift i diariet.",
			EN: "The decided document is locked. The ledger then had %s entries and the digest %s. The minutes are signed below or by electronic signature in the diary."}, strconv.FormatInt(rv.Ledger.Size, 10), rv.Ledger.Root))
	}
	lines := []document.Signature{{Who: signer(w, rec, "decided_by", "obtained_by"), What: w.Say(lang.Text{SV: "Beslutar", EN: "Decides"})}, {Who: signer(w, rec, "reporter"), What: w.Say(lang.Text{SV: "Föredragande", EN: "Reporter"})}}
	w.Doc.Blocks = append(w.Doc.Blocks, document.Signatures{Lines: lines})
	return w.End()
}

// signer is the function that signs, by the first field that names one.
func signer(w *draft.Draft, rec *register.Record, fields ...string) string {
	for _, f := range fields {
		if fn := w.Get(registers.RoleAssignments, rec.Text(f)); fn != nil {
			return fn.Text("title")
		}
	}
	return ""
}

// decided lists the points that were decided, numbered, with what they may cost.
func (d Deps) decided(w *draft.Draft, rec *register.Record, rv Review) {
	if len(rv.Decisions) == 0 {
		w.P(w.Gap(lang.Text{SV: "Minst ett beslut", EN: "At least one decision"}))
		return
	}
	by := w.Value(rec, "decided_by")
	if rec.Text("decided_by") == "" {
		by = w.Gap(lang.Text{SV: "Vem som beslutar", EN: "Who decides"})
	}
	w.P(by, lang.Text{SV: " beslutar", EN: " decides"})
	var points []any
	for _, x := range rv.Decisions {
		points = append(points, x.Text)
	}
	w.List(true, points...)
}

// priorities are the three years' points, in order.
func priorities(w *draft.Draft, rv Review) {
	var rows [][]document.Cell
	for _, p := range rv.Priorities {
		rows = append(rows, []document.Cell{document.C(fmt.Sprintf("%d:%d", p.Year, p.Order)), document.C(p.Text), document.C(or(p.Owner)), document.C(or(p.Due))})
	}
	w.Table(lang.Text{SV: "Prioritering av åtgärder", EN: "Priorities"}, []document.Column{{Title: w.Say(lang.Text{SV: "År och nummer", EN: "Year and number"})}, {Title: w.Say(lang.Text{SV: "Prioritering", EN: "Priority"}), Weight: 3.4},
		{Title: w.Say(lang.Text{SV: "Ansvarig", EN: "Responsible"}), Weight: 2.6}, {Title: w.Say(lang.Text{SV: "Klar senast", EN: "Due"})}}, rows)
}

// tasks are the decisions that somebody does by a day, with the resources.
func tasks(w *draft.Draft, rv Review) {
	var rows [][]document.Cell
	for _, x := range rv.Decisions {
		if x.Resources != "" || x.Due != "" {
			rows = append(rows, []document.Cell{document.C(strconv.Itoa(x.Order)), document.C(x.Text), document.C(or(x.Resources)), document.C(or(x.Due))})
		}
	}
	w.Table(lang.Text{SV: "Det som ska göras", EN: "What is to be done"}, []document.Column{{Title: w.Say(lang.Text{SV: "Beslut", EN: "Decision"}), Weight: 0.7}, {Title: w.Say(lang.Text{SV: "Vad", EN: "What"}), Weight: 2.6},
		{Title: w.Say(lang.Text{SV: "Vem och resurser", EN: "Who and resources"}), Weight: 2.8}, {Title: w.Say(lang.Text{SV: "Klar senast", EN: "Due"})}}, rows)
}

// accepted are the risks that were accepted on the day of the meeting or of the
// decision.
func accepted(w *draft.Draft, rec *register.Record) {
	var days []string
	for _, f := range []string{"meeting_on", "decided_on"} {
		if day := rec.Text(f); day != "" && !slices.Contains(days, day) {
			days = append(days, day)
		}
	}
	var items []any
	if len(days) > 0 {
		var filter query.Checked = query.And{draft.Where("org", string(rec.Org)), draft.Where("accepted_on", days...)}
		for _, r := range w.All(registers.Risks, store.Query{Filter: filter}) {
			w.Source(r)
			items = append(items, fmt.Sprintf("%s %s (%s)", r.Ref, r.Text("title"), w.Say(lang.Text{SV: "till %s", EN: "until %s"}, or(r.Text("accepted_until")))))
		}
	}
	if len(items) == 0 {
		w.P(lang.Text{SV: "Inga risker accepterades vid mötet.", EN: "No risks were accepted at the meeting."})
	}
	w.List(false, items...)
}

// annex is the decided review as it follows the business plan: a cover, a page
// that says it in short, the priorities, and then the review whole.
func (d Deps) annex(ctx context.Context, c room.Call) (document.Doc, error) {
	w, rec, rv, err := d.paper(ctx, c, annexTitle)
	if err != nil {
		return document.Doc{}, err
	}
	w.Facts(lang.Text{SV: "Om bilagan", EN: "About the annex"}, w.Fact(rec, "annex_to"), w.Fact(rec, "diary_no"), w.Fact(rec, "decided_on"), w.Fact(rec, "decided_by"), w.Fact(rec, "as_of"))
	w.P(w.Say(lang.Text{SV: "Här följer en kortversion på en sida, prioriteringarna och sedan %s i sin helhet, så som den beslutades.", EN: "A short version on one page, the priorities, and then %s whole, as it was decided, follow."}, rv.Title))
	add := func(b ...document.Block) { w.Doc.Blocks = append(w.Doc.Blocks, b...) }

	add(document.PageBreak{})
	w.H(1, lang.Text{SV: "Kortversion", EN: "Short version"})
	p := &printer{rv: rv, l: c.Lang}
	for _, s := range rv.Sections {
		if s.Key == "summary" {
			for _, b := range s.Blocks {
				p.block(s, b)
			}
		}
	}
	for _, b := range p.out {
		if h, ok := b.(document.Heading); ok {
			h.ID = "short-" + h.ID // the review below has the same headings
			b = h
		}
		add(b)
	}
	add(document.PageBreak{})
	w.H(1, lang.Text{SV: "Beslut", EN: "Decisions"})
	d.decided(w, rec, rv)
	w.H(1, lang.Text{SV: "Prioriteringar", EN: "Priorities"})
	priorities(w, rv)
	doc, err := w.End()
	if err != nil {
		return doc, err
	}
	doc.Blocks = append(append(doc.Blocks, document.PageBreak{}), Document(rv, Options{}).Blocks...)
	return doc, nil
}

func or(s string) string {
	if s == "" {
		return "–"
	}
	return s
}
