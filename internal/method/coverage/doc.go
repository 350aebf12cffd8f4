// Package coverage says how much of something is done: shares with honest
// rounding, change between years, the nine checks of an object, and how many of
// the needed things are there. Entry functions are Of, Compare, Check and Score.
// It does no I/O, reads no clock and has no language.
package coverage
