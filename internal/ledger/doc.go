// Package ledger is the tamper-evident list of changes: entry headers, the
// Merkle tree over them (RFC 6962), signed checkpoints, proofs, the bundle an
// auditor takes home, and the verifier.
//
// The store calls [Appender.Append] inside the transaction of a change and
// keeps header, salt and hashes; everything else here works on what it kept.
// The package reads no clock and knows no database. The byte format is
// published in docs/ledger-format.md, with vectors in testdata.
package ledger
