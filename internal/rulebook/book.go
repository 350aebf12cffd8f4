package rulebook

import (
	"errors"
	"sync"
	"sync/atomic"

	"genomlys/internal/method/clock"
)

// Epoch is the first day the house rules cover (the GDPR became applicable).
// Scales and thresholds asked for earlier are those of this day.
const Epoch clock.Date = "2018-05-25"

// Book is all rules of all times: those shipped, with an office's own in their
// places (Overlay). It may be shared; whoever asks gets the rules as they stand.
type Book struct {
	shipped *content
	now     atomic.Pointer[content]
	edition atomic.Int64
}

// Edition is another number each time the office's own rules have been put in
// their places: what was worked out by the rules is kept under it.
func (b *Book) Edition() int64 { return b.edition.Load() }

// content is what a book says. It does not change.
type content struct {
	clocks       []Clock
	thresholds   []Threshold
	classes      []classification
	risks        []RiskScale
	dpia         []DPIARules
	degrees      []Degrees
	checks       []Check
	adequacies   []Adequacy
	eea          []Country
	mechanisms   []Mechanism
	controls     []Control
	measures     []Measure
	duties       []Duty
	retentions   []Retention
	wheel        []WheelEntry
	significance []Significance
}

// Load reads the book inside the program, once.
var Load = sync.OnceValues(load)

func load() (*Book, error) {
	b := &content{}
	err := errors.Join(
		into(&b.clocks, "clocks.json"),
		into(&b.thresholds, "thresholds.json"),
		into(&b.classes, "classification.json"),
		into(&b.risks, "risk_scales.json"),
		into(&b.dpia, "dpia_rules.json"),
		into(&b.degrees, "degrees.json"),
		into(&b.checks, "checks.json"),
		into(&b.adequacies, "adequacy.json"),
		into(&b.eea, "eea.json"),
		into(&b.mechanisms, "mechanisms.json"),
		into(&b.controls, "controls.json"),
		into(&b.measures, "measures.json"),
		into(&b.duties, "duties.json"),
		into(&b.retentions, "retention.json"),
		into(&b.wheel, "year_wheel.json"),
		into(&b.significance, "significance.json"),
	)
	if err == nil {
		err = b.check()
	}
	if err != nil {
		return nil, err
	}
	book := &Book{shipped: b}
	book.now.Store(b)
	return book, nil
}

func into[E entry](to *[]E, name string) (err error) {
	*to, err = read[E](name)
	return err
}

// check holds the rules between files: what must hold on every day does, and
// what one file names another has.
func (b *content) check() error {
	var errs []error
	for _, l := range limits {
		errs = append(errs, whole(b.thresholds, string(l)))
	}
	errs = append(errs, whole(b.classes, "classification"), whole(b.dpia, "dpia"))
	for _, l := range ladders {
		errs = append(errs, whole(b.degrees, string(l)))
	}
	for _, k := range []RiskKind{Information, Privacy, VOR} {
		errs = append(errs, whole(b.risks, string(k)))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	return errors.Join(b.checkMeasures(), b.checkMethods())
}

// At gives the rules of a day. For a clock that is the day it started; for a
// figure the as-of day. A day that is no date gives the rules of Epoch.
func (b *Book) At(d clock.Date) Rules { return b.now.Load().at(d) }

func (b *content) at(d clock.Date) Rules { return Rules{book: b, day: d} }

// Rules are the rules that hold on one day.
type Rules struct {
	book *content
	day  clock.Date
}

// house is the day for rules of ours, which begin with Epoch.
func (r Rules) house() clock.Date { return max(r.day, Epoch) }
