package jsondoc

import (
	"bufio"
	"bytes"
	"fmt"

	"genomlys/internal/chart"
	"genomlys/internal/document"
)

type run struct {
	Text    string `json:"text"`
	Bold    bool   `json:"bold,omitempty"`
	Italic  bool   `json:"italic,omitempty"`
	Lang    string `json:"lang,omitempty"`
	Link    string `json:"link,omitempty"`
	Figure  string `json:"figure,omitempty"`
	Records string `json:"records,omitempty"`
}

func runs(in []document.Run) []run {
	out := make([]run, len(in))
	for i, r := range in {
		out[i] = run{Text: r.Text, Bold: r.Bold, Italic: r.Italic, Lang: r.Lang, Link: r.Link}
		if r.Trace != nil {
			out[i].Figure, out[i].Records = r.Trace.Figure, r.Trace.Href
		}
	}
	return out
}

type heading struct {
	Type   string `json:"type"`
	Level  int    `json:"level"`
	Number string `json:"number,omitempty"`
	Text   string `json:"text"`
	ID     string `json:"id,omitempty"`
}

type paragraph struct {
	Type  string `json:"type"`
	Style string `json:"style"`
	By    string `json:"by,omitempty"`
	Runs  []run  `json:"runs"`
}

type list struct {
	Type    string  `json:"type"`
	Ordered bool    `json:"ordered"`
	Items   [][]run `json:"items"`
}

type table struct {
	Type     string   `json:"type"`
	Label    string   `json:"label,omitempty"`
	Caption  string   `json:"caption,omitempty"`
	Sub      string   `json:"sub,omitempty"`
	RowHeads bool     `json:"row_heads"`
	Columns  []column `json:"columns"`
}

type column struct {
	Title string `json:"title"`
	Align string `json:"align"`
}

type figure struct {
	Type    string  `json:"type"`
	Label   string  `json:"label,omitempty"`
	Caption string  `json:"caption,omitempty"`
	Sub     string  `json:"sub,omitempty"`
	Alt     string  `json:"alt"`
	Drawing drawing `json:"drawing"`
}

type drawing struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
	Marks  []mark  `json:"marks"`
}

type mark struct {
	Kind    string  `json:"kind"`
	X       float64 `json:"x"`
	Y       float64 `json:"y"`
	W       float64 `json:"w,omitempty"`
	H       float64 `json:"h,omitempty"`
	Rise    float64 `json:"rise,omitempty"`
	Tone    string  `json:"tone"`
	Hatched bool    `json:"hatched,omitempty"`
	Text    string  `json:"text,omitempty"`
	Size    float64 `json:"size,omitempty"`
	Bold    bool    `json:"bold,omitempty"`
	Anchor  string  `json:"anchor,omitempty"`
}

type contents struct {
	Type  string `json:"type"`
	Title string `json:"title,omitempty"`
	Depth int    `json:"depth"`
}

type signatures struct {
	Type  string      `json:"type"`
	Lines []signature `json:"lines"`
}

type signature struct {
	Who  string `json:"who"`
	What string `json:"what,omitempty"`
}

var (
	styleNames  = map[document.Style]string{document.Body: "body", document.Lead: "lead", document.Note: "note", document.Small: "small", document.Comment: "comment"}
	kindNames   = map[chart.Kind]string{chart.Box: "box", chart.Line: "line", chart.Text: "text", chart.Band: "band"}
	toneNames   = map[chart.Tone]string{chart.Ink: "ink", chart.Muted: "muted", chart.Hairline: "hairline", chart.C1: "c1", chart.C2: "c2", chart.C3: "c3", chart.C4: "c4"}
	anchorNames = map[chart.Anchor]string{chart.Middle: "middle", chart.End: "end"}
)

func writeBlock(out *bufio.Writer, b document.Block) error {
	var v any
	switch b := b.(type) {
	case document.Heading:
		v = heading{"heading", b.Level, b.Number, b.Text, b.ID}
	case document.Paragraph:
		style, ok := styleNames[b.Style]
		if !ok {
			return fmt.Errorf("no name for paragraph style %d", b.Style)
		}
		v = paragraph{"paragraph", style, b.By, runs(b.Runs)}
	case document.List:
		items := make([][]run, len(b.Items))
		for i, item := range b.Items {
			items[i] = runs(item)
		}
		v = list{"list", b.Ordered, items}
	case document.Table:
		return writeTable(out, b)
	case document.Figure:
		d, err := picture(b.Drawing)
		if err != nil {
			return err
		}
		v = figure{"figure", b.Label, b.Caption, b.Sub, b.Alt, d}
	case document.Contents:
		v = contents{"contents", b.Title, b.Depth}
	case document.PageBreak:
		v = struct {
			Type string `json:"type"`
		}{"page_break"}
	case document.Signatures:
		s := signatures{"signatures", make([]signature, len(b.Lines))}
		for i, l := range b.Lines {
			s.Lines[i] = signature{l.Who, l.What}
		}
		v = s
	default:
		return fmt.Errorf("no way to write a block of type %T", b)
	}
	text, err := encode(v)
	if err != nil {
		return err
	}
	_, _ = out.Write(text)
	return nil
}

func writeTable(out *bufio.Writer, t document.Table) error {
	v := table{Type: "table", Label: t.Label, Caption: t.Caption, Sub: t.Sub, RowHeads: t.RowHeads, Columns: make([]column, len(t.Columns))}
	for i, c := range t.Columns {
		v.Columns[i] = column{c.Title, "left"}
		if c.Align == document.Right {
			v.Columns[i].Align = "right"
		}
	}
	text, err := encode(v)
	if err != nil {
		return err
	}
	_, _ = out.Write(bytes.TrimSuffix(text, []byte("}")))
	_, _ = out.WriteString(`,"rows":[`)
	n := 0
	if t.Rows != nil {
		for row := range t.Rows {
			n++
			if len(row) != len(t.Columns) {
				return fmt.Errorf("table %q, row %d: %d cells, but the table has %d columns", t.Caption, n, len(row), len(t.Columns))
			}
			cells := make([][]run, len(row))
			for i, c := range row {
				cells[i] = runs(c)
			}
			text, err := encode(cells)
			if err != nil {
				return err
			}
			if n > 1 {
				_ = out.WriteByte(',')
			}
			_ = out.WriteByte('\n')
			_, _ = out.Write(text)
		}
	}
	_, _ = out.WriteString("]}")
	return nil
}

func picture(d chart.Drawing) (drawing, error) {
	out := drawing{d.Width, d.Height, make([]mark, len(d.Marks))}
	for i, m := range d.Marks {
		kind, ok := kindNames[m.Kind]
		tone, known := toneNames[m.Tone]
		if !ok || !known {
			return out, fmt.Errorf("mark %d: no name for kind %d or tone %d", i+1, m.Kind, m.Tone)
		}
		out.Marks[i] = mark{kind, m.X, m.Y, m.W, m.H, m.Rise, tone, m.Hatched, m.Text, m.Size, m.Bold, anchorNames[m.Anchor]}
	}
	return out, nil
}
