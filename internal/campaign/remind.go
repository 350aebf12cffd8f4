package campaign

import (
	"context"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Remind notes the reminders that are due on every open follow-up, puts them in
// the outbox where mail is set, and gives what it changed: whom to tell. A day that was missed is caught up with in one
// reminder, and a second call the same day reminds nobody.
func Remind(ctx context.Context, s *command.Service, d Deps, opt command.Options) (command.Receipt, error) {
	changes, err := reminders(ctx, d)
	if err != nil || len(changes) == 0 {
		return command.Receipt{}, err
	}
	if d.Mail {
		opt.After = func(tx *store.Tx, r command.Receipt) error { return d.tell(tx, r) }
	}
	return s.Do(ctx, access.System(), opt, changes...)
}

// tell writes to those whose responses a reminder was noted on, in the same
// transaction.
func (d Deps) tell(tx *store.Tx, r command.Receipt) error {
	find := inside(tx)
	by := map[string][]*register.Record{}
	var order []string
	for _, it := range r.Items {
		if it.New == nil || it.New.Register != registers.Responses {
			continue
		}
		c := it.New.Text("campaign")
		if by[c] == nil {
			order = append(order, c)
		}
		by[c] = append(by[c], it.New)
	}
	for _, id := range order {
		campaigns, err := find(registers.Campaigns, draft.Where("id", id))
		if err != nil || len(campaigns) == 0 {
			return err
		}
		all, err := letters(find, campaigns[0], by[id], Reminder, lang.SV)
		if err != nil {
			return err
		}
		for _, x := range all {
			if !x.Reaches() {
				continue
			}
			if err := x.put(tx, d, campaigns[0], Reminder, lang.SV); err != nil {
				return err
			}
		}
	}
	return nil
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
