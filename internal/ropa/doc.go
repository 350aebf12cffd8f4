// Package ropa makes the record of processing work: what article 30 asks for
// field by field, the chain from record to impact assessment, transfers,
// agreements, logging, AI and IoT with their rules and findings, and the texts
// made from them. Install adds the rules. It writes only through command.
package ropa
