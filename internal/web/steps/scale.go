package steps

import (
	"strconv"

	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/rulebook"
	"genomlys/internal/web/page"
)

// scale is what the levels mean: what is asked of each aspect, and what happens
// at each level, for whom.
type scale struct {
	Asks   []page.Fact
	Grades []string
	Rows   []scaleRow
}

type scaleRow struct {
	Name  string
	Harms []string // by level
}

func scaleOf(l lang.Lang, c rulebook.Classification) (out scale) {
	for _, a := range c.Aspects {
		if a.Aspect != classify.S || c.Traceability {
			out.Asks = append(out.Asks, page.Fact{Name: upper(a.Name.In(l)), Value: page.Value{Texts: []string{a.Ask.In(l)}}})
		}
	}
	for _, g := range c.Grades {
		out.Grades = append(out.Grades, strconv.Itoa(int(g.Level))+" "+upper(g.Name.In(l)))
	}
	for _, a := range c.Areas {
		row := scaleRow{Name: upper(a.Name.In(l))}
		for _, g := range c.Grades {
			harm := ""
			if int(g.Level) < len(a.Harms) {
				harm = a.Harms[g.Level].In(l)
			}
			row.Harms = append(row.Harms, harm)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}
