package lang

// What is said before a session ends.
var (
	SessionEnds        = Text{"Inloggningen tar snart slut", "You will soon be signed out"}
	SessionSoon        = Text{"Du loggas ut om fem minuter om du inte gör något. Det du har sparat finns kvar.", "You will be signed out in five minutes unless you do something. What you have saved is kept."}
	SessionEnd         = Text{"Inloggningen tar slut om fem minuter och kan inte förlängas. Spara och logga in igen.", "Your session ends in five minutes and cannot be extended. Save and sign in again."}
	SessionGone        = Text{"Du är utloggad. Logga in igen i en ny flik. Det du har skrivit på sidan finns kvar.", "You are signed out. Sign in again in a new tab. What you have written on the page is still there."}
	SessionOn          = Text{"Inloggningen är förlängd", "You stay signed in"}
	SessionContinue    = Text{"Fortsätt", "Continue"}
	SessionContinueNew = Text{"Fortsätt vara inloggad (ny flik)", "Stay signed in (new tab)"}
	SessionUntil       = Text{"Du loggas ut %s om du inte öppnar en sida innan dess.", "You will be signed out %s unless you open a page before that."}
	SessionStay        = Text{"Du är inloggad till %s. Stäng fliken och fortsätt där du var.", "You are signed in until %s. Close the tab and go on where you were."}
)
