package assess_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"genomlys/internal/assess"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/registers"
)

// TestEveryRefusalHasWords finds the codes in the sources and asks for their words.
func TestEveryRefusalHasWords(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`(?:Code: |at\("[a-z_]+", |"[a-z_]+", f\.New\.Text\("[a-z_]+"\), )"([a-z]+(?:-[a-z]+)+)"`)
	used := map[string]bool{}
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range code.FindAllStringSubmatch(string(b), -1) {
			used[m[1]] = true
		}
	}
	for _, c := range []string{classify.ReasonMissing, classify.ApprovalMissing, classify.RaiseTooHigh, classify.NothingToAdjust, classify.NotAnswered, classify.StopLevel, classify.OutOfScale,
		classify.AnswerUnknown, classify.RiskMissing, classify.CostMissing, classify.BenefitMissing, classify.ActionMissing} {
		used[strings.ReplaceAll(c, "_", "-")] = true
	}
	if len(used) < 50 {
		t.Fatalf("%d codes found: the search is wrong", len(used))
	}
	for c := range used {
		said, ok := assess.Messages[c]
		if !ok {
			said, ok = registers.Messages[c]
		}
		if !ok && !lang.HasProblem(c) {
			t.Errorf("%s has no words", c)
		} else if ok && (said.SV == "" || said.EN == "" || said.SV == said.EN) {
			t.Errorf("%s is said in one language", c)
		}
	}
	for c := range assess.Messages {
		if _, twice := registers.Messages[c]; twice {
			t.Errorf("%s has words in two places", c)
		}
	}
}
