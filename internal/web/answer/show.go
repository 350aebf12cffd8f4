package answer

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/campaign"
	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// frameOf is what stands around every page of an answer.
func (a *Answer) frameOf(r *door.Request, v *visit, title string) (page.Frame, frame, error) {
	f := a.Guest(r, title)
	f.Visit = v.paper.Campaign.Text("title")
	x := frame{Base: v.base, Object: v.paper.Object.Text("title") + ", " + v.paper.Object.Ref, Help: v.Help}
	org, err := a.DB.Get(r.Context(), v.Caller.Read(registers.Orgs), registers.Orgs, string(v.paper.Campaign.Org), time.Time{}, 0)
	if err != nil {
		return f, x, err
	}
	f.Org = org.Text("title")
	who, err := campaign.Contact(r.Context(), a.room(), v.Caller, v.paper.Campaign)
	if err != nil {
		return f, x, err
	}
	var foot []string
	if v.paper.Answerable() {
		if left := v.paper.Left(); left > 0 {
			foot = append(foot, lang.AnswerLeft.With(r.Lang, minutes(r.Lang, left)))
		}
		resume := lang.AnswerResumeIn
		if v.link {
			resume = lang.AnswerResume
		}
		if closes := v.paper.Campaign.Text("closes"); closes != "" {
			foot = append(foot, resume.With(r.Lang, closes))
		}
	}
	if who != "" {
		foot = append(foot, lang.AnswerAskUs.With(r.Lang, who))
	}
	x.Foot = strings.Join(foot, " ")
	return f, x, nil
}

// minutes says a length of time in whole minutes, the next one up.
func minutes(l lang.Lang, d time.Duration) string {
	return lang.AnswerMinutes.Of(l, int((d+time.Minute-1)/time.Minute))
}

// from says where an answer came from that nobody has said anything about.
func from(l lang.Lang, q campaign.Asked) string {
	if q.Answer.Prefilled != "yes" || q.Answer.Changed == "yes" || q.Answer.Value == "" {
		return ""
	}
	switch {
	case q.Register != nil && campaign.Alike(q.Register.Value, q.Answer.Value):
		return lang.AnswerFromRegister.With(l, q.Register.Field.In(l), string(q.Register.On))
	case q.Before != nil && campaign.Alike(q.Before.Value, q.Answer.Value):
		return lang.AnswerFromLast.With(l, q.Before.Title, string(q.Before.On))
	}
	return ""
}

func (v *visit) said(l lang.Lang, qs []campaign.Asked) []said {
	var out []said
	for _, q := range qs {
		s := said{Question: q.Text, Answer: campaign.Words(q.Question, q.Answer.Value).In(l), Comment: q.Answer.Comment, From: from(l, q), Needed: q.Required == register.Yes}
		for i, x := range v.paper.Questions {
			if x.Code == q.Code {
				s.Edit = v.address(i) + "?till=kontroll"
			}
		}
		out = append(out, s)
	}
	return out
}

// address of a question, counted from zero; after the last one the answers are
// read through.
func (v *visit) address(i int) string {
	if i >= len(v.paper.Questions) {
		return v.base + "/kontroll"
	}
	return v.base + "/fraga/" + strconv.Itoa(i+1)
}

// mark is the same as long as nobody has said anything else about a question.
func mark(q campaign.Asked) string {
	sum := sha256.Sum256([]byte(q.Answer.Value + "\x00" + q.Answer.Comment))
	return hex.EncodeToString(sum[:6])
}

// controls asks a question.
func (x *questionPage) controls(f page.Frame, q campaign.Asked, value, comment string) {
	c := page.Control{ID: "svar", Name: "svar", Label: f.S(lang.AnswerYours), Value: value, Wrong: form.Errors("svar", x.Wrong), Optional: q.Required != register.Yes}
	not := campaign.NotKnown(q.Question)
	switch {
	case campaign.Options(q.Question) != nil:
		c.Kind, c.Cards = page.ChoiceControl, true
		for _, o := range campaign.Options(q.Question) {
			c.Options = append(c.Options, page.Option{Value: o, Label: campaign.Words(q.Question, o).In(f.Lang)})
			if campaign.Alike(o, value) {
				c.Value = o
			}
		}
		c.Options = append(c.Options, page.Option{Value: not, Label: f.S(lang.AnswerUnknown), Hint: f.S(lang.AnswerUnknownThen)})
		if campaign.IsNotKnown(value) {
			c.Value = not
		}
		x.Control = c
	default:
		c.Kind = map[string]page.ControlKind{"date": page.DayControl, "number": page.NumberControl}[q.Type]
		if c.Kind == "" {
			c.Kind = page.LongControl
		}
		x.Unknown, x.NotValue, x.IsNot = true, not, campaign.IsNotKnown(value)
		if x.IsNot {
			c.Value = ""
		}
		x.Control = c
	}
	x.Comment = page.Control{ID: "tillagg", Name: "tillagg", Label: f.S(lang.AnswerComment), Kind: page.LongControl, Lines: 3, Optional: true, Value: comment}
}

func known(l lang.Lang, q campaign.Asked) (out []string) {
	if t := q.Register; t != nil {
		out = append(out, lang.AnswerRegister.With(l, campaign.Words(q.Question, t.Value).In(l), t.Ref, string(t.On)))
	}
	if t := q.Before; t != nil {
		out = append(out, lang.AnswerBefore.With(l, campaign.Words(q.Question, t.Value).In(l), t.Title, string(t.On)))
	}
	return out
}

func (a *Answer) showQuestion(rw http.ResponseWriter, r *door.Request, v *visit, i int, x questionPage, value, comment string, status int) error {
	q := v.paper.Questions[i]
	f, fr, err := a.frameOf(r, v, form.Title(r.Lang, q.Text, x.Wrong))
	if err != nil {
		return err
	}
	n, done := len(v.paper.Questions), 0
	for _, other := range v.paper.Questions {
		x.Done = append(x.Done, other.Done())
		if other.Done() {
			done++
		}
	}
	x.frame, x.Title, x.Support = fr, q.Text, q.HelpText
	x.Place = lang.AnswerPlace.With(r.Lang, strconv.Itoa(i+1), strconv.Itoa(n))
	x.Progress = lang.AnswerProgress.With(r.Lang, strconv.Itoa(done), strconv.Itoa(n))
	x.Area = v.paper.Object.Text("title")
	if q.Area != "" {
		x.Area += ", " + lang.Inside(registers.Questions.Must("area").Choices.Label(q.Area).In(r.Lang))
	}
	x.Known, x.Action, x.Version = known(r.Lang, q), v.address(i), mark(q)
	x.Draft = v.paper.Response.Ref + ":" + q.Code
	x.controls(f, q, value, comment)
	x.Back, x.Next = v.base, f.S(lang.AnswerNext)
	if i > 0 {
		x.Back = v.address(i - 1)
	}
	if x.To != "" {
		x.Back = v.base + "/kontroll"
	}
	if x.To != "" || i == n-1 {
		x.Next = f.S(lang.AnswerToCheck)
	}
	return a.Show(rw, r.Context(), status, questionView(f, x))
}
