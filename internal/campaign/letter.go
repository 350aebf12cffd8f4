package campaign

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/mail"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// The kinds of letter of a follow-up.
const (
	Opening  = "campaign-opening"
	Reminder = "campaign-reminder"
	Asking   = "campaign-colleague"
	Helped   = "campaign-helped"
	Returned = "campaign-returned"
)

// Letter is what one respondent is sent: links to answer for their objects.
type Letter struct {
	Respondent register.ID // the function
	Title      string
	Person     register.ID // who holds it; else its own mailbox
	Address    string
	Responses  []*register.Record
	Objects    []*register.Record // of the responses, in the same order
	Subject    string
	Body       string // with places for the links
}

// ends is when the links of a follow-up end: with its last day.
func ends(d Deps, campaign *register.Record) (time.Time, error) {
	closes := campaign.Text("closes")
	if closes == "" { // taken in from elsewhere, without its last day
		return time.Time{}, refuse("closes", "last-day-missing", campaign.Text("title"))
	}
	return d.DB.EndOfDay(register.Date(closes)), nil
}

// Reaches tells whether there is anywhere to send it.
func (l Letter) Reaches() bool { return l.Person != "" || l.Address != "" }

// perLetter bounds the objects of one letter; who answers for more gets several.
const perLetter = 60

// Letters gives the letters of a kind that a follow-up would send now: to those
// who have not answered, at an opening only to those who have no link.
func Letters(ctx context.Context, d Deps, c access.Caller, campaign *register.Record, kind string, l lang.Lang) ([]Letter, error) {
	if err := coordinates(c, campaign); err != nil {
		return nil, err
	}
	find := d.finder(ctx, access.System())
	waiting, err := find(registers.Responses, of(campaign, answering...))
	if err != nil {
		return nil, err
	}
	if kind == Opening {
		out, err := Links(ctx, d, campaign)
		if err != nil {
			return nil, err
		}
		waiting = slices.DeleteFunc(waiting, func(r *register.Record) bool {
			return slices.ContainsFunc(out[r.ID], func(s store.Session) bool { return !strings.HasSuffix(s.Scope, helping) })
		})
	} else {
		today := string(register.DateOf(d.Now().In(d.DB.Zone)))
		waiting = slices.DeleteFunc(waiting, func(r *register.Record) bool { return r.Text("reminded_on") == today })
	}
	return letters(find, campaign, waiting, kind, l)
}

// letters writes to each respondent about the objects they answer for.
func letters(find draft.Finder, campaign *register.Record, responses []*register.Record, kind string, l lang.Lang) ([]Letter, error) {
	var objects, functions, orgs []string
	for _, r := range responses {
		objects = append(objects, r.Text("object"))
		if f := r.Text("respondent"); f != "" && !slices.Contains(functions, f) {
			functions = append(functions, f)
		}
	}
	object, function := map[string]*register.Record{}, map[string]*register.Record{}
	err := find.InChunks(registers.Objects, "id", objects, func(r *register.Record) { object[string(r.ID)] = r })
	if err == nil {
		err = find.InChunks(registers.RoleAssignments, "id", functions, func(r *register.Record) { function[string(r.ID)] = r })
	}
	if err != nil {
		return nil, err
	}
	for _, f := range function {
		if p := f.Text("person"); p != "" {
			orgs = append(orgs, p)
		}
	}
	active := map[register.ID]bool{}
	if err := find.InChunks(registers.Persons, "id", orgs, func(r *register.Record) { active[r.ID] = r.Text("status") == "active" && r.Text("email") != "" }); err != nil {
		return nil, err
	}
	by := map[string]*Letter{}
	var order []*Letter
	for _, r := range responses {
		o := object[r.Text("object")]
		if o == nil {
			continue
		}
		key := r.Text("respondent")
		x := by[key]
		if x == nil || len(x.Responses) == perLetter {
			x = &Letter{Respondent: register.ID(key)}
			if f := function[key]; f != nil {
				x.Title = f.Text("title")
				if p := register.ID(f.Text("person")); active[p] {
					x.Person = p
				} else if f.Text("status") == "active" {
					x.Address = f.Text("email")
				}
			}
			by[key] = x
			order = append(order, x)
		}
		x.Responses, x.Objects = append(x.Responses, r), append(x.Objects, o)
	}
	who, err := contact(find, campaign)
	if err != nil {
		return nil, err
	}
	var out []Letter
	for _, x := range order {
		x.write(campaign, who, kind, l)
		out = append(out, *x)
	}
	slices.SortStableFunc(out, func(a, b Letter) int {
		return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.Respondent, b.Respondent))
	})
	return out, nil
}

// contact says whom to ask about a follow-up.
func contact(find draft.Finder, campaign *register.Record) (string, error) {
	orgs, err := find(registers.Orgs, draft.Where("id", string(campaign.Org)))
	if err != nil || len(orgs) == 0 || orgs[0].Text("isam") == "" {
		return "", err
	}
	fs, err := find(registers.RoleAssignments, draft.Where("id", orgs[0].Text("isam")))
	if err != nil || len(fs) == 0 {
		return "", err
	}
	if e := fs[0].Text("email"); e != "" {
		return fs[0].Text("title") + ", " + e, nil
	}
	return fs[0].Text("title"), nil
}

// Contact says whom to ask about a follow-up, empty when nobody is named.
func Contact(ctx context.Context, d Deps, c access.Caller, campaign *register.Record) (string, error) {
	return contact(d.finder(ctx, c), campaign)
}

// write makes the text of a letter.
func (x *Letter) write(campaign *register.Record, who, kind string, l lang.Lang) {
	title := campaign.Text("title")
	var list strings.Builder
	for i, o := range x.Objects {
		fmt.Fprintf(&list, "%s (%s)\n%s\n\n", plain(o.Text("title")), o.Ref, place(i))
	}
	subject, body := openingSubject, openingBody
	if kind == Reminder {
		subject, body = reminderSubject, reminderBody
	}
	what := plain(x.Objects[0].Text("title"))
	if n := len(x.Objects); n > 1 {
		what = lang.Text{SV: "%s objekt", EN: "%s objects"}.With(l, lang.Whole(int64(n)))
	}
	x.Subject = short(subject.With(l, plain(title), what))
	x.Body = body.With(l, plain(title), strings.TrimRight(list.String(), "\n"), campaign.Text("closes"))
	if who != "" {
		x.Body += "\n" + whomToAsk.With(l, who) + "\n"
	}
}

func place(i int) string { return "{link" + strconv.Itoa(i+1) + "}" }

// plain keeps a name from standing where a link is to be put.
func plain(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("{", "(", "}", ")").Replace(s)), " ")
}

const maxSubject = 150

func short(s string) string {
	if r := []rune(s); len(r) > maxSubject {
		return string(r[:maxSubject-1]) + "…"
	}
	return s
}

// put puts a letter in the outbox; its links end with the follow-up.
func (x Letter) put(tx *store.Tx, d Deps, campaign *register.Record, kind string, l lang.Lang) error {
	until, err := ends(d, campaign)
	if err != nil {
		return err
	}
	m := mail.Message{Kind: kind, Person: x.Person, Lang: l, Subject: x.Subject, Body: x.Body, Now: tx.Now()}
	if x.Person == "" {
		m.Address = x.Address
	}
	for i, r := range x.Responses {
		m.More = append(m.More, mail.Link{Kind: LinkKind, Person: x.Person, Scope: bound(campaign.ID, r.ID), Path: LinkPath, Until: until, About: x.Title, Place: place(i)})
	}
	return mail.Put(tx, m)
}

// Send sends the letters of a kind that are due now, and notes reminders on the
// responses. It gives the letters that were put in the outbox, and those that
// reach nobody. The same kind goes out once a day.
func Send(ctx context.Context, s *command.Service, d Deps, c access.Caller, opt command.Options, campaign *register.Record, kind string, l lang.Lang) (sent, lost []Letter, err error) {
	all, err := Letters(ctx, d, c, campaign, kind, l)
	if err != nil {
		return nil, nil, err
	}
	if campaign.Text("status") != "open" {
		return nil, nil, refuse("status", "follow-up-not-open", campaign.Text("title"))
	}
	if !d.Mail {
		return nil, nil, refuse("", "no-mail-server", campaign.Ref)
	}
	today := string(register.DateOf(d.Now().In(d.DB.Zone)))
	var changes []command.Change
	for _, x := range all {
		if !x.Reaches() {
			lost = append(lost, x)
			continue
		}
		sent = append(sent, x)
		for _, r := range x.Responses {
			if kind == Reminder {
				had, _ := r.Number("reminders")
				changes = append(changes, command.Change{Op: "update", Register: r.Register, ID: string(r.ID), Version: r.Version, Fields: map[string]any{"reminders": had + 1, "reminded_on": today}})
			}
		}
	}
	if len(sent) == 0 {
		return nil, lost, nil
	}
	opt.Key = c.Actor() + ":" + kind + ":" + string(campaign.ID) + ":" + today
	opt.Digest = kind
	opt.Keep = func(command.Receipt) []byte { return []byte(kind) }
	opt.After = func(tx *store.Tx, _ command.Receipt) error {
		for _, x := range sent {
			if err := x.put(tx, d, campaign, kind, l); err != nil {
				return err
			}
		}
		return tx.Note(campaign.Org, campaign.ID, "send-links", kind)
	}
	if _, err = s.Do(ctx, c, opt, changes...); fault.Is(err, fault.Conflict) {
		err = refuse("", "letters-sent-today", campaign.Text("title"))
	}
	if err != nil {
		return nil, nil, err
	}
	return sent, lost, nil
}

func refuse(field, code, value string, allowed ...string) error {
	return &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{problem(field, code, value, allowed...)}}
}

// Made is a link that was made to be handed over, since it cannot be mailed.
type Made struct {
	Object *register.Record
	Path   string
}

// MakeLinks makes a link to each response that one respondent has left to
// answer, shown once: the database keeps their digests only.
func MakeLinks(ctx context.Context, d Deps, c access.Caller, campaign *register.Record, respondent register.ID, secret func() string) ([]Made, error) {
	if err := coordinates(c, campaign); err != nil {
		return nil, err
	}
	if campaign.Text("status") != "open" {
		return nil, refuse("status", "follow-up-not-open", campaign.Text("title"))
	}
	until, err := ends(d, campaign)
	if err != nil {
		return nil, err
	}
	find := d.finder(ctx, access.System())
	waiting, err := find(registers.Responses, query.And{of(campaign, answering...), draft.Where("respondent", string(respondent))})
	if err != nil {
		return nil, err
	}
	all, err := letters(find, campaign, waiting, Opening, lang.SV)
	if err != nil {
		return nil, err
	}
	var out []Made
	_, err = d.DB.Write(ctx, d.Now(), act(c, d), func(tx *store.Tx) error {
		for _, x := range all {
			for i, r := range x.Responses {
				s := secret()
				if err := tx.PutSession(s, store.Session{Kind: LinkKind, Person: string(x.Person), Scope: bound(campaign.ID, r.ID), About: x.Title, Made: tx.Now(), Expires: until}); err != nil {
					return err
				}
				out = append(out, Made{x.Objects[i], LinkPath + s})
			}
		}
		return tx.Note(campaign.Org, campaign.ID, "make-links")
	})
	return out, err
}

// Return sends a response back with what must be clearer, and tells whoever
// answers, with a link, where mail is set. The link they had holds too.
func Return(ctx context.Context, s *command.Service, d Deps, c access.Caller, opt command.Options, campaign *register.Record, ch command.Change, l lang.Lang) error {
	if d.Mail && campaign.Text("status") == "open" {
		opt.After = func(tx *store.Tx, r command.Receipt) error {
			find := inside(tx)
			all, err := letters(find, campaign, []*register.Record{r.Items[0].New}, Opening, l)
			if err != nil || len(all) == 0 || !all[0].Reaches() {
				return err
			}
			x := all[0]
			object := plain(x.Objects[0].Text("title"))
			x.Subject = short(returnedSubject.With(l, object))
			x.Body = returnedBody.With(l, object, x.Objects[0].Ref, plain(r.Items[0].New.Text("return_text")), place(0), campaign.Text("closes"))
			return x.put(tx, d, campaign, Returned, l)
		}
	}
	_, err := s.Do(ctx, c, opt, ch)
	return err
}
