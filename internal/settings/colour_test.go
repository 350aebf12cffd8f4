package settings

import (
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
)

func must(t *testing.T, s string) rgb {
	t.Helper()
	c, ok := parseColour(s)
	if !ok {
		t.Fatalf("%s is no colour", s)
	}
	return c
}

// TestContrast: ratios as WCAG 2.2 counts them; those of the kit's accent stand
// in design.md 4.
func TestContrast(t *testing.T) {
	for _, x := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#ffffff", "#ffffff", 1}, {"#777777", "#ffffff", 4.48}, {"#0b5b5a", "#ffffff", 7.9}, {"#72c8be", "#1a201e", 8.4}, {"#1b2220", "#f6f5f1", 14.9}} {
		if got := contrast(must(t, x.a), must(t, x.b)); math.Abs(got-x.want) > 0.06 {
			t.Errorf("%s on %s: %.3f, want %.2f", x.a, x.b, got, x.want)
		}
	}
	for _, s := range []string{"", "#fff", "0b5b5a", "#0b5b5g", "#0b5b5a0", "#0B5B5A "} {
		if _, ok := parseColour(s); ok {
			t.Errorf("%q is taken as a colour", s)
		}
	}
}

// TestColours: the kit's own pass, a yellow on white is refused with what was
// measured, what is needed and a colour that is enough.
func TestColours(t *testing.T) {
	if ps := (Colours{"#0b5b5a", "#72c8be"}).Problems(); len(ps) > 0 {
		t.Errorf("the kit's own accent: %v", ps)
	}
	ps := Colours{"#ffcc00", "#ffcc00"}.Problems()
	if len(ps) != 1 || ps[0].Field != "light" || ps[0].Value != "#ffcc00" || ps[0].Allowed[1] != "4,50:1" {
		t.Fatalf("a yellow: %v", ps)
	}
	if ps := (Colours{ps[0].Allowed[2], "#ffcc00"}).Problems(); len(ps) > 0 {
		t.Errorf("the colour that is said to be enough is not: %v", ps)
	}
	if ps := (Colours{"blå", "#0b5b5a"}).Problems(); len(ps) != 2 || ps[0].Code != "not-a-colour" || ps[1].Field != "dark" {
		t.Errorf("no colour, and a dark one in the dark: %v", ps)
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		c := rgb{uint8(rnd.IntN(256)), uint8(rnd.IntN(256)), uint8(rnd.IntN(256))}
		if got := (Colours{light.near(c).String(), dark.near(c).String()}); len(got.Problems()) > 0 {
			t.Errorf("near %s: %v", c, got.Problems())
		}
	}
	whole := Colours{Light: " #0B5B5A "}.Completed()
	if whole.Light != "#0b5b5a" || len(whole.Problems()) > 0 {
		t.Errorf("completed: %v %v", whole, whole.Problems())
	}
	if c, ok := Named(whole.Name()); !ok || c != whole {
		t.Errorf("an address does not say the colours: %v", c)
	}
	for _, name := range []string{"", "0b5b5a", "ffcc00-ffcc00", "0b5b5a-72c8be-", "0B5B5A-72C8BE", "0b5b5a-72c8be}"} {
		if _, ok := Named(name); ok {
			t.Errorf("%q names colours", name)
		}
	}
}

// TestGroundsAreTheKits holds what colours are measured against to the tokens.
func TestGroundsAreTheKits(t *testing.T) {
	b, err := os.ReadFile("../web/asset/css/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	token := func(name string) [2]string {
		m := regexp.MustCompile(`--` + name + `:\s*light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)`).FindStringSubmatch(string(b))
		if m == nil {
			t.Fatalf("no token %s", name)
		}
		return [2]string{m[1], m[2]}
	}
	for i, x := range []theme{light, dark} {
		for j, name := range []string{"bg", "surface", "surface-2"} {
			if got := x.grounds[j].String(); got != token(name)[i] {
				t.Errorf("%s %s: %s, want %s", x.name, name, got, token(name)[i])
			}
		}
		if x.mark.String() != token("surface-3")[i] || x.surface.String() != token("surface")[i] || x.on[0].String() != token("on-accent")[i] {
			t.Errorf("%s: surface-3, surface or on-accent is another", x.name)
		}
	}
	if s := (Colours{"#1d4e86", "#97c4f6"}).Style(); !strings.Contains(s, "--accent:light-dark(#1d4e86,#97c4f6)") || !strings.HasPrefix(s, "@layer tokens{") {
		t.Errorf("the style sheet: %s", s)
	}
}
