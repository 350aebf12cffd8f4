package page

import "github.com/a-h/templ"

// Record is one record with what hangs on it.
type Record struct {
	Crumbs     []Crumb
	Title      string
	Hidden     string // the provision by which the title is not shown
	Sub        string
	State      *Status
	Levels     []Level
	LevelsFrom Link   // the decision, where it is another record
	AsOf       string // as it was given
	AsOfDate   string // the date shown, when it is not now
	Entered    string // the day it was entered, when that is after the day asked about
	Now        string // address of the record as it is now
	Wrong      *Wrong
	Groups     []Group // facts, to the left
	Side       []Group // roles and references, to the right
	Unfilled   []string
	Relations  []Relation
	History    []Event
	Earlier    string // how many versions are not listed
	Actions    []Link
	Lead       bool   // the first action is what the record asks for: the one primary button
	Steps      []Link // changes of state that the reader may make
	Add        []Link // records of other registers that can be hung here
	Panels     []Panel
	Below      []Panel // after what refers here
	SidePanels []Panel
}

// Panel is a part of a record's page that another part of the web draws.
type Panel struct {
	ID    string
	Title string
	Count string
	More  Link
	Body  templ.Component
}

// Group is a panel of facts.
type Group struct {
	ID    string
	Title string
	Facts []Fact
	Longs []Fact // texts and tables, below the facts
	Edit  Link   // where they are changed
}

// Relation is the records of another register that refer here.
type Relation struct {
	ID    string
	Title string
	Count string
	All   Link
	Add   Link // where another one is made
	Links []RelationLink
}

// RelationLink is one of them.
type RelationLink struct {
	Link
	Hidden string
	State  *Status
}

// Event is a version of the record: who made it, when, and what changed.
type Event struct {
	When    string
	What    string
	Changes []Change
	Current bool
	Set     string // what it was done together with
	Record  string // to be shown first there
}

// Change is a field's value before and after.
type Change struct {
	Field    string
	Old, New Value
	First    bool // there was no value before
	Gone     bool // there is no value after
}
