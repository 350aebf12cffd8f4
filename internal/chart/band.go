package chart

import "fmt"

// BandWeight is how much of its tone a band has: what lies on it must be read.
const BandWeight = 0.3

// bandPath draws a band with curved edges.
func bandPath(m Mark) string {
	x2, mid := m.X+m.W, m.X+m.W/2
	y1, y2 := m.Y, m.Y+m.Rise
	return fmt.Sprintf("M%s %sC%s %s %s %s %s %sV%sC%s %s %s %s %s %sZ",
		n(m.X), n(y1), n(mid), n(y1), n(mid), n(y2), n(x2), n(y2),
		n(y2+m.H), n(mid), n(y2+m.H), n(mid), n(y1+m.H), n(m.X), n(y1+m.H))
}

// bandSteps is how many straight parts an edge of a band has where a writer
// draws no curves.
const bandSteps = 24

// Outline gives a band's corners in order, for writers that draw straight
// lines only.
func Outline(m Mark) [][2]float64 {
	out := make([][2]float64, 0, 2*bandSteps+2)
	at := func(i int) (x, y float64) {
		t := float64(i) / bandSteps
		// The cubic curve of bandPath, whose inner points stand half-way.
		u := 1 - t
		x = m.X + m.W*(1.5*u*u*t+1.5*u*t*t+t*t*t)
		y = m.Y + m.Rise*(3*u*t*t+t*t*t)
		return x, y
	}
	for i := 0; i <= bandSteps; i++ {
		x, y := at(i)
		out = append(out, [2]float64{x, y})
	}
	for i := bandSteps; i >= 0; i-- {
		x, y := at(i)
		out = append(out, [2]float64{x, y + m.H})
	}
	return out
}

// Pale gives the tone's colour as a band has it on white.
func (t Tone) Pale() (r, g, b uint8) {
	r, g, b = t.RGB()
	mix := func(c uint8) uint8 { return uint8(255 - BandWeight*(255-float64(c))) }
	return mix(r), mix(g), mix(b)
}
