// Package mail sends what is told by e-mail: messages are put in an outbox in
// the transaction of the change they tell of, and sent from there by one worker.
package mail

import (
	"encoding/json"
	"fmt"
	netmail "net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Message is something to tell somebody. Body is plain text; the place {link}
// in it becomes the one-time link, drawn when the message is sent so that the
// database never holds it.
type Message struct {
	Kind    string      // invite, reset, notice, reminder …: shown in the outbox
	Person  register.ID // whom it is for; the address is theirs on the day it is sent
	Address string      // of somebody who is no person of the register
	Lang    lang.Lang
	Subject string
	Body    string
	Link    *Link
	More    []Link // further links, at the places that they name
	Now     time.Time
	Once    string // names what is told: it is never put there twice; empty = each call is a message
}

// Link is the one-time link of a message.
type Link struct {
	Kind   string        `json:"kind"`   // of the session that it opens
	Person register.ID   `json:"person"` // whom it lets in
	Scope  string        `json:"scope,omitempty"`
	Path   string        `json:"path"` // before the secret: /valkommen/
	Life   time.Duration `json:"life"`
	Until  time.Time     `json:"until,omitzero"` // when it ends whenever it is sent; else Life after that
	About  string        `json:"about,omitempty"`
	Place  string        `json:"place,omitempty"` // where it stands in the text; empty = {link}
}

// Place is where the link stands in a message's text.
const Place = "{link}"

const (
	maxSubject = 200
	maxBody    = 20_000
)

// Put puts a message in the outbox, in the transaction of what it tells of.
func Put(tx *store.Tx, m Message) error {
	if err := m.check(); err != nil {
		return err
	}
	link := ""
	if links := m.links(); len(links) > 0 {
		b, err := json.Marshal(links)
		if err != nil {
			return fmt.Errorf("write a message's link: %w", err)
		}
		link = string(b)
	}
	id := m.Once
	if id == "" {
		id = string(register.NewID(m.Now))
	}
	return tx.PutMail(store.Mail{ID: id, Kind: m.Kind, Person: string(m.Person), Address: m.Address, Lang: string(m.Lang), Subject: m.Subject, Body: m.Body, Link: link})
}

func (m Message) links() []Link {
	if m.Link == nil {
		return m.More
	}
	return append([]Link{*m.Link}, m.More...)
}

// written reads the links of a message as it was put.
func written(text string) (out []Link, err error) {
	if text == "" {
		return nil, nil
	}
	if text[0] == '{' { // put there before a message could have several
		out = make([]Link, 1)
		err = json.Unmarshal([]byte(text), &out[0])
	} else {
		err = json.Unmarshal([]byte(text), &out)
	}
	return out, err
}

// check refuses what would become another header, or goes to nobody.
func (m Message) check() error {
	switch {
	case m.Subject == "" || utf8.RuneCountInString(m.Subject) > maxSubject || strings.ContainsFunc(m.Subject, unicode.IsControl) || !utf8.ValidString(m.Subject):
		return wrong("subject", "not-a-subject")
	case m.Body == "" || len(m.Body) > maxBody || !utf8.ValidString(m.Body):
		return wrong("body", "not-a-message")
	case (m.Person == "") == (m.Address == ""):
		return wrong("address", "not-a-mail")
	case m.Address != "":
		return Address(m.Address)
	}
	return nil
}

// Address refuses what is not one plain address.
func Address(s string) error {
	a, err := netmail.ParseAddress(s)
	if err != nil || a.Address != s || a.Name != "" || strings.ContainsFunc(s, unicode.IsControl) {
		return wrong("address", "not-a-mail")
	}
	return nil
}

func wrong(field, code string) error {
	return &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Field: field, Code: code}}}
}
