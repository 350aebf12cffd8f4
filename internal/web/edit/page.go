package edit

import (
	"slices"

	"genomlys/internal/web/page"
)

// editing is a form on a page of its own.
type editing struct {
	Title    string
	About    string
	Crumbs   []page.Crumb
	Action   string
	Back     string // where *Cancel leads
	Draft    string // under which name the browser keeps what has not been sent; empty = not
	Autosave string // address to which what is typed is saved as one types
	Saved    string // when it was last saved
	Kept     []page.Pair
	Wrong    []page.Wrong
	First    []page.Control
	Parts    []part // the panels of a record, where all of it is asked for; then First is empty
	More     []page.Control
	MoreOpen bool
	Save     string
	Upload   bool // the form carries a file
	Notices  []notice
	Sides    []side // where somebody else has changed the same
}

// inOrder puts what is wrong in the order of the page, as one meets it there;
// what concerns no control comes first.
func (p *editing) inOrder() {
	place := map[string]int{}
	put := func(cs []page.Control) {
		for _, c := range cs {
			place[c.ID] = len(place) + 1
		}
	}
	for _, x := range p.Parts {
		put(x.Of)
	}
	put(p.First)
	put(p.More)
	p.Wrong = slices.Clone(p.Wrong)
	slices.SortStableFunc(p.Wrong, func(a, b page.Wrong) int { return place[a.Field] - place[b.Field] })
}

// part is what a panel of a record's page holds, as it is asked for.
type part struct {
	ID    string // where the page's own menu leads
	Title string
	Of    []page.Control
}

// notice tells something that concerns the whole form.
type notice struct {
	Tone, Icon, Bold, Rest string
	More                   page.Link
}

// side is one field as two people want it.
type side struct {
	Name         string
	ID           string
	Label        string
	Theirs, Mine page.Value
}
