// Package access decides who may see and do what: the rules are one table, and
// only here is a store.Scope made. What no rule allows is denied.
package access
