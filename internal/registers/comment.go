package registers

import "genomlys/internal/register"

// Comment is what somebody has said of a record (domain.md R34).
type Comment struct {
	register.Common
	Status string
	About  register.ID
	Place  string
	Text   string
	Author register.ID
}

// Comments is the register of comments.
var Comments = register.New("comment", "Kommentarer", "Comments", func(c *Comment, f *register.Fields) {
	f.Called("Kommentar", "Comment")
	f.About("Vad någon har sagt om en post, så att det står kvar där det hör hemma.", "What somebody has said of a record, so that it stays where it belongs.")
	f.Numbered("KOM")
	f.Group("settings")
	f.Choice(&c.Status, remarkStates).Label("Status", "Status").Facet().InList(4).Steps(remarkSteps)
	f.Any(&c.About).Label("Gäller", "About").Required().Hangs().InList(2)
	f.Text(&c.Place).Label("Del", "Part").Max(60).Help("Den del av posten som kommentaren gäller.", "The part of the record that the comment is about.")
	f.Long(&c.Text).Label("Kommentar", "Comment").Required()
	f.Ref(&c.Author, Persons).Label("Skriven av", "Written by").Required().InList(3).Back("Kommentarer", "Comments")
	f.Derive(func(c *Comment) { entitle(&c.Title, c.Text) })
})

// Attachment is a file that is evidence of something in a record (domain.md
// R34). The file lies apart, under its SHA-256, and never changes.
type Attachment struct {
	register.Common
	Status    string
	About     register.ID
	FileName  string
	MediaType string
	Size      register.Int
	Hash      string
	Author    register.ID
}

// Attachments is the register of files.
var Attachments = register.New("attachment", "Bilagor", "Attachments", func(c *Attachment, f *register.Fields) {
	f.Called("Bilaga", "Attachment")
	f.About("Filer som styrker uppgifter i andra poster.", "Files that are evidence of facts in other records.")
	f.Numbered("BIL")
	f.Group("settings")
	f.Choice(&c.Status, remarkStates).Label("Status", "Status").Facet().InList(6).Steps(remarkSteps)
	f.Any(&c.About).Label("Gäller", "About").Required().Hangs().InList(2)
	f.Text(&c.FileName).Label("Filnamn", "File name").Max(200).Required().InList(3)
	f.Text(&c.MediaType).Label("Filtyp", "File type").Max(100).Required().InList(4)
	f.Int(&c.Size).Label("Storlek", "Size").In("byte").Range(0, 1<<40).Required()
	f.Text(&c.Hash).Label("Kontrollsumma (SHA-256)", "Hash (SHA-256)").Max(64).Required().OfFile()
	// Not required: whoever reports an incident without signing in is no person of the register.
	f.Ref(&c.Author, Persons).Label("Tillagd av", "Added by").InList(5).Back("Bilagor", "Attachments")
})

var remarkStates = register.Choices{{"active", "Gäller", "In force"}, {"withdrawn", "Tillbakadragen", "Withdrawn"}}

var remarkSteps = register.Steps{{"active", "withdrawn", "withdraw"}}
