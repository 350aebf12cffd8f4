package docx

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"

	"genomlys/internal/chart"
)

// dotsPerPoint makes the picture 216 dots per inch, sharp enough on paper.
const dotsPerPoint = 3

// maxSide keeps a drawing with mad measures from taking all memory.
const maxSide = 8000

// paint draws the same marks as the vector picture, for readers that cannot
// show SVG.
func paint(d chart.Drawing) ([]byte, error) {
	w, h := int(math.Ceil(d.Width*dotsPerPoint)), int(math.Ceil(d.Height*dotsPerPoint))
	if w < 1 || h < 1 || w > maxSide || h > maxSide {
		return nil, fmt.Errorf("a drawing of %g × %g points cannot be painted: each side must be over 0 and at most %d", d.Width, d.Height, maxSide/dotsPerPoint)
	}
	c := &canvas{image: image.NewRGBA(image.Rect(0, 0, w, h)), faces: map[look]font.Face{}}
	draw.Draw(c.image, c.image.Bounds(), image.White, image.Point{}, draw.Src)
	for _, m := range d.Marks {
		if err := c.mark(m); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, c.image); err != nil {
		return nil, fmt.Errorf("encode figure: %w", err)
	}
	return b.Bytes(), nil
}

type look struct {
	size float64
	bold bool
}

type canvas struct {
	image *image.RGBA
	faces map[look]font.Face
}

func (c *canvas) mark(m chart.Mark) error {
	r, g, b := m.Tone.RGB()
	tone := color.RGBA{r, g, b, 255}
	switch m.Kind {
	case chart.Box:
		if !m.Hatched {
			c.fill(tone, box(m))
			return nil
		}
		for _, line := range chart.Hatch(m) {
			c.line(tone, line)
		}
		corners := box(m)
		for i, p := range corners {
			c.stroke(tone, p, corners[(i+1)%4], chart.HatchWidth)
		}
	case chart.Line:
		c.line(tone, m)
	case chart.Text:
		return c.text(m, tone)
	case chart.Band:
		var corners []point
		for _, p := range chart.Outline(m) {
			corners = append(corners, point{p[0], p[1]})
		}
		r, g, b := m.Tone.Pale()
		c.fill(color.RGBA{r, g, b, 255}, corners)
	default:
		return fmt.Errorf("no way to draw a mark of kind %d", m.Kind)
	}
	return nil
}

func box(m chart.Mark) []point {
	return []point{{m.X, m.Y}, {m.X + m.W, m.Y}, {m.X + m.W, m.Y + m.H}, {m.X, m.Y + m.H}}
}

func (c *canvas) line(tone color.Color, m chart.Mark) {
	c.stroke(tone, point{m.X, m.Y}, point{m.X + m.W, m.Y + m.H}, m.Thickness())
}

type point struct{ x, y float64 }

// fill paints a polygon given in points, touching only the dots around it.
func (c *canvas) fill(tone color.Color, corners []point) {
	var dots []point
	low, high := point{math.Inf(1), math.Inf(1)}, point{math.Inf(-1), math.Inf(-1)}
	for _, p := range corners {
		p = point{p.x * dotsPerPoint, p.y * dotsPerPoint}
		low = point{math.Min(low.x, p.x), math.Min(low.y, p.y)}
		high = point{math.Max(high.x, p.x), math.Max(high.y, p.y)}
		dots = append(dots, p)
	}
	// Kept within the picture before it becomes whole numbers, so that a mark
	// far outside takes no memory.
	size := c.image.Bounds().Size()
	area := image.Rect(within(math.Floor(low.x), size.X), within(math.Floor(low.y), size.Y), within(math.Ceil(high.x), size.X), within(math.Ceil(high.y), size.Y))
	if area.Empty() {
		return
	}
	r := vector.NewRasterizer(area.Dx(), area.Dy())
	for i, p := range dots {
		x, y := float32(p.x-float64(area.Min.X)), float32(p.y-float64(area.Min.Y))
		if i == 0 {
			r.MoveTo(x, y)
		} else {
			r.LineTo(x, y)
		}
	}
	r.ClosePath()
	r.Draw(c.image, area, image.NewUniform(tone), image.Point{})
}

func within(f float64, side int) int { return int(math.Max(0, math.Min(f, float64(side)))) }

func (c *canvas) stroke(tone color.Color, from, to point, width float64) {
	dx, dy := to.x-from.x, to.y-from.y
	length := math.Hypot(dx, dy)
	if length == 0 {
		return
	}
	nx, ny := -dy/length*width/2, dx/length*width/2
	c.fill(tone, []point{{from.x + nx, from.y + ny}, {to.x + nx, to.y + ny}, {to.x - nx, to.y - ny}, {from.x - nx, from.y - ny}})
}

func (c *canvas) text(m chart.Mark, tone color.Color) error {
	face, err := c.face(look{m.Size * narrower, m.Bold})
	if err != nil {
		return err
	}
	d := font.Drawer{Dst: c.image, Src: image.NewUniform(tone), Face: face}
	x := fixed.Int26_6(m.X * dotsPerPoint * 64)
	switch m.Anchor {
	case chart.Middle:
		x -= d.MeasureString(m.Text) / 2
	case chart.End:
		x -= d.MeasureString(m.Text)
	}
	d.Dot = fixed.Point26_6{X: x, Y: fixed.Int26_6(m.Y * dotsPerPoint * 64)}
	d.DrawString(m.Text)
	return nil
}

// The Go fonts are part of the module and free to use; they are a little wider
// than the report's own, which only the vector picture asks for.
var fonts = sync.OnceValues(func() (map[bool]*opentype.Font, error) {
	regular, err := opentype.Parse(goregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("read regular font: %w", err)
	}
	bold, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return nil, fmt.Errorf("read bold font: %w", err)
	}
	return map[bool]*opentype.Font{false: regular, true: bold}, nil
})

// narrower evens out that difference in width.
const narrower = 0.92

func (c *canvas) face(l look) (font.Face, error) {
	if f, ok := c.faces[l]; ok {
		return f, nil
	}
	f, err := newFace(l, dotsPerPoint)
	if err != nil {
		return nil, err
	}
	c.faces[l] = f
	return f, nil
}

func newFace(l look, dots float64) (font.Face, error) {
	all, err := fonts()
	if err != nil {
		return nil, err
	}
	f, err := opentype.NewFace(all[l.bold], &opentype.FaceOptions{Size: l.size, DPI: 72 * dots, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("font of %g points: %w", l.size, err)
	}
	return f, nil
}

// roomy widens a drawing so that no text is cut off when the reader's computer
// lacks the report's narrow font and sets it in a wider one, as most do.
func roomy(d chart.Drawing) (chart.Drawing, error) {
	left, right := 0.0, d.Width
	for _, m := range d.Marks {
		if m.Kind != chart.Text {
			continue
		}
		face, err := newFace(look{m.Size, m.Bold}, 1)
		if err != nil {
			return d, err
		}
		width := float64(font.MeasureString(face, m.Text)) / 64
		start := m.X
		switch m.Anchor {
		case chart.Middle:
			start -= width / 2
		case chart.End:
			start -= width
		}
		left, right = math.Min(left, start), math.Max(right, start+width)
	}
	out := chart.Drawing{Width: right - left, Height: d.Height}
	for _, m := range d.Marks {
		m.X -= left
		out.Marks = append(out.Marks, m)
	}
	return out, nil
}
