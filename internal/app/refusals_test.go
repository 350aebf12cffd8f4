package app

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"genomlys/internal/lang"
)

// What the doors, the rooms and the command line refuse, and what verification
// finds, has words: a refusal without them says nothing of what to do.
func TestEveryRefusalHasWords(t *testing.T) {
	coded := []*regexp.Regexp{
		regexp.MustCompile(`fault\.(?:New|Wrap)\(fault\.[A-Za-z]+, "([a-z][a-z0-9-]+[a-z0-9])"`),
		regexp.MustCompile(`fault\.Problem\{[^}]*Code: "([a-z][a-z0-9-]+[a-z0-9])"`),
		regexp.MustCompile(`fault\.Error\{[^}]*Code: "([a-z][a-z0-9-]+[a-z0-9])"`),
		regexp.MustCompile(`door\.Problem\("[^"]*", "([a-z][a-z0-9-]+[a-z0-9])"`),
		regexp.MustCompile(`Finding\{(?:Code: )?"([a-z][a-z0-9-]+[a-z0-9])"`),
	}
	found := 0
	for _, dir := range []string{"..", "../../cmd/genomlys"} {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			b, err := os.ReadFile(path)
			for _, re := range coded {
				for _, m := range re.FindAllStringSubmatch(string(b), -1) {
					if found++; !lang.HasProblem(m[1]) {
						t.Errorf("%s: no words for %q", path, m[1])
					}
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 500 {
		t.Errorf("only %d refusals found: the test looks at the wrong things", found)
	}
}
