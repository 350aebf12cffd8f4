package plan

import "genomlys/internal/lang"

// Messages are the words for what the rules of this package refuse, by code.
var Messages = map[string]lang.Text{
	"carried-from-elsewhere": {"{value} hör till en annan organisation eller till samma genomgång. För över från den förra genomgången.", "{value} belongs to another organisation or to the same review. Carry from the review before."},
	"carried-is-closed":      {"{value} är klar, flyttad eller struken och förs inte över.", "{value} is done, moved or dropped and is not carried over."},
	"drop-needs-reason":      {"Skriv i kommentaren varför {value} stryks.", "Write in the comment why {value} is dropped."},
	"point-moved-why":        {"Skriv varför {value} flyttas.", "Write why {value} is moved."},
	"plan-stands":            {"Planen i {value} är skickad eller beslutad och ändras inte. Flytta punkten i nästa genomgång.", "The plan of {value} has been sent or decided and does not change. Move the point in the next review."},
	"no-such-figure":         {"Det finns inget nyckeltal {value}.", "There is no figure {value}."},
	"point-not-bound":        {"{value} kan inte följas upp. Koppla punkten till ett nyckeltal, en sökning eller en åtgärd.", "{value} cannot be followed up. Bind the point to a figure, a query or an action."},
}
