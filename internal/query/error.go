package query

import (
	"fmt"
	"strings"
)

// The codes of Error; a door makes them into words.
const (
	CodeTooLong     = "query-too-long"       // Allowed: the most bytes
	CodeTooMany     = "query-too-many-terms" // Allowed: the most terms
	CodeTooDeep     = "query-too-deep"       // Allowed: the deepest nesting, or most relations in a chain
	CodeNotText     = "query-not-text"       // not UTF-8, or a NUL character
	CodeSyntax      = "query-syntax"         // Value: what was found; Allowed: what was expected
	CodeNotClosed   = "query-not-closed"     // a quotation mark or parenthesis without its pair
	CodeNoField     = "query-unknown-field"  // Allowed: near names
	CodeNoRelation  = "query-unknown-relation"
	CodeMany        = "query-many"       // a path through a relation to many records; use has()
	CodeOperator    = "query-operator"   // Value: the operator; Allowed: those of the field's type
	CodeValue       = "query-value"      // Allowed: a description of the type's form by example
	CodeChoice      = "query-choice"     // Allowed: the choices
	CodeTypes       = "query-types"      // two fields that cannot be compared; Allowed: the two types
	CodeNotSortable = "query-no-sort"    // Allowed: what may be sorted by
	CodeTwice       = "query-sort-twice" // the same field twice in an order
)

// Error says what is wrong with a query and where.
type Error struct {
	Code    string
	Field   string   // the field or relation concerned, as it was written
	Pos     int      // byte offset in the text
	Value   string   // what was given, shortened
	Allowed []string // what may be written instead; the meaning hangs on the code
}

var plain = map[string]string{
	CodeTooLong:     "the query is too long",
	CodeTooMany:     "the query has too many terms",
	CodeTooDeep:     "the query is nested too deep",
	CodeNotText:     "the query is not valid text",
	CodeSyntax:      "the query cannot be read",
	CodeNotClosed:   "a quotation mark or parenthesis is not closed",
	CodeNoField:     "there is no such field",
	CodeNoRelation:  "there is no such relation",
	CodeMany:        "the relation leads to many records; use has(relation, filter)",
	CodeOperator:    "the field does not take this operator",
	CodeValue:       "the value does not fit the field",
	CodeChoice:      "the value is not one of the field's choices",
	CodeTypes:       "the two fields cannot be compared",
	CodeNotSortable: "the field cannot be sorted by",
	CodeTwice:       "the field is given twice",
}

// Error gives the error in plain English, for logs.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(plain[e.Code])
	if e.Field != "" {
		fmt.Fprintf(&b, ": %s", e.Field)
	}
	if e.Value != "" {
		fmt.Fprintf(&b, ": %q", e.Value)
	}
	fmt.Fprintf(&b, " (at byte %d)", e.Pos)
	if len(e.Allowed) > 0 {
		fmt.Fprintf(&b, "; allowed: %s", strings.Join(e.Allowed, ", "))
	}
	return b.String()
}

// maxShown keeps what is echoed short: an error ends up in logs and pages.
const maxShown = 80

func short(s string) string {
	n := 0
	for i := range s {
		if n == maxShown {
			return s[:i] + "…"
		}
		n++
	}
	return s
}
