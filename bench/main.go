// Command bench measures the product against the floor server of bench/floor,
// in the same run, on the same machine, with the same objects: CPU time of the
// server's process for each request, in alternating rounds. It prints where
// each number of the promise stands. All traffic is to 127.0.0.1.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"text/tabwriter"
)

// row is one line of the promise: a measured value beside its limits.
type row struct {
	what           string
	product, floor string
	value          float64 // in the unit of goal and aim
	goal, aim      float64
	unit           string
	why            string // when it could not be measured
	aside          bool   // shown beside the promise, which says nothing of it
}

func (r row) verdict() string {
	switch {
	case r.why != "":
		return "not measured: " + r.why
	case r.aside:
		return "shown only"
	case r.value <= r.aim:
		return "aim"
	case r.value <= r.goal:
		return "ok"
	}
	return "MISS"
}

// bench is one run.
type bench struct {
	ctx    context.Context
	dir    string // everything is made here
	bin    string
	floor  string
	city   string // database of the city
	rounds int
	rows   []row
}

func main() {
	objects := flag.Int("objects", 10000, "objects in the city")
	rounds := flag.Int("rounds", 5, "alternating rounds of each measure; the median counts")
	keep := flag.String("dir", "", "keep files here, and use the city that is there; otherwise a temporary folder")
	bin := flag.String("bin", "", "measure this build of the product; otherwise it is built")
	only := flag.String("only", "", "measure only: requests, pages, process, methods, files (comma between)")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	b := &bench{ctx: ctx, dir: *keep, bin: *bin, rounds: *rounds}
	if err := b.run(*objects, *only); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	missed := b.print(os.Stdout)
	if missed > 0 {
		os.Exit(1)
	}
}

func (b *bench) run(objects int, only string) error {
	if b.dir == "" {
		dir, err := os.MkdirTemp("", "genomlys-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		b.dir = dir
	} else if err := os.MkdirAll(b.dir, 0o755); err != nil {
		return err
	}
	var err error
	if b.dir, err = filepath.Abs(b.dir); err != nil {
		return err
	}
	if err := b.build(); err != nil {
		return err
	}
	if err := b.fill(objects); err != nil {
		return err
	}
	want := func(part string) bool { return only == "" || strings.Contains(","+only+",", ","+part+",") }
	for _, part := range []struct {
		name string
		run  func() error
	}{{"requests", b.requests}, {"pages", b.pages}, {"process", b.process}, {"methods", b.methods}, {"files", b.files}} {
		if want(part.name) {
			if err := part.run(); err != nil {
				return fmt.Errorf("%s: %w", part.name, err)
			}
		}
	}
	return nil
}

// print writes the table and gives how many numbers miss their goal.
func (b *bench) print(out *os.File) int {
	w := tabwriter.NewWriter(out, 2, 0, 2, ' ', 0)
	fmt.Fprintln(w, "measure\tproduct\tfloor\tvalue\tgoal\taim\tstands")
	missed := 0
	for _, r := range b.rows {
		v := "–"
		if r.why == "" {
			v = fmt.Sprintf("%.2f%s", r.value, r.unit)
		}
		goal, aim := fmt.Sprintf("≤ %g%s", r.goal, r.unit), fmt.Sprintf("%g%s", r.aim, r.unit)
		if r.aside {
			goal, aim = "–", "–"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.what, r.product, r.floor, v, goal, aim, r.verdict())
		if r.verdict() == "MISS" {
			missed++
		}
	}
	w.Flush()
	return missed
}
