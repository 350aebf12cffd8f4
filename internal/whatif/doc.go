// Package whatif answers what would follow if something happened: if a ground
// for transfers fell, a supplier was hit, an object stopped, a rule or a person
// changed (domain.md 11). Ask walks the records as they stood, inside the
// caller's scope; Save keeps the answer as a report with a plan for the owners.
package whatif
