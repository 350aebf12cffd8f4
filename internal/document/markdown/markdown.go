// Package markdown turns what people write in Markdown into the blocks of a
// document. HTML in the text is shown as it was typed and never as HTML.
package markdown

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"genomlys/internal/document"
)

var parser = goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()

// Blocks reads a text. Its own first level of heading becomes the level given.
// Headings have no anchors: whoever places the blocks names them.
func Blocks(source string, level int) []document.Block {
	src := []byte(strings.ReplaceAll(source, "\r\n", "\n"))
	root := parser.Parse(text.NewReader(src))
	r := &reader{src: src, shift: level - 1}
	if least := r.least(root); least > 1 {
		r.shift -= least - 1
	}
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		r.block(n, document.Body)
	}
	return r.out
}

type reader struct {
	src   []byte
	shift int // from a heading's level in the text to its level in the document
	out   []document.Block
}

// least is the highest heading of the text, 1 when it has none.
func (r *reader) least(root ast.Node) int {
	least := 0
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); ok && (least == 0 || h.Level < least) {
			least = h.Level
		}
	}
	return max(least, 1)
}

// deepest is the lowest level that every writer of documents gives a style.
const deepest = 3

func (r *reader) block(n ast.Node, style document.Style) {
	switch x := n.(type) {
	case *ast.Heading:
		r.out = append(r.out, document.Heading{Level: min(max(x.Level+r.shift, 1), deepest), Text: document.Words(r.runs(x))})
	case *ast.Paragraph, *ast.TextBlock:
		r.paragraph(style, r.runs(n))
	case *ast.List:
		list := document.List{Ordered: x.IsOrdered()}
		r.items(&list, x, "")
		r.out = append(r.out, list)
	case *ast.Blockquote:
		for c := x.FirstChild(); c != nil; c = c.NextSibling() {
			r.block(c, document.Note)
		}
	case *ast.FencedCodeBlock, *ast.CodeBlock, *ast.HTMLBlock:
		r.paragraph(document.Small, []document.Run{document.T(r.lines(n))})
	case *tables.Table:
		r.table(x)
	}
}

func (r *reader) paragraph(style document.Style, runs []document.Run) {
	if strings.TrimSpace(document.Words(runs)) != "" {
		r.out = append(r.out, document.Paragraph{Style: style, Runs: runs})
	}
}

// items adds the items of a list. A document's list has one level, so a list
// inside an item becomes items of their own with a dash for each level.
func (r *reader) items(list *document.List, n *ast.List, dash string) {
	for it := n.FirstChild(); it != nil; it = it.NextSibling() {
		var runs []document.Run
		if dash != "" {
			runs = append(runs, document.T(dash))
		}
		for c := it.FirstChild(); c != nil; c = c.NextSibling() {
			if inner, ok := c.(*ast.List); ok {
				if len(runs) > 0 {
					list.Items = append(list.Items, runs)
					runs = nil
				}
				r.items(list, inner, dash+"– ")
				continue
			}
			if len(runs) > 0 && document.Words(runs) != dash {
				runs = append(runs, document.T(" "))
			}
			runs = append(runs, r.runs(c)...)
		}
		if len(runs) > 0 {
			list.Items = append(list.Items, runs)
		}
	}
}

func (r *reader) table(t *tables.Table) {
	var out document.Table
	var rows [][]document.Cell
	for row := t.FirstChild(); row != nil; row = row.NextSibling() {
		_, head := row.(*tables.TableHeader)
		var cells []document.Cell
		for c := row.FirstChild(); c != nil; c = c.NextSibling() {
			if head {
				col := document.Column{Title: document.Words(r.runs(c))}
				if cell, ok := c.(*tables.TableCell); ok && cell.Alignment == tables.AlignRight {
					col.Align = document.Right
				}
				out.Columns = append(out.Columns, col)
				continue
			}
			cells = append(cells, r.runs(c))
		}
		if !head {
			rows = append(rows, cells)
		}
	}
	out.RowHeads, out.Rows = true, document.Rows(rows)
	r.out = append(r.out, out)
}

// lines gives what stands in a block as it was typed.
func (r *reader) lines(n ast.Node) string {
	var b strings.Builder
	for i := range n.Lines().Len() {
		l := n.Lines().At(i)
		b.Write(l.Value(r.src))
	}
	if h, ok := n.(*ast.HTMLBlock); ok && h.HasClosure() {
		b.Write(h.ClosureLine.Value(r.src))
	}
	return strings.TrimSpace(b.String())
}
