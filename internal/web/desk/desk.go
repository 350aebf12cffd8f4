// Package desk is what the daily user does from lists: changes of many records
// at once or of one cell, undoing, saved views, and the palette of commands.
package desk

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// Desk is this part of the web.
type Desk struct{ *web.Web }

// New makes it.
func New(w *web.Web) *Desk { return &Desk{w} }

// Routes are its rows in the route table.
func (d *Desk) Routes() []door.Route {
	return []door.Route{
		{Method: "GET", Pattern: "/andra-flera/{collection}", Need: door.SignedIn, Action: "update", Handle: d.many},
		{Method: "POST", Pattern: "/andra-flera/{collection}", Need: door.Writer, Action: "update", Handle: d.doMany},
		{Method: "GET", Pattern: "/andra-falt/{collection}/{ref}/{field}", Need: door.SignedIn, Action: "update", Handle: d.cell},
		{Method: "POST", Pattern: "/andra-falt/{collection}/{ref}/{field}", Need: door.Writer, Action: "update", Handle: d.setCell},
		{Method: "POST", Pattern: "/spara-vy/{collection}", Need: door.Writer, Action: "create", Handle: d.saveView},
		{Method: "POST", Pattern: "/angra", Need: door.Writer, Action: "undo", Handle: d.undo},
		{Method: "GET", Pattern: "/andring/{set}", Need: door.SignedIn, Action: "read", Handle: d.changeSet},
		{Method: "POST", Pattern: "/andring/{set}/angra", Need: door.Writer, Action: "undo", Handle: d.undoSet},
		{Method: "GET", Pattern: "/kommando", Need: door.SignedIn, Action: "read", Handle: d.palette},
	}
}

// undoFor is how long a change is offered to be taken back where it was made
// (design.md 6); later it is taken back from the change's own page.
const undoFor = 10 * time.Minute

// undo takes back what was done together.
func (d *Desk) undo(rw http.ResponseWriter, r *door.Request) error {
	if err := d.Form(r); err != nil {
		return err
	}
	set := r.PostForm.Get("set")
	back := backTo(r.PostForm.Get("till"), "")
	o := command.Options{Via: "web", Now: r.Now}
	x := undone{Back: back}
	at, ok := register.ID(set).Time()
	if ok && r.Now.Sub(at) <= undoFor {
		return d.takeBack(rw, r, o, set, x)
	}
	f, err := d.Frame(r, lang.DeskUndo.In(r.Lang))
	if err != nil {
		return err
	}
	x.Wrong = lang.DeskUndoLate.In(r.Lang)
	if ok {
		x.Set = "/andring/" + set
	}
	return d.Show(rw, r.Context(), http.StatusConflict, undonePage(f, x))
}

// takeBack undoes a change set and shows what became of it.
func (d *Desk) takeBack(rw http.ResponseWriter, r *door.Request, o command.Options, set string, x undone) error {
	f, err := d.Frame(r, lang.DeskUndo.In(r.Lang))
	if err != nil {
		return err
	}
	rc, err := d.Commands.Undo(r.Context(), r.Caller, o, set)
	if err != nil {
		if x.Wrong = refusal(r, err); x.Wrong == "" {
			return err
		}
		if x.Back == "" {
			x.Set = "/andring/" + set
		}
		return d.Show(rw, r.Context(), http.StatusConflict, undonePage(f, x))
	}
	x.Done = lang.DeskUndone.Of(r.Lang, len(rc.Items))
	f.Status = x.Done
	return d.Show(rw, r.Context(), http.StatusOK, undonePage(f, x))
}

// refusal says why a command would not do something, or nothing when the error
// is no refusal.
func refusal(r *door.Request, err error) string {
	f := asFault(err)
	if f == nil {
		return ""
	}
	switch f.Kind {
	case fault.Denied, fault.Conflict, fault.Stale, fault.Unknown:
		if said := lang.Fault(r.Lang, f); said != "" {
			return said
		}
		return lang.Problem(r.Lang, fault.Problem{Code: f.Code, Allowed: f.Args}, "")
	}
	return ""
}

// backTo is an address of ours to lead back to; anything else is not followed.
func backTo(given, otherwise string) string {
	u, err := url.Parse(given)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(given, "/") || strings.HasPrefix(given, "//") || strings.Contains(given, `\`) {
		return otherwise
	}
	return given
}

// hiddenPairs are the fields of a form that lead back to the same list.
func hiddenPairs(q url.Values, names ...string) []page.Pair {
	var out []page.Pair
	for _, n := range names {
		for _, v := range q[n] {
			if v != "" {
				out = append(out, page.Pair{Name: n, Value: v})
			}
		}
	}
	return out
}

// stateNames are what the address of a list is made of.
var stateNames = []string{"vy", "fri", "filter", "v", "ordning", "kol", "rader", "per", "mot", "antal", "lage", "sida"}
