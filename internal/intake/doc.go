// Package intake brings files into the registers and registers out to files:
// rows become changes for the one command path, and records become rows.
//
// [Import] takes one file into one register, [ImportDir] a folder by a
// profile, which is data. The package decides nothing: rights and rules are
// held by package command, and what it refuses is told with the row and column
// it came from.
package intake
