package lang

// What Lägesbild says.
var (
	Overview        = Text{"Lägesbild", "Overview"}
	OverviewSide    = Text{"Översikt", "At a glance"}
	OverviewSub     = Text{"%s %s.", "%s %s."}
	NeedsYou        = Text{"Kräver dig nu", "Needs you now"}
	NothingNeedsYou = Text{"Inget kräver dig nu.", "Nothing needs you now."}
	NextDate        = Text{"Nästa datum: %s, %s.", "Next date: %s, %s."}
	CoverageTitle   = Text{"Täckning", "Coverage"}
	Measure         = Text{"Mått", "Measure"}
	ShareAsBar      = Text{"Andel som stapel", "Share as a bar"}
	Number          = Text{"Antal", "Number"}
	Share           = Text{"Andel", "Share"}
	GoalHead        = Text{"Mål", "Goal"}
	AgainstHead     = Text{"Mot %s", "Against %s"}
	InTheRegister   = Text{"%s i registret", "%s in the register"}
	FiveMethods     = Text{"Fem obligatoriska arbetssätt", "Five mandatory working methods"}
	Coming          = Text{"Kommande", "Coming"}
	ContinueReview  = Text{"Öppna Ledningens genomgång", "Open the management review"}
	ReviewAsOf      = Text{"Underlag per %s", "Data as of %s"}
	SectionsReady   = Text{"%s av %s delar klara", "%s of %s parts ready"}
	CampaignCloses  = Text{"%s stänger", "%s closes"}
	ExercisePlanned = Text{"Övning: %s", "Exercise: %s"}
	AgreementEnds   = Text{"%s löper ut", "%s expires"}
)

// What the pages without records of their own say.
var (
	NothingFound     = Text{"Vi hittar inget som stämmer", "Nothing matches"}
	NothingFoundMore = Text{"Pröva färre ord, eller början av ordet. Sökningen hittar namn, nummer och diarienummer.", "Try fewer words, or the beginning of the word. The search finds names, numbers and diary numbers."}
	FoundHits        = Plural{Text{"%s träff", "%s hit"}, Text{"%s träffar", "%s hits"}}
	SearchAsk        = Text{"Skriv ett eller flera ord.", "Write one or several words."}
	MoreHits         = Text{"Visa alla i registret", "Show all in the register"}

	SignIn            = Text{"Logga in", "Sign in"}
	WelcomeIn         = Text{"Välkommen", "Welcome"}
	ConfirmSignIn     = Text{"Tryck på knappen för att logga in. Länken förbrukas då.", "Press the button to sign in. The link is then used up."}
	SignInNow         = Text{"Logga in nu", "Sign in now"}
	SignOut           = Text{"Logga ut", "Sign out"}
	LinkUsed          = Text{"Länken går inte att använda", "The link cannot be used"}
	LinkUsedMore      = Text{"Den är redan använd eller för gammal. Be om en ny länk.", "It is used already or too old. Ask for a new link."}
	FirstStart        = Text{"Kom igång", "Get started"}
	FirstStartMore    = Text{"Här finns ingen användare än. Du blir den första administratören och kan sedan lägga upp andra.", "There is no user here yet. You become the first administrator and can add others afterwards."}
	YourName          = Text{"Ditt namn", "Your name"}
	YourEmail         = Text{"Din e-postadress", "Your e-mail address"}
	YourEmailHint     = Text{"Hit skickas länkar och påminnelser", "Links and reminders are sent here"}
	OrgName           = Text{"Organisationens namn", "Name of the organisation"}
	OrgNameHint       = Text{"Till exempel Stadsledningskontoret", "For example City Executive Office"}
	MakeAdministrator = Text{"Skapa organisationen och logga in", "Make the organisation and sign in"}

	LanguageTitle = Text{"Språk", "Language"}
	ThemeTitle    = Text{"Utseende", "Appearance"}
	ThemeSystem   = Text{"Som i datorn", "As the system"}
	ThemeLight    = Text{"Ljust", "Light"}
	ThemeDark     = Text{"Mörkt", "Dark"}
	SaveSettings  = Text{"Spara inställningarna", "Save the settings"}
	SettingsSaved = Text{"Inställningarna är sparade.", "The settings are saved."}
	YourSessions  = Text{"Dina inloggningar", "Your sessions"}
)

// What the help says.
var (
	HelpFind        = Text{"Hitta och följa", "Find and follow"}
	HelpFindText    = Text{"Sök överst på sidan, eller öppna ett register i menyn. Varje tal är en länk till posterna bakom det.", "Search at the top of the page, or open a register in the menu. Every number links to the records behind it."}
	HelpFilter      = Text{"Filtrera en lista", "Filter a list"}
	HelpFilterText  = Text{"Skriv ett namn eller ett nummer i filterrutan. Du kan också skriva villkor med fältens namn och AND, OR och NOT:", "Write a name or a number in the filter box. You can also write conditions with the names of fields and AND, OR and NOT:"}
	ExampleEqual    = Text{"objekt i drift", "objects in operation"}
	ExampleContains = Text{"namn som innehåller ordet", "names that contain the word"}
	ExampleBefore   = Text{"avtal som tar slut före dagen", "contracts that end before the day"}
	ExampleLacks    = Text{"objekt utan klassning", "objects without a classification"}
	ExampleNull     = Text{"objekt utan ägare", "objects without an owner"}
	HelpDates       = Text{"Se läget en annan dag", "See another day"}
	HelpDatesText   = Text{"Varje lista och post kan visas som den var en tidigare dag, och två dagar kan jämföras. Öppna Läge: nu och skriv dagen.", "Every list and record can be shown as it was on an earlier day, and two days can be compared. Open As of: now and write the day."}
	HelpImport      = Text{"Läsa in en lista", "Import a list"}
	HelpImportText  = Text{"Öppna Läs in en fil, välj kalkylbladet eller CSV-filen och se vad som kändes igen innan något sparas. Exporterade filer kan läsas in igen.", "Open Import a file, choose the spreadsheet or CSV file and see what was recognised before anything is saved. Exported files can be imported again."}
	HelpContact     = Text{"Få hjälp", "Get help"}
	HelpContactText = Text{"Fråga informationssäkerhetssamordnaren i din organisation. Uppge fel-id om något har gått fel.", "Ask the information security coordinator of your organisation. Give the error id if something went wrong."}

	AccessGoal        = Text{"%s ska kunna användas av alla. Målet är WCAG 2.2 nivå AA, som omfattar kraven i EN 301 549.", "%s is to be usable by everybody. The aim is WCAG 2.2 level AA, which covers the requirements of EN 301 549."}
	AccessHow         = Text{"Hur vi har provat", "How it was tested"}
	AccessHowText     = Text{"Alla sidor provas automatiskt i ljust och mörkt läge och på smal skärm vid varje ändring. Allt går att göra med tangentbord och utan skript.", "All pages are tested automatically in light and dark mode and on a narrow screen at each change. Everything can be done with a keyboard and without scripts."}
	AccessLimits      = Text{"Kända brister", "Known limitations"}
	AccessLimitsText  = Text{"Breda tabeller rullas i sidled inom sin egen ruta på smala skärmar.", "Wide tables scroll sideways within their own box on narrow screens."}
	AccessReport      = Text{"Anmäl en brist", "Report a fault"}
	AccessReportText  = Text{"Berätta för informationssäkerhetssamordnaren i din organisation vad som inte fungerar. Ange sidans adress.", "Tell the information security coordinator of your organisation what does not work. Give the address of the page."}
	AccessSupervision = Text{"Är du inte nöjd med svaret kan du vända dig till Myndigheten för digital förvaltning:", "If you are not content with the answer, turn to the Agency for Digital Government:"}
)

// What the error pages say.
var (
	ErrorID        = Text{"Fel-id: %s", "Error id: %s"}
	ToOverview     = Text{"Till Lägesbild", "To the overview"}
	SearchInstead  = Text{"Sök i stället", "Search instead"}
	NotFound       = Text{"Vi hittar inte sidan", "The page is not found"}
	NotFoundMore   = Text{"Posten kan ha bytt nummer eller avvecklats, eller så har du inte behörighet till den. Be informationssäkerhetssamordnaren om hjälp.", "The record may have changed number or been retired, or you may not see it. Ask the information security coordinator for help."}
	Forbidden      = Text{"Du får inte göra det här", "You may not do this"}
	ForbiddenMore  = Text{"Inget har ändrats. Den som är informationssäkerhetssamordnare i organisationen kan ge dig behörighet.", "Nothing has changed. The information security coordinator of the organisation can give you the right."}
	BadRequest     = Text{"Sidan går inte att visa", "The page cannot be shown"}
	BadRequestMore = Text{"Adressen innehåller något som inte går att läsa. Gå tillbaka och försök på ett annat sätt.", "The address holds something that cannot be read. Go back and try another way."}
	TooLargeTitle  = Text{"Det du skickade är för stort", "What you sent is too large"}
	TooLargeMore   = Text{"Inget är sparat. Gå tillbaka, välj en mindre fil eller dela upp den, och försök igen.", "Nothing is saved. Go back, choose a smaller file or split it, and try again."}
	BusyTitle      = Text{"Systemet är upptaget", "The system is busy"}
	BusyMore       = Text{"Inget har gått förlorat. Försök igen om en stund.", "Nothing is lost. Try again in a while."}
	Broken         = Text{"Något gick fel hos oss", "Something went wrong on our side"}
	BrokenMore     = Text{"Det du har sparat finns kvar. Försök igen. Händer det flera gånger, lämna fel-id till den som sköter systemet.", "What you have saved is kept. Try again. If it happens repeatedly, give the error id to those who run the system."}
)

// What the page of a figure says.
var (
	FigureSub        = Text{"%s, per %s", "%s, as of %s"}
	FigurePartly     = Text{"Siffrorna gäller det du får se, inte hela organisationen.", "The figures are of what you may see, not of the whole organisation."}
	FigureWithheld   = Text{"Siffran visas inte för dig.", "The figure is not shown to you."}
	FigureWhy        = Text{"Den bygger på uppgifter som du inte ser alla av: %s. Räknad på det du ser skulle den bli fel. Be informationssäkerhetssamordnaren om den.", "It rests on records of which you do not see all: %s. Counted on what you see it would be wrong. Ask the information security coordinator for it."}
	FigureValue      = Text{"Värde", "Value"}
	FigureRecords    = Text{"Poster bakom siffran", "Records behind the figure"}
	FigureCounted    = Text{"Räknade", "Counted"}
	FigureNotCounted = Text{"Inte räknade", "Not counted"}
	FigureWhole      = Text{"Helheten", "The whole"}
	FigureNew        = Text{"Nya", "New"}
	FigureGone       = Text{"Borta", "Gone"}
	FigureNone       = Text{"Inga poster.", "No records."}
	FigureAbout      = Text{"Om siffran", "About the figure"}
	FigureGroups     = Text{"Fördelning", "Distribution"}
	FigureDefinition = Text{"Så räknas den", "How it is counted"}
	FigureSays       = Text{"En post räknas när allt det här stämmer:", "A record is counted when all of this holds:"}
	FigureQuery      = Text{"Visa som fråga", "Show as a query"}
	FigureVersion    = Text{"Definition version %s, ur registret", "Definition version %s, from the register"}
	FigureKnown      = Text{"Som det var känt vid liggarens position %s.", "As known at ledger position %s."}
	NewDefinition    = Text{"Definitionen var en annan då, så tal för de två dagarna går inte att jämföra.", "The definition was another then, so the two days cannot be compared."}
	ChangeFrom       = Text{"Var %s, ändring %s.", "Was %s, change %s."}
	ChangePoints     = Text{"Det är %s procentenheter.", "That is %s percentage points."}
)

// What the page of a management review says.
var (
	Contents         = Text{"Innehåll", "Contents"}
	ReviewSub        = Text{"%s inför %s.", "%s for %s."}
	ReviewDecided    = Text{"Beslutad %s av %s.", "Decided %s by %s."}
	ReviewDays       = Text{"Siffror per %s, jämförda med %s. Markerade tal öppnar posterna bakom.", "Figures as of %s, compared with %s. Marked figures open the records behind them."}
	ReviewLocked     = Text{"Underlaget är låst", "The data are locked"}
	ReviewRecord     = Text{"Uppgifter om genomgången", "Facts about the review"}
	ReviewSide       = Text{"Underlag och beslut", "Data and decisions"}
	AgainstYear      = Text{"Mot föregående", "Against the previous"}
	Decisions        = Text{"Beslut", "Decisions"}
	InputsTitle      = Text{"Underlag enligt ISO 27001, 9.3.2", "Inputs of ISO 27001, 9.3.2"}
	InputCovered     = Text{"Täckt", "Covered"}
	InputNothing     = Text{"Inget att rapportera", "Nothing to report"}
	Proof            = Text{"Bevis i liggaren", "Proof in the ledger"}
	ProofText        = Text{"Genomgången är låst till liggaren som den var. Värdena står också i det beslutade dokumentet.", "The review is locked to the ledger as it was. The values also stand in the decided document."}
	ProofOrigin      = Text{"Liggare", "Ledger"}
	ProofSize        = Text{"Antal poster", "Entries"}
	ProofRoot        = Text{"Rot", "Root"}
	ProofHash        = Text{"Dokumentets kontrollsumma", "Hash of the document"}
	SectionReady     = Text{"Klart", "Ready"}
	SectionEdited    = Text{"Bearbetat", "Edited"}
	SectionCommented = Text{"Kommenterat", "Commented"}
	SectionGenerated = Text{"Framställt", "Generated"}
	DownloadHTML     = Text{"Webbsida", "Web page"}
	ClassOld         = Text{"klassningen bör ses över", "the classification should be reviewed"}
	LatestDecision   = Text{"Klassning", "Classification"}
	DecidedOnDay     = Text{"beslutad %s", "decided %s"}
	ClassifiedOn     = Text{"Klassad", "Classified"}
	FilterHint       = Text{"Filtrera på namn eller nummer", "Filter by name or number"}
)

// What Lägesbild calls its figures.
var (
	CoverAnswered    = Text{"Objekt med svar i årsuppföljningen", "Objects answered in the follow-up"}
	CoverContinuity  = Text{"Verksamhetssystem med kontinuitetsplan", "Business systems with a continuity plan"}
	CoverLogging     = Text{"Verksamhetssystem med krav på loggning", "Business systems with logging requirements"}
	CoverProcessings = Text{"Behandlingar som anges vara kompletta", "Processing stated to be complete"}
	CoverDpia        = Text{"Konsekvensbedömningar gjorda där de krävs", "Impact assessments done where needed"}
	CoverAgreements  = Text{"PuB-avtal med instruktion", "Data processing agreements with instructions"}
)
