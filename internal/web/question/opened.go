package question

import (
	"regexp"
	"slices"

	"genomlys/internal/document"
	"genomlys/internal/door"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/web"
)

// numbered is what looks like the human number of a record.
var numbered = regexp.MustCompile(`[A-ZÅÄÖ]{2,4}-[0-9]{1,9}`)

// opened makes each record that an answer names by number a door to it, for the
// records that the reader sees. per is the day that the answer is of.
func (x *Questions) opened(r *door.Request, doc document.Doc, per string) (document.Doc, error) {
	named := map[string]bool{}
	each(doc.Blocks, func(runs []document.Run) []document.Run {
		for _, run := range runs {
			for _, ref := range numbered.FindAllString(run.Text, -1) {
				named[ref] = true
			}
		}
		return runs
	})
	var after string
	if per != "" {
		after = "?per=" + per
	}
	links := map[string]string{}
	for _, reg := range x.DB.Catalogue.All {
		var refs []any
		for ref := range named {
			if reg.Prefix != "" && len(ref) > len(reg.Prefix) && ref[:len(reg.Prefix)+1] == reg.Prefix+"-" {
				refs = append(refs, ref)
			}
		}
		for part := range slices.Chunk(refs, mostAsked) {
			recs, err := x.byRef(r, reg, part)
			if err != nil {
				return doc, err
			}
			for _, rec := range recs {
				links[rec.Ref] = web.Address(rec) + after
			}
		}
	}
	doc.Blocks = each(doc.Blocks, func(runs []document.Run) []document.Run { return doors(runs, links) })
	return doc, nil
}

const mostAsked = 200

func (x *Questions) byRef(r *door.Request, reg *register.Register, refs []any) ([]*register.Record, error) {
	field := query.Field{Name: "ref", Type: query.Text}
	var filter query.Checked = query.In{Field: field, Values: refs}
	if len(refs) == 1 {
		filter = query.Compare{Field: field, Op: query.Eq, Value: refs[0]}
	}
	found, err := x.DB.Find(r.Context(), r.Caller.Read(reg), store.Query{Register: reg, Filter: filter, Limit: mostAsked})
	return found.Records, err
}

// doors cuts a text at the numbers that lead somewhere.
func doors(runs []document.Run, links map[string]string) []document.Run {
	var out []document.Run
	for _, run := range runs {
		at := 0
		for _, m := range numbered.FindAllStringIndex(run.Text, -1) {
			link := links[run.Text[m[0]:m[1]]]
			if link == "" || run.Link != "" || run.Trace != nil {
				continue
			}
			before, number := run, run
			before.Text, number.Text, number.Link = run.Text[at:m[0]], run.Text[m[0]:m[1]], link
			if before.Text != "" {
				out = append(out, before)
			}
			out, at = append(out, number), m[1]
		}
		if run.Text = run.Text[at:]; run.Text != "" {
			out = append(out, run)
		}
	}
	return out
}

// each puts what is made of the runs of some blocks in their place.
func each(blocks []document.Block, of func([]document.Run) []document.Run) []document.Block {
	out := make([]document.Block, len(blocks))
	for i, b := range blocks {
		switch x := b.(type) {
		case document.Paragraph:
			x.Runs = of(x.Runs)
			b = x
		case document.List:
			items := make([][]document.Run, len(x.Items))
			for j, item := range x.Items {
				items[j] = of(item)
			}
			x.Items = items
			b = x
		case document.Table:
			var rows [][]document.Cell
			for row := range x.Rows {
				cells := make([]document.Cell, len(row))
				for j, c := range row {
					cells[j] = of(c)
				}
				rows = append(rows, cells)
			}
			x.Rows = slices.Values(rows)
			b = x
		}
		out[i] = b
	}
	return out
}
