// Package signin holds the methods by which people are recognised: passwords,
// one-time codes, recovery codes, and how tries are held back. It knows neither
// the database nor the clock; package gate asks it.
package signin
