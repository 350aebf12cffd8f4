package steering

import (
	"context"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/draft"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// Node is a document in the tree with those that stand under it.
type Node struct {
	Ref       string  `json:"ref"`
	Title     string  `json:"title"`
	Kind      string  `json:"kind"`
	Version   string  `json:"version,omitempty"`
	Status    string  `json:"status"`
	AdoptedOn string  `json:"adopted_on,omitempty"`
	ValidFrom string  `json:"valid_from,omitempty"`
	ReviewDue string  `json:"review_due,omitempty"`
	Overdue   bool    `json:"overdue"`
	Earlier   int     `json:"earlier_versions"`
	Under     []*Node `json:"under,omitempty"`
	rec       *register.Record
	level     int
}

// inForce tells whether a document holds on a day.
func inForce(r *register.Record, day string) bool {
	s := r.Text("status")
	return (s == "published" || s == "revoked" || s == "adopted") && r.Text("valid_from") != "" && r.Text("valid_from") <= day && (r.Text("valid_to") == "" || r.Text("valid_to") > day)
}

// Tree lays out the documents in force and those being made. A document under a
// version that has been replaced stands under the version that replaced it.
func Tree(ctx context.Context, d Deps, c access.Caller, at time.Time) ([]*Node, error) {
	recs, err := d.all(ctx, c, registers.SteeringDocuments, nil, at)
	if err != nil {
		return nil, err
	}
	day := string(register.DateOf(at.In(d.DB.Zone)))
	by, next := map[register.ID]*register.Record{}, map[register.ID]register.ID{}
	for _, r := range recs {
		by[r.ID] = r
	}
	for _, r := range recs {
		// A draft replaces nothing yet.
		if old := register.ID(r.Text("replaces")); old != "" && inForce(r, day) {
			next[old] = r.ID
		}
	}
	latest := func(id register.ID) register.ID {
		for n := 0; n < len(recs) && next[id] != ""; n++ {
			id = next[id]
		}
		return id
	}
	nodes := map[register.ID]*Node{}
	for _, r := range recs {
		s := r.Text("status")
		if !inForce(r, day) && s != "draft" && s != "referral" && s != "adopted" {
			continue
		}
		n := &Node{Ref: r.Ref, Title: r.Text("title"), Kind: r.Text("kind"), Version: r.Text("edition"), Status: s, AdoptedOn: r.Text("adopted_on"), ValidFrom: r.Text("valid_from"),
			ReviewDue: r.Text("review_due"), Overdue: inForce(r, day) && r.Text("review_due") != "" && r.Text("review_due") < day, rec: r}
		seen := map[register.ID]bool{r.ID: true}
		for old := register.ID(r.Text("replaces")); old != "" && !seen[old]; {
			seen[old] = true
			n.Earlier++
			if by[old] == nil {
				break
			}
			old = register.ID(by[old].Text("replaces"))
		}
		nodes[r.ID] = n
	}
	roots := []*Node{}
	for _, r := range recs {
		n := nodes[r.ID]
		if n == nil {
			continue
		}
		if up := nodes[latest(register.ID(r.Text("parent")))]; up != nil && up != n {
			up.Under = append(up.Under, n)
		} else {
			roots = append(roots, n)
		}
	}
	return roots, nil
}

// flat lists the nodes from the top down with how deep each stands.
func flat(nodes []*Node, level int) (out []*Node) {
	for _, n := range nodes {
		n.level = level
		out = append(append(out, n), flat(n.Under, level+1)...)
	}
	return out
}

// Overdue lists the documents in force that should have been looked at, the
// longest overdue first.
func Overdue(ctx context.Context, d Deps, c access.Caller, at time.Time) ([]*Node, error) {
	roots, err := Tree(ctx, d, c, at)
	out := []*Node{}
	for _, n := range flat(roots, 0) {
		if n.Overdue {
			n.Under = nil
			out = append(out, n)
		}
	}
	sortBy(out, func(n *Node) string { return n.ReviewDue + n.Ref })
	return out, err
}

// UnitShare is how many of a unit's people have read.
type UnitShare struct {
	Unit  string `json:"unit"`
	Asked int    `json:"asked"`
	Read  int    `json:"read"`
	Late  int    `json:"late"`
}

// Reader is somebody who has not read yet.
type Reader struct {
	Receipt    string `json:"receipt"`
	Name       string `json:"name"`
	Unit       string `json:"unit"`
	Due        string `json:"due,omitempty"`
	Late       bool   `json:"late"`
	RemindedOn string `json:"reminded_on,omitempty"`
	Reminders  int64  `json:"reminders"`
	rec        *register.Record
}

// Reading is who has read and understood a document. Somebody who need not read
// counts nowhere.
type Reading struct {
	Document string      `json:"document"`
	Title    string      `json:"title"`
	Version  string      `json:"version,omitempty"`
	Asked    int         `json:"asked"`
	Read     int         `json:"read"`
	Units    []UnitShare `json:"units"`
	Left     []Reader    `json:"left"`
}

// ReadBy tells who has read a document, unit by unit, and who is left.
func ReadBy(ctx context.Context, d Deps, c access.Caller, id string, at time.Time) (Reading, error) {
	doc, err := d.DB.Get(ctx, c.Read(registers.SteeringDocuments), registers.SteeringDocuments, id, at, 0)
	if err != nil {
		return Reading{}, err
	}
	out := Reading{Document: doc.Ref, Title: doc.Text("title"), Version: doc.Text("edition"), Units: []UnitShare{}, Left: []Reader{}}
	recs, err := d.all(ctx, c, registers.DocumentReceipts, draft.Where("document", string(doc.ID)), at)
	if err != nil {
		return out, err
	}
	people, err := d.people(ctx, c, recs, at)
	if err != nil {
		return out, err
	}
	day := string(register.DateOf(at.In(d.DB.Zone)))
	units := map[string]*UnitShare{}
	for _, r := range recs {
		if r.Text("status") == "excused" {
			continue
		}
		u := units[r.Text("unit")]
		if u == nil {
			u = &UnitShare{Unit: r.Text("unit")}
			units[r.Text("unit")] = u
		}
		u.Asked++
		out.Asked++
		if r.Text("status") == "confirmed" {
			u.Read++
			out.Read++
			continue
		}
		late := r.Text("due") != "" && r.Text("due") < day
		if late {
			u.Late++
		}
		n, _ := r.Number("reminders")
		out.Left = append(out.Left, Reader{r.Ref, people[r.Text("person")], r.Text("unit"), r.Text("due"), late, r.Text("reminded_on"), n, r})
	}
	for _, u := range units {
		out.Units = append(out.Units, *u)
	}
	sortBy(out.Units, func(u UnitShare) string { return u.Unit })
	sortBy(out.Left, func(r Reader) string { return r.Unit + "\x00" + r.Name + r.Receipt })
	return out, nil
}
