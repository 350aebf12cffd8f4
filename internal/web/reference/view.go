package reference

import "genomlys/internal/web/page"

// call is one call of the API.
type call struct {
	Method, Path, What string
	Params             []field
}

// field is a field of a record, or a parameter of a call.
type field struct {
	Name, Label, Kind, Help string
	Allowed                 []string
	Needed, Derived         bool
	In                      string // states in which it must be given
}

type overview struct {
	registers     []page.Link
	reports, more []call
}

type described struct {
	title  string
	calls  []call
	fields []field
}
