package desk

import (
	"genomlys/internal/query"
	"genomlys/internal/web/page"
)

func quote(s string) string { return query.Quote(s) }

// manyView asks for the change of many records.
type manyView struct {
	Title    string
	Base     string // the list that it came from
	Action   string
	N        int
	Names    []string
	More     string
	State    []page.Pair
	Carry    []page.Pair // what the form carries along: rows and list
	Field    string
	Fields   []page.Choice
	Controls []page.Control
	Do       string
	Wrong    []page.Wrong
	None     string
}

// manyDone tells what became of it.
type manyDone struct {
	Said, Same, More string
	Done             []page.Link
	RefusedSaid      string
	Refused          []refusedRow
	Set, Back        string
}

type refusedRow struct {
	page.Link
	Why string
}

// undone tells what became of undoing.
type undone struct {
	Done, Wrong, Back string
	Set               string // the change's own page
}

// cellView asks for one value of one record.
type cellView struct {
	Title    string
	Record   page.Link
	Action   string
	Version  string
	Back     string
	Controls []page.Control
	Wrong    []page.Wrong
	Conflict string
}

// found is the palette: what was asked and what answers.
type found struct {
	Query  string
	Groups []foundGroup
	Total  int
}

type foundGroup struct {
	Title string
	Links []page.Link
}
