package campaign

import "genomlys/internal/lang"

// Messages are the words for what the rules of this package refuse, by code.
var Messages = map[string]lang.Text{
	"analysis-missing":            {"Analys saknas för området {value}. Skriv den innan uppföljningen märks som analyserad.", "The analysis of the area {value} is missing. Write it before marking the follow-up as analysed."},
	"answer-not-prefilled":        {"Svaret på {value} kom inte från registren. Ta bort märkningen som förifyllt.", "The answer to {value} did not come from the registers. Remove the mark that it was prefilled."},
	"answer-not-taken":            {"Svaret går inte att ge: {value}. Tillåtna svar: {allowed}, eller Vet inte.", "The answer cannot be given: {value}. Allowed answers: {allowed}, or Not known."},
	"answer-type-missing":         {"Ange svarstyp för frågan {value} innan den används.", "Give the type of answer for question {value} before using it."},
	"asked-question-stands":       {"Frågan {value} är tagen i bruk och ändras inte. Avsluta den och gör en ny.", "Question {value} is in use and is not changed. Retire it and make a new one."},
	"comparison-not-approved":     {"Svaret ändrar registren. Se jämförelsen och godkänn den; har registren ändrats sedan dess, se den igen.", "The answer changes the registers. Look at the comparison and approve it; if the registers have changed since, look again."},
	"follow-up-not-open":          {"{value} är inte öppen. Be informationssäkerhetssamordnaren öppna den igen.", "{value} is not open. Ask the information security coordinator to reopen it."},
	"maps-to-no-field":            {"Det finns inget fält {value}. Ange register och fält, t.ex. object.iot.", "There is no field {value}. Give register and field, such as object.iot."},
	"maps-to-nothing-of-object":   {"{value} hör inte till ett objekt. Välj ett fält hos objektet eller hos det som hör till det.", "{value} does not belong to an object. Choose a field of the object or of what belongs to it."},
	"maps-to-other-kind":          {"Svarstypen passar inte fältet {value}. Välj en annan typ eller ett annat fält.", "The type of answer does not fit the field {value}. Choose another type or field."},
	"opened-follow-up-stands":     {"{value} har öppnats. Frågor, urval och objekt ändras inte efter det. Gör en ny uppföljning.", "{value} has been opened. Its questions, choice and objects do not change after that. Make a new follow-up."},
	"option-not-in-field":         {"Ett svarsalternativ finns inte i fältet {value}. Använd fältets egna val.", "An option is not in the field {value}. Use the field's own choices."},
	"population-by-opening":       {"Objekten väljs av sökningen när uppföljningen öppnas. Töm fältet.", "The objects are chosen by the query when the follow-up opens. Clear the field."},
	"population-empty":            {"Sökningen {value} hittar inga objekt i organisationen. Ändra urvalet.", "The query {value} finds no objects in the organisation. Change the choice."},
	"population-query-missing":    {"Ange vilka objekt som ska följas upp, t.ex. status = operation.", "State which objects are followed up, such as status = operation."},
	"population-query-wrong":      {"Urvalet går inte att läsa: {value}", "The choice cannot be read: {value}"},
	"question-not-asked":          {"Frågan {value} ingår inte i uppföljningen. Ta bort svaret.", "Question {value} is not part of the follow-up. Remove the answer."},
	"question-not-in-use":         {"Frågan {value} är inte tagen i bruk. Den som ansvarar för frågorna gör det.", "Question {value} is not in use. Whoever is responsible for the questions takes it into use."},
	"question-of-other-version":   {"Frågan {value} hör till en annan version av formuläret än {allowed}.", "Question {value} is of another version of the questionnaire than {allowed}."},
	"question-unanswered":         {"Frågan {value} kräver svar. Svara, eller ange Vet inte.", "Question {value} needs an answer. Answer it, or state Not known."},
	"questions-missing":           {"Välj minst en fråga innan uppföljningen öppnas.", "Choose at least one question before opening the follow-up."},
	"response-stays-with-object":  {"{value} hör till sitt objekt och sin uppföljning. Det ändras inte.", "{value} belongs to its object and its follow-up. That does not change."},
	"responses-come-with-opening": {"Svar skapas när uppföljningen öppnas, ett för varje objekt.", "Responses are made when the follow-up opens, one for each object."},
	"review-by-coordinator":       {"Informationssäkerhetssamordnaren granskar och skickar tillbaka svar.", "The information security coordinator reviews and returns responses."},
	"say-what-was-changed":        {"Svaret på {value} var förifyllt och skiljer sig nu. Märk det som ändrat.", "The answer to {value} was prefilled and now differs. Mark it as changed."},
	"sent-answer-stands":          {"{value} är inskickat. Be informationssäkerhetssamordnaren skicka tillbaka det innan det ändras.", "{value} has been sent in. Ask the information security coordinator to return it before changing it."},
}
