package lang

// What the pages say on which records are made and changed.
var (
	EditCreate      = Text{"Lägg till %s", "Add %s"}
	EditCancel      = Text{"Avbryt", "Cancel"}
	EditMoreFields  = Plural{Text{"%s uppgift till", "%s more field"}, Text{"%s uppgifter till", "%s more fields"}}
	EditTitle       = Text{"Ändra: %s", "Change: %s"}
	EditSave        = Text{"Spara ändringarna", "Save the changes"}
	EditSavedAt     = Text{"Sparat kl. {tid}", "Saved at {tid}"}
	EditSaving      = Text{"Sparar …", "Saving …"}
	EditOffline     = Text{"Ingen kontakt med servern. Det du skriver finns kvar i den här webbläsaren.", "No contact with the server. What you write is kept in this browser."}
	EditUnread      = Text{"Inte sparat: rätta det som är markerat.", "Not saved: correct what is marked."}
	EditChanged     = Text{"Någon annan har ändrat samma uppgifter. Spara för att jämföra.", "Somebody else has changed the same facts. Save in order to compare."}
	EditFound       = Text{"Vi hittade text som inte hann sparas.", "There is text here that was not saved in time."}
	EditRestore     = Text{"Hämta texten", "Bring back the text"}
	EditDiscard     = Text{"Kasta den", "Discard it"}
	EditKept        = Text{"Det du skrivit finns i den här webbläsaren tills du sparar.", "What you have written is in this browser until you save."}
	EditTheirs      = Text{"Behåll det som är sparat", "Keep what is saved"}
	EditMine        = Text{"Använd min text", "Use my text"}
	EditBothTitle   = Text{"Jämför: %s", "Compare: %s"}
	EditBoth        = Text{"Någon annan har ändrat samma uppgifter medan du skrev.", "Somebody else has changed the same facts while you were writing."}
	EditBothMore    = Text{"Inget är överskrivet. Välj för varje uppgift och spara.", "Nothing is overwritten. Choose for each fact and save."}
	EditBothSave    = Text{"Spara mina val", "Save my choices"}
	EditBothCrumb   = Text{"Jämför", "Compare"}
	EditStepAbout   = Text{"Från läget %s till %s.", "From the state %s to %s."}
	EditStepStale   = Text{"Någon har ändrat posten sedan du öppnade sidan. Läs den igen innan du går vidare.", "Somebody has changed the record since you opened the page. Read it again before you go on."}
	EditReason      = Text{"Motivering eller diarienummer", "Reason or diary number"}
	EditReasonHint  = Text{"Står kvar i liggaren tillsammans med ändringen.", "It stays in the ledger with the change."}
	EditChange      = Text{"Ändra", "Change"}
	EditAdd         = Text{"Lägg till", "Add"}
	EditChangeAll   = Text{"Ändra allt", "Change all"}
	EditAddTitle    = Text{"Lägg till", "Add"}
	EditChecks      = Text{"Nio kontroller", "Nine checks"}
	EditCheckYes    = Text{"Ja", "Yes"}
	EditCheckNone   = Text{"Krävs inte", "Not needed"}
	EditCheckOld    = Text{"Behöver ses över", "Needs a review"}
	EditRecordLacks = Text{"Saknas i registerförteckningen", "Missing in the record of processing"}
	EditArticle     = Text{"Artikel %s", "Article %s"}
	EditTexts       = Text{"Handlingar att hämta", "Documents to fetch"}
	EditComments    = Text{"Kommentarer", "Comments"}
	EditComment     = Text{"Kommentar", "Comment"}
	EditSay         = Text{"Kommentera", "Comment"}
	EditFiles       = Text{"Bilagor", "Attachments"}
	EditFile        = Text{"Ny bilaga", "New attachment"}
	EditFileHint    = Text{"PDF, bild, Word, Excel, PowerPoint, OpenDocument, CSV eller text, högst %s MB.", "PDF, picture, Word, Excel, PowerPoint, OpenDocument, CSV or text, at most %s MB."}
	EditFileBy      = Text{"%s, tillagd av %s %s", "%s, added by %s %s"}
	EditAddThis     = Text{"Lägg till", "Add"}
)
