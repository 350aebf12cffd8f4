package chart

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// SVGOptions chooses where the colours come from.
type SVGOptions struct {
	// Standalone writes colours, line widths and fonts as attributes, for a
	// file that no style sheet reaches. Otherwise only classes are written:
	// ch on the picture, ch-ink, ch-muted, ch-line, ch-c1 to ch-c4 for tones,
	// ch-box, ch-stroke, ch-text, ch-bold, ch-hatch and ch-band for kinds of mark.
	// CSS gives ch-box, ch-band and ch-text a fill, and ch-stroke and ch-hatch a stroke.
	Standalone bool
}

var toneClass = [...]string{Ink: "ch-ink", Muted: "ch-muted", Hairline: "ch-line", C1: "ch-c1", C2: "ch-c2", C3: "ch-c3", C4: "ch-c4"}

// SVG writes the drawing as an SVG element. Alt is read out in its place and
// holds the data in words; it must not be empty.
func SVG(w io.Writer, d Drawing, alt string, opt SVGOptions) error {
	if strings.TrimSpace(alt) == "" {
		return fmt.Errorf("chart: the picture has no text alternative")
	}
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" class="ch" viewBox="0 0 %s %s" role="img" aria-label="%s"`, n(d.Width), n(d.Height), escape(alt))
	if opt.Standalone {
		fmt.Fprintf(b, ` width="%spt" height="%spt" font-family="Source Sans 3, Segoe UI, sans-serif"`, n(d.Width), n(d.Height))
	}
	b.WriteString(">")
	for _, m := range d.Marks {
		writeMark(b, m, opt)
	}
	b.WriteString("</svg>")
	if err := b.Flush(); err != nil {
		return fmt.Errorf("chart: writing SVG: %w", err)
	}
	return nil
}

func writeMark(b *bufio.Writer, m Mark, opt SVGOptions) {
	tone := m.Tone
	if tone < 0 || int(tone) >= len(toneClass) {
		tone = Ink
	}
	r, g, bl := tone.RGB()
	colour := fmt.Sprintf("#%02x%02x%02x", r, g, bl)
	paint := func(kind, attr string) string {
		s := fmt.Sprintf(` class="%s %s"`, kind, toneClass[tone])
		if opt.Standalone {
			s += fmt.Sprintf(` %s="%s"`, attr, colour)
		}
		return s
	}
	switch m.Kind {
	case Box:
		if !m.Hatched {
			fmt.Fprintf(b, `<rect x="%s" y="%s" width="%s" height="%s"%s/>`, n(m.X), n(m.Y), n(m.W), n(m.H), paint("ch-box", "fill"))
			return
		}
		var path strings.Builder
		fmt.Fprintf(&path, "M%s %sh%sv%sh%sz", n(m.X), n(m.Y), n(m.W), n(m.H), n(-m.W))
		for _, l := range Hatch(m) {
			fmt.Fprintf(&path, "M%s %sl%s %s", n(l.X), n(l.Y), n(l.W), n(l.H))
		}
		fmt.Fprintf(b, `<path d="%s" fill="none" stroke-width="%s"%s/>`, path.String(), n(HatchWidth), paint("ch-hatch", "stroke"))
	case Line:
		fmt.Fprintf(b, `<line x1="%s" y1="%s" x2="%s" y2="%s" stroke-width="%s"%s/>`, n(m.X), n(m.Y), n(m.X+m.W), n(m.Y+m.H), n(m.Thickness()), paint("ch-stroke", "stroke"))
	case Band:
		fmt.Fprintf(b, `<path d="%s"%s`, bandPath(m), paint("ch-band", "fill"))
		if opt.Standalone {
			fmt.Fprintf(b, ` fill-opacity="%s"`, n(BandWeight))
		}
		b.WriteString("/>")
	case Text:
		kind := "ch-text"
		if m.Bold {
			kind += " ch-bold"
		}
		fmt.Fprintf(b, `<text x="%s" y="%s" font-size="%s"%s`, n(m.X), n(m.Y), n(m.Size), paint(kind, "fill"))
		if a := [...]string{"", "middle", "end"}[max(0, min(2, int(m.Anchor)))]; a != "" {
			fmt.Fprintf(b, ` text-anchor="%s"`, a)
		}
		if m.Bold && opt.Standalone {
			b.WriteString(` font-weight="600"`)
		}
		fmt.Fprintf(b, `>%s</text>`, escape(m.Text))
	}
}

// n writes a number with at most two decimals.
func n(f float64) string {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		f = 0
	}
	return strconv.FormatFloat(math.Round(f*100)/100+0, 'f', -1, 64)
}

// escape makes text safe in XML, in content and attributes; characters that
// XML forbids are dropped.
func escape(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < 32 && r != '\t' && r != '\n' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;").Replace(s)
}
