package value

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"genomlys/internal/register"
)

func TestFact(t *testing.T) {
	for text, want := range map[string]register.Fact{
		"Ja": "yes", " JA ": "yes", "x": "yes", "1": "yes", "true": "yes", "Yes": "yes",
		"Nej": "no", "0": "no", "false": "no", "No.": "no",
		"Vet ej": "unknown", "vet inte": "unknown", "Okänt": "unknown", "?": "unknown", "Ej bedömt": "unknown",
		"Ej tillämpligt": "not_applicable", "N/A": "not_applicable", "ej aktuellt": "not_applicable", "not-applicable": "not_applicable",
	} {
		if got, _, err := Fact(text); err != nil || got != want {
			t.Errorf("Fact(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	for text, hint := range map[string]string{"Delvis": "partly", "Ja, men inte modul X": "did-you-mean", "kanske": "", "": "", "2": "", "!!": ""} {
		got, _, err := Fact(text)
		var e *Error
		if !errors.As(err, &e) || e.Code != "not-a-fact" || e.Hint != hint {
			t.Errorf("Fact(%q) = %q, %v; want hint %q", text, got, err, hint)
		}
	}
}

func TestLevels(t *testing.T) {
	for _, c := range []struct {
		text string
		want Vector
		note Note
	}{
		{"K3 R2 T2", Vector{3, 2, 2, -1}, ""},
		{"K 2 R 3 T 2", Vector{2, 3, 2, -1}, ""},
		{"k3r2t2", Vector{3, 2, 2, -1}, ""},
		{"T2, R1, K0", Vector{0, 1, 2, -1}, ""},
		{"K=3; R=2; T=2; S=1", Vector{3, 2, 2, 1}, ""},
		{"C3 I2 A1", Vector{3, 2, 1, -1}, ""},
		{"Konfidentialitet: 3, Riktighet: 2, Tillgänglighet: 2", Vector{3, 2, 2, -1}, ""},
		{"KRT 322", Vector{3, 2, 2, -1}, ""},
		{"3-2-2", Vector{3, 2, 2, -1}, ""},
		{"3/2/2", Vector{3, 2, 2, -1}, ""},
		{"3 2 2 1", Vector{3, 2, 2, 1}, ""},
		{"322", Vector{3, 2, 2, -1}, ""},
		{"K allvarlig, R betydande, T måttlig", Vector{3, 2, 1, -1}, LevelByWord},
		{"allvarlig/betydande/måttlig", Vector{3, 2, 1, -1}, LevelByWord},
		{"serious; significant; none", Vector{3, 2, 0, -1}, LevelByWord},
		{"Konfidentialitet synnerligen allvarlig, riktighet ingen eller försumbar, tillgänglighet försumbar", Vector{4, 0, 0, -1}, LevelByWord},
		{"K3 R2", Vector{3, 2, -1, -1}, LevelMissing},
	} {
		got, note, err := Levels(c.text, Scale)
		if err != nil || got != c.want || note != c.note {
			t.Errorf("Levels(%q) = %v, %q, %v; want %v, %q", c.text, got, note, err, c.want, c.note)
		}
	}
	for text, want := range map[string]string{
		"K5 R2 T2": "level-out-of-range", "3-2-9": "level-out-of-range", "K3 K2 T1": "not-a-level", "3": "not-a-level", "32": "not-a-level",
		"hög": "not-a-level", "K hög R låg T medel": "not-a-level", "": "not-a-level", "K R T": "not-a-level", "2003-02-02": "not-a-level",
		"3 2 2 1 1": "not-a-level", "K3 allvarligR2": "not-a-level",
	} {
		if got, _, err := Levels(text, Scale); code(err) != want {
			t.Errorf("Levels(%q) = %v, %v; want %s", text, got, err, want)
		}
	}
	_, _, err := Levels("2003-02-02", Scale)
	var e *Error
	if !errors.As(err, &e) || e.Hint != "read-as-date" || e.Nearest[0] != "3-2-2" {
		t.Errorf("a level made a date: %v", err)
	}
}

func TestLevel(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
		note Note
	}{
		{"3", 3, ""}, {"K3", 3, ""}, {"Nivå 3", 3, ""}, {"3 – allvarlig", 3, ""}, {"3 (allvarlig)", 3, ""}, {"3.0", -1, "not-a-level"},
		{"Betydande", 2, LevelByWord}, {"måttligt", 1, LevelByWord}, {"försumbar", 0, LevelByWord}, {"exceptional", 4, LevelByWord},
		{"3 (måttlig)", -1, "not-a-level"}, {"5", -1, "level-out-of-range"}, {"hög", -1, "not-a-level"}, {"-1", -1, "not-a-level"}, {"−1", -1, "not-a-level"},
	} {
		got, note, err := Level(c.text, Scale)
		if c.want < 0 {
			if code(err) != string(c.note) {
				t.Errorf("Level(%q) = %d, %v; want %s", c.text, got, err, c.note)
			}
			continue
		}
		if err != nil || got != c.want || note != c.note {
			t.Errorf("Level(%q) = %d, %q, %v; want %d, %q", c.text, got, note, err, c.want, c.note)
		}
	}
}

var kinds = register.Choices{
	{Code: "business_system", SV: "Verksamhetssystem", EN: "Business system"},
	{Code: "shared_it", SV: "Gemensam it", EN: "Shared IT"},
	{Code: "lt_1000", SV: "<1000", EN: "<1000"},
	{Code: "ge_1000", SV: "≥1000", EN: "≥1000"},
	{Code: "ongoing", SV: "Pågår", EN: "Ongoing"},
}

func TestChoose(t *testing.T) {
	for text, want := range map[string]string{
		"Verksamhetssystem": "business_system", "business_system": "business_system", "BUSINESS SYSTEM": "business_system",
		"gemensam-it": "shared_it", "Gemensam  IT ": "shared_it", "verksamhets\u00ADsystem": "business_system",
		"<1000": "lt_1000", "≥ 1000": "ge_1000", "Pa\u030Aga\u030Ar": "", "Pa\u030Ag\u00E5r": "",
	} {
		got, _, err := Choose(text, kinds)
		if want == "" {
			continue
		}
		if err != nil || got != want {
			t.Errorf("Choose(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	// Letters composed of two characters are the same letters.
	if got, _, err := Choose("Pa\u030Aga\u030Ar", kinds); err != nil || got != "ongoing" {
		t.Errorf("decomposed: %q, %v", got, err)
	}
	for text, near := range map[string]string{"Verksamhetsystem": "Verksamhetssystem", "Pagar": "Pågår", "Gemensam": "Gemensam it", "Molntjänst": "", "": ""} {
		got, _, err := Choose(text, kinds)
		var e *Error
		if !errors.As(err, &e) || e.Code != "not-allowed" || len(e.Allowed) != len(kinds) {
			t.Errorf("Choose(%q) = %q, %v", text, got, err)
			continue
		}
		if near == "" && len(e.Nearest) > 0 || near != "" && (len(e.Nearest) == 0 || e.Nearest[0] != near) {
			t.Errorf("Choose(%q): nearest %v; want %q", text, e.Nearest, near)
		}
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct {
		text, want string
		note       Note
		code       string
	}{
		{"  Lön\u00A0och\u202Fpersonal ", "Lön och personal", "", ""},
		{"La\u0308get", "Läget", "", ""},
		{"verk\u00ADsamhet\u200B", "verksamhet", "", ""},
		{"rad 1\r\nrad 2", "rad 1 rad 2", LinesJoined, ""},
		{"'=1+1", "=1+1", "", ""},
		{"'  -5", "-5", "", ""},
		{"''=x", "'=x", "", ""},
		{"'citat'", "'citat'", "", ""},
		{"a\x00b", "", "", "control-character"},
		{"a\x1bb", "", "", "control-character"},
		{"fil\u202Efdp.exe", "", "", "control-character"},
		{"a\xffb", "", "", "bad-encoding"},
		{strings.Repeat("å", 21), "", "", "too-long"},
		{strings.Repeat("å", 20), strings.Repeat("å", 20), "", ""},
	} {
		got, note, err := Text(c.text, 20)
		if got != c.want || note != c.note || code(err) != c.code {
			t.Errorf("Text(%q) = %q, %q, %v; want %q, %q, %s", c.text, got, note, err, c.want, c.note, c.code)
		}
	}
	if got, err := Long("rad 1\r\n\r\nrad 2\t\n", 0); err != nil || got != "rad 1\n\nrad 2" {
		t.Errorf("Long = %q, %v", got, err)
	}
}

// TestBare holds that what an export makes inert is read back unchanged
// (contract.md 5, security.md T9).
func TestBare(t *testing.T) {
	export := func(s string) string {
		rest := strings.TrimLeft(s, "' \u00A0\u202F")
		if rest != "" && strings.ContainsAny(string([]rune(rest)[0]), "=+-@＝\t\r\x00") {
			return "'" + s
		}
		return s
	}
	changed := 0
	for _, s := range []string{"=1+1", "+46", "-5", "@x", "\tx", "\rx", "\x00x", "＝1", " =1", "\u00A0=1", "'=1", "''=1", "' =1", "'", "''", "'x", "a=1", "", " ", "x", "−5"} {
		if export(s) != s {
			changed++
		}
		if got := Bare(export(s)); got != s {
			t.Errorf("Bare(%q) = %q; want %q", export(s), got, s)
		}
	}
	if changed != 13 {
		t.Errorf("%d texts made inert; want 13", changed)
	}
}

func TestList(t *testing.T) {
	got, note := List("ORG-03; ORG-04;\nORG-05;; ORG-03 ;")
	if want := []string{"ORG-03", "ORG-04", "ORG-05"}; !reflect.DeepEqual(got, want) || note != Duplicates {
		t.Errorf("List = %q, %q", got, note)
	}
	if got, note := List(" ; \n"); got != nil || note != "" {
		t.Errorf("List of nothing = %q, %q", got, note)
	}
}

func TestPerson(t *testing.T) {
	for _, c := range []struct{ text, name, mail, code string }{
		{"Anna Ek <Anna.Ek@slk.example>", "Anna Ek", "anna.ek@slk.example", ""},
		{"anna.ek@slk.example", "", "anna.ek@slk.example", ""},
		{"mailto:anna.ek@slk.example", "", "anna.ek@slk.example", ""},
		{"Åsa Öberg (asa.oberg@slk.example)", "Åsa Öberg", "asa.oberg@slk.example", ""},
		{"asa.oberg@slk.example Åsa Öberg", "Åsa Öberg", "asa.oberg@slk.example", ""},
		{"Objektägare webb och e-tjänster", "Objektägare webb och e-tjänster", "", ""},
		{"anna@", "", "", "not-a-mail"},
		{"@slk.example", "", "", "not-a-mail"},
		{"anna@slk", "", "", "not-a-mail"},
		{" ", "", "", "empty"},
	} {
		name, mail, err := Person(c.text)
		if name != c.name || mail != c.mail || code(err) != c.code {
			t.Errorf("Person(%q) = %q, %q, %v", c.text, name, mail, err)
		}
	}
}

func TestBlank(t *testing.T) {
	for text, want := range map[string]bool{"": true, " \u00A0": true, "-": true, "–": true, "--": true, "x": false, "-5": false, "0": false} {
		if Blank(text) != want {
			t.Errorf("Blank(%q) = %v", text, !want)
		}
	}
}

func TestErrorIsFitToShow(t *testing.T) {
	_, _, err := Date("x\n\u202Ey" + strings.Repeat("å", 200))
	var e *Error
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	if n := len([]rune(e.Value)); n != 100 || strings.ContainsAny(e.Value, "\n\u202E") {
		t.Errorf("value %q of %d", e.Value, n)
	}
	if p := e.Problem("decided_on"); p.Field != "decided_on" || p.Code != "not-a-date" || p.Allowed[0] != exampleDate {
		t.Errorf("problem %+v", p)
	}
}
