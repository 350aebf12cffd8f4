package acceptance

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/register"
	"genomlys/internal/review"
)

// world is what the rows are held against.
type world struct {
	rv     review.Review
	rec    *register.Record
	head   access.Caller
	frozen map[string][]byte // by language and format
	web    string            // squeezed text of the page
	paper  string            // squeezed text of the PDF
	pages  []page
}

// placed is a block with the sub-heading it stands under.
type placed struct {
	heading string
	review.Block
}

func newWorld(rv review.Review, html, pdf []byte) (*world, error) {
	w := &world{rv: rv, web: squeeze(htmlText(html))}
	pages, err := pdfText(pdf)
	if err != nil {
		return nil, fmt.Errorf("read the PDF: %w", err)
	}
	w.pages = pages
	for _, p := range pages {
		w.paper += squeeze(string(p))
	}
	return w, nil
}

func (w *world) section(key string) (review.Section, []placed, error) {
	for _, s := range w.rv.Sections {
		if s.Key != key {
			continue
		}
		var out []placed
		at := ""
		for _, b := range s.Blocks {
			if b.Kind == "heading" {
				at = b.Text
				continue
			}
			out = append(out, placed{at, b})
		}
		return s, out, nil
	}
	return review.Section{}, nil, fmt.Errorf("there is no section %s", key)
}

// pieces are the texts a block shows, each of which must be found in the files.
func pieces(b review.Block) []string {
	var out []string
	say := func(runs []review.Run) {
		t := ""
		for _, r := range runs {
			t += r.Text
		}
		if t != "" {
			out = append(out, t)
		}
	}
	say(b.Runs)
	for _, it := range b.Items {
		say(it)
	}
	for _, r := range b.Rows {
		for _, c := range r {
			say(c)
		}
	}
	return out
}

// check holds one row; it gives what the row opens, for the line printed.
func (w *world) check(r row) (opened []string, err error) {
	s, blocks, err := w.section(r.Section)
	if err != nil {
		return nil, err
	}
	var mine []placed
	for _, b := range blocks {
		if slices.Contains(b.Covers, r.ID) && (b.heading == r.Heading || len(r.EveryHeading) > 0) {
			mine = append(mine, b)
		}
	}
	if len(mine) == 0 {
		return nil, fmt.Errorf("nothing in section %s under %q carries it", r.Section, r.Heading)
	}
	if len(r.Contents) > 0 {
		return nil, w.contents(r)
	}
	said := ""
	for _, b := range mine {
		if len(b.Missing) > 0 {
			return nil, fmt.Errorf("a fact is missing: %s", strings.Join(b.Missing, ", "))
		}
		p := pieces(b.Block)
		said += strings.Join(p, "\n") + "\n"
		if err := w.inFiles(s, p); err != nil {
			return nil, err
		}
	}
	if len(r.Priority) == 2 {
		if said, err = w.point(r, mine); err != nil {
			return nil, err
		}
	}
	for _, words := range r.Says {
		if !strings.Contains(squeeze(said), squeeze(words)) {
			return nil, fmt.Errorf("%q is not said; it says: %s", words, strings.TrimSpace(said))
		}
	}
	for _, fn := range []func(row, []placed) ([]string, error){w.figures, w.lists, w.parts, w.special} {
		o, err := fn(r, mine)
		if err != nil {
			return nil, err
		}
		opened = append(opened, o...)
	}
	if len(opened) == 0 && r.Kind != "T" && r.Kind != "D" && len(r.Priority) == 0 {
		return nil, fmt.Errorf("the row opens nothing")
	}
	return opened, nil
}

// inFiles looks for each piece in the section's own part of both files.
func (w *world) inFiles(s review.Section, texts []string) error {
	for name, whole := range map[string]string{"HTML": w.web, "PDF": w.paper} {
		part, err := w.part(whole, s)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, t := range texts {
			if !strings.Contains(part, squeeze(t)) {
				return fmt.Errorf("the %s does not say in section %s: %s", name, s.Key, t)
			}
		}
	}
	return nil
}

// part cuts out a section, from its heading to the next section's.
func (w *world) part(whole string, s review.Section) (string, error) {
	from := strings.LastIndex(whole, squeeze(s.Number+s.Heading))
	if from < 0 {
		return "", fmt.Errorf("no heading %q", s.Heading)
	}
	to := len(whole)
	for i, o := range w.rv.Sections {
		if o.Key == s.Key && i+1 < len(w.rv.Sections) {
			n := w.rv.Sections[i+1]
			if to = strings.LastIndex(whole, squeeze(n.Number+n.Heading)); to < from {
				return "", fmt.Errorf("the heading %q does not follow %q", n.Heading, s.Heading)
			}
		}
	}
	return whole[from:to], nil
}

func (w *world) figures(r row, mine []placed) ([]string, error) {
	var out []string
	ids := make([]string, 0, len(r.Figures))
	for id := range r.Figures {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		want := r.Figures[id]
		if !slices.ContainsFunc(mine, func(b placed) bool { return slices.Contains(b.Figures, id) }) {
			return nil, fmt.Errorf("figure %s is not tied to the text", id)
		}
		f, ok := w.rv.Figures[id]
		if !ok || f.Value == nil {
			return nil, fmt.Errorf("figure %s has no value", id)
		}
		if *f.Value != want {
			return nil, fmt.Errorf("figure %s is %d, not %d", id, *f.Value, want)
		}
		if want > 0 && len(f.Records) == 0 {
			return nil, fmt.Errorf("figure %s opens no records", id)
		}
		counts := !slices.Contains([]string{"percent", "hours", "ways", "organisations", "requirements", "bullets", "owners"}, f.Unit)
		if counts && len(f.Records) != want {
			return nil, fmt.Errorf("figure %s counts %d but opens %d records", id, want, len(f.Records))
		}
		if len(f.Versions) != len(f.Records) {
			return nil, fmt.Errorf("figure %s does not tell the version of each record", id)
		}
		out = append(out, fmt.Sprintf("%s=%d → %s %d", id, want, f.Register, len(f.Records)))
	}
	for id, want := range r.Dates {
		if got := w.rv.Figures[id].Text; got != want {
			return nil, fmt.Errorf("figure %s is %q, not %s", id, got, want)
		}
		out = append(out, id+"="+want)
	}
	return out, nil
}

func (w *world) lists(r row, mine []placed) ([]string, error) {
	var out []string
	for _, o := range r.Opens {
		var src *review.Source
		for _, b := range mine {
			for i, s := range b.Sources {
				if s.Name == o.Source {
					src = &b.Sources[i]
				}
			}
		}
		switch {
		case src == nil:
			return nil, fmt.Errorf("the list %s does not open", o.Source)
		case src.Register != o.Register:
			return nil, fmt.Errorf("the list %s is of %s, not %s", o.Source, src.Register, o.Register)
		case o.Records != nil && len(src.Records) != *o.Records:
			return nil, fmt.Errorf("the list %s opens %d records, not %d: %s", o.Source, len(src.Records), *o.Records, strings.Join(src.Records, " "))
		case o.Records == nil && len(src.Records) < o.AtLeast:
			return nil, fmt.Errorf("the list %s opens %d records, fewer than %d", o.Source, len(src.Records), o.AtLeast)
		}
		out = append(out, fmt.Sprintf("%s %d", src.Register, len(src.Records)))
	}
	return out, nil
}

// parts holds the parts of figures, and the analyses by people.
func (w *world) parts(r row, mine []placed) ([]string, error) {
	var out []string
	for id, want := range r.Groups {
		f := w.rv.Figures[id]
		for key, n := range want {
			i := slices.IndexFunc(f.Groups, func(g review.Group) bool { return g.Key == key })
			if i < 0 || f.Groups[i].Value != n {
				return nil, fmt.Errorf("figure %s: the part %s is not %d", id, key, n)
			}
			opens := len(f.Groups[i].Records)
			for _, p := range f.Groups[i].Parts {
				opens += len(p.Records)
			}
			// A point of the plan may have several activities.
			if n > 0 && opens != n && !(f.Unit == "bullets" && opens > n) {
				return nil, fmt.Errorf("figure %s: the part %s opens %d records, not %d", id, key, opens, n)
			}
		}
		out = append(out, fmt.Sprintf("%s in %d parts", id, len(f.Groups)))
	}
	if r.Comment == "" {
		return out, nil
	}
	for _, b := range mine {
		if b.Kind == "comment" && b.Key == r.Comment && b.Text != "" && b.By != "" {
			return append(out, "analysis by "+b.By), nil
		}
	}
	return nil, fmt.Errorf("the analysis %s does not stand there", r.Comment)
}

// point holds a point of the plan: its place, its text and its parts.
func (w *world) point(r row, mine []placed) (string, error) {
	year, order := r.Priority[0], r.Priority[1]
	for _, p := range w.rv.Priorities {
		if p.Year != year || p.Order != order {
			continue
		}
		if r.Parts > 0 && len(p.Records) != r.Parts {
			return "", fmt.Errorf("the point has %d activities, not %d", len(p.Records), r.Parts)
		}
		if len(p.Records) == 0 || len(p.Figures) == 0 {
			return "", fmt.Errorf("the point opens no activity or has no figure that shows how it goes")
		}
		for _, b := range mine {
			if b.Kind == "list" && order <= len(b.Items) {
				t := ""
				for _, run := range b.Items[order-1] {
					t += run.Text
				}
				if strings.Contains(t, p.Text) {
					return t, nil
				}
			}
		}
		return "", fmt.Errorf("point %d of %d does not stand in its place", order, year)
	}
	return "", fmt.Errorf("the plan has no point %d for %d", order, year)
}

func (w *world) contents(r row) error {
	at := 0
	for _, number := range r.Contents {
		i := slices.IndexFunc(w.rv.Sections, func(s review.Section) bool { return s.Number == number })
		if i < at {
			return fmt.Errorf("section %s is missing or out of order", number)
		}
		at = i
		head := squeeze(number + w.rv.Sections[i].Heading)
		listed := regexp.MustCompile(regexp.QuoteMeta(head) + `[.·]*(\d+)`).FindStringSubmatch(w.paper)
		if listed == nil {
			return fmt.Errorf("the PDF's contents do not list %s with its page", number)
		}
		n, _ := strconv.Atoi(listed[1][:min(2, len(listed[1]))])
		for n > len(w.pages) || n > 0 && !strings.Contains(squeeze(string(w.pages[n-1])), head) {
			n /= 10 // figures of the next entry's number stand close behind
		}
		if n == 0 {
			return fmt.Errorf("the PDF's contents give %s page %s, where it does not stand", number, listed[1])
		}
		if !strings.Contains(w.web, head) {
			return fmt.Errorf("the HTML does not list %s", number)
		}
	}
	return nil
}

// special holds what only some rows ask for.
func (w *world) special(r row, mine []placed) ([]string, error) {
	var out []string
	if r.WithinMonths > 0 {
		found := false
		asOf, _ := time.Parse("2006-01-02", string(w.rv.AsOf))
		for m := range longDates(mine) {
			found = found || !m.After(asOf) && m.After(asOf.AddDate(0, -r.WithinMonths, -1))
		}
		if !found {
			return nil, fmt.Errorf("no day within %d months of %s is told", r.WithinMonths, w.rv.AsOf)
		}
		out = append(out, fmt.Sprintf("within %d months", r.WithinMonths))
	}
	for _, h := range r.EveryHeading {
		if !slices.ContainsFunc(mine, func(b placed) bool { return b.heading == h && b.Kind == "table" && len(b.Rows) > 0 }) {
			return nil, fmt.Errorf("no findings stand under %q", h)
		}
	}
	if r.Inputs {
		for _, in := range review.Inputs {
			if s := w.rv.Inputs[in]; s != "covered" && (s != "nothing_to_report" || w.rv.Reasons[in] == "") {
				return nil, fmt.Errorf("input %s of 9.3.2 is %q", in, s)
			}
		}
	}
	if r.Decisions > 0 && len(w.rv.Decisions) < r.Decisions {
		return nil, fmt.Errorf("there are %d decisions", len(w.rv.Decisions))
	}
	for _, id := range []string{r.Rising, r.Compared} {
		if id == "" {
			continue
		}
		f := w.rv.Figures[id]
		if f.Compare == nil || id == r.Rising && *f.Value <= *f.Compare {
			return nil, fmt.Errorf("figure %s has no lower value of last year", id)
		}
		out = append(out, fmt.Sprintf("%s was %d", id, *f.Compare))
	}
	for year, want := range r.Plan {
		n := 0
		for _, p := range w.rv.Priorities {
			if strconv.Itoa(p.Year) == year {
				n++
			}
		}
		if n != want {
			return nil, fmt.Errorf("the plan has %d points for %s, not %d", n, year, want)
		}
		out = append(out, fmt.Sprintf("%s: %d", year, n))
	}
	return out, nil
}

var longDay = regexp.MustCompile(`(\d+)\x{a0}(\pL+) (\d{4})`)

var monthNames = []string{"januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"}

func longDates(blocks []placed) map[time.Time]bool {
	out := map[time.Time]bool{}
	for _, b := range blocks {
		for _, m := range longDay.FindAllStringSubmatch(strings.Join(pieces(b.Block), " "), -1) {
			d, _ := strconv.Atoi(m[1])
			y, _ := strconv.Atoi(m[3])
			if i := slices.Index(monthNames, m[2]); i >= 0 {
				out[time.Date(y, time.Month(i+1), d, 0, 0, 0, 0, time.UTC)] = true
			}
		}
	}
	return out
}
