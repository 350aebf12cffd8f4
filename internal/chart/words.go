package chart

import "strings"

// SayBars gives the data of bars in words, for whoever does not see them.
func SayBars(data []Bar, opt Options) string {
	out := make([]string, len(data))
	for i, b := range data {
		out[i] = plain(b.Label) + " " + opt.format(b.Value)
	}
	return strings.Join(out, "; ")
}

// SayStacked gives the data of stacked bars in words.
func SayStacked(names []string, rows []Stack, opt Options) string {
	out := make([]string, len(rows))
	for i, r := range rows {
		var parts []string
		for k, p := range r.Parts {
			if k < len(names) {
				parts = append(parts, plain(names[k])+" "+opt.format(p))
			}
		}
		out[i] = plain(r.Label) + ": " + strings.Join(parts, ", ")
	}
	return strings.Join(out, "; ")
}

// SayLines gives the data of series over years in words: the years that are
// drawn.
func SayLines(years []string, data []Series, opt Options) string {
	cut := max(0, len(years)-MaxPoints)
	out := make([]string, len(data))
	for i, s := range data {
		var parts []string
		for k := cut; k < min(len(years), len(s.Values)); k++ {
			parts = append(parts, years[k]+" "+opt.format(s.Values[k]))
		}
		out[i] = plain(s.Name) + ": " + strings.Join(parts, ", ")
	}
	return strings.Join(out, "; ")
}

// SayFlow gives a flow in words: how much passes each node of each column.
func SayFlow(f Flowing, opt Options) string {
	out := make([]string, len(f.Columns))
	for i, c := range arrange(f) {
		var parts []string
		for _, x := range c.nodes {
			parts = append(parts, plain(x.label)+" "+opt.format(x.amount))
		}
		out[i] = plain(f.Columns[i]) + ": " + strings.Join(parts, ", ")
	}
	return strings.Join(out, "; ")
}

// plain is a label without the places where it may be broken.
func plain(s string) string { return strings.ReplaceAll(s, "\u00ad", "") }
