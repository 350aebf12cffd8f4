package rounds

import (
	"cmp"
	"slices"
	"strconv"

	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// Flaw is one flaw in a comparison of two years.
type Flaw struct {
	Fate     Fate   `json:"fate"`
	Title    string `json:"title"`
	Severity string `json:"severity"`
	State    string `json:"state"`
	Due      string `json:"due,omitempty"`
	Overdue  bool   `json:"overdue"`
	FixedOn  string `json:"fixed_on,omitempty"`
}

// YearCount is what a year's reviews found, by severity. Reviews that tell only
// numbers count by them.
type YearCount struct {
	Year    int            `json:"year"`
	Reviews int            `json:"reviews"`
	Planned int            `json:"planned"` // not yet performed
	Objects int            `json:"objects"`
	Found   map[string]int `json:"found"`
	objects map[register.ID]bool
}

// ObjectYears is one object's flaws this year against last.
type ObjectYears struct {
	ID      register.ID `json:"id"`
	Ref     string      `json:"ref"`
	Title   string      `json:"title"`
	This    []string    `json:"reviews"`      // numbers of the reviews
	Last    []string    `json:"reviews_last"` //
	Flaws   []Flaw      `json:"flaws"`
	Unnamed bool        `json:"numbers_only"` // one of the years tells only numbers, so names cannot be compared
}

// Years is vulnerability reviews of one year against the year before.
type Years struct {
	AsOf    clock.Date    `json:"as_of"`
	This    YearCount     `json:"this"`
	Last    YearCount     `json:"last"`
	Open    int           `json:"open_high"`         // high and critical
	Numbers int           `json:"open_numbers_only"` // of Open, those known only as numbers: nobody can say whether they are late
	Overdue int           `json:"overdue"`
	Objects []ObjectYears `json:"objects"`

	severities []string // that are counted, worst first
}

// looked is a review with its number.
type looked struct {
	*registers.VulnReview
	ref string
}

// years compares the year of the day that is asked about with the one before.
func (r reader) years(orgs []register.ID) (Years, error) {
	day := r.day()
	year, _ := strconv.Atoi(string(day[:4]))
	y := Years{AsOf: day, This: count(year), Last: count(year - 1), Objects: []ObjectYears{}}
	rules, err := r.rules()
	if err != nil {
		return y, err
	}
	counted := new(registers.VulnReview).Numbers()
	for _, s := range slices.Backward(severities(rules).Codes()) {
		if _, ok := counted[s]; ok {
			y.severities = append(y.severities, s)
		}
	}
	objects, err := r.byID(registers.Objects)
	if err != nil {
		return y, err
	}
	recs, err := r.find(registers.VulnReviews, nil)
	if err != nil {
		return y, err
	}
	slices.SortFunc(recs, func(a, b *register.Record) int {
		return cmp.Or(cmp.Compare(b.Text("performed_on"), a.Text("performed_on")), cmp.Compare(a.Ref, b.Ref))
	})
	type pair struct{ this, last []looked }
	by := map[register.ID]*pair{}
	var order []register.ID
	for _, rec := range recs {
		x := register.As[registers.VulnReview](rec)
		if len(orgs) > 0 && !slices.Contains(orgs, rec.Org) {
			continue
		}
		if x.Status == "planned" && x.PlannedOn != "" {
			y.plan(string(x.PlannedOn))
		}
		if x.PerformedOn == "" || clock.Date(x.PerformedOn) > day {
			continue
		}
		y.stand(x, severities(rules), day)
		if by[x.Object] == nil {
			by[x.Object] = &pair{}
			order = append(order, x.Object)
		}
		switch string(x.PerformedOn[:4]) {
		case strconv.Itoa(year):
			y.This.add(x)
			by[x.Object].this = append(by[x.Object].this, looked{x, rec.Ref})
		case strconv.Itoa(year - 1):
			y.Last.add(x)
			by[x.Object].last = append(by[x.Object].last, looked{x, rec.Ref})
		}
	}
	for _, id := range order {
		p := by[id]
		if len(p.this)+len(p.last) == 0 {
			continue
		}
		o := ObjectYears{ID: id, This: refs(p.this), Last: refs(p.last), Unnamed: unnamed(p.this) || unnamed(p.last), Flaws: []Flaw{}}
		if rec := objects[id]; rec != nil {
			o.Ref, o.Title = rec.Ref, rec.Text("title")
		}
		// An object that was not looked at this year has nothing gone: nobody knows.
		if len(p.this) > 0 {
			o.Flaws = flaws(CompareFlaws(rules, found(p.last), found(p.this)), day)
		}
		y.Objects = append(y.Objects, o)
	}
	slices.SortFunc(y.Objects, func(a, b ObjectYears) int { return cmp.Compare(a.Ref, b.Ref) })
	return y, nil
}

func count(year int) YearCount {
	return YearCount{Year: year, Found: map[string]int{}, objects: map[register.ID]bool{}}
}

func (c *YearCount) add(x *registers.VulnReview) {
	c.Reviews++
	c.objects[x.Object] = true
	c.Objects = len(c.objects)
	for severity, n := range x.Numbers() {
		c.Found[severity] += int(n.N)
	}
}

func (y *Years) plan(on string) {
	for _, c := range []*YearCount{&y.This, &y.Last} {
		if on[:4] == strconv.Itoa(c.Year) {
			c.Planned++
		}
	}
}

// stand counts what is open on the day: a review known only by its numbers
// counts by them until it is closed.
func (y *Years) stand(x *registers.VulnReview, all rulebook.Degrees, day clock.Date) {
	if len(x.Findings) == 0 && x.Status == "performed" {
		for _, severity := range all.Marked(rulebook.Grave) {
			y.Open += int(x.Numbers()[severity].N)
			y.Numbers += int(x.Numbers()[severity].N)
		}
	}
	for _, f := range x.Findings {
		if f.State == "open" && all.Is(f.Severity, rulebook.Grave) {
			y.Open++
		}
		if Overdue(f, day) {
			y.Overdue++
		}
	}
}

func found(reviews []looked) (out []registers.VulnFinding) {
	for _, x := range reviews {
		out = append(out, x.Findings...)
	}
	return out
}

func unnamed(reviews []looked) bool {
	return slices.ContainsFunc(reviews, func(x looked) bool {
		n := int64(0)
		for _, c := range x.Numbers() {
			n += c.N
		}
		return len(x.Findings) == 0 && n > 0
	})
}

func refs(reviews []looked) []string {
	out := make([]string, len(reviews))
	for i, x := range reviews {
		out[i] = x.ref
	}
	return out
}

func flaws(pairs []Pair[registers.VulnFinding], day clock.Date) []Flaw {
	out := make([]Flaw, len(pairs))
	for i, p := range pairs {
		f := p.Now
		if f == nil {
			f = p.Before
		}
		out[i] = Flaw{Fate: p.Fate, Title: f.Title, Severity: f.Severity, State: f.State, Due: f.Due, FixedOn: f.FixedOn, Overdue: p.Now != nil && Overdue(*f, day)}
	}
	return out
}
