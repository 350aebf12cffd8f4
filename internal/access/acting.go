package access

import (
	"slices"

	"genomlys/internal/register"
)

// Acting is the function by which the caller acts in an organisation: one of the
// wanted if some are named, else any that reaches there.
func (c Caller) Acting(org register.ID, wanted ...string) string {
	for _, h := range c.Held {
		if slices.Contains(h.Reach, org) && (len(wanted) == 0 || slices.Contains(wanted, h.Function)) {
			return string(h.Assignment)
		}
	}
	return ""
}
