package lang

// What letters on time limits say.
var (
	ClockHoursLeft = Plural{Text{"%s timme kvar", "%s hour left"}, Text{"%s timmar kvar", "%s hours left"}}
	ClockDaysLeft  = Plural{Text{"%s dag kvar", "%s day left"}, Text{"%s dagar kvar", "%s days left"}}
)
