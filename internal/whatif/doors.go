package whatif

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/document/sheet"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
	"genomlys/internal/store"
)

// kinds are the words for the questions that are asked most, beside W1 to W11.
var kinds = map[string]string{"dpf": "W1", "supplier": "W2", "object": "W5"}

func kindChoices() register.Choices {
	out := register.Choices{}
	for _, k := range []string{"dpf", "supplier", "object"} {
		out = append(out, register.Option{Code: k, SV: titlesOf[kinds[k]].SV, EN: titlesOf[kinds[k]].EN})
	}
	for n := range len(titlesOf) {
		id := fmt.Sprintf("W%d", n+1)
		out = append(out, register.Option{Code: id, SV: titlesOf[id].SV, EN: titlesOf[id].EN})
	}
	return out
}

func questions() []room.Param {
	level := func(name string, a classify.Aspect) room.Param {
		return room.Param{Name: name, Title: lang.Text{SV: "Nivå " + a.String(), EN: "Level " + a.String()}, Kind: room.Level}
	}
	return []room.Param{
		{Name: "kind", Title: lang.Text{SV: "Fråga", EN: "Question"}, Kind: room.Choice, Choices: kindChoices(), Needed: true},
		{Name: "subject", Title: lang.Text{SV: "Vad det gäller: nummer eller namn", EN: "What it is about: number or name"}, Kind: room.Words},
		room.Org(false), room.AsOf(),
		{Name: "hours", Title: lang.Text{SV: "Timmar som objektet inte fungerar", EN: "Hours that the object does not work"}, Kind: room.Number, Min: 1, Max: 10000},
		{Name: "traits", Title: lang.Text{SV: "AI, uppkopplade saker (IoT) eller båda", EN: "AI, connected things (IoT) or both"}, Kind: room.Choice, Many: true, Choices: register.Choices{{"ai", "AI", "AI"}, {"iot", "IoT", "IoT"}}},
		{Name: "register", Title: lang.Text{SV: "Register att läsa", EN: "Register to read"}, Kind: room.Words},
		{Name: "filter", Title: lang.Text{SV: "Urval, skrivet som i listans filter: encryption_required = yes", EN: "Selection, written as in a list’s filter: encryption_required = yes"}, Kind: room.Words},
		{Name: "day", Title: lang.Text{SV: "Dag som registret läses för", EN: "Day that the register is read for"}, Kind: room.Day},
		{Name: "planned", Title: lang.Text{SV: "Räkna med planerade system", EN: "Count planned systems"}, Kind: room.Yes},
		{Name: "known_at", Title: lang.Text{SV: "Som det var känt på plats i liggaren", EN: "As known at position in the ledger"}, Kind: room.Number, Min: 1, Max: 1 << 50},
		level("k", classify.K), level("r", classify.R), level("t", classify.T), level("s", classify.S),
	}
}

// carried are the questions as an answer brings them along to what keeps it.
func carried() []room.Param {
	out := questions()
	for i := range out {
		out[i].Carried = true
	}
	return out
}

// Doors are the what-ifs: asked, kept with a plan, and the letters that follow.
func Doors(s *command.Service, db *store.DB) room.Set {
	h := desk{s, db}
	return room.Set{
		Texts: []room.Text{
			{Register: "recipient", Name: "transfer-letter", Title: lang.Text{SV: "Brev om grunden för överföring", EN: "Letter on the ground for transfer"}, Params: []room.Param{room.AsOf()},
				Make: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return SupplierLetterText(ctx, h.deps(c), c.Caller, c.ID(), c.Lang)
				}},
			{Register: "recipient", Name: "supplier-hit", Title: lang.Text{SV: "Till en nämnd om en drabbad leverantör", EN: "To a board on a supplier that is hit"},
				Params: []room.Param{{Name: "board", Title: lang.Text{SV: "Nämnd", EN: "Board"}, Kind: room.Ref, Register: "org", Needed: true}, room.AsOf()},
				Make: func(ctx context.Context, c room.Call) (document.Doc, error) {
					r, err := Ask(ctx, h.deps(c), c.Caller, Question{ID: "W2", Subject: c.ID()})
					if err != nil {
						return document.Doc{}, err
					}
					return SupplierHitText(ctx, h.deps(c), c.Caller, r, c.Params["board"], c.Lang)
				}},
		},
		Reports: []room.Report{{Name: "what-if", Title: lang.Text{SV: "Vad händer om", EN: "What if"}, Params: questions(),
			Answer: func(ctx context.Context, c room.Call) (any, error) {
				r, err := h.ask(ctx, c)
				return Answer{r, c.Lang}, err
			},
			Text: func(ctx context.Context, c room.Call) (document.Doc, error) {
				r, err := h.ask(ctx, c)
				if err != nil {
					return document.Doc{}, err
				}
				return Text(h.deps(c), r, c.Lang, nil), nil
			},
			Sheet: func(ctx context.Context, c room.Call) (sheet.Sheet, error) {
				r, err := h.ask(ctx, c)
				return worksheet(c, r), err
			}}},
		Acts: []room.Act{{Register: "situation_report", Name: "keep_what_if", Title: lang.Text{SV: "Spara svaret med åtgärdsplan", EN: "Keep the answer with an action plan"}, Free: true, Apart: true,
			Params: append(carried(),
				room.Param{Name: "to_org", Title: lang.Text{SV: "Organisation som planen hör till", EN: "Organisation of the plan"}, Kind: room.Ref, Register: "org", Needed: true},
				room.Param{Name: "due", Title: lang.Text{SV: "Klart senast", EN: "Due"}, Kind: room.Day, Needed: true},
				room.Param{Name: "backup", Title: lang.Text{SV: "Funktion för det ingen svarar för", EN: "Function for what nobody answers for"}, Kind: room.Ref, Register: "role_assignment"}),
			Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
				r, err := h.ask(ctx, c)
				if err != nil {
					return command.Receipt{}, err
				}
				today := h.db.Civil(c.Now)
				if due := c.Params["due"]; due != "" && register.Date(due) < today {
					return command.Receipt{}, fault.Problems([]fault.Problem{{Field: "due", Code: "date-has-passed", Value: due, Allowed: []string{string(today)}}})
				}
				p := Plan{Org: register.ID(c.Params["to_org"]), Due: register.Date(c.Params["due"]), Lang: c.Lang, Backup: register.ID(c.Params["backup"])}
				if p.Backup == "" {
					if p.Backup, err = h.coordinator(ctx, c, p.Org); err != nil {
						return command.Receipt{}, err
					}
				}
				return Save(ctx, h.s, c.Caller, c.Options(), r, p)
			}}},
	}
}

// desk is what the doors of this room are answered from.
type desk struct {
	s  *command.Service
	db *store.DB
}

func (h desk) deps(c room.Call) draft.Deps {
	return draft.Deps{DB: h.db, Now: c.Now, AsOf: c.EndOf("as_of"), KnownAt: int64(c.Number("known_at"))}
}

// coordinator is the function that gets what nobody is named for, when none is
// chosen: who coordinates in the organisation that the plan belongs to, or above.
func (h desk) coordinator(ctx context.Context, c room.Call, org register.ID) (register.ID, error) {
	find := h.deps(c).Finder(ctx, c.Caller)
	for seen := map[register.ID]bool{}; org != "" && !seen[org]; {
		seen[org] = true
		held, err := find(registers.RoleAssignments, query.And{draft.Where("org", string(org)), draft.Where("function", "isam"), draft.Where("status", "active")})
		if err != nil {
			return "", err
		}
		for _, f := range held {
			if f.Text("person") != "" {
				return f.ID, nil
			}
		}
		at, err := find.ByIDs(registers.Orgs, []string{string(org)})
		if err != nil || len(at) == 0 {
			return "", err
		}
		org = register.ID(at[0].Text("parent"))
	}
	return "", nil
}

func (h desk) ask(ctx context.Context, c room.Call) (Result, error) {
	q := Question{ID: c.Params["kind"], Subject: c.Params["subject"], Org: register.ID(c.Params["org"]), Hours: int(c.Number("hours")), Traits: c.List("traits"),
		Filter: c.Params["filter"], Day: register.Date(c.Params["day"]), Planned: c.Yes("planned"), Class: classify.None()}
	if id, ok := kinds[q.ID]; ok {
		q.ID = id
	}
	if q.Hours == 0 {
		q.Hours = 24 // a day and a night, when nobody says how long
	}
	if name := c.Params["register"]; name != "" {
		for _, r := range h.db.Catalogue.All {
			if r.Name == name || r.Collection == name {
				q.Register = r
			}
		}
		if q.Register == nil {
			return Result{}, fault.Problems([]fault.Problem{{Field: "register", Code: "not-allowed", Value: name, Allowed: []string{registers.Processings.Collection, "…"}}})
		}
	}
	for _, a := range classify.Aspects() {
		if name := strings.ToLower(a.String()); c.Params[name] != "" {
			q.Class[a] = classify.Level(c.Number(name))
		}
	}
	r, err := Ask(ctx, h.deps(c), c.Caller, q)
	if err == nil {
		r.Asked = asAsked(c, r, h.db.Zone)
	}
	return r, err
}

// asAsked is the question as an address carries it, fixed to the day and the
// position of its answer, so that what is kept opens to what it counted.
func asAsked(c room.Call, r Result, zone *time.Location) string {
	v := url.Values{}
	for _, p := range questions() {
		if got := c.Params[p.Name]; got != "" && p.Name != "kind" {
			v.Set(p.Name, got)
		}
	}
	if r.Subject.Ref != "" {
		v.Set("subject", r.Subject.Ref)
	}
	v.Set("as_of", string(register.DateOf(r.AsOf.In(zone))))
	v.Set("known_at", strconv.FormatInt(r.KnownAt, 10))
	return r.ID + "?" + v.Encode()
}

// Answer is what the report answers with: written as JSON for programs, and
// drawn as it is by a page.
type Answer struct {
	Result
	Lang lang.Lang
}

// MarshalJSON writes the answer in its form for programs.
func (a Answer) MarshalJSON() ([]byte, error) { return json.Marshal(wire(a.Result, a.Lang)) }

// wire is an answer as it is given to programs.
func wire(r Result, l lang.Lang) any {
	type set struct {
		Code    string     `json:"code"`
		Label   string     `json:"label"`
		Count   int        `json:"count"`
		Records []room.Key `json:"records"`
	}
	type split struct {
		Label string `json:"label"`
		Parts []set  `json:"parts"`
	}
	type task struct {
		Record room.Key    `json:"record"`
		What   string      `json:"what"`
		Owner  register.ID `json:"owner,omitempty"`
		Title  string      `json:"owner_title,omitempty"`
		Board  string      `json:"organisation,omitempty"`
		Rank   int         `json:"rank"`
	}
	key := func(ref Ref) room.Key { return room.Found(ref.Register, ref.Key) }
	sets := func(in []Set) []set {
		out := []set{}
		for _, s := range in {
			x := set{s.Code, s.Label.In(l), len(s.Refs), []room.Key{}}
			for _, ref := range s.Refs {
				x.Records = append(x.Records, key(ref))
			}
			out = append(out, x)
		}
		return out
	}
	type row struct {
		Record room.Key `json:"record"`
		Cells  []string `json:"cells"`
		Draft  string   `json:"draft,omitempty"`
	}
	type table struct {
		Code  string   `json:"code"`
		Label string   `json:"label"`
		Heads []string `json:"columns"`
		Rows  []row    `json:"rows"`
	}
	tables := []table{}
	for _, t := range r.Tables {
		x := table{t.Code, t.Label.In(l), saidAll(t.Heads, l), []row{}}
		for _, y := range t.Rows {
			x.Rows = append(x.Rows, row{key(y.Ref), saidAll(y.Cells, l), y.Draft})
		}
		tables = append(tables, x)
	}
	notes, splits, work := []string{}, []split{}, []task{}
	for _, n := range r.Notes {
		notes = append(notes, n.In(l))
	}
	for _, s := range r.Splits {
		splits = append(splits, split{s.Label.In(l), sets(s.Parts)})
	}
	for _, t := range r.Work {
		work = append(work, task{key(t.Ref), t.What.In(l), t.Owner, t.OwnerTitle, t.Board, t.Rank})
	}
	out := map[string]any{"question": r.ID, "title": r.Title.In(l), "as_of": r.AsOf.UTC(), "known_at": r.KnownAt, "notes": notes, "counts": sets(r.Counts), "splits": splits, "tables": tables, "work": work}
	if r.Subject.ID != "" {
		out["subject"] = key(r.Subject)
	}
	return out
}

func saidAll(ts []lang.Text, l lang.Lang) []string {
	out := make([]string, len(ts))
	for i, t := range ts {
		out[i] = t.In(l)
	}
	return out
}
