package pdf

import (
	"math"
	"testing"

	"genomlys/internal/chart"
)

// The chart package carries the widths of the same faces without the fonts.
func TestChartMeasuresTheSameFaces(t *testing.T) {
	fs, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"Äldre eller saknas", "10\u00a0000", "−4,5 %", "Överförmyndarnämndens ärendehanteringssystem", "2024–2026 (n.v.) …”", "Łódź Šķ"} {
		for bold, f := range map[bool]faceID{false: sans, true: sansBold} {
			if got, want := chart.TextWidth(s, 9, bold), fs[f].width(s, 9); math.Abs(got-want) > 0.1 {
				t.Errorf("%q bold=%v: %.2f, the font says %.2f", s, bold, got, want)
			}
		}
	}
}
