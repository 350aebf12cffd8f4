package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Worker empties the outbox.
type Worker struct {
	DB     *store.DB
	Server *Server
	Base   string // address that links begin with, https://lis.stad.example
	Secret func() string
	// Who gives a person's address; Unknown when they may not be written to any more.
	Who func(ctx context.Context, person register.ID) (string, error)
	Now func() time.Time
	Log *slog.Logger
}

const (
	lease = 2 * time.Minute // longer than a try can take
	batch = 20
	pause = 5 * time.Second
)

// waits are how long until the next try after each; when they are over the
// message is given up, and an administrator can send it again.
var waits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour}

// Run sends what is due until the context ends.
func (w *Worker) Run(ctx context.Context) {
	t := time.NewTicker(pause)
	defer t.Stop()
	for {
		for {
			n, err := w.Once(ctx)
			if err != nil && ctx.Err() == nil {
				w.Log.Warn("outbox", "error", err)
			}
			if err != nil || n < batch {
				break
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}

// Once sends what is due now and tells how many it took on.
func (w *Worker) Once(ctx context.Context) (int, error) {
	due, err := w.DB.LeaseMail(ctx, w.Now(), lease, batch)
	if err != nil {
		return 0, fmt.Errorf("take from the outbox: %w", err)
	}
	for _, m := range due {
		// What was begun is noted also when the program is told to stop.
		if err := w.one(context.WithoutCancel(ctx), m); err != nil {
			return len(due), err
		}
	}
	return len(due), nil
}

// one sends a message and notes how it went. The log tells no address.
func (w *Worker) one(ctx context.Context, m store.Mail) error {
	err := w.send(ctx, m)
	switch {
	case err == nil:
		return w.DB.MailDone(ctx, m.ID, w.Now())
	case fault.Is(err, fault.Unknown):
		return w.DB.MailNot(ctx, m.ID, "receiver-gone", time.Time{})
	case errors.Is(err, errGivenUp):
		w.Log.Warn("mail refused", "message", m.ID, "kind", m.Kind)
		return w.DB.MailNot(ctx, m.ID, "mail-refused", time.Time{})
	case m.Tries > len(waits):
		w.Log.Warn("mail given up", "message", m.ID, "kind", m.Kind)
		return w.DB.MailNot(ctx, m.ID, "mail-unreachable", time.Time{})
	}
	w.Log.Info("mail tried", "message", m.ID, "kind", m.Kind, "tries", m.Tries)
	return w.DB.MailNot(ctx, m.ID, "mail-unreachable", w.Now().Add(waits[m.Tries-1]))
}

func (w *Worker) send(ctx context.Context, m store.Mail) error {
	to := m.Address
	if m.Person != "" {
		var err error
		if to, err = w.Who(ctx, register.ID(m.Person)); err != nil {
			return err
		}
	}
	if Address(to) != nil {
		return errGivenUp
	}
	body := m.Body
	links, err := written(m.Link)
	if err != nil {
		return errors.Join(errGivenUp, err)
	}
	for _, l := range links {
		secret := w.Secret()
		now := w.Now()
		until, place := l.Until, l.Place
		if until.IsZero() {
			until = now.Add(l.Life)
		}
		if place == "" {
			place = Place
		}
		if err := w.DB.PutSession(ctx, secret, store.Session{Kind: l.Kind, Person: string(l.Person), Scope: l.Scope, About: l.About, Made: now, Expires: until}); err != nil {
			return err
		}
		body = strings.ReplaceAll(body, place, w.Base+l.Path+secret)
	}
	ctx, cancel := context.WithTimeout(ctx, lease/2)
	defer cancel()
	return w.Server.send(ctx, letter{id: m.ID, to: to, subject: m.Subject, body: body, language: m.Lang, at: w.Now()})
}
