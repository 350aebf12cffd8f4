package lang

// What the lists of records say.
var (
	FilterLabel     = Text{"Filtrera på namn eller nummer, eller skriv ett villkor", "Filter by name or number, or write a condition"}
	Filter          = Text{"Filtrera", "Filter"}
	FilterHelp      = Text{"Skriv ett namn, eller ett villkor som status = operation AND lacks(classifications). Se Hjälp för fler exempel.", "Write a name, or a condition such as status = operation AND lacks(classifications). See Help for more."}
	FilterAdd       = Text{"Lägg till filter", "Add a filter"}
	ListNow         = Text{"Läge: nu", "As of: now"}
	ListAsOf        = Text{"Läge: %s", "As of: %s"}
	OnThisPage      = Text{"På sidan", "On this page"}
	Export          = Text{"Exportera", "Export"}
	FilterName      = Text{"Filter", "Filter"}
	RemoveFilter    = Text{"Ta bort filtret %s: %s", "Remove the filter %s: %s"}
	ClearAll        = Text{"Rensa alla", "Clear all"}
	NeedsCorrection = Text{"En uppgift behöver rättas", "Something needs to be corrected"}
	AllowedHere     = Text{"Det här går att skriva:", "This may be written:"}
	Columns         = Text{"Kolumner", "Columns"}
	ShowColumns     = Text{"Visa kolumnerna", "Show the columns"}
	AtADate         = Text{"Läget en annan dag", "As of another day"}
	ShowAsOf        = Text{"Visa läget per", "Show as of"}
	CompareWith     = Text{"Jämför med", "Compare with"}
	DateHint        = Text{"Till exempel 2023-10-31, 31/10 eller idag", "For example 2023-10-31, 31/10 or today"}
	ShowDate        = Text{"Visa", "Show"}
	WriteDate       = Text{"Skriv datumet som år, månad, dag: 2023-03-14", "Write the date as year, month, day: 2023-03-14"}
	ShowNow         = Text{"Visa läget nu", "Show as it is now"}
	PastList        = Text{"Du ser läget per %s.", "You see how it was on %s."}
	PastListMore    = Text{"Poster som har kommit till eller ändrats senare syns inte.", "Records made or changed later are not shown."}
	PastRecord      = Text{"Du ser posten som den var %s.", "You see the record as it was on %s."}
	PastListLater   = Text{"Poster som lades in senare är med, så som de lades in.", "Records entered later are included as they were entered."}
	WithLater       = Text{"Ta med det som lades in senare", "Include what was entered later"}
	LaterRecord     = Text{"Posten fanns inte i registret %s. Du ser den som den lades in %s.", "The record was not in the register on %s. You see it as it was entered on %s."}
	LaterRecordMore = Text{"Siffror räknar efter de datum som posten bär. Därför kan den räknas före den dag då den lades in.", "Figures count by the dates that the record carries. So it may be counted before the day it was entered."}
	PastRecordMore  = Text{"Den kan ha ändrats sedan dess.", "It may have changed since."}
	ChangedBetween  = Text{"Skillnad mellan %s och %s", "Difference between %s and %s"}
	TheNew          = Plural{Text{"%s ny", "%s new"}, Text{"%s nya", "%s new"}}
	TheGone         = Plural{Text{"%s borta", "%s gone"}, Text{"%s borta", "%s gone"}}
	TheChanged      = Plural{Text{"%s ändrad", "%s changed"}, Text{"%s ändrade", "%s changed"}}
	TheUnchanged    = Text{"%s är oförändrade.", "%s are unchanged."}
	Dense           = Text{"Täthet: tät", "Density: dense"}
	Normal          = Text{"Täthet: normal", "Density: normal"}
	ExportCSV       = Text{"CSV", "CSV"}
	ExportXLSX      = Text{"Excel", "Excel"}
	NothingHere     = Text{"Inget i %s ännu", "Nothing in %s yet"}
	ListBarredTitle = Text{"%s: du får inte läsa registret", "%s: you may not read the register"}
	ListBarred      = Text{"Din funktion ger inte rätt att läsa det. Det får: %s. Funktioner ges av: %s.", "Your function does not let you read it. Those who may: %s. Functions are given by: %s."}
	NothingHereMore = Text{"Läs in en lista som du redan har, så blir den ett register.", "Import a list that you already have, and it becomes a register."}
	ImportList      = Text{"Läs in från kalkylblad", "Import from a spreadsheet"}
	HowToImport     = Text{"Så läser du in en lista", "How to import a list"}
	NoHits          = Text{"Inga %s stämmer med filtren", "No %s match the filters"}
	Counted         = Text{"%s\u00a0%s", "%s\u00a0%s"}
	NoHitsMore      = Text{"Ta bort ett filter eller välj ett annat datum.", "Remove a filter or choose another date."}
	Pages           = Text{"Sidor", "Pages"}
	ShownOf         = Text{"%s–%s av %s", "%s–%s of %s"}
	Previous        = Text{"Föregående sida", "Previous page"}
	Next            = Text{"Nästa sida", "Next page"}
	RowsPerPage     = Text{"Rader per sida:", "Rows per page:"}
	ReadNow         = Text{"Läget nu, %s.", "As of now, %s."}
	ReadAsOf        = Text{"Läget per %s.", "As of %s."}
	NoValue         = Text{"Inget värde", "No value"}
)

// What the page of one record says.
var (
	FollowUpColumn   = Text{"Uppföljning", "Follow-up"}
	ContinuityColumn = Text{"Kontinuitet", "Continuity"}
	ThirdColumn      = Text{"Tredjeland", "Third country"}
	ThirdNone        = Text{"Nej", "No"}
	GroundAdequacy   = Text{"adekvansbeslut", "adequacy"}
	GroundDPF        = Text{"DPF", "DPF"}
	GroundSCC        = Text{"SCC", "SCC"}
	GroundBCR        = Text{"BCR", "BCR"}
	GroundClauses    = Text{"egna klausuler", "ad hoc clauses"}
	GroundCode       = Text{"uppförandekod", "code of conduct"}
	GroundCertified  = Text{"certifiering", "certification"}
	GroundBodies     = Text{"myndighetsavtal", "public bodies"}
	GroundDerogation = Text{"undantag", "derogation"}
	GroundNone       = Text{"grund saknas", "no ground"}
	GroundUnknown    = Text{"grund ej känd", "ground unknown"}
	NotAsked         = Text{"Ingår inte", "Not included"}
	FollowUpDone     = Text{"Klar", "Done"}
	PlanExercised    = Text{"Övad", "Exercised"}
	PlanExists       = Text{"Finns", "Exists"}
	PlanNotNeeded    = Text{"Krävs ej", "Not needed"}
	ProtectionLevel  = Text{"Skyddsnivå", "Protection level"}
	Facts            = Text{"Uppgifter", "Facts"}
	Dates            = Text{"Datum", "Dates"}
	OwnFields        = Text{"Egna fält", "Own fields"}
	OwnFieldOf       = Text{"Finns bara hos %s.", "Had by %s alone."}
	Descriptions     = Text{"Beskrivning", "Description"}
	Roles            = Text{"Roller och samband", "Roles and relations"}
	AboutRecord      = Text{"Om posten", "About the record"}
	RolesAndHistory  = Text{"Roller och historik", "Roles and history"}
	History          = Text{"Ändringar", "Changes"}
	Removed          = Text{"borttaget", "removed"}
	UnfilledFields   = Plural{Text{"%s fält är inte ifyllt", "%s field is not filled in"}, Text{"%s fält är inte ifyllda", "%s fields are not filled in"}}
	SinceUnknown     = Text{"Före registrets början", "Before the register began"}
	SinceUnknownDay  = Text{"(okänd dag)", "(day unknown)"}
	EventCreated     = Text{"%s lade in posten", "%s entered the record"}
	EventChanged     = Text{"%s ändrade", "%s changed"}
	EventUndone      = Text{"%s ångrade en ändring", "%s undid a change"}
	EventImport      = Text{"(import)", "(import)"}
	SystemActor      = Text{"Systemet", "The system"}
	SomebodyActor    = Text{"En person som inte visas för dig", "A person not shown to you"}
	EarlierVersions  = Plural{Text{"%s äldre version visas inte här.", "%s older version is not shown here."}, Text{"%s äldre versioner visas inte här.", "%s older versions are not shown here."}}
	OwnedBy          = Text{"%s, %s", "%s, %s"}
)
