package register

import "testing"

type derived struct {
	Common
	Status string
	P, C   Int
	Value  Int
	On     Date
}

var derivedRegister = New("derived", "Prov", "Trials", func(c *derived, f *Fields) {
	f.Numbered("TST")
	f.Of(&c.Title).Label("Händelse", "Event").Also("Oönskad händelse")
	f.Choice(&c.Status, Choices{{"open", "Öppen", "Open"}}).Label("Status", "Status")
	f.Int(&c.P).Label("Sannolikhet", "Likelihood")
	f.Int(&c.C).Label("Konsekvens", "Consequence")
	f.Int(&c.Value).Label("Riskvärde", "Risk value").ByProduct()
	f.Date(&c.On).Label("Datum", "Date")
	f.Derive(func(c *derived) {
		if c.Title == "" {
			c.Title = "Prov " + string(c.On)
		}
		c.Value = Int{}
		if c.P.Set && c.C.Set {
			c.Value = Whole(c.P.N * c.C.N)
		}
	})
})

func TestDeriveFillsButNeverOverwrites(t *testing.T) {
	if got := derivedRegister.Must("title").Title.SV; got != "Händelse" {
		t.Fatalf("title is labelled %q", got)
	}
	rec := derivedRegister.NewRecord("a", "o")
	rec.Set("on", "2023-10-31")
	rec.Set("p", int64(3))
	rec.Set("c", int64(4))
	rec.Derive()
	if rec.Text("title") != "Prov 2023-10-31" {
		t.Errorf("title %q", rec.Text("title"))
	}
	if v, ok := rec.Number("value"); !ok || v != 12 {
		t.Errorf("value %d %v, want 12", v, ok)
	}
	rec.Set("title", "Eget")
	rec.Set("c", nil)
	rec.Derive()
	if rec.Text("title") != "Eget" {
		t.Errorf("a given title became %q", rec.Text("title"))
	}
	if _, ok := rec.Number("value"); ok {
		t.Error("the value stayed although a factor was taken away")
	}
}
