// Command licences lists the modules compiled into the product with their
// licences (docs/third-party.md), or with -check fails on one that is not in
// the list or whose licence is not allowed.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
)

const list = "docs/third-party.md"

// texts are words that only one licence holds, most particular first.
var texts = []struct{ name, has string }{
	{"Apache-2.0", "Apache License"},
	{"MPL-2.0", "Mozilla Public License"},
	{"BSD-3-Clause", "Neither the name"},
	{"BSD-3-Clause", "names of its contributors"},
	{"BSD-2-Clause", "Redistributions in binary form"},
	{"MIT", "Permission is hereby granted, free of charge"},
	{"ISC", "Permission to use, copy, modify, and/or distribute"},
}

func main() {
	check := flag.Bool("check", false, "fail when the list is out of step")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "licences:", err)
		os.Exit(1)
	}
}

func run(check bool) error {
	out, err := exec.Command("go", "list", "-deps", "-json=Module,Standard", "./cmd/...").Output()
	if err != nil {
		return fmt.Errorf("go list: %w", err)
	}
	dirs := map[string]string{}
	d := json.NewDecoder(bytes.NewReader(out))
	for {
		var p struct {
			Standard bool
			Module   *struct {
				Path, Version, Dir string
				Main               bool
			}
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		if p.Module != nil && !p.Module.Main {
			dirs[p.Module.Path+" "+p.Module.Version] = p.Module.Dir
		}
	}
	mods := make([]string, 0, len(dirs))
	for m := range dirs {
		mods = append(mods, m)
	}
	sort.Strings(mods)
	var b strings.Builder
	b.WriteString("# Third-party parts\n\nModules compiled into the binary, with their licences. Made by `go run ./scripts/licences`; why each is there stands in [dependencies.md](dependencies.md).\n\n| module | version | licence |\n|---|---|---|\n")
	for _, m := range mods {
		l, err := licence(dirs[m])
		if err != nil {
			return fmt.Errorf("%s: %w", m, err)
		}
		path, version, _ := strings.Cut(m, " ")
		fmt.Fprintf(&b, "| %s | %s | %s |\n", path, version, l)
	}
	b.WriteString("\nFonts Source Sans 3 and Source Serif 4: SIL Open Font License 1.1, shipped unmodified. Icons: Lucide, ISC. The Go standard library and runtime: BSD-3-Clause.\n")
	if !check {
		return os.WriteFile(list, []byte(b.String()), 0o644)
	}
	have, err := os.ReadFile(list)
	if err != nil {
		return err
	}
	if string(have) != b.String() {
		return fmt.Errorf("%s is out of step: run go run ./scripts/licences and commit", list)
	}
	return nil
}

func licence(dir string) (string, error) {
	for _, pat := range []string{"LICENSE*", "LICENCE*", "COPYING*", "License*", "license*"} {
		files, err := filepath.Glob(filepath.Join(dir, pat))
		if err != nil {
			return "", err
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				continue
			}
			for _, t := range texts {
				if bytes.Contains(b, []byte(t.has)) {
					return t.name, nil
				}
			}
		}
	}
	return "", errors.New("no licence text that is allowed")
}
