// Package clock counts legal time: when a deadline falls, which rule moved it,
// and whether the duty was met. Entry functions are Count, State and Warnings.
//
// Lengths and ways of counting are data (Def); this package only knows how each
// way counts. It does no I/O beyond loading the time zone and never asks what
// time it is: the caller says so.
package clock
