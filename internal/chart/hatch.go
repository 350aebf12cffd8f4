package chart

// HatchWidth is the thickness of a hatch line in points.
const HatchWidth = 0.8

// hatchStep is the distance between hatch lines along an edge.
const hatchStep = 4.2

// Hatch gives the lines that fill a hatched box, rising to the right and cut
// off at its edges. Writers draw them and then the box's outline.
func Hatch(box Mark) []Mark {
	var out []Mark
	for d := hatchStep; d < box.W+box.H; d += hatchStep {
		// The line x+y = d in the box's own coordinates.
		x1, y1 := d, 0.0
		if x1 > box.W {
			x1, y1 = box.W, d-box.W
		}
		x2, y2 := 0.0, d
		if y2 > box.H {
			x2, y2 = d-box.H, box.H
		}
		out = append(out, Mark{Kind: Line, X: box.X + x2, Y: box.Y + y2, W: x1 - x2, H: y1 - y2, Tone: box.Tone, Size: HatchWidth})
	}
	return out
}

// Thickness is the thickness of a line in points.
func (m Mark) Thickness() float64 {
	if m.Size > 0 {
		return m.Size
	}
	return 0.75
}
