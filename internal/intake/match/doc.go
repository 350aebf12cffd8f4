// Package match tells which field a column heading means, and which of some
// names a mistyped one is nearest to. It decides on words alone: it knows no
// register and reads no file.
package match
