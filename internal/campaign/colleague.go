package campaign

import (
	"context"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/mail"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// mostHelpers bounds the colleagues who may be asked about one object, so that a
// link is not a way to send letters.
const mostHelpers = 5

// often holds back whoever asks more colleagues in a day than there may be links.
func often(tries int) time.Duration {
	if tries <= mostHelpers {
		return 0
	}
	return 24 * time.Hour
}

// Ask lets a colleague answer for the same object, without sending it in. The
// link goes by mail; where none is set its path is given back, to hand over.
func Ask(ctx context.Context, d Deps, v Visit, address string, l lang.Lang, secret func() string) (path string, err error) {
	address = strings.ToLower(strings.TrimSpace(address))
	if v.Help {
		return "", refuse("address", "colleague-asks-nobody", "")
	}
	if err := mail.Address(address); err != nil {
		return "", refuse("address", "not-an-address", address)
	}
	p, err := Read(ctx, d, v.Caller, string(v.Response))
	if err != nil {
		return "", err
	}
	if !p.Answerable() {
		return "", refuse("address", "sent-answer-stands", p.Response.Ref)
	}
	find := d.finder(ctx, access.System())
	_, domain, _ := strings.Cut(address, "@")
	near, err := find(registers.Persons, query.Contains{Field: query.Field{Name: "email", Type: query.Text}, Value: "@" + domain})
	if err != nil {
		return "", err
	}
	person, here := register.ID(""), false
	for _, r := range near {
		at := strings.ToLower(r.Text("email"))
		if r.Text("status") != "active" || !strings.HasSuffix(at, "@"+domain) {
			continue
		}
		here = true
		if at == address {
			person = r.ID
		}
	}
	if !here {
		return "", refuse("address", "colleague-elsewhere", domain)
	}
	had, err := Helpers(ctx, d, p.Campaign.ID, v.Response)
	if err != nil {
		return "", err
	}
	if len(had) >= mostHelpers {
		return "", refuse("address", "many-colleagues", strconv.Itoa(mostHelpers))
	}
	scope := bound(p.Campaign.ID, v.Response) + helping
	until, err := ends(d, p.Campaign)
	if err != nil {
		return "", err
	}
	_, err = d.DB.Write(ctx, d.Now(), act(v.Caller, d), func(tx *store.Tx) error {
		wait, _, err := tx.Try(store.Limit{Name: store.Digest("ask " + string(v.Response)), Window: 24 * time.Hour, Wait: often})
		if err == nil && wait > 0 {
			err = refuse("address", "many-colleagues", strconv.Itoa(mostHelpers))
		}
		if err != nil {
			return err
		}
		if err := tx.Note(p.Campaign.Org, v.Response, "ask-colleague"); err != nil {
			return err
		}
		if !d.Mail {
			s := secret()
			path = LinkPath + s
			return tx.PutSession(s, store.Session{Kind: LinkKind, Person: string(person), Scope: scope, About: address, Made: tx.Now(), Expires: until})
		}
		object, title := plain(p.Object.Text("title")), plain(p.Campaign.Text("title"))
		m := mail.Message{Kind: Asking, Lang: l, Subject: short(askingSubject.With(l, object)), Body: askingBody.With(l, object, p.Object.Ref, title, mail.Place, p.Campaign.Text("closes")), Now: tx.Now(),
			Link: &mail.Link{Kind: LinkKind, Person: person, Scope: scope, Path: LinkPath, Until: until, About: address}}
		if m.Person = person; person == "" {
			m.Address = address
		}
		return mail.Put(tx, m)
	})
	return path, err
}

// Unask ends a colleague's link.
func Unask(ctx context.Context, d Deps, v Visit, hash string) error {
	p, err := Read(ctx, d, v.Caller, string(v.Response))
	if err != nil {
		return err
	}
	if v.Help {
		return refuse("address", "colleague-asks-nobody", "")
	}
	had, err := Helpers(ctx, d, p.Campaign.ID, v.Response)
	if err != nil {
		return err
	}
	for _, s := range had {
		if s.Hash != hash {
			continue
		}
		_, err = d.DB.Write(ctx, d.Now(), act(v.Caller, d), func(tx *store.Tx) error {
			if err := tx.EndLink(LinkKind, hash); err != nil {
				return err
			}
			return tx.Note(p.Campaign.Org, v.Response, "revoke-links")
		})
	}
	return err
}

// Handed tells whoever owns the object that a colleague is done, with a link of
// their own, where mail is set.
func Handed(ctx context.Context, d Deps, v Visit, l lang.Lang) error {
	p, err := Read(ctx, d, v.Caller, string(v.Response))
	if err != nil || !d.Mail || !v.Help || !p.Answerable() {
		return err
	}
	all, err := letters(d.finder(ctx, access.System()), p.Campaign, []*register.Record{p.Response}, Opening, l)
	if err != nil || len(all) == 0 || !all[0].Reaches() {
		return err
	}
	x := all[0]
	object := plain(p.Object.Text("title"))
	x.Subject = short(helpedSubject.With(l, object))
	x.Body = helpedBody.With(l, object, p.Object.Ref, place(0), p.Campaign.Text("closes"))
	key := Helped + ":" + string(v.Response) + ":" + string(register.DateOf(d.Now().In(d.DB.Zone)))
	_, err = d.DB.Write(ctx, d.Now(), act(v.Caller, d), func(tx *store.Tx) error {
		if err := tx.KeepAnswer(key, Helped, []byte(Helped)); err != nil {
			return err
		}
		return x.put(tx, d, p.Campaign, Helped, l)
	})
	if fault.Is(err, fault.Conflict) {
		return nil // told today already
	}
	return err
}
