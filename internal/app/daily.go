package app

import (
	"context"
	"log/slog"
	"time"

	"genomlys/internal/assess"
	"genomlys/internal/campaign"
	"genomlys/internal/command"
	"genomlys/internal/register"
	"genomlys/internal/respond"
)

// daily is the installation's own work of each civil day. Each part does what
// is due and nothing when done again.
func (h *House) daily() map[string]func(context.Context, command.Options) (command.Receipt, error) {
	return map[string]func(context.Context, command.Options) (command.Receipt, error){
		"remind": func(ctx context.Context, opt command.Options) (command.Receipt, error) {
			return campaign.Remind(ctx, h.Commands, campaign.Deps{DB: h.DB, Now: h.Now, Mail: h.mails.Load()}, opt)
		},
		"expire": func(ctx context.Context, opt command.Options) (command.Receipt, error) {
			return assess.ExpireAcceptances(ctx, h.Commands, assess.Deps{DB: h.DB, Now: h.Now}, opt)
		},
	}
}

// Daily does the work of the day unless it has been done, by this process or
// another on the same database: the key of each part is the day's, and of two
// that begin at once the database lets one through.
func (h *House) Daily(ctx context.Context) error {
	now := h.Now()
	// Files that nobody took in are forgotten when their time is out, not first
	// when somebody sends another.
	if err := h.DB.ForgetUploads(ctx, now); err != nil {
		return err
	}
	day := string(register.DateOf(now.In(h.DB.Zone)))
	if done, err := h.DB.Meta(ctx, "daily"); err != nil || done == day {
		return err
	}
	for name, do := range h.daily() {
		opt := command.Options{Via: "system", Reason: "daily", Now: now, Key: "system:daily:" + day + ":" + name, Digest: name, Keep: func(command.Receipt) []byte { return []byte(name) }}
		if kept, _, err := h.DB.Answered(ctx, opt.Key, opt.Digest); err != nil || kept != nil {
			if err != nil {
				return err
			}
			continue
		}
		if _, err := do(ctx, opt); err != nil {
			// Another process was first, whatever stopped this one because of it; what
			// nobody has done is tried again.
			if kept, _, look := h.DB.Answered(ctx, opt.Key, opt.Digest); look != nil || kept == nil {
				return err
			}
		}
	}
	return h.DB.SetMeta(ctx, "daily", day)
}

// keepDays does the day's work when the server starts and when a day has begun,
// and tells of time limits when they come near.
func (h *House) keepDays(ctx context.Context, p respond.Post, log *slog.Logger, done chan<- struct{}) {
	defer close(done)
	t := time.NewTicker(5 * time.Minute)
	defer t.Stop()
	for {
		if err := h.Daily(ctx); err != nil && ctx.Err() == nil {
			log.Warn("the day's work", "error", err)
		}
		if err := respond.Warn(ctx, h.DB, p, h.Now()); err != nil && ctx.Err() == nil {
			log.Warn("tell of time limits", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}
