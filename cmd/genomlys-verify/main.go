// Command genomlys-verify is the auditor's tool: it checks a bundle taken out
// of the ledger against public key and checkpoints, offline and without the
// server. The format it reads is in docs/ledger-format.md.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"genomlys/internal/ledger"
)

// Exit codes.
const (
	exitWhole  = 0 // the ledger holds
	exitBroken = 1 // the ledger is broken; the result line says where
	exitUsage  = 2 // nothing was examined: wrong use, or a file that cannot be read
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// options is what the command line says.
type options struct {
	bundle, key string
	checkpoints list
	printed     list
	lang        string
}

// list is a flag that may be given several times.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(s string) error { *l = append(*l, s); return nil }

// run examines and prints one line on out; everything else goes to errs.
func run(args []string, in io.Reader, out, errs io.Writer) int {
	o, code := parseArgs(args, errs)
	if code >= 0 {
		return code
	}
	say := speak(o.lang)
	stop := func(err error) int {
		fmt.Fprintln(errs, "genomlys-verify:", err)
		return exitUsage
	}
	key, err := os.ReadFile(o.key)
	if err != nil {
		return stop(err)
	}
	r := in
	if o.bundle != "-" {
		f, err := os.Open(o.bundle)
		if err != nil {
			return stop(err)
		}
		defer f.Close()
		r = f
	}
	trusted, err := o.trusted(string(key))
	var meta ledger.Bundle
	var res ledger.Result
	if err == nil {
		meta, res, err = ledger.VerifyBundle(r, string(key), trusted...)
	}
	var b *ledger.Break
	switch {
	case errors.As(err, &b):
		fmt.Fprintln(out, say(broken), b.Say(o.lang))
		return exitBroken
	case err != nil:
		return stop(err)
	}
	fmt.Fprintln(out, say.whole(meta, res))
	return exitWhole
}

// parseArgs gives the options, or an exit code (-1 for none).
func parseArgs(args []string, errs io.Writer) (options, int) {
	var o options
	o.lang = "sv"
	for i, a := range args { // the language of the help itself
		if v, ok := strings.CutPrefix(strings.TrimLeft(a, "-"), "lang"); ok && a != v {
			if v == "=en" || v == "" && i+1 < len(args) && args[i+1] == "en" {
				o.lang = "en"
			}
		}
	}
	say := speak(o.lang)
	flags := flag.NewFlagSet("genomlys-verify", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.StringVar(&o.bundle, "bundle", "", say(helpBundle))
	flags.StringVar(&o.key, "key", "", say(helpKey))
	flags.Var(&o.checkpoints, "checkpoint", say(helpCheckpoint))
	flags.Var(&o.printed, "printed", say(helpPrinted))
	flags.StringVar(&o.lang, "lang", o.lang, say(helpLang))
	flags.Usage = func() {
		fmt.Fprintln(errs, say(usage))
		flags.PrintDefaults()
	}
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return o, exitWhole
		}
		return o, exitUsage
	}
	if o.bundle == "" || o.key == "" || flags.NArg() > 0 || o.lang != "sv" && o.lang != "en" {
		flags.Usage()
		return o, exitUsage
	}
	return o, -1
}

// trusted gives the checkpoints that the auditor brings. A file with a
// signature must be signed by a key given; one without is taken as typed from
// a printed report.
func (o options) trusted(key string) ([]ledger.Checkpoint, error) {
	var all []ledger.Checkpoint
	for _, name := range o.checkpoints {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var cp ledger.Checkpoint
		if strings.Contains(string(text), "\n\n\u2014 ") { // how a signature begins
			cp, err = ledger.OpenCheckpoint(key, text)
		} else {
			cp, err = ledger.ParseCheckpoint(text)
		}
		if err != nil {
			return nil, err
		}
		all = append(all, cp)
	}
	for _, p := range o.printed {
		size, root, _ := strings.Cut(p, ":")
		if _, err := strconv.ParseInt(size, 10, 64); err != nil {
			return nil, fmt.Errorf("-printed %q: %s", p, speak(o.lang)(helpPrinted))
		}
		origin, err := firstOrigin(key)
		if err != nil {
			return nil, err
		}
		cp, err := ledger.ParseCheckpoint([]byte(origin + "\n" + size + "\n" + root + "\n"))
		if err != nil {
			return nil, fmt.Errorf("-printed %q: %w", p, unbroken{err})
		}
		all = append(all, cp)
	}
	return all, nil
}

// unbroken hides that an error is a break: a slip of the finger on the
// command line says nothing about the ledger.
type unbroken struct{ err error }

func (u unbroken) Error() string { return u.err.Error() }

// firstOrigin gives the name of the log that the keys of a file belong to.
func firstOrigin(key string) (string, error) {
	for line := range strings.Lines(key) {
		line = strings.TrimSpace(line)
		if line != "" && line[0] != '#' {
			return ledger.Origin(line)
		}
	}
	return "", errors.New("-key: no public key in the file")
}
