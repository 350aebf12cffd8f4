package steering

import (
	"strings"

	"genomlys/internal/document"
	"genomlys/internal/document/markdown"
	"genomlys/internal/textdiff"
)

// plain is a text as its reader sees it, a line for each paragraph, without the
// marks it is written with. Which lines are headings and points of a list is
// kept beside, by line: that is no word that comes or goes.
type plain struct {
	lines []string
	marks map[string]string
}

// What a line may be besides running text.
const (
	heading = "heading"
	item    = "item"
)

func read(body string) *plain {
	p := &plain{marks: map[string]string{}}
	for _, b := range markdown.Blocks(body, 0) {
		switch b := b.(type) {
		case document.Heading:
			p.add(heading, b.Text)
		case document.Paragraph:
			p.add("", document.Words(b.Runs))
		case document.List:
			for _, x := range b.Items {
				p.add(item, document.Words(x))
			}
		case document.Table:
			p.add("", strings.Join(titles(b.Columns), " | "))
			for row := range b.Rows {
				cells := make([]string, len(row))
				for i, c := range row {
					cells[i] = document.Words(c)
				}
				p.add("", strings.Join(cells, " | "))
			}
		}
	}
	return p
}

func (p *plain) add(mark, text string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			p.lines = append(p.lines, line)
			p.marks[line] = mark
		}
	}
}

func (p *plain) text() string { return strings.Join(p.lines, "\n") }

// kind is what a paragraph is in the text that has it.
func kind(p textdiff.Paragraph, old, new *plain) string {
	var was, is strings.Builder
	for _, x := range p.Pieces {
		if x.Kind != textdiff.Added {
			was.WriteString(x.Text)
		}
		if x.Kind != textdiff.Removed {
			is.WriteString(x.Text)
		}
	}
	if m, ok := new.marks[is.String()]; ok {
		return m
	}
	return old.marks[was.String()]
}

func titles(columns []document.Column) []string {
	out := make([]string, len(columns))
	for i, c := range columns {
		out[i] = c.Title
	}
	return out
}
