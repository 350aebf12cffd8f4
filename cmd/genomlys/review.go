package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"syscall"

	"genomlys/internal/access"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/review"
	"genomlys/internal/store"
)

// ReviewCmd gathers what is done with management reviews.
type ReviewCmd struct {
	Build   ReviewBuildCmd   `cmd:"" help:"Build a draft from the registers."`
	Decide  ReviewDecideCmd  `cmd:"" help:"Decide: freezes figures, texts and files."`
	Correct ReviewCorrectCmd `cmd:"" help:"Correct a decided review: a new version with a reason, over the same figures."`
	List    ReviewListCmd    `cmd:"" help:"List reviews."`
	Show    ReviewShowCmd    `cmd:"" help:"Write a review; a decided one as it was frozen."`
}

// ReviewBuildCmd builds a draft.
type ReviewBuildCmd struct {
	Org    string `help:"Short name of the organisation."`
	Year   int    `required:"" help:"The year it looks forward to."`
	AsOf   string `help:"The day the figures show; otherwise today."`
	Format string `default:"pdf" enum:"pdf,docx,html,json" help:"pdf, docx, html or json."`
	Out    string `short:"o" help:"File to write; otherwise stdout."`
}

// Years that a review may be for.
const firstYear, lastYear = 2000, 2100 // as the register has them

// Run builds and writes.
func (c *ReviewBuildCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	if c.Year < firstYear || c.Year > lastYear {
		return door.Problem("year", "year-out-of-range", strconv.Itoa(c.Year), strconv.Itoa(firstYear), strconv.Itoa(lastYear))
	}
	org, err := h.Org(g.ctx, c.Org)
	if err != nil {
		return err
	}
	rv, err := review.Build(g.ctx, h.Reviews(), access.System(), review.Request{Org: org.ID, Year: c.Year, AsOf: day(h, c.AsOf), Lang: lang.Parse(g.Lang)})
	if err != nil {
		return err
	}
	if c.Format == "json" || g.JSON && c.Out == "" {
		b, err := review.JSON(rv)
		if err != nil {
			return err
		}
		return g.write(c.Out, b)
	}
	files, err := review.Files(rv, review.Options{})
	if err != nil {
		return err
	}
	return g.write(c.Out, files[c.Format])
}

func (g *Globals) write(path string, b []byte) error {
	if path == "" {
		_, err := g.out.Write(b)
		return err
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		if errors.Is(err, syscall.ENOSPC) {
			err = errors.Join(err, os.Remove(path)) // half a file would be taken for a whole one
		}
		return err
	}
	return g.saved(path)
}

// ReviewDecideCmd decides a review.
type ReviewDecideCmd struct {
	ID      string `arg:"" help:"Review, LGG-0001."`
	By      string `required:"" help:"E-mail of the head who decides."`
	Date    string `required:"" help:"Day of the decision."`
	DiaryNo string `help:"Diary number."`
	Minutes string `help:"Minutes of the meeting."`
}

// Run decides.
func (c *ReviewDecideCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	by, err := h.Access.ByEmail(g.ctx, c.By, h.Now())
	if err != nil {
		return err
	}
	rec, err := review.Decide(g.ctx, h.Reviews(), by, c.ID, review.DecideRequest{Date: register.Date(c.Date), DiaryNo: c.DiaryNo, Minutes: c.Minutes, Via: "cli"})
	if err != nil {
		return err
	}
	return g.frozen(rec)
}

// frozen tells of a review that has been frozen.
func (g *Globals) frozen(rec *register.Record) error {
	if g.JSON {
		return g.result(map[string]any{"id": rec.ID, "ref": rec.Ref, "version": rec.Version, "status": rec.Text("status"), "hash": rec.Text("hash")})
	}
	_, err := fmt.Fprintf(g.out, "%s %s %s\n", rec.Ref, rec.Text("status"), rec.Text("hash"))
	return err
}

// ReviewCorrectCmd corrects a decided review.
type ReviewCorrectCmd struct {
	ID           string `arg:"" help:"Review, LG-0001."`
	By           string `required:"" help:"E-mail of the head who decides."`
	Reason       string `required:"" help:"Why it is corrected."`
	Place        string `help:"Place of the text that is corrected, such as 2.3."`
	Text         string `help:"The text that is to stand there, in the language of --lang."`
	DiaryNo      string `help:"Diary number."`
	Minutes      string `help:"Minutes of the meeting."`
	Participants string `help:"Who took part."`
}

// Run corrects.
func (c *ReviewCorrectCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	by, err := h.Access.ByEmail(g.ctx, c.By, h.Now())
	if err != nil {
		return err
	}
	in := review.Correction{Reason: c.Reason, Fields: map[string]any{}, Texts: map[string]string{}, Lang: lang.Parse(g.Lang), Via: "cli"}
	if c.Place != "" || c.Text != "" {
		in.Texts[c.Place] = c.Text
	}
	for name, v := range map[string]string{"diary_no": c.DiaryNo, "minutes": c.Minutes, "participants": c.Participants} {
		if v != "" {
			in.Fields[name] = v
		}
	}
	rec, err := review.Correct(g.ctx, h.Reviews(), by, c.ID, in)
	if err != nil {
		return err
	}
	return g.frozen(rec)
}

// ReviewListCmd lists reviews.
type ReviewListCmd struct{}

// Run lists.
func (c *ReviewListCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	r := h.Reg("management_review")
	out := []map[string]any{}
	err = h.DB.Each(g.ctx, access.System().Read(r), store.Query{Register: r}, func(rec *register.Record) error {
		y, _ := rec.Number("year")
		out = append(out, map[string]any{"id": rec.ID, "ref": rec.Ref, "year": y, "as_of": rec.Text("as_of"), "status": rec.Text("status"), "title": rec.Text("title")})
		return nil
	})
	if err != nil {
		return err
	}
	if g.JSON {
		return g.result(out)
	}
	for _, m := range out {
		fmt.Fprintf(g.out, "%v\t%v\t%v\t%v\t%v\n", m["ref"], m["year"], m["as_of"], m["status"], m["title"])
	}
	return nil
}

// ReviewShowCmd writes a review.
type ReviewShowCmd struct {
	ID     string `arg:"" help:"Review, LGG-0001."`
	Format string `default:"json" enum:"pdf,docx,html,json" help:"pdf, docx, html or json."`
	Out    string `short:"o" help:"File to write; otherwise stdout."`
}

// Run writes the review.
func (c *ReviewShowCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	b, err := review.OpenFile(g.ctx, h.Reviews(), access.System(), c.ID, lang.Parse(g.Lang), c.Format, 0)
	if err != nil {
		return err
	}
	if len(b) == 0 {
		return fault.New(fault.Unknown, "no-such-file", c.Format)
	}
	return g.write(c.Out, b)
}
