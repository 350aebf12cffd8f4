package sheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// guard stands between a part and the XML decoder. encoding/xml gathers each
// text, comment and tag whole in memory and reads past DTDs; guard refuses
// them while they are still bytes: nothing but CDATA and comments may begin
// with "<!" and no token may be longer than maxToken.
type guard struct {
	r     io.Reader
	w     *watch
	state guardState
	run   int
	last  [7]byte // the bytes after "<!", or the latest two
	n     int
	err   error
}

type guardState int

const (
	inContent guardState = iota
	atOpen               // after "<"
	atBang               // after "<!"
	inComment
	inCDATA
	inInstruction
)

var (
	commentStart = []byte("--")
	cdataStart   = []byte("[CDATA[")
)

func (g *guard) Read(p []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	if err := g.w.check(); err != nil {
		g.err = err
		return 0, err
	}
	n, err := g.r.Read(p)
	for _, c := range p[:n] {
		if bad := g.step(c); bad != nil {
			g.err = bad
			return 0, bad
		}
	}
	return n, err
}

func (g *guard) step(c byte) error {
	g.run++
	if g.run > maxToken {
		return &Refusal{Code: XMLTooLong, Limit: maxToken, Found: int64(g.run)}
	}
	switch g.state {
	case inContent:
		if c == '<' {
			g.state, g.run = atOpen, 0
		}
	case atOpen:
		switch c {
		case '!':
			g.state, g.n = atBang, 0
		case '?':
			g.state, g.n = inInstruction, 0
		default:
			g.state = inContent
		}
	case atBang:
		g.last[g.n] = c
		g.n++
		seen := g.last[:g.n]
		switch {
		case bytes.Equal(seen, commentStart):
			g.state, g.n = inComment, 0
		case bytes.Equal(seen, cdataStart):
			g.state, g.n = inCDATA, 0
		case bytes.HasPrefix(commentStart, seen), bytes.HasPrefix(cdataStart, seen):
		default:
			return &Refusal{Code: XMLEntity}
		}
	case inComment:
		g.until(c, '-')
	case inCDATA:
		g.until(c, ']')
	case inInstruction:
		if c == '>' && g.last[0] == '?' && g.n > 0 {
			g.state = inContent
		}
		g.last[0], g.n = c, 1
	}
	return nil
}

// until leaves a state at two marks and ">".
func (g *guard) until(c, mark byte) {
	switch {
	case c == mark:
		if g.n < 2 {
			g.n++
		}
	case c == '>' && g.n == 2:
		g.state = inContent
	default:
		g.n = 0
	}
}

// tokens reads XML tokens one by one. It keeps no stack of open elements, so
// that depth costs nothing.
type tokens struct {
	d *xml.Decoder
	w *watch
}

func newTokens(r io.Reader, w *watch) *tokens {
	return &tokens{d: xml.NewDecoder(&guard{r: r, w: w}), w: w}
}

// next gives the next token, io.EOF at the end.
func (t *tokens) next() (xml.Token, error) {
	if err := t.w.tick(); err != nil {
		return nil, err
	}
	tok, err := t.d.RawToken()
	if err == nil || errors.Is(err, io.EOF) {
		return tok, err
	}
	return nil, broken(err)
}

// broken makes an error of the decoder or the unpacker a refusal, unless it
// is one already or it is the context's.
func broken(err error) error {
	var r *Refusal
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &r):
		return err
	case errors.As(err, &syntax), isPackError(err):
		return &Refusal{Code: BrokenFile, Err: err}
	}
	return err
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// relation is the attribute of the relationships namespace, whatever prefix
// the writer chose: the only "id" with a prefix.
func relation(e xml.StartElement) string {
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return a.Value
		}
	}
	return ""
}
