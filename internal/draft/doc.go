// Package draft makes texts out of records: each value is carried from its
// record with source and date, what is missing is printed as such and listed,
// and the sources stand at the end. Begin with New; Gaps tells what stops a
// text from being sent or decided. It changes nothing.
package draft
