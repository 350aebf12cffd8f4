package campaign

import "genomlys/internal/lang"

// What the letters of a follow-up say.
var (
	openingSubject = lang.Text{"%s: frågor om %s", "%s: questions about %s"}
	openingBody    = lang.Text{
		"Du svarar för det här i %[1]s. Det mesta är redan ifyllt från registret och från förra årets svar. Stämmer allt räcker det att välja Oförändrat. Annars tar tolv frågor omkring tio minuter.\n\n%[2]s\n\nSvara senast %[3]s. Du kan stänga sidan och fortsätta senare via samma länk. Länkarna är dina egna: skicka dem inte vidare, utan välj Be en kollega svara på sidan. De slutar gälla när uppföljningen stänger.\n",
		"You answer for this in %[1]s. Most is filled in already from the register and from last year's answers. If all is right it is enough to choose Unchanged. Otherwise twelve questions take about ten minutes.\n\n%[2]s\n\nAnswer by %[3]s. You can close the page and go on later by the same link. The links are your own: do not pass them on, choose Ask a colleague to answer on the page instead. They end when the follow-up closes.\n"}
	reminderSubject = lang.Text{"Påminnelse, %s: frågor om %s", "Reminder, %s: questions about %s"}
	reminderBody    = lang.Text{
		"Vi saknar svar i %[1]s om det här. Har du börjat finns dina svar kvar.\n\n%[2]s\n\nSvara senast %[3]s. Vet du inte svaret på en fråga finns alltid Vet inte, och du kan be en kollega svara.\n",
		"Answers are missing in %[1]s about this. If you have begun, your answers are kept.\n\n%[2]s\n\nAnswer by %[3]s. If you do not know the answer to a question there is always Not known, and you can ask a colleague to answer.\n"}
	whomToAsk     = lang.Text{"Frågor? %s", "Questions? %s"}
	askingSubject = lang.Text{"Hjälp att svara om %s", "Help to answer about %s"}
	askingBody    = lang.Text{
		"En kollega ber dig svara på frågor om %[1]s (%[2]s) i %[3]s:\n\n%[4]s\n\nDina svar sparas när du går vidare. Din kollega ser dem och skickar in. Länken är din egen och gäller till och med %[5]s.\n",
		"A colleague asks you to answer questions about %[1]s (%[2]s) in %[3]s:\n\n%[4]s\n\nYour answers are saved as you go on. Your colleague sees them and sends them in. The link is your own and holds until %[5]s.\n"}
	returnedSubject = lang.Text{"Vi behöver veta mer om %s", "We need to know more about %s"}
	returnedBody    = lang.Text{
		"Tack för svaren om %[1]s (%[2]s). Vi behöver veta mer:\n\n%[3]s\n\nDina svar finns kvar. Ändra det som behövs och skicka in igen:\n\n%[4]s\n\nSenast %[5]s.\n",
		"Thank you for the answers about %[1]s (%[2]s). We need to know more:\n\n%[3]s\n\nYour answers are kept. Change what is needed and send in again:\n\n%[4]s\n\nBy %[5]s.\n"}
	helpedSubject = lang.Text{"Svaren om %s är klara att skicka", "The answers about %s are ready to send"}
	helpedBody    = lang.Text{
		"Din kollega har svarat på frågorna om %[1]s (%[2]s). Läs svaren och skicka in dem:\n\n%[3]s\n\nSenast %[4]s.\n",
		"Your colleague has answered the questions about %[1]s (%[2]s). Read the answers and send them in:\n\n%[3]s\n\nBy %[4]s.\n"}
)
