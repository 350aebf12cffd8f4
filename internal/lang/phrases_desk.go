package lang

// What the registers' table, the search and the palette say.
var (
	DeskSlow    = Text{"Det tar längre tid än vanligt. Sidan visas när den är klar.", "This takes longer than usual. The page is shown when it is ready."}
	DeskOffline = Text{"Servern svarar inte just nu. Det du har skrivit står kvar. Försök igen om en stund.", "The server does not answer right now. What you have written remains. Try again in a while."}
)
