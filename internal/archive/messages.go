package archive

import "genomlys/internal/lang"

// Messages are the words for what the rules of this package refuse, by code.
var Messages = map[string]lang.Text{
	"archive-function-ended":          {"{value} gäller inte nu. Välj en funktion som gäller.", "{value} is not in force now. Choose a function that is."},
	"archive-other-function":          {"Funktionen får inte fatta det här beslutet. Det får: {allowed}.", "The function may not make this decision. These may: {allowed}."},
	"archive-own-function":            {"Bara den som innehar {value} kan ange den här. Be den personen göra det.", "Only whoever holds {value} can name it here. Ask that person to do it."},
	"archive-query-wrong":             {"Urvalet går inte att läsa: {value}", "The query cannot be read: {value}"},
	"archive-second-is-first":         {"Två olika personer ska stå bakom beslutet. {value} är samma person som beslutar.", "Two different persons stand behind the decision. {value} is the same person as decides."},
	"disclosure-by-handing-out":       {"Lämna ut med steget ”Lämna ut kopian”, så att kontrollsumman blir kopians.", "Hand out with the step “Hand the copy out”, so that the digest is the copy's."},
	"disclosure-count-differs":        {"Antalet maskade fält ska vara {value}, som i listan.", "The number of masked fields must be {value}, as in the list."},
	"disclosure-decided-stands":       {"Beslutet om {value} är fattat och ändras inte. Gör ett nytt ärende om något ska prövas igen.", "{value} is decided and does not change. Make a new matter if anything is to be examined again."},
	"disclosure-finds-nothing":        {"Inga poster är prövade. Ta in poster först, eller välj utfallet att handlingen inte finns.", "No records are examined. Take records in first, or choose the outcome that there is no such document."},
	"disclosure-is-partly":            {"{value} fält är maskade, så utfallet är {allowed}.", "{value} fields are masked, so the outcome is {allowed}."},
	"disclosure-is-whole":             {"Inget är maskat, så utfallet är {allowed}.", "Nothing is masked, so the outcome is {allowed}."},
	"disclosure-needs-appeal":         {"Något vägras. Upplys om hur beslutet överklagas och ange att det är gjort.", "Something is refused. Tell how to appeal, and say that it is done."},
	"disclosure-needs-provision":      {"Ange bestämmelsen som {value} maskas enligt.", "Name the provision under which {value} is masked."},
	"disclosure-no-field":             {"Det finns inget fält {value}.", "There is no field {value}."},
	"disclosure-not-yours-to-show":    {"{value} är sekretessmarkerat och du ser det inte. Maska det, eller låt någon som får se det pröva.", "{value} is marked secret and not shown to you. Mask it, or let somebody who may see it examine."},
	"disclosure-release-needs-reason": {"{value} är sekretessmarkerat men inte maskat. Skriv skälet att lämna ut det.", "{value} is marked secret but not masked. Write the reason for handing it out."},
	"disposal-asked-for":              {"{value} har begärts ut i {allowed}. Besvara begäran först.", "{value} was asked for in {allowed}. Answer the request first."},
	"disposal-by-executing":           {"Gallra med steget ”Gallra enligt beslutet”, som arkivarien gör. Bara det sätter de här uppgifterna.", "Dispose with the step “Dispose as decided”, which the archivist takes. Only that sets these items."},
	"disposal-changed-since":          {"{value} har ändrats sedan förslaget. Avslå förslaget och gör ett nytt.", "{value} was changed since the proposal. Reject it and make a new one."},
	"disposal-decided-stands":         {"{value} är beslutat och ändras inte. Avslå det och gör ett nytt förslag.", "{value} is decided and does not change. Reject it and make a new proposal."},
	"disposal-empty":                  {"Urvalet ger inga poster i organisationen: {value}", "The query finds no records of the organisation: {value}"},
	"disposal-gone":                   {"{value} finns inte längre. Avslå beslutet och gör ett nytt förslag.", "{value} is not there any more. Reject the decision and make a new proposal."},
	"disposal-held":                   {"{value} har märket {allowed} och gallras inte. Ta bort märket när skälet är borta.", "{value} has the tag {allowed} and is not disposed of. Remove the tag when its reason is gone."},
	"disposal-kept":                   {"{value} gallras inte i det här läget. Regel: {allowed}.", "{value} is not disposed of in this state. Rule: {allowed}."},
	"disposal-leaned-on":              {"{allowed} hänger på {value}. Gallra den först, eller flytta den.", "{allowed} hangs on {value}. Dispose of it first, or move it."},
	"disposal-list-is-made":           {"Listan görs av urvalet. Ändra urvalet i stället.", "The list is made by the query. Change the query instead."},
	"disposal-no-register":            {"Det finns inget register som heter {value}.", "There is no register called {value}."},
	"disposal-not-decided-here":       {"{value} är inte föreslaget och beslutat av två personer här. Gör ett nytt förslag.", "{value} was not proposed and decided here by two persons. Make a new proposal."},
	"disposal-not-proposed":           {"En gallring föreslås först. Någon annan beslutar den sedan.", "A disposal is first proposed. Somebody else then decides it."},
	"disposal-own-proposal":           {"Du har själv föreslagit {value}. En annan arkivarie beslutar.", "You proposed {value} yourself. Another archivist decides."},
	"disposal-too-many":               {"Urvalet ger {value} poster. Högst {allowed} i taget: dela upp urvalet.", "The query finds {value} records. At most {allowed} at a time: divide the query."},
	"disposed-not-scrubbed":           {"Posterna är gallrade, men filen kunde inte tömmas för att andra läste. Gör steget ”Töm filen på det gallrade”.", "The records are disposed of, but the file could not be emptied because others were reading. Take the step “Empty the file of what was disposed of”."},
}
