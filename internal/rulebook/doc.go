// Package rulebook holds the rules as dated data with their source: clocks,
// scales, thresholds, adequacy decisions, catalogues, duties, retention and the
// yearly wheel. Load gives the book, At the rules of a day.
//
// A change of law or of a house rule is a change in data/, never in code: the old
// entry gets a valid_to and a new one is added, so that what was judged then is
// still judged then. The package judges nothing itself; method does.
package rulebook
