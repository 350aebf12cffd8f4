// Package page draws the pages: view models and templates. It knows nothing of
// the store or of the request, and decides nothing.
package page

import (
	"strings"

	"genomlys/internal/lang"

	"github.com/a-h/templ"
)

// Product is the name of the product, said here and nowhere else.
func Product() string { return "Genomlys" }

// Frame is what stands around a page's own matter.
type Frame struct {
	Lang      lang.Lang
	Title     string // of the document, before the product's name
	Theme     string // light, dark, or empty for the system's own
	Here      string // path of the page
	Search    string // text in the search field
	Org       string // whom the installation serves
	User      string // empty when nobody is signed in
	Function  string // the function by which the user works
	Nav       []NavGroup
	CSS       string
	Colours   string // style sheet of the organisation's own colours; empty = the product's
	JS        string
	Mark      string
	Fonts     []string
	Wide      bool
	Status    string // said by the page's permanent role=status element
	Alert     string // said by the page's permanent role=alert element
	Visit     string // what somebody without an account is here for: said in place of the product's name
	CanReport bool   // may report an incident
	Session   *Session
}

// Session is how long the reader stays signed in, so that the page can say so
// before it ends (WCAG 2.2.1).
type Session struct {
	Idle  int    // seconds without use after which it ends
	Left  int    // seconds until it ends in any case
	Until string // time of day at which it ends when nothing more is done
}

// S says a phrase in the page's language.
func (f Frame) S(t lang.Text, args ...any) string {
	if len(args) == 0 {
		return t.In(f.Lang)
	}
	return t.With(f.Lang, args...)
}

// N says how many in the page's language.
func (f Frame) N(p lang.Plural, n int) string { return p.Of(f.Lang, n) }

func (f Frame) language() string {
	if f.Lang == lang.EN {
		return "en"
	}
	return "sv"
}

func (f Frame) themed() templ.Attributes {
	if f.Theme == "light" || f.Theme == "dark" {
		return templ.Attributes{"data-theme": f.Theme}
	}
	return nil
}

// NavGroup is a part of the navigation.
type NavGroup struct {
	Title string
	Items []NavItem
}

// NavItem is a row of the navigation. Count is work left or size.
type NavItem struct {
	Link
	Icon    string
	Count   string
	Current bool
}

// Link leads somewhere.
type Link struct {
	Text string
	Href string
	Note string // what tells it from its namesakes
	Lang string // of the text, where it is not the page's own
}

// Crumb is a step of the path to a page; the last has no address.
type Crumb = Link

// Status is a state: icon and word, and a tone third.
type Status struct {
	Tone string // ok, warn, crit, info, or empty
	Icon string
	Word string
	Told string // what the icon says, to who does not see it, where Word does not
}

// Value is a field's value as it is shown.
type Value struct {
	Texts  []string
	Links  []Link
	Long   string
	Read   string // a long text as it is read, as HTML of ours
	Status *Status
	Levels []Level
	Table  *Table
	Hidden string // the provision by which the value is not shown
	Needed bool   // missing, and needed
	Right  bool   // a number, to the right in columns
	Whole  bool   // kept on one line in columns: a day
	Quiet  bool   // said in secondary ink: no, not known, not needed
}

// Empty tells whether there is nothing to show.
func (v Value) Empty() bool {
	return len(v.Texts) == 0 && len(v.Links) == 0 && v.Long == "" && v.Read == "" && v.Status == nil && len(v.Levels) == 0 && v.Table == nil && v.Hidden == ""
}

// flat is the value without links, for a place that is itself a link.
func (v Value) flat() Value {
	for _, l := range v.Links {
		v.Texts = append(v.Texts, l.Text)
	}
	v.Links = nil
	return v
}

// Level is one of the protection levels; N is −1 when it is not assessed.
type Level struct {
	Letter string
	Name   string
	N      int
}

func levelClass(n int) string {
	return "l" + string(rune('0'+min(max(n, 0), 3)))
}

func levelsLabel(ls []Level, missing string) string {
	var out []string
	for _, l := range ls {
		if l.N < 0 {
			out = append(out, l.Name+" "+strings.ToLower(missing))
			continue
		}
		out = append(out, l.Name+" "+string(rune('0'+l.N)))
	}
	return strings.Join(out, ", ")
}

func levelText(l Level) string {
	if l.N < 0 {
		return l.Letter + "\u00a0–"
	}
	return l.Letter + "\u00a0" + string(rune('0'+l.N))
}

// Table is a small table of values.
type Table struct {
	Caption string
	Heads   []string
	Rows    [][]Value
}

// Fact is a named value.
type Fact struct {
	Name  string
	Hint  string
	Value Value
}

func icon(name string, size string) templ.Component {
	return templ.Raw(`<svg class="ico" width="` + size + `" height="` + size + `" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">` + icons[name] + `</svg>`)
}
