// Package pdf writes a document.Doc as a tagged PDF 1.7 file that follows
// PDF/UA-1 (ISO 14289-1) and PDF/A-3a or PDF/A-2a (ISO 19005-3, -2).
//
// It works in two passes: the first only measures (page numbers, the total),
// the second streams objects as they are finished, so memory does not follow
// the number of table rows.
package pdf

import (
	"fmt"
	"io"

	"genomlys/internal/document"
)

// Options chooses between the two kinds of file.
type Options struct {
	// Archive writes PDF/A-2a without attachments, for an e-archive that
	// takes no embedded files. Otherwise the file is PDF/A-3a.
	Archive bool
}

// Layout tells where things landed.
type Layout struct {
	Pages    int            // number of pages
	Headings map[string]int // heading ID -> page, from 1
}

// Write lays doc out on A4 and writes the file to w. The same doc gives the
// same bytes: the only time in the file is doc.Created.
//
// It refuses a document that cannot become accessible: one without title or
// Created, of another language than sv or en, with two headings of one ID, a
// figure without Alt, or a row with another number of cells than its table.
// A link that is neither "#id" of a heading nor http, https, mailto or tel is
// printed as plain text.
func Write(w io.Writer, doc document.Doc, opt Options) (Layout, error) {
	if err := validate(doc); err != nil {
		return Layout{}, fmt.Errorf("pdf: %w", err)
	}
	faces, err := loadFaces()
	if err != nil {
		return Layout{}, fmt.Errorf("pdf: %w", err)
	}

	measure := newEngine(&doc, faces)
	measure.run()
	if measure.err != nil {
		return Layout{}, fmt.Errorf("pdf: %w", measure.err)
	}

	draw := newEngine(&doc, faces)
	draw.plans = measure.plans
	draw.known = measure.heads
	draw.total = measure.page
	draw.out = newOutput(w, faces, draw.total)
	draw.run()
	if draw.err == nil {
		draw.err = draw.compare(measure)
	}
	if draw.err == nil {
		draw.err = draw.finish(opt)
	}
	if draw.err != nil {
		return Layout{}, fmt.Errorf("pdf: %w", draw.err)
	}

	lay := Layout{Pages: draw.page, Headings: map[string]int{}}
	for _, h := range draw.heads {
		if h.id != "" {
			lay.Headings[h.id] = h.page
		}
	}
	return lay, nil
}
