package access

import (
	"context"
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"
	"sync"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Held is a function somebody holds, with the part of the tree it reaches.
type Held struct {
	Assignment register.ID
	Function   string
	Org        register.ID
	Reach      []register.ID // Org and all below it
	Answers    []register.ID // Reach, and the bodies above that Org works for up to the controller
	Objects    []register.ID // objects on which this function is named, where that gives rights
	Title      string
}

// Caller is who asks: a person with the functions held today, or the
// installation itself.
type Caller struct {
	Person   register.ID
	Name     string
	Email    string
	Lang     lang.Lang
	Held     []Held
	Objects  []register.ID // objects on which one of the caller's functions is named
	ReadOnly bool          // a token that may only read
	system   bool
	limit    *Limit               // all that a link lets in to; nil = rights follow from functions
	bodies   map[register.ID]bool // boards and companies, in the tree that the rights rest on
	scopes   *scopes              // those already worked out, which every row of an answer asks for
}

// scopes keeps what a caller may read and write, by register, and the value that
// the caller's rights are told by.
type scopes struct {
	mu  sync.Mutex
	of  map[string]store.Scope
	key string
}

// Actor is the caller's pseudonym in the ledger, which keeps no names.
func (c Caller) Actor() string {
	if c.system {
		return "system"
	}
	who := "actor:" + string(c.Person)
	if c.Person == "" && c.limit != nil {
		who = "link:" + c.limit.Key
	}
	sum := sha256.Sum256([]byte(who))
	return "p" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:10]))
}

// SeesBody tells whether the caller sees what some board or company keeps in a
// register, as the city's view sets them side by side.
func (c Caller) SeesBody(r *register.Register) bool {
	s := c.Read(r)
	if s.All {
		return true
	}
	return slices.ContainsFunc(s.Orgs, func(id register.ID) bool { return c.bodies[id] })
}

// System is the caller of commands given on the machine itself: whoever can read
// the database file can do what it does. It decides nothing (domain.md 2).
func System() Caller { return Caller{Name: "system", system: true} }

// IsSystem tells whether the installation itself is the caller.
func (c Caller) IsSystem() bool { return c.system }

// Everything is the scope of the house's own work that shows nobody anything:
// building the tree of rights, verifying, backing up.
func everything() store.Scope {
	return store.Scope{All: true, Secret: map[register.ID]bool{"*": true}, Reason: "system"}
}

// Access knows the organisation tree and who holds what.
type Access struct {
	db *store.DB

	mu    sync.Mutex
	epoch int64
	tree  *tree
	made  map[made]Caller // callers whose rights rest on the tree alone
}

// made is what a kept caller is for.
type made struct {
	person register.ID
	today  string
}

// maxMade bounds the kept callers.
const maxMade = 10_000

// New makes the one Access of a house.
func New(db *store.DB) *Access { return &Access{db: db, epoch: -1} }

type tree struct {
	parent   map[register.ID]register.ID
	children map[register.ID][]register.ID
	answers  map[register.ID]bool       // boards and companies: they answer for what is done under them
	held     map[register.ID][]function // by person; those that have ended are left out
	person   map[register.ID]human      // who is active
	byEmail  map[string]register.ID
}

// human and function are what the tree keeps of a person and of a function
// somebody holds: a city has thousands, and they are held in memory.
type human struct{ name, email string }

type function struct {
	id                register.ID
	org               register.ID
	title, of, object string
	from, until       string
}

// load reads tree and functions anew when they have changed; the revision read
// from the database says so, also when another process made the change.
func (a *Access) load(ctx context.Context) (*tree, error) {
	rev, err := a.db.Revision(ctx, "org", "person", "role_assignment")
	if err != nil {
		return nil, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.tree != nil && a.epoch == rev {
		return a.tree, nil
	}
	t := &tree{parent: map[register.ID]register.ID{}, children: map[register.ID][]register.ID{}, answers: map[register.ID]bool{}, held: map[register.ID][]function{},
		person: map[register.ID]human{}, byEmail: map[string]register.ID{}}
	each := func(name string, fields []string, fn func(k store.Key, v []string)) error {
		r, ok := a.db.Catalogue.Get(name)
		if !ok {
			return nil
		}
		wanted := make([]*register.Field, len(fields))
		for i, f := range fields {
			wanted[i] = r.Must(f)
		}
		texts := make([]string, len(fields))
		return a.db.Values(ctx, everything(), store.Query{Register: r}, wanted, func(k store.Key, v []any) error {
			for i := range v {
				texts[i], _ = v[i].(string)
			}
			fn(k, texts)
			return nil
		})
	}
	err = each("org", []string{"parent", "kind"}, func(k store.Key, v []string) {
		if p := register.ID(v[0]); p != "" {
			t.parent[k.ID] = p
			t.children[p] = append(t.children[p], k.ID)
		}
		t.answers[k.ID] = v[1] == "board" || v[1] == "company"
	})
	if err == nil {
		err = each("person", []string{"status", "email"}, func(k store.Key, v []string) {
			if v[0] != "active" {
				return
			}
			t.person[k.ID] = human{k.Title, v[1]}
			if v[1] != "" {
				t.byEmail[strings.ToLower(v[1])] = k.ID
			}
		})
	}
	if err == nil {
		err = each("role_assignment", []string{"status", "person", "function", "object", "valid_from", "valid_to"}, func(k store.Key, v []string) {
			if p := register.ID(v[1]); p != "" && v[0] == "active" {
				t.held[p] = append(t.held[p], function{id: k.ID, org: k.Org, title: k.Title, of: v[2], object: v[3], from: v[4], until: v[5]})
			}
		})
	}
	if err != nil {
		return nil, err
	}
	a.tree, a.epoch, a.made = t, rev, map[made]Caller{}
	return t, nil
}

// below gives an organisation and all under it; a loop in the tree ends there.
func (t *tree) below(org register.ID) []register.ID {
	out := []register.ID{org}
	seen := map[register.ID]bool{org: true}
	for i := 0; i < len(out); i++ {
		for _, c := range t.children[out[i]] {
			if !seen[c] {
				seen[c] = true
				out = append(out, c)
			}
		}
	}
	return out
}

// worksFor gives what an organisation reaches and the bodies above it up to the
// one that answers for it: an office does the work of its board, and sees what
// the board has a part in. What stands under the city alone works for itself.
func (t *tree) worksFor(org register.ID, reach []register.ID) []register.ID {
	above := slices.Clone(reach)
	for at, n := org, 0; n < 20; n++ {
		if t.answers[at] {
			return above
		}
		if at = t.parent[at]; at == "" {
			break
		}
		above = append(above, at)
	}
	return reach
}

// Person gives the caller for a person as of now. Somebody who has left is unknown.
func (a *Access) Person(ctx context.Context, id register.ID, now time.Time) (Caller, error) {
	t, err := a.load(ctx)
	if err != nil {
		return Caller{}, err
	}
	p, ok := t.person[id]
	if !ok {
		return Caller{}, fault.New(fault.Unknown, "no-such-person")
	}
	today := string(register.DateOf(now.In(a.db.Zone)))
	key := made{id, today}
	a.mu.Lock()
	c, ok := a.made[key]
	ok = ok && a.tree == t
	a.mu.Unlock()
	if ok {
		return c, nil
	}
	c = Caller{Person: id, Name: p.name, Email: p.email, bodies: t.answers, scopes: &scopes{of: map[string]store.Scope{}}}
	perObject := false
	for _, h := range t.held[id] {
		if h.from > today || h.until != "" && h.until < today {
			continue
		}
		held := Held{Assignment: h.id, Function: h.of, Org: h.org, Reach: t.below(h.org), Title: h.title}
		held.Answers = t.worksFor(h.org, held.Reach)
		if rule(held.Function).PerObject {
			perObject = true
			if held.Objects, err = a.db.Named(ctx, everything(), []register.ID{h.id}); err != nil {
				return Caller{}, err
			}
			if h.object != "" {
				held.Objects = append(held.Objects, register.ID(h.object))
			}
			c.Objects = append(c.Objects, held.Objects...)
		}
		c.Held = append(c.Held, held)
	}
	c.Objects = unique(c.Objects)
	a.mu.Lock()
	defer a.mu.Unlock()
	// Which objects name a function changes without the tree changing, so such
	// callers are made anew.
	if !perObject && a.tree == t && len(a.made) < maxMade {
		a.made[key] = c
	}
	return c, nil
}

// ByEmail finds an active person.
func (a *Access) ByEmail(ctx context.Context, email string, now time.Time) (Caller, error) {
	t, err := a.load(ctx)
	if err != nil {
		return Caller{}, err
	}
	id, ok := t.byEmail[strings.ToLower(strings.TrimSpace(email))]
	if !ok {
		return Caller{}, fault.New(fault.Unknown, "no-such-person", email)
	}
	return a.Person(ctx, id, now)
}

// Subtree gives an organisation and all below it, for figures of one office.
func (a *Access) Subtree(ctx context.Context, org register.ID) ([]register.ID, error) {
	t, err := a.load(ctx)
	if err != nil {
		return nil, err
	}
	return t.below(org), nil
}

// Above gives an organisation and those above it, nearest first.
func (a *Access) Above(ctx context.Context, org register.ID) ([]register.ID, error) {
	t, err := a.load(ctx)
	if err != nil {
		return nil, err
	}
	out := []register.ID{org}
	for p := t.parent[org]; p != "" && !slices.Contains(out, p); p = t.parent[p] {
		out = append(out, p)
	}
	return out, nil
}

func rule(function string) Rule {
	for _, r := range Rules {
		if r.Function == function {
			return r
		}
	}
	return Rule{}
}

func names(list []string, register string) bool {
	return slices.Contains(list, register) || slices.Contains(list, "*")
}

// Read is what the caller may see of a register. Relations asked about in the
// same question follow their own registers' rules.
func (c Caller) Read(r *register.Register) store.Scope {
	if c.limit != nil {
		s := c.limit.read(r.Name)
		s.Others = c.limit.read
		s.Who = "link " + string(c.limit.About)
		return s
	}
	read := func(name string) store.Scope {
		return c.kept("read "+name, func() store.Scope { return c.around(c.scope(name, func(x Rule) []string { return x.Read }), name) })
	}
	s := read(r.Name)
	if !s.All {
		s.Others = read
		s.Who = string(c.Person)
	}
	return s
}

// Write is where the caller may change records of a register.
func (c Caller) Write(r *register.Register) store.Scope {
	if c.ReadOnly {
		return store.Scope{Reason: "read-only token"}
	}
	if c.limit != nil {
		return c.limit.write(r.Name)
	}
	s := c.kept("write "+r.Name, func() store.Scope { return c.scope(r.Name, func(x Rule) []string { return x.Write }) })
	s.Public, s.Parties, s.Whole = nil, nil, true
	return s
}

// kept gives a scope that was worked out before, or works it out.
func (c Caller) kept(what string, work func() store.Scope) store.Scope {
	if c.scopes == nil {
		return work()
	}
	c.scopes.mu.Lock()
	defer c.scopes.mu.Unlock()
	s, ok := c.scopes.of[what]
	if !ok {
		s = work()
		c.scopes.of[what] = s
	}
	return s
}

func (c Caller) scope(name string, of func(Rule) []string) store.Scope {
	if c.system {
		return everything()
	}
	s := store.Scope{Functions: c.answering(name), Public: map[string]bool{}, Secret: map[register.ID]bool{}}
	for _, p := range Public {
		s.Public[p] = len(c.Held) > 0
	}
	var rules []string
	for _, h := range c.Held {
		s.Homes = append(s.Homes, h.Reach...)
		x := rule(h.Function)
		if !names(of(x), name) {
			continue
		}
		rules = append(rules, x.ID)
		if x.PerObject {
			s.Objects = append(s.Objects, h.Objects...)
			continue
		}
		s.Orgs = append(s.Orgs, h.Reach...)
		s.Parties = append(s.Parties, h.Answers...)
		if x.Secret || slices.Contains(x.SecretIn, name) {
			for _, o := range h.Reach {
				s.Secret[o] = true
			}
		}
	}
	if slices.Contains(Own, name) {
		s.Person = c.Person
	}
	s.Orgs, s.Objects, s.Parties, s.Homes = unique(s.Orgs), unique(s.Objects), unique(s.Parties), unique(s.Homes)
	s.Reason = strings.Join(rules, ", ")
	return s
}

// around adds what holders of a function for objects read beside the objects: in
// the organisation where they hold it, without what is marked secret.
func (c Caller) around(s store.Scope, name string) store.Scope {
	for _, h := range c.Held {
		if x := rule(h.Function); names(x.Around, name) {
			s.Orgs = append(s.Orgs, h.Reach...)
			s.Reason = strings.TrimPrefix(s.Reason+", "+x.ID, ", ")
		}
	}
	s.Orgs = unique(s.Orgs)
	return s
}

func unique(ids []register.ID) []register.ID {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Create tells whether the caller may make a record of a register in an organisation.
func (c Caller) Create(r *register.Register, org register.ID, object register.ID) error {
	if c.limit != nil {
		return c.limit.create(r.Name, org)
	}
	s := c.Write(r)
	if s.All || slices.Contains(s.Orgs, org) || object != "" && slices.Contains(s.Objects, object) {
		return nil
	}
	return MayNotCreate(r.Name)
}

// MayNotChange refuses to change a record of a register, and tells which
// functions may.
func MayNotChange(register string) *fault.Error {
	return fault.New(fault.Denied, "may-not-change", writers(register)...)
}

// MayNotCreate refuses to make a record of a register, and tells which functions may.
func MayNotCreate(register string) *fault.Error {
	return fault.New(fault.Denied, "may-not-create", writers(register)...)
}

func writers(register string) []string {
	out := []string{register}
	for _, x := range Rules {
		if names(x.Write, register) {
			out = append(out, x.Function)
		}
	}
	return out
}

// Decide tells whether the caller may make a named change of state of a record
// in an organisation. objects are those that the record hangs on: a function
// held for objects decides about these alone.
func (c Caller) Decide(r *register.Register, action string, org register.ID, objects ...register.ID) error {
	if c.limit != nil {
		return c.limit.decide(r.Name, action)
	}
	who, reserved := Decisions[r.Name+"."+action]
	if !reserved {
		who, reserved = Judgements[r.Name+"."+action]
	}
	if !reserved {
		return nil
	}
	for _, h := range c.Held {
		if !slices.Contains(who, h.Function) {
			continue
		}
		if !rule(h.Function).PerObject && slices.Contains(h.Reach, org) {
			return nil
		}
		for _, o := range objects {
			if slices.Contains(h.Objects, o) {
				return nil
			}
		}
	}
	return &fault.Error{Kind: fault.Denied, Code: "may-not-decide", Args: append([]string{r.Name, action}, who...)}
}

// Holds tells whether the caller holds a function that reaches an organisation.
func (c Caller) Holds(function string, org register.ID) bool {
	for _, h := range c.Held {
		if h.Function == function && slices.Contains(h.Reach, org) {
			return true
		}
	}
	return c.system && function == "system_admin"
}
