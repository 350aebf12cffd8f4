package rulebook

import (
	"errors"
	"slices"

	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
)

// Clock is a legal or agreed period: what starts it, how long it is, how it is
// counted, and to whom something must be said.
type Clock struct {
	Meta
	Code      string    `json:"code"`
	Law       string    `json:"law"`
	Provision string    `json:"provision"`
	Title     lang.Text `json:"title"`
	Start     lang.Text `json:"start"`

	Counting   clock.Counting `json:"counting"`
	Length     int            `json:"length"`
	Extension  int            `json:"extension"`
	WarnAt     []int          `json:"warn_at"`
	Regulation bool           `json:"regulation"`

	Recipient lang.Text `json:"recipient"`
	Channel   lang.Text `json:"channel"`
	Note      lang.Text `json:"note"`
	Content   string    `json:"content"` // code of the text to generate
	// Blocking: the processing may not start while it runs.
	Blocking bool `json:"blocking"`
	// Target: the length is a target of ours or the agreement's; the law gives none.
	Target bool `json:"target"`

	// Agreed: an agreement may say how many hours it is. "each": every agreement
	// that asks for a notice has a clock of its own; "shortest": the least of
	// them rules, and Length where no agreement says anything; "asked": who asks
	// for it says how many.
	Agreed string `json:"agreed"`

	// Track is the track of an incident that it belongs to; empty for other matters.
	Track string `json:"track"`
	// Event is what starts it without anybody's doing: aware, aware_processor,
	// aware_trust_service, high_risk, interim_requested, request_received,
	// serious_ai.deployer, serious_ai.degree (of who provides the system), or
	// notified.authority.stage. Empty: by hand.
	Event string `json:"event"`
	// InsteadOf is the code of the clock whose place it takes where it starts.
	InsteadOf string `json:"instead_of"`
	// MetBy is what meets it: authority.stage of a notice, or what was done.
	MetBy string `json:"met_by"`
}

func (c Clock) key() string { return c.Code }

func (c Clock) check() error {
	var how error
	if c.Agreed != "" && !slices.Contains([]string{"each", "shortest", "asked"}, c.Agreed) {
		how = errors.New("agreed is each, shortest or asked")
	}
	return errors.Join(how, c.Def().Check(), said("title", c.Title), said("start", c.Start), said("recipient", c.Recipient))
}

// Def is what the arithmetic needs.
func (c Clock) Def() clock.Def {
	return clock.Def{Code: c.Code, Counting: c.Counting, Length: c.Length, Extension: c.Extension, WarnAt: c.WarnAt, Regulation: c.Regulation}
}

// DefOf is what the arithmetic needs when an agreement says how many hours it
// is; none means that it says nothing.
func (c Clock) DefOf(hours int) clock.Def {
	d := c.Def()
	if c.Agreed != "" && hours > 0 {
		d.Counting, d.Length, d.Extension = clock.Strict, hours, 0
	}
	return d
}

// Clocks lists the clocks of the day.
func (r Rules) Clocks() []Clock { return on(r.book.clocks, r.day) }

// Started gives the clock of the day that an event starts, of a track of an
// incident or, where it is empty, of any matter.
func (r Rules) Started(event, track string) (Clock, bool) {
	for _, c := range r.Clocks() {
		if c.Event == event && (track == "" || c.Track == track) {
			return c, true
		}
	}
	return Clock{}, false
}

// Clock gives a clock of the day by its code.
func (r Rules) Clock(code string) (Clock, bool) { return one(r.book.clocks, code, r.day) }

// Significance is a test of whether an incident is significant by the
// cybersecurity act. The product proposes, a person decides.
type Significance struct {
	Meta
	Code   string    `json:"code"`
	Sector string    `json:"sector"` // "any", or whom it is for
	Fact   string    `json:"fact"`
	Op     string    `json:"op"` // above, at_least
	Value  int       `json:"value"`
	Unit   string    `json:"unit"`
	Text   lang.Text `json:"text"`
}

func (s Significance) key() string { return s.Code }

func (s Significance) check() error {
	if s.Op != "above" && s.Op != "at_least" || s.Fact == "" || s.Sector == "" || s.Value < 1 {
		return errors.New("want sector, fact, a positive value, and above or at_least")
	}
	return said("text", s.Text)
}

// Met tells whether a known value of the fact makes the incident significant.
func (s Significance) Met(value int) bool {
	return value > s.Value || s.Op == "at_least" && value == s.Value
}

// Significances lists the tests of the day for a sector, the general ones first.
func (r Rules) Significances(sector string) []Significance {
	var general, own []Significance
	for _, s := range on(r.book.significance, r.day) {
		switch s.Sector {
		case "any":
			general = append(general, s)
		case sector:
			own = append(own, s)
		}
	}
	return append(general, own...)
}
