// Package figure computes the named figures (domain.md 4.5): definitions are
// data with a version, values come as of a date within the caller's scope, and
// each answer carries the records it counted. Engine.Compute answers for one
// organisation, Engine.ByOrg for many at once. It changes nothing.
package figure
