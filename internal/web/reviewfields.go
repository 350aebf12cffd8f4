package web

import (
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// sectionStates gives how far each section of a management review has come.
func sectionStates(rec *register.Record) []string {
	var out []string
	for _, s := range register.As[registers.ManagementReview](rec).Sections {
		out = append(out, s.State)
	}
	return out
}
