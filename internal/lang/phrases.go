package lang

// What the frame of every page says.
var (
	SkipToContent = Text{"Hoppa till innehållet", "Skip to the content"}
	SearchLabel   = Text{"Sök objekt, behandling, avtal eller person", "Search objects, processing, agreements or people"}
	SearchHint    = Text{"Sök objekt, behandling, person …", "Search objects, processing, people …"}
	Search        = Text{"Sök", "Search"}
	Shortcuts     = Text{"Genvägar", "Shortcuts"}
	Menu          = Text{"Meny", "Menu"}
	MainMenu      = Text{"Huvudmeny", "Main menu"}
	AllRegisters  = Text{"Alla register", "All registers"}
	Breadcrumbs   = Text{"Brödsmulor", "Breadcrumbs"}
	Help          = Text{"Hjälp", "Help"}
	Accessibility = Text{"Tillgänglighet", "Accessibility"}
	Settings      = Text{"Inställningar", "Settings"}
	Swedish       = Text{"Svenska", "Swedish"}
	English       = Text{"Engelska", "English"}
	WrongTitle    = Text{"Fel: %s", "Error: %s"}
)

// The groups and rows of the navigation.
var (
	NavRegister   = Text{"Register", "Registers"}
	NavWork       = Text{"Arbete", "Work"}
	NavGovernance = Text{"Styrning", "Governance"}
	NavCity       = Text{"Koncern", "City"}
	NavSettings   = Text{"Organisation och inställningar", "Organisation and settings"}
	NavClasses    = Text{"Klassning", "Classification"}
	NavRequests   = Text{"Rättighetsbegäran", "Subject requests"}
	NavContinuity = Text{"Kontinuitet", "Continuity"}
	NavReview     = Text{"Ledningens genomgång", "Management review"}
	NavProcessing = Text{"Behandlingar", "Processing"}
	NavFollowUp   = Text{"Årsuppföljning", "Follow-up"}
)

// What several pages say of values.
var (
	Missing       = Text{"Saknas", "Missing"}
	NotAssessed   = Text{"Ej bedömt", "Not assessed"}
	Secret        = Text{"sekretess %s", "secrecy %s"}
	State         = Text{"Status", "Status"}
	Owner         = Text{"Organisation", "Organisation"}
	Reference     = Text{"Nummer", "Number"}
	Open          = Text{"Öppna", "Open"}
	HiddenRecord  = Text{"Visas inte för dig", "Not shown to you"}
	DaysCount     = Plural{Text{"%s dag", "%s day"}, Text{"%s dagar", "%s days"}}
	HoursUnit     = Text{"tim", "h"}
	MonthsUnit    = Text{"mån", "months"}
	LevelName     = Text{"Skyddsnivå", "Protection level"}
	OfM           = Text{"av %s", "of %s"}
	ThePercent    = Text{"%d\u00a0%%", "%d%%"}
	SoMany        = Plural{Text{"%s post", "%s record"}, Text{"%s poster", "%s records"}}
	SoManyOf      = Text{"%s av %s", "%s of %s"}
	AndMore       = Text{"och %s till", "and %s more"}
	AllOfThem     = Text{"Alla %s", "All %s"}
	AddressLetter = Text{"Skriv en e-postadress, till exempel namn@exempel.se", "Write an e-mail address, for example name@example.com"}
	WriteName     = Text{"Skriv ditt namn", "Write your name"}
	WriteOrg      = Text{"Skriv organisationens namn", "Write the organisation's name"}
)
