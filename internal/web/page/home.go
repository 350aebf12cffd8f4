package page

// Home is what needs the reader, and how things stand.
type Home struct {
	Sub      string
	Work     []Duty
	All      Link   // to all that waits
	Nothing  string // what is next when nothing is needed
	Coverage []Coverage
	Goals    string // heading of the goals
	Against  string // heading of the changes
	Partly   string // the figures are of what the reader sees
	Register Link
	Review   *ReviewCard
	Methods  []Method
	Coming   []Coming
}

// Duty is something that needs the reader, in order of time.
type Duty struct {
	Tone, Icon  string
	Left, Until string
	Link        Link
	Why         string
	Verb        string // what the button does
}

// Tasks is all that needs the reader, and what others answer for.
type Tasks struct {
	Mine    []Duty
	Others  []Duty
	Nothing string // what is next when nothing is needed
}

// Coverage is how much of something is done.
type Coverage struct {
	Link    Link
	Percent int // −1 where the figure is no part
	Goal    int
	Value   string
	Of      string
	Share   string
	Target  string
	Change  string
}

// ReviewCard is how far the management review has come.
type ReviewCard struct {
	Link    Link
	State   *Status
	Sub     string
	Percent int
	Done    string
	Steps   []Step
}

// Step is a part of a longer work.
type Step struct {
	Link
	Icon    string
	Done    bool
	Current bool
	Deep    bool // hangs under the one before
}

// Method is one of the mandatory working methods.
type Method struct {
	Link
	State *Status
}

// Coming is something that will happen on a day.
type Coming struct {
	Day  string
	Link Link
	Next bool
}

// Wheel is what the year has around a day.
type Wheel struct {
	Sub           string
	Before, After Link // the months beside
	Turns         []Turn
}

// Turn is one thing that the year has; a milestone has its day in To alone.
type Turn struct {
	From, To string
	Text     string
	Who      []string
	Vacant   []string // functions that nobody holds
	Mine     bool
}
