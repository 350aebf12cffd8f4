package main

import (
	"fmt"
	"log/slog"
	"net"
	"os"
	"strconv"
	"strings"

	"genomlys/internal/app"
	"genomlys/internal/fault"
)

// ServeCmd serves web and API.
type ServeCmd struct {
	Addr        string `default:"127.0.0.1:8080" help:"Address to listen on."`
	MetricsAddr string `help:"Address to answer /metrics on, a port of its own; without it none does."`
	Secure      bool   `help:"TLS is ended by a proxy in front: cookies get the __Host- prefix, answers HSTS. Needed for any address but loopback."`
	EntryFlags
}

// Run serves until interrupted.
func (c *ServeCmd) Run(g *Globals) error {
	h, err := g.open(false)
	if err != nil {
		return err
	}
	defer h.Close()
	return serve(g, h, c, func(base string) {
		link, err := h.FirstLink(g.ctx, base)
		if err != nil {
			g.report(err)
			return
		}
		if link != "" {
			fmt.Fprintln(g.out, link)
			g.say("Öppna länken ovan: den gör den första administratören. Den gäller ett dygn och en gång.", "Open the link above: it makes the first administrator. It holds for a day, once.")
		}
	})
}

func serve(g *Globals, h *app.House, c *ServeCmd, ready func(base string)) error {
	addr, secure := c.Addr, c.Secure
	host, port, err := net.SplitHostPort(addr)
	if n, perr := strconv.Atoi(port); err != nil || perr != nil || n < 0 || n > 65535 {
		return wrongUse{"--addr: ”%s” är ingen adress. Skriv värd:port, till exempel 127.0.0.1:8080, med port 0–65535.", "--addr: “%s” is no address. Write host:port, such as 127.0.0.1:8080, with a port in 0–65535.", []any{addr}}
	}
	if ip := net.ParseIP(host); !secure && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		// Sessions in clear text over a network would be anybody's.
		return fault.New(fault.Invalid, "addr-needs-secure", addr)
	}
	entry, err := c.entry()
	if err != nil {
		return err
	}
	level := slog.LevelInfo
	if g.Quiet {
		level = slog.LevelError
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	return h.Serve(g.ctx, app.Serving{Addr: addr, Secure: secure, Log: log, Entry: entry, MetricsAddr: c.MetricsAddr, MetricsReady: func(base string) {
		g.say("Mätvärden på %s", "Metrics at %s", base)
	}, Ready: func(base string) {
		g.say("Genomlys svarar på %s", "Genomlys answers at %s", base)
		if ready != nil {
			ready(strings.TrimSuffix(base, "/"))
		}
	}})
}
