package registers

import "genomlys/internal/lang"

// Messages are the words for what the rules between fields refuse, by code.
// They say what to do; the field concerned stands beside them.
var Messages = map[string]lang.Text{
	"acceptance-needs-reason":      {"Ange varför bristen godtas.", "State why the gap is accepted."},
	"adjustment-needs-reason":      {"Ange skäl till varje höjning och sänkning.", "Give a reason for each raise and lowering."},
	"adjustment-too-large":         {"Höj med högst {0} steg och sänk med högst {1}. Behövs mer: ändra bedömningen av informationen.", "Raise by {0} at most and lower by {1} at most. If more is needed, change the assessment of the information."},
	"agreement-needs-party":        {"Ange minst en motpart: en leverantör, en egen organisation eller övriga parter.", "Name at least one counterparty: a supplier, an own organisation or other parties."},
	"annex-needs-area":             {"Ange vilket område i bilaga III som systemet hör till.", "State which area of Annex III the system belongs to."},
	"answered-twice":               {"En fråga har besvarats två gånger. Behåll ett av svaren.", "A question is answered twice. Keep one of the answers."},
	"choice-needs-options":         {"Ange minst två svarsalternativ.", "Give at least two options."},
	"classification-needs-target":  {"Ange vad som klassas: ett objekt eller en informationstyp.", "State what is classified: an object or an information type."},
	"closed-without-effect":        {"Åtgärden hjälpte inte. Öppna bristen igen i stället för att avsluta den.", "The action did not help. Reopen the nonconformity instead of closing it."},
	"compared-with-later":          {"Jämför med en tidigare dag än den siffrorna visar.", "Compare with an earlier day than the figures show."},
	"confidentiality-too-low":      {"Uppgifter av detta slag kräver högre konfidentialitet: minst {0}.", "Data of this kind need higher confidentiality: at least {0}."},
	"correction-needs-reason":      {"Ange varför den tidigare genomgången rättas.", "State why the earlier review is corrected."},
	"count-differs-from-list":      {"Antalet stämmer inte med listan. Rätta antalet eller listan.", "The number does not agree with the list. Correct one of them."},
	"criterion-twice":              {"Ett kriterium har besvarats två gånger. Behåll ett av svaren.", "A criterion is answered twice. Keep one of the answers."},
	"decided-needs-risk-class":     {"Bestäm riskklass innan profilen beslutas.", "Settle the risk class before the profile is decided."},
	"derogation-needs-reason":      {"Ange vilket undantag i artikel 49 som används och varför.", "State which derogation of article 49 is used and why."},
	"detected-before-occurred":     {"Incidenten kan inte ha upptäckts innan den inträffade. Rätta någon av tiderna.", "The incident cannot be detected before it occurred. Correct one of the times."},
	"dpf-only-us":                  {"Data Privacy Framework gäller bara mottagare i USA. Välj en annan grund eller rätta landet.", "The Data Privacy Framework covers recipients in the United States alone. Choose another ground or correct the country."},
	"dpo-before-decision":          {"Samråd med dataskyddsombudet innan beslut, och ange vilken dag.", "Consult the data protection officer before deciding, and give the day."},
	"answer-needs-text":            {"Skriv vad ni vill ändra.", "Write what you want changed."},
	"end-before-start":             {"Datumet ligger före den dag det ska följa på. Rätta något av dem.", "The date is before the day it should follow. Correct one of them."},
	"own-name":                     {"Skriv kortnamnet med små bokstäver a–z, siffror och understreck, högst 40 tecken.", "Write the short name in small letters a–z, digits and underscores, at most 40 characters."},
	"own-option":                   {"Ge varje val en egen kod av små bokstäver a–z, siffror och understreck.", "Give each option a code of its own in small letters a–z, digits and underscores."},
	"own-options-needed":           {"Ange valen, minst ett.", "Give the options, at least one."},
	"own-many-options":             {"Ange högst {0} val.", "Give at most {0} options."},
	"exemption-needs-reason":       {"Ange skäl till undantaget.", "Give a reason for the exemption."},
	"exception-only-with-no":       {"Undantaget gäller bara när de registrerade inte informeras. Ta bort det, eller svara nej på frågan om de ska informeras.", "The exception applies only when the data subjects are not informed. Remove it, or answer no to whether they are to be informed."},
	"extended-before-due":          {"Den förlängda tiden måste vara senare än den ursprungliga.", "The extended time must be later than the original."},
	"figure-needs-target":          {"Ange det målvärde som nyckeltalet ska nå.", "Give the target that the figure is to reach."},
	"fixed-needs-date":             {"Ange vilken dag bristen åtgärdades.", "State the day the finding was fixed."},
	"high-risk-needs-consultation": {"Kvarvarande risk är hög: begär förhandssamråd med tillsynsmyndigheten, eller besluta att behandlingen inte får genomföras.", "The residual risk is high: request prior consultation of the supervisory authority, or decide that the processing must not go on."},
	"input-missing":                {"Ett underlag enligt 9.3.2 saknas. Fyll på avsnittet, eller ange att det inte finns något att rapportera och varför.", "An input of 9.3.2 is missing. Complete the section, or state that there is nothing to report and why."},
	"level-four-not-here":          {"Nivå 4 hör till säkerhetsskydd eller en särskild analys. Lämna verktyget och kontakta säkerhetsskyddschefen.", "Level 4 belongs to protective security or a separate analysis. Leave the tool and contact the head of protective security."},
	"lowering-needs-approval":      {"Ange vem som har godkänt sänkningen.", "State who approved the lowering."},
	"material-needs-action":        {"En väsentlig avvikelse kräver en åtgärd. Lägg till åtgärden först.", "A material deviation needs an action. Add the action first."},
	"max-under-min":                {"Den längsta tiden måste vara minst lika lång som den kortaste.", "The longest time must be at least as long as the shortest."},
	"move-needs-reason":            {"Ange ny dag och skäl varje gång tiden flyttas.", "Give the new day and a reason each time the date is moved."},
	"needed-for-controller":        {"Ange rättslig grund. En personuppgiftsansvarig kan inte registerförteckna en behandling utan den.", "State the legal basis. A controller cannot enter a processing in the record without it."},
	"needed-when-adopted":          {"Ange vilken referens som antas.", "State which reference is adopted."},
	"needed-when-applied":          {"Ange vilken norm som tillämpas.", "State which norm is applied."},
	"needed-when-assessed":         {"Ange sannolikhet och konsekvens, från 1 till 4.", "Give likelihood and consequence, from 1 to 4."},
	"needed-when-decided":          {"Fyll i fältet innan beslut.", "Fill in the field before deciding."},
	"needed-when-ended":            {"Ange vilken dag det upphörde.", "Give the day it ended."},
	"needed-when-retired":          {"Ange vilken dag objektet avvecklades.", "Give the day the object was retired."},
	"none-excludes-others":         {"Välj antingen inget av dem eller de som gäller, inte båda.", "Choose either none or those that apply, not both."},
	"not-json-object":              {"Skriv värdet som JSON med namn och värden, till exempel {\"values\":[24]}.", "Write the value as JSON with names and values, such as {\"values\":[24]}."},
	"not-a-cvss":                   {"Skriv CVSS som ett tal från 0,0 till 10,0.", "Write CVSS as a number from 0.0 to 10.0."},
	"not-a-day-count":              {"Skriv varje påminnelse som antal dagar efter öppning, från 1 till 366.", "Write each reminder as days after opening, from 1 to 366."},
	"not-a-third-country":          {"Landet hör till EES och är inte tredjeland. Rätta landet eller ta bort posten.", "The country belongs to the EEA and is not a third country. Correct the country or remove the record."},
	"not-an-address":               {"Skriv en e-postadress, till exempel namn@exempel.se.", "Write an e-mail address, for example name@example.com."},
	"not-informed-needs-exception": {"Ange vilket undantag i artikel 34.3 som gäller när de registrerade inte informeras.", "State which exception of article 34.3 applies when the data subjects are not informed."},
	"correction-says-what":         {"Skriv vad som rättas.", "State what is corrected."},
	"not-notified-needs-reason":    {"Ange skäl till att incidenten inte anmäls.", "Give the reason for not notifying."},
	"nothing-needs-reason":         {"Ange varför det inte finns något att rapportera.", "State why there is nothing to report."},
	"agreed-by-which":              {"Ange avtalet som säger hur lång tiden är.", "Name the agreement that says how long the time is."},
	"one-matter":                   {"Ange en enda sak som posten hör till.", "Name one single matter that the record belongs to."},
	"only-for-boards":              {"Slag av nämnd anges bara för nämnder. Ta bort det eller ändra typen.", "The kind of board is given for boards only. Remove it or change the kind."},
	"part-over-whole":              {"Delen kan inte vara större än hela antalet. Rätta någon av siffrorna.", "The part cannot exceed the whole. Correct one of the numbers."},
	"plan-needs-scope":             {"Ange vad planen gäller: minst ett objekt, en behandling eller en verksamhet.", "State what the plan is for: at least one object, processing or activity."},
	"point-twice":                  {"En punkt har besvarats två gånger. Behåll ett av svaren.", "A point is answered twice. Keep one of the answers."},
	"protective-security-not-here": {"Säkerhetsskyddsklassificerade uppgifter får inte finnas här. Ta bort bedömningen och skriv bara vem som har hand om frågan.", "Security-classified information must not be kept here. Remove the assessment and say only who handles the matter."},
	"quality-needs-date":           {"Ange vilken dag kvaliteten bedömdes.", "Give the day the quality was assessed."},
	"reason-needed":                {"Ange skäl.", "Give a reason."},
	"refusal-needs-reason":         {"Ange skälen till att handlingen inte lämnas ut i sin helhet.", "Give the reasons for not releasing the document in full."},
	"reporter-is-receiver":         {"Den som rapporterar kan inte själv ta emot eller besluta genomgången. Ange någon annan.", "The reporter cannot receive or decide the review. Name somebody else."},
	"row-incomplete":               {"Varje rad behöver: {allowed}.", "Each row needs: {allowed}."},
	"rto-over-mtd":                 {"Återställningstiden kan inte vara längre än det längsta tolererade avbrottet.", "The recovery time cannot be longer than the longest tolerable interruption."},
	"scope-needs-record":           {"Ange vilket objekt eller vilken behandling analysen gäller.", "State which object or processing the analysis is about."},
	"second-is-first":              {"Två olika personer måste stå bakom beslutet. Ange någon annan.", "Two different persons must stand behind the decision. Name somebody else."},
	"verifier-is-implementer":      {"Kontrollen ska göras av någon annan än den som införde åtgärden.", "Somebody else than whoever implemented the measure must verify it."},
	"verifier-is-owner":            {"Kontrollen ska göras av någon annan än den som ansvarar för åtgärden.", "Somebody else than the action's owner must verify it."},
}

func init() {
	lang.Say(Messages)
	names := map[string]lang.Text{}
	for _, c := range functions {
		names[c.Code] = functions.Label(c.Code)
	}
	lang.Functions(names)
}
