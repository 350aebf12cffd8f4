package app

import (
	"errors"

	"genomlys/internal/assess"
	"genomlys/internal/lang"
	"genomlys/internal/respond"
	"genomlys/internal/review"
	"genomlys/internal/ropa"
)

// install gives the commands the rules and consequences of each kind of work.
func (h *House) install() error {
	review.Install(h.Commands)
	return errors.Join(
		assess.Install(h.Commands, h.DB),
		respond.Install(h.Commands, h.DB),
		ropa.Install(h.Commands, h.DB),
	)
}

// The rooms' own words for what they refuse.
func init() {
	lang.Say(review.Messages)
	lang.Say(assess.Messages)
	lang.Say(respond.Messages)
	lang.Say(ropa.Messages)
}
