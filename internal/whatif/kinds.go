package whatif

import "genomlys/internal/lang"

// Kind is a question that can be asked, what it answers and what it needs to
// be told beside organisation and day.
type Kind struct {
	ID    string
	Title lang.Text
	About lang.Text
	Takes []string // names of the report's parameters
	Needs []string // those of them that it cannot be asked without
}

// Kinds are the questions, in order.
func Kinds() []Kind {
	out := make([]Kind, len(kindsAsked))
	for i, k := range kindsAsked {
		k.Title = titlesOf[k.ID]
		out[i] = k
	}
	return out
}

var kindsAsked = []Kind{
	{ID: "W1", About: lang.Text{"Vilka överföringar, behandlingar, objekt och avtal vilar på kommissionens beslut om USA, och vad finns i reserv?", "Which transfers, processing, objects and agreements rest on the decision on the USA, and what is there to fall back on?"}},
	{ID: "W2", About: lang.Text{"Vad levererar den, vilka nämnder ska få veta det inom hur lång tid, vem når ni, och vilka planer finns?", "What does it supply, which boards are told within how long, whom do you reach, and which plans are there?"}, Takes: []string{"subject"}, Needs: []string{"subject"}},
	{ID: "W3", About: lang.Text{"Vilka objekt har AI eller uppkopplade saker, och vad saknas om dem?", "Which objects have AI or connected things, and what is missing about them?"}, Takes: []string{"traits"}},
	{ID: "W4", About: lang.Text{"Vilka klasser blir otillräckliga när kraven ärvs uppifrån?", "Which classes are too low when demands are inherited?"}, Takes: []string{"planned"}},
	{ID: "W5", About: lang.Text{"Vilka objekt och behandlingar stannar, och när passeras det längsta tolererade avbrottet?", "Which objects and processing stop, and when is the longest tolerable interruption passed?"}, Takes: []string{"subject", "hours"}, Needs: []string{"subject"}},
	{ID: "W6", About: lang.Text{"Vilka behandlingar ska ses över när reglerna för ett urval ändras?", "Which processing must be reviewed when the rules for a selection change?"}, Takes: []string{"filter"}, Needs: []string{"filter"}},
	{ID: "W7", About: lang.Text{"Vilka objekt och åtgärder träffas när informationen klassas högre?", "Which objects and measures are hit when the information is classified higher?"}, Takes: []string{"subject", "k", "r", "t", "s"}, Needs: []string{"subject"}},
	{ID: "W8", About: lang.Text{"Vem har antagit eller tillämpat den, och ska se över sitt från vilken dag?", "Who has adopted or applied it, and must look again from which day?"}, Takes: []string{"subject"}, Needs: []string{"subject"}},
	{ID: "W9", About: lang.Text{"Vad svarar personen eller nämnden för, och vem tar över?", "What does the person or the board answer for, and who takes over?"}, Takes: []string{"subject"}, Needs: []string{"subject"}},
	{ID: "W10", About: lang.Text{"Vilka genomgångar, processer, objekt och andra poster följer, citerar eller nämner det?", "Which reviews, processes, objects and other records follow, quote or name it?"}, Takes: []string{"subject"}, Needs: []string{"subject"}},
	{ID: "W11", About: lang.Text{"Vad stod i registren en viss dag, och vad har rättats sedan dess?", "What did the registers say on a day, and what has been corrected since?"}, Takes: []string{"register", "filter", "day"}, Needs: []string{"day"}},
}
