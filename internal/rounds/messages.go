package rounds

import "genomlys/internal/lang"

// Messages are the words for what the rules here refuse, by code: what is
// missing, and who can. {value} and {allowed} are filled in.
var Messages = map[string]lang.Text{
	"account-of-other-object":   {"Kontot hör till ett annat objekt än granskningen {value}. Ange granskningens objekt.", "The account is of another object than the review {value}. Give the review's object."},
	"account-stays":             {"Det systemets lista sade om kontot {value} ändras inte här. Läs in en ny lista i nästa granskning.", "What the system's list said of the account {value} is not changed here. Read a new list into the next review."},
	"accounts-undecided":        {"Konton som inte är beslutade: {value}. Besluta om {allowed} innan granskningen avslutas.", "Accounts not decided on: {value}. Decide on {allowed} before closing the review."},
	"accounts-unverified":       {"{value} konton ska tas bort eller ändras och är inte kontrollerade: {allowed}. Läs in en ny lista eller kontrollera dem.", "{value} accounts are to be removed or changed and are not verified: {allowed}. Read a new list or verify them."},
	"flaws-need-owner":          {"Objektet i {value} saknar ägare. Ange vem som ansvarar för åtgärderna.", "The object of {value} has no owner. State who is to own the actions."},
	"flaws-open":                {"{value} brister är öppna: {allowed}. Åtgärda, acceptera eller avfärda dem innan granskningen avslutas.", "{value} findings are open: {allowed}. Mend, accept or dismiss them before closing the review."},
	"keep-needs-reason":         {"Kontot {value} sticker ut: {allowed}. Ange varför det behålls.", "The account {value} stands out: {allowed}. State why it is kept."},
	"list-cell-unreadable":      {"”{value}” på rad {0} går inte att läsa. {1}", "“{value}” in row {0} cannot be read. {1}"},
	"list-has-account-twice":    {"Kontot {value} står två gånger i listan, på rad {0} och {1}. Ta bort en av raderna.", "The account {value} stands twice in the list, in rows {0} and {1}. Remove one of the rows."},
	"list-is-empty":             {"Det finns inga konton i filen {value}. Ta ut listan ur systemet på nytt.", "There are no accounts in the file {value}. Export the list from the system again."},
	"list-needs-account-column": {"Ingen kolumn säger vilket konto raden gäller. Filen har: {value}. Kalla kolumnen något av: {allowed}.", "No column says which account the row is about. The file has: {value}. Call the column one of: {allowed}."},
	"list-row-without-account":  {"Rad {value} saknar konto. Fyll i kontot eller ta bort raden.", "Row {value} has no account. Fill in the account or remove the row."},
	"list-too-long":             {"Listan har över {allowed} konton. Dela upp den, till exempel per grupp.", "The list has more than {allowed} accounts. Divide it, for example by group."},
	"no-account-to-decide":      {"Inget konto i {value} går att besluta om så. Välj konton som väntar på beslut, ett i taget om de sticker ut.", "No account in {value} can be decided on so. Choose accounts that await a decision, one by one if they stand out."},
	"no-flaw-to-plan":           {"Granskningen {value} har inga öppna brister av den allvarligheten utan åtgärd.", "The review {value} has no open findings of that severity without an action."},
	"not-what-was-decided":      {"Om kontot beslutades: {value}. Det är det som återstår att göra.", "What was decided about the account is: {value}. That is what is left to do."},
	"nothing-carried-out":       {"Enligt listan är inget av besluten i {value} genomfört ännu.", "According to the list nothing decided in {value} is carried out yet."},
	"own-account":               {"Kontot {value} är ditt eget. Låt objektägaren eller en ersättare besluta om det (kommunallagen 6 kap. 28 §).", "The account {value} is your own. Let the object owner or a substitute decide on it (Local Government Act ch. 6 s. 28)."},
	"reviewer-decides":          {"Kontona i {value} beslutas av: {allowed}.", "The accounts of {value} are decided on by: {allowed}."},
	"round-already-open":        {"Granskningen {value} av samma objekt pågår. Avsluta eller ställ in den först.", "The review {value} of the same object goes on. Close or cancel it first."},
	"round-due-before-opened":   {"Granskningen kan inte vara klar {value}, innan den öppnas. Välj en senare dag.", "The review cannot be done on {value}, before it is opened. Choose a later day."},
	"round-has-its-accounts":    {"Granskningen {value} är redan öppnad och har sina konton. Öppna en ny för en ny lista.", "The review {value} is open already and has its accounts. Open a new one for a new list."},
	"round-needs-accounts":      {"Granskningen {value} har inga konton. Läs in systemets lista.", "The review {value} has no accounts. Read in the system's list."},
	"round-needs-reviewer":      {"Objektet {value} saknar ägare. Ange vilken funktion som granskar.", "The object {value} has no owner. State which function reviews."},
	"round-not-ongoing":         {"Granskningen {value} pågår inte, så konton beslutas inte i den.", "The review {value} does not go on, so accounts are not decided on in it."},
	"verifier-carried-out":      {"{value} genomförde ändringen. Låt en annan person kontrollera den.", "{value} carried out the change. Let another person verify it."},
	"verifier-decided":          {"{value} beslutade, och ingen har angett vem som genomförde. Låt en annan person kontrollera.", "{value} decided, and nobody has said who carried it out. Let another person verify."},
	"verify-in-own-function":    {"Kontrollera i en funktion som är din. {value} är någon annans.", "Verify in a function of your own. {value} is somebody else's."},
}
