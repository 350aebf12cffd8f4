package question

import (
	"net/http"
	"slices"
	"strings"

	"genomlys/internal/chart"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/room"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
	"genomlys/internal/whatif"
)

const whatIfReport = "what-if"

// consequence is the answer to a what-if on a page.
type consequence struct {
	asked
	About string
	Notes []string
	Plan  page.Link
	Saved page.Link
	Hits  []hitSet
	Flow  *page.Drawn
	Told  []page.Table
	Work  *page.Table
}

// hitSet is a count with the records it counts.
type hitSet struct {
	ID, Label, Count string
	Links            []page.Link
	More             string
}

func (x *Questions) whatIfs(rw http.ResponseWriter, r *door.Request) error {
	saved := x.Register("situation_report")
	l := listed{Title: lang.WhatIfTitle.In(r.Lang), About: lang.WhatIfAbout.In(r.Lang), Also: page.Link{Text: lang.WhatIfSaved.In(r.Lang), Href: "/" + saved.Collection}}
	for _, k := range whatif.Kinds() {
		l.Links = append(l.Links, page.Link{Text: k.Title.In(r.Lang), Href: "/vad-hander-om/" + strings.ToLower(k.ID), Note: k.About.In(r.Lang)})
	}
	f, err := x.Frame(r, l.Title)
	if err != nil {
		return err
	}
	return x.Show(rw, r.Context(), http.StatusOK, listPage(f, l))
}

// whatIf asks one question; those that need nothing are answered at once.
func (x *Questions) whatIf(rw http.ResponseWriter, r *door.Request) error {
	rep, err := x.rooms.Report(whatIfReport)
	if err != nil {
		return err
	}
	kinds := whatif.Kinds()
	i := slices.IndexFunc(kinds, func(k whatif.Kind) bool { return strings.EqualFold(k.ID, r.PathValue("id")) })
	if i < 0 {
		return fault.New(fault.Unknown, "no-such-page")
	}
	k := kinds[i]
	params := slices.DeleteFunc(slices.Clone(rep.Params), func(p room.Param) bool {
		return p.Name == "kind" || p.Name != "org" && p.Name != "as_of" && p.Name != "known_at" && !slices.Contains(k.Takes, p.Name)
	})
	for i := range params {
		params[i].Needed = slices.Contains(k.Needs, params[i].Name)
	}
	c, _, unclear := x.call(r, params)
	title := k.Title.In(r.Lang)
	a := consequence{About: k.About.In(r.Lang), Saved: page.Link{Text: lang.WhatIfSaved.In(r.Lang), Href: "/" + x.Register("situation_report").Collection}}
	a.asked = asked{Title: title, Address: r.URL.Path, Crumbs: []page.Crumb{{Text: lang.WhatIfTitle.In(r.Lang), Href: "/vad-hander-om"}, {Text: title}}}
	c.Params["kind"] = k.ID
	status := http.StatusOK
	if len(k.Takes) == 0 || r.URL.RawQuery != "" || k.ID == "W3" || k.ID == "W4" {
		var got any
		err := unclear
		if err == nil {
			got, err = x.rooms.Ask(r.Context(), c, rep)
		}
		if err != nil {
			if a.Wrong = refused(r.Lang, params, err); a.Wrong == nil {
				return err
			}
			status = http.StatusUnprocessableEntity
		} else if ans, ok := got.(whatif.Answer); ok {
			if err := x.consequences(r, ans.Result, &a); err != nil {
				return err
			}
			if err := x.plan(r, c, ans.Result, &a); err != nil {
				return err
			}
		}
	}
	x.controls(r, slices.DeleteFunc(slices.Clone(params), func(p room.Param) bool { return p.Name == "known_at" }), &a.asked)
	for i, c := range a.Controls {
		if c.Name == "subject" { // a question that takes a subject is about one
			a.Controls[i].Optional = false
		}
	}
	a.Files = files(rep, c, a.asked)
	f, err := x.Frame(r, form.Title(r.Lang, title, a.Wrong))
	if err != nil {
		return err
	}
	return x.Show(rw, r.Context(), status, whatIfPage(f, a))
}

// plan is the one step by which the answer is kept with actions for owners.
func (x *Questions) plan(r *door.Request, c room.Call, res whatif.Result, a *consequence) error {
	reg := x.Register("situation_report")
	if _, err := x.rooms.Act(reg.Name, "keep_what_if"); err != nil || !form.MayCreate(r.Caller, reg) || r.Caller.ReadOnly {
		return nil
	}
	ps := []page.Pair{}
	if own, err := x.Own(r); err != nil {
		return err
	} else if own != nil {
		ps = append(ps, page.Pair{Name: "to_org", Value: form.Name(own)})
	}
	if res.By != "" {
		ps = append(ps, page.Pair{Name: "due", Value: string(res.By)})
	}
	for k, v := range c.Params {
		ps = append(ps, page.Pair{Name: k, Value: v})
	}
	a.Plan = page.Link{Text: lang.WhatIfPlan.In(r.Lang), Href: web.AddressOf("/gor/"+reg.Collection+"/keep_what_if", ps)}
	return nil
}

const mostHits = 50

// consequences shows an answer.
func (x *Questions) consequences(r *door.Request, res whatif.Result, a *consequence) error {
	l := r.Lang
	a.Answered = true
	a.Sub = lang.WhatIfAsOf.With(l, lang.Clock(l, res.AsOf.In(x.DB.Zone)), lang.Whole(res.KnownAt))
	if res.Subject.Title != "" {
		a.Title += ": " + res.Subject.Title
	}
	for _, n := range res.Notes {
		a.Notes = append(a.Notes, n.In(l))
	}
	sh := x.Shower(r, res.AsOf)
	for _, s := range res.Counts {
		for _, ref := range s.Refs[:min(len(s.Refs), mostHits)] {
			sh.NeedID(x.Register("org"), ref.Org)
		}
	}
	for _, t := range res.Work[:min(len(res.Work), mostRows)] {
		sh.NeedID(x.Register("role_assignment"), t.Owner)
	}
	if err := sh.Look(); err != nil {
		return err
	}
	per := ""
	if d := r.URL.Query().Get("as_of"); d != "" {
		per = "?per=" + d
	}
	address := func(ref whatif.Ref) string { return "/" + x.Register(ref.Register).Collection + "/" + ref.Ref + per }
	for _, s := range res.Counts {
		h := hitSet{ID: "m-" + s.Code, Label: s.Label.In(l), Count: lang.Whole(int64(len(s.Refs)))}
		for _, ref := range s.Refs[:min(len(s.Refs), mostHits)] {
			h.Links = append(h.Links, page.Link{Text: ref.Title, Href: address(ref), Note: ref.Ref})
			if ref.Org != "" && ref.Register != "org" {
				h.Links[len(h.Links)-1].Note += ", " + sh.Refer(ref.Org).Text
			}
		}
		if n := len(s.Refs) - mostHits; n > 0 {
			h.More = lang.QuestionMore.With(l, lang.Whole(int64(n)))
		}
		a.Hits = append(a.Hits, h)
		a.Empty = a.Empty || len(s.Refs) > 0
	}
	a.Empty = !a.Empty
	for _, t := range res.Tables {
		if len(t.Rows) > 0 {
			a.Told = append(a.Told, told(l, t, address))
		}
	}
	if len(res.Work) > 0 {
		work := res.Work[:min(len(res.Work), mostRows)]
		b, err := x.bear(r, sh, work, res.AsOf)
		if err != nil {
			return err
		}
		a.Work = &page.Table{Caption: lang.WhatIfWork.In(l), Heads: []string{lang.WhatIfHit.In(l)}}
		if b.known() && b.others {
			a.Work.Heads = append(a.Work.Heads, lang.WhatIfObject.In(l))
		}
		if b.known() {
			a.Work.Heads = append(a.Work.Heads, lang.ProtectionLevel.In(l))
		}
		a.Work.Heads = append(a.Work.Heads, lang.WhatIfWhat.In(l), lang.WhatIfOwner.In(l))
		for _, t := range work {
			owner := page.Value{}
			if t.Owner != "" {
				owner.Links = []page.Link{sh.Refer(t.Owner)}
			}
			row := []page.Value{{Links: []page.Link{{Text: t.Ref.Ref + " " + t.Ref.Title, Href: address(t.Ref)}}}}
			if b.known() && b.others {
				row = append(row, b.named(t.Ref.ID))
			}
			if b.known() {
				row = append(row, b.level(t.Ref.ID))
			}
			a.Work.Rows = append(a.Work.Rows, append(row, page.Value{Texts: []string{t.What.In(l)}}, owner))
		}
	}
	return x.flow(r, res, a)
}

// told is a table of an answer, with the draft of a text where a row has one.
func told(l lang.Lang, t whatif.Table, address func(whatif.Ref) string) page.Table {
	out := page.Table{Caption: t.Label.In(l)}
	for _, h := range t.Heads {
		out.Heads = append(out.Heads, h.In(l))
	}
	drafts := slices.ContainsFunc(t.Rows, func(x whatif.Row) bool { return x.Draft != "" })
	if drafts {
		out.Heads = append(out.Heads, lang.WhatIfDraft.In(l))
	}
	for _, x := range t.Rows[:min(len(t.Rows), mostRows)] {
		row := []page.Value{{Links: []page.Link{{Text: x.Ref.Ref + " " + x.Ref.Title, Href: address(x.Ref)}}}}
		for _, c := range x.Cells {
			v := page.Value{}
			if c.In(l) != "" {
				v.Texts = []string{c.In(l)}
			}
			row = append(row, v)
		}
		if drafts {
			v := page.Value{}
			if x.Draft != "" {
				v.Links = []page.Link{{Text: "PDF", Href: x.Draft + "&format=pdf"}, {Text: "Word", Href: x.Draft + "&format=docx"}}
			}
			row = append(row, v)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// kept leads from a kept answer to the records that its figures counted, and
// to the plan that was made of it.
func (x *Questions) kept(r *door.Request, rec *register.Record) []page.Link {
	id, asked, ok := strings.Cut(rec.Text("question"), "?")
	if !ok {
		return nil
	}
	out := []page.Link{{Text: lang.WhatIfOpenKept.In(r.Lang), Href: "/vad-hander-om/" + strings.ToLower(id) + "?" + asked}}
	plans, err := x.Find(r, x.Register("action_plan"), door.Ask{Filter: `origin = "` + string(rec.ID) + `"`, Limit: 1})
	if err != nil {
		return out // the page stands without it
	}
	for _, plan := range plans.Records {
		out = append(out, page.Link{Text: lang.WhatIfKeptPlan.With(r.Lang, plan.Ref), Href: web.Address(plan)})
	}
	return out
}

// flow draws supplier, object and outcome of the records that the answer parts.
func (x *Questions) flow(r *door.Request, res whatif.Result, a *consequence) error {
	if len(res.Splits) == 0 {
		return nil
	}
	l, split := r.Lang, res.Splits[0]
	by := map[string]map[register.ID]bool{}
	for _, p := range split.Parts {
		for _, ref := range p.Refs {
			if by[ref.Register] == nil {
				by[ref.Register] = map[register.ID]bool{}
			}
			by[ref.Register][ref.ID] = true
		}
	}
	recs := map[register.ID]*register.Record{}
	read := func(name string, ids map[register.ID]bool) error {
		got, err := x.ByID(r, x.Register(name), ids, res.AsOf)
		for _, rec := range got {
			recs[rec.ID] = rec
		}
		return err
	}
	for _, name := range []string{"transfer", "processing"} {
		if len(by[name]) > 0 {
			if err := read(name, by[name]); err != nil {
				return err
			}
		}
	}
	objects := map[register.ID]bool{}
	for id := range by["object"] {
		objects[id] = true
	}
	for _, rec := range recs {
		for _, id := range objectsOf(rec) {
			objects[id] = true
		}
	}
	if err := read("object", objects); err != nil {
		return err
	}
	sh := x.Shower(r, res.AsOf)
	for _, rec := range recs {
		for _, f := range []string{"supplier", "importer"} {
			if _, ok := rec.Register.Field(f); ok && rec.Text(f) != "" {
				sh.NeedID(x.Register("recipient"), register.ID(rec.Text(f)))
			}
		}
	}
	if err := sh.Look(); err != nil {
		return err
	}
	f := chart.Flowing{Columns: []string{lang.WhatIfSupplier.In(l), lang.WhatIfObject.In(l), split.Label.In(l)},
		Rest: func(n int) string { return lang.WhatIfRest.With(l, lang.Whole(int64(n))) }}
	for _, p := range split.Parts {
		f.Last = append(f.Last, p.Label.In(l))
		for _, ref := range p.Refs {
			rec := recs[ref.ID]
			if rec == nil {
				continue
			}
			ids := objectsOf(rec)
			if len(ids) == 0 {
				ids = []register.ID{""}
			}
			for _, id := range ids {
				object, supplier := lang.WhatIfNoObject.In(l), ""
				if o := recs[id]; o != nil {
					object, supplier = o.Text("title"), o.Text("supplier")
				}
				if rec.Register.Name == "transfer" {
					supplier = rec.Text("importer")
				}
				from := lang.WhatIfNoSupplier.In(l)
				if supplier != "" {
					from = sh.Refer(register.ID(supplier)).Text
				}
				f.Streams = append(f.Streams, chart.Stream{Through: []string{from, object, p.Label.In(l)}, Amount: 1})
			}
		}
	}
	if len(f.Streams) == 0 {
		return nil
	}
	a.Flow = &page.Drawn{Title: split.Label.In(l), Sub: lang.WhatIfFlowSub.With(l, string(register.DateOf(res.AsOf.In(x.DB.Zone)))), Alt: chart.SayFlow(f, chart.Options{}), Full: true,
		Draw: func(o chart.Options) chart.Drawing { return chart.Flow(f, o) }, Table: flowTable(f, l)}
	return nil
}

// flowTable says the same as the drawing, and names what that gathers as the rest.
func flowTable(f chart.Flowing, l lang.Lang) *page.Table {
	t := &page.Table{Caption: lang.WhatIfFlow.In(l), Heads: append(slices.Clone(f.Columns), lang.ChartCount.In(l))}
	amounts := map[string]float64{}
	var order [][]string
	for _, s := range f.Streams {
		k := strings.Join(s.Through, "\x00")
		if amounts[k] == 0 {
			order = append(order, s.Through)
		}
		amounts[k] += s.Amount
	}
	slices.SortFunc(order, slices.Compare)
	for _, through := range order {
		var row []page.Value
		for _, text := range through {
			row = append(row, page.Value{Texts: []string{text}})
		}
		row = append(row, page.Value{Texts: []string{lang.Whole(int64(amounts[strings.Join(through, "\x00")]))}, Right: true})
		t.Rows = append(t.Rows, row)
	}
	return t
}

// objectsOf are the objects that a record is about.
func objectsOf(rec *register.Record) []register.ID {
	switch rec.Register.Name {
	case "object":
		return []register.ID{rec.ID}
	case "transfer":
		if o := rec.Text("object"); o != "" {
			return []register.ID{register.ID(o)}
		}
	case "processing":
		var out []register.ID
		links, _ := rec.Get("objects").([]register.Link)
		for _, k := range links {
			out = append(out, k.To)
		}
		return out
	}
	return nil
}
