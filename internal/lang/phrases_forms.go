package lang

// What every form says.
var (
	FormOptional   = Text{"(frivilligt)", "(optional)"}
	FormChoose     = Text{"Välj", "Choose"}
	FormFind       = Text{"Sök fram", "Find"}
	FormMoreRows   = Text{"Fler rader", "More rows"}
	FormWrong      = Plural{Text{"%s uppgift behöver rättas", "%s answer needs correcting"}, Text{"%s uppgifter behöver rättas", "%s answers need correcting"}}
	FormRefused    = Text{"Det går inte att spara ännu", "It cannot be saved yet"}
	FormNotStated  = Text{"Inte angivet", "Not stated"}
	FormOneALine   = Text{"Skriv ett på varje rad.", "Write one on each line."}
	FormKronor     = Text{"kr", "SEK"}
	FormDayHint    = Text{"Till exempel 2023-03-14, 14/3 eller idag.", "For example 2023-03-14, 14/3 or today."}
	FormMomentHint = Text{"Till exempel 2023-03-14 08:30.", "For example 2023-03-14 08:30."}
	FormRefHint    = Text{"Skriv namn eller nummer.", "Write a name or a number."}
	FormCalendar   = Text{"Kalender", "Calendar"}
	FormNth        = Text{"%s, rad %d", "%s, line %d"}
	FormKindOf     = Text{"Slag, rad %d", "Kind, line %d"}
	FormPickTitle  = Text{"Välj: %s", "Choose: %s"}
	FormTake       = Text{"Välj", "Choose"}
	FormBack       = Text{"Tillbaka till formuläret", "Back to the form"}
	FormHits       = Text{"Förslag", "Suggestions"}
	FormNoHits     = Text{"Ingen träff", "No match"}
)
