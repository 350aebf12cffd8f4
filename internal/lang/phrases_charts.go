package lang

// What stands around charts.
var (
	Charts       = Text{"Diagram", "Charts"}
	ChartAsTable = Text{"Visa som tabell", "Show as a table"}
	ChartYears   = Text{"Över åren", "Over the years"}
	ChartYearSub = Text{"%s, vid utgången av varje år och %s", "%s, at the end of each year and on %s"}
	ChartOfWhole = Text{"Procent av helheten", "Per cent of the whole"}
	ChartCount   = Text{"Antal", "Count"}
	ChartDay     = Text{"Dag", "Day"}
)
