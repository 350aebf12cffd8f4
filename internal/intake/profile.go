package intake

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"sort"
	"strings"

	"genomlys/internal/fault"
	"genomlys/internal/register"
)

//go:embed profiles/*.json
var shipped embed.FS

// Profile tells how the files of a source become records, as data, so that a
// user can add one without building.
type Profile struct {
	Name  string     `json:"name"`
	About string     `json:"about,omitempty"`
	Org   string     `json:"org,omitempty"` // owner of what does not say its owner: short name, number or name
	Files []FileRule `json:"files"`         // in the order in which they depend on each other

	generic bool // no profile: columns are fields
}

// FileRule tells what the rows of one file become.
type FileRule struct {
	File    string            `json:"file"` // file name, without regard to case
	Parts   []Part            `json:"parts,omitempty"`
	Changes *ChangesRule      `json:"changes,omitempty"`
	Derived map[string]string `json:"derived,omitempty"` // columns that need no field, with the reason
}

// ChangesRule tells that the rows are earlier values of other files' rows, from
// which the records' earlier versions are made.
type ChangesRule struct {
	Of     string `json:"of"`     // the file whose rows changed
	Key    string `json:"key"`    // column here and there that names the row
	Column string `json:"column"` // holds which column changed
	From   string `json:"from"`
	To     string `json:"to"`
	On     string `json:"on"`
	Why    string `json:"why,omitempty"`
}

// Part is one record that a row makes.
type Part struct {
	Name     string          `json:"name,omitempty"` // by which other parts refer to it; the register when empty
	Register string          `json:"register"`
	Key      []string        `json:"key,omitempty"`   // fields that together name the record; empty = ext_id
	Ref      string          `json:"ref,omitempty"`   // column that becomes the human number
	Org      string          `json:"org,omitempty"`   // column with the owner
	If       *Cond           `json:"if,omitempty"`    // rows that make the part; none = all
	Each     string          `json:"each,omitempty"`  // one record for each entry of this column's list, as column "each"
	Since    []string        `json:"since,omitempty"` // columns whose earliest date is when the record became true
	Shared   bool            `json:"shared,omitempty"`
	Absent   map[string]Spec `json:"absent,omitempty"` // what ends the part's records when the row no longer makes them
	Owned    []string        `json:"owned,omitempty"`  // fields that tie such records to the row, for Absent
	Fields   map[string]Spec `json:"fields"`
}

// Cond is a condition on a row.
type Cond struct {
	Column string   `json:"column"`
	In     []string `json:"in,omitempty"` // one of these; none = not empty
	Not    bool     `json:"not,omitempty"`
}

// Spec tells how a field gets its value from a row.
type Spec struct {
	From     []string          // columns; several are joined by "|" for Values
	Const    string            // the same for every row
	Template string            // text with {columns} in it
	Part     string            // the record that another part of the row made
	Values   map[string]string // what stands in the file → the value; "*" ends a pattern, "" is an empty cell
	Only     string            // entries that match, others are not this field's
	If       *Cond             // else no value
	Set      []Spec            // all values together
	List     []map[string]Spec // rows of a small table
	In       []string          // registers in which a reference is looked up, when not the field's own
	Make     map[string]string // fields of a record to make when a reference names none
	Missing  string            // "note": leave a reference out that names nothing, and tell
	Merge    string            // shared parts: min, max or all; else the first row's
	Aspect   string            // k, r, t or s: the column holds all levels, "K3 R2 T2"
	only     *regexp.Regexp
	patterns []string // of Values, most particular first
}

type specJSON struct {
	From     json.RawMessage   `json:"from,omitempty"`
	Const    string            `json:"const,omitempty"`
	Template string            `json:"template,omitempty"`
	Part     string            `json:"part,omitempty"`
	Values   map[string]string `json:"values,omitempty"`
	Only     string            `json:"only,omitempty"`
	If       *Cond             `json:"if,omitempty"`
	Set      []Spec            `json:"set,omitempty"`
	List     []map[string]Spec `json:"list,omitempty"`
	In       []string          `json:"in,omitempty"`
	Make     map[string]string `json:"make,omitempty"`
	Missing  string            `json:"missing,omitempty"`
	Merge    string            `json:"merge,omitempty"`
	Aspect   string            `json:"aspect,omitempty"`
}

// UnmarshalJSON reads a column's name alone as the column to take the value from.
func (s *Spec) UnmarshalJSON(b []byte) error {
	var column string
	if json.Unmarshal(b, &column) == nil {
		*s = Spec{From: []string{column}}
		return nil
	}
	var j specJSON
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&j); err != nil {
		return err
	}
	*s = Spec{Const: j.Const, Template: j.Template, Part: j.Part, Values: j.Values, Only: j.Only, If: j.If, Set: j.Set, List: j.List,
		In: j.In, Make: j.Make, Missing: j.Missing, Merge: j.Merge, Aspect: j.Aspect}
	if len(j.From) > 0 {
		if json.Unmarshal(j.From, &column) == nil {
			s.From = []string{column}
		} else if err := json.Unmarshal(j.From, &s.From); err != nil {
			return err
		}
	}
	return nil
}

// Shipped gives a profile that the product comes with.
func Shipped(name string, c *register.Catalogue) (*Profile, error) {
	b, err := fs.ReadFile(shipped, "profiles/"+name+".json")
	if err != nil {
		return nil, fault.New(fault.Unknown, "no-such-profile", name, strings.Join(ShippedNames(), ", "))
	}
	return ParseProfile(b, c)
}

// ShippedNames gives the profiles that the product comes with.
func ShippedNames() []string {
	list, _ := fs.Glob(shipped, "profiles/*.json")
	for i, n := range list {
		list[i] = strings.TrimSuffix(strings.TrimPrefix(n, "profiles/"), ".json")
	}
	return list
}

// ParseProfile reads a profile and holds it against the registers, so that a
// mistake is told before any file is read.
func ParseProfile(b []byte, c *register.Catalogue) (*Profile, error) {
	p := new(Profile)
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(p); err != nil {
		return nil, fault.New(fault.Malformed, "bad-profile", err.Error())
	}
	bad := func(format string, args ...any) error {
		return fault.New(fault.Malformed, "bad-profile", fmt.Sprintf(format, args...))
	}
	for i := range p.Files {
		f := &p.Files[i]
		if f.File == "" || (len(f.Parts) == 0) == (f.Changes == nil) {
			return nil, bad("file %q: give parts or changes", f.File)
		}
		names := map[string]bool{}
		for j := range f.Parts {
			part := &f.Parts[j]
			r, ok := c.Get(part.Register)
			if !ok {
				return nil, bad("file %s: no register %s", f.File, part.Register)
			}
			if part.Name == "" {
				part.Name = r.Name
			}
			if len(part.Key) == 0 {
				part.Key = []string{"ext_id"}
			}
			for _, k := range part.Key {
				if _, ok := part.Fields[k]; !ok {
					return nil, bad("file %s: key field %s of %s has no value", f.File, k, r.Name)
				}
			}
			for _, m := range []map[string]Spec{part.Fields, part.Absent} {
				for name, s := range m {
					fd, ok := r.Field(name)
					// Which own fields there are is known when the file is read.
					if _, own := register.OwnKey(name); own && !slices.Contains(part.Key, name) {
						ok, fd = true, r.Must(name)
					}
					if !ok || fd.Derived {
						return nil, bad("file %s: register %s has no field %s to fill", f.File, r.Name, name)
					}
					if err := s.prepare(c, names); err != nil {
						return nil, bad("file %s, %s.%s: %v", f.File, r.Name, name, err)
					}
					m[name] = s
				}
			}
			names[part.Name] = true
		}
	}
	return p, nil
}

func (s *Spec) prepare(c *register.Catalogue, parts map[string]bool) error {
	if s.Aspect != "" && (!slices.Contains(aspects, s.Aspect) || len(s.From) != 1) {
		return fmt.Errorf("aspect is one of %s, from one column", strings.Join(aspects, ", "))
	}
	var err error
	if s.Only != "" {
		if s.only, err = regexp.Compile(s.Only); err != nil {
			return err
		}
	}
	if s.Part != "" && !parts[s.Part] {
		return fmt.Errorf("part %s is not made before", s.Part)
	}
	for _, name := range s.In {
		if _, ok := c.Get(name); !ok {
			return fmt.Errorf("no register %s", name)
		}
	}
	for p := range s.Values {
		s.patterns = append(s.patterns, p)
	}
	sort.Slice(s.patterns, func(i, j int) bool {
		a, b := s.patterns[i], s.patterns[j]
		if x, y := strings.Contains(a, "*"), strings.Contains(b, "*"); x != y {
			return y
		}
		if len(a) != len(b) {
			return len(a) > len(b)
		}
		return a < b
	})
	for i := range s.Set {
		if err := s.Set[i].prepare(c, parts); err != nil {
			return err
		}
	}
	for _, row := range s.List {
		for k, v := range row {
			if err := v.prepare(c, parts); err != nil {
				return err
			}
			row[k] = v
		}
	}
	return nil
}

// columns names every column of the file that a specification reads.
func (s *Spec) columns() []string {
	out := slices.Clone(s.From)
	if s.If != nil {
		out = append(out, s.If.Column)
	}
	for _, m := range placeholder.FindAllStringSubmatch(s.Template, -1) {
		out = append(out, m[1])
	}
	for i := range s.Set {
		out = append(out, s.Set[i].columns()...)
	}
	for _, row := range s.List {
		for _, v := range row {
			out = append(out, v.columns()...)
		}
	}
	return out
}

var placeholder = regexp.MustCompile(`\{([^{}]+)\}`)

// Columns names every column that the rule reads or says is derivable.
func (f *FileRule) Columns() []string {
	seen := map[string]bool{}
	var out []string
	add := func(names ...string) {
		for _, n := range names {
			if n != "" && n != "each" && !seen[n] {
				seen[n] = true
				out = append(out, n)
			}
		}
	}
	for i := range f.Parts {
		p := &f.Parts[i]
		add(p.Ref, p.Org, p.Each)
		add(p.Since...)
		if p.If != nil {
			add(p.If.Column)
		}
		for _, s := range p.Fields {
			add(s.columns()...)
		}
	}
	if c := f.Changes; c != nil {
		add(c.Key, c.Column, c.From, c.To, c.On, c.Why)
	}
	for n := range f.Derived {
		add(n)
	}
	sort.Strings(out)
	return out
}

// Read names the columns that land in a field, so that a test can hold that
// nothing in a file is dropped without a reason.
func (f *FileRule) Read() map[string]bool {
	out := map[string]bool{}
	for i := range f.Parts {
		out[f.Parts[i].Each] = true
		for _, s := range f.Parts[i].Fields {
			for _, c := range s.columns() {
				out[c] = true
			}
		}
	}
	if c := f.Changes; c != nil {
		for _, n := range []string{c.Key, c.Column, c.From, c.To, c.On, c.Why} {
			out[n] = true
		}
	}
	return out
}
