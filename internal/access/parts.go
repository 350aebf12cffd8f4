package access

import (
	"slices"

	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// Parts are the registers of which a function writes some fields and no more.
// The officer has words of their own in the management review, which is the
// organisation's (GDPR art. 38(3), 38(6)).
var Parts = map[string]map[string][]string{
	"management_review": {"dpo": {"sections", "dpo_contribution"}},
}

// part tells whether a field is among those that the caller's functions write,
// where all that let the caller change the record write a part of it.
func (c Caller) part(r *register.Register, field string, org register.ID) error {
	parts := Parts[r.Name]
	limited := false
	for _, h := range c.Held {
		if len(parts) == 0 || !slices.Contains(h.Reach, org) {
			continue
		}
		w := rule(h.Function).Write
		if !slices.Contains(w, r.Name) && !slices.Contains(w, "*") {
			continue
		}
		fields, only := parts[h.Function]
		if !only || slices.Contains(fields, field) {
			return nil
		}
		limited = true
	}
	if !limited {
		return nil
	}
	var who []string
	for _, x := range Rules {
		if _, only := parts[x.Function]; !only && (slices.Contains(x.Write, r.Name) || slices.Contains(x.Write, "*")) {
			who = append(who, x.Function)
		}
	}
	return &fault.Error{Kind: fault.Denied, Code: "may-not-write-field", Args: append([]string{r.Name, field}, who...)}
}
