package help

import (
	"regexp"
	"strings"
	"testing"

	"genomlys/internal/lang"
)

// TestManuals: each role has the same sections in both languages, within what
// somebody reads, and every picture that is shown is in the program.
func TestManuals(t *testing.T) {
	pictures := regexp.MustCompile(`src="/hjalp/bild/([a-z]+)"`)
	total := 0
	for _, name := range order {
		sv, err := read(name, lang.SV)
		if err != nil {
			t.Fatal(err)
		}
		en, err := read(name, lang.EN)
		if err != nil {
			t.Fatal(err)
		}
		if len(sv.sections) != len(en.sections) || len(sv.sections) < 3 || sv.lead == "" || en.lead == "" || sv.title == en.title && name != "isam" {
			t.Errorf("%s: %d sections and %d", name, len(sv.sections), len(en.sections))
		}
		for _, m := range []manual{sv, en} {
			if n := len(strings.Fields(bare(m.html))); n > 600 {
				t.Errorf("%s has %d words: it is to be short", name, n)
			}
			for _, p := range pictures.FindAllStringSubmatch(m.html, -1) {
				if b, err := files.ReadFile("picture/" + p[1] + ".webp"); err != nil || len(b) < 1000 {
					t.Errorf("%s shows %s, which is not there: %v", name, p[1], err)
				}
			}
			for _, s := range m.sections[1:] {
				if s.anchor == "" || !strings.Contains(m.html, `id="`+s.anchor+`"`) {
					t.Errorf("%s: %q cannot be linked to", name, s.title)
				}
			}
		}
	}
	entries, err := files.ReadDir("picture")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		i, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		total += int(i.Size())
	}
	if total > 150_000 {
		t.Errorf("the pictures are %d bytes", total)
	}
	if !holds("incidenter och frister", []string{"incident", "frist"}) || holds("incidenter", []string{"frist"}) {
		t.Error("a search asks for all words")
	}
}
