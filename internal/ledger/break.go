package ledger

import (
	"strconv"
	"strings"
)

// Kind names what is wrong with a ledger; its text is stable and meant for
// machines.
type Kind string

// The kinds of break. Seq, Other and Name of the [Break] mean what is said
// here.
const (
	ChangedPayload Kind = "changed-payload"      // contents of Seq do not give its commitment
	ChangedHeader  Kind = "changed-header"       // header of Seq does not give its stored hash
	ChangedHashes  Kind = "changed-hashes"       // stored inner hashes of Seq differ from the tree
	BadHeader      Kind = "bad-header"           // header of Seq is no header; Name tells why
	Deleted        Kind = "deleted"              // Seq is missing, Other is the next that is there
	Swapped        Kind = "swapped"              // at place Seq stands entry Other
	Duplicate      Kind = "duplicate-sequence"   // entry Seq comes twice
	Inserted       Kind = "inserted"             // a second, different entry claims number Seq
	WrongOrgNumber Kind = "wrong-org-number"     // Seq should be number Other of organisation Name
	TimeBackwards  Kind = "time-backwards"       // Seq is earlier than the entry before it
	CutTail        Kind = "cut-tail"             // Other entries were announced, Seq are there
	Ahead          Kind = "checkpoint-ahead"     // a trusted checkpoint has Seq entries, the log Other
	RootDiffers    Kind = "root-differs"         // first Seq entries do not give the root Name
	Fork           Kind = "fork"                 // two checkpoints of Seq entries with different roots
	Unsigned       Kind = "unsigned-tail"        // entries from Seq on are under no checkpoint; Other are there
	Undecided      Kind = "erased-undecided"     // contents of Seq are gone and no decision covers it
	NotErased      Kind = "not-erased"           // decision Seq names Other, which is not erased under it
	BadDisposal    Kind = "bad-disposal"         // decision Seq cannot be checked; Name tells why
	Hidden         Kind = "hidden"               // Seq of organisation Name is not shown in its own extract
	WrongKey       Kind = "wrong-key"            // checkpoint Name is signed by no key given
	BadSignature   Kind = "bad-signature"        // checkpoint Name was changed after it was signed
	BadCheckpoint  Kind = "bad-checkpoint"       // no checkpoint; Name tells why
	LateCheckpoint Kind = "misplaced-checkpoint" // checkpoint of Seq entries came after entry Other
	NoCheckpoint   Kind = "missing-checkpoint"   // the checkpoint of Seq entries that the one of Other entries follows is not there
	BadBundle      Kind = "bad-bundle"           // line Seq of the bundle cannot be read; Name tells why
)

// Break is the first thing found wrong with a ledger.
type Break struct {
	Kind  Kind
	Seq   int64
	Other int64
	Name  string
}

// Error says the break in English.
func (b *Break) Error() string { return b.Say("en") }

// Say says the break in Swedish ("sv") or English (anything else).
func (b *Break) Say(lang string) string {
	p, ok := breaks[b.Kind]
	if !ok {
		return string(b.Kind)
	}
	text := p.en
	if lang == "sv" {
		text = p.sv
	}
	return strings.NewReplacer(
		"{seq}", strconv.FormatInt(b.Seq, 10),
		"{other}", strconv.FormatInt(b.Other, 10),
		"{name}", b.Name,
	).Replace(text)
}

// phrase is a text in both languages; unkeyed, so that none can be left out.
type phrase struct{ sv, en string }

var breaks = map[Kind]phrase{
	ChangedPayload: {
		"post {seq}: innehållet har ändrats, det stämmer inte med postens åtagande",
		"entry {seq}: the contents were changed, they do not match the entry's commitment"},
	ChangedHeader: {
		"post {seq}: huvudet har ändrats, det stämmer inte med den sparade hashen",
		"entry {seq}: the header was changed, it does not match the stored hash"},
	ChangedHashes: {
		"post {seq}: sparade hashar har ändrats, de stämmer inte med trädet",
		"entry {seq}: stored hashes were changed, they do not match the tree"},
	BadHeader: {
		"post {seq}: huvudet går inte att läsa ({name})",
		"entry {seq}: the header cannot be read ({name})"},
	Deleted: {
		"post {seq} saknas: den har tagits bort, nästa som finns är {other}",
		"entry {seq} is missing: it was deleted, the next one there is {other}"},
	Swapped: {
		"poster har bytt plats: på plats {seq} står post {other}",
		"entries were swapped: at place {seq} stands entry {other}"},
	Duplicate: {
		"post {seq} förekommer två gånger",
		"entry {seq} occurs twice"},
	Inserted: {
		"en post har skjutits in: två olika poster har nummer {seq}",
		"an entry was inserted: two different entries have number {seq}"},
	WrongOrgNumber: {
		"post {seq}: fel löpnummer för organisationen {name}, väntade {other}",
		"entry {seq}: wrong running number for organisation {name}, expected {other}"},
	TimeBackwards: {
		"post {seq}: tidpunkten ligger före föregående posts",
		"entry {seq}: its time is before that of the entry before it"},
	CutTail: {
		"slutet är avklippt: {other} poster utlovade, {seq} finns",
		"the tail was cut off: {other} entries announced, {seq} are there"},
	Ahead: {
		"kontrollpunkten omfattar {seq} poster men liggaren bara {other}: senare poster har försvunnit",
		"the checkpoint covers {seq} entries but the log only {other}: later entries are gone"},
	RootDiffers: {
		"roten avviker: de första {seq} posterna ger inte kontrollpunktens rot {name}, historien är omskriven",
		"the root differs: the first {seq} entries do not give the checkpoint's root {name}, history was rewritten"},
	Fork: {
		"två historier: det finns två kontrollpunkter för {seq} poster med olika rot",
		"two histories: there are two checkpoints of {seq} entries with different roots"},
	Unsigned: {
		"post {seq} och senare (av {other}) omfattas inte av någon signerad kontrollpunkt",
		"entry {seq} and later (of {other}) are covered by no signed checkpoint"},
	Undecided: {
		"post {seq}: innehållet är borttaget utan gallringsbeslut",
		"entry {seq}: the contents were erased without a decision"},
	NotErased: {
		"gallringsbeslutet i post {seq} anger post {other}, som inte är gallrad eller redan gallrats genom annat beslut",
		"the disposal decision in entry {seq} names entry {other}, which is not erased or was erased by another decision"},
	BadDisposal: {
		"gallringsbeslutet i post {seq} går inte att kontrollera ({name})",
		"the disposal decision in entry {seq} cannot be checked ({name})"},
	Hidden: {
		"post {seq} tillhör {name} men visas inte i dess eget utdrag",
		"entry {seq} belongs to {name} but is not shown in its own extract"},
	WrongKey: {
		"fel nyckel: kontrollpunkten {name} är inte signerad med någon angiven nyckel",
		"wrong key: checkpoint {name} is not signed by any key given"},
	BadSignature: {
		"signaturen stämmer inte: kontrollpunkten {name} har ändrats efter signeringen",
		"the signature does not hold: checkpoint {name} was changed after signing"},
	BadCheckpoint: {
		"kontrollpunkten går inte att läsa ({name})",
		"the checkpoint cannot be read ({name})"},
	LateCheckpoint: {
		"kontrollpunkten för {seq} poster står på fel plats, efter {other} poster",
		"the checkpoint of {seq} entries stands in the wrong place, after {other} entries"},
	NoCheckpoint: {
		"en kontrollpunkt saknas eller har bytts ut: den för {other} poster följer på en för {seq} poster, som inte är den som finns",
		"a checkpoint is missing or was exchanged: the one of {other} entries follows one of {seq} entries, which is not the one there"},
	BadBundle: {
		"rad {seq} i paketet går inte att läsa ({name})",
		"line {seq} of the bundle cannot be read ({name})"},
}
