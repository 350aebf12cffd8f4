package main

import (
	"fmt"
	"strings"

	"genomlys/internal/ledger"
)

// phrase is a text in both languages; unkeyed, so that none can be left out.
type phrase struct{ sv, en string }

var (
	usage = phrase{
		"genomlys-verify kontrollerar ett utdrag ur liggaren utan server och nät.\n" +
			"Avslutar med 0 om liggaren håller, 1 om den är bruten, 2 om inget kunde undersökas.",
		"genomlys-verify checks a bundle of the ledger without server and network.\n" +
			"Exits with 0 if the ledger holds, 1 if it is broken, 2 if nothing could be examined."}
	helpBundle     = phrase{"paketets `fil`; - är standard in", "the bundle `file`; - is standard input"}
	helpKey        = phrase{"`fil` med liggarens öppna nyckel, en eller flera rader", "`file` with the ledger's public key, one or more lines"}
	helpCheckpoint = phrase{
		"`fil` med en tidigare kontrollpunkt, signerad eller avskriven (namn, antal, rot); kan upprepas",
		"`file` with an earlier checkpoint, signed or typed (name, size, root); may be repeated"}
	helpPrinted = phrase{
		"antal och rot ur en tryckt rapport, som `ANTAL:ROT`; kan upprepas",
		"size and root from a printed report, as `SIZE:ROOT`; may be repeated"}
	helpLang = phrase{"`språk`: sv eller en", "`language`: sv or en"}

	broken      = phrase{"BRUTEN:", "BROKEN:"}
	verified    = phrase{"verifierad: %d poster, rot %s", "verified: %d entries, root %s"}
	checkpoints = phrase{"%d kontrollpunkter", "%d checkpoints"}
	erased      = phrase{"%d gallrade med beslut", "%d erased by decision"}
	withheld    = phrase{"%d med undanhållet innehåll", "%d with contents withheld"}
	extract     = phrase{"utdrag för %s, %d poster från andra endast som hash", "extract for %s, %d entries of others as hashes only"}
	changed     = phrase{"ny nyckel %s från post %d, signerad av den förra", "new key %s from entry %d, signed by the former"}
	unvouched   = phrase{"OBS ny nyckel %s från post %d, som den förra INTE har signerat", "NOTE new key %s from entry %d, that the former did NOT sign"}
	log         = phrase{"liggare %s", "log %s"}
)

// speak gives the function that chooses the language.
type voice func(phrase) string

func speak(lang string) voice {
	return func(p phrase) string {
		if lang == "en" {
			return p.en
		}
		return p.sv
	}
}

// whole is the line to paste in the audit record.
func (say voice) whole(meta ledger.Bundle, res ledger.Result) string {
	parts := []string{
		fmt.Sprintf(say(verified), res.Size, res.Root),
		fmt.Sprintf(say(checkpoints), res.Checkpoints),
	}
	if res.Erased > 0 {
		parts = append(parts, fmt.Sprintf(say(erased), res.Erased))
	}
	if res.Withheld > 0 {
		parts = append(parts, fmt.Sprintf(say(withheld), res.Withheld))
	}
	for _, k := range res.Keys {
		print, err := ledger.Fingerprint(k.Key)
		if err != nil {
			print = k.Key
		}
		p := changed
		if k.Lost {
			p = unvouched
		}
		parts = append(parts, fmt.Sprintf(say(p), print, k.Seq))
	}
	if meta.Extract {
		parts = append(parts, fmt.Sprintf(say(extract), meta.Org, res.Masked))
	}
	return strings.Join(append(parts, fmt.Sprintf(say(log), meta.Origin)), ", ")
}
