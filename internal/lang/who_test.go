package lang_test

import (
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	_ "genomlys/internal/registers" // what functions are called
)

// Whoever is refused is told which functions may, in words; a name that is no
// function's stands as it is.
func TestWhoMay(t *testing.T) {
	for _, c := range []struct {
		err    *fault.Error
		sv, en string
	}{
		{access.MayNotChange("classification"),
			"Du får inte ändra posten. Det får, i organisationen som äger den: informationssäkerhetssamordnare, objektägare, objektledare, objektledare it, informationsägare, central informationssäkerhetsfunktion. Be någon av dem, eller systemadministratören om behörighet.",
			"You may not change the record. These may, in the organisation that owns it: information security coordinator, object owner, object manager, object manager, IT, information owner, central information security function. Ask one of them, or the administrator for rights."},
		{&fault.Error{Code: "may-not-write-field", Args: []string{"dpia", "råd", "dpo"}}, "Fältet råd skrivs bara av: dataskyddsombud. Be om ändringen där.", "The field råd is written only by: data protection officer. Ask there for the change."},
		{&fault.Error{Code: "may-not-decide", Args: []string{"dataskyddsombudet"}}, "Det här beslutet är förbehållet en annan funktion. Det fattas av: dataskyddsombudet. Lämna över dit.", "This decision is reserved for another function. It is made by: dataskyddsombudet. Hand it over."},
	} {
		if got := lang.Fault(lang.SV, c.err); got != c.sv {
			t.Errorf("%s\nwant %s", got, c.sv)
		}
		if got := lang.Fault(lang.EN, c.err); got != c.en {
			t.Errorf("%s\nwant %s", got, c.en)
		}
	}
	if got, want := lang.Problem(lang.SV, fault.Problem{Code: "no-such-step", Value: "x"}, ""), "Det går inte: postens läge är det sista, inga steg går att ta därifrån."; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
