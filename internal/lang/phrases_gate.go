package lang

// What the page says by which one comes in.
var (
	GatePassword  = Text{"Lösenord", "Password"}
	GateContinue  = Text{"Fortsätt", "Continue"}
	GateForgot    = Text{"Jag har glömt lösenordet", "I have forgotten my password"}
	GateOr        = Text{"Eller utan lösenord:", "Or without a password:"}
	GateWithKey   = Text{"Logga in med nyckel", "Sign in with a passkey"}
	GateKeyFailed = Text{"Det gick inte att logga in med nyckeln. Försök igen, eller logga in med lösenord.", "Signing in with the passkey did not work. Try again, or sign in with your password."}
	GateNoAccount = Text{"Har du inget konto? Be den som sköter systemet hos er om en inbjudan.", "No account? Ask those who run the system for an invitation."}
	GateAgain     = Text{"Bekräfta att det är du", "Confirm that it is you"}
	GateAgainWhy  = Text{"Det du ska göra är känsligt. Logga därför in en gång till.", "What you are about to do is sensitive. Sign in once more."}
)

// What the steps on the way in say.
var (
	GateNeedEmail       = Text{"Skriv din e-postadress.", "Write your e-mail address."}
	GateNeedPassword    = Text{"Skriv ditt lösenord.", "Write your password."}
	GateNotRight        = Text{"Adressen eller lösenordet stämmer inte. Kontrollera båda och försök igen.", "The address or the password is not right. Check both and try again."}
	GatePasswordNot     = Text{"Lösenordet stämmer inte.", "The password is not right."}
	GateWaitSeconds     = Plural{Text{"För många försök. Vänta %s sekund och försök igen.", "Too many attempts. Wait %s second and try again."}, Text{"För många försök. Vänta %s sekunder och försök igen.", "Too many attempts. Wait %s seconds and try again."}}
	GateWaitMinutes     = Plural{Text{"För många försök. Vänta %s minut och försök igen.", "Too many attempts. Wait %s minute and try again."}, Text{"För många försök. Vänta %s minuter och försök igen.", "Too many attempts. Wait %s minutes and try again."}}
	GateCode            = Text{"Kod", "Code"}
	GateCodeTitle       = Text{"Skriv koden", "Write the code"}
	GateCodeHint        = Text{"Sex siffror från appen i din telefon, eller en reservkod.", "Six digits from the app in your phone, or a recovery code."}
	GateCodeWrong       = Text{"Koden stämmer inte eller är redan använd. Vänta på nästa kod och skriv den.", "The code is not right or is used already. Wait for the next code and write it."}
	GateFromStart       = Text{"Börja om", "Start over"}
	GateOrKey           = Text{"Eller använd din nyckel i stället för koden:", "Or use your passkey instead of the code:"}
	GateLostTitle       = Text{"Jag kommer inte åt appen", "I cannot reach the app"}
	GateLost            = Text{"Skriv en av reservkoderna som du sparade. Har du inga kvar: be den som sköter systemet hos er att låta dig börja om.", "Write one of the recovery codes that you saved. None left: ask those who run the system to let you start again."}
	GateNewGenerator    = Text{"Lägg till en app för koder", "Add an app for codes"}
	GateNewGeneratorWhy = Text{"Ett lösenord räcker inte. Du skriver också en kod som byts varje halvminut.", "A password is not enough. You also write a code that changes every half minute."}
	GateGeneratorOne    = Text{"Öppna en app för engångskoder i telefonen, till exempel den lösenordshanterare du redan har.", "Open an app for one-time codes in your phone, such as the password manager you already have."}
	GateGeneratorTwo    = Text{"Låt appen läsa bilden.", "Let the app read the picture."}
	GateGeneratorKey    = Text{"Kan du inte läsa bilden? Skriv den här nyckeln i appen:", "Cannot read the picture? Write this key in the app:"}
	GateGeneratorThree  = Text{"Skriv koden som appen visar.", "Write the code that the app shows."}
	GateFirstHint       = Text{"Sex siffror.", "Six digits."}
	GateFirstWrong      = Text{"Koden stämmer inte. Kontrollera att telefonens klocka går rätt och skriv koden som visas nu.", "The code is not right. Check that the phone's clock is right and write the code that it shows now."}
	GateConfirm         = Text{"Bekräfta koden", "Confirm the code"}
	GateRecovery        = Text{"Reservkoder", "Recovery codes"}
	GateRecoveryWhy     = Text{"Spara koderna där bara du kommer åt dem. Var och en släpper in dig en gång om telefonen är borta. De visas bara nu.", "Keep the codes where only you can reach them. Each lets you in once if the phone is gone. They are shown only now."}
	GateRecoveryNew     = Text{"Nya koder gör att de gamla slutar gälla.", "Once you have new codes, the old ones stop working."}
	GateMakeRecovery    = Text{"Skapa nya reservkoder", "Make new recovery codes"}
	GateKept            = Text{"Jag har sparat koderna", "I have saved the codes"}
	GateWelcome         = Text{"Välkommen", "Welcome"}
	GateWelcomeName     = Text{"Välkommen, %s", "Welcome, %s"}
	GateWelcomeWhy      = Text{"Välj hur du vill logga in. Länken förbrukas när du har valt.", "Choose how you want to sign in. The link is used up when you have chosen."}
	GateNewPassword     = Text{"Nytt lösenord", "New password"}
	GatePasswordHint    = Text{"Minst %s tecken. Några ord som bara du sätter ihop är bra. Mellanslag går bra, liksom att klistra in.", "At least %s characters. A few words that only you would put together are good. Spaces are fine, and so is pasting."}
	GateSavePassword    = Text{"Spara lösenordet", "Save the password"}
	GateResetWhy        = Text{"När du har sparat avslutas alla dina inloggningar. Koden från appen behövs fortfarande.", "When you have saved it all your sessions end. The code from the app is still needed."}
	GateOrMakeKey       = Text{"Eller utan lösenord: skapa en nyckel på den här enheten.", "Or without a password: make a passkey on this device."}
	GateMakeKey         = Text{"Skapa nyckel", "Make a passkey"}
	GateForgotTitle     = Text{"Glömt lösenordet", "Forgotten password"}
	GateForgotHow       = Text{"Vi skickar en länk till din e-postadress. Den gäller i en halvtimme och kan användas en gång.", "We send a link to your e-mail address. It is valid for half an hour and works once."}
	GateForgotNoMail    = Text{"Den här installationen skickar ingen e-post. Be den som sköter systemet hos er om en länk till ett nytt lösenord.", "This installation sends no e-mail. Ask those who run the system for a link to a new password."}
	GateForgotDone      = Text{"Om adressen finns hos oss är en länk på väg dit. Titta i inkorgen, även i skräpposten.", "If we know the address a link is on its way there. Look in your inbox, and among the spam."}
	GateSendLink        = Text{"Skicka länken", "Send the link"}
	GateToSignIn        = Text{"Till inloggningen", "To the sign-in page"}
	GateBack            = Text{"Tillbaka", "Back"}
)

// What the page of one's own ways in says.
var (
	GateMine           = Text{"Din inloggning", "How you sign in"}
	GateMineWhy        = Text{"Hur du loggar in och var du är inloggad.", "How you sign in and where you are signed in."}
	GatePasswordSince  = Text{"Satt %s.", "Set %s."}
	GateNoPassword     = Text{"Du har inget lösenord.", "You have no password."}
	GateChangePassword = Text{"Byt lösenord", "Change password"}
	GateChoosePassword = Text{"Välj ett lösenord", "Choose a password"}
	GateOldPassword    = Text{"Nuvarande lösenord", "Current password"}
	GateOthersEnd      = Text{"Dina andra inloggningar avslutas.", "Your other sessions end."}
	GateFactors        = Text{"Appar och nycklar", "Apps and passkeys"}
	GateNoFactors      = Text{"Du har ingen app för koder och ingen nyckel. Lägg till en av dem, så att du kan logga in med lösenord.", "You have no app for codes and no passkey. Add one of them so that you can sign in with a password."}
	GateGenerator      = Text{"App för koder", "App for codes"}
	GateKeyOn          = Text{"Nyckel, %s", "Passkey, %s"}
	GateAddedUsed      = Text{"tillagd %s, senast använd %s", "added %s, last used %s"}
	GateNever          = Text{"aldrig", "never"}
	GateRemove         = Text{"Ta bort", "Remove"}
	GateAddGenerator   = Text{"Lägg till app", "Add an app"}
	GateAddKey         = Text{"Lägg till nyckel", "Add a passkey"}
	GateNewKey         = Text{"Lägg till en nyckel", "Add a passkey"}
	GateNewKeyWhy      = Text{"En nyckel bor i din dator, telefon eller säkerhetsdosa och låses upp med fingret, ansiktet eller en pinkod. Du behöver då varken lösenord eller kod.", "A passkey lives in your computer, phone or security key and is unlocked by finger, face or PIN. You then need neither password nor code."}
	GateKeyReady       = Text{"Ha enheten framme.", "Have the device at hand."}
	GateKeyNeedsScript = Text{"Nycklar behöver att webbläsaren kör skript. Lägg annars till en app för koder.", "Passkeys need the browser to run scripts. Otherwise add an app for codes."}
	GateRecoveryLeft   = Plural{Text{"Du har %s reservkod kvar.", "You have %s recovery code left."}, Text{"Du har %s reservkoder kvar.", "You have %s recovery codes left."}}
	GateHere           = Text{"här och nu", "here and now"}
	GateSessionTimes   = Text{"sedan %s, använd %s, slutar %s", "since %s, used %s, ends %s"}
	GateToken          = Text{"Nyckel till API, %s", "API token, %s"}
	GateSomeBrowser    = Text{"Okänd webbläsare", "Unknown browser"}
	GateEnd            = Text{"Avsluta", "End"}
	GateEndOthers      = Text{"Avsluta alla andra", "End all others"}
	GateRemoveTitle    = Text{"Ta bort ett sätt att logga in", "Remove a way to sign in"}
	GateRemoveWhat     = Text{"Du tar bort %s, tillagd %s. Dina andra inloggningar avslutas.", "You remove %s, added %s. Your other sessions end."}
	GateRemoveNow      = Text{"Ta bort nu", "Remove now"}
	GateLastFactor     = Text{"Det är den enda du har.", "It is the only one you have."}
	GateLastFactorWhy  = Text{"Lägg till en annan först, annars kommer du inte in.", "Add another first, otherwise you cannot get in."}
	GateDonePassword   = Text{"Lösenordet är bytt och dina andra inloggningar är avslutade.", "The password is changed and your other sessions have ended."}
	GateDoneAdded      = Text{"Tillagt. Du kan logga in med det från och med nu.", "Added. You can sign in with it from now on."}
	GateDoneRemoved    = Text{"Borttaget.", "Removed."}
	GateDoneEnded      = Text{"Avslutat.", "Ended."}
)

// What letting others in says, and the outbox.
var (
	GateInvite         = Text{"Inloggning", "Sign-in"}
	GateInviteTitle    = Text{"Släpp in %s", "Let %s in"}
	GateInviteWhat     = Text{"Personen får en länk och väljer själv lösenord eller nyckel. Länken gäller i ett dygn och kan användas en gång.", "The person gets a link and chooses a password or a passkey. The link is valid for a day and works once."}
	GateMakeInvite     = Text{"Bjud in", "Invite"}
	GateResetWhat      = Text{"Glömt lösenord: en länk till ett nytt. Den gäller i en halvtimme. Koden från appen behövs fortfarande.", "Forgotten password: a link to a new one. It is valid for half an hour. The code from the app is still needed."}
	GateMakeReset      = Text{"Skapa länk till nytt lösenord", "Make a link to a new password"}
	GateAnewWhat       = Text{"Förlorad telefon: lösenord, appar, nycklar och reservkoder tas bort och personen börjar om. Förvissa dig först om vem som frågar.", "Lost phone: password, apps, passkeys and recovery codes are removed and the person starts again. First make sure who is asking."}
	GateAnew           = Text{"Låt personen börja om", "Let the person start again"}
	GateEndWhat        = Text{"Misstänkt intrång: alla inloggningar, länkar och nycklar till API slutar gälla nu.", "Suspected intrusion: all sessions, links and API tokens end now."}
	GateEndAll         = Text{"Avsluta alla inloggningar", "End all sessions"}
	GateAllEnded       = Text{"Alla inloggningar är avslutade.", "All sessions have ended."}
	GateLinkSent       = Text{"En länk är på väg till %s.", "A link is on its way to %s."}
	GateLinkShown      = Text{"Länken är skapad. Ge den till personen.", "The link is made. Give it to the person."}
	GateLinkTitle      = Text{"Länk att kopiera", "Link to copy"}
	GateLinkCare       = Text{"Den visas bara nu. Lämna den direkt till personen: den som har länken kommer in.", "It is shown only now. Hand it to the person directly: whoever has the link gets in."}
	GateOutbox         = Text{"Utskick", "Outgoing mail"}
	GateOutboxWhy      = Text{"Meddelanden som systemet skickar. Texten glöms när meddelandet är skickat.", "Messages that the system sends. The text is forgotten when the message has been sent."}
	GateNoMail         = Text{"Ingen e-postserver är inställd.", "No mail server is set."}
	GateNoMailWhy      = Text{"Länkar visas i stället så att de kan kopieras. Servern ställs in när programmet startas, med --smtp.", "Links are shown to be copied instead. The server is set when the program starts, by --smtp."}
	GateByState        = Text{"Läge", "State"}
	GateAllMail        = Text{"Alla %s", "All %s"}
	GateQueuedN        = Text{"I kö %s", "Queued %s"}
	GateSentN          = Text{"Skickade %s", "Sent %s"}
	GateFailedN        = Text{"Misslyckade %s", "Failed %s"}
	GateQueued         = Text{"I kö", "Queued"}
	GateSent           = Text{"Skickat %s", "Sent %s"}
	GateFailed         = Text{"Misslyckat", "Failed"}
	GateNextTry        = Text{"Nytt försök %s.", "Next try %s."}
	GateSendAgain      = Text{"Skicka igen", "Send again"}
	GateQueuedAgain    = Text{"Meddelandet står i kö igen.", "The message is queued again."}
	GateOutboxEmpty    = Text{"Inga meddelanden", "No messages"}
	GateOutboxEmptyWhy = Text{"Här syns inbjudningar, länkar till nya lösenord och påminnelser när de skickas.", "Invitations, links to new passwords and reminders show here when they are sent."}
	GateMailMade       = Text{"Skapat", "Made"}
	GateMailSubject    = Text{"Ämne", "Subject"}
	GateMailTo         = Text{"Till", "To"}
	GateMailState      = Text{"Läge", "State"}
)

// What the messages say.
var (
	GateInviteSubject = Text{"Inbjudan till %s", "Invitation to %s"}
	GateInviteBody    = Text{"Hej\n\nDu har fått tillgång till %s. Öppna länken och välj hur du vill logga in:\n\n%s\n\nLänken gäller i 24 timmar och kan användas en gång. Väntade du dig inte det här meddelandet kan du bortse från det.\n", "Hello\n\nYou have been given access to %s. Open the link and choose how you want to sign in:\n\n%s\n\nThe link is valid for 24 hours and works once. If you did not expect this message you can ignore it.\n"}
	GateResetSubject  = Text{"Nytt lösenord till %s", "New password for %s"}
	GateResetBody     = Text{"Hej\n\nDu har bett om ett nytt lösenord till %s. Öppna länken och välj det:\n\n%s\n\nLänken gäller i 30 minuter och kan användas en gång. Har du inte bett om det kan du bortse från meddelandet: ditt lösenord är detsamma.\n", "Hello\n\nYou have asked for a new password for %s. Open the link and choose it:\n\n%s\n\nThe link is valid for 30 minutes and works once. If you did not ask for it you can ignore this message: your password is the same.\n"}
	GateNoticeSubject = Text{"Din inloggning till %s har ändrats", "Your sign-in to %s has changed"}
	GateNoticeBody    = Text{"Hej\n\n%s Det skedde %s.\n\nVar det inte du? Kontakta den som sköter systemet hos er genast.\n", "Hello\n\n%s It happened %s.\n\nWas it not you? Contact those who run the system at once.\n"}
	GateMailPassword  = Text{"Ditt lösenord har bytts.", "Your password has been changed."}
	GateMailAdded     = Text{"Ett sätt att logga in har lagts till.", "A way to sign in has been added."}
	GateMailRemoved   = Text{"Ett sätt att logga in har tagits bort.", "A way to sign in has been removed."}
	GateMailDevice    = Text{"Du loggade in från en enhet som du inte har använt förut: %s.", "You signed in from a device that you have not used before: %s."}
	GateDeviceSubject = Text{"Ny inloggning till %s", "New sign-in to %s"}
	GateDeviceUnknown = Text{"okänd webbläsare", "unknown browser"}
	GateMailRecovery  = Text{"En av dina reservkoder har använts.", "One of your recovery codes has been used."}
)
