package rounds

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"genomlys/internal/fault"
	"genomlys/internal/intake/match"
	"genomlys/internal/intake/sheet"
	"genomlys/internal/intake/value"
	"genomlys/internal/lang"
	"genomlys/internal/registers"
)

// columns are the fields that a list of accounts may tell of.
var columns = []string{"account", "holder", "mail", "roles", "privileged", "last_login"}

const (
	maxAccounts = 10_000
	maxWrong    = 100 // rows told of at a time
)

// ReadAccounts reads a system's list of accounts, CSV or XLSX, whose headings
// are the register's labels or what such lists are wont to call them. The file
// is taken whole or not at all; everything wrong in it is told at once.
func ReadAccounts(ctx context.Context, name string, file []byte, l lang.Lang) ([]Account, error) {
	book, err := sheet.Open(ctx, bytes.NewReader(file), int64(len(file)), name, sheet.DefaultLimits())
	if err != nil {
		return nil, err
	}
	s, err := book.Sheet("")
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	var candidates []match.Candidate
	for _, c := range columns {
		f := registers.AccessAccounts.Must(c)
		candidates = append(candidates, match.Candidate{Name: c, Labels: []string{f.Title.SV, f.Title.EN}, Synonyms: f.Synonyms})
		for _, label := range append([]string{c, f.Title.SV, f.Title.EN}, f.Synonyms...) {
			known[match.Fold(label)] = true
		}
	}
	head, err := book.Header(ctx, s, func(label string) bool { return known[match.Fold(label)] })
	if err != nil {
		return nil, err
	}
	matched, err := match.Match(head.Labels, candidates, nil)
	if err != nil {
		return nil, err
	}
	t := table{at: map[string]int{}, lang: l, seen: map[string]int{}}
	for i, m := range matched {
		if m.To != "" {
			t.at[m.To] = i
		}
	}
	if _, ok := t.at["account"]; !ok {
		f := registers.AccessAccounts.Must("account")
		return nil, fault.Problems(problem("file", "list-needs-account-column", strings.Join(head.Labels, ", "), append([]string{f.Title.In(l)}, f.Synonyms...)...))
	}
	for r, err := range book.Read(ctx, s) {
		if err != nil {
			return nil, err
		}
		if head.Skip(r) != "" || r.Empty() {
			continue
		}
		if t.read(r); len(t.accounts) > maxAccounts {
			return nil, fault.Problems(problem("file", "list-too-long", strconv.Itoa(len(t.accounts)), strconv.Itoa(maxAccounts)))
		}
	}
	if len(t.accounts) == 0 && len(t.wrong) == 0 {
		return nil, fault.Problems(problem("file", "list-is-empty", name))
	}
	return t.accounts, fault.Problems(t.wrong)
}

type table struct {
	at       map[string]int
	lang     lang.Lang
	seen     map[string]int // row of each account
	accounts []Account
	wrong    []fault.Problem
}

func (t *table) text(r sheet.Row, column string) string {
	i, ok := t.at[column]
	if !ok || value.Blank(r.Cell(i).Text) {
		return ""
	}
	return strings.TrimSpace(r.Cell(i).Text)
}

// never is how lists write that nobody has signed in.
var never = map[string]bool{"aldrig": true, "never": true, "neverloggedin": true, "aldriginloggad": true}

// bad tells what is wrong in a cell, with its row and heading.
func (t *table) bad(r sheet.Row, column, text string, err error) {
	if len(t.wrong) >= maxWrong {
		return
	}
	where := fmt.Sprintf("%d, %s", r.Number, registers.AccessAccounts.Must(column).Title.In(t.lang))
	p := fault.Problem{Code: "list-cell-unreadable"}
	var ve *value.Error
	if errors.As(err, &ve) {
		p = ve.Problem(column)
	}
	why := lang.Problem(t.lang, p, registers.AccessAccounts.Must(column).Title.In(t.lang))
	t.wrong = append(t.wrong, fault.Problem{Field: "file", Code: "list-cell-unreadable", Value: shorten(text), Allowed: []string{where, why}})
}

func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

func (t *table) read(r sheet.Row) {
	a := Account{Row: r.Number}
	line := func(column string, limit int) string {
		s := t.text(r, column)
		v, _, err := value.Text(s, limit)
		if err != nil {
			t.bad(r, column, s, err)
		}
		return v
	}
	a.Name, a.Holder = line("account", 200), line("holder", 200)
	if s := t.text(r, "mail"); s != "" {
		name, mail, err := value.Person(s)
		if err != nil {
			t.bad(r, "mail", s, err)
		}
		if a.Mail = mail; a.Holder == "" {
			a.Holder = name
		}
	}
	if s := t.text(r, "roles"); s != "" {
		if !strings.ContainsAny(s, ";\n") {
			s = strings.ReplaceAll(s, ",", ";")
		}
		a.Roles, _ = value.List(s)
		for _, role := range a.Roles {
			if _, problem := registers.AccessAccounts.Must("roles").Decode([]string{role}); problem != nil {
				t.bad(r, "roles", role, nil)
			}
		}
	}
	if s := t.text(r, "privileged"); s != "" {
		v, _, err := value.Fact(s)
		if err != nil {
			t.bad(r, "privileged", s, err)
		}
		a.Privileged = v
	}
	if s := t.text(r, "last_login"); s != "" && !never[match.Fold(s)] {
		v, _, err := value.Date(s)
		if err != nil {
			t.bad(r, "last_login", s, err)
		}
		a.LastLogin = v
	}
	t.take(r, a)
}

// take keeps an account; a list that names one twice cannot be decided on.
func (t *table) take(r sheet.Row, a Account) {
	row := strconv.Itoa(r.Number)
	switch first := t.seen[key(a.Name)]; {
	case len(t.wrong) >= maxWrong:
	case a.Name == "":
		t.wrong = append(t.wrong, problem("file", "list-row-without-account", row)...)
	case first > 0:
		t.wrong = append(t.wrong, problem("file", "list-has-account-twice", a.Name, strconv.Itoa(first), row)...)
	default:
		t.seen[key(a.Name)] = r.Number
		t.accounts = append(t.accounts, a)
	}
}
