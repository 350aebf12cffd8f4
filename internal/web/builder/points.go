package builder

import (
	"net/http"
	"net/url"
	"strconv"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// kind is what a review is made of besides texts: proposed decisions, and the
// priorities of its plan.
type kind struct {
	register, section, order string
	fields                   []string
	fresh, change            lang.Text
}

var kinds = map[string]kind{
	"improvement-decisions": {"improvement_decision", "decision", "order_no", []string{"text", "due", "responsible", "resources"}, lang.BuilderNewDecision, lang.BuilderChangeDecision},
	"priorities":            {"priority", "4", "order", []string{"year", "text", "heading", "measurable_target", "figures", "actions", "due", "responsible"}, lang.BuilderAddPriority, lang.BuilderChangePriority},
}

// pointed finds what an address names: the review, and the record unless it is
// to be made.
func (b *Builder) pointed(r *door.Request) (rec, x *register.Record, k kind, err error) {
	if rec, err = b.record(r); err != nil {
		return
	}
	k, ok := kinds[r.PathValue("collection")]
	if !ok {
		return nil, nil, k, fault.New(fault.Unknown, "no-such-page")
	}
	if r.PathValue("point") == "ny" {
		return
	}
	x, err = b.One(r, b.Register(k.register), r.PathValue("point"))
	if err == nil && k.register == "improvement_decision" && x.Text("review") != string(rec.ID) {
		err = fault.New(fault.Unknown, "no-such-record", x.Ref)
	}
	return
}

// point shows the form of a decision or a priority.
func (b *Builder) point(rw http.ResponseWriter, r *door.Request) error {
	rec, x, k, err := b.pointed(r)
	if err != nil {
		return err
	}
	typed := url.Values{}
	if x != nil {
		if typed, err = form.Values(b.Web, r, x, form.Fields(x.Register, k.fields...)); err != nil {
			return err
		}
		typed.Set(versionName, strconv.FormatInt(x.Version, 10))
	} else if y := r.URL.Query().Get("year"); y != "" {
		typed.Set("year", y)
	}
	return b.showPoint(rw, r, rec, x, k, typed, nil, http.StatusOK)
}

func (b *Builder) showPoint(rw http.ResponseWriter, r *door.Request, rec, x *register.Record, k kind, typed url.Values, wrong []page.Wrong, status int) error {
	title := k.fresh
	if x != nil {
		title = k.change
	}
	p := asking{Title: title.In(r.Lang), Crumbs: b.crumbs(r, rec, title.In(r.Lang)), Action: web.Address(rec) + "/punkt/" + r.PathValue("collection") + "/" + r.PathValue("point"), Wrong: wrong}
	if v := typed.Get(versionName); v != "" {
		p.Kept = []page.Pair{pair(versionName, v)}
	}
	p.Controls = form.Controls(r, form.Fields(b.Register(k.register), k.fields...), typed, wrong)
	p.Buttons = []page.Button{{Text: lang.EditSave.In(r.Lang), Primary: true}, {Text: lang.EditCancel.In(r.Lang), Href: b.back(rec, k), Quiet: true}}
	if x != nil {
		if _, ok := x.Register.Step(x.Text("status"), "drop"); ok {
			p.Buttons = append(p.Buttons, page.Button{Text: lang.BuilderDrop.In(r.Lang), Href: "/steg" + web.Address(x) + "/drop"})
		}
	}
	return b.ask(rw, r, status, p)
}

func (b *Builder) back(rec *register.Record, k kind) string {
	if k.register == "priority" {
		return "/plan?genomgang=" + rec.Ref
	}
	return web.AddressOf(web.Address(rec)+"/bygg", []page.Pair{pair(partName, k.section)})
}

// savePoint makes or changes a decision or a priority of the review.
func (b *Builder) savePoint(rw http.ResponseWriter, r *door.Request) error {
	rec, x, k, err := b.pointed(r)
	if err != nil {
		return err
	}
	reg, typed := b.Register(k.register), r.PostForm
	fields := form.Fields(reg, k.fields...)
	switch turn, err := form.TurnOf(b.Web, rw, r, fields); {
	case err != nil || turn == form.Answered:
		return err
	case turn == form.Redrawn:
		return b.showPoint(rw, r, rec, x, k, typed, nil, http.StatusOK)
	}
	values, ps, err := form.Read(b.Web, r, fields, typed)
	if err != nil {
		return err
	}
	ch := command.Change{Op: "create", Register: reg, Org: rec.Org, Fields: values}
	if x != nil {
		v, err := seen(r)
		if err != nil {
			return err
		}
		ch = command.Change{Op: "update", Register: reg, ID: string(x.ID), Version: v, Fields: values}
	} else {
		values["review"] = string(rec.ID)
		if values[k.order], err = b.next(r, rec, reg, k, values["year"]); err != nil {
			return err
		}
	}
	wrong, status := form.Problems(r.Lang, reg, ps), http.StatusUnprocessableEntity
	if _, err := b.Do(r, command.Options{Dry: len(wrong) > 0}, ch); err != nil {
		if fault.Is(err, fault.Stale) {
			return b.showPoint(rw, r, rec, x, k, typed, []page.Wrong{{Text: lang.EditStepStale.In(r.Lang)}}, http.StatusConflict)
		}
		refused, code := form.Wrong(r.Lang, reg, err)
		if refused == nil {
			return err
		}
		wrong, status = append(wrong, refused...), code
	}
	if len(wrong) > 0 {
		return b.showPoint(rw, r, rec, x, k, typed, wrong, status)
	}
	return b.See(rw, r, b.back(rec, k))
}

// next is the place after the last one, of a priority within its year.
func (b *Builder) next(r *door.Request, rec *register.Record, reg *register.Register, k kind, year any) (int64, error) {
	filter := "review = " + query.Quote(string(rec.ID))
	if y, ok := year.(int64); ok {
		filter += " AND year = " + strconv.FormatInt(y, 10)
	}
	there, err := b.Find(r, reg, door.Ask{Filter: filter, Limit: 250})
	last := int64(0)
	for _, x := range there.Records {
		n, _ := x.Number(k.order)
		last = max(last, n)
	}
	return last + 1, err
}
