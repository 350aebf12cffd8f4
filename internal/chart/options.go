package chart

import (
	"math"
	"strconv"
	"strings"
)

// Options are common to all charts.
type Options struct {
	// Width in points; 0 is the report's text column, 140 mm.
	Width float64
	// Max ends the axis; 0 takes it from the data. The axis starts at zero.
	Max float64
	// Format writes a value. Nil writes it the Swedish way: no-break space for
	// thousands, decimal comma, at most one decimal. What is no number is
	// written as a dash, whatever the format.
	Format func(float64) string
}

const (
	columnWidth = 396.85 // 140 mm
	labelSize   = 8.5
	valueSize   = 9.0
	gapToLabel  = 5.0
)

func (o Options) width() float64 {
	if o.Width > 0 {
		return o.Width
	}
	return columnWidth
}

func (o Options) format(v float64) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "–"
	}
	if o.Format != nil {
		return o.Format(v)
	}
	s := strconv.FormatFloat(math.Round(math.Abs(v)*10)/10, 'f', -1, 64)
	whole, part, _ := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "\u00a0" + whole[i:]
	}
	if part != "" {
		whole += "," + part
	}
	if v < 0 && s != "0" {
		whole = "\u2212" + whole
	}
	return whole
}

// finite makes a value drawable: an axis from zero has nothing below it.
func finite(v float64) float64 {
	if math.IsNaN(v) || math.IsInf(v, 0) || v < 0 {
		return 0
	}
	return v
}
