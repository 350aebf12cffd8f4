package figure

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// input is what a method is given: the records that the filter found.
type input struct {
	def  *Definition
	reg  *register.Register
	view view
	keys []*row
}

// outcome is what it returns: the records that count, and what is to be said of them.
type outcome struct {
	keys   []*row
	reg    *register.Register // of keys, when not the figure's own
	value  *int               // nil: as many as keys
	of     *int               // nil: what the definition says
	groups []Group
	date   register.Date
}

// method says what the query language cannot.
type method func(ctx context.Context, r *run, in input) (outcome, error)

// methods are named in the definitions. It is filled at start, since a method's
// figures are checked against it.
var methods = map[string]method{
	"role":             onlyRole,
	"roles":            byRole,
	"latest_year":      latestYear,
	"latest_level":     latestLevel,
	"current":          currentClass,
	"demand_gap":       demandGap,
	"requirements_met": requirementsMet,
	"within":           within,
	"median_hours":     medianHours,
	"distinct":         distinct,
	"answers":          answers,
	"reviewed_in_time": reviewedInTime,
	"open_findings":    openFindings,
	"overdue_findings": overdueFindings,
	"risk_bands":       riskBands,
	"bullets":          bullets,
	"latest_date":      latestDate,
	"reviewed":         reviewed,
}

func keep(keys []*row, which func(*row) bool) []*row {
	out := make([]*row, 0, len(keys))
	for _, k := range keys {
		if which(k) {
			out = append(out, k)
		}
	}
	return out
}

// within keeps what was done in the time of a clock, counted in hours that
// pass: a change to or from summer time neither adds nor takes an hour.
func within(ctx context.Context, r *run, in input) (outcome, error) {
	from, _, err := r.follow(ctx, in.reg, in.def.Args["from"])
	if err != nil {
		return outcome{}, err
	}
	to, _, err := r.follow(ctx, in.reg, in.def.Args["to"])
	if err != nil {
		return outcome{}, err
	}
	c, ok := r.rules.Clock(in.def.Args["clock"])
	if !ok {
		return outcome{}, fmt.Errorf("there is no clock %s on %s", in.def.Args["clock"], r.date)
	}
	return outcome{keys: keep(in.keys, func(k *row) bool {
		start, ok1 := from[k.ID].(time.Time)
		done, ok2 := to[k.ID].(time.Time)
		return ok1 && ok2 && !done.After(clock.Count(start, c.Def(), false).Strict)
	})}, nil
}

// medianHours is the middle of the hours between two times, rounded half up;
// of an even number the mean of the two in the middle.
func medianHours(ctx context.Context, r *run, in input) (outcome, error) {
	from, _, err := r.follow(ctx, in.reg, in.def.Args["from"])
	if err != nil {
		return outcome{}, err
	}
	to, _, err := r.follow(ctx, in.reg, in.def.Args["to"])
	if err != nil {
		return outcome{}, err
	}
	var spans []time.Duration
	keys := keep(in.keys, func(k *row) bool {
		start, ok1 := from[k.ID].(time.Time)
		end, ok2 := to[k.ID].(time.Time)
		if !ok1 || !ok2 || end.Before(start) {
			return false
		}
		spans = append(spans, end.Sub(start))
		return true
	})
	value := 0
	if n := len(spans); n > 0 {
		slices.Sort(spans)
		value = int(((spans[(n-1)/2]+spans[n/2])/2 + 30*time.Minute) / time.Hour)
	}
	return outcome{keys: keys, value: &value}, nil
}

// distinct counts the different values at the end of a path. Where these are
// records of their own, they are what is counted and shown.
func distinct(ctx context.Context, r *run, in input) (outcome, error) {
	values, last, err := r.follow(ctx, in.reg, in.def.Args["path"])
	if err != nil {
		return outcome{}, err
	}
	at := map[string][]*row{}
	for _, k := range in.keys {
		for _, v := range members(values[k.ID]) {
			at[v] = append(at[v], k)
		}
	}
	if last.Target != nil {
		names, err := r.named(ctx, last.Target)
		if err != nil {
			return outcome{}, err
		}
		out := outcome{reg: last.Target, keys: []*row{}}
		for id := range at {
			if k, ok := names[register.ID(id)]; ok {
				out.keys = append(out.keys, k)
			}
		}
		byRef(out.keys)
		return out, nil
	}
	out := outcome{keys: in.keys}
	for v, ks := range at {
		label := lang.Text{SV: v, EN: v}
		if last.Choices != nil {
			label = last.Choices.Label(v)
		}
		out.groups = append(out.groups, r.group(v, label, ks))
	}
	sortGroups(out.groups)
	n := len(out.groups)
	out.value = &n
	return out, nil
}

// members gives a value's parts: a text is one, a set or links many.
func members(v any) []string {
	switch x := v.(type) {
	case string:
		return []string{x}
	case int64:
		return []string{strconv.FormatInt(x, 10)}
	case []string:
		return x
	case []register.Link:
		out := make([]string, 0, len(x))
		for _, l := range x {
			if !slices.Contains(out, string(l.To)) {
				out = append(out, string(l.To))
			}
		}
		return out
	}
	return nil
}

// answers counts the answers to each question of the follow-up.
func answers(ctx context.Context, r *run, in input) (outcome, error) {
	values, _, err := r.follow(ctx, in.reg, "answers")
	if err != nil {
		return outcome{}, err
	}
	words, err := once(r, "questions", func() (map[string]lang.Text, error) {
		out := map[string]lang.Text{}
		return out, r.each(ctx, ofQuestions, func(_ store.Key, v []any) {
			code, _ := v[0].(string)
			text, _ := v[1].(string)
			out[code] = lang.Text{SV: text, EN: text} // a question is asked in the office's own language
		})
	})
	if err != nil {
		return outcome{}, err
	}
	byQuestion := map[string]map[string][]*row{}
	for _, k := range in.keys {
		raw, _ := values[k.ID].(json.RawMessage)
		var given []struct{ Question, Value string }
		if len(raw) == 0 || json.Unmarshal(raw, &given) != nil {
			continue
		}
		for _, a := range given {
			if byQuestion[a.Question] == nil {
				byQuestion[a.Question] = map[string][]*row{}
			}
			byQuestion[a.Question][a.Value] = append(byQuestion[a.Question][a.Value], k)
		}
	}
	out := outcome{keys: in.keys}
	for q, vs := range byQuestion {
		g := Group{Value: q, Label: words[q]}
		if g.Label.IsZero() {
			g.Label = lang.Text{SV: q, EN: q}
		}
		for v, ks := range vs {
			g.Count += len(ks)
			g.Parts = append(g.Parts, r.group(v, lang.Text{SV: v, EN: v}, ks))
		}
		sortGroups(g.Parts)
		out.groups = append(out.groups, g)
	}
	sortGroups(out.groups)
	return out, nil
}

// riskBands groups risks by the bands of the scale of the day.
func riskBands(ctx context.Context, r *run, in input) (outcome, error) {
	values, _, err := r.follow(ctx, in.reg, "value")
	if err != nil {
		return outcome{}, err
	}
	out := outcome{keys: in.keys}
	for _, b := range r.rules.Risk(rulebook.Information).Bands {
		ks := keep(in.keys, func(k *row) bool {
			n, ok := values[k.ID].(int64)
			return ok && int(n) >= b.From && int(n) <= b.To
		})
		out.groups = append(out.groups, r.group(b.Code, b.Name, ks))
	}
	return out, nil
}

// bullets counts the points of a plan by year: 1a and 1b are two activities of
// one bullet.
func bullets(ctx context.Context, r *run, in input) (outcome, error) {
	points, _, err := r.follow(ctx, in.reg, "point")
	if err != nil {
		return outcome{}, err
	}
	years, _, err := r.follow(ctx, in.reg, "year")
	if err != nil {
		return outcome{}, err
	}
	byYear := map[string]map[string][]*row{}
	for _, k := range in.keys {
		y, _ := years[k.ID].(int64)
		p, _ := points[k.ID].(string)
		p = strings.TrimRight(p, "abcdefghijklmnopqrstuvwxyz")
		if p == "" {
			p = k.Ref // no point given: a bullet of its own
		}
		year := strconv.FormatInt(y, 10)
		if byYear[year] == nil {
			byYear[year] = map[string][]*row{}
		}
		byYear[year][p] = append(byYear[year][p], k)
	}
	n := 0
	out := outcome{keys: in.keys, value: &n}
	for year, ps := range byYear {
		var all []*row
		for _, ks := range ps {
			all = append(all, ks...)
		}
		byRef(all)
		g := r.group(year, lang.Text{SV: year, EN: year}, all)
		g.Count = len(ps)
		n += len(ps)
		out.groups = append(out.groups, g)
	}
	sortGroups(out.groups)
	return out, nil
}

// latestDate is the latest of the records' dates; the figure is that day.
func latestDate(ctx context.Context, r *run, in input) (outcome, error) {
	dates, _, err := r.follow(ctx, in.reg, in.def.Args["field"])
	if err != nil {
		return outcome{}, err
	}
	out := outcome{keys: in.keys}
	for _, k := range in.keys {
		if d, _ := dates[k.ID].(string); register.Date(d) > out.date {
			out.date = register.Date(d)
		}
	}
	return out, nil
}

// reviewed keeps the organisations whose management review was decided within
// the year (ISO/IEC 27001:2022 9.3.1: at planned intervals).
func reviewed(ctx context.Context, r *run, in input) (outcome, error) {
	done, err := once(r, "reviewed", func() (map[register.ID]bool, error) { return r.reviewed(ctx) })
	return outcome{keys: keep(in.keys, func(k *row) bool { return done[k.ID] })}, err
}

func (r *run) reviewed(ctx context.Context) (map[register.ID]bool, error) {
	done := map[register.ID]bool{}
	err := r.each(ctx, ofReviews, func(k store.Key, _ []any) { done[k.Org] = true })
	if err != nil {
		return nil, err
	}
	t, err := r.tree(ctx)
	if err != nil {
		return nil, err
	}
	// An office's review is its board's.
	for org := range done {
		done[t.controllerOf(org)] = true
	}
	return done, nil
}

func sortGroups(gs []Group) {
	slices.SortFunc(gs, func(a, b Group) int {
		if (a.Value == "") != (b.Value == "") { // what has no value comes last
			return strings.Compare(b.Value, a.Value)
		}
		// F2 before F10: the number that ends a code counts as a number.
		ap, an := ending(a.Value)
		bp, bn := ending(b.Value)
		if ap == bp && an != bn {
			return an - bn
		}
		return strings.Compare(a.Value, b.Value)
	})
}

func ending(s string) (prefix string, n int) {
	prefix = strings.TrimRight(s, "0123456789")
	n, _ = strconv.Atoi(s[len(prefix):])
	return prefix, n
}
