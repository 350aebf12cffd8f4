package settings

import (
	"encoding/hex"
	"fmt"
	"math"
	"strings"

	"genomlys/internal/fault"
)

// rgb is a colour, each part from 0 to 255.
type rgb [3]uint8

// parseColour reads #0b5b5a.
func parseColour(s string) (rgb, bool) {
	b, err := hex.DecodeString(strings.TrimPrefix(s, "#"))
	if err != nil || len(b) != 3 || len(s) != 7 {
		return rgb{}, false
	}
	return rgb(b), true
}

func (c rgb) String() string { return "#" + hex.EncodeToString(c[:]) }

// luminance is relative luminance (WCAG 2.2, sRGB).
func (c rgb) luminance() float64 {
	part := func(v uint8) float64 {
		x := float64(v) / 255
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c[0]) + 0.7152*part(c[1]) + 0.0722*part(c[2])
}

// contrast is the contrast ratio of two colours (WCAG 2.2, 1.4.3), from 1 to 21.
func contrast(a, b rgb) float64 {
	x, y := a.luminance(), b.luminance()
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// towards mixes a share of another colour into one.
func (c rgb) towards(o rgb, share float64) rgb {
	var out rgb
	for i := range c {
		out[i] = uint8(math.Round(float64(c[i])*(1-share) + float64(o[i])*share))
	}
	return out
}

// theme is what an accent meets in light or in dark: the design kit's own
// colours (tokens.css), which a test holds these to.
type theme struct {
	name     string
	grounds  []rgb // where the accent is text: page, panel, panel in panel
	mark     rgb   // where it is a meter or a border
	surface  rgb
	on       [2]rgb // text on the accent: the kit's, else the other
	away     rgb    // what is further from the ground
	softness float64
}

var (
	white, black = rgb{255, 255, 255}, rgb{}
	dusk         = rgb{0x04, 0x21, 0x1f}

	light = theme{"light", []rgb{{0xf6, 0xf5, 0xf1}, white, {0xfa, 0xf9, 0xf6}}, rgb{0xef, 0xed, 0xe7}, white, [2]rgb{white, dusk}, black, 0.10}
	dark  = theme{"dark", []rgb{{0x12, 0x16, 0x15}, {0x1a, 0x20, 0x1e}, {0x1f, 0x26, 0x24}}, rgb{0x28, 0x31, 0x2e}, rgb{0x1a, 0x20, 0x1e}, [2]rgb{dusk, white}, white, 0.16}
)

// The least contrast of text and of marks (WCAG 2.2, 1.4.3 and 1.4.11).
const (
	ofText = 4.5
	ofMark = 3.0
)

// accent is a colour as a theme uses it: what the design kit has tokens for.
type accent struct{ colour, hover, soft, on rgb }

func (t theme) accent(c rgb) accent {
	a := accent{colour: c, hover: c.towards(t.away, 0.25), soft: t.surface.towards(c, t.softness), on: t.on[0]}
	if contrast(c, t.on[1]) > contrast(c, t.on[0]) {
		a.on = t.on[1]
	}
	return a
}

// meetings are the pairs of colours that come of an accent, worst first to be
// told, with the least contrast of each.
func (t theme) meetings(c rgb) []meeting {
	a := t.accent(c)
	var out []meeting
	for _, g := range t.grounds {
		out = append(out, meeting{"colour-on-ground", c, g, ofText})
	}
	return append(out, meeting{"colour-on-soft", c, a.soft, ofText}, meeting{"colour-under-text", a.on, c, ofText}, meeting{"colour-under-text", a.on, a.hover, ofText}, meeting{"colour-as-mark", c, t.mark, ofMark})
}

type meeting struct {
	code         string
	front, under rgb
	need         float64
}

func (m meeting) holds() bool { return contrast(m.front, m.under) >= m.need }

// wrong is the meeting that fails by most, if any does.
func (t theme) wrong(c rgb) (worst meeting, is bool) {
	for _, m := range t.meetings(c) {
		if !m.holds() && (!is || contrast(m.front, m.under)/m.need < contrast(worst.front, worst.under)/worst.need) {
			worst, is = m, true
		}
	}
	return worst, is
}

// near is the colour nearest to one that passes: darker in light, lighter in dark.
func (t theme) near(c rgb) rgb {
	for share := 0.0; share < 1; share += 0.02 {
		x := c.towards(t.away, share)
		if _, wrong := t.wrong(x); !wrong {
			return x
		}
	}
	return t.away
}

// Colours are an organisation's accent, for light pages and for dark.
type Colours struct {
	Light string `json:"light"`
	Dark  string `json:"dark"`
}

// Problems tells which contrasts are too weak, what was measured, what is
// needed and the nearest colour that has it.
func (c Colours) Problems() []fault.Problem {
	var out []fault.Problem
	for _, x := range []struct {
		t     theme
		value string
	}{{light, c.Light}, {dark, c.Dark}} {
		v, ok := parseColour(x.value)
		if !ok && x.value == "" && len(out) > 0 {
			continue // it was to be worked out of the light one
		}
		if !ok {
			out = append(out, fault.Problem{Field: x.t.name, Code: "not-a-colour", Value: x.value, Allowed: []string{"#0b5b5a"}})
			continue
		}
		if m, wrong := x.t.wrong(v); wrong {
			out = append(out, fault.Problem{Field: x.t.name, Code: m.code, Value: v.String(), Allowed: []string{ratio(contrast(m.front, m.under)), ratio(m.need), x.t.near(v).String()}})
		}
	}
	return out
}

// Completed gives the colours with the dark one worked out of the light when
// it is left empty.
func (c Colours) Completed() Colours {
	c.Light, c.Dark = strings.ToLower(strings.TrimSpace(c.Light)), strings.ToLower(strings.TrimSpace(c.Dark))
	if v, ok := parseColour(c.Light); ok && c.Dark == "" {
		c.Dark = dark.near(v).String()
	}
	return c
}

// Ratios are the least contrast of text and of marks that the colours give, in
// light and in dark, for whoever chooses them to read.
func (c Colours) Ratios() (out [2][2]string) {
	for i, x := range []struct {
		t     theme
		value string
	}{{light, c.Light}, {dark, c.Dark}} {
		v, ok := parseColour(x.value)
		if !ok {
			continue
		}
		text, mark := 21.0, 21.0
		for _, m := range x.t.meetings(v) {
			if m.need == ofText {
				text = min(text, contrast(m.front, m.under))
			} else {
				mark = min(mark, contrast(m.front, m.under))
			}
		}
		out[i] = [2]string{ratio(text), ratio(mark)}
	}
	return out
}

// ratio writes a contrast, never rounded up to what is needed.
func ratio(x float64) string {
	return strings.Replace(fmt.Sprintf("%.2f:1", math.Floor(x*100)/100), ".", ",", 1)
}

// Name is the colours as an address holds them: 0b5b5a-72c8be.
func (c Colours) Name() string {
	return strings.TrimPrefix(c.Light, "#") + "-" + strings.TrimPrefix(c.Dark, "#")
}

// Named is the colours of a name, if they are colours that pass.
func Named(name string) (Colours, bool) {
	l, d, _ := strings.Cut(name, "-")
	c := Colours{"#" + l, "#" + d}
	return c, len(c.Problems()) == 0 && c == c.Completed()
}

// Style is the style sheet that puts the colours in the place of the design
// kit's accent.
func (c Colours) Style() string {
	lv, _ := parseColour(c.Light)
	dv, _ := parseColour(c.Dark)
	l, d := light.accent(lv), dark.accent(dv)
	return fmt.Sprintf("@layer tokens{:root{--accent:light-dark(%s,%s);--accent-hover:light-dark(%s,%s);--accent-soft:light-dark(%s,%s);--on-accent:light-dark(%s,%s)}}\n",
		l.colour, d.colour, l.hover, d.hover, l.soft, d.soft, l.on, d.on)
}
