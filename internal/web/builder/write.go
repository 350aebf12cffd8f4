package builder

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/review"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// writing is a review as it is written: one section at a time.
type writing struct {
	Crumbs         []page.Crumb
	Title, Sub     string
	State          *page.Status
	Notices        []notice
	Send           page.Link // empty: the reader does not send
	Files          []page.Link
	Outline        []page.Step
	Ready          string
	Heading, ID    string
	SectionState   *page.Status
	Origin         string
	TextLang       string
	Blocks         []page.ReviewBlock
	Parts          []part // the blocks with the places between them
	Points         []point
	NewPoint       []page.Link
	LastYear       []page.ReviewBlock
	LastYearTitle  string
	Action         string
	Kept           []page.Pair
	Wrong          []page.Wrong
	Places         []placed
	Officer        []placed // read by others than the officer
	AskOfficer     page.Link
	Asked          string
	Draft          string // under which name the browser keeps what is not saved
	Buttons        []page.Button
	Languages      []page.Link
	Days           days
	People         []page.Fact
	Inputs         []page.Method
	InputsAt       page.Link
	Compare        []page.CompareRow
	AsOf, Against  string
	Decisions      []page.Link
	NewDecision    page.Link
	PlanAt         page.Link
	Comments       []said
	General        []said
	SayAt, SayKept string
	Say            page.Control
}

// placed is a place to write in, with the buttons that belong to it.
type placed struct {
	page.Control
	Key, Text, List string
	Heading         string // of the part of the section that it ends
	Apart           bool   // stands away from that part, and has to say which it is
	State           *page.Status
}

// days are the days that the figures show.
type days struct {
	Action        string
	AsOf, Against page.Control
	Kept          []page.Pair
	Locked        bool
}

type said struct{ Who, When, Text string }

// point is a decision or a priority of the section, to be changed.
type point struct {
	page.Link
	Note string
}

// write shows a section of a review with its texts as they are written.
func (b *Builder) write(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	return b.showWriting(rw, r, rec, r.URL.Query().Get(partName), nil, nil, http.StatusOK)
}

func textLang(r *door.Request, rec *register.Record) lang.Lang {
	v := r.FormValue(languageOf)
	if v == "" {
		v = rec.Text("language")
	}
	if v == "en" {
		return lang.EN
	}
	return lang.SV
}

func (b *Builder) showWriting(rw http.ResponseWriter, r *door.Request, rec *register.Record, key string, typed url.Values, wrong []page.Wrong, status int) error {
	rv, err := review.Open(r.Context(), b.Reviews, r.Caller, string(rec.ID), r.Lang)
	if err != nil {
		return err
	}
	parts, err := b.ReviewParts(r.Lang, rv)
	if err != nil {
		return err
	}
	places, err := review.Places(rec, r.Lang)
	if err != nil {
		return err
	}
	may, err := b.rights(r, rec)
	if err != nil {
		return err
	}
	p := writing{Title: rv.Title, Crumbs: b.crumbs(r, rec, lang.BuilderWrite.In(r.Lang)), Wrong: wrong, Ready: parts.Ready, TextLang: parts.TextLang, AsOf: parts.AsOf, Against: parts.Against, Inputs: parts.Inputs, Compare: parts.Compare}
	p.Sub = lang.BuilderSub.With(r.Lang, rv.OrgTitle, strconv.Itoa(rv.Year))
	p.State = page.StatusOf(rec.Text("status"), rec.Register.Status().Choices.Label(rec.Text("status")).In(r.Lang))
	at := web.Address(rec)
	p.Files = []page.Link{{Text: lang.BuilderPreview.In(r.Lang), Href: at + "/document?format=pdf"}, {Text: lang.BuilderPages.In(r.Lang), Href: at}}
	if may.Write {
		p.Send = page.Link{Text: lang.BuilderSend.In(r.Lang), Href: at + "/skicka"}
	}
	sec := chosen(rv, parts, key)
	if sec == nil {
		return fault.New(fault.Unknown, "no-such-page")
	}
	p.outline(rv, parts, at, sec.Key)
	for _, s := range parts.Sections {
		if s.ID == web.SectionID(sec.Key) {
			p.Heading, p.ID, p.SectionState, p.Blocks = s.Heading, s.ID, s.State, s.Blocks
		}
	}
	p.Origin = lang.BuilderOrigin.With(r.Lang, parts.AsOf)
	p.Kept = []page.Pair{version(rec), pair(partName, sec.Key)}
	p.Action = at + "/bygg"
	if err := b.writingPlaces(r, rec, may, &p, places[sec.Key], typed, sec.State); err != nil {
		return err
	}
	if err := b.lastYear(r, rec, rv, sec.Key, &p); err != nil {
		return err
	}
	b.writingPoints(r, rec, rv, may, sec.Key, &p)
	if err := b.beside(r, rec, rv, may, sec.Key, &p); err != nil {
		return err
	}
	f, err := b.Frame(r, form.Title(r.Lang, p.Heading, wrong))
	if err != nil {
		return err
	}
	return b.Show(rw, r.Context(), status, writePage(f, p))
}

// chosen is the section asked for, else the first.
func chosen(rv review.Review, parts page.Review, key string) *review.Section {
	shown := map[string]bool{}
	for _, s := range parts.Sections {
		shown[s.ID] = true
	}
	for i, s := range rv.Sections {
		if shown[web.SectionID(s.Key)] && (key == "" || s.Key == key) {
			return &rv.Sections[i]
		}
	}
	return nil
}

func (p *writing) outline(rv review.Review, parts page.Review, at, here string) {
	keys := map[string]string{}
	for _, s := range rv.Sections {
		keys["#"+web.SectionID(s.Key)] = s.Key
	}
	for _, s := range parts.Outline {
		k := keys[s.Href]
		s.Href, s.Current = web.AddressOf(at+"/bygg", []page.Pair{pair(partName, k)}), k == here
		p.Outline = append(p.Outline, s)
	}
}

func placeName(key string) string { return "t." + key }
func placeID(key string) string   { return "t-" + strings.ReplaceAll(key, ".", "-") }

// writingPlaces are where the reader writes. Blocks of the report that show the
// same words are then left out.
func (b *Builder) writingPlaces(r *door.Request, rec *register.Record, may rights, p *writing, ps []review.Place, typed url.Values, state string) error {
	l := textLang(r, rec)
	at := web.Address(rec)
	own := 0
	for _, x := range ps {
		text := x.In(l)
		if typed.Has(placeName(x.Key)) {
			text = typed.Get(placeName(x.Key))
		}
		c := placed{Key: x.Key, Text: text, Heading: x.Heading, List: at + "/siffror", Control: page.Control{ID: placeID(x.Key), Name: placeName(x.Key), Label: x.By, Kind: page.LongControl, Value: text, Optional: !x.Needed,
			Wrong: form.Errors(placeID(x.Key), p.Wrong)}}
		if x.Heading == p.Heading {
			c.Heading = ""
		}
		if x.Officer {
			c.State = page.StateOfSection(r.Lang, x.State)
		}
		switch {
		case x.Officer && may.Officer, !x.Officer && may.Write:
			p.Places = append(p.Places, c)
			if !x.Officer {
				own++
			}
		case x.Officer && may.Write:
			p.Officer = append(p.Officer, c)
		}
	}
	p.Parts = spread(p.Blocks, p.Places, p.Officer)
	if !p.Parted() {
		return nil
	}
	if len(p.Places) > 0 {
		p.Draft = string(r.Caller.Person) + ":" + p.Action + "#" + p.ID + string(l)
		p.Buttons = append(p.Buttons, page.Button{Text: lang.BuilderSave.In(r.Lang)})
	}
	other := lang.EN
	if l == lang.EN {
		other = lang.SV
	}
	for _, x := range []lang.Lang{l, other} {
		href := web.AddressOf(p.Action, []page.Pair{pair(partName, p.Kept[1].Value), pair(languageOf, string(x))})
		if x == l {
			href = ""
		}
		p.Languages = append(p.Languages, page.Link{Text: map[lang.Lang]lang.Text{lang.SV: lang.BuilderInSwedish, lang.EN: lang.BuilderInEnglish}[x].In(r.Lang), Href: href})
	}
	p.Kept = append(p.Kept, pair(languageOf, string(l)))
	if may.Write {
		next := page.Button{Text: lang.BuilderReady.In(r.Lang), Name: "lage", Value: "ready"}
		if state == "ready" {
			next = page.Button{Text: lang.BuilderReopen.In(r.Lang), Name: "lage", Value: "edited"}
		}
		p.Buttons = append(p.Buttons, next)
	}
	if may.Officer && len(p.Places) > own {
		p.Buttons = append(p.Buttons, page.Button{Text: lang.BuilderHandOver.In(r.Lang), Name: "lamna", Value: "ja"})
	}
	if len(p.Officer) == 0 {
		return nil
	}
	asked, err := review.Asked(r.Context(), b.Reviews, r.Caller, rec)
	if err != nil {
		return err
	}
	if asked != nil {
		p.Asked = lang.BuilderAsked.With(r.Lang, asked.Text("due"))
		p.AskOfficer = page.Link{Text: asked.Ref, Href: web.Address(asked)}
	} else {
		p.AskOfficer = page.Link{Text: lang.BuilderAsk.In(r.Lang), Href: at + "/ombud"}
	}
	return nil
}

// save takes what is written in a section.
func (b *Builder) save(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	typed := r.PostForm
	in := review.Writing{Section: typed.Get(partName), Texts: map[string]string{}, Lang: textLang(r, rec), Via: "web"}
	if in.Seen, err = seen(r); err != nil {
		return err
	}
	for name, vs := range typed {
		if key, ok := strings.CutPrefix(name, "t."); ok && typed.Get(takeName+key) != theirs {
			in.Texts[key] = vs[0]
		}
	}
	if s := typed.Get("lage"); s == "ready" || s == "edited" {
		in.State = s
	}
	now, clashes, err := review.Write(r.Context(), b.Reviews, r.Caller, string(rec.ID), in)
	if err == nil && len(clashes) == 0 && typed.Get("lamna") != "" {
		now, err = review.HandOver(r.Context(), b.Reviews, r.Caller, string(rec.ID), "web")
	}
	auto := r.Header.Get("X-Requested-By") == "autosave"
	if err != nil {
		wrong, status, err := b.refused(r, rec.Register, err)
		switch {
		case err != nil:
			return err
		case auto:
			return answer(rw, status, autosaved{Wrong: wrong})
		}
		return b.showWriting(rw, r, rec, in.Section, typed, wrong, status)
	}
	if len(clashes) > 0 {
		if auto {
			return answer(rw, http.StatusConflict, autosaved{})
		}
		return b.showBoth(rw, r, now, in, clashes)
	}
	if auto {
		t := r.Now.In(b.DB.Zone).Format("15.04")
		if r.Lang == lang.EN {
			t = r.Now.In(b.DB.Zone).Format("15:04")
		}
		return answer(rw, http.StatusOK, autosaved{Version: strconv.FormatInt(now.Version, 10), At: t})
	}
	draft := string(r.Caller.Person) + ":" + web.Address(rec) + "/bygg#" + web.SectionID(in.Section) + string(in.Lang)
	http.SetCookie(rw, &http.Cookie{Name: "taken", Value: url.QueryEscape(draft), Path: "/", MaxAge: 24 * 60 * 60, Secure: b.Secure, SameSite: http.SameSiteStrictMode})
	keep := []page.Pair{pair(partName, in.Section), pair(languageOf, typed.Get(languageOf))}
	if key := typed.Get("siffra"); key != "" {
		return b.See(rw, r, web.AddressOf(web.Address(rec)+"/infoga", append(keep, pair("plats", key))))
	}
	return b.See(rw, r, web.AddressOf(web.Address(rec)+"/bygg", keep))
}

const (
	takeName = "_take."
	theirs   = "theirs"
	mine     = "mine"
)

// both is what two people have written in the same places.
type both struct {
	Title  string
	Crumbs []page.Crumb
	Action string
	Kept   []page.Pair
	Sides  []side
	Back   string
}

type side struct{ Name, ID, Label, Theirs, Mine string }

// showBoth shows two people's texts side by side.
func (b *Builder) showBoth(rw http.ResponseWriter, r *door.Request, rec *register.Record, in review.Writing, clashes []review.Clash) error {
	at := web.Address(rec)
	p := both{Title: lang.BuilderBoth.In(r.Lang), Crumbs: b.crumbs(r, rec, lang.EditBothCrumb.In(r.Lang)), Action: at + "/bygg", Back: web.AddressOf(at+"/bygg", []page.Pair{pair(partName, in.Section)})}
	p.Kept = []page.Pair{version(rec), pair(partName, in.Section), pair(languageOf, string(in.Lang))}
	for k, v := range in.Texts {
		p.Kept = append(p.Kept, pair(placeName(k), v))
	}
	for _, c := range clashes {
		p.Sides = append(p.Sides, side{Name: takeName + c.Key, ID: placeID(c.Key), Label: c.By, Theirs: c.In(in.Lang), Mine: c.Mine})
	}
	f, err := b.Frame(r, lang.WrongTitle.With(r.Lang, p.Title))
	if err != nil {
		return err
	}
	return b.Show(rw, r.Context(), http.StatusConflict, bothPage(f, p))
}

// autosaved is the answer to a form that saves itself.
type autosaved struct {
	Version string       `json:"version,omitempty"`
	At      string       `json:"at,omitempty"`
	Wrong   []page.Wrong `json:"wrong,omitempty"`
}

func answer(rw http.ResponseWriter, status int, a autosaved) error {
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	rw.WriteHeader(status)
	return json.NewEncoder(rw).Encode(a)
}

// onlyYear says a day by its year, where that tells it from another day.
func onlyYear(day, other string) string {
	if len(day) < 4 || len(other) < 4 || day[:4] == other[:4] {
		return day
	}
	return day[:4]
}
