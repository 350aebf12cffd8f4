package settings

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// What an organisation sets for itself beside the rule book, by its code.
const (
	ColoursCode  = "office.colours"
	LanguageCode = "office.language"
	DensityCode  = "office.density"
	textCode     = "text." // and the register and the name of a text
)

// own tells whether a rule is an organisation's own matter rather than one in
// the place of a shipped one.
func own(code string) bool {
	return strings.HasPrefix(code, "office.") || strings.HasPrefix(code, textCode) || strings.HasPrefix(code, registers.HeadingCodes)
}

// TextCode is the code of the block of an organisation's own in a generated text.
func TextCode(registerName, name string) string { return textCode + registerName + "." + name }

// Block is a passage of the organisation's own in a generated text.
type Block struct {
	SV string `json:"sv"`
	EN string `json:"en"`
}

// In gives the passage in a language, the Swedish where there is no other.
func (b Block) In(l lang.Lang) string {
	if l == lang.EN && b.EN != "" {
		return b.EN
	}
	return b.SV
}

// maxBlock is how long a block may be.
const maxBlock = 4000

// ownValue tells what is wrong with a value of the organisation's own.
func ownValue(code, value string, texts func(string) bool) []fault.Problem {
	read := func(to any) []fault.Problem {
		dec := json.NewDecoder(strings.NewReader(value))
		dec.DisallowUnknownFields()
		if err := dec.Decode(to); err != nil {
			return problem("value", "rule-not-whole", code, err.Error())
		}
		return nil
	}
	one := func(name string, allowed ...string) []fault.Problem {
		var v map[string]string
		if ps := read(&v); ps != nil {
			return ps
		}
		if len(v) != 1 || !slices.Contains(allowed, v[name]) {
			return problem("value", "not-allowed", v[name], allowed...)
		}
		return nil
	}
	switch {
	case code == ColoursCode:
		var c Colours
		ps := read(&c)
		if ps == nil {
			ps = c.Problems()
		}
		for i := range ps {
			ps[i].Field = "value"
		}
		return ps
	case code == LanguageCode:
		return one("language", "sv", "en")
	case code == DensityCode:
		return one("density", "normal", "dense")
	case strings.HasPrefix(code, textCode) && texts(code):
		var b Block
		if ps := read(&b); ps != nil {
			return ps
		}
		if len(b.SV) > maxBlock || len(b.EN) > maxBlock {
			return problem("value", "too-long", "", fmt.Sprint(maxBlock))
		}
		return nil
	case strings.HasPrefix(code, registers.HeadingCodes) && texts(code):
		var b Block
		if ps := read(&b); ps != nil {
			return ps
		}
		return b.heading()
	}
	return problem("code", "no-such-rule", code)
}

// maxHeading is how long a heading may be.
const maxHeading = 200

// headingPlaces are what a heading may have filled in.
var headingPlaces = regexp.MustCompile(`\{(?:[oO]rganisation|year(?:[+-]\d)?)\}`)

// heading tells what is wrong with the words of a heading.
func (b Block) heading() []fault.Problem {
	for _, s := range []string{b.SV, b.EN} {
		switch {
		case utf8.RuneCountInString(s) > maxHeading:
			return problem("value", "too-long", "", fmt.Sprint(maxHeading))
		case strings.ContainsAny(s, "\r\n"):
			return problem("value", "heading-one-line", "")
		case strings.ContainsAny(headingPlaces.ReplaceAllString(s, ""), "{}[]"):
			return problem("value", "heading-places", s, "{organisation}", "{year}", "{year-1}", "{year+2}")
		}
	}
	if b.SV == "" && b.EN != "" {
		return problem("value", "heading-needs-swedish", b.EN)
	}
	return nil
}

// Look is what holds for somebody who has not chosen for themselves.
type Look struct {
	Colours  Colours // empty: the product's
	Language string  // sv, en or empty
	Dense    bool    // rows of registers
}

// entry is an adopted setting of an organisation's own.
type entry struct {
	org   register.ID
	code  string
	from  register.Date
	value string
	ref   string
}

// Looks gives what organisations have set for themselves. It keeps what it has
// read until a setting changes.
type Looks struct {
	db     *store.DB
	access *access.Access

	mu      sync.Mutex
	read    bool
	rev     int64
	entries []entry
}

// NewLooks makes it for an installation.
func NewLooks(db *store.DB, a *access.Access) *Looks { return &Looks{db: db, access: a} }

// all are the adopted settings of organisations' own, the latest day first.
func (k *Looks) all(ctx context.Context) ([]entry, error) {
	reg := registers.Settings
	rev, err := k.db.Revision(ctx, reg.Name)
	if err != nil {
		return nil, fmt.Errorf("own settings: %w", err)
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.read && rev == k.rev {
		return k.entries, nil
	}
	var es []entry
	err = k.db.Each(ctx, access.System().Read(reg), store.Query{Register: reg, Filter: adopted()}, func(rec *register.Record) error {
		if code := rec.Text("code"); own(code) {
			es = append(es, entry{rec.Org, code, register.Date(rec.Text("valid_from")), rec.Text("value"), rec.Ref})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read own settings: %w", err)
	}
	slices.SortStableFunc(es, func(a, b entry) int { return strings.Compare(string(b.from), string(a.from)) })
	k.entries, k.rev, k.read = es, rev, true
	return es, nil
}

// at gives the setting of a code that holds on a day for the nearest of
// organisations, each under the next.
func at(es []entry, above []register.ID, code string, day register.Date) (entry, bool) {
	for _, org := range above {
		for _, e := range es {
			if e.org == org && e.code == code && e.from <= day {
				return e, true
			}
		}
	}
	return entry{}, false
}

// Of gives how things look for a caller: as set by the organisation where they
// work, or the nearest above.
func (k *Looks) Of(ctx context.Context, c access.Caller, now time.Time) (Look, error) {
	above, err := k.above(ctx, c)
	if err != nil {
		return Look{}, err
	}
	es, err := k.all(ctx)
	if err != nil {
		return Look{}, err
	}
	return look(es, above, register.DateOf(now.In(k.db.Zone))), nil
}

// Everybody gives how things look for somebody who is not known: as an
// organisation has set it, if just one has.
func (k *Looks) Everybody(ctx context.Context, now time.Time) (Look, error) {
	es, err := k.all(ctx)
	if err != nil {
		return Look{}, err
	}
	var out Look
	day := register.DateOf(now.In(k.db.Zone))
	var orgs []register.ID
	for _, e := range es {
		if e.code == ColoursCode && e.from <= day && !slices.Contains(orgs, e.org) {
			orgs = append(orgs, e.org)
		}
	}
	if len(orgs) == 1 {
		out.Colours = look(es, orgs, day).Colours
	}
	return out, nil
}

func look(es []entry, above []register.ID, day register.Date) (out Look) {
	read := func(code string, to any) {
		if e, ok := at(es, above, code, day); ok {
			_ = json.Unmarshal([]byte(e.value), to) // held to be whole when it was adopted
		}
	}
	var l struct{ Language string }
	var d struct{ Density string }
	read(ColoursCode, &out.Colours)
	read(LanguageCode, &l)
	read(DensityCode, &d)
	out.Language, out.Dense = l.Language, d.Density == "dense"
	if len(out.Colours.Problems()) > 0 { // a later edition of the design kit may have moved the grounds
		out.Colours = Colours{}
	}
	return out
}

// Passage gives the passage of their own that texts of the caller's
// organisation have.
func (k *Looks) Passage(ctx context.Context, c access.Caller, code string, now time.Time) (b Block, err error) {
	above, err := k.above(ctx, c)
	if err != nil {
		return b, err
	}
	es, err := k.all(ctx)
	if err != nil {
		return b, err
	}
	if e, ok := at(es, above, code, register.DateOf(now.In(k.db.Zone))); ok {
		_ = json.Unmarshal([]byte(e.value), &b) // held to be whole when it was adopted
	}
	return b, nil
}

// above are the organisations where a caller works, each under the next.
func (k *Looks) above(ctx context.Context, c access.Caller) (out []register.ID, err error) {
	for _, h := range c.Held {
		line, err := k.access.Above(ctx, h.Org)
		if err != nil {
			return nil, err
		}
		out = append(out, line...)
	}
	return out, nil
}
