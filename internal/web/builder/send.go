package builder

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/review"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// sendingPage is what is looked through before a review goes to the head.
type sendingPage struct {
	Title, Sub string
	Crumbs     []page.Crumb
	Wrong      []page.Wrong
	Lacks      []page.Link // each leads to where it is mended
	Action     string
	Sections   string
	Kept       []page.Pair
	Back       string
	To         page.Value
}

// sending lists what is lacking before the review is sent, each with where it
// is mended.
func (b *Builder) sending(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	return b.showSending(rw, r, rec, nil, http.StatusOK)
}

func (b *Builder) showSending(rw http.ResponseWriter, r *door.Request, rec *register.Record, refused []fault.Problem, status int) error {
	rv, err := review.Open(r.Context(), b.Reviews, r.Caller, string(rec.ID), r.Lang)
	if err != nil {
		return err
	}
	parts, err := b.ReviewParts(r.Lang, rv)
	if err != nil {
		return err
	}
	at := web.Address(rec)
	p := sendingPage{Title: lang.BuilderSend.In(r.Lang), Sub: rv.Title, Crumbs: b.crumbs(r, rec, lang.BuilderSend.In(r.Lang)), Action: at + "/skicka", Back: at + "/bygg", Sections: parts.Ready, Kept: []page.Pair{version(rec)}}
	shown := map[string]bool{}
	for _, x := range append(review.Check(rv), refused...) {
		l := b.mend(r, rec, rv, x)
		if !shown[l.Text] {
			shown[l.Text] = true
			p.Lacks = append(p.Lacks, l)
		}
	}
	if status != http.StatusOK {
		p.Wrong = []page.Wrong{{Text: lang.BuilderNotSent.In(r.Lang)}}
	}
	sh := b.Shower(r, time.Time{})
	head := rec.Register.Must("obtained_by")
	sh.Need(head, rec.Get("obtained_by"))
	if err := sh.Look(); err != nil {
		return err
	}
	p.To = sh.Field(rec, head)
	title := p.Title
	if status != http.StatusOK {
		title = lang.WrongTitle.With(r.Lang, title)
	}
	f, err := b.Frame(r, title)
	if err != nil {
		return err
	}
	return b.Show(rw, r.Context(), status, sendPage(f, p))
}

// mend says what is lacking, and leads to where it is mended.
func (b *Builder) mend(r *door.Request, rec *register.Record, rv review.Review, x fault.Problem) page.Link {
	at := web.Address(rec)
	label := x.Value
	f, known := rec.Register.Field(x.Field)
	if known && x.Field != "inputs" && x.Field != "sections" {
		label = f.Title.In(r.Lang)
	}
	l := page.Link{Text: lang.Problem(r.Lang, x, label), Href: at + "/bygg"}
	switch x.Field {
	case "inputs":
		for _, c := range f.Columns[0].Choices {
			if c.Code == x.Value {
				l.Text = lang.Text{SV: c.SV, EN: c.EN}.In(r.Lang) + ": " + l.Text
			}
		}
		l.Href = at + "/underlag#in-" + x.Value
	case "decisions":
		l.Href = at + "/punkt/improvement-decisions/ny"
	case "priorities":
		l.Text = x.Value + ": " + l.Text
		l.Href = at + "/punkt/priorities/ny?year=" + x.Value
	case "reporter", "obtained_by":
		l.Text = label + ": " + l.Text
		l.Href = "/andra" + at
	case "sections":
		for _, s := range rv.Sections {
			for _, blk := range s.Blocks {
				if slices.ContainsFunc(blk.Missing, func(m string) bool { return strings.TrimSpace(s.Number+" "+m) == x.Value }) {
					l.Href = at + "/bygg?" + partName + "=" + s.Key
				}
			}
		}
		l.Text = x.Value + ": " + l.Text
	case "", "figures":
		if ref, _, _ := strings.Cut(x.Value, " "); strings.HasPrefix(ref, b.Register("priority").Prefix) {
			l.Href = at + "/punkt/priorities/" + ref
		}
	}
	return l
}

// send sends the review to the head, if nothing is lacking.
func (b *Builder) send(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	steps := []string{"send"}
	if rec.Text("status") == "preparing" {
		steps = []string{"draft", "send"}
	}
	for _, s := range steps {
		_, err := review.Step(r.Context(), b.Reviews, r.Caller, string(rec.ID), s, nil, time.Time{}, "web")
		var e *fault.Error
		if errors.As(err, &e) && e.Kind == fault.Invalid {
			return b.showSending(rw, r, rec, e.Problems, http.StatusUnprocessableEntity)
		}
		if err != nil {
			return err
		}
	}
	return b.See(rw, r, web.Address(rec))
}
