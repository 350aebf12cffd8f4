// Package fault holds the kinds of error the house knows, free of language
// and of transport: a door turns the kind into a status and the code into words.
package fault

import (
	"errors"
	"fmt"
	"strings"
)

// Kind is what sort of error it is; each door maps it once.
type Kind int

// The kinds of error.
const (
	Internal  Kind = iota // 500, an id only
	Malformed             // 400, cannot be read at all
	Invalid               // 422, a value breaks a rule: see Problems
	Unknown               // 404, also for what the caller may not see
	Denied                // 403, an action on what one may see
	Conflict              // 409, somebody else was first
	Stale                 // 412, the version given is not the latest
	Required              // 428, a version must be given
	TooLarge              // 413
	Busy                  // 503
	Full                  // 507, no room on the disk
	ReadOnly              // 503, the database cannot be written
	TooMany               // 429, more at once than one may have under way
)

// Problem is one thing that is wrong with one value.
type Problem struct {
	Index   int      // which change of several, from 0
	Field   string   // identifier of the field, empty for the whole record
	Code    string   // language-free code, made into words by lang
	Value   string   // what was given, shortened
	Allowed []string // what is allowed, when that is a list or a limit
	Of      string   // register.field that codes in Value and Allowed are values of, when they are of another record
}

// Error is an error of a kind. Code says which rule in words of the catalogue.
type Error struct {
	Kind     Kind
	Code     string
	Args     []string
	Problems []Problem
	Err      error
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	for _, a := range e.Args {
		b.WriteString(" " + a)
	}
	for i, p := range e.Problems {
		if i == 5 {
			fmt.Fprintf(&b, " … (%d in all)", len(e.Problems))
			break
		}
		fmt.Fprintf(&b, " [%d %s: %s %q", p.Index, p.Field, p.Code, p.Value)
		if len(p.Allowed) > 0 {
			fmt.Fprintf(&b, " allowed %s", strings.Join(p.Allowed, ", "))
		}
		b.WriteString("]")
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

func (e *Error) Unwrap() error { return e.Err }

// New makes an error of a kind with a code for the catalogue.
func New(k Kind, code string, args ...string) *Error { return &Error{Kind: k, Code: code, Args: args} }

// Wrap makes an error of a kind around another.
func Wrap(k Kind, code string, err error) *Error { return &Error{Kind: k, Code: code, Err: err} }

// Problems makes an Invalid error of problems, or nil when there are none.
func Problems(ps []Problem) error {
	if len(ps) == 0 {
		return nil
	}
	return &Error{Kind: Invalid, Code: "invalid", Problems: ps}
}

// KindOf gives the kind of an error; what is not ours is Internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is tells whether an error is of a kind.
func Is(err error, k Kind) bool {
	var e *Error
	return errors.As(err, &e) && e.Kind == k
}
