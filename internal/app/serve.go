package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/api"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/respond"
	"genomlys/internal/store"
)

// Serving says how to serve.
type Serving struct {
	Addr   string
	Secure bool // TLS is ended in front of us
	Log    *slog.Logger
	Ready  func(base string) // told the address once it answers
	Entry

	MetricsAddr  string            // where metrics are answered; empty = nowhere
	MetricsReady func(base string) // told their address
}

// Handler builds web and API out of the one route table.
func (h *House) Handler(s Serving) (http.Handler, error) {
	d := door.Deps{DB: h.DB, Access: h.Access, Now: h.Now, Log: s.Log, Secure: s.Secure, Idle: s.rules().Idle, Fresh: s.rules().Fresh, Usual: h.usual}
	routes, page, err := h.routes(s)
	if err != nil {
		return nil, err
	}
	d.Fail = func(w http.ResponseWriter, r *door.Request, err error) {
		if door.Status(err) == http.StatusInternalServerError {
			s.Log.Error("request failed", "request", r.ID, "route", r.Pattern, "error", err) // a path may hold a secret
		}
		if strings.HasPrefix(r.URL.Path, "/api/") {
			api.Fail(w, r, err)
			return
		}
		page(w, r, err)
	}
	return door.Mux(d, routes, nil), nil
}

// routes is the whole table, and how an error is shown on a page.
func (h *House) routes(s Serving) ([]door.Route, func(http.ResponseWriter, *door.Request, error), error) {
	a := &api.API{DB: h.DB, Commands: h.Commands, Figures: h.Figures, Access: h.Access, Reviews: h.Reviews(), Rooms: h.Rooms,
		Sign: func(r *door.Request) ([]byte, error) { _, note, err := h.Checkpoint(r.Context()); return note, err }}
	page, pages, err := h.pages(s)
	if err != nil {
		return nil, nil, err
	}
	return append(append(a.Routes(), pages...), h.health()...), page, nil
}

// health are the calls of whoever watches over the process.
func (h *House) health() []door.Route {
	text := func(w http.ResponseWriter, s string) error {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, err := w.Write([]byte(s + "\n"))
		return err
	}
	return []door.Route{
		{Method: "GET", Pattern: "/healthz", Need: door.Anyone, Action: "health", Handle: func(w http.ResponseWriter, r *door.Request) error { return text(w, "ok") }},
		{Method: "GET", Pattern: "/readyz", Need: door.Anyone, Action: "health", Handle: func(w http.ResponseWriter, r *door.Request) error {
			if err := h.DB.Ready(r.Context()); err != nil {
				if fault.KindOf(err) == fault.Internal {
					err = fault.Wrap(fault.Busy, "database-busy", err)
				}
				return err
			}
			return text(w, "ready")
		}},
	}
}

// Serve answers until the context ends, then lets requests under way finish.
func (h *House) Serve(ctx context.Context, s Serving) error {
	l, err := net.Listen("tcp", s.Addr)
	if err != nil {
		return fault.Wrap(fault.ReadOnly, "address-taken", fmt.Errorf("listen on %s: %w", s.Addr, err))
	}
	if s.Base == "" {
		s.Base = "http://" + l.Addr().String()
	}
	h.Warn = func(err error) { s.Log.Warn("beside a change", "error", err) }
	handler, err := h.Handler(s)
	if err != nil {
		l.Close()
		return err
	}
	if s.MetricsAddr != "" {
		m := &metrics{routes: map[served]*counted{}}
		if err := h.serveMetrics(ctx, s.MetricsAddr, m, s.Log, s.MetricsReady); err != nil {
			_ = l.Close() // nothing has been answered on it
			return err
		}
		handler = m.measure(handler)
	}
	srv := &http.Server{Handler: resting(ctx, h.DB, handler), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 60 * time.Second, WriteTimeout: 120 * time.Second,
		IdleTimeout: 120 * time.Second, MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug)}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(l) }()
	h.mails.Store(s.Mail != nil)
	ticks, days := make(chan struct{}), make(chan struct{})
	go h.keepCheckpoints(ctx, s.Log, ticks)
	go h.keepDays(ctx, respond.Post{Set: s.Mail != nil, Base: s.Base}, s.Log, days)
	rules := make(chan struct{})
	go h.keepRules(ctx, rules)
	posted := make(chan struct{})
	go h.post(ctx, s, posted)
	if s.Ready != nil {
		s.Ready(s.Base)
	}
	select {
	case err = <-done:
	case <-ctx.Done():
		stop, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		err = srv.Shutdown(stop)
		if e := <-done; err == nil && !errors.Is(e, http.ErrServerClosed) {
			err = e
		}
	}
	<-ticks
	<-days
	<-posted
	<-rules
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}

// keepCheckpoints signs the ledger every hour in which it has grown, so that a
// rewritten history disagrees with something signed before.
func (h *House) keepCheckpoints(ctx context.Context, log *slog.Logger, done chan<- struct{}) {
	defer close(done)
	t := time.NewTicker(time.Hour)
	defer t.Stop()
	var last int64 = -1
	for {
		if n, err := h.DB.Position(ctx); err == nil && n > 0 && n != last {
			if _, _, err := h.Checkpoint(ctx); err != nil {
				log.Warn("checkpoint", "error", err)
			} else {
				last = n
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// FirstLink makes the link for the first administrator while nobody is there
// to sign in, and "" otherwise.
func (h *House) FirstLink(ctx context.Context, base string) (string, error) {
	keys, err := h.DB.Keys(ctx, access.System().Read(h.Reg("person")), store.Query{Register: h.Reg("person")})
	if err != nil || len(keys) > 0 {
		return "", err
	}
	return h.SignInLink(ctx, "", base)
}
