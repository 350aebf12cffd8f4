package room

import "genomlys/internal/lang"

// Messages are the words for what is refused here, by code.
var Messages = map[string]lang.Text{
	"no-such-text":           {SV: "Det finns ingen text som heter {0}. Välj en av dem som finns.", EN: "There is no text called {0}. Choose one of those there are."},
	"no-such-report":         {SV: "Det finns ingen rapport som heter {0}. Välj en av dem som finns.", EN: "There is no report called {0}. Choose one of those there are."},
	"no-such-act":            {SV: "Det finns inget steg som heter {0}. Välj ett av dem som finns.", EN: "There is no step called {0}. Choose one of those there are."},
	"not-in-this-state":      {SV: "”{value}” går inte att göra i postens läge. Det här går: {allowed}.", EN: "“{value}” cannot be done in the record's state. These can: {allowed}."},
	"not-in-this-state-none": {SV: "”{value}” går inte att göra i postens läge.", EN: "“{value}” cannot be done in the record's state."},
}
