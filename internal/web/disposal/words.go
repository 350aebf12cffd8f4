package disposal

import "genomlys/internal/lang"

// What the page says.
var (
	title = lang.Text{SV: "Föreslå gallring", EN: "Propose a disposal"}
	about = lang.Text{SV: "Välj register och villkor, se vad som tas bort och föreslå. En annan person beslutar. Först när beslutet genomförs försvinner något, och då för gott.",
		EN: "Choose register and conditions, see what goes, and propose. Another person decides. Nothing is gone until the decision is carried out, and then it is gone for good."}
	dueTitle  = lang.Text{SV: "Det som reglerna säger kan gallras", EN: "What the rules say can be disposed of"}
	dueAbout  = lang.Text{SV: "Reglerna är utgångsvärden. De gäller först när arkivmyndigheten har beslutat dem.", EN: "The rules are defaults. They hold only when the archive authority has decided them."}
	ruleHead  = lang.Text{SV: "Regel", EN: "Rule"}
	takesHead = lang.Text{SV: "Tar i dag", EN: "Takes today"}
	countHead = lang.Text{SV: "Antal poster", EN: "Records"}
	useThis   = lang.Text{SV: "Välj", EN: "Choose"}

	orgLabel      = lang.Text{SV: "Organisation", EN: "Organisation"}
	registerLabel = lang.Text{SV: "Register", EN: "Register"}
	chooseTitle   = lang.Text{SV: "Register", EN: "Register"}
	whichTitle    = lang.Text{SV: "Vilka poster i %s", EN: "Which records of %s"}
	statesLabel   = lang.Text{SV: "Med status", EN: "With status"}
	statesHint    = lang.Text{SV: "Inget valt betyder alla.", EN: "None chosen means all."}
	fieldLabel    = lang.Text{SV: "Räkna från", EN: "Count from"}
	fieldHint     = lang.Text{SV: "Den dag som avgör hur länge posten har bevarats.", EN: "The day that decides how long the record has been kept."}
	changedLabel  = lang.Text{SV: "Senast ändrad", EN: "Last changed"}
	beforeLabel   = lang.Text{SV: "Före den dagen", EN: "Before the day"}
	beforeHint    = lang.Text{SV: "Till exempel 2024-01-01. Lämna tomt om tiden inte spelar roll.", EN: "Such as 2024-01-01. Leave empty if time does not matter."}
	tagLabel      = lang.Text{SV: "Märkta med", EN: "Tagged"}
	refsLabel     = lang.Text{SV: "Bara dessa nummer", EN: "Only these numbers"}
	refsHint      = lang.Text{SV: "Till exempel RAT-0003, RAT-0007.", EN: "Such as RAT-0003, RAT-0007."}
	goOn          = lang.Text{SV: "Gå vidare", EN: "Go on"}
	showTakes     = lang.Text{SV: "Visa vad som tas bort", EN: "Show what goes"}

	takesTitle  = lang.Text{SV: "Vad gallringen tar", EN: "What the disposal takes"}
	takesCount  = lang.Text{SV: "%s poster med %s ändringar i liggaren.", EN: "%s records with %s changes in the ledger."}
	takesNone   = lang.Text{SV: "Inga poster svarar mot villkoren. Ändra dem.", EN: "No records answer the conditions. Change them."}
	tooMany     = lang.Text{SV: "Ett beslut tar högst %s poster. Dela upp det, till exempel efter dag.", EN: "One decision takes at most %s records. Split it, for instance by day."}
	recordsOpen = lang.Text{SV: "Visa posterna", EN: "Show the records"}
	andMore     = lang.Text{SV: "och %s till", EN: "and %s more"}
	inTheWay    = lang.Text{SV: "Det här står i vägen. Förslaget kan göras, men inte beslutas förrän det är löst.", EN: "This stands in the way. The proposal can be made, but not decided until it is solved."}
	noneInWay   = lang.Text{SV: "Inget står i vägen.", EN: "Nothing stands in the way."}
	inReviews   = lang.Text{SV: "Beslutade genomgångar räknar någon av posterna: %s. Siffrorna där står kvar, men går inte längre att öppna ner till posten.", EN: "Decided reviews count some of the records: %s. Their figures stand, but no longer open down to the record."}

	proposeTitle = lang.Text{SV: "Förslaget", EN: "The proposal"}
	proposeDo    = lang.Text{SV: "Föreslå gallring", EN: "Propose the disposal"}
	proposeNote  = lang.Text{SV: "Du står bakom förslaget i din funktion som arkivarie. Någon annan arkivarie beslutar och genomför.", EN: "You stand behind the proposal in your function as archivist. Another archivist decides and carries it out."}

	nextTitle     = lang.Text{SV: "Nästa steg", EN: "Next step"}
	waitsDecision = lang.Text{SV: "Väntar på att en annan arkivarie än den som föreslog beslutar.", EN: "Waits for another archivist than the one who proposed to decide."}
	yoursToDecide = lang.Text{SV: "Det här är ditt att besluta. Läs vilka poster det gäller först. Beslutet står i ditt namn och din funktion, med dagens datum.", EN: "This is yours to decide. Read first which records it is about. The decision stands in your name and function, with today's date."}
	decideDo      = lang.Text{SV: "Besluta gallringen", EN: "Decide the disposal"}
	waitsErasing  = lang.Text{SV: "Beslutad. Ingenting är borta förrän beslutet genomförs, och då går det inte att ångra.", EN: "Decided. Nothing is gone until the decision is carried out, and then it cannot be undone."}
	eraseDo       = lang.Text{SV: "Genomför gallringen", EN: "Carry the disposal out"}
)
