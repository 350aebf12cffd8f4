package chart

// palette is the light theme of the design's tokens, which is also the
// printed one: text, text-2, line and c1 to c4.
var palette = [...]uint32{
	Ink:      0x1b2220,
	Muted:    0x48524e,
	Hairline: 0xdfdcd3,
	C1:       0x0b5b5a,
	C2:       0xc8892b,
	C3:       0x5a6f9e,
	C4:       0x8b9089,
}

// RGB gives the tone's colour in sRGB on a light ground.
func (t Tone) RGB() (r, g, b uint8) {
	c := palette[Ink]
	if t >= 0 && int(t) < len(palette) {
		c = palette[t]
	}
	return uint8(c >> 16), uint8(c >> 8), uint8(c)
}

// series gives the tone of the i-th series, from 0, in the design's order.
func series(i int) Tone { return C1 + Tone(i%4) }
