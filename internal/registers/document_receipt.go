package registers

import "genomlys/internal/register"

// DocumentReceipt is that one person has been asked to read a steering document,
// and has said that it is read and understood (domain.md R24).
type DocumentReceipt struct {
	register.Common
	Status      string
	Document    register.ID
	Person      register.ID
	Unit        string
	AskedOn     register.Date
	Due         register.Date
	ConfirmedOn register.Date
	RemindedOn  register.Date
	Reminders   register.Int
}

// DocumentReceipts is the register of receipts. The organisation that owns a
// receipt is the one where the person works; the person confirms alone.
var DocumentReceipts = register.New("document_receipt", "Läskvittenser", "Reading receipts", func(c *DocumentReceipt, f *register.Fields) {
	f.Called("Läskvittens", "Reading receipt")
	f.About("Vem som har läst och förstått vilket styrdokument.", "Who has read and understood which steering document.")
	f.Numbered("LAS")
	f.Group("governance")
	f.OrderBy("due")
	f.Choice(&c.Status, receiptStates).Label("Status", "Status").Facet().InList(2).Steps(receiptSteps)
	f.Ref(&c.Document, SteeringDocuments).Label("Styrdokument", "Steering document").Required().Part().InList(3).Back("Läskvittenser", "Reading receipts")
	f.Ref(&c.Person, Persons).Label("Person", "Person").Required().Part().InList(4).Back("Läskvittenser", "Reading receipts")
	f.Text(&c.Unit).Label("Enhet", "Unit").Facet().Sort().InList(5)
	f.Date(&c.AskedOn).Label("Ombedd att läsa", "Asked on").Sort()
	f.Date(&c.Due).Label("Läs senast", "Read by").Sort().InList(6)
	f.Date(&c.ConfirmedOn).Label("Läst och förstått", "Read and understood on").Sort().InList(7)
	f.Date(&c.RemindedOn).Label("Senast påmind", "Last reminded on").Sort()
	f.Int(&c.Reminders).Label("Påminnelser", "Reminders").Range(0, 1000)
	f.Derive(func(c *DocumentReceipt) { entitle(&c.Title, "Läskvittens", c.Unit) })
	f.Check((*DocumentReceipt).check)
})

var receiptStates = register.Choices{{"asked", "Ej läst", "Not read"}, {"confirmed", "Läst och förstått", "Read and understood"}, {"excused", "Behöver inte läsa", "Need not read"}}

var receiptSteps = register.Steps{{"asked", "confirmed", "confirm"}, {"asked", "excused", "excuse"}, {"excused", "asked", "ask"}}

func (c *DocumentReceipt) check(p *register.Problems) {
	if backwards(c.AskedOn, c.Due) {
		p.At(&c.Due, "end-before-start")
	}
}
