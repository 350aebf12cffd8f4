package admin

import (
	"bytes"
	"errors"
	"net/url"
	"slices"
	"strings"

	"genomlys/internal/document"
	"genomlys/internal/document/html"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/room"
	"genomlys/internal/settings"
	"genomlys/internal/store"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// tryField is the button that shows how what was typed comes out.
const tryField = "visa"

// trial is how a passage or a heading comes out, before anybody is asked.
type trial struct {
	About string
	Of    page.Link // the record whose text it is shown in
	Body  string    // the end of the text
	Lines []trialLine
}

// trialLine is a heading of the outline; New is the one that is asked about.
type trialLine struct {
	Text  string
	New   bool
	Under []trialLine
}

// shownBefore is how many parts of a text stand before the passage, and how many
// rows of a table, so that its place is seen.
const shownBefore = 3

// tryPassage shows the end of a text with the passage, made out of the newest
// record that has such a text.
func (a *Admin) tryPassage(r *door.Request, t room.Text, org register.ID, b settings.Block) (*trial, error) {
	doc, rec, err := a.example(r, t, org, b)
	if err != nil {
		return nil, err
	}
	x := &trial{About: lang.AdminTryNone.In(r.Lang)}
	if rec == nil {
		doc.Blocks = b.Blocks(r.Lang, "")
	} else {
		cut := len(doc.Blocks) - len(b.Blocks(r.Lang, ""))
		x.About, x.Of = lang.AdminTryEnd.In(r.Lang), page.Link{Text: rec.Text("title"), Href: web.Address(rec)}
		doc.Blocks = slices.Clone(doc.Blocks[max(cut-shownBefore, 0):])
		for i, blk := range doc.Blocks {
			if table, ok := blk.(document.Table); ok {
				rows := slices.Collect(table.Rows)
				table.Rows = document.Rows(rows[max(len(rows)-shownBefore, 0):])
				doc.Blocks[i] = table
			}
		}
	}
	var out bytes.Buffer
	if err := html.Body(&out, document.Doc{Lang: string(r.Lang), Title: doc.Title, Blocks: doc.Blocks}); err != nil {
		return nil, err
	}
	x.Body = out.String()
	return x, nil
}

// example makes a text with a passage out of the newest record it can be made
// of, in an organisation or below it; no record when there is none.
func (a *Admin) example(r *door.Request, t room.Text, org register.ID, b settings.Block) (document.Doc, *register.Record, error) {
	reg, _ := a.DB.Catalogue.Get(t.Register)
	below, err := a.Access.Subtree(r.Context(), org)
	if err != nil {
		return document.Doc{}, nil, err
	}
	in := query.In{Field: query.Field{Name: "org", Type: query.Ref}}
	if reg == registers.Orgs {
		in.Field = query.Field{Name: "id", Type: query.Ref}
	}
	for _, id := range below {
		in.Values = append(in.Values, string(id))
	}
	found, err := a.DB.Find(r.Context(), r.Caller.Read(reg), store.Query{Register: reg, Filter: in, Order: []query.Order{{Field: query.Field{Name: "ref", Type: query.Text}, Desc: true}}, Limit: 50})
	if err != nil {
		return document.Doc{}, nil, err
	}
	if reg == registers.Orgs { // the organisation itself rather than one below it
		slices.SortStableFunc(found.Records, func(x, y *register.Record) int { return slices.Index(below, x.ID) - slices.Index(below, y.ID) })
	}
	for _, rec := range found.Records {
		if rec.Withheld || t.When != nil && !t.When(rec) {
			continue
		}
		call := room.Call{Caller: r.Caller, Lang: r.Lang, Now: r.Now, Via: "web", Params: map[string]string{}}
		doc, err := a.rooms.MakeText(settings.Try(r.Context(), t, b), call, t, string(rec.ID))
		var f *fault.Error
		if errors.As(err, &f) && f.Kind != fault.Internal && f.Kind != fault.Busy {
			continue // not made of this one; another may do
		}
		return doc, rec, err
	}
	return document.Doc{}, nil, nil
}

// tryHeading shows the outline of the organisation's next review with the heading in it.
func (a *Admin) tryHeading(r *door.Request, key string, org register.ID, typed url.Values) (*trial, error) {
	today := a.today(r)
	lines, err := review.Headings(r.Context(), a.Reviews, r.Caller, review.Request{Org: org, Year: r.Now.Year() + 1, AsOf: today, Lang: r.Lang}, key, strings.TrimSpace(typed.Get("sv")), strings.TrimSpace(typed.Get("en")))
	if err != nil {
		return nil, err
	}
	x := &trial{About: lang.AdminTryOutline.With(r.Lang, r.Now.Year()+1)}
	for _, h := range lines {
		line, n := trialLine{Text: page.SectionTitle(h.Number, h.Heading), New: h.Key == key}, len(x.Lines)
		if h.Level > 1 && n > 0 {
			x.Lines[n-1].Under = append(x.Lines[n-1].Under, line)
		} else {
			x.Lines = append(x.Lines, line)
		}
	}
	return x, nil
}
