package review

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/chart"
	"genomlys/internal/document"
	"genomlys/internal/lang"
)

// Options say how a review's document is made.
type Options struct {
	HrefBase string // where figures and records open, such as https://…; empty in a file without a server
}

// Document lays a review out as the city's report (design.md 10): summary, key
// table and decision on page one, then contents, sections and annexes.
func Document(rv Review, opt Options) document.Doc {
	p := &printer{rv: rv, opt: opt, l: lang.Parse(rv.Language)}
	d := document.Doc{Lang: string(p.l), Title: rv.Title, Subtitle: rv.Lead, Organisation: rv.OrgTitle, Unit: rv.Unit,
		Name: lang.Text{SV: "Ledningens genomgång ", EN: "Management review "}.In(p.l) + strconv.Itoa(rv.Year), DiaryNo: rv.DiaryNo, Date: string(rv.AsOf),
		Draft: rv.State != "decided", Created: rv.Made}
	if rv.AnnexTo != "" {
		d.Subtitle += lang.Text{SV: " Bilaga till ", EN: " Annex to "}.In(p.l) + lowerFirst(rv.AnnexTo) + "."
	}
	if rv.DecidedOn != "" {
		d.Date = string(rv.DecidedOn)
	}
	d.FooterLeft = lang.Text{SV: "Siffror per ", EN: "Figures as of "}.In(p.l) + string(rv.AsOf) + "."
	if rv.Ref != "" {
		d.FooterLeft += lang.Text{SV: " Underlag ", EN: " Record "}.In(p.l) + rv.Ref
		if rv.State == "decided" {
			d.FooterLeft += lang.Text{SV: ", låst ", EN: ", locked "}.In(p.l) + string(rv.DecidedOn)
		}
		d.FooterLeft += "."
	}
	d.FooterRight = rv.OrgTitle
	for _, s := range rv.Sections {
		p.section(s)
	}
	d.Blocks = p.out
	return d
}

type printer struct {
	rv  Review
	opt Options
	l   lang.Lang
	out []document.Block
}

func (p *printer) add(b ...document.Block) { p.out = append(p.out, b...) }

func (p *printer) say(sv, en string) string { return lang.Text{SV: sv, EN: en}.In(p.l) }

func (p *printer) section(s Section) {
	// Page one holds summary and decision; contents and annexes start pages.
	if slices.Contains([]string{"contents", "about", "inputs"}, s.Key) {
		p.add(document.PageBreak{})
	}
	if len(s.Blocks) == 0 {
		return
	}
	if s.Blocks[0].Kind == "contents" {
		p.add(document.Contents{Title: s.Heading, Depth: 2})
		return
	}
	p.add(document.Heading{Level: s.Level, Number: s.Number, Text: s.Heading, ID: "s-" + strings.ReplaceAll(s.Key, ".", "-")})
	for _, b := range s.Blocks {
		p.block(s, b)
	}
}

func (p *printer) block(s Section, b Block) {
	switch b.Kind {
	case "heading":
		p.add(document.Heading{Level: min(s.Level+1, 3), Text: b.Text, ID: "s-" + strings.ReplaceAll(s.Key, ".", "-") + "-" + b.Key})
	case "paragraph":
		style := map[string]document.Style{"lead": document.Lead, "note": document.Note, "small": document.Small}[b.Style]
		p.add(document.Paragraph{Style: style, Runs: p.runs(b.Runs)})
	case "comment":
		p.add(document.Paragraph{Style: document.Comment, By: b.By, Runs: p.runs(b.Runs)})
	case "list", "decision":
		var items [][]document.Run
		for _, it := range b.Items {
			items = append(items, p.runs(it))
		}
		p.add(document.List{Ordered: b.Kind == "decision", Items: items})
	case "table":
		if b.Key == "keytable" {
			p.add(document.Heading{Level: s.Level + 1, Text: b.Text, ID: "s-keytable"})
		}
		p.add(p.table(b))
	case "chart":
		p.add(document.Figure{Label: b.Label, Caption: b.Caption, Sub: b.Sub, Alt: b.Alt, Drawing: p.drawing(b)})
	case "signatures":
		var lines []document.Signature
		for _, x := range b.Signers {
			what := x.What
			if p.rv.State == "decided" && len(lines) == 0 {
				what = p.say("Beslutat ", "Decided ") + string(p.rv.DecidedOn)
			}
			lines = append(lines, document.Signature{Who: x.Who, What: what})
		}
		p.add(document.Signatures{Lines: lines})
	case "inputs":
		p.add(p.inputs())
	case "definitions":
		p.add(p.definitions())
	case "sources":
		p.add(p.sources())
	case "colophon":
		p.colophon()
	}
}

func (p *printer) runs(in []Run) []document.Run {
	out := make([]document.Run, 0, len(in))
	for _, r := range in {
		x := document.Run{Text: r.Text, Bold: r.Bold, Lang: r.Lang, Italic: r.Missing}
		switch {
		case r.Figure != "":
			x.Trace = &document.Trace{Figure: r.Figure}
			if p.opt.HrefBase != "" {
				x.Trace.Href = p.figureAddress(r.Figure)
			}
		case r.Record != "" && p.opt.HrefBase != "" && !strings.Contains(r.Record, ","):
			x.Link = p.opt.HrefBase + "/" + r.Register + "/" + url.PathEscape(r.Record)
		}
		out = append(out, x)
	}
	return out
}

// figureAddress is where a figure's records are shown, as the review saw them.
func (p *printer) figureAddress(id string) string {
	q := url.Values{"org": {p.rv.Org}, "per": {string(p.rv.AsOf)}, "mot": {string(p.rv.CompareAsOf)}}
	if p.rv.State == "decided" {
		q.Set("vid", strconv.FormatInt(p.rv.Ledger.Size, 10))
	}
	return p.opt.HrefBase + "/figures/" + id + "?" + q.Encode()
}

func (p *printer) table(b Block) document.Table {
	t := document.Table{Label: b.Label, Caption: b.Caption, Sub: b.Sub, RowHeads: true}
	for _, c := range b.Columns {
		col := document.Column{Title: c.Title, Weight: c.Weight}
		if c.Right {
			col.Align = document.Right
		}
		t.Columns = append(t.Columns, col)
	}
	if b.Key == "keytable" {
		t.Columns[0].Weight = 3.2
	}
	rows := make([][]document.Cell, len(b.Rows))
	for i, r := range b.Rows {
		for _, c := range r {
			rows[i] = append(rows[i], document.Cell(p.runs(c)))
		}
	}
	t.Rows = document.Rows(rows)
	return t
}

func (p *printer) drawing(b Block) chart.Drawing {
	if len(b.Lines) > 0 {
		var data []chart.Series
		for _, s := range b.Lines {
			x := chart.Series{Name: s.Name}
			for _, v := range s.Values {
				if v == nil {
					x.Values = append(x.Values, math.NaN())
					continue
				}
				x.Values = append(x.Values, *v)
			}
			data = append(data, x)
		}
		return chart.Lines(b.Years, data, chart.Options{})
	}
	var bars []chart.Bar
	for _, x := range b.Bars {
		bars = append(bars, chart.Bar{Label: x.Label, Value: float64(x.Value), Hatched: x.Missing})
	}
	return chart.Bars(bars, chart.Options{})
}

func cells(texts ...string) []document.Cell {
	out := make([]document.Cell, len(texts))
	for i, t := range texts {
		out[i] = document.C(t)
	}
	return out
}

// inputName says an input of 9.3.2 in own words, from the register's labels.
func inputName(code string, l lang.Lang) string {
	for _, in := range inputLabels {
		if in.code == code {
			return in.name.In(l)
		}
	}
	return code
}

var inputLabels = []struct {
	code string
	name lang.Text
}{
	{"a", lang.Text{SV: "Läget för åtgärder från tidigare genomgångar", EN: "Status of actions from earlier reviews"}},
	{"b", lang.Text{SV: "Förändringar utanför och inom organisationen", EN: "Changes outside and inside the organisation"}},
	{"c", lang.Text{SV: "Förändrade behov hos intressenter", EN: "Changed needs of interested parties"}},
	{"d1", lang.Text{SV: "Avvikelser och korrigerande åtgärder", EN: "Nonconformities and corrective actions"}},
	{"d2", lang.Text{SV: "Resultat av övervakning och mätning", EN: "Results of monitoring and measurement"}},
	{"d3", lang.Text{SV: "Resultat av revisioner", EN: "Results of audits"}},
	{"d4", lang.Text{SV: "Uppfyllelse av mål", EN: "Fulfilment of objectives"}},
	{"e", lang.Text{SV: "Synpunkter från intressenter", EN: "Feedback from interested parties"}},
	{"f", lang.Text{SV: "Riskbedömning och riskbehandling", EN: "Risk assessment and treatment"}},
	{"g", lang.Text{SV: "Möjligheter att förbättra", EN: "Opportunities to improve"}},
}

func (p *printer) inputs() document.Table {
	states := map[string]string{"covered": p.say("Täckt", "Covered"), "nothing_to_report": p.say("Inget att rapportera", "Nothing to report"), "missing": p.say("Saknas", "Missing")}
	var rows [][]document.Cell
	for _, in := range Inputs {
		where := map[string]bool{}
		var places []string
		for _, s := range p.rv.Sections {
			for _, b := range s.Blocks {
				if b.HasFacts && len(b.Missing) == 0 && slices.Contains(b.Inputs, in) && !where[s.Number] && s.Number != "" {
					where[s.Number] = true
					places = append(places, s.Number)
				}
			}
		}
		at := strings.Join(places, ", ")
		if r := p.rv.Reasons[in]; r != "" {
			at = r
		}
		if at == "" {
			at = "–"
		}
		rows = append(rows, cells(in, inputName(in, p.l), states[p.rv.Inputs[in]], at))
	}
	return document.Table{RowHeads: true, Rows: document.Rows(rows), Columns: []document.Column{{Title: "9.3.2", Weight: 0.6}, {Title: p.say("Underlag", "Input"), Weight: 3.4},
		{Title: p.say("Läge", "State"), Weight: 1.6}, {Title: p.say("Avsnitt eller skäl", "Section or reason"), Weight: 2}}}
}

// used gives the figures that the review shows, in order of identifier.
func (p *printer) used() []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range p.rv.Sections {
		for _, b := range s.Blocks {
			for _, id := range b.Figures {
				if !seen[id] {
					seen[id] = true
					out = append(out, id)
				}
			}
		}
	}
	slices.Sort(out)
	return out
}

func (p *printer) definitions() document.Table {
	var rows [][]document.Cell
	for _, id := range p.used() {
		f := p.rv.Figures[id]
		rows = append(rows, []document.Cell{document.C(id), document.C(f.Definition), p.runs([]Run{{Text: shownOr(f), Figure: id}}), document.C(string(p.rv.AsOf)), document.C(strconv.Itoa(len(f.Records)))})
	}
	return document.Table{RowHeads: true, Rows: document.Rows(rows), Columns: []document.Column{{Title: p.say("Siffra", "Figure"), Weight: 0.8}, {Title: p.say("Vad den räknar", "What it counts"), Weight: 4.2},
		{Title: p.say("Värde", "Value"), Weight: 1.9}, {Title: "Per", Weight: 1.3}, {Title: p.say("Poster", "Records"), Align: document.Right, Weight: 0.9}}}
}

func shownOr(f Figure) string {
	if f.Shown == "" {
		return "–"
	}
	return f.Shown
}

func (p *printer) sources() document.Table {
	var order []Source
	for _, s := range p.rv.Sections {
		for _, b := range s.Blocks {
			for _, src := range b.Sources {
				i := slices.IndexFunc(order, func(o Source) bool { return o.Title == src.Title && o.Label == src.Label })
				if i < 0 {
					src.Records = slices.Clone(src.Records)
					order = append(order, src)
					continue
				}
				for _, ref := range src.Records {
					if !slices.Contains(order[i].Records, ref) {
						order[i].Records = append(order[i].Records, ref)
					}
				}
			}
		}
	}
	slices.SortStableFunc(order, func(a, b Source) int { return strings.Compare(a.Title, b.Title) })
	var rows [][]document.Cell
	for _, src := range order {
		rows = append(rows, cells(src.Title, src.Label, sample(src.Records), strconv.Itoa(len(src.Records))))
	}
	return document.Table{RowHeads: true, Rows: document.Rows(rows), Columns: []document.Column{{Title: p.say("Register", "Register"), Weight: 2}, {Title: p.say("Uppgift", "Fact"), Weight: 3.2},
		{Title: p.say("Poster", "Records"), Weight: 2}, {Title: p.say("Antal", "Number"), Align: document.Right, Weight: 0.8}}}
}

// sample names the records when they are few; else the first and the last.
func sample(refs []string) string {
	switch {
	case len(refs) == 0:
		return "–"
	case len(refs) <= 3:
		return strings.Join(refs, ", ")
	}
	return refs[0] + " … " + refs[len(refs)-1]
}

// colophon says when the document was made, and by what its content can be
// verified in the ledger.
func (p *printer) colophon() {
	x := p.rv.Ledger
	missing := p.say("[saknas]", "[missing]")
	or := func(s string) string {
		if s == "" {
			return missing
		}
		return s
	}
	p.add(document.Heading{Level: 2, Text: p.say("Om dokumentet", "About this document"), ID: "s-colophon"})
	lines := [][2]string{
		{p.say("Framställt", "Made"), p.rv.Made.Format("2006-01-02 15.04") + " UTC"}, {p.say("Mall", "Template"), p.rv.Template}, {p.say("Logg", "Ledger"), or(x.Origin)},
		{p.say("Loggens storlek", "Size of the ledger"), grouped(x.Size)}, {p.say("Loggens rot", "Root of the ledger"), or(x.Root)}, {p.say("Nyckelns fingeravtryck", "Fingerprint of the key"), or(x.Key)},
	}
	if p.rv.Correction != "" {
		lines = append(lines, [2]string{p.say("Rättelse", "Correction"), p.rv.Correction})
	}
	var items [][]document.Run
	for _, l := range lines {
		items = append(items, []document.Run{document.B(l[0] + ": "), document.T(l[1])})
	}
	p.add(document.List{Items: items})
}
