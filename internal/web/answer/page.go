package answer

import "genomlys/internal/web/page"

// frame is what every page of an answer stands in.
type frame struct {
	Base   string // address that the pages' own addresses begin with
	Object string // that is asked about, with its number
	Foot   string // time left, how to go on, whom to ask
	Help   bool
}

// said is an answer as it is read.
type said struct {
	Question string
	Answer   string // empty = none
	Comment  string
	From     string // where it came from, when nobody has said anything about it
	Edit     string // address of the question
	Needed   bool
}

type startPage struct {
	frame
	Intro     string
	Returned  string // why it came back
	Begun     string
	Filled    []said
	FilledN   string
	Unchanged string // on the button; empty = no button
	All       bool   // unchanged is the one thing that remains
	Go        page.Link
	Sends     bool
}

type questionPage struct {
	frame
	Place    string // question 7 of 12
	Done     []bool
	Progress string
	Area     string
	Title    string
	Known    []string // what is known, with source and date
	Action   string
	Version  string
	To       string // check: leads back there
	Draft    string
	Control  page.Control
	Unknown  bool // not known is a box of its own beside the control
	IsNot    bool // and it is chosen
	NotValue string
	Comment  page.Control
	Support  string
	Wrong    []page.Wrong
	Theirs   string // what somebody else answered meanwhile
	Back     string
	Next     string
}

type checkPage struct {
	frame
	Title   string
	Answers []said
	Wrong   []page.Wrong
}

type thanksPage struct {
	frame
	Title, Text, When string
	Answers           []said
}

type colleaguePage struct {
	frame
	Mail    bool
	Told    string
	Link    string // to hand over, where no mail is set
	Address page.Control
	Wrong   []page.Wrong
	Asked   []asked
}

type asked struct{ Hash, Name string }
