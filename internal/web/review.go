package web

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/chart"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/web/page"
)

// review shows a management review: a draft as the registers stand on its day,
// a decided one as it was frozen.
func (w *Web) review(rw http.ResponseWriter, r *door.Request) error {
	if r.URL.Query().Get("visa") == "post" {
		r.SetPathValue("collection", "management-reviews")
		return w.record(rw, r)
	}
	reg, _ := w.DB.Catalogue.Get("management_review")
	rec, err := w.DB.Get(r.Context(), r.Caller.Read(reg), reg, r.PathValue("ref"), noTime, 0)
	if err != nil {
		return err
	}
	rv, err := review.Open(r.Context(), w.Reviews, r.Caller, string(rec.ID), r.Lang)
	if err != nil {
		return err
	}
	p := page.Review{Crumbs: []page.Crumb{{Text: reg.Title.In(r.Lang), Href: "/" + reg.Collection}, {Text: rec.Ref}}, Title: rv.Title, AsOf: string(rv.AsOf), Against: string(rv.CompareAsOf)}
	p.Sub = lang.ReviewSub.With(r.Lang, rv.OrgTitle, strconv.Itoa(rv.Year))
	p.TextLang = rv.Language
	if rv.State == "decided" {
		p.Sub += " " + lang.ReviewDecided.With(r.Lang, string(rv.DecidedOn), rv.DecidedBy)
		p.Frozen = lang.ReviewLocked.In(r.Lang)
		p.Proof = proof(r.Lang, rv, rec)
	}
	status := reg.Status()
	p.State = page.StatusOf(rec.Text("status"), status.Choices.Label(rec.Text("status")).In(r.Lang))
	p.Facts = page.Link{Text: lang.ReviewRecord.In(r.Lang), Href: Address(rec) + "?visa=post"}
	p.Actions = w.offered(r, rec)
	for _, format := range review.Formats {
		name := strings.ToUpper(format)
		if format == "html" {
			name = lang.DownloadHTML.In(r.Lang)
		}
		p.Files = append(p.Files, page.Link{Text: name, Href: Address(rec) + "/document?format=" + format})
	}
	x := reviewer{rv: rv}
	x.sections(r.Lang, &p)
	x.compare(&p)
	for _, d := range rv.Decisions {
		p.Decisions = append(p.Decisions, d.Text)
	}
	inputs(r.Lang, reg, rv, &p)
	f, err := w.Frame(r, rv.Title)
	if err != nil {
		return err
	}
	return w.Show(rw, r.Context(), http.StatusOK, page.ReviewPage(f, p))
}

// document gives a review as a file.
func (w *Web) document(rw http.ResponseWriter, r *door.Request) error {
	format := r.URL.Query().Get("format")
	if !slices.Contains(review.Formats, format) {
		return fault.New(fault.Unknown, "no-such-file", format)
	}
	version := int64(0)
	if v := r.URL.Query().Get("version"); v != "" {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < 1 {
			return fault.New(fault.Unknown, "no-such-file", format)
		}
		version = n
	}
	data, err := review.OpenFile(r.Context(), w.Reviews, r.Caller, r.PathValue("ref"), r.Lang, format, version)
	if err != nil {
		return err
	}
	kinds := map[string]string{"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "html": "text/html; charset=utf-8", "json": "application/json; charset=utf-8"}
	reg, _ := w.DB.Catalogue.Get("management_review")
	rec, err := w.DB.Get(r.Context(), r.Caller.Read(reg), reg, r.PathValue("ref"), noTime, 0)
	if err != nil {
		return err
	}
	year, _ := rec.Number("year")
	name := review.FileName(review.Review{Language: string(r.Lang), Year: int(year)}, format)
	rw.Header().Set("Content-Type", kinds[format])
	// Always a file to keep: the page it carries has styles of its own, which
	// the content security policy of this origin would not allow.
	rw.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	_, _ = rw.Write(data) // a client that has gone needs no answer
	return nil
}

// ReviewParts gives what a review's page is made of: sections, outline, figures
// on both days and the inputs of the standard.
func (w *Web) ReviewParts(l lang.Lang, rv review.Review) (page.Review, error) {
	p := page.Review{AsOf: string(rv.AsOf), Against: string(rv.CompareAsOf), TextLang: rv.Language}
	x := reviewer{rv: rv}
	x.sections(l, &p)
	x.compare(&p)
	inputs(l, w.Register("management_review"), rv, &p)
	return p, nil
}

// ReviewFigure is where a figure of a review opens, as the review saw it.
func ReviewFigure(rv review.Review, id string) string { return reviewer{rv: rv}.figureAddress(id) }

// SectionID is the identity of a section on a review's page.
func SectionID(key string) string { return "s-" + strings.ReplaceAll(key, ".", "-") }

type reviewer struct{ rv review.Review }

// figureAddress opens a figure as the review saw it.
func (x reviewer) figureAddress(id string) string {
	ps := []page.Pair{{Name: "per", Value: string(x.rv.AsOf)}, {Name: "mot", Value: string(x.rv.CompareAsOf)}, {Name: "org", Value: x.rv.Org}}
	if x.rv.State == "decided" {
		ps = append(ps, page.Pair{Name: "vid", Value: strconv.FormatInt(x.rv.Ledger.Size, 10)})
	}
	return AddressOf("/figures/"+id, ps)
}

func (x reviewer) sections(l lang.Lang, p *page.Review) {
	ready, all := 0, 0
	for _, s := range x.rv.Sections {
		sec := page.ReviewSection{ID: SectionID(s.Key), Heading: page.SectionTitle(s.Number, s.Heading), State: page.StateOfSection(l, s.State), Level: s.Level}
		for _, b := range s.Blocks {
			blk, ok := x.block(b)
			if blk.Caption == "" {
				blk.Caption = fmt.Sprintf("%s, %d", sec.Heading, len(sec.Blocks)+1)
			}
			if ok {
				sec.Blocks = append(sec.Blocks, blk)
			}
		}
		if len(sec.Blocks) == 0 {
			continue // contents, definitions and sources: the page has its own
		}
		all++
		if s.State == "ready" {
			ready++
		}
		p.Sections = append(p.Sections, sec)
		p.Outline = append(p.Outline, page.Step{Link: page.Link{Text: sec.Heading, Href: "#" + sec.ID}, Icon: sec.State.Icon, Done: s.State == "ready", Deep: s.Level > 1})
	}
	p.Ready = lang.SectionsReady.With(l, strconv.Itoa(ready), strconv.Itoa(all))
}

func (x reviewer) block(b review.Block) (page.ReviewBlock, bool) {
	out := page.ReviewBlock{Kind: b.Kind, Key: b.Key, Text: b.Text, By: b.By, Runs: x.runs(b.Runs), Caption: b.Caption, Sub: b.Sub}
	if b.Label != "" && b.Caption != "" {
		out.Caption = b.Label + " " + b.Caption
	}
	if out.Caption == "" {
		out.Caption = b.Text
	}
	switch b.Kind {
	case "heading", "paragraph", "comment":
		if len(out.Runs) == 0 && b.Kind != "heading" {
			if b.Text == "" {
				return out, false
			}
			out.Runs = []page.ReviewRun{{Text: b.Text}}
		}
		return out, true
	case "list", "decision":
		if b.Kind == "decision" {
			out.Kind = "ordered"
		}
		for _, it := range b.Items {
			out.Items = append(out.Items, x.runs(it))
		}
		return out, len(out.Items) > 0
	case "table":
		for _, c := range b.Columns {
			out.Heads = append(out.Heads, page.Column{Title: c.Title, Right: c.Right})
		}
		for _, row := range b.Rows {
			var cells [][]page.ReviewRun
			for _, c := range row {
				cells = append(cells, x.runs(c))
			}
			out.Rows = append(out.Rows, cells)
		}
		return out, len(out.Rows) > 0
	case "chart":
		out.Chart = page.Drawn{Alt: b.Alt, Draw: func(o chart.Options) chart.Drawing { return drawing(b, o) }}
		return out, true
	case "signatures":
		out.Kind = "list"
		for _, s := range b.Signers {
			out.Items = append(out.Items, []page.ReviewRun{{Text: s.Who + ": " + s.What}})
		}
		return out, len(out.Items) > 0
	}
	return out, false
}

func drawing(b review.Block, o chart.Options) chart.Drawing {
	if len(b.Lines) > 0 {
		var data []chart.Series
		for _, s := range b.Lines {
			c := chart.Series{Name: s.Name}
			for _, v := range s.Values {
				if v == nil {
					c.Values = append(c.Values, math.NaN())
					continue
				}
				c.Values = append(c.Values, *v)
			}
			data = append(data, c)
		}
		return chart.Lines(b.Years, data, o)
	}
	var bars []chart.Bar
	for _, v := range b.Bars {
		bars = append(bars, chart.Bar{Label: lang.Soft(v.Label), Value: float64(v.Value), Hatched: v.Missing})
	}
	return chart.Bars(bars, o)
}

func (x reviewer) runs(in []review.Run) []page.ReviewRun {
	var out []page.ReviewRun
	for _, r := range in {
		o := page.ReviewRun{Text: r.Text, Bold: r.Bold, Missing: r.Missing, Lang: r.Lang}
		switch {
		case r.Figure != "":
			o.Href, o.Figure = x.figureAddress(r.Figure), true
		case r.Record != "" && r.Register != "":
			o.Href = Behind(r.Register, strings.Split(r.Record, ","), x.rv.AsOf)
		}
		out = append(out, o)
	}
	return out
}

// compared are the figures shown against the year before, beside the text.
var compared = []string{"F01", "F02", "F03", "F14b", "F18", "F07", "F12a", "F25"}

func (x reviewer) compare(p *page.Review) {
	for _, id := range compared {
		f, ok := x.rv.Figures[id]
		if !ok || f.Value == nil || f.Compare == nil {
			continue
		}
		said := func(n int) string {
			if f.Unit == "percent" {
				return lang.ThePercent.With(lang.Lang(x.rv.Language), n)
			}
			return lang.Whole(int64(n))
		}
		p.Compare = append(p.Compare, page.CompareRow{Link: page.Link{Text: f.Label, Href: x.figureAddress(id)}, Then: said(*f.Compare), Now: said(*f.Value)})
	}
}

func inputs(l lang.Lang, reg *register.Register, rv review.Review, p *page.Review) {
	for _, c := range reg.Must("inputs").Columns[0].Choices {
		m := page.Method{Link: page.Link{Text: lang.Text{SV: c.SV, EN: c.EN}.In(l)}}
		switch rv.Inputs[c.Code] {
		case "covered":
			m.State = &page.Status{Tone: "ok", Icon: "ok", Word: lang.InputCovered.In(l)}
		case "nothing_to_report":
			m.State = &page.Status{Icon: "dashed", Word: lang.InputNothing.In(l)}
		default:
			m.State = &page.Status{Tone: "crit", Icon: "act", Word: lang.Missing.In(l)}
		}
		p.Inputs = append(p.Inputs, m)
	}
}

// proof is what ties a decided review to the ledger.
func proof(l lang.Lang, rv review.Review, rec *register.Record) []page.Fact {
	fact := func(name lang.Text, v string) page.Fact {
		return page.Fact{Name: name.In(l), Value: page.Value{Texts: []string{v}}}
	}
	out := []page.Fact{fact(lang.ProofOrigin, rv.Ledger.Origin), fact(lang.ProofSize, lang.Whole(rv.Ledger.Size)), fact(lang.ProofRoot, rv.Ledger.Root)}
	for _, f := range register.As[registers.ManagementReview](rec).Frozen {
		if strings.HasPrefix(f.Name, string(l)+"/") && strings.HasSuffix(f.Name, ".pdf") {
			out = append(out, fact(lang.ProofHash, f.Hash))
		}
	}
	return out
}
