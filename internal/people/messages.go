package people

import "genomlys/internal/lang"

// Messages are the words for what the rules here refuse, by code: what is
// missing, and who can. {value} and {allowed} are filled in.
var Messages = map[string]lang.Text{
	"board-is-own-controller": {"{value} är nämnd eller bolag och är själv personuppgiftsansvarig. Lämna fältet tomt.", "{value} is a board or a company and is itself the controller. Leave the field empty."},
	"function-held-already":   {"{value} har redan en innehavare. Avsluta den funktionen, byt innehavare på den, eller ange att den nya är ersättare.", "{value} has a holder already. End that function, change its holder, or state that the new one is a substitute."},
	"functions-apart":         {"Personen innehar {value}, som inte får förenas med den här funktionen (dataskyddsförordningen art. 38). Välj en annan person.", "The person holds {value}, which may not be combined with this function (GDPR art. 38). Choose another person."},
	"hand-over-to-oneself":    {"{value} kan inte ta över från sig själv. Välj en annan person.", "{value} cannot take over from themselves. Choose another person."},
	"may-not-hand-over":       {"Du får inte dela ut funktionen {function}. Det får den som är: {who}.", "You may not give out the function {function}. Those who may: {who}."},
	"may-not-take-over":       {"Du kan inte ge dig själv funktionen {function}. Be någon annan som är: {who}.", "You cannot give yourself the function {function}. Ask somebody else who is: {who}."},
	"merge-into-ended":        {"{value} har upphört. Välj en organisation som är verksam.", "{value} has ended. Choose an organisation that is active."},
	"merge-into-itself":       {"{value} kan inte uppgå i sig själv. Välj en annan organisation.", "{value} cannot merge into itself. Choose another organisation."},
	"not-held-by-person":      {"Personen innehar inte den funktionen. Välj bland: {allowed}.", "The person does not hold that function. Choose among: {allowed}."},
	"nothing-to-hand-over":    {"{value} innehar ingen funktion, så det finns inget att lämna över.", "{value} holds no function, so there is nothing to hand over."},
	"one-receiver-each":       {"Ange lika många mottagare som funktioner, i samma ordning.", "Give as many receivers as functions, in the same order."},
	"receiver-has-left":       {"{value} har slutat. Välj en annan person.", "{value} has left. Choose another person."},
	"taken-over-and-vacant":   {"En funktion kan inte både tas över och lämnas vakant. Ange den på ett ställe.", "A function cannot be both taken over and left vacant. Give it in one place."},
}
