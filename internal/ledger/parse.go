package ledger

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// ParseHeader reads a header as written by [Entry.Header] and nothing else:
// another key order, a blank, an unknown key or another spelling of the same
// string is an error, so that one entry has one form.
func ParseHeader(b []byte) (Entry, error) {
	if len(b) > MaxHeader {
		return Entry{}, fmt.Errorf("ledger header: %d bytes, at most %d", len(b), MaxHeader)
	}
	p := parser{rest: string(b)}
	e := p.entry()
	if p.err != nil {
		return Entry{}, fmt.Errorf("ledger header, byte %d: %w", len(b)-len(p.rest), p.err)
	}
	if err := e.Check(); err != nil {
		return Entry{}, err
	}
	if !bytes.Equal(e.Header(), b) {
		return Entry{}, errors.New("ledger header: not in canonical form")
	}
	return e, nil
}

// parser walks a header; after the first error every step does nothing.
// It accepts a little more than the canonical form: ParseHeader writes the
// result anew and compares.
type parser struct {
	rest string
	err  error
}

func (p *parser) entry() Entry {
	var e Entry
	p.want(headerStart)
	e.Org = p.text()
	p.want(`,"seq":`)
	e.Seq = p.number()
	p.want(`,"at":`)
	e.At = p.instant()
	p.want(`,"n":`)
	e.OrgSeq = p.number()
	p.want(`,"actor":`)
	e.Actor = p.text()
	p.want(`,"action":`)
	e.Action = p.text()
	p.want(`,"register":`)
	e.Register = p.text()
	p.want(`,"id":`)
	e.ID = p.text()
	p.want(`,"fields":[`)
	for p.err == nil && !p.take(`]`) {
		if len(e.Fields) > 0 {
			p.want(`,`)
		}
		e.Fields = append(e.Fields, p.text())
	}
	p.want(`,"commit":`)
	e.Commit = p.digest()
	p.want(`,"set":`)
	e.Set = p.text()
	if p.take(`,"reason":`) {
		e.Reason = p.text()
	}
	if p.take(`,"effective":`) {
		e.Effective = p.instant()
	}
	p.want(`,"via":`)
	e.Via = p.text()
	p.want(`}`)
	if p.err == nil && len(p.rest) > 0 {
		p.err = errors.New("more bytes than one header")
	}
	return e
}

// take steps over s if it comes next.
func (p *parser) take(s string) bool {
	if p.err != nil || len(p.rest) < len(s) || p.rest[:len(s)] != s {
		return false
	}
	p.rest = p.rest[len(s):]
	return true
}

// want steps over s, which must come next.
func (p *parser) want(s string) {
	if !p.take(s) && p.err == nil {
		p.err = fmt.Errorf("expected %s", s)
	}
}

func (p *parser) number() int64 {
	i := 0
	for i < len(p.rest) && p.rest[i] >= '0' && p.rest[i] <= '9' {
		i++
	}
	if p.err != nil {
		return 0
	}
	n, err := strconv.ParseInt(p.rest[:i], 10, 64)
	if err != nil {
		p.err = errors.New("expected a whole number")
		return 0
	}
	p.rest = p.rest[i:]
	return n
}

func (p *parser) instant() time.Time {
	s := p.text()
	if p.err != nil {
		return time.Time{}
	}
	t, err := time.Parse(timeLayout, s)
	if err != nil {
		p.err = fmt.Errorf("expected an instant like %s", timeLayout)
	}
	return t
}

func (p *parser) digest() [32]byte {
	var d [32]byte
	s := p.text()
	if p.err != nil {
		return d
	}
	var raw [33]byte // what 44 characters can hold
	if len(s) != 44 {
		p.err = errors.New("expected 32 bytes in base64")
		return d
	}
	if n, err := base64.StdEncoding.Decode(raw[:], []byte(s)); err != nil || n != len(d) {
		p.err = errors.New("expected 32 bytes in base64")
		return d
	}
	copy(d[:], raw[:])
	return d
}

// text reads a JSON string with the escapes that appendString writes.
func (p *parser) text() string {
	if p.want(`"`); p.err != nil {
		return ""
	}
	end := 0
	for end < len(p.rest) && p.rest[end] != '"' && p.rest[end] != '\\' {
		end++
	}
	if end < len(p.rest) && p.rest[end] == '"' { // the usual case: nothing escaped
		s := p.rest[:end]
		p.rest = p.rest[end+1:]
		return s
	}
	var out []byte
	for i := 0; i < len(p.rest); i++ {
		switch c := p.rest[i]; {
		case c == '"':
			p.rest = p.rest[i+1:]
			return string(out)
		case c != '\\':
			out = append(out, c)
		case i+1 < len(p.rest) && (p.rest[i+1] == '"' || p.rest[i+1] == '\\'):
			i++
			out = append(out, p.rest[i])
		case i+5 < len(p.rest) && p.rest[i+1] == 'u':
			n, err := strconv.ParseUint(p.rest[i+2:i+6], 16, 16)
			if err != nil || n >= 0x20 {
				p.err = errors.New("unknown escape in string")
				return ""
			}
			out = append(out, byte(n))
			i += 5
		default:
			p.err = errors.New("unknown escape in string")
			return ""
		}
	}
	p.err = errors.New("string without end")
	return ""
}
