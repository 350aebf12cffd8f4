package taking

import (
	"net/http"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/web/page"
)

// take takes the file: whole, or the rows that can be taken when that is asked
// for.
func (t *Taking) take(rw http.ResponseWriter, r *door.Request) error {
	k, err := t.find(r)
	if err != nil {
		return err
	}
	if k.taken() {
		return t.See(rw, r, address(k.ID)+"/kvitto")
	}
	if err := t.Form(r); err != nil {
		return err
	}
	data, err := k.data()
	if err != nil {
		return err
	}
	j, err := t.begin(r, k, data, true, r.PostForm.Get("delvis") == "ja")
	if err != nil {
		return err
	}
	return t.showJob(rw, r, k, j, http.StatusUnprocessableEntity)
}

// receipt tells what was taken, and offers to take it back.
func (t *Taking) receipt(rw http.ResponseWriter, r *door.Request) error {
	k, err := t.find(r)
	if err != nil {
		return err
	}
	return t.showReceipt(rw, r, k, http.StatusOK)
}

func (t *Taking) showReceipt(rw http.ResponseWriter, r *door.Request, k kept, code int) error {
	if !k.taken() {
		return t.See(rw, r, address(k.ID))
	}
	reg := t.Register(k.Register)
	x := received{Name: k.Name, Rows: k.Rows, Set: k.Set, Undone: k.Undone, Why: k.Why, Address: address(k.ID),
		At: lang.Clock(r.Lang, k.At.In(t.DB.Zone)), Register: page.Link{Text: reg.Title.In(r.Lang), Href: "/" + reg.Collection}}
	title := lang.TakingTaken.Of(r.Lang, k.Rows.New+k.Rows.Changed)
	switch {
	case k.Undone:
		title = lang.TakingUndone.In(r.Lang)
	case k.Set == "":
		title = lang.TakingNoChange.In(r.Lang)
	}
	x.Title = title
	f, err := t.Frame(r, title)
	if err != nil {
		return err
	}
	f.Status = title
	return t.Show(rw, r.Context(), code, receiptPage(f, x))
}

// undo takes back all that the file did, if nobody has changed it since.
func (t *Taking) undo(rw http.ResponseWriter, r *door.Request) error {
	k, err := t.find(r)
	if err != nil {
		return err
	}
	if k.Set == "" || k.Undone {
		return t.See(rw, r, address(k.ID)+"/kvitto")
	}
	code := http.StatusOK
	if _, err := t.Commands.Undo(r.Context(), r.Caller, command.Options{Via: "web", Now: r.Now}, k.Set); err != nil {
		f := asFault(err)
		if f == nil || f.Kind != fault.Conflict && f.Kind != fault.Stale && f.Kind != fault.Denied && f.Kind != fault.Invalid {
			return err
		}
		if k.Why = why(r.Lang, err); k.Why == "" {
			return err
		}
		code = http.StatusConflict
	} else {
		k.Undone, k.Why = true, ""
	}
	if err := t.save(r.Context(), k); err != nil {
		return err
	}
	if code == http.StatusOK {
		return t.See(rw, r, address(k.ID)+"/kvitto")
	}
	return t.showReceipt(rw, r, k, code)
}

// cancel forgets the file.
func (t *Taking) cancel(rw http.ResponseWriter, r *door.Request) error {
	k, err := t.find(r)
	if err != nil {
		return err
	}
	t.jobs.forget(k.ID)
	if err := t.DB.EndUpload(r.Context(), k.ID, k.Session); err != nil {
		return err
	}
	return t.See(rw, r, "/ta-in")
}
