package lang_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"genomlys/internal/fault"
	"genomlys/internal/lang"
	_ "genomlys/internal/registers" // has the words of its own rules
)

// The ways in which a code is given in the packages of the core.
var (
	coded = []*regexp.Regexp{
		regexp.MustCompile(`Code: +"([a-z][a-z0-9-]+)"`),
		regexp.MustCompile(`fault\.(?:New|Wrap)\(fault\.[A-Za-z]+, "([a-z][a-z0-9-]+)"`),
		regexp.MustCompile(`\.wrong\([a-z]+, "([a-z][a-z0-9-]+)"`),
		regexp.MustCompile(`refuse\("([a-z][a-z0-9-]+)"`),
		regexp.MustCompile(`\.hint\("([a-z][a-z0-9-]+)"`),
		regexp.MustCompile(`\.At\([^,]+, "([a-z][a-z0-9-]+)"`),
		regexp.MustCompile(`(?m)^\s+\w+ +(?:Code|Note|Reason) = "([a-z][a-z0-9-]+)"`),
		regexp.MustCompile(`(?m)^\s+Code\w+ += "([a-z][a-z0-9-]+)"`),
		regexp.MustCompile(`p\.tell\([^"]*"([a-z][a-z0-9-]*[a-z0-9])"`),
	}
	core = []string{"register", "registers", "command", "access", "store", "query", "intake", "intake/sheet", "intake/value", "intake/match"}
)

func TestEveryCodeHasWords(t *testing.T) {
	found := 0
	for _, dir := range core {
		files, err := filepath.Glob("../" + dir + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %d files", dir, err, len(files))
		}
		for _, f := range files {
			if strings.HasSuffix(f, "_test.go") {
				continue
			}
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			for _, re := range coded {
				for _, m := range re.FindAllStringSubmatch(string(b), -1) {
					found++
					code := m[1]
					if dir == "intake/match" && (code == "several-fields" || code == "taken") {
						code = "column-" + code // as package intake tells it
					}
					if !lang.HasProblem(code) {
						t.Errorf("%s: no words for %q", f, code)
					}
				}
			}
		}
	}
	if found < 200 {
		t.Errorf("only %d codes found: the test looks in the wrong way", found)
	}
}

func TestProblem(t *testing.T) {
	for _, c := range []struct {
		l     lang.Lang
		p     fault.Problem
		label string
		want  string
	}{
		{lang.SV, fault.Problem{Code: "required"}, "Objekt", "Fyll i Objekt."},
		{lang.EN, fault.Problem{Code: "required"}, "Object", "Fill in Object."},
		{lang.SV, fault.Problem{Code: "out-of-range", Allowed: []string{"1", "4"}}, "", "Skriv ett tal mellan 1 och 4."},
		{lang.SV, fault.Problem{Code: "not-allowed", Value: "Kanske", Allowed: []string{"yes", "no"}}, "", "”Kanske” finns inte bland valen. Välj ett av: yes, no."},
		{lang.EN, fault.Problem{Code: "dpf-only-us"}, "", "The Data Privacy Framework covers recipients in the United States alone. Choose another ground or correct the country."},
		{lang.SV, fault.Problem{Code: "no-code-is-called-so"}, "", "Värdet går inte att ta emot. Rätta det."},
	} {
		if got := lang.Problem(c.l, c.p, c.label); got != c.want {
			t.Errorf("%s %s: %q; want %q", c.l, c.p.Code, got, c.want)
		}
	}
}

// What a query lacks is said in the reader's language, and where: at its end.
func TestWhatAQueryLacks(t *testing.T) {
	p := fault.Problem{Code: "query-syntax", Allowed: []string{"value"}}
	for l, want := range map[lang.Lang]string{lang.SV: "vid slutet. Här väntades ett värde.", lang.EN: "at the end. Expected here: a value."} {
		if got := lang.Problem(l, p, "filter"); !strings.Contains(got, want) {
			t.Errorf("%s: %q does not say %q", l, got, want)
		}
	}
	if p.Allowed[0] != "value" {
		t.Error("what machines read was changed")
	}
	p.Value = "OR"
	if got := lang.Problem(lang.SV, p, "filter"); !strings.Contains(got, "vid ”OR”") {
		t.Errorf("%q does not say where", got)
	}
}
