// Package risk values risks on a dated scale: value, band, who may accept, what
// must be done, what remains for a data protection impact assessment, and in
// which order proposals give most for their cost. Entry functions are
// Scale.Assess, Remaining and Rank.
//
// Scales and bands are data (Scale). The package does no I/O, reads no clock and
// says everything as codes.
package risk
