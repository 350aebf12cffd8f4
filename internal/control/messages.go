package control

import "genomlys/internal/lang"

// Messages are the words for what the rules of this package refuse, by code.
var Messages = map[string]lang.Text{
	"confirm-level-in-person":       {SV: "Nivån anges som bekräftad av {value}. Den som innehar funktionen loggar in och bekräftar.", EN: "The level is said to be confirmed by {value}. Whoever holds the function signs in and confirms."},
	"confirmer-other":               {SV: "{value} bekräftar inte avvikelsers nivå. Det gör samordnaren för intern kontroll.", EN: "{value} does not confirm the level of deviations. The coordinator of internal control does."},
	"confirmer-performed":           {SV: "Den som genomförde kontrollen bekräftar inte nivån. Någon annan gör det.", EN: "Whoever performed the control does not confirm the level. Somebody else does."},
	"control-activity-lacks":        {SV: "Kontrollaktiviteten {value} saknar uppgift: {allowed}.", EN: "Control activity {value} lacks a fact: {allowed}."},
	"control-day-to-come":           {SV: "Dagen {value} har inte varit. Ange den dag det skedde.", EN: "The day {value} has not come. Give the day it happened."},
	"control-material-needs-action": {SV: "En väsentlig avvikelse kräver minst en åtgärd. Koppla den innan nivån bekräftas.", EN: "A material deviation needs at least one action. Link it before the level is confirmed."},
	"control-plan-empty":            {SV: "Planen har inga kontrollaktiviteter. Lägg till minst en innan den fastställs.", EN: "The plan has no control activities. Add at least one before it is adopted."},
	"level-differs-from-count":      {SV: "Nivån stämmer inte med antalet avvikelser, {value}. Rätta något av dem.", EN: "The level does not agree with the number of deviations, {value}. Correct one of them."},
	"method-not-assessed":           {SV: "Arbetssättet ”{value}” saknar bedömd risk. En obligatorisk process bedömer varje arbetssätt varje år.", EN: "Working method “{value}” has no assessed risk. A mandatory process assesses every method each year."},
	"vor-action-missing":            {SV: "Risken hanteras med åtgärd. Koppla minst en.", EN: "The risk is handled by action. Link at least one."},
	"vor-control-missing":           {SV: "Risken hanteras med kontroll. Lägg till en kontrollaktivitet för den i internkontrollplanen.", EN: "The risk is handled by control. Add a control activity for it to the control plan."},
	"vor-handling-missing":          {SV: "Ange hur risken tas om hand.", EN: "State how the risk is handled."},
	"vor-handling-too-weak":         {SV: "Riskvärdet {value} kräver annan hantering. Välj: {allowed}.", EN: "Risk value {value} asks for other handling. Choose: {allowed}."},
	"vor-needs-diary-number":        {SV: "Nämnden beslutar vid sammanträde. Ange diarienumret för beslutet.", EN: "The board decides at a meeting. Give the diary number of the decision."},
	"vor-risk-not-handled":          {SV: "Risken {value} är inte omhändertagen som dess värde kräver: {allowed}.", EN: "Risk {value} is not handled as its value asks for: {allowed}."},
}
