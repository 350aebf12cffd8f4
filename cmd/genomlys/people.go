package main

import (
	"fmt"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// UserCmd gathers what is done with people.
type UserCmd struct {
	Create  UserCreateCmd  `cmd:"" help:"Make a person who holds a function."`
	List    UserListCmd    `cmd:"" help:"List people and the functions they hold."`
	Disable UserDisableCmd `cmd:"" help:"Let somebody in no more; their sessions and tokens end at once."`
}

// UserCreateCmd makes a person.
type UserCreateCmd struct {
	Name     string `required:"" help:"The person's name."`
	Email    string `required:"" help:"The person's e-mail."`
	Function string `required:"" help:"isam, dpo, head, object_owner, central_isec, auditor, system_admin …"`
	Org      string `required:"" help:"Short name of the organisation."`
	Object   string `help:"Only for this object, OBJ-0117."`
}

// Run makes the person.
func (c *UserCreateCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	id, insteadOf, err := h.NewUser(g.ctx, access.System(), "cli", c.Name, c.Email, c.Function, c.Org, c.Object)
	if err != nil {
		return err
	}
	if g.JSON {
		return g.result(map[string]any{"id": id, "email": c.Email, "substitute_for": insteadOf})
	}
	if insteadOf != "" {
		g.say("%s är inlagd som ersättare för %s.", "%s is entered as a substitute for %s.", c.Email, insteadOf)
		return nil
	}
	g.say("%s är inlagd.", "%s is entered.", c.Email)
	return nil
}

// UserListCmd lists people.
type UserListCmd struct{}

// Run lists people.
func (c *UserListCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	type person struct {
		Name      string   `json:"name"`
		Email     string   `json:"email"`
		Status    string   `json:"status"`
		Functions []string `json:"functions"`
	}
	held := map[string][]string{}
	r := h.Reg("role_assignment")
	err = h.DB.Each(g.ctx, access.System().Read(r), store.Query{Register: r}, func(rec *register.Record) error {
		if p := rec.Text("person"); p != "" && rec.Text("status") == "active" {
			held[p] = append(held[p], rec.Text("function"))
		}
		return nil
	})
	if err != nil {
		return err
	}
	out := []person{}
	r = h.Reg("person")
	err = h.DB.Each(g.ctx, access.System().Read(r), store.Query{Register: r}, func(rec *register.Record) error {
		out = append(out, person{rec.Text("title"), rec.Text("email"), rec.Text("status"), held[string(rec.ID)]})
		return nil
	})
	if err != nil {
		return err
	}
	if g.JSON {
		return g.result(out)
	}
	for _, p := range out {
		fmt.Fprintf(g.out, "%s\t%s\t%s\t%s\n", p.Email, p.Name, p.Status, strings.Join(p.Functions, ", "))
	}
	return nil
}

// UserDisableCmd ends somebody's way in.
type UserDisableCmd struct {
	Email string `arg:"" help:"The person's e-mail."`
}

// Run disables the person.
func (c *UserDisableCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	p, err := h.Access.ByEmail(g.ctx, c.Email, h.Now())
	if err != nil {
		return err
	}
	if _, err := h.Commands.Do(g.ctx, access.System(), command.Options{Via: "cli", Now: h.Now()},
		command.Change{Op: "leave", Register: h.Reg("person"), ID: string(p.Person), Fields: map[string]any{}}); err != nil {
		return err
	}
	if err := h.DB.EndSessions(g.ctx, string(p.Person)); err != nil {
		return err
	}
	if g.JSON {
		return g.result(map[string]any{"id": p.Person, "email": c.Email, "disabled": true})
	}
	g.say("%s släpps inte längre in.", "%s is let in no more.", c.Email)
	return nil
}

// TokenCmd gathers what is done with tokens.
type TokenCmd struct {
	Create TokenCreateCmd `cmd:"" help:"Make a token and print it once."`
}

// TokenCreateCmd makes a token.
type TokenCreateCmd struct {
	User    string `required:"" help:"E-mail of the person whose rights it has."`
	Scope   string `required:"" enum:"read,write" help:"read or write."`
	Expires string `help:"Last day, 2027-03-31; otherwise a year."`
}

// Run prints the token.
func (c *TokenCreateCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	end := h.Now().AddDate(1, 0, 0)
	if c.Expires != "" {
		if !register.ValidDate(c.Expires) {
			return &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Field: "expires", Code: "not-a-date", Value: c.Expires, Allowed: []string{"2027-03-31"}}}}
		}
		today := register.DateOf(h.Now().In(h.DB.Zone))
		if register.Date(c.Expires) < today {
			return door.Problem("expires", "date-has-passed", c.Expires, string(today))
		}
		end = h.DB.EndOfDay(register.Date(c.Expires))
	}
	t, err := h.Token(g.ctx, c.User, c.Scope, "cli", end)
	if err != nil {
		return err
	}
	if g.JSON {
		return g.result(map[string]any{"token": t, "expires": end.UTC().Format(time.RFC3339)})
	}
	_, err = fmt.Fprintln(g.out, t)
	return err
}

// SigninLinkCmd prints a one-time address.
type SigninLinkCmd struct {
	User string `required:"" help:"E-mail of the person."`
	Base string `default:"http://127.0.0.1:8080" help:"Address the server is reached at."`
}

// Run prints the address.
func (c *SigninLinkCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	p, err := h.Access.ByEmail(g.ctx, c.User, h.Now())
	if err != nil {
		return err
	}
	link, err := h.SignInLink(g.ctx, p.Person, strings.TrimSuffix(c.Base, "/"))
	if err != nil {
		return err
	}
	if g.JSON {
		return g.result(map[string]any{"link": link})
	}
	_, err = fmt.Fprintln(g.out, link)
	return err
}
