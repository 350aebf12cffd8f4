package review

import "genomlys/internal/lang"

// Messages are the words for what this package refuses, by code.
var Messages = map[string]lang.Text{
	"input-missing":          {SV: "Ett underlag enligt 9.3.2 saknas. Fyll på avsnittet, eller ange att det inte finns något att rapportera och varför.", EN: "An input of 9.3.2 is missing. Complete the section, or state that there is nothing to report and why."},
	"decision-needed":        {SV: "Genomgången har inget beslut. Lägg till minst en beslutspunkt.", EN: "The review has no decision. Add at least one decision point."},
	"priority-needed":        {SV: "Planen saknar prioriteringar för ett av de tre åren. Lägg till minst en.", EN: "The plan has no priorities for one of the three years. Add at least one."},
	"reporter-is-receiver":   {SV: "Den som rapporterar kan inte besluta om sin egen rapport. Låt chefen besluta.", EN: "The reporter cannot decide on the report. Let the head decide."},
	"fact-missing":           {SV: "En uppgift i texten saknas i registren. Registrera den, eller ändra texten.", EN: "A fact in the text is missing from the registers. Enter it, or change the text."},
	"review-exists":          {SV: "Det finns redan en genomgång för året. Öppna den.", EN: "There is already a review for the year. Open that one."},
	"not-decided":            {SV: "Genomgången är inte beslutad. Ändra den direkt i stället för att rätta den.", EN: "The review is not decided. Change it directly instead of correcting it."},
	"locked-when-decided":    {SV: "Fältet är låst sedan genomgången beslutades. Bara texter kan rättas, med skäl.", EN: "The field is locked since the review was decided. Only texts can be corrected, with a reason."},
	"decide-has-its-own-way": {SV: "Besluta genomgången med åtgärden Besluta; den låser siffror, texter och filer.", EN: "Decide the review with the action Decide; it locks figures, texts and files."},
}
