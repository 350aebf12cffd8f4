// Package textdiff compares two texts word by word and tells the least that was
// taken away and added (E. Myers, An O(ND) Difference Algorithm, 1986).
package textdiff

import (
	"strings"
	"unicode"
)

// Kind is what became of a piece of text.
type Kind string

// The kinds of piece.
const (
	Same    Kind = "same"
	Removed Kind = "removed"
	Added   Kind = "added"
	// Rewritten is a paragraph in which some words went or came.
	Rewritten Kind = "rewritten"
)

// Piece is a stretch of text that stayed, went or came.
type Piece struct {
	Kind Kind   `json:"kind"`
	Text string `json:"text"`
}

// Words compares by words, with the space between them. The same and removed
// pieces together are the old text, the same and added ones the new. Where
// several words in a row are replaced, all that went stands before all that came.
func Words(old, new string) []Piece {
	return pieces(split(old), split(new))
}

// Paragraph is a paragraph of two texts laid side by side.
type Paragraph struct {
	Kind   Kind    `json:"kind"`
	Pieces []Piece `json:"pieces"`
}

// Paragraphs compares paragraph by paragraph, and inside those that changed
// word by word: what moved from one paragraph to another is not mixed with what
// happens to be alike there.
func Paragraphs(old, new string) []Paragraph {
	a, b := lines(old), lines(new)
	var out []Paragraph
	var gone, came []string
	flush := func() {
		out = append(out, paired(gone, came)...)
		gone, came = nil, nil
	}
	for _, s := range script(a, b) {
		switch s.kind {
		case Same:
			flush()
			out = append(out, Paragraph{Same, []Piece{{Same, s.token}}})
		case Removed:
			gone = append(gone, s.token)
		case Added:
			came = append(came, s.token)
		}
	}
	flush()
	return out
}

// alike is from which share of common words two paragraphs are one that was
// rewritten: below it a reader sees more in the two apart.
const alike = 0.4

// paired lays paragraphs that went beside those that came in their stead.
func paired(gone, came []string) []Paragraph {
	var out []Paragraph
	j := 0
	for _, g := range gone {
		best := -1
		for k := j; k < len(came); k++ {
			if likeness(g, came[k]) >= alike {
				best = k
				break
			}
		}
		if best < 0 {
			out = append(out, Paragraph{Removed, []Piece{{Removed, g}}})
			continue
		}
		for ; j < best; j++ {
			out = append(out, Paragraph{Added, []Piece{{Added, came[j]}}})
		}
		out = append(out, Paragraph{Rewritten, Words(g, came[best])})
		j = best + 1
	}
	for ; j < len(came); j++ {
		out = append(out, Paragraph{Added, []Piece{{Added, came[j]}}})
	}
	return out
}

// likeness is how much of the longer text both have in common, by words.
func likeness(a, b string) float64 {
	x, y := strings.Fields(a), strings.Fields(b)
	common := 0
	for _, s := range script(x, y) {
		if s.kind == Same {
			common++
		}
	}
	return float64(common) / float64(max(len(x), len(y), 1))
}

// lines gives the paragraphs of a text: lines that are not empty.
func lines(s string) []string {
	var out []string
	for l := range strings.SplitSeq(s, "\n") {
		if l = strings.TrimRightFunc(l, unicode.IsSpace); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// split cuts a text into words and what stands between them, losing nothing.
func split(s string) []string {
	var out []string
	start, was := 0, class(0)
	for i, r := range s {
		c := of(r)
		// A sign stands alone, so that a full stop after a word does not make
		// it another word.
		if i > start && (c != was || c == sign) {
			out = append(out, s[start:i])
			start = i
		}
		was = c
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

type class int

const (
	word class = iota + 1
	space
	sign
)

func of(r rune) class {
	switch {
	case unicode.IsSpace(r):
		return space
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '_':
		return word
	}
	return sign
}

// pieces joins the steps between two lists of words into stretches.
func pieces(a, b []string) []Piece {
	var out []Piece
	var gone, came strings.Builder
	flush := func() {
		for _, x := range []struct {
			kind Kind
			b    *strings.Builder
		}{{Removed, &gone}, {Added, &came}} {
			if x.b.Len() > 0 {
				out = append(out, Piece{x.kind, x.b.String()})
				x.b.Reset()
			}
		}
	}
	steps := script(a, b)
	for i, s := range steps {
		switch {
		case s.kind == Removed:
			gone.WriteString(s.token)
		case s.kind == Added:
			came.WriteString(s.token)
		case strings.TrimSpace(s.token) == "" && between(steps, i):
			// A lone space between two replaced words belongs to the change.
			gone.WriteString(s.token)
			came.WriteString(s.token)
		default:
			flush()
			if n := len(out); n > 0 && out[n-1].Kind == Same {
				out[n-1].Text += s.token
			} else {
				out = append(out, Piece{Same, s.token})
			}
		}
	}
	flush()
	return out
}

// between tells whether a step that changes nothing stands between two that
// both remove and add, so that reading goes on better through it.
func between(steps []step, i int) bool {
	replaces := func(from, by int) bool {
		var gone, came bool
		for j := from; j >= 0 && j < len(steps) && steps[j].kind != Same; j += by {
			gone = gone || steps[j].kind == Removed
			came = came || steps[j].kind == Added
		}
		return gone && came
	}
	return replaces(i-1, -1) && replaces(i+1, 1)
}
