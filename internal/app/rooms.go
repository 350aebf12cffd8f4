package app

import "genomlys/internal/room"

// rooms are what each room of work offers the doors.
func (h *House) rooms() []room.Set {
	return []room.Set{}
}
