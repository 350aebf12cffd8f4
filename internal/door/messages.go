package door

import "genomlys/internal/lang"

// What the doors refuse before a change or a question is reached.
func init() {
	lang.Say(map[string]lang.Text{
		"sign-in":            {SV: "Logga in, eller skicka en giltig nyckel: Authorization: Bearer gl_…", EN: "Sign in, or send a valid token: Authorization: Bearer gl_…"},
		"sign-in-again":      {SV: "Logga in en gång till för att göra det här.", EN: "Sign in once more to do this."},
		"read-only-token":    {SV: "Nyckeln får bara läsa. Använd en som är skapad med scope write.", EN: "The token may only read. Use one made with scope write."},
		"cross-site":         {SV: "Begäran kom från en annan webbplats och är inte utförd. Gör om det härifrån.", EN: "The request came from another site and was not carried out. Do it again from here."},
		"no-such-page":       {SV: "Adressen finns inte. Kontrollera stavningen.", EN: "There is no such address. Check the spelling."},
		"no-such-register":   {SV: "Det finns inget register som heter {value}. Se /api/docs eller genomlys registers.", EN: "There is no register called {value}. See /api/docs or genomlys registers."},
		"query-unreadable":   {SV: "Det efter ? i adressen går inte att läsa. Skriv ; som %3B och % som %25.", EN: "What follows ? in the address cannot be read. Write ; as %3B and % as %25."},
		"method-not-allowed": {SV: "Adressen tar inte emot det anropet. Allow visar vilka den tar.", EN: "The address does not take that method. Allow tells which it takes."},
		"media-type":         {SV: "Skicka innehållet som {allowed} i Content-Type.", EN: "Send the content as {allowed} in Content-Type."},
		"not-json":           {SV: "Innehållet går inte att läsa som ett JSON-objekt i UTF-8, utan något efteråt.", EN: "The content cannot be read as one JSON object in UTF-8, with nothing after it."},
		"no-parameters":      {SV: "{label} frågas det inte efter: adressen tar inga uppgifter efter ?.", EN: "{label} is not asked for: the address takes nothing after ?."},
		"too-deep":           {SV: "Innehållet är nästlat för djupt: högst 20 nivåer.", EN: "The content is nested too deep: at most 20 levels."},
		"body-too-large":     {SV: "Det skickade är för stort. Dela upp det.", EN: "What was sent is too large. Split it."},
		"too-many-at-once":   {SV: "Du har för mycket på gång samtidigt. Vänta några sekunder och försök igen.", EN: "You have too much under way at once. Wait a few seconds and try again."},
		"given-twice":        {SV: "{label} är angivet två gånger. Ange det en gång.", EN: "{label} is given twice. Give it once."},
		"not-a-form":         {SV: "Formuläret går inte att läsa. Ladda om sidan och försök igen.", EN: "The form cannot be read. Load the page again and try anew."},
		"version-needed":     {SV: "Det framgår inte vilken version du ändrar. Ladda om sidan och försök igen.", EN: "It is not told which version you change. Load the page again and try anew."},
		"if-match-required": {SV: "Ange vilken version du ändrar: If-Match med ETag från läsningen (i batch: version).",
			EN: "Tell which version you change: If-Match with the ETag you read (in a batch: version)."},
		"if-match-unreadable": {SV: "”{value}” är ingen version. Skicka ETag så som du fick den, till exempel {allowed}.", EN: "“{value}” is no version. Send the ETag as you got it, such as {allowed}."},
		"key-used-for-another-request": {SV: "Nyckeln i Idempotency-Key är redan använd till en annan begäran. Välj en ny.",
			EN: "The key in Idempotency-Key has been used for another request. Choose a new one."},
		"internal": {SV: "Något gick fel hos oss. Försök igen; uppge request_id om du ber om hjälp.", EN: "Something went wrong on our side. Try again; give the request_id if you ask for help."},
	})
}
