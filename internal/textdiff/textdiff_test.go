package textdiff

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// shown writes pieces as text: [-gone-]{+came+}.
func shown(ps []Piece) string {
	var b strings.Builder
	for _, p := range ps {
		switch p.Kind {
		case Same:
			b.WriteString(p.Text)
		case Removed:
			b.WriteString("[-" + p.Text + "-]")
		case Added:
			b.WriteString("{+" + p.Text + "+}")
		}
	}
	return b.String()
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"both empty", "", "", ""},
		{"nothing changed", "Chefen ansvarar.", "Chefen ansvarar.", "Chefen ansvarar."},
		{"all new", "", "Ny text.", "{+Ny text.+}"},
		{"all gone", "Gammal text.", "", "[-Gammal text.-]"},
		{"a word replaced", "Chefen ansvarar för klassning.", "Ägaren ansvarar för klassning.", "[-Chefen-]{+Ägaren+} ansvarar för klassning."},
		{"words in a row replaced", "inom tre hela dagar sedan", "inom 72 strikta timmar sedan", "inom [-tre hela dagar-]{+72 strikta timmar+} sedan"},
		{"a word added", "Incidenter rapporteras.", "Incidenter rapporteras skyndsamt.", "Incidenter rapporteras{+ skyndsamt+}."},
		{"a full stop is no part of the word", "Läs rutinen.", "Läs rutinen!", "Läs rutinen[-.-]{+!+}"},
		{"Swedish letters and dashes", "åtgärds-plan", "åtgärds-lista", "åtgärds-[-plan-]{+lista+}"},
	} {
		if got := shown(Words(c.old, c.new)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestParagraphs(t *testing.T) {
	old := "# Ansvar\n\nChefen ansvarar för att informationen klassas.\n\nStycket utgår helt.\n\nSista stycket."
	now := "# Ansvar\n\nÄgaren ansvarar för att informationen klassas.\n\nEtt tillägg kommer här.\n\nSista stycket."
	got := Paragraphs(old, now)
	want := []struct {
		kind Kind
		text string
	}{
		{Same, "# Ansvar"}, {Rewritten, "[-Chefen-]{+Ägaren+} ansvarar för att informationen klassas."},
		{Removed, "[-Stycket utgår helt.-]"}, {Added, "{+Ett tillägg kommer här.+}"}, {Same, "Sista stycket."},
	}
	if len(got) != len(want) {
		t.Fatalf("%d paragraphs, want %d: %+v", len(got), len(want), got)
	}
	for i, w := range want {
		if got[i].Kind != w.kind || shown(got[i].Pieces) != w.text {
			t.Errorf("paragraph %d: %s %s, want %s %s", i, got[i].Kind, shown(got[i].Pieces), w.kind, w.text)
		}
	}
}

// longest is the length of the longest common subsequence, the plain way.
func longest(a, b []string) int {
	row := make([]int, len(b)+1)
	for i := range a {
		diagonal := 0
		for j := range b {
			up := row[j+1]
			if a[i] == b[j] {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(up, row[j])
			}
			diagonal = up
		}
	}
	return row[len(b)]
}

// The steps lead from the old to the new, and none is needless.
func TestScriptIsShortest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tokens := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d"}), 0, 40)
		a, b := tokens.Draw(t, "a"), tokens.Draw(t, "b")
		var old, now []string
		same := 0
		for _, s := range script(a, b) {
			if s.kind != Added {
				old = append(old, s.token)
			}
			if s.kind != Removed {
				now = append(now, s.token)
			}
			if s.kind == Same {
				same++
			}
		}
		if strings.Join(old, "") != strings.Join(a, "") || strings.Join(now, "") != strings.Join(b, "") {
			t.Fatalf("the steps lead from %v to %v", old, now)
		}
		if want := longest(a, b); same != want {
			t.Fatalf("%d tokens stay, %d could", same, want)
		}
	})
}

// Nothing of either text is lost or made up, whatever it holds.
func TestPiecesAreTheTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`([a-zåäö]{1,4}[ .,\n]){0,30}`))
		a, b := text.Draw(t, "old"), text.Draw(t, "new")
		var old, now strings.Builder
		for i, p := range Words(a, b) {
			if p.Text == "" {
				t.Fatalf("piece %d is empty", i)
			}
			if p.Kind != Added {
				old.WriteString(p.Text)
			}
			if p.Kind != Removed {
				now.WriteString(p.Text)
			}
		}
		if old.String() != a || now.String() != b {
			t.Fatalf("the pieces are %q and %q, not %q and %q", old.String(), now.String(), a, b)
		}
	})
}

// Two long texts without a word in common are the worst there is.
func BenchmarkUnlike(b *testing.B) {
	old, now := strings.Repeat("alfa beta gamma delta ", 750), strings.Repeat("ett två tre fyra fem ", 750)
	for b.Loop() {
		Words(old, now)
	}
}
