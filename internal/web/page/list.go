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
	Later      bool   // with what was entered after that date
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
	Barred     string // who may read the register and who gives the right, when the reader's functions may not
	Shown      string // when the table was read

	Collection  string // as in addresses
	Views       []ViewLink
	View        string // title of the view shown, empty for none
	ViewRef     string
	ViewOwn     bool // the reader's own
	ViewShared  bool
	ViewChanged bool
	ViewReset   string // address of the view as it was saved
	MaySave     bool
	State       []Pair // all that the address says, for forms that lead back here
	New         string // address to make a record, empty where the reader may not
	NewText     string
	Also        []Link // what else can be made in the register, in one step
	Acts        []Act  // what can be set on chosen rows; none = rows are not chosen
	Total       int    // records in the selection
	Edit        Link   // switches changing in cells on or off
	Editing     bool
	Filters     string // the active filters as a sentence, for print
	Keys        bool   // keys of one letter are on
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
	Up, Down   bool // it may be moved
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
	Ref             string
	Hidden          string
	Cells           []Value
	Edits           []string // address to change each cell, empty where it cannot be
}

// Changes is what differs between two dates.
type Changes struct {
	From, To string
	Parts    []ChangePart
	Same     string // how many are the same
}

// ChangePart is the new, the gone or the changed records.
type ChangePart struct {
	Title      string
	Items      []Difference
	All        Link // to more of them, or back to all three
	Prev, Next string
}

// Difference is a record that differs, with the fields that do.
type Difference struct {
	Link
	Hidden string
	Fields []FieldChange
}

// FieldChange is what a field said and says.
type FieldChange struct {
	Name     string
	Old, New Value
}

// ViewLink is a saved view.
type ViewLink struct {
	Link
	Count   string
	Current bool
}

// Act is something to do with the chosen rows: a field to set.
type Act struct{ Field, Text string }
