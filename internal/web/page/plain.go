package page

// Oops is an error that stopped the page.
type Oops struct {
	Title  string
	Text   string
	ID     string
	SignIn bool
}

// First is the form by which the first administrator is made.
type First struct {
	Name, Email, Org string
	Wrong            []Wrong
}

// Results are what a search found.
type Results struct {
	Query  string
	Groups []ResultGroup
	Asked  bool
}

// ResultGroup is the hits of one register.
type ResultGroup struct {
	ID    string
	Title string
	More  Link
	Hits  []RelationLink
}

// Preferences is the reader's own settings.
type Preferences struct {
	Back     string
	Saved    bool
	SignedIn bool
	Keys     bool   // keys of one letter are on
	Rows     string // density of rows that the reader has chosen: tat, normal or empty
	Office   []Link // pages where the office is set up
}
