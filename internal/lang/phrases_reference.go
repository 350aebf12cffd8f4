package lang

// The API's description for people.
var (
	RefTitle         = Text{"API: beskrivning", "API: reference"}
	RefSub           = Text{"Allt som går att fråga efter och ändra, ritat ur samma beskrivning som produkten själv följer.", "All that can be asked for and changed, drawn from the same description that the product itself follows."}
	RefMachine       = Text{"OpenAPI 3.1 för program", "OpenAPI 3.1 for programs"}
	RefHow           = Text{"Så fungerar det", "How it works"}
	RefAuth          = Text{"Skicka med Authorization: Bearer gl_… En token visas en gång när den skapas med genomlys token create. Den når det som dess person når, inte mer.", "Send Authorization: Bearer gl_… A token is shown once, when it is made by genomlys token create. It reaches what its person reaches, no more."}
	RefErrors        = Text{"Fel svarar med application/problem+json (RFC 9457): fält, skäl och tillåtna värden. Det du inte får se svarar 404, som det som inte finns.", "Errors answer with application/problem+json (RFC 9457): field, reason and allowed values. What you may not see answers 404, as what is not there."}
	RefPaging        = Text{"Listor ger högst 500 poster åt gången. Skicka next_page_token som page_token för nästa sida. Filter skrivs som i AIP-160: status = operation AND owner = null.", "Lists give at most 500 records at a time. Send next_page_token as page_token for the next page. Filters are written as in AIP-160: status = operation AND owner = null."}
	RefTime          = Text{"as_of ger det som gällde en dag, known_at det som var känt vid en plats i liggaren.", "as_of gives what held on a day, known_at what was known at a position of the ledger."}
	RefLocks         = Text{"Ändringar kräver If-Match med postens ETag: 428 utan, 412 när någon hann före. Idempotency-Key gör att ett upprepat anrop ger samma svar.", "Changes require If-Match with the record's ETag: 428 without, 412 when somebody was first. Idempotency-Key makes a repeated call give the same answer."}
	RefValues        = Text{"Datum skrivs 2023-10-31, tidpunkter enligt RFC 3339 i UTC, belopp i öre. bool4 är yes, no, unknown eller not_applicable.", "Dates are written 2023-10-31, instants by RFC 3339 in UTC, amounts in öre. bool4 is yes, no, unknown or not_applicable."}
	RefRegisters     = Text{"Register", "Registers"}
	RefReports       = Text{"Rapporter", "Reports"}
	RefMore          = Text{"Siffror, genomgångar och liggare", "Figures, reviews and ledger"}
	RefCalls         = Text{"Anrop", "Calls"}
	RefCall          = Text{"Anrop", "Call"}
	RefWhat          = Text{"Vad det gör", "What it does"}
	RefParams        = Text{"Uppgifter", "Parameters"}
	RefFields        = Text{"Fält", "Fields"}
	RefName          = Text{"Namn", "Name"}
	RefLabel         = Text{"Etikett", "Label"}
	RefKind          = Text{"Typ", "Type"}
	RefAllowed       = Text{"Tillåtna värden", "Allowed values"}
	RefNotes         = Text{"Anmärkning", "Notes"}
	RefNeeded        = Text{"måste anges", "required"}
	RefNeededIn      = Text{"måste anges i läge %s", "required in state %s"}
	RefDerived       = Text{"räknas fram, skrivs aldrig", "derived, never written"}
	RefFigures       = Text{"Alla siffror för en organisation, per dag och jämförda med en annan dag", "All figures of an organisation, as of a day and compared with another"}
	RefFigureRecords = Text{"Exakt de poster som en siffra räknar", "Exactly the records that a figure counts"}
	RefDocument      = Text{"Ledningens genomgång som fil", "The management review as a file"}
	RefWhatIf        = Text{"Vad händer om: dpf, supplier, object och W1–W11", "What if: dpf, supplier, object and W1–W11"}
	RefCheckpoint    = Text{"Liggarens signerade läge", "The signed state of the ledger"}
	RefEntries       = Text{"Liggarens rader", "The entries of the ledger"}
	RefProof         = Text{"Bevis för att en rad står i liggaren", "Proof that an entry stands in the ledger"}
	RefList          = Text{"Lista poster", "List records"}
	RefCount         = Text{"Räkna poster, även per värde", "Count records, also by value"}
	RefGet           = Text{"Hämta en post", "Get a record"}
	RefHistory       = Text{"Versioner med gammalt och nytt värde", "Versions with old and new values"}
	RefCreate        = Text{"Skapa en post", "Create a record"}
	RefPatch         = Text{"Ändra en post (JSON merge patch)", "Change a record (JSON merge patch)"}
	RefBatch         = Text{"Upp till 1 000 nya och ändrade poster, alla eller ingen", "Up to 1,000 creates and updates, all or none"}
	RefStep          = Text{"Steg: %s", "Step: %s"}
)
