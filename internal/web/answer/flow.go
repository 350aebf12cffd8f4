package answer

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"genomlys/internal/campaign"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/mail"
	"genomlys/internal/signin"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// start tells what it is about, and lets all that is unchanged be said in one act.
func (a *Answer) start(rw http.ResponseWriter, r *door.Request, v *visit) error {
	if !v.paper.Answerable() {
		return a.thanks(rw, r, v)
	}
	f, fr, err := a.frameOf(r, v, lang.AnswerAbout.With(r.Lang, v.paper.Object.Text("title")))
	if err != nil {
		return err
	}
	n := len(v.paper.Questions)
	x := startPage{frame: fr, Intro: lang.AnswerIntro.With(r.Lang, lang.AnswerQuestions.Of(r.Lang, n), minutes(r.Lang, max(v.paper.Left(), 1)), v.paper.Campaign.Text("closes")), Sends: !v.Help}
	if v.paper.Response.Text("status") == "returned" {
		x.Returned = v.paper.Response.Text("return_text")
	}
	done := 0
	for _, q := range v.paper.Questions {
		if q.Done() {
			done++
		}
	}
	filled := v.paper.Filled()
	x.Go = page.Link{Text: f.S(lang.AnswerStart), Href: v.address(0)}
	if done > 0 {
		x.Begun = lang.AnswerBegun.With(r.Lang, strconv.Itoa(done), strconv.Itoa(n))
		x.Go = page.Link{Text: f.S(lang.AnswerGoOn), Href: v.address(v.paper.Next())}
	}
	if len(filled) > 0 {
		x.Filled, x.FilledN = v.said(r.Lang, filled), lang.AnswerFilled.Of(r.Lang, len(filled))
		rest := n - done - len(filled)
		x.All = rest == 0
		switch {
		case rest > 0:
			x.Unchanged = lang.AnswerUnchangedRest.One.In(r.Lang)
			if rest > 1 {
				x.Unchanged = lang.AnswerUnchangedRest.Of(r.Lang, rest)
			}
		case v.Help:
			x.Unchanged = f.S(lang.AnswerUnchangedAll)
		default:
			x.Unchanged = f.S(lang.AnswerUnchangedSend)
		}
		if x.All && done == 0 {
			x.Go.Text = f.S(lang.AnswerLook)
		}
	}
	return a.Show(rw, r.Context(), http.StatusOK, startView(f, x))
}

// unchanged says of all that was filled in that it stands; when nothing else
// remains it is sent in as well.
func (a *Answer) unchanged(rw http.ResponseWriter, r *door.Request, v *visit) error {
	if !v.paper.Answerable() {
		return a.See(rw, r, v.base+"/tack")
	}
	sends := false
	err := a.do(r, v, func(p campaign.Paper) command.Change {
		done := 0
		for _, q := range p.Questions {
			if q.Done() {
				done++
			}
		}
		if sends = !v.Help && done+len(p.Filled()) == len(p.Questions); sends {
			return campaign.Unchanged(p.Response, a.today())
		}
		return p.Unchanged()
	})
	if err != nil {
		return err
	}
	if sends {
		return a.See(rw, r, v.base+"/tack")
	}
	if err := a.read(r, v); err != nil {
		return err
	}
	return a.See(rw, r, v.address(v.paper.Next()))
}

// at finds the question of an address.
func (v *visit) at(r *door.Request) (int, error) {
	n, err := strconv.Atoi(r.PathValue("n"))
	if err != nil || n < 1 || n > len(v.paper.Questions) {
		return 0, fault.New(fault.Unknown, "no-such-page")
	}
	return n - 1, nil
}

// toCheck keeps the one place that a question may lead back to.
func toCheck(s string) string {
	if s == "kontroll" {
		return s
	}
	return ""
}

func (a *Answer) question(rw http.ResponseWriter, r *door.Request, v *visit) error {
	i, err := v.at(r)
	if err != nil {
		return err
	}
	if !v.paper.Answerable() {
		return a.See(rw, r, v.base+"/tack")
	}
	q := v.paper.Questions[i]
	return a.showQuestion(rw, r, v, i, questionPage{To: toCheck(r.URL.Query().Get("till"))}, q.Answer.Value, q.Answer.Comment, http.StatusOK)
}

// typed reads the answer of a form: what it says, and what is wrong with it.
func (a *Answer) typed(l lang.Lang, q campaign.Asked, in url.Values) (value string, problem lang.Text) {
	value = strings.TrimSpace(in.Get("svar"))
	if in.Get("okant") != "" {
		return campaign.NotKnown(q.Question), lang.Text{}
	}
	if value == "" {
		if q.Required == "yes" {
			if campaign.Options(q.Question) != nil {
				return "", lang.AnswerChooseOne
			}
			return "", lang.AnswerWriteOne
		}
		return "", lang.Text{}
	}
	switch q.Type {
	case "date":
		d, ok := form.Day(value, a.deps.Now().In(a.DB.Zone))
		if !ok {
			return value, lang.AnswerWriteDate
		}
		return string(d), lang.Text{}
	case "number":
		n, err := strconv.ParseInt(strings.NewReplacer(" ", "", "\u00a0", "").Replace(value), 10, 64)
		if err != nil {
			return value, lang.AnswerWriteNumber
		}
		return strconv.FormatInt(n, 10), lang.Text{}
	}
	return value, lang.Text{}
}

// say takes the answer to one question, also as it is typed.
func (a *Answer) say(rw http.ResponseWriter, r *door.Request, v *visit) error {
	if err := a.Form(r); err != nil {
		return err
	}
	i, err := v.at(r)
	if err != nil {
		return err
	}
	if !v.paper.Answerable() {
		return a.See(rw, r, v.base+"/tack")
	}
	auto := r.Header.Get("X-Requested-By") == "autosave"
	q, in := v.paper.Questions[i], r.PostForm
	comment := strings.TrimSpace(in.Get("tillagg"))
	value, problem := a.typed(r.Lang, q, in)
	x := questionPage{To: toCheck(in.Get("till"))}
	if problem.IsZero() && in.Get("_version") != mark(q) {
		if auto {
			rw.WriteHeader(http.StatusConflict)
			return nil
		}
		x.Theirs = lang.AnswerMeanwhileWas.With(r.Lang, campaign.Words(q.Question, q.Answer.Value).In(r.Lang))
		return a.showQuestion(rw, r, v, i, x, value, comment, http.StatusConflict)
	}
	if problem.IsZero() {
		err := a.do(r, v, func(p campaign.Paper) command.Change { return p.Saying(q.Code, value, comment) })
		if x.Wrong = wrong(r.Lang, err, "svar"); err != nil && len(x.Wrong) == 0 {
			return err
		}
	} else {
		x.Wrong = []page.Wrong{{Field: "svar", Text: problem.In(r.Lang)}}
	}
	switch {
	case auto:
		return a.kept(rw, r, v, i, x.Wrong)
	case len(x.Wrong) > 0:
		return a.showQuestion(rw, r, v, i, x, value, comment, http.StatusUnprocessableEntity)
	}
	http.SetCookie(rw, &http.Cookie{Name: "taken", Value: url.PathEscape(v.paper.Response.Ref + ":" + q.Code), Path: "/", MaxAge: 60, SameSite: http.SameSiteStrictMode, Secure: a.Secure})
	if x.To != "" {
		return a.See(rw, r, v.base+"/kontroll")
	}
	return a.See(rw, r, v.address(i+1))
}

// kept tells the island that saves what it needs to know.
func (a *Answer) kept(rw http.ResponseWriter, r *door.Request, v *visit, i int, wrong []page.Wrong) error {
	var said any = map[string]any{"wrong": wrong}
	status := http.StatusUnprocessableEntity
	if len(wrong) == 0 {
		if err := a.read(r, v); err != nil {
			return err
		}
		status, said = http.StatusOK, map[string]string{"version": mark(v.paper.Questions[i]), "at": a.deps.Now().In(a.DB.Zone).Format("15.04")}
	}
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	if err := json.NewEncoder(rw).Encode(said); err != nil {
		return fmt.Errorf("write what was saved: %w", err)
	}
	return nil
}

func (a *Answer) check(rw http.ResponseWriter, r *door.Request, v *visit) error {
	if !v.paper.Answerable() {
		return a.See(rw, r, v.base+"/tack")
	}
	return a.showCheck(rw, r, v, nil, http.StatusOK)
}

func (a *Answer) showCheck(rw http.ResponseWriter, r *door.Request, v *visit, wrong []page.Wrong, status int) error {
	title := lang.AnswerCheck
	if v.Help {
		title = lang.AnswerCheckHelp
	}
	f, fr, err := a.frameOf(r, v, title.In(r.Lang))
	if err != nil {
		return err
	}
	x := checkPage{frame: fr, Answers: v.said(r.Lang, v.paper.Questions), Wrong: wrong, Title: f.Title}
	f.Title = form.Title(r.Lang, f.Title, wrong)
	return a.Show(rw, r.Context(), status, checkView(f, x))
}

// send sends the answers in, or hands a colleague's over.
func (a *Answer) send(rw http.ResponseWriter, r *door.Request, v *visit) error {
	if !v.paper.Answerable() {
		return a.See(rw, r, v.base+"/tack")
	}
	if v.Help {
		if err := campaign.Handed(r.Context(), a.room(), v.Visit, r.Lang); err != nil {
			return err
		}
		return a.See(rw, r, v.base+"/tack")
	}
	err := a.do(r, v, func(p campaign.Paper) command.Change { return p.Sending(a.today()) })
	if ws := wrong(r.Lang, err, ""); len(ws) > 0 {
		return a.showCheck(rw, r, v, ws, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return a.See(rw, r, v.base+"/tack")
}

// thanks is the receipt: what was answered, and what happens now.
func (a *Answer) thanks(rw http.ResponseWriter, r *door.Request, v *visit) error {
	status := v.paper.Response.Text("status")
	x := thanksPage{Title: lang.AnswerThanks.In(r.Lang), Text: lang.AnswerThanksMore.In(r.Lang)}
	switch {
	case v.paper.Answerable() && !v.Help:
		return a.See(rw, r, v.base) // nothing has been sent in
	case v.paper.Answerable():
		x.Title, x.Text = lang.AnswerHanded.In(r.Lang), lang.AnswerHandedMore.In(r.Lang)
	case status == "reviewed":
		x.Text = lang.AnswerReviewed.In(r.Lang)
	}
	if on := v.paper.Response.Text("answered_on"); on != "" && !v.paper.Answerable() {
		x.When = lang.AnswerSentOn.With(r.Lang, on)
	}
	f, fr, err := a.frameOf(r, v, x.Title)
	if err != nil {
		return err
	}
	x.frame, x.Answers = fr, v.said(r.Lang, v.paper.Questions)
	return a.Show(rw, r.Context(), http.StatusOK, thanksView(f, x))
}

func (a *Answer) colleague(rw http.ResponseWriter, r *door.Request, v *visit) error {
	return a.showColleague(rw, r, v, colleaguePage{}, "", http.StatusOK)
}

func (a *Answer) showColleague(rw http.ResponseWriter, r *door.Request, v *visit, x colleaguePage, address string, status int) error {
	if v.Help || !v.paper.Answerable() {
		return a.See(rw, r, v.base)
	}
	had, err := a.helpers(r, v)
	if err != nil {
		return err
	}
	f, fr, err := a.frameOf(r, v, form.Title(r.Lang, lang.AnswerAskColleague.In(r.Lang), x.Wrong))
	if err != nil {
		return err
	}
	x.frame, x.Mail = fr, a.deps.Mail
	x.Address = page.Control{ID: "address", Name: "address", Label: f.S(lang.AnswerWhoAsk), Hint: f.S(lang.AnswerWhoHint), Kind: page.TextControl, Type: "email", Value: address, Wrong: form.Errors("address", x.Wrong)}
	for _, s := range had {
		x.Asked = append(x.Asked, asked{s.Hash, s.About})
	}
	return a.Show(rw, r.Context(), status, colleagueView(f, x))
}

// ask gives a colleague a link, or takes it back.
func (a *Answer) ask(rw http.ResponseWriter, r *door.Request, v *visit) error {
	if err := a.Form(r); err != nil {
		return err
	}
	if hash := r.PostForm.Get("aterkalla"); hash != "" {
		if err := campaign.Unask(r.Context(), a.room(), v.Visit, hash); err != nil {
			return err
		}
		return a.showColleague(rw, r, v, colleaguePage{Told: lang.AnswerUnasked.In(r.Lang)}, "", http.StatusOK)
	}
	address := strings.TrimSpace(r.PostForm.Get("address"))
	if mail.Address(address) != nil {
		return a.showColleague(rw, r, v, colleaguePage{Wrong: []page.Wrong{{Field: "address", Text: lang.AddressLetter.In(r.Lang)}}}, address, http.StatusUnprocessableEntity)
	}
	path, err := campaign.Ask(r.Context(), a.room(), v.Visit, address, r.Lang, signin.Secret)
	if ws := wrong(r.Lang, err, "address"); len(ws) > 0 {
		return a.showColleague(rw, r, v, colleaguePage{Wrong: ws}, address, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	x := colleaguePage{Told: lang.AnswerAskSent.With(r.Lang, address)}
	if path != "" {
		x.Told, x.Link = lang.AnswerAskMade.With(r.Lang, address), a.deps.Base+path
	}
	return a.showColleague(rw, r, v, x, "", http.StatusOK)
}
