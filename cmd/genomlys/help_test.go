package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// The help of every command is there in both languages, and says nothing in the
// other: Swedish when nothing is asked for.
func TestHelpFollowsTheLanguage(t *testing.T) {
	used := map[string]bool{}
	known := func(where, text string) {
		t.Helper()
		if helpTexts[text] == "" {
			t.Errorf("%s: no Swedish for %q", where, text)
		}
		used[text] = true
	}
	var lines [][]string
	var walk func(c *cobra.Command, path []string)
	walk = func(c *cobra.Command, path []string) {
		where := strings.Join(path, " ")
		known(where, c.Short)
		for _, p := range strings.Split(c.Annotations[placesOf], "\n") {
			if _, text, ok := strings.Cut(p, "\t"); ok {
				known(where, text)
			}
		}
		for _, set := range []*pflag.FlagSet{c.Flags(), c.PersistentFlags()} {
			set.VisitAll(func(f *pflag.Flag) {
				if f.Name == "help" {
					return
				}
				text, _, _ := strings.Cut(f.Usage, " (GENOMLYS_")
				known(where+" --"+f.Name, text)
				if k := f.Value.Type(); k != "bool" && helpKinds[k].SV == "" {
					t.Errorf("%s --%s: nothing says what a %s is", where, f.Name, k)
				}
			})
		}
		lines = append(lines, path)
		for _, s := range c.Commands() {
			walk(s, append(path[:len(path):len(path)], s.Name()))
		}
	}
	walk(commands(&CLI{}), nil)
	for en := range helpTexts {
		if !used[en] {
			t.Errorf("no command or flag says %q any more", en)
		}
	}
	for _, path := range lines {
		for l, words := range map[string][]string{"sv": {"Så här:", "Visa den här hjälpen.", "Språk för meddelanden"}, "en": {"Usage:", "Show this help.", "Language of messages"}} {
			for _, args := range [][]string{append(path[:len(path):len(path)], "--help", "--lang", l), append([]string{"--lang=" + l, "help"}, path...)} {
				var out, errs bytes.Buffer
				if code := run(context.Background(), args, &out, &errs); code != 0 || errs.Len() > 0 {
					t.Errorf("%v: ends with %d: %s", args, code, &errs)
				}
				for _, w := range words {
					if !strings.Contains(out.String(), w) {
						t.Errorf("%v: does not say %q:\n%s", args, w, &out)
					}
				}
				for en, sv := range helpTexts {
					if not := map[string]string{"sv": en, "en": sv}[l]; en != sv && strings.Contains(out.String(), "  "+not+"\n") {
						t.Errorf("%v: says %q", args, not)
					}
				}
			}
		}
	}
	var out, errs bytes.Buffer
	if code := run(context.Background(), []string{"help", "nothing"}, &out, &errs); code != 2 || out.Len() > 0 || !strings.Contains(errs.String(), "Det finns inget kommando") {
		t.Errorf("help of nothing ends with %d: %s %s", code, &out, &errs)
	}
}
