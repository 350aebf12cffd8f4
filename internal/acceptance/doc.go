// Package acceptance goes through the statements S-01 … S-102 of domain.md
// section 7 one by one: what each says, where it stands, its figure's value and
// what it opens, in the built review and in the text read back out of the
// produced HTML and PDF. Run is the entry; rows are data in acceptance.json.
package acceptance
