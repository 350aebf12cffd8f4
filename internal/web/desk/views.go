package desk

import (
	"net/http"
	"net/url"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/register"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// saveView keeps the list of the form as a saved view (domain.md R34): as a new
// one, in the one it began as (in), or takes that one away (bort).
func (d *Desk) saveView(rw http.ResponseWriter, r *door.Request) error {
	if err := d.Form(r); err != nil {
		return err
	}
	reg, err := d.Reg(r.PathValue("collection"))
	if err != nil {
		return err
	}
	q := r.PostForm
	views := d.Register("saved_view")
	base := "/" + reg.Collection
	if ref := q.Get("bort"); ref != "" {
		rec, err := d.own(r, views, ref)
		if err != nil {
			return err
		}
		if _, err := d.Do(r, command.Options{}, command.Change{Op: "end", Register: views, ID: string(rec.ID), Version: rec.Version}); err != nil {
			return err
		}
		return d.See(rw, r, base)
	}
	filter, order, columns, dense, err := d.Condition(r, reg, q)
	if err != nil {
		return err
	}
	fields := map[string]any{"query": filter, "sorted_by": order, "columns": columns, "dense": fact(dense)}
	if len(columns) == 0 {
		fields["columns"] = nil
	}
	change := command.Change{Op: "create", Register: views, Fields: fields}
	if ref := q.Get("in"); ref != "" {
		rec, err := d.own(r, views, ref)
		if err != nil {
			return err
		}
		change.Op, change.ID, change.Version = "update", string(rec.ID), rec.Version
	} else {
		fields["title"], fields["register_name"], fields["owner"], fields["shared"] = strings.TrimSpace(q.Get("namn")), reg.Name, string(r.Caller.Person), fact(q.Get("delad") == "yes")
		own, err := d.Own(r)
		if err != nil {
			return err
		}
		if own != nil {
			change.Org = own.ID
		}
	}
	rc, err := d.Do(r, command.Options{}, change)
	if err != nil {
		return d.viewWrong(rw, r, reg, q, err)
	}
	ref := q.Get("in")
	if len(rc.Items) > 0 && rc.Items[0].New != nil {
		ref = rc.Items[0].New.Ref
	}
	return d.See(rw, r, web.AddressOf(base, append([]page.Pair{{Name: "vy", Value: ref}}, hiddenPairs(q, "antal", "per", "mot")...)))
}

// viewWrong shows the form anew with what was refused.
func (d *Desk) viewWrong(rw http.ResponseWriter, r *door.Request, reg *register.Register, q url.Values, err error) error {
	wrong, status := form.Wrong(r.Lang, d.Register("saved_view"), err)
	if len(wrong) == 0 {
		return err
	}
	x := viewForm{Action: r.URL.Path, Name: q.Get("namn"), Shared: q.Get("delad") == "yes", Carry: hiddenPairs(q, stateNames...), Wrong: wrong}
	x.Back = web.AddressOf("/"+reg.Collection, x.Carry)
	f, ferr := d.Frame(r, form.Title(r.Lang, reg.Title.In(r.Lang), wrong))
	if ferr != nil {
		return ferr
	}
	return d.Show(rw, r.Context(), status, viewPage(f, x))
}

// own is a saved view of the caller's: others' are not changed, also where they
// are shared.
func (d *Desk) own(r *door.Request, views *register.Register, ref string) (*register.Record, error) {
	rec, err := d.One(r, views, ref)
	if err != nil {
		return nil, err
	}
	if rec.Text("owner") != string(r.Caller.Person) {
		return nil, access.MayNotChange(views.Name)
	}
	return rec, nil
}

func fact(yes bool) string {
	if yes {
		return string(register.Yes)
	}
	return string(register.No)
}

// viewForm asks for the name of a view again.
type viewForm struct {
	Action, Back, Name string
	Shared             bool
	Carry              []page.Pair
	Wrong              []page.Wrong
}
