package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// bar shows how far long work has come, on a terminal; in a pipe it is silent.
type bar struct {
	w     io.Writer
	what  string
	last  time.Time
	shown bool
}

func (g *Globals) bar(sv, en string) *bar {
	b := &bar{what: sv}
	if g.Lang == "en" {
		b.what = en
	}
	if f, ok := g.err.(*os.File); ok && !g.Quiet {
		if st, err := f.Stat(); err == nil && st.Mode()&os.ModeCharDevice != 0 {
			b.w = f
		}
	}
	return b
}

// at shows that done of all is done; all 0 means that it is not known.
func (b *bar) at(done, all int64) {
	now := time.Now()
	if b.w == nil || now.Sub(b.last) < 100*time.Millisecond && done != all {
		return
	}
	b.last, b.shown = now, true
	if all <= 0 {
		fmt.Fprintf(b.w, "\r%s %d", b.what, done)
		return
	}
	const width = 30
	n := int(done * width / all)
	fmt.Fprintf(b.w, "\r%s [%s%s] %d %%", b.what, strings.Repeat("#", n), strings.Repeat(".", width-n), done*100/all)
}

func (b *bar) done() {
	if b.shown {
		fmt.Fprintln(b.w)
	}
}
