package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"genomlys/internal/lang"
)

// helpIn shows the help of a command in the language asked for: the words stand
// in English where a command and its flags are declared, and in Swedish under
// them in the catalogue.
func helpIn(l lang.Lang, c *cobra.Command, w io.Writer) {
	word := func(sv, en string) string { return lang.Text{SV: sv, EN: en}.In(l) }
	fmt.Fprintf(w, "%s\n\n%s\n  %s\n", helpText(l, c.Short), word("Så här:", "Usage:"), useLine(l, c))
	rows := func(title string, list [][2]string) {
		width := 0
		for _, r := range list {
			width = max(width, len([]rune(r[0])))
		}
		if len(list) > 0 {
			fmt.Fprintf(w, "\n%s\n", title)
		}
		for _, r := range list {
			fmt.Fprintf(w, "  %s%s  %s\n", r[0], strings.Repeat(" ", width-len([]rune(r[0]))), r[1])
		}
	}
	var below [][2]string
	for _, s := range c.Commands() {
		if !s.Hidden {
			below = append(below, [2]string{s.Name(), helpText(l, s.Short)})
		}
	}
	rows(word("Kommandon:", "Commands:"), below)
	var places [][2]string
	for _, p := range strings.Split(c.Annotations[placesOf], "\n") {
		if n, text, ok := strings.Cut(p, "\t"); ok {
			places = append(places, [2]string{n, helpText(l, text)})
		}
	}
	rows(word("Anges i ordning:", "Given by place:"), places)
	c.InitDefaultHelpFlag() // also where the help was asked for by "help"
	flags := func(of *pflag.FlagSet) (out [][2]string) {
		of.VisitAll(func(f *pflag.Flag) { out = append(out, [2]string{flagName(l, f), flagText(l, f)}) })
		return out
	}
	rows(word("Flaggor:", "Flags:"), flags(c.LocalNonPersistentFlags()))
	shared := c.PersistentFlags()
	if c.HasParent() {
		shared = c.InheritedFlags()
	}
	rows(word("Flaggor för alla kommandon:", "Flags of all commands:"), flags(shared))
	if len(below) > 0 {
		fmt.Fprintf(w, "\n%s\n", fmt.Sprintf(word("Mer om ett kommando: %s KOMMANDO --help", "More on a command: %s COMMAND --help"), c.CommandPath()))
	}
}

// placesOf is where a command keeps what its places are for.
const placesOf = "places"

func useLine(l lang.Lang, c *cobra.Command) string {
	line := c.UseLine()
	if c.HasAvailableSubCommands() {
		line = c.CommandPath() + lang.Text{SV: " KOMMANDO", EN: " COMMAND"}.In(l)
	}
	return strings.TrimSuffix(line, " [flags]") + lang.Text{SV: " [flaggor]", EN: " [flags]"}.In(l)
}

// flagName is how a flag is written: -o, --out TEXT.
func flagName(l lang.Lang, f *pflag.Flag) string {
	out := "    "
	if f.Shorthand != "" {
		out = "-" + f.Shorthand + ", "
	}
	out += "--" + f.Name
	if k, ok := helpKinds[f.Value.Type()]; ok {
		out += " " + k.In(l)
	}
	return out
}

// helpKinds tells what follows a flag; one that is on or off has nothing.
var helpKinds = map[string]lang.Text{
	"string": {SV: "TEXT", EN: "TEXT"}, "stringArray": {SV: "TEXT", EN: "TEXT"}, "stringSlice": {SV: "TEXT,…", EN: "TEXT,…"},
	"int": {SV: "ANTAL", EN: "NUMBER"}, "uint64": {SV: "TAL", EN: "NUMBER"}, "duration": {SV: "TID", EN: "TIME"},
	"key=value": {SV: "NYCKEL=VÄRDE", EN: "KEY=VALUE"},
}

// length writes a length of time as it is typed.
var length = strings.NewReplacer("h0m0s", "h", "m0s", "m")

func flagText(l lang.Lang, f *pflag.Flag) string {
	if f.Name == "help" {
		return lang.Text{SV: "Visa den här hjälpen.", EN: "Show this help."}.In(l)
	}
	text, env, _ := strings.Cut(f.Usage, " (GENOMLYS_")
	out := helpText(l, text)
	if d := f.DefValue; d != "" && d != "false" && d != "[]" && d != "0" && d != "0s" {
		out += fmt.Sprintf(lang.Text{SV: " Annars %s.", EN: " Otherwise %s."}.In(l), length.Replace(d))
	}
	if env != "" {
		out += " " + lang.Text{SV: "Miljövariabel: ", EN: "Environment: "}.In(l) + "GENOMLYS_" + strings.TrimSuffix(env, ")") + "."
	}
	return out
}

func helpText(l lang.Lang, en string) string {
	if sv, ok := helpTexts[en]; ok && l == lang.SV {
		return sv
	}
	return en
}
