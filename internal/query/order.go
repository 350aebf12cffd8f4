package query

import (
	"strconv"
	"strings"
)

// Order is one key of an order; the first of several counts most.
type Order struct {
	Field Field
	Desc  bool
}

// maxKeys bounds an order; more keys than this are never of use to a reader.
const maxKeys = 5

// ParseOrder reads an order such as "title desc, ref" and checks that each field
// is known, seen and may be sorted by. An empty text gives no keys. The
// directions are asc (stigande), which is the default, and desc (fallande). The
// error is always an *Error.
func ParseOrder(text string, s Schema) ([]Order, error) {
	if err := textError(text, Standard.Bytes); err != nil {
		return nil, err
	}
	p := parser{scanner: scanner{text: text}}
	p.space()
	if p.end() {
		return nil, nil
	}
	var keys []Order
	for {
		key, err := p.orderKey(s, keys)
		if err != nil {
			return nil, err
		}
		keys = append(keys, key)
		p.space()
		if p.end() {
			return keys, nil
		}
		if p.peek() != ',' {
			return nil, p.unexpected(",")
		}
		p.pos++
		p.space()
	}
}

func (p *parser) orderKey(s Schema, before []Order) (Order, error) {
	start := p.pos
	if len(before) == maxKeys {
		return Order{}, &Error{Code: CodeTooMany, Pos: start, Allowed: []string{strconv.Itoa(maxKeys)}}
	}
	path, bad := p.path()
	if bad != nil {
		return Order{}, bad
	}
	name := strings.Join(path, ".")
	f, ok := s.Field(name)
	if !ok {
		return Order{}, &Error{Code: CodeNoField, Field: short(name), Pos: start, Allowed: nearOrAll(name, sortable(s))}
	}
	if !f.Sort {
		return Order{}, &Error{Code: CodeNotSortable, Field: f.Name, Pos: start, Allowed: sortable(s)}
	}
	for _, b := range before {
		if b.Field.Name == f.Name {
			return Order{}, &Error{Code: CodeTwice, Field: f.Name, Pos: start}
		}
	}
	key := Order{Field: f}
	p.space()
	end := p.nameEnd()
	switch strings.ToLower(p.text[p.pos:end]) {
	case "":
		return key, nil
	case "asc", "stigande":
	case "desc", "fallande":
		key.Desc = true
	default:
		return Order{}, p.unexpected("asc", "desc", ",")
	}
	p.pos = end
	return key, nil
}

func sortable(s Schema) []string {
	var names []string
	for _, n := range s.Names() {
		if f, ok := s.Field(n); ok && f.Sort {
			names = append(names, n)
		}
	}
	return names
}
