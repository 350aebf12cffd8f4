package chart

import "strings"

// TextWidth gives the length of a text in points, set in the product's sans
// face (regular, or semibold when bold). Kerning is left out. It is exact for
// Latin letters and the usual signs, and a guess for others.
func TextWidth(s string, size float64, bold bool) float64 {
	k := 0
	if bold {
		k = 1
	}
	w := 0.0
	for _, r := range s {
		switch {
		case r >= 0x20 && r < 0x180:
			w += float64(advances[k][r-0x20])
		case r == '–':
			w += 480
		case r == '”' || r == '“':
			w += [2]float64{426, 482}[k]
		case r == '—':
			w += 800
		case r == '−':
			w += [2]float64{497, 513}[k]
		case r == '…':
			w += [2]float64{948, 964}[k]
		case r < 0x20:
		default:
			w += 600
		}
	}
	return w * size / 1000
}

// Break cuts a label into lines of at most width points, at spaces and soft
// hyphens, and inside a word only if it is longer than a line.
func Break(s string, size, width float64) []string {
	const soft = "\u00ad"
	fits := func(t string) bool { return TextWidth(t, size, false) <= width }
	var lines []string
	cur := ""
	for _, w := range strings.Fields(s) {
		joined := strings.TrimSpace(cur + " " + strings.ReplaceAll(w, soft, ""))
		if fits(joined) {
			cur = joined
			continue
		}
		parts := strings.Split(w, soft)
		for i := len(parts) - 1; i > 0; i-- { // as much as fits before a soft hyphen, line by line
			if t := strings.TrimSpace(cur + " " + strings.Join(parts[:i], "") + "-"); fits(t) {
				lines, cur, parts = append(lines, t), "", parts[i:]
				if fits(strings.Join(parts, "")) {
					break
				}
				i = len(parts)
			}
		}
		if cur != "" {
			lines = append(lines, cur)
		}
		cur = strings.Join(parts, "")
		for !fits(cur) {
			cut := 0
			for p := range cur {
				if p > 0 && !fits(cur[:p]) {
					break
				}
				cut = p
			}
			if cut == 0 {
				break
			}
			lines, cur = append(lines, cur[:cut]), cur[cut:]
		}
	}
	if cur != "" || len(lines) == 0 {
		lines = append(lines, cur)
	}
	return lines
}
