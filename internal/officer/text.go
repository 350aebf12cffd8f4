package officer

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/chart"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// keyFigures are those the officer's report opens with: the record, encryption,
// assessments, breaches, rights and transfers (GDPR art. 30, 32, 33, 35, 12, 44).
var keyFigures = []string{"F07", "F07a", "F09", "F09a", "F12", "F12a", "F11", "F11a", "F11c", "F13", "F13a", "F15", "F15f"}

var states = map[string]lang.Text{
	New: {"Ny", "New"}, Repeated: {"Upprepad", "Repeated"}, Closed: {"Avslutad", "Closed"}, Left: {"Öppen, inte upptagen i år", "Open, not taken up this year"},
}

// ReportText is the officer's yearly report. One that has been handed over is as
// it was then; asOf asks for another day.
func ReportText(ctx context.Context, d Deps, c access.Caller, id string, l lang.Lang, now, asOf time.Time) (document.Doc, error) {
	p, err := d.picture(ctx, c, id, now, asOf)
	if err != nil {
		return document.Doc{}, err
	}
	y := strconv.FormatInt(year(p.report), 10)
	w := draft.New(ctx, draft.Deps{DB: d.DB, Now: now, AsOf: p.at, KnownAt: p.known}, c, l, lang.Text{"GDPR årsrapport " + y, "DPO yearly report " + y})
	rec := w.Must(registers.DpoReports, id)
	if w.Err() != nil {
		return w.End()
	}
	controller := w.Controller(rec.Org)
	w.Headed(controller, rec)
	w.Doc.Draft = p.report.Text("status") == "draft"
	w.Doc.FooterLeft = w.Say(lang.Text{"Uppgifter per ", "Facts as of "}) + string(register.DateOf(p.at.In(d.DB.Zone))) + "."
	v := p.carry()

	w.H(1, lang.Text{"Sammanfattning", "Summary"})
	w.Styled(document.Lead, w.Value(rec, "summary"))
	w.P(counted(w, v))
	w.Facts(lang.Text{"Om rapporten", "About the report"},
		draft.Fact{Label: lang.Text{"Personuppgiftsansvarig", "Controller"}, Runs: w.Named(controller, lang.Text{"Personuppgiftsansvarig", "Controller"}), From: controller},
		draft.Fact{Label: registers.DpoReports.Must("author").Title, Runs: author(w, rec, controller), From: rec},
		draft.Fact{Label: registers.DpoReports.Must("submitted_on").Title, Runs: told(w, p.report, "submitted_on"), From: p.report},
		draft.Fact{Label: registers.DpoReports.Must("received_on").Title, Runs: told(w, p.report, "received_on"), From: p.report},
		draft.Fact{Label: registers.DpoReports.Must("presented_on").Title, Runs: told(w, p.report, "presented_on"), From: p.report})
	if err := d.figures(ctx, w, c, rec.Org, p.at); err != nil {
		return document.Doc{}, err
	}
	w.H(1, lang.Text{"Årets iakttagelser", "Findings of the year"})
	p.areas(w)
	w.H(1, lang.Text{"Vad som blev av förra rapporten", "What became of the last report"})
	carried(w, v)
	w.H(1, lang.Text{"År mot år", "Year against year"})
	p.yearly(w)
	return w.End()
}

func author(w *draft.Draft, rec, controller *register.Record) []document.Run {
	if r := w.Optional(rec, "author"); r != nil {
		return r
	}
	return w.Officer(controller)
}

// told is a value that comes with a later step: before it there is nothing missing.
func told(w *draft.Draft, rec *register.Record, field string) []document.Run {
	if r := w.Optional(rec, field); r != nil {
		return r
	}
	return []document.Run{document.T("–")}
}

func counted(w *draft.Draft, v CarryView) string {
	s := w.Say(lang.Text{"Iakttagelser i rapporten: %d. Nya: %d. Upprepade från tidigare år: %d.", "Findings in the report: %d. New: %d. Repeated from earlier years: %d."}, len(v.Findings), v.New, v.Repeated)
	if v.Last != 0 {
		s += " " + w.Say(lang.Text{"Av de %d i rapporten för %d är %d avslutade.", "Of the %d in the report for %d, %d are closed."}, len(v.Carried), v.Last, v.Closed)
	}
	return s
}

// figures sets this year's key figures against those of the same day last year.
func (d Deps) figures(ctx context.Context, w *draft.Draft, c access.Caller, org register.ID, at time.Time) error {
	if d.Figures == nil {
		return nil
	}
	day := register.DateOf(at.In(d.DB.Zone))
	set, err := d.Figures.Compute(ctx, c, figure.Request{Org: org, AsOf: day, Compare: day.YearBefore(), IDs: keyFigures})
	if err != nil {
		return err
	}
	var rows [][]document.Cell
	for _, f := range set.Figures {
		if f.Seen == figure.None {
			continue
		}
		of := "–"
		if f.Of != nil {
			of = lang.Whole(int64(*f.Of))
		}
		then, change := "–", "–"
		if f.Compare != nil && f.Compare.NewDefinition {
			then = w.Say(lang.Text{"ny definition", "new definition"})
		} else if f.Compare != nil {
			then, change = lang.Whole(int64(f.Compare.Value)), signed(f.Value-f.Compare.Value)
		}
		rows = append(rows, []document.Cell{document.C(f.ID + " " + f.Label.In(w.Lang)), document.C(lang.Whole(int64(f.Value))), document.C(of), document.C(then), document.C(change)})
	}
	w.H(1, lang.Text{"Nyckeltal", "Key figures"})
	w.Table(lang.Text{"Nyckeltal i år och samma dag förra året", "Key figures this year and the same day last year"}, []document.Column{{Title: w.Say(lang.Text{"Nyckeltal", "Figure"}), Weight: 5},
		{Title: w.Say(lang.Text{"Nu", "Now"}), Align: document.Right}, {Title: w.Say(lang.Text{"Av", "Of"}), Align: document.Right},
		{Title: string(set.CompareTo), Align: document.Right, Weight: 1.4}, {Title: w.Say(lang.Text{"Ändring", "Change"}), Align: document.Right, Weight: 1.2}}, rows)
	return nil
}

func signed(n int) string {
	switch {
	case n > 0:
		return "+" + strconv.Itoa(n)
	case n < 0:
		return "−" + strconv.Itoa(-n)
	}
	return "±0"
}

// areas prints the findings under the headings of the review (domain.md 9.9).
func (p *picture) areas(w *draft.Draft) {
	lines := p.matters.Of(year(p.report))
	if len(lines) == 0 {
		w.P(w.Gap(lang.Text{"Iakttagelser", "Findings"}))
		return
	}
	area := registers.DpoFindings.Must("area")
	var bars []chart.Stack
	for _, a := range area.Choices {
		var newly, again float64
		for _, l := range lines {
			if l.Finding.Text("area") != a.Code {
				continue
			}
			if l.State == New {
				newly++
			} else {
				again++
			}
		}
		if newly+again > 0 {
			bars = append(bars, chart.Stack{Label: lang.Text{a.SV, a.EN}.In(w.Lang), Parts: []float64{newly, again}})
		}
	}
	names := []string{states[New].In(w.Lang), states[Repeated].In(w.Lang)}
	alt := ""
	for _, b := range bars {
		alt += fmt.Sprintf("%s: %s %.0f, %s %.0f. ", b.Label, names[0], b.Parts[0], names[1], b.Parts[1])
	}
	w.Doc.Blocks = append(w.Doc.Blocks, document.Figure{Label: w.Say(lang.Text{"Figur 1.", "Figure 1."}), Caption: w.Say(lang.Text{"Iakttagelser per område", "Findings by area"}),
		Alt: alt, Drawing: chart.Stacked(names, bars, 1, chart.Options{})})
	for _, a := range area.Choices {
		first := true
		for _, l := range lines {
			if l.Finding.Text("area") != a.Code {
				continue
			}
			if first {
				w.H(2, lang.Text{a.SV, a.EN})
				first = false
			}
			finding(w, l)
		}
	}
}

func finding(w *draft.Draft, l Line) {
	f := l.Finding
	w.Source(f)
	w.H(3, lang.Text{f.Ref + " " + f.Text("title"), f.Ref + " " + f.Text("title")})
	if f.Text("observation") != f.Text("title") {
		w.P(f.Text("observation"))
	}
	if r := w.Optional(f, "recommendation"); r != nil {
		w.P(append([]document.Run{document.B(w.Say(lang.Text{"Rekommendation: ", "Recommendation: "}))}, r...))
	} else if asks(f) {
		w.P(document.B(w.Say(lang.Text{"Rekommendation: ", "Recommendation: "})), w.Say(lang.Text{"står i iakttagelsen.", "stands in the observation."}))
	}
	line := w.Say(registers.DpoFindings.Must("status").Title) + ": " + w.Say(registers.DpoFindings.Must("status").Choices.Label(f.Text("status")))
	if s := f.Text("severity"); s != "" {
		line += ". " + w.Say(registers.DpoFindings.Must("severity").Title) + ": " + w.Say(registers.DpoFindings.Must("severity").Choices.Label(s))
	}
	if l.State == Repeated {
		line += ". " + w.Say(lang.Text{"Upprepad: %d rapporter sedan %d, senast %s", "Repeated: %d reports since %d, last as %s"}, l.Times, l.Since, l.Before.Ref)
	}
	w.Styled(document.Small, line+".")
	if r := f.Text("management_response"); r != "" {
		by := w.Say(lang.Text{"Verksamhetens svar", "The organisation's response"})
		if on := f.Text("responded_on"); on != "" {
			by += w.Say(lang.Text{", beslutat ", ", decided "}) + on
		}
		w.Doc.Blocks = append(w.Doc.Blocks, document.Paragraph{Style: document.Comment, By: by, Runs: []document.Run{document.T(r)}})
	}
}

func carried(w *draft.Draft, v CarryView) {
	if len(v.Carried) == 0 {
		w.P(lang.Text{"Det finns ingen tidigare rapport att följa upp.", "There is no earlier report to follow up."})
		return
	}
	var rows [][]document.Cell
	status := registers.DpoFindings.Must("status").Choices
	for _, x := range v.Carried {
		rows = append(rows, []document.Cell{document.C(x.Ref + " " + x.Observation), document.C(states[x.State].In(w.Lang)), document.C(w.Say(status.Label(x.Status))), document.C(x.Comment)})
	}
	w.Table(lang.Text{"Iakttagelserna i rapporten för " + strconv.FormatInt(v.Last, 10), "The findings of the report for " + strconv.FormatInt(v.Last, 10)},
		[]document.Column{{Title: w.Say(lang.Text{"Iakttagelse", "Finding"}), Weight: 4}, {Title: w.Say(lang.Text{"I årets rapport", "In this report"}), Weight: 1.6},
			{Title: "Status", Weight: 1.4}, {Title: w.Say(lang.Text{"Kommentar", "Comment"}), Weight: 3}}, rows)
}

// yearly prints how each finding has stood at the end of each year.
func (p *picture) yearly(w *draft.Draft) {
	status := registers.DpoFindings.Must("status").Choices
	cols := []document.Column{{Title: w.Say(lang.Text{"Iakttagelse", "Finding"}), Weight: 4}, {Title: w.Say(lang.Text{"Rapport", "Report"}), Weight: 1}}
	for _, y := range p.years {
		cols = append(cols, document.Column{Title: strconv.FormatInt(y, 10), Weight: 1.5})
	}
	var rows [][]document.Cell
	for _, r := range p.rows {
		row := []document.Cell{document.C(r.Finding.Ref + " " + r.Finding.Text("title")), document.C(strconv.FormatInt(r.Year, 10))}
		for _, s := range r.Years {
			word := "–"
			if s.Status != "" {
				word = w.Say(status.Label(s.Status))
			}
			row = append(row, document.C(word))
		}
		rows = append(rows, row)
	}
	w.Table(lang.Text{"Läget vid varje års slut; sista året den dag rapporten gäller", "The state at the end of each year; the last year on the day of the report"}, cols, rows)
}
