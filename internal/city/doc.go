// Package city makes a generated city for load tests: invented organisations,
// people, objects and what hangs on them, entered through the command path like
// anything else. The same options give the same city.
package city
