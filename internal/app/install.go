package app

import (
	"errors"

	"genomlys/internal/archive"
	"genomlys/internal/assess"
	"genomlys/internal/campaign"
	"genomlys/internal/command"
	"genomlys/internal/continuity"
	"genomlys/internal/control"
	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/officer"
	"genomlys/internal/people"
	"genomlys/internal/plan"
	"genomlys/internal/remark"
	"genomlys/internal/respond"
	"genomlys/internal/review"
	"genomlys/internal/room"
	"genomlys/internal/ropa"
	"genomlys/internal/rounds"
	"genomlys/internal/savedview"
	"genomlys/internal/settings"
	"genomlys/internal/steering"
)

// install gives the commands the rules and consequences of each kind of work.
func (h *House) install() error {
	h.Commands.AddAfterDecision(h.Seal)
	review.Install(h.Commands, h.Figures.Book().From())
	savedview.Install(h.Commands, h.asked)
	remark.Install(h.Commands)
	h.Commands.AddAlways("person", leaving)
	officer.Install(h.Commands, h.DB)
	people.Install(h.Commands, h.DB)
	if err := settings.Install(h.Commands, h.DB, h.hasText, h.ruled); err != nil {
		return err
	}
	plan.Install(h.Commands, h.DB, h.Figures.Book())
	return errors.Join(
		assess.Install(h.Commands, h.DB),
		respond.Install(h.Commands, h.DB),
		ropa.Install(h.Commands, h.DB),
		campaign.Install(h.Commands, h.DB),
		steering.Install(h.Commands, h.DB),
		continuity.Install(h.Commands, h.DB),
		control.Install(h.Commands, h.DB),
		archive.Install(h.Commands, h.DB),
		rounds.Install(h.Commands, h.DB),
	)
}

// asked tries a question that somebody wants to keep.
func (h *House) asked(f command.Following, name, filter, order string) error {
	reg, ok := h.DB.Catalogue.Get(name)
	if !ok || reg.Name != name {
		var names []string
		for _, r := range h.DB.Catalogue.All {
			names = append(names, r.Name)
		}
		return door.Problem("register", "not-allowed", name, names...)
	}
	_, _, err := door.Ask{Filter: filter, OrderBy: order}.Query(f.Ctx, h.DB, f.Caller, reg, f.Now)
	return err
}

// The rooms' own words for what they refuse.
func init() {
	lang.Say(review.Messages)
	lang.Say(savedview.Messages)
	lang.Say(remark.Messages)
	lang.Say(assess.Messages)
	lang.Say(respond.Messages)
	lang.Say(ropa.Messages)
	lang.Say(campaign.Messages)
	lang.Say(continuity.Messages)
	lang.Say(control.Messages)
	lang.Say(plan.Messages)
	lang.Say(room.Messages)
	lang.Say(archive.Messages)
	lang.Say(rounds.Messages)
	lang.Say(officer.Messages)
	lang.Say(steering.Messages)
	lang.Say(people.Messages)
	lang.Say(settings.Messages)
}
