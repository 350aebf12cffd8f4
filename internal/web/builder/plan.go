package builder

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/plan"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// planned is the three-year plan as a board.
type planned struct {
	Title, Sub string
	Reviews    []page.FigureView
	Wrong      []page.Wrong
	Add        page.Link
	List       page.Link
	Years      []plannedYear
	Earlier    []becameOf
	Carry      string // address of the act; empty = nothing to carry, or not for the reader
	CarryText  string
	Empty      string
}

type plannedYear struct {
	Year, Count string
	Items       []card
}

// card is a point of the plan.
type card struct {
	page.Link
	State      *page.Status
	Due, Owner string
	Bound      []page.Link
	Loose      string // said when nothing tells how it goes
	Actions    []page.Link
}

// becameOf is a point of the plan before, and what became of it.
type becameOf struct {
	page.Link
	Year, State string
	Tone        *page.Status
	To          page.Link
}

// reviewsOf are the reviews whose plans the caller sees, the latest first.
func (b *Builder) reviewsOf(r *door.Request) ([]*register.Record, error) {
	found, err := b.Find(r, registers.ManagementReviews, door.Ask{OrderBy: "year desc", Limit: 100})
	if err != nil {
		return nil, err
	}
	own, err := b.Own(r)
	if err != nil {
		return nil, err
	}
	out := found.Records
	slices.SortStableFunc(out, func(x, y *register.Record) int {
		a, c := 0, 0
		if own != nil && x.Org != own.ID {
			a = 1
		}
		if own != nil && y.Org != own.ID {
			c = 1
		}
		if a != c {
			return a - c
		}
		m, _ := x.Number("year")
		n, _ := y.Number("year")
		return int(n - m)
	})
	return out, nil
}

// plan shows the plan of a review, the latest unless one is asked for.
func (b *Builder) plan(rw http.ResponseWriter, r *door.Request) error {
	return b.showPlan(rw, r, r.URL.Query().Get("genomgang"), nil, http.StatusOK)
}

func (b *Builder) showPlan(rw http.ResponseWriter, r *door.Request, ref string, wrong []page.Wrong, status int) error {
	reviews, err := b.reviewsOf(r)
	if err != nil {
		return err
	}
	var rec *register.Record
	for _, x := range reviews {
		if rec == nil && ref == "" || x.Ref == ref {
			rec = x
		}
	}
	p := planned{Title: lang.BuilderPlan.In(r.Lang), Wrong: wrong, List: page.Link{Text: lang.BuilderPlanList.In(r.Lang), Href: "/priorities"}}
	switch {
	case rec == nil && ref != "":
		return fault.New(fault.Unknown, "no-such-record", ref)
	case rec == nil:
		p.Empty = lang.BuilderPlanEmpty.In(r.Lang)
	default:
		if err := b.board(r, rec, reviews, &p); err != nil {
			return err
		}
	}
	f, err := b.Frame(r, form.Title(r.Lang, p.Title, wrong))
	if err != nil {
		return err
	}
	f.Wide = true
	return b.Show(rw, r.Context(), status, planPage(f, p))
}

func (b *Builder) board(r *door.Request, rec *register.Record, reviews []*register.Record, p *planned) error {
	x, err := plan.Plan(r.Context(), b.planDeps(), r.Caller, string(rec.ID))
	if err != nil {
		return err
	}
	y, _ := rec.Number("year")
	p.Title = lang.BuilderPlanTitle.With(r.Lang, strconv.FormatInt(y, 10), strconv.FormatInt(y+2, 10))
	p.Sub = lang.BuilderPlanSub.With(r.Lang, rec.Text("title"))
	for i, o := range reviews {
		if i < 6 {
			n, _ := o.Number("year")
			p.Reviews = append(p.Reviews, page.FigureView{Link: page.Link{Text: lang.BuilderPlanFrom.With(r.Lang, strconv.FormatInt(n, 10)), Href: "/plan?genomgang=" + o.Ref}, Current: o.ID == rec.ID})
		}
	}
	open := rec.Text("status") == "preparing" || rec.Text("status") == "draft"
	may := !r.Caller.ReadOnly && r.Caller.Create(registers.Priorities, rec.Org, "") == nil
	if may && open {
		p.Add = page.Link{Text: lang.BuilderAddPriority.In(r.Lang), Href: web.Address(rec) + "/punkt/priorities/ny?year=" + strconv.FormatInt(y, 10)}
	}
	if may && open && x.Open > 0 {
		p.Carry, p.CarryText = "/plan/"+rec.Ref+"/for-over", lang.BuilderCarry.Of(r.Lang, x.Open)
	}
	shown, err := b.boundFigures(r, rec, x)
	if err != nil {
		return err
	}
	sh := b.Shower(r, time.Time{})
	owner := registers.Priorities.Must("responsible")
	for _, yr := range x.Years {
		for _, it := range yr.Points {
			sh.Need(owner, it.Priority.Get("responsible"))
		}
	}
	if err := sh.Look(); err != nil {
		return err
	}
	for _, yr := range x.Years {
		col := plannedYear{Year: strconv.FormatInt(yr.Year, 10), Count: lang.BuilderPoints.Of(r.Lang, len(yr.Points))}
		for _, it := range yr.Points {
			c := b.card(r, rec, it, may, open, shown)
			for _, l := range sh.Field(it.Priority, owner).Links {
				c.Owner = l.Text
			}
			col.Items = append(col.Items, c)
		}
		p.Years = append(p.Years, col)
	}
	for _, e := range x.Earlier {
		n, _ := e.Priority.Number("year")
		row := becameOf{Link: page.Link{Text: e.Priority.Text("title"), Href: web.Address(e.Priority)}, Year: strconv.FormatInt(n, 10), Tone: fate(r.Lang, e.State)}
		if e.To != nil {
			m, _ := e.To.Number("year")
			row.To = page.Link{Text: strconv.FormatInt(m, 10), Href: web.Address(e.To)}
		}
		p.Earlier = append(p.Earlier, row)
	}
	return nil
}

func fate(l lang.Lang, state string) *page.Status {
	switch state {
	case plan.Done:
		return &page.Status{Tone: "ok", Icon: "ok", Word: lang.BuilderFateDone.In(l)}
	case plan.Dropped:
		return &page.Status{Icon: "dashed", Word: lang.BuilderFateDropped.In(l)}
	case plan.Moved:
		return &page.Status{Tone: "warn", Icon: "watch", Word: lang.BuilderFateMoved.In(l)}
	case plan.Kept:
		return &page.Status{Icon: "clock", Word: lang.BuilderFateKept.In(l)}
	}
	return &page.Status{Tone: "crit", Icon: "act", Word: lang.BuilderFateOpen.In(l)}
}

// boundFigures are the figures that points are bound to, as of today.
func (b *Builder) boundFigures(r *door.Request, rec *register.Record, x plan.Board) (map[string]figure.Figure, error) {
	var ids []string
	for _, y := range x.Years {
		for _, it := range y.Points {
			own, _ := it.Priority.Get("figures").([]string)
			ids = append(ids, own...)
		}
	}
	out := map[string]figure.Figure{}
	known := b.Figures.Book().IDs()
	ids = slices.DeleteFunc(ids, func(id string) bool { return !slices.Contains(known, id) })
	if len(ids) == 0 {
		return out, nil
	}
	set, err := b.Figures.Compute(r.Context(), r.Caller, figure.Request{Org: rec.Org, AsOf: register.DateOf(r.Now.In(b.DB.Zone)), IDs: ids})
	for _, f := range set.Figures {
		out[f.ID] = f
	}
	return out, err
}

func (b *Builder) card(r *door.Request, rec *register.Record, it plan.Item, may, open bool, shown map[string]figure.Figure) card {
	x := it.Priority
	status := x.Text("status")
	c := card{Link: page.Link{Text: x.Text("title"), Href: web.Address(x)}, Due: x.Text("due"), State: page.StatusOf(status, x.Register.Status().Choices.Label(status).In(r.Lang))}
	own, _ := x.Get("figures").([]string)
	for _, id := range own {
		if f, ok := shown[id]; ok {
			c.Bound = append(c.Bound, page.Link{Text: f.Label.In(r.Lang) + ": " + f.Shown.In(r.Lang), Href: "/figures/" + id})
		}
	}
	if it.Actions > 0 {
		c.Bound = append(c.Bound, page.Link{Text: lang.BuilderActionsDone.With(r.Lang, strconv.Itoa(it.Finished), strconv.Itoa(it.Actions)), Href: web.Address(x) + "#rel-actions"})
	}
	if q := x.Text("linked_query"); q != "" {
		c.Bound = append(c.Bound, page.Link{Text: lang.BuilderQuery.In(r.Lang), Href: web.Address(x)})
	}
	if len(c.Bound) == 0 {
		c.Loose = lang.BuilderLoose.In(r.Lang)
	}
	if !may {
		return c
	}
	if open {
		c.Actions = append(c.Actions, page.Link{Text: lang.EditChange.In(r.Lang), Href: web.Address(rec) + "/punkt/priorities/" + x.Ref}, page.Link{Text: lang.BuilderMove.In(r.Lang), Href: "/plan/" + x.Ref + "/flytta"})
	}
	for _, s := range []string{"start", "finish", "drop"} {
		if _, ok := x.Register.Step(status, s); ok {
			c.Actions = append(c.Actions, page.Link{Text: lang.StepName(x.Register.Name, s).In(r.Lang), Href: "/steg" + web.Address(x) + "/" + s})
		}
	}
	return c
}

// carry takes the open points of the plan before into this one, in one act.
func (b *Builder) carry(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.One(r, registers.ManagementReviews, r.PathValue("ref"))
	if err != nil {
		return err
	}
	if _, err := plan.Carry(r.Context(), b.Commands, b.planDeps(), r.Caller, command.Options{Via: "web", Now: r.Now}, string(rec.ID)); err != nil {
		wrong, status, err := b.refused(r, registers.Priorities, err)
		if err != nil {
			return err
		}
		return b.showPlan(rw, r, rec.Ref, wrong, status)
	}
	return b.See(rw, r, "/plan?genomgang="+rec.Ref)
}

// moving asks to which year a point is moved, and why.
func (b *Builder) moving(rw http.ResponseWriter, r *door.Request) error {
	x, err := b.One(r, registers.Priorities, r.PathValue("ref"))
	if err != nil {
		return err
	}
	return b.showMove(rw, r, x, nil, http.StatusOK)
}

func (b *Builder) showMove(rw http.ResponseWriter, r *door.Request, x *register.Record, wrong []page.Wrong, status int) error {
	review, err := b.One(r, registers.ManagementReviews, x.Text("review"))
	if err != nil {
		return err
	}
	first, _ := review.Number("year")
	here, _ := x.Number("year")
	years := page.Control{ID: form.ID("year"), Name: "year", Label: lang.BuilderMoveTo.In(r.Lang), Kind: page.ChoiceControl, Value: r.FormValue("year"), Wrong: form.Errors(form.ID("year"), wrong)}
	for y := first; y <= first+2; y++ {
		if y != here {
			years.Options = append(years.Options, page.Option{Value: strconv.FormatInt(y, 10), Label: strconv.FormatInt(y, 10)})
		}
	}
	p := asking{Title: lang.BuilderMoveTitle.With(r.Lang, x.Text("title")), Crumbs: []page.Crumb{{Text: lang.BuilderPlan.In(r.Lang), Href: "/plan?genomgang=" + review.Ref}, {Text: lang.BuilderMove.In(r.Lang)}}, Action: "/plan/" + x.Ref + "/flytta", Wrong: wrong, Kept: []page.Pair{version(x)}}
	p.Controls = []page.Control{years, {ID: form.ID("comment"), Name: "comment", Label: lang.BuilderMoveWhy.In(r.Lang), Hint: lang.BuilderMoveWhyHint.In(r.Lang), Kind: page.LongControl, Lines: 3, Value: r.FormValue("comment"), Wrong: form.Errors(form.ID("comment"), wrong)}}
	p.Buttons = []page.Button{{Text: lang.BuilderMoveDo.In(r.Lang), Primary: true}, {Text: lang.EditCancel.In(r.Lang), Href: "/plan?genomgang=" + review.Ref, Quiet: true}}
	return b.ask(rw, r, status, p)
}

// move moves a point to another year.
func (b *Builder) move(rw http.ResponseWriter, r *door.Request) error {
	x, err := b.One(r, registers.Priorities, r.PathValue("ref"))
	if err != nil {
		return err
	}
	v, err := seen(r)
	if err != nil {
		return err
	}
	to, _ := strconv.ParseInt(strings.TrimSpace(r.PostForm.Get("year")), 10, 64) // none chosen is refused as no year of the plan
	_, err = plan.Move(r.Context(), b.Commands, b.planDeps(), r.Caller, command.Options{Via: "web", Now: r.Now}, string(x.ID), v, to, r.PostForm.Get("comment"))
	if err != nil {
		wrong, status, err := b.refused(r, registers.Priorities, err, form.ID("year"), form.ID("comment"))
		if err != nil {
			return err
		}
		return b.showMove(rw, r, x, wrong, status)
	}
	review, err := b.One(r, registers.ManagementReviews, x.Text("review"))
	if err != nil {
		return err
	}
	return b.See(rw, r, "/plan?genomgang="+review.Ref)
}
