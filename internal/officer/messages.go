package officer

import "genomlys/internal/lang"

// Messages are the words for what the rules here refuse.
var Messages = map[string]lang.Text{
	"carried-already":        {"Iakttagelsen är redan förd vidare till rapporten, som {value}.", "The finding is already carried to the report, as {value}."},
	"carried-from-later":     {"En iakttagelse förs vidare från en tidigare rapport. {value} hör till samma eller ett senare år.", "A finding is carried from an earlier report. {value} belongs to the same or a later year."},
	"done-needs-comment":     {"Skriv i kommentaren vad som har gjorts innan {value} blir åtgärdad.", "Write in the comment what has been done before {value} is done."},
	"drop-needs-response":    {"Skriv i svaret varför rekommendationen i {value} inte genomförs.", "Write in the response why the recommendation of {value} is not carried out."},
	"findings-needed":        {"Lägg till minst en iakttagelse innan {value} lämnas över.", "Add at least one finding before {value} is handed over."},
	"handed-over-stays":      {"Rapporten {value} är överlämnad och ändras inte. Skriv i nästa års rapport, eller ta tillbaka rapporten innan den är mottagen.", "The report {value} is handed over and is not changed. Write in next year's report, or withdraw the report before it is received."},
	"nothing-to-carry":       {"Inga öppna iakttagelser finns kvar att föra vidare till {value}.", "No open findings are left to carry to {value}."},
	"not-in-future":          {"{value} har inte varit ännu. Ange dagen då svaret beslutades.", "{value} has not been yet. Give the day the response was decided."},
	"only-into-draft":        {"Rapporten {value} är överlämnad. Iakttagelser förs vidare till en rapport som skrivs.", "The report {value} is handed over. Findings are carried to a report that is being written."},
	"recommendations-needed": {"Skriv en rekommendation i {value}, eller ange att iakttagelsen är positiv eller en upplysning.", "Write a recommendation in {value}, or state that the finding is positive or for information."},
	"repeated-by-officer":    {"Dataskyddsombudet avgör om {value} upprepas.", "The data protection officer decides whether {value} is repeated."},
	"report-elsewhere":       {"Rapporten finns inte i samma organisation som iakttagelsen.", "The report is not of the same organisation as the finding."},
	"report-for-year":        {"Det finns redan en rapport för året, {value}.", "There is already a report for the year, {value}."},
	"response-decided":       {"Svaret är beslutat {value}. Den som beslutar anger en ny beslutsdag när svaret ändras: {allowed}.", "The response was decided {value}. Whoever decides gives a new day of decision when it is changed: {allowed}."},
	"response-needed":        {"Skriv svaret innan det beslutas.", "Write the response before it is decided."},
	"summary-needed":         {"Skriv en sammanfattning innan {value} lämnas över.", "Write a summary before {value} is handed over."},
}
