package main

import (
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"genomlys/internal/lang"
)

// runner is a command that does something.
type runner interface{ Run(*Globals) error }

// commands lays out the command line that a struct declares: a field tagged cmd
// is a command of its own, one tagged arg is given by place, all else are flags.
// Nothing is called by a name found while running, so that the linker may leave
// out what no command uses: that takes three megabytes off the program.
func commands(cli *CLI) *cobra.Command {
	root := &cobra.Command{Use: "genomlys", Short: "A city's information security and data protection, from registers to a decided management review.",
		SilenceErrors: true, SilenceUsage: true, CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true}}
	root.SetOut(cli.out)
	root.SetErr(cli.err)
	root.SetHelpFunc(func(c *cobra.Command, _ []string) { helpIn(lang.Parse(cli.Lang), c, cli.out) })
	root.SetHelpCommand(&cobra.Command{Use: "help", Hidden: true, Short: "Show the help of a command.", RunE: func(c *cobra.Command, args []string) error {
		about, more, err := root.Find(args)
		if err != nil || len(more) > 0 {
			return wrongUse{"Det finns inget kommando ”%s”. Se genomlys --help.", "There is no command “%s”. See genomlys --help.", []any{strings.Join(args, " ")}}
		}
		return about.Help()
	}})
	d := declared{globals: &cli.Globals}
	v := reflect.ValueOf(cli).Elem()
	d.flags(root.PersistentFlags(), v.FieldByName("Globals"))
	d.checked = append(d.checked, d.own...)
	d.below(root, v)
	root.InitDefaultHelpCmd()
	return root
}

// declared is what one command asks for, checked before it runs.
type declared struct {
	globals *Globals
	args    []place
	own     []func(*pflag.FlagSet) error
	checked []func(*pflag.FlagSet) error // of the flags that all commands take
}

// place is an argument given by place.
type place struct {
	name     string
	help     string
	set      func(string)
	check    func(string) error
	optional bool
}

// below adds the commands that the fields of a struct declare.
func (d declared) below(parent *cobra.Command, v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if _, ok := f.Tag.Lookup("cmd"); !ok {
			continue
		}
		c := &cobra.Command{Use: dashed(f.Name), Short: f.Tag.Get("help")}
		one := declared{globals: d.globals, checked: d.checked}
		if r, ok := v.Field(i).Addr().Interface().(runner); ok {
			one.flags(c.Flags(), v.Field(i))
			one.run(c, r)
		} else {
			one.below(c, v.Field(i))
		}
		parent.AddCommand(c)
	}
	parent.Args = cobra.ArbitraryArgs
	parent.RunE = func(c *cobra.Command, args []string) error {
		var names []string
		for _, s := range c.Commands() {
			names = append(names, s.Name())
		}
		if len(args) > 0 {
			return wrongUse{"%s har inget kommando ”%s”. Det finns %s.", "%s has no command “%s”. There are %s.", []any{c.CommandPath(), args[0], strings.Join(names, ", ")}}
		}
		return wrongUse{"%s vill ha ett kommando: %s", "%s wants a command: %s", []any{c.CommandPath(), strings.Join(names, ", ")}}
	}
}

func (d *declared) run(c *cobra.Command, r runner) {
	var about []string
	for _, a := range d.args {
		about = append(about, strings.ToUpper(a.name)+"\t"+a.help)
		if a.optional {
			c.Use += " [" + strings.ToUpper(a.name) + "]"
		} else {
			c.Use += " " + strings.ToUpper(a.name)
		}
	}
	c.Annotations = map[string]string{placesOf: strings.Join(about, "\n")}
	c.Args = cobra.ArbitraryArgs
	c.RunE = func(c *cobra.Command, args []string) error {
		for i, a := range d.args {
			switch {
			case i < len(args):
				if err := a.check(args[i]); err != nil {
					return wrongUse{"%s: %v", "%s: %v", []any{strings.ToUpper(a.name), err}}
				}
				a.set(args[i])
			case !a.optional:
				return wrongUse{"%s vill ha %s.", "%s wants %s.", []any{c.CommandPath(), strings.ToUpper(a.name)}}
			}
		}
		if len(args) > len(d.args) {
			return wrongUse{"%s tar inte ”%s”.", "%s does not take “%s”.", []any{c.CommandPath(), args[len(d.args)]}}
		}
		for _, check := range slices.Concat(d.checked, d.own) {
			if err := check(c.Flags()); err != nil {
				return err
			}
		}
		d.globals.flags = c.Flags()
		for _, a := range d.args {
			d.globals.places = append(d.globals.places, a.name)
		}
		d.globals.ended = r.Run(d.globals)
		return nil
	}
}

// flags adds the flags and places of a struct, those of the structs it embeds too.
func (d *declared) flags(to *pflag.FlagSet, v reflect.Value) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Anonymous {
			d.flags(to, v.Field(i))
			continue
		}
		if !f.IsExported() {
			continue
		}
		if _, ok := f.Tag.Lookup("arg"); ok {
			field, optional := v.Field(i), has(f, "optional")
			d.args = append(d.args, place{name: name(f), help: f.Tag.Get("help"), set: field.SetString, check: allowed(f), optional: optional})
			continue
		}
		d.flag(to, f, v.Field(i))
	}
}

func (d *declared) flag(to *pflag.FlagSet, f reflect.StructField, v reflect.Value) {
	n, short, help := name(f), f.Tag.Get("short"), f.Tag.Get("help")
	preset := f.Tag.Get("default")
	env := f.Tag.Get("env")
	if env != "" {
		help += " (" + env + ")"
		if x, ok := os.LookupEnv(env); ok && x != "" {
			preset = x
		}
	}
	switch p := v.Addr().Interface().(type) {
	case *string:
		to.StringVarP(p, n, short, preset, help)
	case *bool:
		to.BoolVarP(p, n, short, preset == "true", help)
	case *int:
		number, _ := strconv.Atoi(preset)
		to.IntVarP(p, n, short, number, help)
	case *uint64:
		number, _ := strconv.ParseUint(preset, 10, 64)
		to.Uint64VarP(p, n, short, number, help)
	case *time.Duration:
		length, _ := time.ParseDuration(preset)
		to.DurationVarP(p, n, short, length, help)
	case *[]string:
		if f.Tag.Get("sep") == "none" {
			to.StringArrayVarP(p, n, short, nil, help)
		} else {
			to.StringSliceVarP(p, n, short, nil, help)
		}
	case *map[string]string:
		to.VarP(&pairs{p}, n, short, help)
	default:
		panic(fmt.Sprintf("flag --%s is a %s, which no flag can be", n, v.Type()))
	}
	check := allowed(f)
	d.own = append(d.own, func(given *pflag.FlagSet) error {
		fl := given.Lookup(n)
		if has(f, "required") && !fl.Changed {
			return wrongUse{"--%s måste anges.", "--%s must be given.", []any{n}}
		}
		if fl.Changed || fl.Value.String() != "" && f.Tag.Get("enum") != "" {
			if err := check(fl.Value.String()); err != nil {
				return wrongUse{"--%s: %v", "--%s: %v", []any{n, err}}
			}
		}
		return nil
	})
}

// allowed is the check of what a flag or place may hold.
func allowed(f reflect.StructField) func(string) error {
	enum, kind := f.Tag.Get("enum"), f.Tag.Get("type")
	return func(s string) error {
		if enum != "" && !slices.Contains(strings.Split(enum, ","), s) {
			return wrongUse{"”%s” finns inte bland valen: %s.", "“%s” is not one of %s.", []any{s, strings.ReplaceAll(enum, ",", ", ")}}
		}
		if kind == "" {
			return nil
		}
		st, err := os.Stat(s)
		switch {
		case err != nil:
			return wrongUse{"%s finns inte.", "%s is not there.", []any{s}}
		case kind == "existingfile" && st.IsDir():
			return wrongUse{"%s är en mapp.", "%s is a folder.", []any{s}}
		case kind == "existingdir" && !st.IsDir():
			return wrongUse{"%s är ingen mapp.", "%s is no folder.", []any{s}}
		}
		return nil
	}
}

// pairs is a flag of key=value, given once for each.
type pairs struct{ to *map[string]string }

func (p *pairs) String() string { return "" }
func (p *pairs) Type() string   { return "key=value" }
func (p *pairs) Set(s string) error {
	k, v, ok := strings.Cut(s, "=")
	if !ok {
		return wrongUse{sv: "skrivs nyckel=värde.", en: "is written key=value."}
	}
	if *p.to == nil {
		*p.to = map[string]string{}
	}
	(*p.to)[k] = v
	return nil
}

func has(f reflect.StructField, tag string) bool { _, ok := f.Tag.Lookup(tag); return ok }

func name(f reflect.StructField) string {
	if n := f.Tag.Get("name"); n != "" {
		return n
	}
	return dashed(f.Name)
}

// dashed is a Go name as it is typed: DryRun is dry-run, AsOf is as-of.
func dashed(s string) string {
	var b strings.Builder
	rs := []rune(s)
	for i, r := range rs {
		if i > 0 && unicode.IsUpper(r) && (unicode.IsLower(rs[i-1]) || i+1 < len(rs) && unicode.IsLower(rs[i+1])) {
			b.WriteByte('-')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
