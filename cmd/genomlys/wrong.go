package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/pflag"

	"genomlys/internal/fault"
	"genomlys/internal/lang"
)

// wrongUse is an error in how the program is called, in both languages: what
// language is asked for may stand after it on the line.
type wrongUse struct {
	sv, en string
	args   []any
}

func (w wrongUse) Error() string { return fmt.Sprintf(w.en, w.args...) }

func (w wrongUse) in(l lang.Lang) string {
	args := slices.Clone(w.args)
	for i, a := range args {
		if err, ok := a.(error); ok {
			args[i] = useIn(l, err)
		}
	}
	return fmt.Sprintf(lang.Text{SV: w.sv, EN: w.en}.In(l), args...)
}

// useIn says a wrong use, the program's own or what the flags' reader found.
func useIn(l lang.Lang, err error) string {
	var own wrongUse
	var unknown *pflag.NotExistError
	var needs *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return wrongUse{"Det finns ingen flagga %s. Se --help.", "There is no flag %s. See --help.", []any{dashes(unknown.GetSpecifiedName())}}.in(l)
	case errors.As(err, &needs):
		return wrongUse{"%s ska följas av ett värde.", "%s wants a value after it.", []any{dashes(needs.GetSpecifiedName())}}.in(l)
	case errors.As(err, &invalid):
		f := invalid.GetFlag()
		var own wrongUse
		if errors.As(invalid.Unwrap(), &own) {
			return wrongUse{"--%s: ”%s” %s", "--%s: “%s” %s", []any{f.Name, invalid.GetValue(), own}}.in(l)
		}
		kind := lang.Text{SV: f.Value.Type(), EN: f.Value.Type()}
		if k, ok := kinds[f.Value.Type()]; ok {
			kind = k
		}
		return wrongUse{"--%s: ”%s” är inte %s.", "--%s: “%s” is not %s.", []any{f.Name, invalid.GetValue(), kind.In(l)}}.in(l)
	case errors.As(err, &own):
		return own.in(l)
	}
	return err.Error()
}

// kinds of flags, as people call them.
var kinds = map[string]lang.Text{
	"int":      {SV: "ett heltal", EN: "a whole number"},
	"uint64":   {SV: "ett heltal från 0", EN: "a whole number from 0"},
	"bool":     {SV: "true eller false", EN: "true or false"},
	"duration": {SV: "en tid, som 30m eller 12h", EN: "a length of time, such as 30m or 12h"},
}

func dashes(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// asked finds the language on a line that may not be readable otherwise.
func asked(args []string) lang.Lang {
	for i, a := range args {
		v, ok := strings.CutPrefix(a, "--lang=")
		if !ok && a == "--lang" && i+1 < len(args) {
			v, ok = args[i+1], true
		}
		if ok {
			return lang.Parse(v)
		}
	}
	return lang.SV
}

// fileWords says what went wrong with a file of the machine.
func fileWords(l lang.Lang, err *fs.PathError) string {
	text := lang.Text{SV: "%s går inte att använda: %v", EN: "%s cannot be used: %v"}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Sprintf(lang.Text{SV: "%s finns inte. Kontrollera sökvägen.", EN: "%s is not there. Check the path."}.In(l), err.Path)
	case errors.Is(err, fs.ErrExist):
		return fmt.Sprintf(lang.Text{SV: "%s finns redan. Välj ett annat namn.", EN: "%s exists already. Choose another name."}.In(l), err.Path)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Sprintf(lang.Text{SV: "%s får inte läsas eller skrivas. Kontrollera rättigheterna.", EN: "%s may not be read or written. Check the rights."}.In(l), err.Path)
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Sprintf(lang.Text{SV: "%s: disken är full. Frigör utrymme och försök igen.", EN: "%s: the disk is full. Make room and try again."}.In(l), err.Path)
	}
	return fmt.Sprintf(text.In(l), err.Path, err.Err)
}

// problem says one thing that is wrong: where, what, and what is allowed.
func (g *Globals) problem(l lang.Lang, p fault.Problem) string {
	where := p.Field
	if n := strings.ReplaceAll(p.Field, "_", "-"); g.flags != nil && g.flags.Lookup(n) != nil {
		where = "--" + n
	} else if slices.Contains(g.places, n) {
		where = strings.ToUpper(n)
	}
	text := lang.Problem(l, p, where)
	if where != "" && !strings.Contains(text, where) {
		text = where + ": " + text
	}
	text = given(l, text, p.Value)
	if len(p.Allowed) > 0 && p.Code != "query-syntax" && !strings.Contains(text, p.Allowed[0]) {
		text += " " + lang.Text{SV: "Finns: ", EN: "There are: "}.In(l) + strings.Join(p.Allowed, ", ") + "."
	}
	return text
}

// given adds what was given to a text that does not say it.
func given(l lang.Lang, text, value string) string {
	if value == "" || strings.Contains(text, value) {
		return text
	}
	return text + fmt.Sprintf(lang.Text{SV: " Angivet: ”%s”.", EN: " Given: “%s”."}.In(l), value)
}

func usage(sv, en string, _ *Globals) error { return wrongUse{sv: sv, en: en} }

// saved remembers the file that a command made, so that --json can tell of it.
func (g *Globals) saved(path string) error {
	if !g.JSON {
		return nil
	}
	if _, err := os.Stat(path); err != nil {
		return err
	}
	return g.wrote(path, nil)
}
