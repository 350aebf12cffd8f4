package pdf

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"genomlys/internal/document"
)

func joined(ls []line) (out []string) {
	for _, l := range ls {
		var b strings.Builder
		for _, p := range l.pieces {
			b.WriteString(p.text)
		}
		out = append(out, b.String())
	}
	return out
}

func TestWrap(t *testing.T) {
	e := engineFor(t)
	one := func(s string) []document.Run { return []document.Run{{Text: s}} }
	for _, c := range []struct {
		name  string
		runs  []document.Run
		width float64
		want  []string
	}{
		{"fits", one("kort text"), 200, []string{"kort text"}},
		{"the space stays", one("verksamhet system"), 60, []string{"verksamhet ", "system"}},
		{"soft hyphen used", one("verksamhets\u00adsystem"), 70, []string{"verksamhets\u00ad", "system"}},
		{"soft hyphen unused", one("verksamhets\u00adsystem"), 200, []string{"verksamhetssystem"}},
		{"soft hyphen after a space", one("verksamhet \u00adsystem"), 60, []string{"verksamhet ", "system"}},
		{"soft hyphen first", one("\u00adverksamhetens"), 40, []string{"verksa", "mheten", "s"}},
		{"must break", one("a\nb"), 200, []string{"a", "b"}},
		{"empty line", one("a\n\nb"), 200, []string{"a", "", "b"}},
		{"after hyphen", one("IT-säkerhetsarbete"), 80, []string{"IT-", "säkerhetsarbete"}},
		{"not in a range", one("2024–2026 3/2/1"), 58, []string{"2024–2026 ", "3/2/1"}},
		{"no-break space holds", one("ungefär 10\u00a0000\u00a0kr"), 62, []string{"ungefär ", "10\u00a0000\u00a0kr"}},
		{"long word", one("aaaaaaaaaaaaaaaaaaaa"), 50, []string{"aaaaaaaaa", "aaaaaaaaa", "aa"}},
		{"spaces fold", one("  a   b  "), 200, []string{"a b"}},
		{"word of two runs", []document.Run{{Text: "fet", Bold: true}, {Text: "märkt, ja"}}, 48, []string{"fetmärkt, ", "ja"}},
		{"nothing", nil, 50, []string{""}},
		{"decomposed", one("a\u030a \x07b\ufeff"), 50, []string{"å b"}},
	} {
		if got := joined(e.wrap(c.runs, bodyStyle, c.width)); strings.Join(got, "|") != strings.Join(c.want, "|") {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// No text is lost, no line is too long, whatever the runs and the width.
func TestWrapKeepsAll(t *testing.T) {
	e := engineFor(t)
	rapid.Check(t, func(t *rapid.T) {
		var runs []document.Run
		var all strings.Builder
		for range rapid.IntRange(1, 4).Draw(t, "runs") {
			s := rapid.StringOfN(rapid.SampledFrom([]rune("abåÖm1 -/–\u00ad\u00a0→日")), 0, 30, -1).Draw(t, "text")
			runs = append(runs, document.Run{Text: s, Bold: rapid.Bool().Draw(t, "bold"), Italic: rapid.Bool().Draw(t, "italic")})
			all.WriteString(s)
		}
		width := rapid.Float64Range(12, 300).Draw(t, "width")
		lines := e.wrap(runs, bodyStyle, width)
		var got strings.Builder
		for _, l := range lines {
			w := 0.0
			for _, p := range l.pieces {
				w += e.faces[p.face].width(strings.TrimRight(p.text, " "), bodyStyle.size)
				got.WriteString(p.text)
			}
			if w > width+0.1 && l.width > width+0.1 {
				t.Fatalf("line %q is %.1f wide, more than %.1f", joined([]line{l}), l.width, width)
			}
		}
		strip := strings.NewReplacer(" ", "", "\u00ad", "")
		if strip.Replace(got.String()) != strip.Replace(all.String()) {
			t.Fatalf("%q became %q", all.String(), got.String())
		}
		if strings.Join(strings.Fields(strings.ReplaceAll(got.String(), "\u00ad", "")), " ") != strings.Join(strings.FieldsFunc(strings.ReplaceAll(all.String(), "\u00ad", ""), func(r rune) bool { return r == ' ' }), " ") && !strings.Contains(all.String(), "\u00a0") {
			t.Fatalf("words of %q were joined or split: %q", all.String(), got.String())
		}
	})
}
