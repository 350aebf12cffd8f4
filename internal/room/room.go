// Package room is the form in which the rooms of work tell the doors what they
// offer besides the registers' own steps: texts, reports and acts. Every door
// finds, checks and does them in this one way.
package room

import (
	"context"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/document/sheet"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Text is a document made out of one record.
type Text struct {
	Register string
	Name     string // kebab-case: protocol, imy-notification
	Title    lang.Text
	Params   []Param
	When     func(*register.Record) bool // whether it is offered; nil = always
	Make     func(context.Context, Call) (document.Doc, error)
	Sheet    func(context.Context, Call) (sheet.Sheet, error) // the same as a table, where that is used; else nil
}

// Report answers a question over registers. Answer gives what can be written as
// JSON; Text and Sheet the same to read, where there is such a form.
type Report struct {
	Name   string // kebab-case: demand-gaps
	Title  lang.Text
	Params []Param
	Answer func(context.Context, Call) (any, error)
	Text   func(context.Context, Call) (document.Doc, error)
	Sheet  func(context.Context, Call) (sheet.Sheet, error)
	// Archive gives several files in one, to be read where there is no server; else nil.
	Archive func(context.Context, Call) ([]byte, error)
}

// Act is several changes made in one step, on one record or on none. It is done
// by command like every other change, with the caller's rights.
type Act struct {
	Register string // the collection it stands in
	Name     string // snake_case as the registers' steps: carry_over
	Title    lang.Text
	Params   []Param
	Free     bool                        // it is on no record: something is made in the register
	Takes    string                      // the register's step that this act alone takes: the step is not offered beside it
	Apart    bool                        // a page of its own leads to it, not the register's list
	When     func(*register.Record) bool // whether it is offered; nil = always
	Do       func(context.Context, Call) (command.Receipt, error)
}

// Call is one call of a text, a report or an act. Params have been checked
// against the declared ones: references are identities, days exist.
type Call struct {
	Caller   access.Caller
	Lang     lang.Lang
	Now      time.Time
	Via      string           // web, api, cli
	Record   *register.Record // nil when it is about none
	Version  int64            // of the record that the caller saw; 0 = whichever
	Params   map[string]string
	File     []byte
	FileName string
	Reason   string
	Dry      bool

	// An idempotency key of the caller with the answer to keep under it.
	Key, Digest string
	Keep        func(command.Receipt) []byte

	db *store.DB
}

// ID is the identity of the record the call is about.
func (c Call) ID() string {
	if c.Record == nil {
		return ""
	}
	return string(c.Record.ID)
}

// Options are the call's for the command path.
func (c Call) Options() command.Options {
	return command.Options{Via: c.Via, Reason: c.Reason, Now: c.Now, Dry: c.Dry, Key: c.Key, Digest: c.Digest, Keep: c.Keep}
}

// Today is the civil day of the call.
func (c Call) Today() register.Date { return register.DateOf(c.Now.In(c.db.Zone)) }

// EndOf is the last instant of the day given under a name, zero when none is.
func (c Call) EndOf(name string) time.Time {
	d := c.Params[name]
	if d == "" {
		return time.Time{}
	}
	return c.db.EndOfDay(register.Date(d))
}
