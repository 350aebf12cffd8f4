package page

import (
	"strings"
	"testing"

	"genomlys/internal/lang"
)

// TestPart: walking forward through a list shows each row once, and back again.
func TestPart(t *testing.T) {
	rows := strings.Split("a b c d e f g", " ")
	key, to := func(s string) string { return s }, func(s string) string { return "?from=" + s }
	seen, from, pages := "", "", 0
	for {
		part, s := Part(lang.SV, rows, from, 3, key, to)
		seen += strings.Join(part, "")
		if pages++; s.Next == "" {
			if s.Where != "7–7 av 7" || s.Prev != "?from=d" {
				t.Errorf("the last page is %+v", s)
			}
			break
		}
		from = strings.TrimPrefix(s.Next, "?from=")
	}
	if seen != "abcdefg" || pages != 3 {
		t.Errorf("%d pages show %q", pages, seen)
	}
	if part, s := Part(lang.SV, rows, "d", 3, key, to); part[0] != "d" || s.Prev != "?from=" {
		t.Errorf("from d: %v %+v", part, s)
	}
	if part, s := Part(lang.SV, rows, "gone", 3, key, to); part[0] != "a" || s.Prev != "" {
		t.Errorf("a row that has gone: %v %+v", part, s)
	}
	if part, s := Part(lang.SV, rows, "", 7, key, to); len(part) != 7 || s != (Stretch{}) {
		t.Errorf("what fits one page: %v %+v", part, s)
	}
}
