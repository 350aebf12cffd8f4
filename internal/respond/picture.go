package respond

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Sight is one figure of the situational picture, with the records it counts.
type Sight struct {
	Code     string
	Label    lang.Text
	Register *register.Register
	Records  []*register.Record
	Count    int       // of records, or of findings within them
	Limit    lang.Text // what makes it more serious; empty when nothing does
	Level    string    // a step of the rule book's ladder of situations
}

// Picture is the situation at a time: computed anew for each who looks, so that
// the same call with now gives the live one (domain.md R33).
type Picture struct {
	At     time.Time
	Level  string // the highest of the sights'
	Levels rulebook.Degrees
	Sights []Sight
}

var openIncident = []string{"reported", "triage", "active", "contained", "recovered", "analysis"}

// LookAt gives the situation of some organisations (all that the caller sees
// when none is named), as of the time of d.
func LookAt(ctx context.Context, d draft.Deps, c access.Caller, orgs ...register.ID) (Picture, error) {
	book, err := rulebook.Load()
	if err != nil {
		return Picture{}, err
	}
	at := d.AsOf
	if at.IsZero() {
		at = d.Now
	}
	v := viewer{ctx: ctx, d: d, c: c, at: at, orgs: orgs, rules: book.At(clock.DateOf(at))}
	v.levels = v.rules.Degrees(rulebook.SituationLadder)
	p := Picture{At: at, Levels: v.levels, Level: v.levels.Least()}
	incidents, err := v.read(registers.Incidents, draft.Where("status", openIncident...))
	if err != nil {
		return p, err
	}
	p.Sights = v.incidents(incidents)
	reviews, err := v.read(registers.VulnReviews, draft.Where("status", "performed", "closed"))
	if err != nil {
		return p, err
	}
	weak := v.weaknesses(reviews)
	clocks, err := v.read(registers.Clocks, draft.Where("status", "running"))
	if err != nil {
		return p, err
	}
	p.Sights = append(p.Sights, weak)
	p.Sights = append(p.Sights, v.clocks(clocks)...)
	objects, err := v.objects(incidents, weak.Records)
	if err != nil {
		return p, err
	}
	p.Sights = append(p.Sights, objects)
	for _, s := range p.Sights {
		p.Level = v.levels.Higher(p.Level, s.Level)
	}
	return p, nil
}

type viewer struct {
	ctx   context.Context
	d     draft.Deps
	c     access.Caller
	at    time.Time
	orgs  []register.ID
	rules rulebook.Rules

	levels rulebook.Degrees
}

// raise takes a sight to the level that something leads to, when it is so.
func (v viewer) raise(s *Sight, is bool, what string) {
	if is {
		s.Level = v.levels.Higher(s.Level, v.levels.To(what))
	}
}

func (v viewer) read(r *register.Register, filter query.Checked) ([]*register.Record, error) {
	var out []*register.Record
	err := v.d.DB.Each(v.ctx, v.c.Read(r), store.Query{Register: r, Filter: filter, AsOf: v.d.AsOf, KnownAt: v.d.KnownAt}, func(rec *register.Record) error {
		if len(v.orgs) == 0 || slices.Contains(v.orgs, rec.Org) {
			out = append(out, rec)
		}
		return nil
	})
	return out, err
}

func (v viewer) sight(code string, label lang.Text, r *register.Register, recs []*register.Record) Sight {
	return Sight{Code: code, Label: label, Register: r, Records: recs, Count: len(recs), Level: v.levels.Least()}
}

func (v viewer) incidents(all []*register.Record) []Sight {
	severe := func(limit rulebook.Limit) []*register.Record {
		return filtered(all, func(r *register.Record) bool {
			n, err := strconv.Atoi(r.Text("severity"))
			return err == nil && n >= v.rules.Number(limit)
		})
	}
	open := v.sight("incidents_open", lang.Text{"Öppna incidenter", "Open incidents"}, registers.Incidents, all)
	serious := v.sight("incidents_serious", lang.Text{"Öppna incidenter, höga och kritiska", "Open incidents, high and critical"}, registers.Incidents, severe(rulebook.SituationSerious))
	n := v.rules.Number(rulebook.SituationSerious)
	serious.Limit = lang.Text{fmt.Sprintf("allvarligt vid nivå %d, kritiskt vid %d", n, v.rules.Number(rulebook.SituationCritical)),
		fmt.Sprintf("serious at level %d, critical at %d", n, v.rules.Number(rulebook.SituationCritical))}
	v.raise(&serious, len(severe(rulebook.SituationCritical)) > 0, "incidents_critical")
	v.raise(&serious, serious.Count > 0, "incidents_serious")
	v.raise(&open, open.Count > 0 && serious.Count == 0, "incidents_open")
	untold := v.sight("incidents_personal_data", lang.Text{"Öppna incidenter med personuppgifter", "Open incidents with personal data"}, registers.Incidents,
		filtered(all, func(r *register.Record) bool { return slices.Contains(set(r, "tracks"), "gdpr") }))
	return []Sight{open, serious, untold}
}

// weaknesses counts open high and critical findings; a review known only by its
// numbers counts by them until it is closed.
func (v viewer) weaknesses(reviews []*register.Record) Sight {
	s := v.sight("vulnerabilities_open", lang.Text{"Öppna sårbarheter, höga och kritiska", "Open vulnerabilities, high and critical"}, registers.VulnReviews, nil)
	today := string(clock.DateOf(v.at))
	grave := v.rules.Degrees(rulebook.VulnerabilityLadder)
	s.Limit = lang.Text{"förhöjt om någon finns, allvarligt om tiden har gått ut", "raised if any, serious if past due"}
	for _, rec := range reviews {
		r := register.As[registers.VulnReview](rec)
		n := 0
		for _, f := range r.Findings {
			if f.State != "open" || !grave.Is(f.Severity, rulebook.Grave) {
				continue
			}
			n++
			v.raise(&s, f.Due != "" && f.Due < today, "vulnerabilities_late")
		}
		if len(r.Findings) == 0 && r.Status == "performed" {
			for _, severity := range grave.Marked(rulebook.Grave) {
				n += int(r.Numbers()[severity].N)
			}
		}
		if n > 0 {
			s.Count += n
			s.Records = append(s.Records, rec)
			v.raise(&s, true, "vulnerabilities_open")
		}
	}
	return s
}

func (v viewer) clocks(all []*register.Record) []Sight {
	due := func(r *register.Record) time.Time { return r.Moment("due_at") }
	slices.SortStableFunc(all, func(a, b *register.Record) int {
		switch {
		case due(a).IsZero() != due(b).IsZero():
			if due(a).IsZero() {
				return 1
			}
			return -1
		default:
			return due(a).Compare(due(b))
		}
	})
	hours := v.rules.Number(rulebook.SituationClockHours)
	late := v.sight("clocks_late", lang.Text{"Frister som har gått ut", "Clocks past due"}, registers.Clocks,
		filtered(all, func(r *register.Record) bool { return !due(r).IsZero() && due(r).Before(v.at) }))
	soon := v.sight("clocks_soon", lang.Text{fmt.Sprintf("Frister som går ut inom %d timmar", hours), fmt.Sprintf("Clocks that end within %d hours", hours)}, registers.Clocks,
		filtered(all, func(r *register.Record) bool {
			return !due(r).IsZero() && !due(r).Before(v.at) && due(r).Before(v.at.Add(time.Duration(hours)*time.Hour))
		}))
	late.Limit, soon.Limit = lang.Text{"kritiskt om någon finns", "critical if any"}, lang.Text{"allvarligt om någon finns", "serious if any"}
	v.raise(&late, late.Count > 0, "clocks_late")
	v.raise(&soon, soon.Count > 0, "clocks_soon")
	return []Sight{v.sight("clocks_running", lang.Text{"Frister som löper", "Running clocks"}, registers.Clocks, all), soon, late}
}

// objects are those that open incidents and weaknesses concern.
func (v viewer) objects(incidents, reviews []*register.Record) (Sight, error) {
	s := v.sight("objects_affected", lang.Text{"Berörda objekt", "Objects affected"}, registers.Objects, nil)
	seen := map[string]bool{}
	var all []string
	for _, i := range incidents {
		all = append(all, register.IDs(i.LinksOf("objects"))...)
	}
	for _, r := range reviews {
		all = append(all, r.Text("object"))
	}
	for _, id := range all {
		if seen[id] {
			continue
		}
		seen[id] = true
		p, err := v.d.DB.Find(v.ctx, v.c.Read(registers.Objects), store.Query{Register: registers.Objects, Filter: draft.Where("id", id), AsOf: v.d.AsOf, KnownAt: v.d.KnownAt})
		if err != nil {
			return s, err
		}
		s.Records = append(s.Records, p.Records...)
	}
	s.Count = len(s.Records)
	return s, nil
}

func filtered(all []*register.Record, keep func(*register.Record) bool) []*register.Record {
	var out []*register.Record
	for _, r := range all {
		if keep(r) {
			out = append(out, r)
		}
	}
	return out
}

// Freeze gives the change that keeps a picture as a situation report, with the
// records it counted named in its text.
func (p Picture) Freeze(org register.ID, l lang.Lang) command.Change {
	var figures []any
	var text strings.Builder
	for _, s := range p.Sights {
		row := map[string]any{"figure": s.Label.In(l), "value": strconv.Itoa(s.Count), "state": s.Level}
		if !s.Limit.IsZero() {
			row["threshold"] = s.Limit.In(l)
		}
		figures = append(figures, row)
		refs := make([]string, len(s.Records))
		for i, r := range s.Records {
			refs[i] = r.Ref
		}
		if len(refs) > 0 {
			fmt.Fprintf(&text, "%s: %s\n", s.Label.In(l), strings.Join(refs, ", "))
		}
	}
	words := text.String()
	if r := []rune(words); len(r) > longest {
		words = string(r[:longest-1]) + "…"
	}
	ch := create(registers.SituationReports, org, map[string]any{"kind": "static", "as_of": p.At, "level": p.Level, "figures": figures, "text": words})
	ch.Source = "generated"
	return ch
}

// SituationText is the situational picture as a text.
func SituationText(ctx context.Context, d draft.Deps, c access.Caller, org string, l lang.Lang) (document.Doc, error) {
	w := draft.New(ctx, d, c, l, lang.Text{"Lägesbild för informationssäkerhet", "Situational picture of information security"})
	o := w.Must(registers.Orgs, org)
	if w.Err() != nil {
		return w.End()
	}
	below, err := access.New(d.DB).Subtree(ctx, o.ID)
	if err != nil {
		return document.Doc{}, err
	}
	p, err := LookAt(ctx, d, c, below...)
	if err != nil {
		return document.Doc{}, err
	}
	w.Doc.Organisation = o.Text("title")
	w.Doc.Draft = false
	w.Doc.FooterLeft = w.Say(lang.Text{"Läget %s", "Situation on %s"}, w.Clock(p.At))
	label := registers.SituationReports.Must("level").Choices.Label(p.Level)
	w.Styled(document.Lead, w.Say(lang.Text{"Läget %s: %s.", "Situation on %s: %s."}, w.Clock(p.At), strings.ToLower(label.In(l))))
	var rows [][]document.Cell
	for _, s := range p.Sights {
		rows = append(rows, []document.Cell{document.C(s.Label.In(l)), document.C(lang.Whole(int64(s.Count))), document.C(s.Limit.In(l)),
			document.C(registers.SituationReports.Must("level").Choices.Label(s.Level).In(l))})
	}
	w.Table(lang.Text{"Läget i siffror", "The situation in figures"}, []document.Column{{Title: w.Say(lang.Text{"Nyckeltal", "Figure"}), Weight: 3},
		{Title: w.Say(lang.Text{"Antal", "Number"}), Align: document.Right}, {Title: w.Say(lang.Text{"Gräns", "Limit"}), Weight: 3}, {Title: w.Say(lang.Text{"Läge", "Level"})}}, rows)
	for _, s := range p.Sights {
		if len(s.Records) == 0 || s.Code == "incidents_serious" || s.Code == "incidents_personal_data" || s.Code == "clocks_soon" || s.Code == "clocks_late" {
			continue
		}
		w.H(1, s.Label)
		var rows [][]document.Cell
		for _, r := range s.Records {
			rows = append(rows, []document.Cell{document.C(r.Ref), document.C(r.Text("title")), document.C(about(w, r))})
		}
		w.Table(s.Label, []document.Column{{Title: w.Say(lang.Text{"Nummer", "Number"})}, {Title: w.Say(lang.Text{"Benämning", "Title"}), Weight: 3}, {Title: w.Say(lang.Text{"Läge", "State"}), Weight: 2}}, rows)
	}
	return w.End()
}

// about says in a few words how a record stands: when a clock ends, else its state.
func about(w *draft.Draft, r *register.Record) string {
	if due := r.Moment("due_at"); !due.IsZero() {
		return w.Say(lang.Text{"går ut %s", "ends %s"}, w.Clock(due))
	}
	words := w.Words(r, "status")
	if r.Register == registers.Incidents {
		words = append(words, w.Words(r, "severity")...)
	}
	return strings.Join(words, ", ")
}
