package chart

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func boxes(d Drawing) (out []Mark) {
	for _, m := range d.Marks {
		if m.Kind == Box {
			out = append(out, m)
		}
	}
	return out
}

func texts(d Drawing) (out []string) {
	for _, m := range d.Marks {
		if m.Kind == Text {
			out = append(out, m.Text)
		}
	}
	return out
}

func near(a, b float64) bool { return math.Abs(a-b) < 0.01 }

func TestBars(t *testing.T) {
	// The city's figure: objects by year of last classification, sum 240.
	d := Bars([]Bar{{"Äldre eller saknas", 40, true}, {"2020", 14, false}, {"2022", 142, false}, {"Noll", 0, false}}, Options{})
	b := boxes(d)
	if len(b) != 3 {
		t.Fatalf("%d boxes; a zero has none", len(b))
	}
	if !b[0].Hatched || b[1].Hatched {
		t.Error("what is missing must be hatched, and only that")
	}
	for i, v := range []float64{40, 14, 142} {
		if b[i].X != b[0].X || !near(b[i].W/b[2].W, v/142) {
			t.Errorf("bar %d: from %.1f, width %.1f; the axis must start at zero", i, b[i].X, b[i].W)
		}
	}
	if got := strings.Join(texts(d), "|"); got != "Äldre eller saknas|40|2020|14|2022|142|Noll|0" {
		t.Errorf("texts %s", got)
	}
	if half := boxes(Bars([]Bar{{"a", 50, false}}, Options{Max: 100})); !near(half[0].W*2, boxes(Bars([]Bar{{"a", 100, false}}, Options{Max: 100, Format: func(float64) string { return "50" }}))[0].W) {
		t.Error("Max does not set the end of the axis")
	}
}

func TestStacked(t *testing.T) {
	d := Stacked([]string{"Klass 1", "Klass 2", "Saknas"}, []Stack{{"System", []float64{20, 30, 10}}, {"Register", []float64{0, 30}}}, 2, Options{})
	b := boxes(d)[3:] // after the three names
	if len(b) != 4 {
		t.Fatalf("%d parts", len(b))
	}
	if b[0].Tone != C1 || b[1].Tone != C2 || b[2].Tone != C3 || !b[2].Hatched || b[3].Tone != C2 {
		t.Error("parts must keep the tone of their name")
	}
	if !near((b[1].W+0.8)/(b[0].W+0.8), 1.5) || b[1].X <= b[0].X {
		t.Errorf("parts of 20 and 30 are %.1f and %.1f wide", b[0].W, b[1].W)
	}
	if all := strings.Join(texts(d), "|"); !strings.Contains(all, "System|60") || !strings.Contains(all, "Register|30") {
		t.Errorf("sums are missing: %s", all)
	}
}

func TestLines(t *testing.T) {
	years := []string{"2017", "2018", "2019", "2020", "2021", "2022", "2023"}
	d := Lines(years, []Series{{"Klassade", []float64{1, 2, 41, 52, math.NaN(), 77, 83}}}, Options{Max: 100})
	all := strings.Join(texts(d), "|")
	if strings.Contains(all, "2018") || !strings.Contains(all, "2019") {
		t.Errorf("only the last %d years belong: %s", MaxPoints, all)
	}
	if n := len(boxes(d)); n != 4 {
		t.Errorf("%d points, want 4 of 5 years", n)
	}
	drawn := 0
	for _, m := range d.Marks {
		if m.Kind == Line && m.Tone == C1 {
			drawn++
		}
	}
	if drawn != 2 { // 2019–2020 and 2022–2023; no line over the gap
		t.Errorf("%d stretches, want 2", drawn)
	}
	if !strings.HasSuffix(all, "Klassade") {
		t.Errorf("the series is not named at its end: %s", all)
	}
	long := Lines([]string{"1", "2"}, []Series{{"Klassade objekt i registret, andel av alla verksamhetssystem", []float64{1, 50}}, {"Övade", []float64{2, 50}}}, Options{})
	if got := strings.Join(texts(long), "|"); !strings.Contains(got, "andel av alla|verksamhetssystem|Övade") {
		t.Errorf("the lines of two names are mixed: %s", got)
	}
	close := Lines([]string{"1"}, []Series{{"A", []float64{50}}, {"B", []float64{50.5}}, {"C", []float64{51}}}, Options{Max: 100})
	var at []Mark
	for _, m := range close.Marks {
		if m.Kind == Text && m.Bold && len(m.Text) == 1 {
			at = append(at, m)
		}
	}
	for i := range at {
		for k := range i {
			if math.Abs(at[i].Y-at[k].Y) < 9 {
				t.Errorf("names %s and %s cover each other", at[i].Text, at[k].Text)
			}
		}
	}
}

func TestMeter(t *testing.T) {
	d := Meter(78, 95, 100, "mål 95", Options{})
	b := boxes(d)
	if !near(b[1].W/b[0].W, 0.78) {
		t.Errorf("78 of 100 is %.2f of the scale", b[1].W/b[0].W)
	}
	tick := Mark{}
	for _, m := range d.Marks {
		if m.Kind == Line {
			tick = m
		}
	}
	if !near(tick.X/b[0].W, 0.95) {
		t.Errorf("the goal's tick stands at %.2f", tick.X/b[0].W)
	}
	for _, m := range Meter(1, 0, 10, "", Options{}).Marks {
		if m.Kind == Line {
			t.Error("a tick without a goal")
		}
	}
}

func TestFormat(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 999: "999", 10000: "10\u00a0000", 1234567: "1\u00a0234\u00a0567", 3.5: "3,5", 48.66: "48,7", -4: "\u22124", -0.01: "0"} {
		if got := (Options{}).format(v); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
}

func TestBreak(t *testing.T) {
	for _, c := range []struct {
		s     string
		width float64
		want  string
	}{
		{"Äldre eller saknas", 200, "Äldre eller saknas"},
		{"Äldre eller saknas", 45, "Äldre eller|saknas"},
		{"Verksamhets\u00adsystem", 60, "Verksamhets-|system"},
		{"Verksamhets\u00adsystem", 200, "Verksamhetssystem"},
		{"Är informations\u00adsäkerhets\u00adsamordnare", 62, "Är informations-|säkerhets-|samordnare"},
		{"", 50, ""},
	} {
		if got := strings.Join(Break(c.s, 8.5, c.width), "|"); got != c.want {
			t.Errorf("%q at %v: %q, want %q", c.s, c.width, got, c.want)
		}
	}
}

// Whatever the data, nothing is drawn outside the picture.
func TestStaysInside(t *testing.T) {
	label := rapid.StringOfN(rapid.SampledFrom([]rune("abcÅäö WM\u00ad")), 0, 60, -1)
	value := rapid.OneOf(rapid.Float64Range(-10, 1e7), rapid.Just(math.NaN()), rapid.Just(math.Inf(1)), rapid.Just(0.0))
	rapid.Check(t, func(t *rapid.T) {
		opt := Options{Width: rapid.Float64Range(200, 500).Draw(t, "width")}
		var bars []Bar
		var stacks []Stack
		var lines []Series
		for range rapid.IntRange(0, 6).Draw(t, "rows") {
			bars = append(bars, Bar{label.Draw(t, "label"), value.Draw(t, "value"), rapid.Bool().Draw(t, "hatched")})
			vs := rapid.SliceOfN(value, 0, 4).Draw(t, "values")
			stacks = append(stacks, Stack{label.Draw(t, "label"), vs})
			lines = append(lines, Series{label.Draw(t, "name"), vs})
		}
		var streams []Stream
		node := rapid.StringOfN(rapid.SampledFrom([]rune("abÅ ")), 1, 30, -1)
		for range rapid.IntRange(0, 20).Draw(t, "streams") {
			streams = append(streams, Stream{[]string{node.Draw(t, "first"), node.Draw(t, "second"), node.Draw(t, "third")}, rapid.Float64Range(0, 1e5).Draw(t, "amount")})
		}
		for name, d := range map[string]Drawing{
			"bars":    Bars(bars, opt),
			"stacked": Stacked([]string{"Ett", "Två", "Tre", "Fyra"}, stacks, -1, opt),
			"lines":   Lines([]string{"2021", "2022", "2023"}, lines[:min(3, len(lines))], opt),
			"flow":    Flow(Flowing{Columns: []string{label.Draw(t, "column"), "Objekt", "Utfall"}, Streams: streams, Rest: func(n int) string { return "Övriga" }}, Options{Width: max(opt.Width, 396)}),
			"slim":    Flow(Flowing{Columns: []string{label.Draw(t, "column"), "Objekt", "Utfall"}, Streams: streams, Rest: func(n int) string { return "Övriga" }}, Options{Width: 200}),
			"meter":   Meter(value.Draw(t, "value"), rapid.Float64Range(-1, 1e6).Draw(t, "goal"), 100, "mål", opt),
		} {
			for _, m := range d.Marks {
				x1, x2 := m.X, m.X+m.W
				if m.Kind == Text {
					w := TextWidth(m.Text, m.Size, m.Bold)
					x1 -= w * float64(m.Anchor) / 2
					x2 = x1 + w
				}
				if math.IsNaN(x1+x2+m.Y+m.H) || x1 < -0.5 || x2 > d.Width+0.5 || m.Y < 0 || m.Kind == Text && m.Y < 0.7*m.Size || m.Y+m.H > d.Height+2.5 {
					t.Fatalf("%s (%.0f×%.0f): %+v from %.1f to %.1f lies outside", name, d.Width, d.Height, m, x1, x2)
				}
			}
		}
	})
}

func TestFlow(t *testing.T) {
	f := Flowing{Columns: []string{"Leverantör", "Objekt", "Grund"}, Last: []string{"Saknas", "Finns"}, Rest: func(n int) string { return fmt.Sprintf("Övriga %d", n) }}
	for i := range 10 {
		end := "Finns"
		if i == 0 {
			end = "Saknas"
		}
		f.Streams = append(f.Streams, Stream{[]string{"Moln", fmt.Sprintf("Objekt %d", i), end}, float64(20 - i)})
	}
	d := Flow(f, Options{})
	sums := map[float64]float64{} // of heights, by column
	tones := map[Tone]int{}
	for _, b := range boxes(d) {
		sums[b.X] += b.H
		if b.Tone != Muted {
			tones[b.Tone]++
		}
	}
	if len(sums) != 3 || tones[C1] != 1 || tones[C2] != 1 {
		t.Fatalf("columns %v, tones of the last %v", sums, tones)
	}
	for x, h := range sums {
		if !near(h, flowHigh) {
			t.Errorf("the column at %.0f is %.1f high: something is lost on its way", x, h)
		}
	}
	left := map[float64]float64{}
	for _, m := range d.Marks {
		if m.Kind == Band {
			left[m.X] += m.H
			if end := Outline(m)[bandSteps]; !near(end[0], m.X+m.W) || !near(end[1], m.Y+m.Rise) {
				t.Errorf("the outline of %+v ends at %v", m, end)
			}
		}
	}
	for x, h := range left {
		if !near(h, flowHigh) {
			t.Errorf("bands from %.0f are %.1f together", x, h)
		}
	}
	all := strings.Join(texts(d), "|")
	if !strings.Contains(all, "Övriga 4|50") || strings.Contains(all, "Objekt 6") {
		t.Errorf("the smallest do not stand together: %s", all)
	}
	words := SayFlow(f, Options{})
	if !strings.Contains(words, "Grund: Saknas 20, Finns 135") {
		t.Errorf("in words: %s", words)
	}
}

func TestHatchStaysInBox(t *testing.T) {
	b := Mark{Kind: Box, X: 10, Y: 20, W: 33, H: 12, Tone: C2}
	lines := Hatch(b)
	if len(lines) < 8 {
		t.Fatalf("%d lines", len(lines))
	}
	for _, l := range lines {
		for _, p := range [][2]float64{{l.X, l.Y}, {l.X + l.W, l.Y + l.H}} {
			if p[0] < 10-1e-9 || p[0] > 43+1e-9 || p[1] < 20-1e-9 || p[1] > 32+1e-9 {
				t.Errorf("%v lies outside the box", p)
			}
		}
		if l.H >= 0 || !near(l.W, -l.H) {
			t.Errorf("%+v does not rise at 45 degrees", l)
		}
	}
}

func TestSVG(t *testing.T) {
	d := Bars([]Bar{{`A & B <"c">`, 4, true}, {"D", 8, false}}, Options{})
	alt := `Antal: "A & B" 4, D 8.`
	render := func(opt SVGOptions) string {
		var b strings.Builder
		if err := SVG(&b, d, alt, opt); err != nil {
			t.Fatal(err)
		}
		for x := xml.NewDecoder(strings.NewReader(b.String())); ; {
			tok, err := x.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("not well-formed: %v", err)
			}
			if s, ok := tok.(xml.StartElement); ok && s.Name.Local == "svg" {
				if got := fmt.Sprint(s.Attr); !strings.Contains(got, "role} img") || !strings.Contains(got, alt) {
					t.Errorf("the picture is not named: %s", got)
				}
			}
		}
		return b.String()
	}
	page := render(SVGOptions{})
	if strings.Contains(page, "style") || strings.Contains(page, "#") || strings.Contains(page, "id=") {
		t.Errorf("inline style, colour or id in a picture for a page: %s", page)
	}
	for _, want := range []string{`class="ch-box ch-c1"`, `class="ch-hatch ch-c1"`, `class="ch-text ch-muted"`, `ch-bold`} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is missing", want)
		}
	}
	alone := render(SVGOptions{Standalone: true})
	for _, want := range []string{`fill="#0b5b5a"`, `stroke="#0b5b5a"`, `fill="#48524e"`, `font-weight="600"`} {
		if !strings.Contains(alone, want) {
			t.Errorf("%s is missing in the picture that stands alone", want)
		}
	}
	if err := SVG(io.Discard, d, " ", SVGOptions{}); err == nil {
		t.Error("a picture without words was written")
	}
}
