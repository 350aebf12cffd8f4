package room

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// Kind is what a parameter holds.
type Kind string

// The kinds of parameter.
const (
	Words  Kind = "text"
	Day    Kind = "day"
	Number Kind = "number"
	Yes    Kind = "yes" // yes or no
	Choice Kind = "choice"
	Level  Kind = "level" // of protection, 0–4
	Ref    Kind = "ref"   // a record; given to the room as its identity
	File   Kind = "file"
)

// Param is what a text, a report or an act asks for. Several choices or
// references are given with commas between them.
type Param struct {
	Name     string // snake_case
	Title    lang.Text
	Kind     Kind
	Choices  register.Choices
	Register string // that a reference is to
	Needed   bool
	Many     bool // of choices and references
	Long     bool // of words: more than a line
	Min, Max int64
	Carried  bool // said by the page that leads to the act, and not asked for there
}

// AsOf is the parameter of what can be told as of a day that has been.
func AsOf() Param {
	return Param{Name: "as_of", Title: lang.Text{SV: "Per dag", EN: "As of"}, Kind: Day}
}

// Org is the parameter of what is told of one organisation.
func Org(needed bool) Param {
	return Param{Name: "org", Title: lang.Text{SV: "Organisation", EN: "Organisation"}, Kind: Ref, Register: "org", Needed: needed}
}

const maxWords = 20_000

// check gives the call with its parameters read, or everything wrong with them.
func (s *Set) check(ctx context.Context, c Call, params []Param) (Call, error) {
	c.db = s.db
	names := make([]string, len(params))
	for i, p := range params {
		names[i] = p.Name
	}
	var wrong []fault.Problem
	read := map[string]string{}
	for k := range c.Params {
		if !slices.Contains(names, k) {
			wrong = append(wrong, fault.Problem{Field: k, Code: "unknown-parameter", Allowed: names})
		}
	}
	slices.SortFunc(wrong, func(a, b fault.Problem) int { return strings.Compare(a.Field, b.Field) })
	for _, p := range params {
		v := c.Params[p.Name]
		if p.Kind == File {
			if p.Needed && len(c.File) == 0 {
				wrong = append(wrong, fault.Problem{Field: p.Name, Code: "required"})
			}
			continue
		}
		if strings.TrimSpace(v) == "" {
			if p.Needed {
				wrong = append(wrong, fault.Problem{Field: p.Name, Code: "required", Allowed: p.allowed()})
			}
			continue
		}
		got, problem, err := s.read(ctx, c, p, v)
		if err != nil {
			return c, err
		}
		if problem != nil {
			wrong = append(wrong, *problem)
			continue
		}
		read[p.Name] = got
	}
	c.Params = read
	return c, fault.Problems(wrong)
}

func (p Param) allowed() []string {
	switch p.Kind {
	case Choice:
		return p.Choices.Codes()
	case Yes:
		return []string{"yes", "no"}
	case Level:
		return []string{"0", "1", "2", "3", "4"}
	}
	return nil
}

// read reads one value.
func (s *Set) read(ctx context.Context, c Call, p Param, v string) (string, *fault.Problem, error) {
	no := func(code, value string, allowed ...string) (string, *fault.Problem, error) {
		if r := []rune(value); len(r) > 60 {
			value = string(r[:60]) + "…"
		}
		return "", &fault.Problem{Field: p.Name, Code: code, Value: value, Allowed: allowed}, nil
	}
	if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
		return no("control-character", "")
	}
	if len(v) > maxWords {
		return no("too-long", v, strconv.Itoa(maxWords))
	}
	v = strings.TrimSpace(v)
	switch p.Kind {
	case Day:
		if !register.ValidDate(v) {
			return no("not-a-date", v, "2023-03-14")
		}
	case Number:
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil {
			return no("not-a-number", v)
		}
		if (p.Min != 0 || p.Max != 0) && (n < p.Min || n > p.Max) {
			return no("out-of-range", v, strconv.FormatInt(p.Min, 10), strconv.FormatInt(p.Max, 10))
		}
	case Yes:
		switch v {
		case "true":
			v = "yes"
		case "false":
			v = "no"
		}
		fallthrough
	case Level:
		if !slices.Contains(p.allowed(), v) {
			return no("not-allowed", v, p.allowed()...)
		}
	case Choice, Ref:
		parts := []string{v}
		if p.Many {
			parts = strings.Split(v, ",")
		}
		for i, part := range parts {
			part = strings.TrimSpace(part)
			if p.Kind == Choice {
				if !p.Choices.Has(part) {
					return no("not-allowed", part, p.Choices.Codes()...)
				}
				parts[i] = part
				continue
			}
			id, err := s.find(ctx, c, p.Register, part)
			if fault.Is(err, fault.Unknown) {
				return no("no-such-record", part)
			}
			if err != nil {
				return "", nil, err
			}
			parts[i] = string(id)
		}
		v = strings.Join(parts, ",")
	}
	return v, nil, nil
}

// find gives the identity of a record that the caller sees, by identity, human
// number or, for an organisation, its short name.
func (s *Set) find(ctx context.Context, c Call, name, value string) (register.ID, error) {
	reg, ok := s.db.Catalogue.Get(name)
	if !ok {
		return "", fault.New(fault.Unknown, "no-such-register", name)
	}
	rec, err := s.db.Get(ctx, c.Caller.Read(reg), reg, value, time.Time{}, 0)
	if err == nil {
		return rec.ID, nil
	}
	if !fault.Is(err, fault.Unknown) {
		return "", err
	}
	return s.byName(ctx, c, reg, value)
}

// Yes tells whether a yes was given.
func (c Call) Yes(name string) bool { return c.Params[name] == "yes" }

// Number gives a number, 0 when none was given.
func (c Call) Number(name string) int64 {
	n, _ := strconv.ParseInt(c.Params[name], 10, 64) // checked when the call was
	return n
}

// List gives the values of a parameter that takes several.
func (c Call) List(name string) []string {
	if c.Params[name] == "" {
		return nil
	}
	return strings.Split(c.Params[name], ",")
}
