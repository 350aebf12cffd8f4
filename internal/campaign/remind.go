package campaign

import (
	"context"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// Remind notes the reminders that are due on every open follow-up and gives what
// it changed: whom to tell. A day that was missed is caught up with in one
// reminder, and a second call the same day reminds nobody.
func Remind(ctx context.Context, s *command.Service, d Deps, opt command.Options) (command.Receipt, error) {
	changes, err := reminders(ctx, d)
	if err != nil || len(changes) == 0 {
		return command.Receipt{}, err
	}
	return s.Do(ctx, access.System(), opt, changes...)
}

func reminders(ctx context.Context, d Deps) ([]command.Change, error) {
	book, err := rulebook.Load()
	if err != nil {
		return nil, err
	}
	find := d.finder(ctx, access.System())
	open, err := find(registers.Campaigns, draft.Where("status", "open"))
	if err != nil {
		return nil, err
	}
	today := register.DateOf(d.Now().In(d.DB.Zone))
	var out []command.Change
	for _, c := range open {
		n := remindersBy(book, register.As[registers.Campaign](c), today)
		if n == 0 {
			continue
		}
		waiting, err := find(registers.Responses, draft.Where("campaign", string(c.ID)))
		if err != nil {
			return nil, err
		}
		for _, r := range waiting {
			had, _ := r.Number("reminders")
			status := r.Text("status")
			if had >= int64(n) || status == "sent" || status == "reviewed" {
				continue
			}
			out = append(out, command.Change{Op: "update", Register: r.Register, ID: string(r.ID), Version: r.Version,
				Fields: map[string]any{"reminders": n, "reminded_on": string(today)}})
		}
	}
	return out, nil
}

// remindersBy counts the reminders that a follow-up should have sent by a day:
// after its own days, else those of the rule book on the day it opened.
func remindersBy(book *rulebook.Book, c *registers.Campaign, today register.Date) int {
	opened := clock.Date(c.Opens)
	if !opened.Valid() || c.Closes == "" || today > c.Closes {
		return 0 // over, or taken in from elsewhere without its last day
	}
	days := book.At(opened).Numbers(rulebook.CampaignReminderDays)
	if len(c.Reminders) > 0 {
		days = nil
		for _, s := range c.Reminders {
			days = append(days, number(s))
		}
	}
	n := 0
	for _, day := range days {
		if opened.AddDays(day) <= clock.Date(today) {
			n++
		}
	}
	return n
}
