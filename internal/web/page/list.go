package page

// Pair is a name and a value of a form or an address.
type Pair struct{ Name, Value string }

// List is a register as a table.
type List struct {
	Title      string
	About      string
	Count      string // said above the table and to those who listen
	Filter     string
	Wrong      *Wrong
	Chips      []Chip
	Clear      string
	Facets     []Facet
	Chooser    []Choice
	Columns    []Column
	Rows       []Row
	Prev, Next string
	AsOf       string // as it was given, empty for now
	AsOfDate   string // the date shown, when it is not now
	Against    string
	Changes    *Changes
	Now        string // address of the same list as it is now
	Dense      bool
	Density    Link
	Sizes      []Link
	Size       int
	Exports    []Link
	Keep       []Pair // what every form of the page carries along
	KeepSort   []Pair // the same without the order
	KeepDates  []Pair // the same without the dates
	KeepCols   []Pair // the same without the columns
	Empty      bool   // the register holds nothing that the reader sees
	Shown      string // when the table was read
}

// Wrong is what is wrong with something given.
type Wrong struct {
	Field   string // identity of the control
	Text    string
	Allowed []string
}

// Chip is an active filter.
type Chip struct {
	Name, Value string
	Without     string // address of the list without it
}

// Facet is a field with the values that its records have.
type Facet struct {
	Title   string
	Options []FacetOption
}

// FacetOption is a value and how many records have it.
type FacetOption struct {
	Link
	Count string
}

// Choice is something to tick.
type Choice struct {
	Name, Text string
	On         bool
}

// Column is a column of the list.
type Column struct {
	Title string
	Sort  string // ascending, descending, none; empty where it cannot be sorted
	Next  string // the order that its button asks for
	Right bool
}

// Row is a record in the list.
type Row struct {
	Href, Name, Sub string
	Hidden          string
	Cells           []Value
}

// Changes is what differs between two dates.
type Changes struct {
	From, To string
	Parts    []ChangePart
}

// ChangePart is the new, the gone or the changed records.
type ChangePart struct {
	Title string
	Links []Link
	More  string // how many are not listed
}
