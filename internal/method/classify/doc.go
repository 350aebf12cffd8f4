// Package classify turns answers about consequences into levels of protection:
// of an information type, of an object, under a norm, and as demanded by what
// depends on the object. Entry functions are InfoType, Object, Adjust, Demands.
//
// Scales, minima and which aspects follow which dependency are data (Method).
// The package does no I/O, reads no clock and says everything as codes.
package classify
