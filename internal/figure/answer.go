package figure

import (
	"fmt"
	"strconv"

	"genomlys/internal/lang"
	"genomlys/internal/method/coverage"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Figure is one figure's answer with the records it counted.
type Figure struct {
	ID, Key  string
	Version  int // of the definition
	Section  string
	Kind     string
	Label    lang.Text
	Unit     string
	Good     string // up, down or none
	Goal     *int
	Register string // collection of Records
	Filter   string // in full, as the query language reads it
	Asked    string // collection that Filter is about: not Records' where what is counted stands at the end of a path
	Value    int    // exact; per cent when the unit is
	Date     register.Date
	OfID     string
	Of       *int
	Percent  *int // Value of Of; nil when there is no whole
	About    bool // the number shown stands for a range ("cirka")
	Shown    lang.Text
	Records  []store.Key
	// OfRecords are the records of the whole.
	OfRecords []store.Key
	Groups    []Group
	Compare   *Compared // nil when no date was given to compare with
	Seen      Seen
	Hidden    []lang.Text // the registers for whose sake it is not told

	found int // records, also where they are not told
}

// Group is a part of a figure: the records with one value.
type Group struct {
	Value   string // empty: no value
	Label   lang.Text
	Count   int
	Records []store.Key
	Parts   []Group
}

// Compared is the same figure on the other date.
type Compared struct {
	// NewDefinition: another version of the definition held then, so that the
	// two must not be compared (domain.md C2). Nothing else is then set.
	NewDefinition bool
	Value         int
	Date          register.Date
	Of            *int
	Percent       *int
	Groups        []Group
	Records       []store.Key
	Change        coverage.Change
}

// Set is figures of one organisation as of a date.
type Set struct {
	Org       register.ID
	Short     string
	AsOf      register.Date
	CompareTo register.Date // empty when nothing was compared
	KnownAt   int64
	Figures   []Figure
}

// Get finds a figure by identifier or key.
func (s Set) Get(id string) (Figure, bool) {
	for _, f := range s.Figures {
		if f.ID == id || f.Key == id {
			return f, true
		}
	}
	return Figure{}, false
}

// Better tells whether a change is one for the better, by the definition: 1 yes, -1
// for the worse, 0 neither. What has a whole is judged by its share.
func (f Figure) Better() int {
	if f.Compare == nil || f.Compare.NewDefinition {
		return 0
	}
	n := f.Compare.Change.Count
	if f.Compare.Change.HasPoints {
		n = f.Compare.Change.Tenths
	}
	switch {
	case n == 0 || f.Good == "none":
		return 0
	case (n > 0) == (f.Good == "up"):
		return 1
	}
	return -1
}

// share is the part and the whole, where there is one.
func share(part int, of *int) coverage.Share {
	if of == nil {
		return coverage.Share{Part: part}
	}
	return coverage.Share{Part: part, Whole: *of}
}

func percent(part int, of *int) *int {
	if p, ok := share(part, of).Percent(); ok && of != nil {
		return &p
	}
	return nil
}

// within puts the figure beside what it is a part of.
func (f *Figure) within(d *Definition, whole Figure) {
	f.OfID = d.Of
	if f.Seen == None || whole.Seen == None {
		return
	}
	if f.OfRecords = whole.Records; f.Of == nil {
		n := whole.Value
		f.Of = &n
	}
}

// finish fills in what follows from the count.
func (f *Figure) finish(d *Definition, rules rulebook.Rules) {
	if f.Seen == None {
		return
	}
	part := f.Value
	f.Percent = percent(part, f.Of)
	if f.Unit == "percent" {
		f.Value = 0
		if f.Percent != nil {
			f.Value = *f.Percent
		}
	}
	f.Shown = f.shown(d, part, rules.Number(rulebook.CountFirstBelow))
}

func (f *Figure) shown(d *Definition, part, countFirst int) lang.Text {
	n, about := d.Presentation.Round(part)
	f.About = about && n != part
	number := func() lang.Text {
		s := strconv.Itoa(n)
		if f.About {
			return lang.Text{SV: "cirka " + s, EN: "about " + s}
		}
		return lang.Text{SV: s, EN: s}
	}()
	switch {
	case d.Unit == "date":
		if f.Date == "" {
			return lang.Text{SV: "saknas", EN: "none"}
		}
		return lang.Text{SV: string(f.Date), EN: string(f.Date)}
	case d.Unit == "percent":
		if f.Percent == nil {
			return lang.Text{SV: "saknas", EN: "none"}
		}
		p := *f.Percent
		if share(part, f.Of).CountFirst(countFirst) {
			return lang.Text{SV: fmt.Sprintf("%d av %d (%d\u00a0%%)", part, *f.Of, p), EN: fmt.Sprintf("%d of %d (%d%%)", part, *f.Of, p)}
		}
		return lang.Text{SV: fmt.Sprintf("%d %%", p), EN: fmt.Sprintf("%d%%", p)}
	case f.Of == nil || *f.Of == 0:
		return number
	}
	whole, _ := d.Presentation.Round(*f.Of)
	out := lang.Text{SV: fmt.Sprintf("%s av %d", number.SV, whole), EN: fmt.Sprintf("%s of %d", number.EN, whole)}
	if f.Percent != nil && !share(part, f.Of).CountFirst(countFirst) {
		out.SV += fmt.Sprintf(" (%d\u00a0%%)", *f.Percent)
		out.EN += fmt.Sprintf(" (%d%%)", *f.Percent)
	}
	return out
}

// with adds what the figure was on the other date.
func (f *Figure) with(then Figure, ok bool) {
	if f.Seen == None || ok && then.Seen == None {
		return
	}
	if !ok || then.Version != f.Version {
		f.Compare = &Compared{NewDefinition: true}
		return
	}
	c := &Compared{Value: then.Value, Date: then.Date, Of: then.Of, Percent: then.Percent, Groups: then.Groups, Records: then.Records}
	c.Change = coverage.Compare(share(then.part(), then.Of), share(f.part(), f.Of))
	f.Compare = c
}

// part is the count behind a per cent, else the value.
func (f Figure) part() int {
	if f.Unit == "percent" {
		return f.found
	}
	return f.Value
}
