package page

import (
	"strconv"
	"strings"

	"genomlys/internal/lang"

	"github.com/a-h/templ"
)

// ControlKind is how a value is asked for (design.md 7).
type ControlKind string

// The kinds of control.
const (
	TextControl   ControlKind = "text"   // one line
	LongControl   ControlKind = "long"   // several lines
	NumberControl ControlKind = "number" // a number with its unit
	MoneyControl  ControlKind = "money"  // kronor
	DayControl    ControlKind = "day"    // 2023-03-14, 20230314, 14/3 or idag
	MomentControl ControlKind = "moment" // a day and a time of day
	ChoiceControl ControlKind = "choice" // one of Options: cards when few, else a list
	FactControl   ControlKind = "fact"   // yes, no, not known, not applicable, side by side
	LevelControl  ControlKind = "level"  // a protection level, side by side
	ChecksControl ControlKind = "checks" // some of Options
	WordsControl  ControlKind = "words"  // free words, one a line
	RefControl    ControlKind = "ref"    // another record, by number or name
	RefsControl   ControlKind = "refs"   // several others, by number or name
	RowsControl   ControlKind = "rows"   // a small table
	FileControl   ControlKind = "file"   // a file
)

// Control asks for one value.
type Control struct {
	ID       string // of the input, which what is wrong leads to
	Name     string // of the value in the posted form
	Label    string
	Hint     string
	Kind     ControlKind
	Value    string
	Values   []string // of checks
	Options  []Option
	Wrong    []string // what is wrong with the value, each a sentence
	Optional bool
	Unit     string // said after a number
	Lines    int    // of a long text; 0 = as many as the text needs
	Max      int    // characters; 0 = no limit told
	Type     string // of the input, where it is not text: email, password
	Complete string // what the browser may fill in; empty = nothing
	Accept   string // of a file: what kinds
	Ask      Asked  // of ref and refs: where the candidates are
	Listed   bool   // a list also where cards would do: a card once chosen cannot be let go of
	Cards    bool   // options are shown at once, however many
	Heads    []string
	Rows     [][]Control // of rows, and of refs: input and kind of each
}

// Option is a value to choose.
type Option struct {
	Value string
	Label string
	Hint  string
}

// Asked is where the candidates of a reference are found.
type Asked struct {
	List string // address of the list that a combobox asks as one types
	Pick string // name of the button that leads to a page of candidates and back
	New  Link   // makes a new one, where the caller may
}

// fewOptions is how many options are shown at once rather than in a list.
const fewOptions = 5

// cards tells whether a choice is shown as cards.
func (c Control) cards() bool {
	return c.Cards || c.Kind == FactControl || c.Kind == LevelControl || c.Kind == ChoiceControl && len(c.Options) <= fewOptions && !c.Listed
}

// grouped tells whether the control is several inputs under one legend.
func (c Control) grouped() bool {
	return c.cards() || c.Kind == ChecksControl || c.Kind == RefsControl || c.Kind == RowsControl
}

// across is the class by which the options stand side by side.
func (c Control) across() string {
	switch {
	case c.Kind == FactControl:
		return "choices h facts"
	case c.Kind == LevelControl && len(c.Options) == 5:
		return "choices h five"
	case c.Kind == LevelControl:
		return "choices h"
	}
	return "choices"
}

// described is what the control is described by: its hint and what is wrong.
func (c Control) described() string {
	var ids []string
	if c.Hint != "" {
		ids = append(ids, c.ID+"-hint")
	}
	if len(c.Wrong) > 0 {
		ids = append(ids, c.ID+"-err")
	}
	return strings.Join(ids, " ")
}

// said are the attributes that tie an input to its hint and its error.
func (c Control) said() templ.Attributes {
	a := templ.Attributes{}
	if d := c.described(); d != "" {
		a["aria-describedby"] = d
	}
	if len(c.Wrong) > 0 {
		a["aria-invalid"] = "true"
	}
	return a
}

// group are the attributes of the fieldset around several inputs.
func (c Control) group() templ.Attributes {
	a := templ.Attributes{}
	if d := c.described(); d != "" {
		a["aria-describedby"] = d
	}
	if c.cards() {
		a["role"] = "radiogroup"
		if len(c.Wrong) > 0 {
			a["aria-invalid"] = "true"
		}
	}
	return a
}

// option is the identity of an option's input: the first one bears the
// control's own, so that a link to the control lands on something.
func (c Control) option(i int) string {
	if i == 0 {
		return c.ID
	}
	return c.ID + "-" + strconv.Itoa(i)
}

func (c Control) has(v string) bool {
	for _, x := range c.Values {
		if x == v {
			return true
		}
	}
	return false
}

// lines is how many lines a text area shows.
func (c Control) lines() string {
	n := c.Lines
	if n == 0 {
		n = min(max(strings.Count(c.Value, "\n")+len(c.Value)/80+2, 3), 20)
	}
	return strconv.Itoa(n)
}

// input are the attributes of a single line by its kind.
func (c Control) input(f Frame) templ.Attributes {
	a := c.said()
	a["type"] = "text"
	if c.Type != "" {
		a["type"] = c.Type
	}
	switch c.Kind {
	case NumberControl:
		a["inputmode"] = "numeric"
	case MoneyControl:
		a["inputmode"] = "decimal"
	case DayControl:
		a["inputmode"], a["data-island"], a["data-calendar"] = "numeric", "day", f.S(lang.FormCalendar)
	}
	a["autocomplete"] = "off"
	if c.Complete != "" {
		a["autocomplete"] = c.Complete
	}
	if c.Kind == RefControl && c.Ask.List != "" {
		a["data-island"], a["data-list"] = "combobox", c.Ask.List
		if c.Ask.New.Href != "" {
			a["data-new"] = c.Ask.New.Href
			a["data-new-text"] = c.Ask.New.Text
		}
	}
	return a
}

// width is the class of a single line by what it holds.
func (c Control) width() string {
	switch c.Kind {
	case NumberControl, MoneyControl, DayControl:
		return "in short"
	case MomentControl:
		return "in middling"
	}
	return "in"
}

// Button is a way to send a form. Its text says what then happens.
type Button struct {
	Text    string
	Name    string
	Value   string
	Href    string // a link instead
	Primary bool
	Quiet   bool
	Danger  bool
}

func (b Button) class() string {
	switch {
	case b.Primary:
		return "btn primary"
	case b.Quiet:
		return "btn quiet"
	case b.Danger:
		return "btn danger"
	}
	return "btn"
}
