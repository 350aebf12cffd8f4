package rulebook

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const good = `{"code":"class_current_months","values":[1],"unit":"month","title":{"sv":"a","en":"b"},"source":"x","valid_from":"2018-05-25","valid_to":"2020-12-31"}`

// What is wrong with a file must be found when the program starts, not when a figure is wrong.
func TestParseRefuses(t *testing.T) {
	later := strings.NewReplacer("2018-05-25", "2021-01-01", "2020-12-31", "2022-12-31").Replace(good)
	if es, err := parse[Threshold]("x", []byte("["+good+","+later+"]")); err != nil || len(es) != 2 {
		t.Fatalf("sound file: %d %v", len(es), err)
	}
	for name, file := range map[string]string{
		"overlap":         "[" + good + "," + good + "]",
		"overlap by day":  "[" + good + "," + strings.Replace(later, "2021-01-01", "2020-12-31", 1) + "]",
		"no source":       "[" + strings.Replace(good, `"source":"x"`, `"source":""`, 1) + "]",
		"no date":         "[" + strings.Replace(good, "2018-05-25", "2018-02-30", 1) + "]",
		"ends before":     "[" + strings.Replace(good, "2020-12-31", "2018-05-24", 1) + "]",
		"unknown field":   "[" + strings.Replace(good, `"unit"`, `"units"`, 1) + "]",
		"one language":    "[" + strings.Replace(good, `"en":"b"`, `"en":""`, 1) + "]",
		"unknown unit":    "[" + strings.Replace(good, `"month"`, `"moon"`, 1) + "]",
		"no value":        "[" + strings.Replace(good, "[1]", "[]", 1) + "]",
		"something after": "[" + good + "] []",
		"not a list":      good,
	} {
		if _, err := parse[Threshold]("x", []byte(file)); err == nil {
			t.Errorf("%s: not found", name)
		}
	}
}

func TestWholeFindsHoles(t *testing.T) {
	es := func(spans ...[2]string) (out []Threshold) {
		for _, s := range spans {
			f := strings.NewReplacer("2018-05-25", s[0], "2020-12-31", s[1]).Replace(good)
			one, err := parse[Threshold]("x", []byte("["+f+"]"))
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, one...)
		}
		return out
	}
	key := string(ClassCurrentMonths)
	if err := whole(es([2]string{"2018-05-25", "2020-12-31"}, [2]string{"2021-01-01", ""}), key); err != nil {
		t.Error(err)
	}
	for name, list := range map[string][]Threshold{
		"nothing":    nil,
		"late start": es([2]string{"2018-05-26", ""}),
		"hole":       es([2]string{"2018-05-25", "2020-12-31"}, [2]string{"2021-01-02", ""}),
		"ends":       es([2]string{"2018-05-25", "2020-12-31"}),
	} {
		if whole(list, key) == nil {
			t.Errorf("%s: not found", name)
		}
	}
}

// Rules are data: the code that judges must not know the numbers or names of laws.
func TestNoRulesInCode(t *testing.T) {
	forbidden := regexp.MustCompile(`\b(72|36)\b|DPF|GDPR33|GDPR12|CSL\d`)
	files := 0
	for _, dir := range []string{"../method", "."} {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			files++
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			for i, line := range strings.Split(string(b), "\n") {
				if found := forbidden.FindString(line); found != "" {
					t.Errorf("%s:%d says %q: rules belong in data", path, i+1, found)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if files < 20 {
		t.Fatalf("only %d files read", files)
	}
}
