package lang

// What the list of manuals says.
var (
	HelpSub      = Text{"En kort handbok för varje roll, och det som gäller alla.", "A short manual for each role, and what holds for everybody."}
	HelpSearch   = Text{"Sök i hjälpen", "Search the help"}
	HelpSearchDo = Text{"Sök i handböckerna", "Search the manuals"}
	HelpHits     = Text{"Avsnitt som nämner ”%s”", "Sections that mention “%s”"}
	HelpNoHits   = Text{"Inget avsnitt nämner alla orden. Sök på färre ord.", "No section mentions all the words. Search for fewer words."}
	HelpRoles    = Text{"Handböcker", "Manuals"}
	HelpYours    = Text{"Din roll: %s", "Your role: %s"}
)
