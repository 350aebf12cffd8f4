package page

// Figure is a number and the records behind it.
type Figure struct {
	ID, Title, Sub string
	Part           Link // the figure that it is a part of
	Shown          string
	Percent        int // −1 where the figure is no part
	Change         string
	Bold, Notice   string // what is to be known before the value is read
	Withheld       bool
	Wrong          *Wrong
	AsOf, Against  string
	KnownAt        string
	Keep           []Pair
	Filter         string   // as the query language has it
	Says           []string // the same in words: conditions that all hold
	Version        string
	Register       Link
	Groups         []FigureGroup
	Years, ByGroup *Drawn // nil where there is nothing to draw
	Views          []FigureView
	Records        []Link
	Count          string
	Prev, Next     string
}

// FigureGroup is a part of a figure.
type FigureGroup struct{ Name, Count string }

// FigureView is one of the lists that a figure opens.
type FigureView struct {
	Link
	Count   string
	Current bool
}
