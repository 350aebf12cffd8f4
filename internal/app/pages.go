package app

import (
	"net/http"

	"genomlys/internal/archive"
	"genomlys/internal/assess"
	"genomlys/internal/door"
	"genomlys/internal/rounds"
	"genomlys/internal/web"
	"genomlys/internal/web/admin"
	"genomlys/internal/web/answer"
	"genomlys/internal/web/builder"
	"genomlys/internal/web/desk"
	"genomlys/internal/web/disposal"
	"genomlys/internal/web/edit"
	"genomlys/internal/web/followup"
	"genomlys/internal/web/gate"
	"genomlys/internal/web/help"
	"genomlys/internal/web/incident"
	"genomlys/internal/web/question"
	"genomlys/internal/web/reference"
	"genomlys/internal/web/steps"
	"genomlys/internal/web/taking"
)

// pages gives how an error is shown outside the API, and the pages' routes.
func (h *House) pages(s Serving) (func(http.ResponseWriter, *door.Request, error), []door.Route, error) {
	w, err := web.New(web.Deps{DB: h.DB, Access: h.Access, Commands: h.Commands, Figures: h.Figures, Looks: h.Looks, Reviews: h.Reviews(), Secure: s.Secure, Life: s.rules().Absolute, Idle: s.rules().Idle, Passkeys: gate.Named(s.Base)})
	if err != nil {
		return nil, nil, err
	}
	g, err := h.gate(w, s)
	if err != nil {
		return nil, nil, err
	}
	routes := append(w.Routes(), g.Routes()...)
	for _, a := range h.areas(w, s) {
		routes = append(routes, a.Routes()...)
	}
	return w.Fail, routes, nil
}

// areas are the parts of the web that stand on the common pages: each has its
// own package, its own pages and its own rows in the route table.
func (h *House) areas(w *web.Web, s Serving) []interface{ Routes() []door.Route } {
	return []interface{ Routes() []door.Route }{
		edit.New(w, h.Rooms),
		reference.New(w, h.Rooms),
		desk.New(w),
		taking.New(w),
		question.New(w, h.Rooms),
		builder.New(w, h.Rooms),
		admin.New(w, h.Rooms),
		steps.New(w, assess.Deps{DB: h.DB, Now: h.Now}, rounds.Deps{DB: h.DB, Commands: h.Commands}),
		answer.New(answer.Deps{Web: w, Base: s.Base, Mail: s.Mail != nil, Now: h.Now}),
		incident.New(incident.Deps{Web: w, Base: s.Base, Mail: s.Mail != nil, Proxies: s.Proxies}),
		help.New(w),
		disposal.New(w, archive.Deps{DB: h.DB, Commands: h.Commands}),
		followup.New(followup.Deps{Web: w, Base: s.Base, Mail: s.Mail != nil, Now: h.Now}),
	}
}
