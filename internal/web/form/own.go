package form

import (
	"net/url"
	"slices"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web"
)

// OwnFunction fills in who decides with the caller's own function, where the
// caller holds only one there, or only one of those that may.
func OwnFunction(w *web.Web, r *door.Request, rec *register.Record, fields []*register.Field, may func(field string) []string, typed url.Values) error {
	for _, f := range fields {
		if f.Kind != register.Ref || f.Target != registers.RoleAssignments || !strings.HasSuffix(f.Name, "_by") || typed.Get(f.Name) != "" {
			continue
		}
		allowed := may(f.Name)
		var own []register.ID
		for _, h := range r.Caller.Held {
			if slices.Contains(h.Reach, rec.Org) && (len(allowed) == 0 || slices.Contains(allowed, h.Function)) {
				own = append(own, h.Assignment)
			}
		}
		if len(own) != 1 {
			continue
		}
		x, err := w.One(r, registers.RoleAssignments, string(own[0]))
		if err != nil {
			return err
		}
		typed.Set(f.Name, Name(x))
	}
	return nil
}
