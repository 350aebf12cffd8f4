package admin

import (
	"net/http"
	"net/url"
	"strconv"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// post is a function as a row.
type post struct {
	Name   page.Link
	Kind   string
	Org    string
	Holder page.Value
	From   string
	To     string
	word   string // what it is found by
	State  *page.Status
	Do     []page.Link
}

// somebody is a person as a row.
type somebody struct {
	Name  page.Link
	Email page.Value
	Holds string
	State *page.Status
	Do    []page.Link
	word  string
}

type staffPage struct {
	Crumbs   []page.Crumb
	Org      page.Link
	Orgs     []page.Option
	Chosen   string
	Vacant   []post
	Held     []post
	Ended    []post
	People   []somebody
	Give     string
	NewOne   string
	AllPosts string

	Find, All                string // what is looked for, and the page without it
	VacantAt, HeldAt, ManyAt page.Stretch
}

// staff shows who holds what where, what nobody holds, and who works there.
func (a *Admin) staff(rw http.ResponseWriter, r *door.Request) error {
	org, p, err := a.chosenOrg(r)
	if err != nil {
		return err
	}
	p.Crumbs = crumbs(r.Lang, lang.AdminStaff.In(r.Lang))
	if org != nil {
		if err := a.fillStaff(r, org, &p); err != nil {
			return err
		}
	}
	return a.show(rw, r, lang.AdminStaff.In(r.Lang), http.StatusOK, func(f page.Frame) templ.Component { return showStaff(f, p) })
}

// chosenOrg is the organisation asked about: the one in the address, else the
// caller's own.
func (a *Admin) chosenOrg(r *door.Request) (*register.Record, staffPage, error) {
	var p staffPage
	orgs, err := a.each(r, registers.Orgs, nil, noTime)
	if err != nil {
		return nil, p, err
	}
	var chosen *register.Record
	want := r.URL.Query().Get("org")
	own, err := a.Own(r)
	if err != nil {
		return nil, p, err
	}
	for _, o := range orgs {
		p.Orgs = append(p.Orgs, page.Option{Value: o.Ref, Label: o.Text("title")})
		if want == o.Ref || want == string(o.ID) || want == "" && own != nil && own.ID == o.ID {
			chosen = o
		}
	}
	if chosen == nil && want != "" {
		return nil, p, door.Problem("org", "no-such-record", want)
	}
	if chosen != nil {
		p.Chosen = chosen.Ref
	}
	return chosen, p, nil
}

func (a *Admin) fillStaff(r *door.Request, org *register.Record, p *staffPage) error {
	below, err := a.Access.Subtree(r.Context(), org.ID)
	if err != nil {
		return err
	}
	in := query.In{Field: query.Field{Name: "org", Type: query.Ref}}
	for _, id := range below {
		in.Values = append(in.Values, string(id))
	}
	posts, err := a.each(r, registers.RoleAssignments, in, noTime)
	if err != nil {
		return err
	}
	persons, err := a.each(r, registers.Persons, in, noTime)
	if err != nil {
		return err
	}
	sh := a.Shower(r, noTime)
	holder := registers.RoleAssignments.Must("person")
	for _, x := range posts {
		sh.Need(holder, x.Get("person"))
		sh.NeedID(registers.Orgs, x.Org)
	}
	if err := sh.Look(); err != nil {
		return err
	}
	left := map[string]bool{}
	for _, x := range persons {
		left[string(x.ID)] = x.Text("status") != "active"
	}
	p.Org = page.Link{Text: org.Text("title"), Href: web.Address(org)}
	may := writes(r, registers.RoleAssignments)
	if may(org.ID) {
		p.Give = "/gor/role-assignments/give?" + url.Values{"org": {org.Ref}}.Encode()
	}
	if writes(r, registers.Persons)(org.ID) {
		p.NewOne = "/ny/persons?" + url.Values{"_org": {string(org.ID)}}.Encode()
	}
	p.AllPosts = "/role-assignments"
	today := string(a.today(r))
	holds := map[string]int{}
	for _, x := range posts {
		row := post{Name: page.Link{Text: x.Text("title"), Href: web.Address(x), Note: x.Ref}, Kind: registers.RoleAssignments.Must("function").Choices.Label(x.Text("function")).In(r.Lang),
			Org: sh.Refer(x.Org).Text, Holder: sh.Field(x, holder), From: x.Text("valid_from"), To: x.Text("valid_to")}
		row.word = words(row.Name.Text, row.Name.Note, row.Kind, row.Org, shown(row.Holder))
		active := x.Text("status") == "active" && (row.To == "" || row.To >= today)
		if active && may(x.Org) && r.Caller.Grant(x.Text("function"), x.Org, "") == nil {
			at := "/gor" + web.Address(x) + "/"
			row.Do = []page.Link{{Text: lang.AdminFill.In(r.Lang), Href: at + "fill"}, {Text: lang.AdminCloseDown.In(r.Lang), Href: at + "close_down"}}
		}
		person := x.Text("person")
		switch {
		case !active:
			row.State = page.StatusOf("ended", registers.RoleAssignments.Status().Choices.Label("ended").In(r.Lang))
			p.Ended = append(p.Ended, row)
		case person == "" && len(x.Masked) == 0:
			p.Vacant = append(p.Vacant, row)
		case left[person]:
			row.State = &page.Status{Tone: "warn", Icon: "warn", Word: lang.AdminHolderLeft.In(r.Lang)}
			p.Vacant = append(p.Vacant, row)
		default:
			holds[person]++
			if row.From > today {
				row.State = &page.Status{Icon: "info", Word: lang.AdminComing.In(r.Lang)}
			}
			p.Held = append(p.Held, row)
		}
	}
	return a.fillPeople(r, persons, holds, p)
}

func (a *Admin) fillPeople(r *door.Request, persons []*register.Record, holds map[string]int, p *staffPage) error {
	sh := a.Shower(r, noTime)
	may := writes(r, registers.Persons)
	for _, x := range persons {
		name, _ := sh.Named(x)
		row := somebody{Name: name, Email: sh.Field(x, registers.Persons.Must("email")), Holds: strconv.Itoa(holds[string(x.ID)])}
		if s := x.Text("status"); s != "active" {
			row.State = page.StatusOf("ended", registers.Persons.Status().Choices.Label(s).In(r.Lang))
		} else if may(x.Org) && !r.Caller.ReadOnly {
			row.Do = []page.Link{{Text: lang.AdminInvite.In(r.Lang), Href: "/bjud-in/" + x.Ref}, {Text: lang.AdminHandOver.In(r.Lang), Href: "/lamna-over/" + x.Ref}}
		}
		row.word = words(row.Name.Text, row.Name.Note, shown(row.Email))
		p.People = append(p.People, row)
	}
	p.part(r)
	return nil
}
