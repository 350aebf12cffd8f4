package rulebook

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
)

// Duty is what a law asks of the office, and the registers that answer it.
type Duty struct {
	Meta
	Code      string    `json:"code"`
	Law       string    `json:"law"`
	Provision string    `json:"provision"`
	Registers []string  `json:"registers"`
	Text      lang.Text `json:"text"`
}

func (d Duty) key() string { return d.Code }

func (d Duty) check() error {
	if d.Law == "" || len(d.Registers) == 0 {
		return errors.New("want a law and the registers that answer it")
	}
	return said("text", d.Text)
}

// Duties lists the duties of the day.
func (r Rules) Duties() []Duty { return on(r.book.duties, r.day) }

// NewDuties lists the duties that begin in a span of days, both included: what a
// review says has changed.
func (b *Book) NewDuties(from, to clock.Date) []Duty {
	var out []Duty
	for _, d := range b.now.Load().duties {
		if from <= d.ValidFrom && d.ValidFrom <= to {
			out = append(out, d)
		}
	}
	return out
}

// Retention is a default for how long something is kept. It decides nothing: a
// disposal decision does.
type Retention struct {
	Meta
	Code      string   `json:"code"`
	Registers []string `json:"registers"`
	Action    string   `json:"action"` // preserve, dispose
	// Months after Trigger; MonthsTo when it is a span. Zero months is at once.
	Months   int `json:"months"`
	MonthsTo int `json:"months_to"`
	// Reviews is how many later reviews must be decided first.
	Reviews int       `json:"reviews"`
	Trigger string    `json:"trigger"`
	Text    lang.Text `json:"text"`
}

func (r Retention) key() string { return r.Code }

func (r Retention) check() error {
	switch {
	case len(r.Registers) == 0:
		return errors.New("no register")
	case r.Action == "preserve" && (r.Months != 0 || r.Trigger != ""):
		return errors.New("what is preserved has no time")
	case r.Action == "dispose" && r.Trigger == "":
		return errors.New("no trigger to count from")
	case r.Action != "preserve" && r.Action != "dispose":
		return fmt.Errorf("unknown action %q", r.Action)
	case r.MonthsTo != 0 && r.MonthsTo < r.Months:
		return errors.New("the span of months ends before it begins")
	}
	return said("text", r.Text)
}

// Retentions lists the defaults of the day.
func (r Rules) Retentions() []Retention { return on(r.book.retentions, r.house()) }

// WheelEntry is a stretch or milestone of the yearly wheel.
type WheelEntry struct {
	Meta
	Code      string    `json:"code"`
	From      string    `json:"from_day"` // "MM-DD"
	To        string    `json:"to_day"`
	Functions []string  `json:"functions"`
	Text      lang.Text `json:"text"`
	Milestone bool      `json:"milestone"`
	// EveryYears is the cycle; 0 is each year.
	EveryYears int `json:"every_years"`
}

func (w WheelEntry) key() string { return w.Code }

func (w WheelEntry) check() error {
	for _, d := range []string{w.From, w.To} {
		if _, err := time.Parse("01-02", d); err != nil {
			return fmt.Errorf("day %q: want month and day, as 03-31", d)
		}
	}
	if w.To < w.From || len(w.Functions) == 0 || w.Milestone && w.From != w.To {
		return errors.New("want functions, an end after the beginning, and one day for a milestone")
	}
	return said("text", w.Text)
}

// Wheel lists the yearly wheel, by day of the year.
func (r Rules) Wheel() []WheelEntry {
	ws := on(r.book.wheel, r.house())
	slices.SortStableFunc(ws, func(a, b WheelEntry) int {
		if a.From < b.From {
			return -1
		}
		if a.From > b.From {
			return 1
		}
		return 0
	})
	return ws
}

// Now lists what the wheel has for the day, milestones left out.
func (r Rules) Now() []WheelEntry {
	if !r.day.Valid() {
		return nil
	}
	day := string(r.day[5:])
	return slices.DeleteFunc(r.Wheel(), func(w WheelEntry) bool { return w.Milestone || day < w.From || day > w.To })
}

// Milestone gives the date of a milestone in the year of the day.
func (r Rules) Milestone(code string) (clock.Date, bool) {
	w, ok := one(r.book.wheel, code, r.house())
	if !ok || !w.Milestone || !r.day.Valid() {
		return "", false
	}
	return r.day[:5] + clock.Date(w.From), true
}
