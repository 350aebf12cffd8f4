package app

import (
	"context"

	"genomlys/internal/archive"
	"genomlys/internal/assess"
	"genomlys/internal/campaign"
	"genomlys/internal/cityreview"
	"genomlys/internal/continuity"
	"genomlys/internal/control"
	"genomlys/internal/duty"
	"genomlys/internal/officer"
	"genomlys/internal/people"
	"genomlys/internal/plan"
	"genomlys/internal/respond"
	"genomlys/internal/review"
	"genomlys/internal/room"
	"genomlys/internal/ropa"
	"genomlys/internal/rounds"
	"genomlys/internal/settings"
	"genomlys/internal/steering"
	"genomlys/internal/whatif"
)

// rooms are what each room of work offers the doors.
func (h *House) rooms() []room.Set {
	return []room.Set{
		h.Figures.Doors(),
		assess.Doors(h.Commands, assess.Deps{DB: h.DB, Now: h.Now}),
		respond.Doors(h.Commands, h.DB),
		ropa.Doors(h.DB),
		campaign.Doors(h.Commands, campaign.Deps{DB: h.DB, Now: h.Now}),
		plan.Doors(h.Commands, plan.Deps{DB: h.DB, Now: h.Now}),
		duty.Doors(duty.Deps{DB: h.DB, Now: h.Now}),
		whatif.Doors(h.Commands, h.DB),
		steering.Doors(h.Commands, steering.Deps{DB: h.DB}, h.Access),
		officer.Doors(h.Commands, officer.Deps{DB: h.DB, Figures: h.Figures}),
		cityreview.Room(cityreview.Deps{DB: h.DB, Figures: h.Figures, Reviews: h.Reviews()}),
		review.Room(h.Reviews()),
		archive.Room(archive.Deps{DB: h.DB, Commands: h.Commands, Seal: func(ctx context.Context) error {
			_, _, err := h.Checkpoint(ctx)
			return err
		}}),
		continuity.Rooms(continuity.Deps{DB: h.DB, Commands: h.Commands}),
		settings.Rooms(settings.Deps{DB: h.DB, Commands: h.Commands}),
		people.Rooms(people.Deps{DB: h.DB, Commands: h.Commands}),
		control.Rooms(control.Deps{DB: h.DB}),
		rounds.Rooms(rounds.Deps{DB: h.DB, Commands: h.Commands}),
	}
}
