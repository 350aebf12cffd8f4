package review

import "genomlys/internal/lang"

// Messages are the words for what this package refuses, by code.
var Messages = map[string]lang.Text{
	"before-figures":         {SV: "Siffrorna är definierade från {allowed}. Ange den dagen eller en senare.", EN: "The figures are defined from {allowed}. Give that day or a later one."},
	"input-missing":          {SV: "Ett underlag enligt 9.3.2 saknas. Fyll på avsnittet, eller ange att det inte finns något att rapportera och varför.", EN: "An input of 9.3.2 is missing. Complete the section, or state that there is nothing to report and why."},
	"decision-needed":        {SV: "Genomgången har inget beslut. Lägg till minst en beslutspunkt.", EN: "The review has no decision. Add at least one decision point."},
	"priority-needed":        {SV: "Planen saknar prioriteringar för ett av de tre åren. Lägg till minst en.", EN: "The plan has no priorities for one of the three years. Add at least one."},
	"reporter-is-receiver":   {SV: "Den som rapporterar kan inte själv ta emot eller besluta genomgången. Ange någon annan.", EN: "The reporter cannot receive or decide the review. Name somebody else."},
	"fact-missing":           {SV: "En uppgift i texten saknas i registren. Registrera den, eller ändra texten.", EN: "A fact in the text is missing from the registers. Enter it, or change the text."},
	"review-exists":          {SV: "Det finns redan en genomgång för året. Öppna den.", EN: "There is already a review for the year. Open that one."},
	"not-decided":            {SV: "Genomgången är inte beslutad. Ändra den direkt i stället för att rätta den.", EN: "The review is not decided. Change it directly instead of correcting it."},
	"locked-when-decided":    {SV: "Fältet är låst sedan genomgången beslutades. Texter, deltagare, anteckningar och diarienummer kan rättas, med skäl.", EN: "The field is locked since the review was decided. Texts, participants, minutes and diary number can be corrected, with a reason."},
	"nothing-corrected":      {SV: "Inget är ändrat. Ändra en text eller en uppgift som ska rättas.", EN: "Nothing is changed. Change a text or a fact that is to be corrected."},
	"unknown-place":          {SV: "{value} är inte en plats för text i genomgången. Platser: {allowed}.", EN: "{value} is not a place for text in the review. Places: {allowed}."},
	"officers-words":         {SV: "Dataskyddsombudets text skrivs bara av dataskyddsombudet. Be ombudet om text.", EN: "The data protection officer's text is written only by the officer. Ask the officer for it."},
	"not-the-officers":       {SV: "Dataskyddsombudet skriver sin egen text, inte verksamhetens. Kommentera avsnittet i stället.", EN: "The data protection officer writes the officer's own text, not the organisation's. Comment on the section instead."},
	"officer-says-nothing":   {SV: "Det finns ingen text att lämna. Skriv den först.", EN: "There is no text to hand over. Write it first."},
	"no-officer":             {SV: "Ingen är dataskyddsombud för organisationen. Utse en under Funktioner.", EN: "Nobody is data protection officer of the organisation. Name one under Functions."},
	"asked-already":          {SV: "Ombudet är redan tillfrågat: {value}.", EN: "The officer has already been asked: {value}."},
	"return-needs-words":     {SV: "Skriv vad som behöver ändras, så att den som rapporterar vet det.", EN: "Write what needs to change, so that the reporter knows."},
	"decide-has-its-own-way": {SV: "Besluta genomgången med åtgärden Besluta; den låser siffror, texter och filer.", EN: "Decide the review with the action Decide; it locks figures, texts and files."},
}
