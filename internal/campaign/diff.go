package campaign

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// What a line of a comparison says of its answer.
const (
	Writes   = "writes"    // the registers say something else and will be changed
	Same     = "same"      // the registers say so already
	Unknown  = "unknown"   // not known, and the field cannot say so
	Nowhere  = "nowhere"   // no single record of the object's to write it to
	OnlyTold = "only_told" // the question fills no field
)

// Line compares one answer with the registers.
type Line struct {
	Question string
	Text     string
	Answer   string
	Comment  string
	State    string
	Register *register.Register // nil when OnlyTold
	Field    *register.Field
	Record   register.ID // empty when Nowhere
	Ref      string
	From, To any // values of the field; nil = missing
}

// Diff compares a response with the registers, question by question, and gives
// the checksum that the coordinator approves it by.
func Diff(ctx context.Context, d Deps, c access.Caller, response string) ([]Line, string, error) {
	rec, err := d.DB.Get(ctx, c.Read(registers.Responses), registers.Responses, response, time.Time{}, 0)
	if err != nil {
		return nil, "", err
	}
	lines, err := compare(d.finder(ctx, c), d.goals(ctx), rec)
	return lines, Digest(lines), err
}

// going gives where the answers to some questions go.
type going func(...*registers.Question) (map[*registers.Question]goal, error)

// goals are those that hold now.
func (d Deps) goals(ctx context.Context) going {
	return func(questions ...*registers.Question) (map[*registers.Question]goal, error) {
		own := func(r *register.Register) ([]*store.Own, error) { return d.DB.Own(ctx, access.System().Read(r), r) }
		return goals(d.DB.Catalogue, own, d.DB.Civil(d.Now()), questions...)
	}
}

// goals are those that hold as a transaction sees it.
func (h *house) goals(f command.Following) going {
	return func(questions ...*registers.Question) (map[*registers.Question]goal, error) {
		return goals(h.db.Catalogue, f.Tx.Own, f.Today(), questions...)
	}
}

func compare(find draft.Finder, going going, response *register.Record) ([]Line, error) {
	campaigns, err := find(registers.Campaigns, draft.Where("id", response.Text("campaign")))
	if err != nil || len(campaigns) == 0 {
		return nil, err
	}
	by, order, err := asked(find, campaigns[0])
	if err != nil {
		return nil, err
	}
	to, err := going(order...)
	if err != nil {
		return nil, err
	}
	objects, err := find(registers.Objects, draft.Where("id", response.Text("object")))
	if err != nil {
		return nil, err
	}
	held, err := held(find, to, objects)
	if err != nil {
		return nil, err
	}
	return lines(by, to, held, response), nil
}

func lines(by map[string]*registers.Question, to map[*registers.Question]goal, held map[string]map[register.ID][]*register.Record, response *register.Record) []Line {
	r := register.As[registers.Response](response)
	var out []Line
	for _, a := range r.Answers {
		q := by[a.Question]
		if q == nil || a.Value == "" {
			continue
		}
		l := Line{Question: q.Code, Text: q.Text, Answer: a.Value, Comment: a.Comment, State: OnlyTold}
		if g := to[q]; g.reg != nil {
			l.Register, l.Field = g.reg, g.field
			l.place(g, held[g.reg.Name][r.Object])
		}
		out = append(out, l)
	}
	return out
}

func (l *Line) place(g goal, recs []*register.Record) {
	if len(recs) != 1 || g.of(recs[0]) == nil {
		l.State = Nowhere
		return
	}
	l.Field = g.of(recs[0])
	l.Record, l.Ref, l.From = recs[0].ID, recs[0].Ref, recs[0].Get(l.Field.Name)
	to, ok := value(l.Field, l.Answer)
	switch {
	case !ok:
		l.State = Unknown
	case register.Same(l.From, to):
		l.State, l.To = Same, to
	default:
		l.State, l.To = Writes, to
	}
}

// Digest is over what a comparison would write, so that an approval holds for
// that and nothing else; empty when nothing would be written.
func Digest(lines []Line) string {
	var all []string
	for _, l := range lines {
		if l.State == Writes {
			all = append(all, fmt.Sprintf("%s\x00%s\x00%s\x00%v\x00%v\n", l.Question, l.Record, l.Field.Name, l.From, l.To))
		}
	}
	if len(all) == 0 {
		return ""
	}
	slices.Sort(all)
	sum := sha256.New()
	for _, s := range all {
		sum.Write([]byte(s))
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}
