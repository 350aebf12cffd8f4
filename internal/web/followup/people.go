package followup

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/campaign"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/signin"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

func handedIn(m campaign.Member) bool {
	s := m.Response.Text("status")
	return s == "sent" || s == "reviewed"
}

func (x *Followup) overview(rw http.ResponseWriter, r *door.Request) error {
	rec, err := x.one(r)
	if err != nil {
		return err
	}
	f, fr, err := x.frameOf(r, rec, "")
	if err != nil {
		return err
	}
	state := rec.Text("status")
	p := overview{frame: fr, Open: state != "draft", Query: rec.Text("population_query"), NoMail: !x.deps.Mail && fr.May && state == "open"}
	x.actions(r, rec, &p)
	if p.Open {
		members, err := campaign.Population(r.Context(), x.room(), r.Caller, rec)
		if err != nil {
			return err
		}
		p.fill(r.Lang, members)
	}
	return x.Show(rw, r.Context(), http.StatusOK, overviewView(f, p))
}

// actions are what comes next, the likeliest first.
func (x *Followup) actions(r *door.Request, rec *register.Record, p *overview) {
	if !p.May {
		return
	}
	add := func(t lang.Text, href string) {
		p.Actions = append(p.Actions, page.Link{Text: t.In(r.Lang), Href: href})
	}
	step := "/steg" + web.Address(rec) + "/"
	switch rec.Text("status") {
	case "draft":
		add(lang.FollowOpenAction, step+"open")
	case "open":
		if x.deps.Mail {
			add(lang.FollowSendOpening, p.Base+"/skicka/lankar")
			add(lang.FollowSendReminder, p.Base+"/skicka/paminnelse")
		} else {
			add(lang.FollowMakeLinks, p.Base+"/objekt?lage=kvar")
		}
		add(lang.FollowCloseAction, step+"close")
	case "closed":
		add(lang.FollowMarkAnalysed, step+"analyse")
		add(lang.FollowReopenAction, step+"reopen")
	}
}

func (p *overview) fill(l lang.Lang, members []campaign.Member) {
	by := map[string]int{}
	areas, answered := map[string]int{}, map[string]int{}
	late := map[string]int{}
	done := 0
	for _, m := range members {
		by[m.Response.Text("status")]++
		areas[m.Area()]++
		if handedIn(m) {
			done++
			answered[m.Area()]++
			continue
		}
		late[who(l, m)]++
	}
	at := func(state string) string { return p.Base + "/objekt?lage=" + state }
	n := func(i int) string { return lang.Whole(int64(i)) }
	part, _ := share(done, len(members))
	p.Figures = []figure{{n(len(members)), lang.FollowObjects.In(l), p.Base + "/objekt"}, {n(done) + " (" + part + ")", lang.FollowAnswered.In(l), at("besvarade")},
		{n(by["sent"]), lang.FollowReview.In(l), p.Base + "/svar"}, {n(len(members) - done), lang.FollowWaiting.In(l), at("kvar")}, {n(by["returned"]), lang.FollowReturned.In(l), at("returned")}}
	for a, all := range areas {
		name := a
		if a == "" {
			name = lang.FollowAreaNone.In(l)
		}
		row := areaRow{Name: page.Link{Text: name, Href: p.Base + "/objekt?" + url.Values{"omrade": {cmp.Or(a, none)}}.Encode()}, Of: lang.FollowOf.With(l, n(answered[a]), n(all))}
		row.Share, row.Percent = share(answered[a], all)
		p.Areas = append(p.Areas, row)
	}
	slices.SortFunc(p.Areas, func(a, b areaRow) int {
		return cmp.Or(cmp.Compare(a.Percent, b.Percent), cmp.Compare(a.Name.Text, b.Name.Text))
	})
	for name, k := range late {
		p.Late = append(p.Late, lateRow{name, page.Link{Text: lang.FollowObjectsN.Of(l, k), Href: p.Base + "/objekt?" + url.Values{"lage": {"kvar"}, "vem": {name}}.Encode()}})
	}
	slices.SortFunc(p.Late, func(a, b lateRow) int {
		return cmp.Or(cmp.Compare(late[b.Name], late[a.Name]), cmp.Compare(a.Name, b.Name))
	})
	p.Late = p.Late[:min(len(p.Late), mostLate)]
}

const (
	mostLate = 10
	none     = "-" // stands for no area in an address
	perPage  = 50
)

func who(l lang.Lang, m campaign.Member) string {
	if m.Respondent == nil {
		return lang.FollowNobody.In(l)
	}
	return m.Respondent.Text("title")
}

func (x *Followup) population(rw http.ResponseWriter, r *door.Request) error {
	rec, err := x.one(r)
	if err != nil {
		return err
	}
	return x.showPopulation(rw, r, rec, "", nil, http.StatusOK)
}

func (x *Followup) showPopulation(rw http.ResponseWriter, r *door.Request, rec *register.Record, told string, ws []page.Wrong, status int) error {
	f, fr, err := x.frameOf(r, rec, "/objekt")
	if err != nil {
		return err
	}
	fr.Told, fr.Wrong = told, ws
	members, err := campaign.Population(r.Context(), x.room(), r.Caller, rec)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	state, area, owner := q.Get("lage"), q.Get("omrade"), q.Get("vem")
	p := population{frame: fr, Action: fr.Base + "/objekt"}
	counts := map[string]int{}
	var shown []campaign.Member
	for _, m := range members {
		if area != "" && cmp.Or(m.Area(), none) != area || owner != "" && who(r.Lang, m) != owner {
			continue
		}
		in := []string{"", m.Response.Text("status"), map[bool]string{true: "besvarade", false: "kvar"}[handedIn(m)]}
		for _, s := range in {
			counts[s]++
		}
		if slices.Contains(in, state) {
			shown = append(shown, m)
		}
	}
	at := func(state, n string) string {
		return web.AddressOf(p.Action, []page.Pair{{Name: "lage", Value: state}, {Name: "omrade", Value: area}, {Name: "vem", Value: owner}, {Name: "sida", Value: n}})
	}
	states := registers.Responses.Status().Choices
	add := func(code, title string) {
		p.States = append(p.States, tab{Link: page.Link{Text: title, Href: at(code, "")}, Count: lang.Whole(int64(counts[code])), Current: state == code})
	}
	add("", lang.FollowAll.In(r.Lang))
	add("kvar", lang.FollowWaiting.In(r.Lang))
	for _, s := range states {
		add(s.Code, states.Label(s.Code).In(r.Lang))
	}
	pages := (len(shown) + perPage - 1) / perPage
	n, _ := strconv.Atoi(q.Get("sida"))
	n = min(max(n, 1), max(pages, 1))
	if pages > 1 {
		p.Where = lang.FollowPage.With(r.Lang, strconv.Itoa(n), strconv.Itoa(pages))
		if n > 1 {
			p.Prev = at(state, strconv.Itoa(n-1))
		}
		if n < pages {
			p.Next = at(state, strconv.Itoa(n+1))
		}
	}
	for _, m := range shown[min((n-1)*perPage, len(shown)):min(n*perPage, len(shown))] {
		p.Rows = append(p.Rows, x.row(r, rec, m, fr))
	}
	return x.Show(rw, r.Context(), status, populationView(f, p))
}

func (x *Followup) row(r *door.Request, rec *register.Record, m campaign.Member, fr frame) memberRow {
	s := m.Response.Text("status")
	row := memberRow{Who: who(r.Lang, m), State: page.StatusOf(s, registers.Responses.Status().Choices.Label(s).In(r.Lang)), ID: string(m.Response.ID), Links: lang.Whole(int64(m.Links)), Reminders: "0",
		Response: page.Link{Text: m.Response.Ref, Href: web.Address(m.Response)}, On: m.Response.Text("answered_on")}
	row.Object = page.Link{Text: lang.HiddenRecord.In(r.Lang), Href: web.Address(m.Response)}
	if m.Object != nil {
		row.Object, _ = x.Shower(r, noTime).Named(m.Object)
		row.Ref = m.Object.Ref
	}
	if n, ok := m.Response.Number("reminders"); ok {
		row.Reminders = lang.Whole(n)
	}
	if s == "sent" {
		row.Response.Href = fr.Base + "/svar/" + m.Response.Ref
	}
	open := rec.Text("status") == "open"
	if open && !handedIn(m) && m.Respondent != nil && !x.deps.Mail {
		row.Make = fr.Base + "/lankar/" + m.Respondent.Ref
	}
	row.Revoke = open && m.Links > 0
	return row
}

func (x *Followup) revoke(rw http.ResponseWriter, r *door.Request) error {
	rec, err := x.one(r)
	if err == nil {
		err = x.Form(r)
	}
	if err != nil {
		return err
	}
	resp, err := x.responseOf(r, rec, r.PostForm.Get("aterkalla"))
	if err != nil {
		return err
	}
	if _, err := campaign.Revoke(r.Context(), x.room(), r.Caller, rec, resp); err != nil {
		if ws, status := wrong(r.Lang, err, nil); len(ws) > 0 {
			return x.showPopulation(rw, r, rec, "", ws, status)
		}
		return err
	}
	return x.showPopulation(rw, r, rec, lang.FollowRevoked.With(r.Lang, resp.Ref), nil, http.StatusOK)
}

// responseOf finds a response of the follow-up.
func (x *Followup) responseOf(r *door.Request, rec *register.Record, id string) (*register.Record, error) {
	resp, err := x.One(r, registers.Responses, id)
	if err == nil && resp.Text("campaign") != string(rec.ID) {
		err = fault.New(fault.Unknown, "no-such-record")
	}
	return resp, err
}

// places are where links come in a letter.
var places = regexp.MustCompile(`\{link\d+\}`)

// kinds are the letters by the word in their address.
var kinds = map[string]struct {
	kind  string
	title lang.Text
}{"lankar": {campaign.Opening, lang.FollowOpeningHead}, "paminnelse": {campaign.Reminder, lang.FollowReminderHead}}

func (x *Followup) letters(rw http.ResponseWriter, r *door.Request) error {
	return x.showLetters(rw, r, nil, http.StatusOK)
}

func (x *Followup) showLetters(rw http.ResponseWriter, r *door.Request, ws []page.Wrong, status int) error {
	rec, err := x.one(r)
	if err != nil {
		return err
	}
	k, ok := kinds[r.PathValue("kind")]
	if !ok {
		return fault.New(fault.Unknown, "no-such-page")
	}
	all, err := campaign.Letters(r.Context(), x.room(), r.Caller, rec, k.kind, r.Lang)
	if err != nil {
		return err
	}
	f, fr, err := x.frameOf(r, rec, "")
	if err != nil {
		return err
	}
	fr.Title, fr.Wrong = k.title.In(r.Lang), ws
	p := sendPage{frame: fr, Action: fr.Base + "/skicka/" + r.PathValue("kind")}
	n := 0
	for _, one := range all {
		to := page.Link{Text: cmp.Or(one.Title, lang.FollowNobody.In(r.Lang)), Note: lang.FollowObjectsN.Of(r.Lang, len(one.Responses))}
		if !one.Reaches() {
			if one.Respondent != "" {
				to.Href = fr.Base + "/lankar/" + string(one.Respondent)
			}
			p.Lost = append(p.Lost, to)
			continue
		}
		if n++; n == 1 {
			p.Subject, p.Body = one.Subject, places.ReplaceAllString(one.Body, "["+lang.FollowLink.In(r.Lang)+"]")
		}
		p.To = append(p.To, to)
	}
	p.Count, p.LostN = lang.FollowLetters.Of(r.Lang, n), lang.FollowLettersLost.Of(r.Lang, len(p.Lost))
	if n > 0 && x.deps.Mail && rec.Text("status") == "open" {
		p.Button = lang.FollowSend.Of(r.Lang, n)
	}
	return x.Show(rw, r.Context(), status, sendView(f, p))
}

func (x *Followup) send(rw http.ResponseWriter, r *door.Request) error {
	rec, err := x.one(r)
	if err != nil {
		return err
	}
	k, ok := kinds[r.PathValue("kind")]
	if !ok {
		return fault.New(fault.Unknown, "no-such-page")
	}
	sent, _, err := campaign.Send(r.Context(), x.Commands, x.room(), r.Caller, x.options(r), rec, k.kind, r.Lang)
	if ws, status := wrong(r.Lang, err, nil); len(ws) > 0 {
		return x.showLetters(rw, r, ws, status)
	}
	if err != nil {
		return err
	}
	f, fr, err := x.frameOf(r, rec, "")
	if err != nil {
		return err
	}
	fr.Title, fr.Told = k.title.In(r.Lang), lang.FollowSent.Of(r.Lang, len(sent))
	return x.Show(rw, r.Context(), http.StatusOK, sendView(f, sendPage{frame: fr, Outbox: true}))
}

func (x *Followup) askLinks(rw http.ResponseWriter, r *door.Request) error {
	return x.showLinks(rw, r, nil, nil, http.StatusOK)
}

func (x *Followup) showLinks(rw http.ResponseWriter, r *door.Request, made []campaign.Made, ws []page.Wrong, status int) error {
	rec, err := x.one(r)
	if err != nil {
		return err
	}
	whose, err := x.One(r, registers.RoleAssignments, r.PathValue("respondent"))
	if err != nil {
		return err
	}
	f, fr, err := x.frameOf(r, rec, "/objekt")
	if err != nil {
		return err
	}
	fr.Wrong = ws
	p := linksPage{frame: fr, Who: whose.Text("title"), Action: fr.Base + "/lankar/" + whose.Ref, How: lang.FollowLinksHow.With(r.Lang, rec.Text("closes"))}
	var b strings.Builder
	for _, m := range made {
		b.WriteString(m.Object.Text("title") + " (" + m.Object.Ref + ")\n" + x.deps.Base + m.Path + "\n\n")
	}
	p.Text, p.Lines = strings.TrimSpace(b.String()), min(3*len(made)+1, 24)
	door.Plain(rw)
	return x.Show(rw, r.Context(), status, linksView(f, p))
}

func (x *Followup) makeLinks(rw http.ResponseWriter, r *door.Request) error {
	rec, err := x.one(r)
	if err != nil {
		return err
	}
	whose, err := x.One(r, registers.RoleAssignments, r.PathValue("respondent"))
	if err != nil {
		return err
	}
	made, err := campaign.MakeLinks(r.Context(), x.room(), r.Caller, rec, whose.ID, signin.Secret)
	if ws, status := wrong(r.Lang, err, nil); len(ws) > 0 {
		return x.showLinks(rw, r, nil, ws, status)
	}
	if err != nil {
		return err
	}
	return x.showLinks(rw, r, made, nil, http.StatusOK)
}
