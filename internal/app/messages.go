package app

import (
	"strings"

	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// What the installation itself and its commands refuse, and what verification finds.
func init() {
	lang.Named(func(of, code string) (lang.Text, bool) {
		of, name, _ := strings.Cut(of, ".")
		reg, ok := registers.Catalogue().Get(of)
		if !ok {
			return lang.Text{}, false
		}
		f, ok := reg.Field(name)
		if !ok {
			return lang.Text{}, false
		}
		for _, c := range append([]*register.Field{f}, f.Columns...) { // a list's codes are its columns'
			if c.Choices.Has(code) {
				return c.Choices.Label(code), true
			}
		}
		return lang.Text{}, false
	})
	lang.Say(map[string]lang.Text{
		"key-cannot-be-written": {SV: "Nyckelfilen går inte att skriva. Kontrollera mappens rättigheter.", EN: "The key file cannot be written. Check the folder's rights."},
		"key-cannot-be-read":    {SV: "Nyckelfilen går inte att läsa. Kontrollera filens rättigheter och att det är rätt fil.", EN: "The key file cannot be read. Check the file's rights and that it is the right file."},
		"ledger-key-missing": {SV: "Nyckeln som signerar liggaren finns inte här, så ingen kontrollpunkt signeras. Lägg nyckelfilen på sin plats eller peka ut den med GENOMLYS_LEDGER_KEY. Finns den inte kvar någonstans: kör genomlys key renew --lost, så skrivs bytet i liggaren.",
			EN: "The key that signs the ledger is not here, so no checkpoint is signed. Put the key file in its place or name it with GENOMLYS_LEDGER_KEY. If it is nowhere to be had: run genomlys key renew --lost, and the change is written in the ledger."},
		"ledger-key-other": {SV: "Nyckelfilen hör inte till den här liggaren. Lägg rätt fil på sin plats; genomlys key show visar vilken nyckel som gäller.",
			EN: "The key file is not of this ledger. Put the right file in its place; genomlys key show shows which key holds."},
		"ledger-key-here": {SV: "Nyckeln finns här. Byt den med genomlys key renew utan --lost, så signerar den gamla bytet.",
			EN: "The key is here. Change it with genomlys key renew without --lost, and the old one signs the change."},
		"key-disagrees": {SV: "Databasen säger att liggaren signeras med en annan nyckel än den som gäller enligt liggaren och nyckelfilen: {value}",
			EN: "The database says that the ledger is signed with another key than holds by the ledger and the key file: {value}"},
		"row-without-entry":   {SV: "Ett register har fler rader än liggaren känner till: {value}", EN: "A register has more rows than the ledger knows of: {value}"},
		"entry-without-row":   {SV: "Raden som post {value} i liggaren talar om är borta.", EN: "The row that entry {value} of the ledger speaks of is gone."},
		"versions-disagree":   {SV: "Versionerna av en rad stämmer inte med varandra: {value}", EN: "The versions of a row disagree: {value}"},
		"links-disagree":      {SV: "Kopplingarna stämmer inte med raderna: {value}", EN: "The links disagree with the rows: {value}"},
		"identities-disagree": {SV: "Identiteterna stämmer inte med raderna: {value}", EN: "The identities disagree with the rows: {value}"},
		"entry-disagrees":     {SV: "Post {value} i liggaren ligger under annat än den handlar om.", EN: "Entry {value} of the ledger lies under another name than it bears."},
		"head-disagrees":      {SV: "Liggarens antal stämmer inte med dess poster: {value}", EN: "The ledger's numbers disagree with its entries: {value}"},
		"rows-missing":        {SV: "Ett register har färre rader än liggaren känner till: {value}", EN: "A register has fewer rows than the ledger knows of: {value}"},
		"order-disagrees":     {SV: "Ordningen i ett register stämmer inte med vad posterna heter: {value}", EN: "The order of a register disagrees with what its records are called: {value}"},
		"checkpoint-missing":  {SV: "Den senast signerade kontrollpunkten, för {value} poster, är borta eller har bytts ut.", EN: "The checkpoint signed last, of {value} entries, is gone or was exchanged."},
		"words-disagree":      {SV: "Sökorden stämmer inte med raderna: {value}", EN: "The search words disagree with the rows: {value}"},
		"numbers-disagree":    {SV: "Räknaren för nummer stämmer inte med de nummer som finns: {value}", EN: "The counter of numbers disagrees with the numbers there are: {value}"},
		"file-changed":        {SV: "En sparad fil har ändrats, dess kontrollsumma är inte {value}", EN: "A kept file has been changed, its checksum is not {value}"},
		"file-missing":        {SV: "En sparad fil är borta: {value}", EN: "A kept file is gone: {value}"},
		"file-disagrees":      {SV: "En fil hör till ett beslut som inte nämner den: {value}", EN: "A file belongs to a decision that does not name it: {value}"},
		"copy-differs":        {SV: "Kopian är inte lik originalet: {value}", EN: "The copy is not like the original: {value}"},
		"address-taken":       {SV: "Adressen går inte att svara på. Välj en annan med --addr, eller avsluta det som svarar där.", EN: "The address cannot be answered on. Choose another by --addr, or end what answers there."},
		"addr-needs-secure":   {SV: "--addr: {value} nås från andra datorer. Sätt en proxy med TLS framför och ange --secure, eller använd 127.0.0.1.", EN: "--addr: {value} is reached from other machines. Put a proxy with TLS in front and give --secure, or use 127.0.0.1."},
		"database-not-empty":  {SV: "Databasen innehåller redan något. En stad byggs i en tom: välj en annan med --db.", EN: "The database already holds something. A city is built in an empty one: choose another by --db."},
		"not-the-example":     {SV: "Databasen innehåller något annat än exemplet. Välj en annan med --db, eller visa den här med genomlys serve.", EN: "The database holds something else than the example. Choose another by --db, or show this one with genomlys serve."},
		"key-needed":          {SV: "--key saknas: ange filen med den öppna nyckeln, som ligger bredvid paketet och heter som det med .pub.", EN: "--key is missing: name the file with the public key, which lies beside the bundle under its name with .pub."},
		"year-out-of-range":   {SV: "{label}: {value} är inget år att göra en genomgång för. Skriv ett år mellan {0} och {1}.", EN: "{label}: {value} is no year to make a review for. Write a year between {0} and {1}."},
		"date-has-passed":     {SV: "{label}: {value} har passerat. Skriv {0} eller senare.", EN: "{label}: {value} has passed. Write {0} or later."},
		"one-figure":          {SV: "Ange ett nyckeltal, till exempel F01, inte {0}.", EN: "Name one figure, such as F01, not {0}."},
		"no-such-question":    {SV: "Frågan {0} finns inte. Ange dpf, supplier, object eller W1 till W11.", EN: "There is no question {0}. Give dpf, supplier, object or W1 to W11."},
		"some-level-needed":   {SV: "Ange minst en nivå, för vilken aspekt som helst, som är högre än i dag. Övriga kan lämnas tomma.", EN: "Give at least one level, for any aspect, that is higher than today. The others may be left empty."},
		"tasks-without-owner": {SV: "{value} saker att göra har ingen ansvarig: {allowed}. Välj vilken funktion som får dem.", EN: "{value} things to do have nobody responsible: {allowed}. Choose the function that gets them."},
		"key-is-private":      {SV: "{label}: filen innehåller den hemliga nyckeln. Ange den öppna, som ligger bredvid paketet och heter som det med .pub.", EN: "{label}: the file holds the secret key. Give the public one, which lies beside the bundle under its name with .pub."},
	})
}
