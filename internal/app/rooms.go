package app

import (
	"genomlys/internal/room"
	"genomlys/internal/rounds"
)

// rooms are what each room of work offers the doors.
func (h *House) rooms() []room.Set {
	return []room.Set{
		rounds.Rooms(rounds.Deps{DB: h.DB, Commands: h.Commands}),
	}
}
