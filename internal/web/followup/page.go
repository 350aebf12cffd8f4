package followup

import "genomlys/internal/web/page"

// frame is the head of every page of a follow-up.
type frame struct {
	Crumbs []page.Crumb
	Title  string
	Sub    string
	Tabs   []tab
	Told   string
	Lacks  page.Link // where the last day is set; no letters go and no links hold without it
	Wrong  []page.Wrong
	Base   string
	May    bool // the reader coordinates the follow-up
}

type tab struct {
	page.Link
	Count   string
	Current bool
}

type figure struct {
	Value, Label, Href string
}

type areaRow struct {
	Name    page.Link
	Share   string
	Of      string
	Percent int
}

type overview struct {
	frame
	Open    bool // it has been opened
	Query   string
	Figures []figure
	Areas   []areaRow
	Late    []lateRow
	Actions []page.Link
	NoMail  bool
}

type lateRow struct {
	Name  string
	Count page.Link
}

type memberRow struct {
	Object    page.Link
	Ref       string
	Who       string
	State     *page.Status
	On        string
	Reminders string
	Links     string
	Response  page.Link
	ID        string
	Make      string // address at which links are made
	Revoke    bool
}

type population struct {
	frame
	States     []tab
	Rows       []memberRow
	Where      string
	Prev, Next string
	Action     string
}

type sendPage struct {
	frame
	Action  string
	Count   string
	Subject string
	Body    string
	To      []page.Link
	Lost    []page.Link
	LostN   string
	Button  string
	Outbox  bool
}

type linksPage struct {
	frame
	Action string
	Who    string
	How    string
	Text   string // to copy, shown once
	Lines  int
}

type waitingRow struct {
	ID       string
	Object   page.Link
	Ref      string
	Who      string
	Changes  string
	Comments string
	Unknown  string
}

type reviewList struct {
	frame
	Unchanged, Changed   []waitingRow
	UnchangedN, ChangedN string
	Every                string // how many change nothing, where a page does not show them all
	UnchangedAt          page.Stretch
	ChangedAt            page.Stretch
	Refused              []page.Link // with why as note
	RefusedN             string
}

type lineRow struct {
	Code, Question string
	Field          string
	Record         string
	Now, Then      page.Value
	Answer         string
	Comment        string
	What           string
	Taken          bool
}

type reviewPage struct {
	frame
	Action   string
	Version  string
	Approved string
	SentBy   string
	Writes   []lineRow
	Rest     []lineRow
	Return   page.Control
	Waits    bool // for the coordinator
	Button   string
}

type chartOf struct {
	ID    string
	Title string
	Chart page.Drawn
	Note  string
}

type areaPart struct {
	Code   string
	ID     string
	Title  string
	Charts []chartOf
	Text   page.Control
}

type analysis struct {
	frame
	Sum    string
	Action string
	Areas  []areaPart
	Marks  string // address at which it is marked as analysed
}
