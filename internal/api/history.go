package api

import (
	"net/http"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// history answers with a record's versions, newest first: who, when, why, and
// old and new value of each field.
func (a *API) history(w http.ResponseWriter, r *door.Request) error {
	reg, err := a.register(r.PathValue("register"))
	if err != nil {
		return err
	}
	if err := only(r.URL.Query()); err != nil {
		return err
	}
	scope := r.Caller.Read(reg)
	rec, err := a.DB.Get(r.Context(), scope, reg, r.PathValue("id"), time.Time{}, 0)
	if err != nil {
		return err
	}
	vs, err := a.DB.History(r.Context(), scope, reg, rec.ID)
	if err != nil {
		return err
	}
	items := make([]map[string]any, 0, len(vs))
	for i := len(vs) - 1; i >= 0; i-- {
		var old *register.Record
		if i > 0 {
			old = vs[i-1].Record
		}
		items = append(items, versionBody(vs[i], old))
	}
	return write(w, http.StatusOK, map[string]any{"items": items})
}

func versionBody(v store.Version, old *register.Record) map[string]any {
	changes := []map[string]any{}
	for _, name := range register.Changed(old, v.Record) {
		var was any
		if old != nil {
			was = old.Get(name)
		}
		changes = append(changes, map[string]any{"field": name, "old": was, "new": v.Record.Get(name)})
	}
	const form = "2006-01-02T15:04:05.000000Z"
	return map[string]any{"position": v.Record.Version, "at": v.Entry.At.UTC().Format(form), "effective": v.Record.Since.UTC().Format(form),
		"actor": v.Entry.Actor, "action": v.Entry.Action, "via": v.Entry.Via, "reason": v.Entry.Reason, "change_set": v.Entry.Set, "changes": changes}
}
