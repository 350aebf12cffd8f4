package lang

// What the page says by which one comes in.
var (
	GatePassword  = Text{"Lösenord", "Password"}
	GateContinue  = Text{"Fortsätt", "Continue"}
	GateForgot    = Text{"Jag har glömt lösenordet", "I have forgotten my password"}
	GateOr        = Text{"Eller utan lösenord:", "Or without a password:"}
	GateWithKey   = Text{"Logga in med nyckel", "Sign in with a passkey"}
	GateKeyFailed = Text{"Det gick inte att logga in med nyckeln. Försök igen, eller logga in med lösenord.", "It did not work to sign in with the passkey. Try again, or sign in with your password."}
	GateNoAccount = Text{"Har du inget konto? Be den som sköter systemet hos er om en inbjudan.", "No account? Ask those who run the system for an invitation."}
	GateAgain     = Text{"Bekräfta att det är du", "Confirm that it is you"}
	GateAgainWhy  = Text{"Det du ska göra är känsligt. Logga därför in en gång till.", "What you are about to do is sensitive. Please sign in once more."}
)
