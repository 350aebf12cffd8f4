package match

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Candidate is a field that a column may hold.
type Candidate struct {
	Name     string   // identifier
	Labels   []string // in each language
	Synonyms []string // other headings met in files
}

// How a column was matched.
type How string

// How a column was matched; contract.md 5.
const (
	ByLabel   How = "label"   // the label, the identifier or an inflection of the label
	BySynonym How = "synonym" // a synonym or an inflection of one
	ByNear    How = "near"    // a proposal: a slip of, or part of, a label; Hint has the label
	ByMap     How = "map"     // as the user said
	Ignored   How = "ignored" // no field; Hint says why when there was one near
)

// Hint is a code for the catalogue and the labels it speaks of.
type Hint struct {
	Code  string // "did-you-mean", "several-fields" or "taken"; empty for none
	Names []string
}

// Matched is what a column means.
type Matched struct {
	From string // the heading as it stands
	To   string // the field, empty when ignored
	How  How
	Unit string // what stands in parentheses after the heading: "timmar", "tkr"
	Hint Hint
}

// MapError is a mapping given by the user that cannot be followed.
type MapError struct {
	Code    string // "unknown-column", "unknown-field" or "field-twice"
	Value   string
	Nearest []string
}

func (e *MapError) Error() string {
	s := fmt.Sprintf("map: %s %q", e.Code, e.Value)
	if len(e.Nearest) > 0 {
		s += ", nearest: " + strings.Join(e.Nearest, ", ")
	}
	return s
}

// Match finds the field of each heading; never two columns for one field.
// mapped is what the user said, heading to field name, an empty name for a
// column to leave out; it goes before all else and its mistakes are
// *MapError.
func Match(headings []string, fields []Candidate, mapped map[string]string) ([]Matched, error) {
	out := make([]Matched, len(headings))
	taken := map[string]bool{}
	done := make([]bool, len(headings))
	for i, h := range headings {
		_, unit := splitUnit(h)
		out[i] = Matched{From: h, How: Ignored, Unit: unit}
	}
	if err := follow(mapped, fields, out, taken, done); err != nil {
		return nil, err
	}
	pairs := scoreAll(headings, fields)
	for k, p := range pairs {
		f := fields[p.field]
		switch m := &out[p.column]; {
		case done[p.column]:
		case taken[f.Name]:
			if m.Hint.Code == "" {
				m.Hint = Hint{Code: "taken", Names: []string{p.label}}
			}
		case p.how == ByNear && rival(pairs, k, taken, fields):
			m.Hint = Hint{Code: "several-fields", Names: rivals(pairs, k, taken, fields)}
			done[p.column] = true
		default:
			m.To, m.How, m.Hint = f.Name, p.how, Hint{}
			if p.how == ByNear {
				m.Hint = Hint{Code: "did-you-mean", Names: []string{p.label}}
			}
			taken[f.Name], done[p.column] = true, true
		}
	}
	return out, nil
}

// follow takes the user's own mapping.
func follow(mapped map[string]string, fields []Candidate, out []Matched, taken map[string]bool, done []bool) error {
	columns := make([]string, 0, len(mapped))
	for c := range mapped {
		columns = append(columns, c)
	}
	slices.Sort(columns) // the first mistake is the same each time
	for _, c := range columns {
		name := mapped[c]
		i := slices.IndexFunc(out, func(m Matched) bool { return Fold(m.From) == Fold(c) })
		if i < 0 {
			heads := make([]string, len(out))
			for k, m := range out {
				heads[k] = m.From
			}
			return &MapError{Code: "unknown-column", Value: c, Nearest: Nearest(c, heads)}
		}
		if name == "" {
			out[i].How, done[i] = Ignored, true
			continue
		}
		if !slices.ContainsFunc(fields, func(f Candidate) bool { return f.Name == name }) {
			names := make([]string, len(fields))
			for k, f := range fields {
				names[k] = f.Name
			}
			return &MapError{Code: "unknown-field", Value: name, Nearest: Nearest(name, names)}
		}
		if taken[name] {
			return &MapError{Code: "field-twice", Value: name}
		}
		out[i].To, out[i].How = name, ByMap
		taken[name], done[i] = true, true
	}
	return nil
}

// pair is how well a column and a field agree.
type pair struct {
	column, field int
	score         int
	how           How
	label         string
}

// scoreAll gives every pair that agrees at all, best first and, among equals,
// in the file's order.
func scoreAll(headings []string, fields []Candidate) []pair {
	var out []pair
	prepared := make([][]name, len(fields))
	for f, c := range fields {
		prepared[f] = namesOf(c)
	}
	for i, h := range headings {
		if Fold(h) == "" || len(h) > 300 {
			continue
		}
		bare, _ := splitUnit(h)
		heading, short := newName(h), newName(bare)
		for f := range fields {
			if p := score(heading, short, prepared[f]); p.score > 0 {
				p.column, p.field = i, f
				out = append(out, p)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b pair) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.column, b.column), cmp.Compare(a.field, b.field))
	})
	return out
}

// name is one name of a field, or a heading, in the forms it is compared in.
type name struct {
	text    string
	fold    string
	stems   []string
	synonym bool
}

func newName(s string) name { return name{text: s, fold: Fold(s), stems: stems(s)} }

func namesOf(c Candidate) []name {
	var out []name
	for _, l := range append(slices.Clone(c.Labels), c.Name) {
		out = append(out, newName(l))
		if bare, unit := splitUnit(l); unit != "" {
			out = append(out, newName(bare))
			out[len(out)-1].text = l
		}
	}
	for _, s := range c.Synonyms {
		n := newName(s)
		n.synonym = true
		out = append(out, n)
	}
	return out
}

// Scores, best first. A whole heading outweighs one without its unit, a label
// a synonym, the same word an inflection; near ones are below nearLimit.
const (
	nearLimit  = 60
	sameLabel  = 100
	sameStems  = 80
	shortLoss  = 5
	synonymGap = 10
	partScore  = 30
)

func score(heading, short name, names []name) pair {
	var best pair
	for _, n := range names {
		if n.fold == "" {
			continue
		}
		s := 0
		switch {
		case n.fold == heading.fold:
			s = sameLabel
		case n.fold == short.fold:
			s = sameLabel - shortLoss
		case len(n.stems) > 0 && slices.Equal(n.stems, heading.stems):
			s = sameStems
		case len(n.stems) > 0 && slices.Equal(n.stems, short.stems):
			s = sameStems - shortLoss
		default:
			s = near(short, n)
		}
		how := ByLabel
		if n.synonym {
			how = BySynonym
			s -= min(s, synonymGap)
		}
		if s < nearLimit {
			how = ByNear
		}
		if s > best.score {
			best = pair{score: s, how: how, label: n.text}
		}
	}
	if best.how == ByNear && best.score > 0 {
		best.label = names[0].text
	}
	return best
}

// near scores a slip of the pen by its wrong letters, and a heading that has
// all words of a name, or a name that has all of the heading's, by how much
// they share.
func near(h, n name) int {
	limit := min(tolerance(h.fold), tolerance(n.fold))
	if d := Distance(h.fold, n.fold, limit); limit > 0 && d <= limit {
		return nearLimit - 5*d
	}
	if plain(h.fold) == plain(n.fold) && h.fold != "" {
		return nearLimit - 1
	}
	shared := 0
	for _, s := range h.stems {
		if slices.Contains(n.stems, s) && len([]rune(s)) > 2 {
			shared++
		}
	}
	if shared > 0 && (shared == len(h.stems) || shared == len(n.stems)) {
		return partScore * 2 * shared / (len(h.stems) + len(n.stems))
	}
	return 0
}

// rival tells whether another free field is as near to the column as pair k.
func rival(pairs []pair, k int, taken map[string]bool, fields []Candidate) bool {
	return len(rivals(pairs, k, taken, fields)) > 1
}

func rivals(pairs []pair, k int, taken map[string]bool, fields []Candidate) []string {
	var out []string
	for _, p := range pairs[k:] {
		if p.column == pairs[k].column && p.score == pairs[k].score && !taken[fields[p.field].Name] {
			out = append(out, p.label)
		}
	}
	return out
}

// splitUnit takes what stands in parentheses at the end of a heading.
func splitUnit(s string) (bare, unit string) {
	s = strings.TrimRight(s, " *:\u00A0")
	for _, p := range [][2]string{{"(", ")"}, {"[", "]"}} {
		if !strings.HasSuffix(s, p[1]) {
			continue
		}
		if i := strings.LastIndex(s, p[0]); i > 0 {
			return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+1 : len(s)-1])
		}
	}
	return s, ""
}
