package followup

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/campaign"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

var noTime time.Time

func (x *Followup) options(r *door.Request) command.Options {
	return command.Options{Via: "web", Now: x.deps.Now()}
}

func (x *Followup) today() string {
	return string(register.DateOf(x.deps.Now().In(x.DB.Zone)))
}

func (x *Followup) waiting(rw http.ResponseWriter, r *door.Request) error {
	rec, err := x.one(r)
	if err != nil {
		return err
	}
	told := ""
	if ref := r.URL.Query().Get("godkand"); ref != "" {
		told = lang.FollowDoneApprove.With(r.Lang, ref)
	}
	if ref := r.URL.Query().Get("tillbaka"); ref != "" {
		told = lang.FollowDoneReturn.With(r.Lang, ref)
	}
	return x.showWaiting(rw, r, rec, told, nil)
}

// showWaiting lists what has been sent in: what changes nothing apart from what
// changes the registers.
func (x *Followup) showWaiting(rw http.ResponseWriter, r *door.Request, rec *register.Record, told string, refused []campaign.Outcome) error {
	f, fr, err := x.frameOf(r, rec, "/svar")
	if err != nil {
		return err
	}
	fr.Told = told
	all, err := campaign.Diffs(r.Context(), x.room(), r.Caller, rec)
	if err != nil {
		return err
	}
	sh := x.Shower(r, noTime)
	for _, c := range all {
		sh.NeedID(registers.Objects, register.ID(c.Response.Text("object")))
		sh.NeedID(registers.RoleAssignments, register.ID(c.Response.Text("respondent")))
	}
	if err := sh.Look(); err != nil {
		return err
	}
	p := reviewList{frame: fr}
	for _, c := range all {
		w := waitingRow{ID: string(c.Response.ID), Object: sh.Refer(register.ID(c.Response.Text("object")))}
		w.Ref = w.Object.Note
		w.Object.Href = fr.Base + "/svar/" + c.Response.Ref
		if id := register.ID(c.Response.Text("respondent")); id != "" {
			w.Who = sh.Refer(id).Text
		}
		writes, comments, unknown := 0, 0, 0
		for _, l := range c.Lines {
			if l.State == campaign.Writes {
				writes++
			}
			if l.Comment != "" {
				comments++
			}
			if campaign.IsNotKnown(l.Answer) {
				unknown++
			}
		}
		if comments > 0 {
			w.Comments = lang.FollowComments.Of(r.Lang, comments)
		}
		if unknown > 0 {
			w.Unknown = lang.FollowUnknowns.With(r.Lang, lang.Whole(int64(unknown)))
		}
		if c.Sum == "" {
			p.Unchanged = append(p.Unchanged, w)
			continue
		}
		w.Changes = lang.FollowChanges.Of(r.Lang, writes)
		p.Changed = append(p.Changed, w)
	}
	p.UnchangedN, p.ChangedN = lang.FollowUnchangedN.Of(r.Lang, len(p.Unchanged)), lang.FollowChangedN.Of(r.Lang, len(p.Changed))
	every := len(p.Unchanged)
	q := r.URL.Query()
	from := func(list, other, ref string) string {
		return web.AddressOf(fr.Base+"/svar", []page.Pair{{Name: list, Value: ref}, {Name: other, Value: q.Get(other)}})
	}
	key := func(w waitingRow) string { return w.Ref }
	p.Unchanged, p.UnchangedAt = page.Part(r.Lang, p.Unchanged, q.Get("lika"), perPage, key, func(ref string) string { return from("lika", "andrar", ref) + "#lika" })
	p.Changed, p.ChangedAt = page.Part(r.Lang, p.Changed, q.Get("andrar"), perPage, key, func(ref string) string { return from("andrar", "lika", ref) + "#andrar" })
	if len(p.Unchanged) < every {
		p.Every = lang.Whole(int64(every))
	}
	for _, o := range refused {
		ws, _ := wrong(r.Lang, o.Err, nil)
		var why []string
		for _, w := range ws {
			why = append(why, w.Text)
		}
		p.Refused = append(p.Refused, page.Link{Text: o.Response.Ref, Href: fr.Base + "/svar/" + o.Response.Ref, Note: strings.Join(why, " ")})
	}
	p.RefusedN = lang.FollowRefusedN.Of(r.Lang, len(refused))
	return x.Show(rw, r.Context(), http.StatusOK, reviewListView(f, p))
}

// approveMany approves the chosen answers that change nothing.
func (x *Followup) approveMany(rw http.ResponseWriter, r *door.Request) error {
	rec, err := x.one(r)
	if err == nil {
		err = x.Form(r)
	}
	if err != nil {
		return err
	}
	chosen := r.PostForm["svar"]
	if r.PostForm.Get("alla") != "" {
		all, err := campaign.Diffs(r.Context(), x.room(), r.Caller, rec)
		if err != nil {
			return err
		}
		chosen = nil
		for _, c := range all {
			if c.Sum == "" {
				chosen = append(chosen, string(c.Response.ID))
			}
		}
	}
	out, err := campaign.ApproveUnchanged(r.Context(), x.Commands, x.room(), r.Caller, x.options(r), rec, chosen)
	if err != nil {
		return err
	}
	done := 0
	var refused []campaign.Outcome
	for _, o := range out {
		if o.Err == nil {
			done++
		} else {
			refused = append(refused, o)
		}
	}
	return x.showWaiting(rw, r, rec, lang.FollowApprovedN.Of(r.Lang, done), refused)
}

func (x *Followup) review(rw http.ResponseWriter, r *door.Request) error {
	rec, err := x.one(r)
	if err != nil {
		return err
	}
	resp, err := x.responseOf(r, rec, r.PathValue("response"))
	if err != nil {
		return err
	}
	return x.showReview(rw, r, rec, resp, reviewPage{}, nil, "", http.StatusOK)
}

// what says what becomes of an answer that writes nothing.
var what = map[string]lang.Text{campaign.Same: lang.FollowSame, campaign.Unknown: lang.FollowIsUnknown, campaign.Nowhere: lang.FollowNowhere, campaign.OnlyTold: lang.FollowOnlyTold}

func (x *Followup) showReview(rw http.ResponseWriter, r *door.Request, rec, resp *register.Record, p reviewPage, declined []string, typed string, status int) error {
	f, fr, err := x.frameOf(r, rec, "/svar")
	if err != nil {
		return err
	}
	lines, sum, err := campaign.Diff(r.Context(), x.room(), r.Caller, string(resp.ID))
	if err != nil {
		return err
	}
	questions, err := x.questions(r, rec)
	if err != nil {
		return err
	}
	sh := x.Shower(r, noTime)
	object, by := register.ID(resp.Text("object")), register.ID(resp.Text("respondent"))
	sh.NeedID(registers.Objects, object)
	sh.NeedID(registers.RoleAssignments, by)
	if err := sh.Look(); err != nil {
		return err
	}
	fr.Wrong = p.Wrong
	p.frame = fr
	p.Title = lang.FollowAnswersOf.With(r.Lang, sh.Refer(object).Text)
	f.Title = form.Title(r.Lang, p.Title, p.Wrong)
	p.Action, p.Approved, p.Version = fr.Base+"/svar/"+resp.Ref, sum, strconv.FormatInt(resp.Version, 10)
	p.Waits = fr.May && resp.Text("status") == "sent"
	if resp.Text("answered_on") != "" {
		name := lang.FollowNobody.In(r.Lang)
		if by != "" {
			name = sh.Refer(by).Text
		}
		p.SentBy = lang.FollowSentBy.With(r.Lang, resp.Text("answered_on"), name)
	}
	for _, l := range lines {
		q := questions[l.Question]
		row := lineRow{Code: l.Question, Question: l.Text, Answer: campaign.Words(q, l.Answer).In(r.Lang), Comment: l.Comment, What: what[l.State].In(r.Lang), Taken: !slices.Contains(declined, l.Question)}
		if l.State != campaign.Writes {
			p.Rest = append(p.Rest, row)
			continue
		}
		row.Field, row.Record = l.Field.Title.In(r.Lang), l.Ref
		row.Then = sh.Value(l.Field, l.To)
		if l.From != nil {
			row.Now = sh.Value(l.Field, l.From)
		}
		p.Writes = append(p.Writes, row)
	}
	p.Button = lang.FollowApproveNone.In(r.Lang)
	if len(p.Writes) > 0 {
		p.Button = lang.FollowApprove.In(r.Lang)
	}
	p.Return = page.Control{ID: "return_text", Name: "return_text", Label: lang.FollowReturnWhy.In(r.Lang), Hint: lang.FollowReturnHint.In(r.Lang), Kind: page.LongControl, Lines: 3, Value: typed, Wrong: form.Errors("return_text", p.Wrong)}
	return x.Show(rw, r.Context(), status, reviewView(f, p))
}

// questions of a follow-up, by code.
func (x *Followup) questions(r *door.Request, rec *register.Record) (map[string]*registers.Question, error) {
	ids := map[register.ID]bool{}
	for _, l := range rec.LinksOf("questions") {
		ids[l.To] = true
	}
	recs, err := x.ByID(r, registers.Questions, ids, noTime)
	out := map[string]*registers.Question{}
	for _, q := range recs {
		out[q.Text("code")] = register.As[registers.Question](q)
	}
	return out, err
}

// decide approves one response, with what is taken in of it, or sends it back.
func (x *Followup) decide(rw http.ResponseWriter, r *door.Request) error {
	rec, err := x.one(r)
	if err == nil {
		err = x.Form(r)
	}
	if err != nil {
		return err
	}
	resp, err := x.responseOf(r, rec, r.PathValue("response"))
	if err != nil {
		return err
	}
	in := r.PostForm
	version, err := strconv.ParseInt(in.Get("_version"), 10, 64)
	if err != nil || version < 1 {
		return fault.New(fault.Required, "version-needed")
	}
	ch := command.Change{Op: in.Get("gor"), Register: registers.Responses, ID: string(resp.ID), Version: version}
	var declined []string
	text := strings.TrimSpace(in.Get("return_text"))
	key := "godkand"
	switch ch.Op {
	case "review":
		ch.Fields = map[string]any{"reviewed_on": x.today(), "approved": in.Get("approved")}
		if in.Get("approved") == "" {
			delete(ch.Fields, "approved")
		}
		var list []any
		for _, code := range in["fraga"] {
			if !slices.Contains(in["ta"], code) {
				declined, list = append(declined, code), append(list, code)
			}
		}
		if len(list) > 0 {
			ch.Fields["declined"] = list
		}
		_, err = x.Commands.Do(r.Context(), r.Caller, x.options(r), ch)
	case "return":
		key = "tillbaka"
		if text == "" {
			err = door.Problem("return_text", "required", "")
			break
		}
		ch.Fields = map[string]any{"return_text": text}
		err = campaign.Return(r.Context(), x.Commands, x.room(), r.Caller, x.options(r), rec, ch, r.Lang)
	default:
		return fault.New(fault.Malformed, "not-a-form")
	}
	ws, status := wrong(r.Lang, err, map[string]string{"return_text": "return_text"})
	if len(ws) > 0 {
		for i := range ws {
			if ws[i].Field == "return_text" && text == "" {
				ws[i].Text = lang.FollowReturnWrite.In(r.Lang)
			}
		}
		now, err := x.One(r, registers.Responses, string(resp.ID))
		if err != nil {
			return err
		}
		return x.showReview(rw, r, rec, now, reviewPage{frame: frame{Wrong: ws}}, declined, text, status)
	}
	if err != nil {
		return err
	}
	return x.See(rw, r, web.AddressOf(base(rec)+"/svar", []page.Pair{{Name: key, Value: resp.Ref}}))
}
