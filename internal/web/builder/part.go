package builder

import (
	"genomlys/internal/lang"
	"genomlys/internal/web/page"
)

// part is a stretch of a section as it is written: what the registers say, and
// after it the places where somebody says what it means.
type part struct {
	Blocks  []page.ReviewBlock
	Places  []placed
	Officer []placed // read by others than the officer
}

// Parted tells whether something is written inside the section's text.
func (p writing) Parted() bool { return len(p.Places) > 0 || len(p.Officer) > 0 }

// spread lays the places of a section after the parts of the text that they end:
// a part goes from one heading to the next. A place whose part is not shown, or
// that belongs to the whole section, stands last. What already stands in a place
// is not said twice.
func spread(blocks []page.ReviewBlock, places, officer []placed) []part {
	held := map[string]bool{}
	for _, x := range places {
		held[x.Key] = true
	}
	for _, x := range officer {
		held[x.Key] = true
	}
	parts, names := []part{{}}, []string{""}
	for _, b := range blocks {
		switch {
		case b.Kind == "comment" && held[b.Key]:
			continue
		case b.Kind == "heading" && len(parts[len(parts)-1].Blocks) > 0:
			parts, names = append(parts, part{}), append(names, b.Text)
		case b.Kind == "heading":
			names[len(names)-1] = b.Text
		}
		last := &parts[len(parts)-1]
		last.Blocks = append(last.Blocks, b)
	}
	of := func(x *placed) *part {
		for i, name := range names {
			if name != "" && name == x.Heading {
				return &parts[i]
			}
		}
		x.Apart = true
		return &parts[len(parts)-1]
	}
	for _, x := range officer {
		to := of(&x)
		to.Officer = append(to.Officer, x)
	}
	for _, x := range places {
		to := of(&x)
		to.Places = append(to.Places, x)
	}
	return parts
}

// Title names a place where others could be meant.
func (x placed) Title() string {
	if x.Heading == "" {
		return x.Label
	}
	return x.Heading + ": " + x.Label
}

// Short is the part of the text that a place ends, or whose words it takes.
func (x placed) Short() string {
	if x.Heading == "" {
		return x.Label
	}
	return x.Heading
}

// Filled tells whether anything stands in a place.
func (x placed) Filled(l lang.Lang) *page.Status {
	if x.Value != "" {
		return &page.Status{Tone: "ok", Icon: "ok", Word: lang.BuilderWrittenHere.In(l)}
	}
	return &page.Status{Icon: "dashed", Word: lang.BuilderNothingHere.In(l)}
}
