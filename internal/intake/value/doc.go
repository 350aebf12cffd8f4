// Package value reads the text of a cell as people write it in Swedish and
// English and gives it as the registers keep it: dates, times, numbers,
// money, facts, levels, choices, lists and texts.
//
// Each function gives the value, a [Note] when it was read in a way a person
// should see, and an *[Error] when it was not. It looks nothing up: whether a
// person or an object exists is for the caller.
package value
