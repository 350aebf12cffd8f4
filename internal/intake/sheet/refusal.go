package sheet

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"genomlys/internal/fault"
)

// Code says why a file is refused.
type Code string

// Why a file is refused.
const (
	FileTooLarge     Code = "file-too-large"
	UnpackedTooLarge Code = "unpacked-too-large"
	RatioTooHigh     Code = "ratio-too-high"
	TooManyEntries   Code = "too-many-entries"
	TooManyRows      Code = "too-many-rows"
	TooManyColumns   Code = "too-many-columns"
	TooManySheets    Code = "too-many-sheets"
	TooManyStrings   Code = "too-many-strings"
	TooManyMerges    Code = "too-many-merges"
	TooManyStyles    Code = "too-many-styles"
	CellTooLong      Code = "cell-too-long"
	RowTooLong       Code = "row-too-long"
	XMLTooLong       Code = "xml-too-long"     // one tag or text beyond what a cell can need
	TooSlow          Code = "too-slow"         // Limit and Found in milliseconds
	XMLEntity        Code = "xml-entity"       // DTD or entity declaration
	NotAWorkbook     Code = "not-a-workbook"   // a zip, but not XLSX
	OldWorkbook      Code = "old-workbook"     // .xls, or a workbook with a password
	Encrypted        Code = "encrypted"        // a zip with a password
	BrokenFile       Code = "broken-file"      // zip or XML that cannot be read
	BrokenRow        Code = "broken-row"       // row or column numbers that cannot be
	EmptyFile        Code = "empty-file"       // no bytes, or no visible sheet
	NoSuchSheet      Code = "no-such-sheet"    // Detail lists those there are
	NULByte          Code = "nul-byte"         // in CSV
	UnclosedQuote    Code = "unclosed-quote"   // Row is where it was opened
	BadEncoding      Code = "bad-encoding"     // cannot be read as the encoding it says
	StringNotFound   Code = "string-not-found" // a cell points at a shared string that is not there
)

// Refusal is why a file, or the rest of it, is not read.
type Refusal struct {
	Code   Code
	Sheet  string // empty when it is about the file
	Row    int    // the file's own number, 0 when it is not about a row
	Column int    // from 1, 0 when it is not about a column
	Limit  int64  // the cap, where there is one
	Found  int64  // what was found against the cap
	Detail string // what was found, where it is not a number
	Err    error
}

func (r *Refusal) Error() string {
	var b strings.Builder
	b.WriteString(string(r.Code))
	if r.Sheet != "" {
		fmt.Fprintf(&b, " sheet %q", r.Sheet)
	}
	if r.Row > 0 {
		fmt.Fprintf(&b, " row %d", r.Row)
	}
	if r.Column > 0 {
		fmt.Fprintf(&b, " column %s", ColumnName(r.Column))
	}
	if r.Limit > 0 {
		fmt.Fprintf(&b, ": found %d, limit %d", r.Found, r.Limit)
	}
	if r.Detail != "" {
		b.WriteString(": " + r.Detail)
	}
	if r.Err != nil {
		b.WriteString(": " + r.Err.Error())
	}
	return b.String()
}

// Unwrap gives the refusal as a fault of the house (TooLarge or Malformed),
// so that every door answers it with the right status.
func (r *Refusal) Unwrap() error {
	kind := fault.Malformed
	switch r.Code {
	case FileTooLarge, UnpackedTooLarge, RatioTooHigh, TooManyEntries, TooManyRows, TooManyColumns, TooManySheets,
		TooManyStrings, TooManyMerges, TooManyStyles, CellTooLong, RowTooLong, XMLTooLong, TooSlow:
		kind = fault.TooLarge
	case NoSuchSheet:
		kind = fault.Unknown
	}
	args := []string{r.Sheet, strconv.Itoa(r.Row), strconv.Itoa(r.Column), strconv.FormatInt(r.Limit, 10), strconv.FormatInt(r.Found, 10), r.Detail}
	return &fault.Error{Kind: kind, Code: string(r.Code), Args: args, Err: r.Err}
}

// at gives a refusal its place; what lies deeper knows it better.
func at(err error, sheet string, row, column int) error {
	var r *Refusal
	if !errors.As(err, &r) {
		return err
	}
	c := *r
	if c.Sheet == "" {
		c.Sheet = sheet
	}
	if c.Row == 0 {
		c.Row = row
	}
	if c.Column == 0 {
		c.Column = column
	}
	return &c
}

// ColumnName is the letters of a column counted from 1: 1 is A, 28 is AB.
func ColumnName(n int) string {
	var b []byte
	for ; n > 0; n = (n - 1) / 26 {
		b = append([]byte{byte('A' + (n-1)%26)}, b...)
	}
	return string(b)
}
