package query

import "strings"

// Print gives the filter's canonical text: one spelling for each tree, with
// English words. Parsing it gives the same tree. It may be longer than the text
// it came from, which can matter to Limits.Bytes.
func Print(n Node) string {
	if n.root == nil {
		return ""
	}
	var b strings.Builder
	n.root.print(&b)
	return b.String()
}

// Quote writes a text so that it is read back as that very text wherever a
// value or a name is expected. Use it when putting a filter together.
func Quote(text string) string {
	var b strings.Builder
	quote(&b, text)
	return b.String()
}

func (n *node) print(b *strings.Builder) {
	switch n.kind {
	case isAnd:
		for i, k := range n.kids {
			if i > 0 {
				b.WriteString(" AND ")
			}
			k.printIn(b, k.kind == isOr)
		}
	case isOr:
		for i, k := range n.kids {
			if i > 0 {
				b.WriteString(" OR ")
			}
			k.print(b)
		}
	case isNot:
		b.WriteString("NOT ")
		k := n.kids[0]
		k.printIn(b, k.kind == isAnd || k.kind == isOr)
	case isHas:
		if n.lacks {
			b.WriteString("lacks(")
		} else {
			b.WriteString("has(")
		}
		printPath(b, n.path)
		if len(n.kids) > 0 {
			b.WriteString(", ")
			n.kids[0].print(b)
		}
		b.WriteByte(')')
	case isCompare:
		n.printCompare(b)
	}
}

func (n *node) printIn(b *strings.Builder, parentheses bool) {
	if !parentheses {
		n.print(b)
		return
	}
	b.WriteByte('(')
	n.print(b)
	b.WriteByte(')')
}

func (n *node) printCompare(b *strings.Builder) {
	printPath(b, n.path)
	if n.op == contains {
		b.WriteByte(':')
	} else {
		b.WriteByte(' ')
		b.WriteString(n.op.String())
		b.WriteByte(' ')
	}
	if !n.listed {
		n.values[0].print(b)
		return
	}
	b.WriteByte('(')
	for i := range n.values {
		if i > 0 {
			b.WriteString(", ")
		}
		n.values[i].print(b)
	}
	b.WriteByte(')')
}

func (v *value) print(b *strings.Builder) {
	switch v.kind {
	case isNull:
		b.WriteString("null")
	case isAny:
		b.WriteByte('*')
	case isField:
		b.WriteByte('@')
		printPath(b, v.path)
	case isRelative:
		b.WriteString(v.text)
	case isText:
		s := scanner{text: v.text}
		if v.text != "" && s.wordEnd() == len(v.text) && !wordOf(v.text).reserved() && classify(v.text) == isText {
			b.WriteString(v.text)
			return
		}
		quote(b, v.text)
	}
}

func printPath(b *strings.Builder, path []string) {
	for i, name := range path {
		if i > 0 {
			b.WriteByte('.')
		}
		s := scanner{text: name}
		if name != "" && s.nameEnd() == len(name) && !wordOf(name).reserved() {
			b.WriteString(name)
		} else {
			quote(b, name)
		}
	}
}

func quote(b *strings.Builder, s string) {
	b.WriteByte('"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '\n':
			b.WriteString(`\n`)
		case '\t':
			b.WriteString(`\t`)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
}
