package registers

import "genomlys/internal/register"

// second gives the registers of incidents, follow-up, control and review.
func second() []*register.Register {
	return []*register.Register{}
}
