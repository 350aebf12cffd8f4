package continuity

import "genomlys/internal/lang"

// Messages are the words for what the rules of this package refuse, by code.
var Messages = map[string]lang.Text{
	"continuity-day-to-come":  {SV: "Dagen {value} har inte varit. Ange den dag det skedde.", EN: "The day {value} has not come. Give the day it happened."},
	"exercise-action-missing": {SV: "Övningen visade brister. Lägg till minst en åtgärd innan den utvärderas.", EN: "The exercise showed shortcomings. Add at least one action before it is evaluated."},
	"exercise-result-missing": {SV: "Ange övningens resultat innan den utvärderas.", EN: "State the result before the exercise is evaluated."},
	"nothing-needs-a-plan":    {SV: "Inget objekt saknar en plan som det behöver.", EN: "No object lacks a plan that it needs."},
	"plan-adopt-in-person":    {SV: "Planen anges som fastställd av {value}. Den som innehar funktionen loggar in och fastställer den, eller ange beslutets diarienummer.", EN: "The plan is said to be adopted by {value}. Whoever holds the function signs in and adopts it, or give the diary number of the decision."},
	"plan-adopter-missing":    {SV: "Ange vem som fastställer planen. Det kan: {who}.", EN: "State who adopts the plan. These may: {who}."},
	"plan-adopter-other":      {SV: "Funktionen fastställer inte kontinuitetsplaner. Det kan: {who}.", EN: "The function does not adopt continuity plans. These may: {who}."},
	"plan-part-missing":       {SV: "Delen saknas i planen. Fyll i den innan planen fastställs.", EN: "The plan lacks this part. Fill it in before the plan is adopted."},
	"recovered-too-late":      {SV: "Återställningen tog {value} timmar, kravet är {allowed}. Resultatet kan inte vara godkänt utan åtgärder.", EN: "Recovery took {value} hours, the demand is {allowed}. The result cannot be met without actions."},
	"rsa-action-open":         {SV: "Åtgärden {value} är inte klar. Slutför eller stryk den först.", EN: "Action {value} is not done. Finish or cancel it first."},
	"rsa-drop-needs-reason":   {SV: "Ange i anteckningarna varför behovet inte åtgärdas.", EN: "State in the notes why nothing is done about the need."},
	"rsa-instruction-missing": {SV: "Ange vilken instruktion omgången följer.", EN: "State which instruction the round follows."},
	"rsa-measure-missing":     {SV: "Behovet {value} saknar åtgärd. Ange vad som behöver göras, eller avskriv behovet.", EN: "Finding {value} lacks a measure. State what needs to be done, or drop it."},
	"rsa-plan-missing":        {SV: "Behovet kräver en kontinuitetsplan. Koppla en plan som är fastställd.", EN: "The finding asks for a continuity plan. Link one that is adopted."},
}
