package app

import (
	"net/http"

	"genomlys/internal/door"
)

// pages gives how an error is shown outside the API, and the pages' routes.
func (h *House) pages(s Serving) (func(http.ResponseWriter, *door.Request, error), []door.Route) {
	return func(w http.ResponseWriter, r *door.Request, err error) {
		http.Error(w, http.StatusText(door.Status(err)), door.Status(err))
	}, nil
}
