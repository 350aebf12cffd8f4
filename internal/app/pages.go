package app

import (
	"net/http"

	"genomlys/internal/door"
	"genomlys/internal/web"
)

// pages gives how an error is shown outside the API, and the pages' routes.
func (h *House) pages(s Serving) (func(http.ResponseWriter, *door.Request, error), []door.Route, error) {
	w, err := web.New(web.Deps{DB: h.DB, Access: h.Access, Commands: h.Commands, Figures: h.Figures, Reviews: h.Reviews(), Secure: s.Secure})
	if err != nil {
		return nil, nil, err
	}
	return w.Fail, w.Routes(), nil
}
