package main

import (
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"genomlys/internal/app"
	"genomlys/internal/door"
	"genomlys/internal/mail"
	"genomlys/internal/signin"
)

// EntryFlags are how people come in, for the commands that serve.
type EntryFlags struct {
	BaseURL  string        `name:"base-url" env:"GENOMLYS_BASE_URL" help:"Address that people reach the installation at, https://lis.stad.example: links in mail and passkeys are made for it."`
	SMTP     string        `name:"smtp" env:"GENOMLYS_SMTP" help:"Mail server, smtp://user@host:587 (STARTTLS required) or smtps://user@host:465; the password in GENOMLYS_SMTP_PASSWORD. Without one, links are shown to be copied."`
	MailFrom string        `name:"mail-from" env:"GENOMLYS_MAIL_FROM" help:"Address that mail comes from."`
	Idle     time.Duration `default:"30m" help:"A session ends when it has not been used for so long: 5m to 8h."`
	Session  time.Duration `default:"12h" help:"A session ends so long after signing in: 1h to 24h."`
	Proxy    []string      `help:"Proxies (10.0.0.1 or 10.0.0.0/24) whose word on the caller's address is believed."`
}

// entry checks the flags: a setting that would be unsafe is refused at start.
func (f EntryFlags) entry() (app.Entry, error) {
	e := app.Entry{Rules: signin.Standard}
	b := signin.Bounds
	if f.Idle != 0 {
		if f.Idle < b.IdleMin || f.Idle > b.IdleMax {
			return e, door.Problem("idle", "out-of-range", f.Idle.String(), b.IdleMin.String(), b.IdleMax.String())
		}
		e.Rules.Idle = f.Idle
	}
	if f.Session != 0 {
		if f.Session < b.AbsoluteMin || f.Session > b.AbsoluteMax {
			return e, door.Problem("session", "out-of-range", f.Session.String(), b.AbsoluteMin.String(), b.AbsoluteMax.String())
		}
		e.Rules.Absolute = f.Session
	}
	if f.BaseURL != "" {
		u, err := url.Parse(f.BaseURL)
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" {
			return e, door.Problem("base-url", "not-a-base", f.BaseURL, "https://lis.stad.example")
		}
		e.Base = u.Scheme + "://" + u.Host
	}
	for _, p := range f.Proxy {
		prefix, err := netip.ParsePrefix(p)
		if err != nil {
			var a netip.Addr
			if a, err = netip.ParseAddr(p); err == nil {
				prefix = netip.PrefixFrom(a, a.BitLen())
			}
		}
		// Believing everybody is believing nobody.
		if err != nil || prefix.Bits() == 0 {
			return e, door.Problem("proxy", "not-a-proxy", p)
		}
		e.Proxies = append(e.Proxies, prefix)
	}
	if f.SMTP != "" {
		var err error
		if e.Mail, err = mail.ParseServer(f.SMTP, os.Getenv("GENOMLYS_SMTP_PASSWORD"), f.MailFrom); err != nil {
			return e, err
		}
		if e.Base == "" {
			return e, door.Problem("base-url", "needed-for-mail", "")
		}
	}
	return e, nil
}
