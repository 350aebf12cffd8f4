package query

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits bound what a query may cost before anything is read from the store.
type Limits struct {
	Bytes   int // length of the text
	Terms   int // comparisons and has() in all
	Depth   int // parentheses, NOT and has() within each other; the outermost level is 1
	Chained int // relations within each other, as has() or as dotted path
}

// Standard is for the house's own queries; Web is for what strangers may send
// (OWASP ASVS V4.3, query cost).
var (
	Standard = Limits{Bytes: 4000, Terms: 100, Depth: 12, Chained: 5}
	Web      = Limits{Bytes: 4000, Terms: 20, Depth: 5, Chained: 5}
)

// Parse reads a filter within the Standard limits. An empty text is the empty
// filter. The error is always an *Error.
func Parse(text string) (Node, error) { return Standard.Parse(text) }

// Parse reads a filter within the limits.
func (l Limits) Parse(text string) (Node, error) {
	p := parser{scanner: scanner{text: text}, limits: l}
	root, err := p.filter()
	if err != nil {
		return Node{}, err
	}
	return Node{root}, nil
}

type parser struct {
	scanner
	limits  Limits
	terms   int
	depth   int
	chained int
}

// textError refuses what no store should be sent.
func textError(text string, most int) *Error {
	if len(text) > most {
		return &Error{Code: CodeTooLong, Pos: most, Allowed: []string{strconv.Itoa(most)}}
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return &Error{Code: CodeNotText, Pos: i}
	}
	if !utf8.ValidString(text) {
		return &Error{Code: CodeNotText}
	}
	return nil
}

func (p *parser) filter() (*node, error) {
	if err := textError(p.text, p.limits.Bytes); err != nil {
		return nil, err
	}
	p.space()
	if p.end() {
		return nil, nil
	}
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	if !p.end() {
		return nil, p.unexpected("AND", "OR")
	}
	return n, nil
}

// unexpected makes an error of what stands at the present place.
func (p *parser) unexpected(expected ...string) *Error {
	rest := p.text[p.pos:]
	if i := strings.IndexAny(rest, " \t\r\n"); i > 0 {
		rest = rest[:i]
	}
	return &Error{Code: CodeSyntax, Pos: p.pos, Value: short(rest), Allowed: expected}
}

func (p *parser) enter() *Error {
	p.depth++
	if p.depth > p.limits.Depth {
		return &Error{Code: CodeTooDeep, Pos: p.pos, Allowed: []string{strconv.Itoa(p.limits.Depth)}}
	}
	return nil
}

func (p *parser) leave() { p.depth-- }

// term counts a term that follows so many relations.
func (p *parser) term(pos, chained int) *Error {
	p.terms++
	if p.terms > p.limits.Terms {
		return &Error{Code: CodeTooMany, Pos: pos, Allowed: []string{strconv.Itoa(p.limits.Terms)}}
	}
	if p.chained+chained > p.limits.Chained {
		return &Error{Code: CodeTooDeep, Pos: pos, Allowed: []string{strconv.Itoa(p.limits.Chained)}}
	}
	return nil
}

// peekWord gives the word of the language that stands next, and where it ends.
func (p *parser) peekWord() (word, int) {
	end := p.nameEnd()
	return wordOf(p.text[p.pos:end]), end
}

func (p *parser) or() (*node, error) {
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	n, err := p.and()
	if err != nil {
		return nil, err
	}
	for {
		w, end := p.peekWord()
		if w != wordOr {
			return n, nil
		}
		p.pos = end
		next, err := p.and()
		if err != nil {
			return nil, err
		}
		n = join(isOr, n, next)
	}
}

// and also joins terms that only stand side by side.
func (p *parser) and() (*node, error) {
	p.space()
	n, err := p.unary()
	if err != nil {
		return nil, err
	}
	for {
		before := p.pos
		p.space()
		if c := p.peek(); c == 0 || c == ')' {
			return n, nil
		}
		w, end := p.peekWord()
		switch {
		case w == wordOr:
			return n, nil
		case w == wordAnd:
			p.pos = end
			p.space()
		case before == p.pos && p.text[p.pos-1] != ')' && p.text[p.pos] != '(':
			return nil, p.unexpected("AND", "OR", ")")
		}
		next, err := p.unary()
		if err != nil {
			return nil, err
		}
		n = join(isAnd, n, next)
	}
}

// join keeps AND in AND and OR in OR flat, so that a filter has one shape
// however its parentheses were set.
func join(k kind, a, b *node) *node {
	if a.kind != k {
		a = &node{kind: k, pos: a.pos, kids: []*node{a}}
	}
	if b.kind == k {
		a.kids = append(a.kids, b.kids...)
	} else {
		a.kids = append(a.kids, b)
	}
	return a
}

func (p *parser) unary() (*node, error) {
	start := p.pos
	w, end := p.peekWord()
	switch {
	case w == wordNot:
		p.pos = end
	case p.peek() == '-':
		p.pos++
	case p.peek() == '(':
		p.pos++
		n, err := p.or()
		if err != nil {
			return nil, err
		}
		return n, p.closing(start)
	default:
		return p.comparison()
	}
	if err := p.enter(); err != nil {
		return nil, err
	}
	defer p.leave()
	p.space()
	n, err := p.unary()
	if err != nil {
		return nil, err
	}
	return &node{kind: isNot, pos: start, kids: []*node{n}}, nil
}

// closing reads the parenthesis that ends what began at start.
func (p *parser) closing(start int) error {
	p.space()
	switch {
	case p.peek() == ')':
		p.pos++
		return nil
	case p.end():
		return &Error{Code: CodeNotClosed, Pos: start, Value: short(p.text[start:])}
	}
	return p.unexpected(")")
}

// path reads a name or names joined by dots.
func (p *parser) path() ([]string, *Error) {
	path := make([]string, 0, 1)
	for {
		if c := p.peek(); c == '"' || c == '\'' {
			start := p.pos
			s, err := p.quoted()
			if err != nil {
				return nil, err
			}
			if strings.TrimSpace(s) == "" {
				return nil, &Error{Code: CodeSyntax, Pos: start, Value: p.text[start:p.pos], Allowed: []string{"field"}}
			}
			path = append(path, s)
		} else {
			end := p.nameEnd()
			name := p.text[p.pos:end]
			if name == "" || wordOf(name).reserved() {
				return nil, p.unexpected("field")
			}
			path = append(path, name)
			p.pos = end
		}
		if p.peek() != '.' {
			return path, nil
		}
		p.pos++
	}
}

func (p *parser) comparison() (*node, error) {
	start := p.pos
	w, _ := p.peekWord()
	path, bad := p.path()
	if bad != nil {
		return nil, bad
	}
	p.space()
	if (w == wordHas || w == wordLacks) && len(path) == 1 && p.peek() == '(' {
		return p.has(start, w == wordLacks)
	}
	if err := p.term(start, len(path)-1); err != nil {
		return nil, err
	}
	op := p.operator()
	if op == 0 {
		e := p.unexpected("=", "!=", "<", "<=", ">", ">=", ":")
		e.Field = short(strings.Join(path, "."))
		return nil, e
	}
	p.space()
	n := &node{kind: isCompare, op: op, pos: start, path: path}
	if p.peek() == '(' {
		return n, p.list(n)
	}
	v, err := p.value()
	if err != nil {
		return nil, err
	}
	n.values = []value{v}
	return n, nil
}

func (p *parser) operator() Op {
	rest := p.text[p.pos:]
	op, n := Op(0), 1
	switch {
	case rest == "":
		return 0
	case strings.HasPrefix(rest, "!="):
		op, n = notEq, 2
	case strings.HasPrefix(rest, "<="):
		op, n = Le, 2
	case strings.HasPrefix(rest, ">="):
		op, n = Ge, 2
	case rest[0] == '=':
		op = Eq
	case rest[0] == '<':
		op = Lt
	case rest[0] == '>':
		op = Gt
	case rest[0] == ':':
		op = contains
	default:
		return 0
	}
	p.pos += n
	return op
}

func (p *parser) list(n *node) error {
	start := p.pos
	n.listed = true
	for {
		p.pos++ // the parenthesis or comma
		p.space()
		v, err := p.value()
		if err != nil {
			return err
		}
		if v.kind == isAny || v.kind == isField {
			return &Error{Code: CodeSyntax, Pos: v.pos, Value: short(p.text[v.pos:p.pos]), Allowed: []string{"value"}}
		}
		n.values = append(n.values, v)
		p.space()
		if p.peek() != ',' {
			return p.closing(start)
		}
	}
}

func (p *parser) value() (value, error) {
	v := value{pos: p.pos, kind: isText}
	switch p.peek() {
	case '"', '\'':
		s, err := p.quoted()
		if err != nil {
			return v, err
		}
		v.text = s
		return v, nil
	case '*':
		p.pos++
		v.kind = isAny
		return v, nil
	case '@':
		p.pos++
		path, err := p.path()
		if err != nil {
			return v, err
		}
		v.kind, v.path = isField, path
		return v, nil
	}
	end := p.wordEnd()
	v.text = p.text[p.pos:end]
	if v.text == "" || wordOf(v.text).reserved() {
		return v, p.unexpected("value")
	}
	p.pos = end
	if v.kind = classify(v.text); v.kind == isNull {
		v.text = ""
	}
	return v, nil
}

// has reads has(relation) and has(relation, filter) from the parenthesis on.
func (p *parser) has(start int, lacks bool) (*node, error) {
	p.pos++
	p.space()
	pos := p.pos
	path, bad := p.path()
	if bad != nil {
		return nil, bad
	}
	if err := p.term(pos, len(path)); err != nil {
		return nil, err
	}
	n := &node{kind: isHas, lacks: lacks, pos: pos, path: path}
	p.space()
	if p.peek() == ',' {
		p.pos++
		p.chained += len(path)
		where, err := p.or()
		if err != nil {
			return nil, err
		}
		p.chained -= len(path)
		n.kids = []*node{where}
	}
	return n, p.closing(start)
}
