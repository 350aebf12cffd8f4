package lang

// What the registers' table, the search and the palette say.
var (
	DeskSlow    = Text{"Det tar längre tid än vanligt. Sidan visas när den är klar.", "This takes longer than usual. The page is shown when it is ready."}
	DeskOffline = Text{"Servern svarar inte just nu. Det du har skrivit står kvar. Försök igen om en stund.", "The server does not answer right now. What you have written remains. Try again in a while."}

	DeskAll            = Text{"Alla", "All"}
	DeskViews          = Text{"Sparade vyer", "Saved views"}
	DeskViewChanged    = Text{"Ändrad", "Changed"}
	DeskViewReset      = Text{"Återställ", "Restore"}
	DeskViewSave       = Text{"Spara", "Save"}
	DeskViewSaveNew    = Text{"Spara som ny", "Save as new"}
	DeskViewKeep       = Text{"Spara som vy", "Save as a view"}
	DeskViewName       = Text{"Namn på vyn", "Name of the view"}
	DeskViewShare      = Text{"Delad med alla som ser registret", "Shared with all who see the register"}
	DeskViewSaveNow    = Text{"Spara vyn", "Save the view"}
	DeskViewRemove     = Text{"Ta bort vyn", "Remove the view"}
	DeskShowAll        = Text{"Visa alla %s", "Show all %s"}
	DeskAllDifferences = Text{"Alla skillnader", "All differences"}
	DeskWas            = Text{"från", "from"}
	DeskIs             = Text{"till", "to"}
	DeskFilters        = Text{"Filter: %s.", "Filter: %s."}
	DeskEarlier        = Text{"Flytta %s ett steg åt vänster", "Move %s one step to the left"}
	DeskLater          = Text{"Flytta %s ett steg åt höger", "Move %s one step to the right"}
)

// What is said of rows that are chosen and changed.
var (
	DeskChoosePage = Text{"Välj alla på sidan", "Choose all on the page"}
	DeskChoose     = Text{"Välj %s", "Choose %s"}
	DeskForChosen  = Text{"För valda rader", "For chosen rows"}
	DeskChosen     = Plural{Text{"%s rad vald", "%s row chosen"}, Text{"%s rader valda", "%s rows chosen"}}
	DeskChooseAll  = Text{"Välj alla %s i urvalet", "Choose all %s in the selection"}
	DeskUnchoose   = Text{"Avmarkera", "Choose none"}
	DeskSet        = Text{"Sätt %s", "Set %s"}
	DeskSetOther   = Text{"Sätt ett annat fält", "Set another field"}
	DeskEdit       = Text{"Ändra i tabellen", "Change in the table"}
	DeskEditEnd    = Text{"Sluta ändra i tabellen", "Stop changing in the table"}
	DeskChange     = Text{"Ändra %s för %s:", "Change %s of %s:"}
)

// What is said of the keys of one letter.
var (
	DeskKeys      = Text{"Tangenter", "Keys"}
	DeskKeyMove   = Text{"rad ner och upp", "row down and up"}
	DeskKeyChoose = Text{"välj raden", "choose the row"}
	DeskKeyOpen   = Text{"öppna", "open"}
	DeskKeySearch = Text{"sök överallt", "search everywhere"}
	DeskKeyHelp   = Text{"visa tangenterna", "show the keys"}
	DeskKeysOff   = Text{"Stäng av tangenterna i Inställningar", "Turn the keys off in Settings"}
	DeskKeysTitle = Text{"Kortkommandon med en bokstav", "Keys of one letter"}
	DeskKeysOn    = Text{"På: J, K, X, Enter och ? i listor", "On: J, K, X, Enter and ? in lists"}
	DeskKeysNot   = Text{"Av", "Off"}
)

// What is said of changing many records, one cell, and of undoing.
var (
	DeskOnRecords    = Plural{Text{"%s post", "%s record"}, Text{"%s poster", "%s records"}}
	DeskManyTitle    = Plural{Text{"Ändra %s post", "Change %s record"}, Text{"Ändra %s poster", "Change %s records"}}
	DeskManySet      = Text{"Sätt %s på %s", "Set %s on %s"}
	DeskManyDo       = Text{"Ändra på %s", "Change %s"}
	DeskManyWhich    = Text{"Vad ska ändras?", "What is to be changed?"}
	DeskManyNext     = Text{"Fortsätt", "Continue"}
	DeskManyOn       = Text{"Gäller %s", "Applies to %s"}
	DeskManyEmpty    = Text{"Lämna fältet tomt för att ta bort värdet.", "Leave the field empty to remove the value."}
	DeskManyDone     = Text{"%s ändrad på %s.", "%s changed on %s."}
	DeskManySame     = Plural{Text{"%s post hade redan värdet.", "%s record had the value already."}, Text{"%s poster hade redan värdet.", "%s records had the value already."}}
	DeskManyRefused  = Plural{Text{"%s post gick inte att ändra.", "%s record could not be changed."}, Text{"%s poster gick inte att ändra.", "%s records could not be changed."}}
	DeskNoneChosen   = Text{"Ingen rad är vald. Kryssa för rader i listan först.", "No row is chosen. Tick rows in the list first."}
	DeskUndo         = Text{"Ångra", "Undo"}
	DeskUndoHint     = Text{"Du kan ångra i tio minuter.", "You can undo for ten minutes."}
	DeskUndone       = Plural{Text{"Ändringen är ångrad på %s post.", "The change of %s record is undone."}, Text{"Ändringen är ångrad på %s poster.", "The change of %s records is undone."}}
	DeskUndoLate     = Text{"Det har gått mer än tio minuter. Ändringen kan tas tillbaka från sin egen sida, om ingen har ändrat posterna sedan dess.", "More than ten minutes have passed. The change can be taken back from its own page, if nobody has changed the records since."}
	DeskSetOf        = Text{"Ändringen %s", "The change of %s"}
	DeskSetBy        = Text{"%s, %s.", "%s, %s."}
	DeskSetHidden    = Plural{Text{"%s rad till visas inte: den är för långt ner i ändringen eller utanför ditt uppdrag.", "%s more line is not shown: it is too far down in the change or outside your assignment."}, Text{"%s rader till visas inte: de är för långt ner i ändringen eller utanför ditt uppdrag.", "%s more lines are not shown: they are too far down in the change or outside your assignment."}}
	DeskSetUndo      = Text{"Ta tillbaka hela ändringen", "Take the whole change back"}
	DeskSetRecord    = Text{"Post", "Record"}
	DeskSetDid       = Text{"Vad som gjordes", "What was done"}
	DeskSetFields    = Text{"Fält", "Fields"}
	DeskSetNew       = Text{"Ny", "New"}
	DeskSetChanged   = Text{"Ändrad", "Changed"}
	DeskSetUndone    = Text{"Ångrad", "Undone"}
	DeskSetOpen      = Text{"Visa hela ändringen", "Show the whole change"}
	DeskNotUndone    = Text{"Ändringen är inte ångrad.", "The change is not undone."}
	DeskBack         = Text{"Tillbaka till listan", "Back to the list"}
	DeskCancel       = Text{"Avbryt", "Cancel"}
	DeskCellTitle    = Text{"Ändra %s", "Change %s"}
	DeskCellSave     = Text{"Spara", "Save"}
	DeskCellConflict = Text{"Någon har ändrat posten sedan du öppnade den. Nu står det: %s. Spara igen om ditt värde ska gälla.", "Somebody has changed the record since you opened it. It now says: %s. Save again if your value is to stand."}
)

// What the palette says.
var (
	DeskPalette     = Text{"Sök och gå till", "Search and go to"}
	DeskPaletteHint = Text{"Skriv vart du vill, eller vad du letar efter", "Write where to go, or what to look for"}
	DeskGoTo        = Text{"Gå till", "Go to"}
	DeskMake        = Text{"Skapa", "Make"}
)
