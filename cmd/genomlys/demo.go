package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"genomlys/internal/app"
	"genomlys/internal/example"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/review"
)

// DemoCmd makes the example office.
type DemoCmd struct {
	Out     string `default:"out" help:"Folder for the review's files."`
	Addr    string `default:"127.0.0.1:8080" help:"Address to serve on."`
	Draft   bool   `help:"Leave the review as a draft, to be written and decided by hand."`
	NoServe bool   `help:"Stop after the files."`
}

// Run makes the office with two years of data, decides its management review
// into files, and serves.
func (c *DemoCmd) Run(g *Globals) error {
	if err := os.MkdirAll(c.Out, 0o755); err != nil {
		return err
	}
	if dir := filepath.Dir(strings.TrimPrefix(g.DB, "sqlite://")); dir != "." && !strings.HasPrefix(g.DB, "postgres") {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	h, err := g.open(false)
	if err != nil {
		return err
	}
	defer h.Close()
	start := time.Now()
	rec, err := demo(g, h, c.Draft)
	if err != nil {
		return err
	}
	made, err := c.files(g, h, rec)
	if err != nil {
		return err
	}
	if g.JSON && c.NoServe {
		return g.result(map[string]any{"db": g.DB, "review": rec, "files": made})
	}
	for _, f := range made {
		fmt.Fprintln(g.out, f["path"])
	}
	g.say("Klart på %.1f sekunder.", "Done in %.1f seconds.", time.Since(start).Seconds())
	if c.NoServe {
		return nil
	}
	return serve(g, h, &ServeCmd{Addr: c.Addr}, func(base string) {
		for _, who := range []string{example.Coordinator, example.Head} {
			p, err := h.Access.ByEmail(g.ctx, who, h.Now())
			if err != nil {
				g.report(err)
				return
			}
			link, err := h.SignInLink(g.ctx, p.Person, base)
			if err != nil {
				g.report(err)
				return
			}
			fmt.Fprintf(g.out, "%s\t%s\n", p.Name, link)
		}
		g.say("Öppna en av länkarna ovan för att komma in. Varje länk gäller en gång. Avsluta med Ctrl C.", "Open one of the links above to come in. Each link holds once. End with Ctrl C.")
	})
}

// demo fills an empty installation; one that is filled is served as it is.
func demo(g *Globals, h *app.House, draft bool) (string, error) {
	n, err := h.DB.Position(g.ctx)
	if err != nil {
		return "", err
	}
	if n > 0 {
		rec, err := example.Find(g.ctx, h.Reviews())
		if err != nil {
			return "", fault.Wrap(fault.Invalid, "not-the-example", err)
		}
		g.say("%s finns redan och används som den är.", "%s is there already and is used as it is.", g.DB)
		return rec.Ref, nil
	}
	g.say("Läser in exempelkontoret …", "Reading the example office …")
	id, err := example.Load(g.ctx, h.Reviews(), func(what string) { g.say("  %s", "  %s", what) })
	if err != nil {
		return "", err
	}
	if draft {
		return string(id), nil
	}
	g.say("Beslutar Ledningens genomgång 2024 …", "Deciding the management review 2024 …")
	rec, err := example.Decide(g.ctx, h.Reviews(), id)
	if err != nil {
		return "", err
	}
	return rec.Ref, nil
}

func (c *DemoCmd) files(g *Globals, h *app.House, ref string) ([]map[string]any, error) {
	isam, err := h.Access.ByEmail(g.ctx, example.Coordinator, h.Now())
	if err != nil {
		return nil, err
	}
	var out []map[string]any
	rv, err := review.Open(g.ctx, h.Reviews(), isam, ref, lang.Parse(g.Lang))
	if err != nil {
		return nil, err
	}
	for _, format := range []string{"pdf", "docx", "html", "json"} {
		b, err := review.OpenFile(g.ctx, h.Reviews(), isam, ref, lang.Parse(g.Lang), format, 0)
		if err != nil {
			return nil, err
		}
		if len(b) == 0 {
			return nil, errors.New("no " + format)
		}
		path := filepath.Join(c.Out, review.FileName(rv, format))
		if err := os.WriteFile(path, b, 0o644); err != nil {
			return nil, err
		}
		f, err := fileFacts(path)
		if err != nil {
			return nil, err
		}
		out = append(out, f)
	}
	return out, nil
}
