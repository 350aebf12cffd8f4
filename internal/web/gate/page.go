package gate

import (
	"genomlys/internal/lang"
	"genomlys/internal/signin"
	"genomlys/internal/web/page"
)

type codePage struct {
	To       string
	Passkeys bool
	Wait     string
	Wrong    []page.Wrong
}

type generatorPage struct {
	Action  string
	Token   string
	Seed    string
	Picture string
	Wrong   []page.Wrong
}

type recoveryPage struct {
	Codes []string
	To    string
	Ask   bool // whether to make new ones
}

type choosePage struct {
	Kind     string // invite, reset
	Action   string
	Name     string
	Email    string
	Passkeys bool
	Wrong    []page.Wrong
}

type resetPage struct {
	Mail  bool // links can be sent
	Done  bool
	Email string
	Wait  string
	Wrong []page.Wrong
}

type passwordPage struct {
	Had   bool // there is an old one to ask for
	Email string
	Wrong []page.Wrong
}

type factorRow struct{ ID, Name, Made, Used string }

type sessionRow struct {
	Hash, Name, Made, Seen, Ends string
	Here                         bool
}

type accountPage struct {
	Told     string
	Password string // since when there is one
	Factors  []factorRow
	Recovery int
	Sessions []sessionRow
	Passkeys bool
}

type removePage struct {
	Row  factorRow
	Last bool
}

type invitePage struct {
	Person page.Link
	Ref    string
	Email  string
	Has    bool // the person comes in already
	Mail   bool
	Told   string
	Link   string // to copy, where no mail server is set
}

type mailRow struct {
	ID, Subject, Person, Made, Why string
	State                          page.Status
	Again                          bool
}

type outboxPage struct {
	Mail   bool
	State  string
	Told   string
	Counts []page.Link
	Rows   []mailRow
}

// secretInput asks for a password; browsers and managers may fill it in.
func secretInput(f page.Frame, id string, label lang.Text, complete, hint string, wrong []page.Wrong) page.Control {
	return page.Control{ID: id, Name: id, Label: f.S(label), Hint: hint, Kind: page.TextControl, Type: "password", Complete: complete, Wrong: of(id, wrong)}
}

func newPassword(f page.Frame, wrong []page.Wrong) page.Control {
	return secretInput(f, "password", lang.GateNewPassword, "new-password", lang.GatePasswordHint.With(f.Lang, lang.Whole(signin.MinLength)), wrong)
}

func codeInput(f page.Frame, hint lang.Text, wrong []page.Wrong) page.Control {
	return page.Control{ID: "code", Name: "code", Label: f.S(lang.GateCode), Hint: f.S(hint), Kind: page.TextControl, Complete: "one-time-code", Wrong: of("code", wrong)}
}

func emailInput(f page.Frame, value string, wrong []page.Wrong) page.Control {
	return page.Control{ID: "email", Name: "email", Label: f.S(lang.YourEmail), Kind: page.TextControl, Type: "email", Complete: "username", Value: value, Wrong: of("email", wrong)}
}

// of are the sentences that concern one control.
func of(id string, ws []page.Wrong) (out []string) {
	for _, w := range ws {
		if w.Field == id {
			out = append(out, w.Text)
		}
	}
	return out
}
