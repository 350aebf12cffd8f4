package steps

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rounds"
	"genomlys/internal/web"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// reviewing is a visit to a review of access.
type reviewing struct {
	*turn
	accounts []*register.Record
	ongoing  bool
}

// atOnce is how many accounts are decided on at a sitting of a page.
const atOnce = 100

func layAccess(t *turn) (*work, error) {
	v := &reviewing{turn: t, ongoing: t.rec.Text("status") == "ongoing"}
	var err error
	if v.accounts, err = t.all("access_account", "review = "+query.Quote(string(t.rec.ID))); err != nil {
		return nil, err
	}
	// What stands out is met first.
	slices.SortStableFunc(v.accounts, func(a, b *register.Record) int { return graveFirst(b) - graveFirst(a) })
	sh := t.Shower(t.r, noTime)
	sh.Need(t.rec.Register.Must("object"), t.rec.Text("object"))
	if err := sh.Look(); err != nil {
		return nil, err
	}
	object := sh.Refer(register.ID(t.rec.Text("object")))
	n := rounds.Tally(v.accounts)
	about := t.rec.Register.Status().Choices.Label(t.rec.Text("status")).In(t.r.Lang) + "."
	if due := t.rec.Text("due_on"); due != "" {
		about += " " + t.say(lang.StepsAccessBy, due)
	}
	w := &work{title: t.say(lang.StepsAccessTitle, object.Text), about: about,
		crumbs: t.crumbs(t.say(lang.StepsAccessOffer))}
	scope := step{id: "omfattning", title: t.say(lang.StepsScope), state: done, draw: func(f page.Frame, _ []page.Control, _ url.Values) ([]templ.Component, error) {
		fs, err := t.facts(t.rec, "status", "object", "routine", "way", "previous", "opened_on", "due_on", "reviewer", "scope")
		return []templ.Component{facts(f, fs), links(t.say(lang.StepsText), t.textLinks("protocol"))}, err
	}}
	decide := step{id: "konton", title: t.say(lang.StepsAccounts), note: lang.StepsLeft.Of(t.r.Lang, n.Undecided), state: part, open: v.ongoing, own: t.Register("access_account")}
	switch {
	case n.Undecided == 0:
		decide.state = done
		decide.draw = v.nothingLeft
	default:
		decide.draw = v.table
		if v.ongoing {
			decide.send = v.decide
			decide.after = v.keepRest
		}
	}
	rest := step{id: "ovriga", title: t.say(lang.StepsRest), state: decide.state, open: v.ongoing && n.Undecided > 0, own: decide.own, draw: v.restAbout}
	if rest.open {
		rest.send = v.keep
	}
	taken := step{id: "beslutade", title: t.say(lang.StepsTaken), note: lang.StepsAccountsN.Of(t.r.Lang, n.Total-n.Undecided), state: done, draw: v.taken}
	if n.Total == n.Undecided {
		taken.state = todo
	}
	end := step{id: "avsluta", title: t.say(lang.StepsEnd), state: todo, ops: offered(t.rec, "perform"), words: map[string]lang.Text{"perform": lang.StepsEndRound}, draw: v.ending, open: v.ongoing, hand: []string{"performed_on"},
		read: func(typed url.Values, values map[string]any) ([]fault.Problem, error) {
			if typed.Get(opName) != "" {
				values["performed_on"] = string(register.DateOf(t.r.Now.In(t.DB.Zone)))
			}
			return nil, nil
		}}
	if !v.ongoing {
		end.state = done
	}
	w.steps = []step{scope, decide, rest, taken, end}
	w.result = sums(t.turnFrame(), t.say(lang.StepsResult), []page.Fact{
		number(t, lang.StepsTotal, n.Total), number(t, lang.StepsUndecided, n.Undecided), number(t, lang.StepsKept, n.Kept), number(t, lang.StepsChanged, n.Changed), number(t, lang.StepsRemoved, n.Removed),
		number(t, lang.StepsOrphaned, n.Orphaned), number(t, lang.StepsPrivileged, n.Privileged)})
	return w, nil
}

func number(t *turn, name lang.Text, n int) page.Fact {
	return page.Fact{Name: t.say(name), Value: page.Value{Texts: []string{lang.Whole(int64(n))}, Right: true}}
}

func graveFirst(a *register.Record) int {
	list, _ := a.Get("remarks").([]string)
	n := len(list)
	if rounds.Grave(list) {
		n += 100
	}
	return n
}

// waiting are the accounts that have no decision.
func (v *reviewing) waiting() (out []*register.Record) {
	for _, a := range v.accounts {
		if s := a.Text("status"); s == "open" || s == "asked" {
			out = append(out, a)
		}
	}
	return out
}

const (
	decisionName = "_decision."
	reasonName   = "_reason."
	rolesName    = "_roles."
)

// accountRow is an account as it is decided on.
type accountRow struct {
	Name     string
	Link     string
	Holder   page.Value
	Roles    page.Value
	Last     page.Value
	Remarks  []page.Status
	Own      bool
	Decision page.Control
	Reason   page.Control
	New      page.Control
}

func (v *reviewing) table(f page.Frame, _ []page.Control, typed url.Values) ([]templ.Component, error) {
	waiting := v.waiting()
	sh := v.Shower(v.r, noTime)
	reg := v.Register("access_account")
	shown := waiting[:min(len(waiting), atOnce)]
	for _, a := range shown {
		sh.NeedAll(a, []*register.Field{reg.Must("person")})
	}
	if err := sh.Look(); err != nil {
		return nil, err
	}
	var rows []accountRow
	for _, a := range shown {
		id := string(a.ID)
		row := accountRow{Name: a.Text("account"), Link: web.Address(a), Holder: sh.Field(a, reg.Must("holder")), Roles: sh.Field(a, reg.Must("roles")), Last: sh.Field(a, reg.Must("last_login"))}
		list, _ := a.Get("remarks").([]string)
		for _, r := range list {
			st := page.Status{Icon: "dot", Word: reg.Must("remarks").Choices.Label(r).In(v.r.Lang)}
			if rounds.Grave([]string{r}) {
				st.Tone, st.Icon = "warn", "watch"
			}
			row.Remarks = append(row.Remarks, st)
		}
		row.Decision = page.Control{ID: "f-d-" + id, Name: decisionName + id, Label: v.say(lang.StepsDecisionOn, row.Name), Kind: page.ChoiceControl, Value: typed.Get(decisionName + id)}
		for _, o := range reg.Must("decision").Choices {
			row.Decision.Options = append(row.Decision.Options, page.Option{Value: o.Code, Label: lang.Text{SV: o.SV, EN: o.EN}.In(v.r.Lang)})
		}
		if a.Text("status") == "asked" && row.Decision.Value == "" {
			row.Remarks = append(row.Remarks, page.Status{Tone: "info", Icon: "info", Word: reg.Status().Choices.Label("asked").In(v.r.Lang)})
		}
		row.Reason = page.Control{ID: "f-w-" + id, Name: reasonName + id, Label: v.say(lang.StepsReasonFor, row.Name), Value: typed.Get(reasonName + id)}
		row.New = page.Control{ID: "f-r-" + id, Name: rolesName + id, Label: v.say(lang.StepsRolesFor, row.Name), Value: typed.Get(rolesName + id)}
		rows = append(rows, row)
	}
	about := v.say(lang.StepsTableAbout)
	if len(waiting) > len(shown) {
		about += " " + v.say(lang.StepsShown, strconv.Itoa(len(shown)), lang.Whole(int64(len(waiting))))
	}
	return []templ.Component{prose(about), accountTable(f, v.say(lang.StepsAccounts), rows)}, nil
}

// decide takes the decisions of the table, all or none.
func (v *reviewing) decide(typed url.Values) (string, error) {
	var xs []rounds.Decision
	for _, a := range v.waiting() {
		id := string(a.ID)
		d := typed.Get(decisionName + id)
		if d == "" {
			continue
		}
		if !v.Register("access_account").Must("decision").Choices.Has(d) {
			return "", fault.Problems([]fault.Problem{{Field: "decision", Code: "not-allowed", Value: d, Allowed: v.Register("access_account").Must("decision").Choices.Codes()}})
		}
		var roles []string
		for _, r := range strings.FieldsFunc(typed.Get(rolesName+id), func(r rune) bool { return r == ',' || r == ';' || r == '\n' }) {
			if r = strings.TrimSpace(r); r != "" {
				roles = append(roles, r)
			}
		}
		xs = append(xs, rounds.Decision{Accounts: []string{id}, Decision: d, Reason: strings.TrimSpace(typed.Get(reasonName + id)), NewRoles: roles})
	}
	if len(xs) == 0 { // all are left for later
		return v.address("ovriga"), nil
	}
	_, err := rounds.DecideAll(v.r.Context(), v.rounds, v.r.Caller, v.options(), v.rec, xs)
	return v.address("konton"), err
}

func (v *reviewing) options() command.Options { return command.Options{Via: "web", Now: v.r.Now} }

func (v *reviewing) restAbout(f page.Frame, _ []page.Control, typed url.Values) ([]templ.Component, error) {
	out := []templ.Component{prose(v.say(lang.StepsRestAbout))}
	if v.ongoing && len(v.waiting()) > 0 {
		out = append(out, page.ControlField(f, page.Control{ID: "f-reason", Name: reasonName, Label: registers.AccessAccounts.Must("reason").Title.In(v.r.Lang), Kind: page.LongControl, Lines: 2, Value: typed.Get(reasonName), Optional: true}))
	}
	return out, nil
}

// keep keeps all that are left, but those that must be looked at one by one.
func (v *reviewing) keep(typed url.Values) (string, error) {
	_, err := rounds.Decide(v.r.Context(), v.rounds, v.r.Caller, v.options(), v.rec, rounds.Decision{Rest: true, Decision: "keep", Reason: strings.TrimSpace(typed.Get(reasonName))})
	return v.address("konton"), err
}

func (v *reviewing) keepRest(page.Frame) (templ.Component, error) {
	return links(v.say(lang.StepsRest), []page.Link{{Text: v.say(lang.StepsRestGo), Href: v.address("ovriga")}}), nil
}

func (v *reviewing) nothingLeft(f page.Frame, _ []page.Control, _ url.Values) ([]templ.Component, error) {
	return []templ.Component{page.Notice("ok", "ok", v.say(lang.StepsAllDecided), "", page.Link{})}, nil
}

// taken lists what has been decided, each leading to its record, where it can
// be taken back while the review goes on.
func (v *reviewing) taken(f page.Frame, _ []page.Control, _ url.Values) ([]templ.Component, error) {
	reg := v.Register("access_account")
	sh := v.Shower(v.r, noTime)
	t := page.Table{Caption: v.say(lang.StepsTaken)}
	fields := []*register.Field{reg.Must("decision"), reg.Must("status"), reg.Must("reason"), reg.Must("decided_on"), reg.Must("decided_by")}
	t.Heads = []string{reg.Must("account").Title.In(v.r.Lang)}
	for _, x := range fields {
		t.Heads = append(t.Heads, x.Title.In(v.r.Lang))
	}
	for _, a := range v.accounts {
		sh.NeedAll(a, fields)
	}
	if err := sh.Look(); err != nil {
		return nil, err
	}
	for _, a := range v.accounts {
		if d := a.Text("decision"); d == "" || d == "ask" {
			continue
		}
		l, _ := sh.Named(a)
		row := []page.Value{{Links: []page.Link{l}}}
		for _, x := range fields {
			row = append(row, sh.Field(a, x))
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 {
		return []templ.Component{prose(v.say(lang.StepsNoneTaken))}, nil
	}
	return []templ.Component{prose(v.say(lang.StepsTakenAbout)), page.ShowValue(f, page.Value{Table: &t})}, nil
}

func (v *reviewing) ending(f page.Frame, _ []page.Control, _ url.Values) ([]templ.Component, error) {
	if v.ongoing {
		return []templ.Component{prose(v.say(lang.StepsEndAbout))}, nil
	}
	fs, err := v.facts(v.rec, "status", "performed_on", "accounts_total", "removed", "changed", "orphaned", "result", "followed_up_on")
	return []templ.Component{facts(f, fs), links(v.say(lang.StepsText), v.textLinks("protocol"))}, err
}
