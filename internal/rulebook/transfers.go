package rulebook

import (
	"errors"
	"fmt"

	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
)

// Adequacy is a Commission decision that a country or organisation protects
// personal data well enough (GDPR art. 45), in one state for one span of time.
type Adequacy struct {
	Meta
	Code     string     `json:"code"`
	Country  string     `json:"country"` // ISO 3166-1 alpha-2; empty for an organisation
	Name     lang.Text  `json:"name"`
	Decision string     `json:"decision"` // number; empty when not verified
	Adopted  clock.Date `json:"adopted"`
	Scope    string     `json:"scope"`  // all, commercial, certified
	Status   string     `json:"status"` // in_force, challenged, suspended
	// Mechanism is the transfer mechanism that rests on the decision.
	Mechanism string `json:"mechanism"`
	// End tells how it ended at ValidTo: annulled, replaced, expired.
	End       string    `json:"end"`
	Successor string    `json:"successor"`
	Note      lang.Text `json:"note"`
}

func (a Adequacy) key() string { return a.Code }

func (a Adequacy) check() error {
	errs := []error{said("name", a.Name)}
	if a.Country != "" && len(a.Country) != 2 {
		errs = append(errs, fmt.Errorf("country %q: want two letters", a.Country))
	}
	if !a.Adopted.Valid() || a.Adopted > a.ValidFrom {
		errs = append(errs, fmt.Errorf("adopted %q: want a date not after valid_from", a.Adopted))
	}
	if a.Scope != "all" && a.Scope != "commercial" && a.Scope != "certified" {
		errs = append(errs, fmt.Errorf("unknown scope %q", a.Scope))
	}
	if a.Status != "in_force" && a.Status != "challenged" && a.Status != "suspended" {
		errs = append(errs, fmt.Errorf("unknown status %q", a.Status))
	}
	return errors.Join(errs...)
}

// Adequacies lists the decisions of the day.
func (r Rules) Adequacies() []Adequacy { return on(r.book.adequacies, r.day) }

// Adequacy gives the decision for a country on the day.
func (r Rules) Adequacy(country string) (Adequacy, bool) {
	for _, a := range on(r.book.adequacies, r.day) {
		if a.Country == country && country != "" {
			return a, true
		}
	}
	return Adequacy{}, false
}

// AdequacyHistory lists all decisions of all times.
func (b *Book) AdequacyHistory() []Adequacy {
	return append([]Adequacy(nil), b.now.Load().adequacies...)
}

// Country is a state of the European Economic Area, or treated as one.
type Country struct {
	Meta
	Code string    `json:"country"`
	Name lang.Text `json:"name"`
}

func (c Country) key() string { return c.Code }

func (c Country) check() error {
	if len(c.Code) != 2 {
		return fmt.Errorf("country %q: want two letters", c.Code)
	}
	return said("name", c.Name)
}

// EEA lists the states that are not third countries on the day.
func (r Rules) EEA() []Country { return on(r.book.eea, r.house()) }

// InEEA tells whether a country is not a third country on the day.
func (r Rules) InEEA(country string) bool {
	_, ok := one(r.book.eea, country, r.house())
	return ok
}

// Mechanism is a ground for transfer to a third country (GDPR ch. V).
type Mechanism struct {
	Meta
	Code    string    `json:"code"`
	Article string    `json:"article"`
	Title   lang.Text `json:"title"`
	// Needs lists what must be stated: decision, certification, tia, module, reason.
	Needs   []string `json:"needs"`
	Modules []int    `json:"modules"`
	Country string   `json:"country"` // the only country it can be used for; empty for any
	// Exceptional marks a derogation; Finding marks that there is no ground.
	Exceptional bool `json:"exceptional"`
	Finding     bool `json:"finding"`
}

func (m Mechanism) key() string { return m.Code }

func (m Mechanism) check() error {
	for _, n := range m.Needs {
		switch n {
		case "decision", "certification", "tia", "module", "reason":
		default:
			return fmt.Errorf("unknown need %q", n)
		}
	}
	return said("title", m.Title)
}

// Mechanisms lists the grounds for transfer of the day.
func (r Rules) Mechanisms() []Mechanism { return on(r.book.mechanisms, r.house()) }

// Mechanism gives a ground for transfer of the day.
func (r Rules) Mechanism(code string) (Mechanism, bool) {
	return one(r.book.mechanisms, code, r.house())
}
