package page

import "genomlys/internal/lang"

// Review is a management review as a page.
type Review struct {
	Crumbs    []Crumb
	Title     string
	Sub       string
	TextLang  string // language of the review, where it is not the page's
	State     *Status
	AsOf      string
	Against   string
	Frozen    string // since when the data are locked
	Files     []Link
	Actions   []Link // what can be done with the review beside reading it
	Facts     Link   // the record behind the page
	Outline   []Step
	Ready     string
	Sections  []ReviewSection
	Compare   []CompareRow
	Decisions []string
	Inputs    []Method
	Proof     []Fact
}

// ReviewSection is a section of the review.
type ReviewSection struct {
	ID      string
	Heading string
	State   *Status
	Level   int
	Blocks  []ReviewBlock
}

// ReviewBlock is a piece of a section; one of its members is set.
type ReviewBlock struct {
	Kind    string // heading, paragraph, comment, list, ordered, table, chart
	Key     string // of a comment: the place it was written in
	Text    string
	By      string
	Runs    []ReviewRun
	Items   [][]ReviewRun
	Caption string
	Sub     string
	Heads   []Column
	Rows    [][][]ReviewRun
	Chart   Drawn
}

// ReviewRun is a piece of text; a figure leads to its records.
type ReviewRun struct {
	Text    string
	Href    string
	Figure  bool
	Bold    bool
	Missing bool
	Lang    string
}

// CompareRow is a figure on both days.
type CompareRow struct {
	Link
	Then, Now string
}

// SectionTitle says the number and the name of a section.
func SectionTitle(number, heading string) string {
	if number == "" {
		return heading
	}
	return number + " " + heading
}

// StateOfSection gives the state of a section its tone and icon.
func StateOfSection(l lang.Lang, state string) *Status {
	switch state {
	case "ready":
		return &Status{Tone: "ok", Icon: "ok", Word: lang.SectionReady.In(l)}
	case "edited":
		return &Status{Icon: "pencil", Word: lang.SectionEdited.In(l)}
	case "commented":
		return &Status{Icon: "clock", Word: lang.SectionCommented.In(l)}
	}
	return &Status{Icon: "data", Word: lang.SectionGenerated.In(l)}
}

// year says a day by its year, where that tells it from another day.
func year(day, other string) string {
	if len(day) < 4 || len(other) < 4 || day[:4] == other[:4] {
		return day
	}
	return day[:4]
}
