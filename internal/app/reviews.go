package app

import "genomlys/internal/review"

// Reviews is what management reviews are made with.
func (h *House) Reviews() review.Deps {
	return review.Deps{DB: h.DB, Access: h.Access, Commands: h.Commands, Figures: h.Figures, Now: h.Now,
		Key: h.KeyForReport}
}
