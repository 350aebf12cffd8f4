// Package store keeps versions of records, their links and the ledger in
// SQLite or PostgreSQL, and answers questions within a scope. It is the only
// package that knows SQL; it decides nothing about who may do what.
package store
