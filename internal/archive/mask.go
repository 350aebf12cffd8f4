package archive

import (
	"slices"
	"strings"

	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// plain are fields that a mark on a whole record leaves: they say that it is
// there and that it is marked, not what is in it.
var plain = []string{"status", "secrecy", "secrecy_note", "source", "diary_no", "archived_on"}

// marks gives the filled fields of a record that its secrecy mark covers: the
// groups that the register declares, or, where it declares none of its own, all
// that it says (domain.md C6).
func marks(rec *register.Record) []string {
	if m := rec.Text("secrecy"); m == "" || m == "none" {
		return nil
	}
	groups := slices.ContainsFunc(rec.Register.Fields, func(f *register.Field) bool { return f.Secret != "" && !f.Common })
	var out []string
	for i, f := range rec.Register.Fields {
		if rec.Values[i] == nil && !slices.Contains(rec.Masked, f.Name) {
			continue
		}
		if f.Secret != "" || !groups && !slices.Contains(plain, f.Name) {
			out = append(out, f.Name)
		}
	}
	return out
}

// provision names what a mark rests on.
func provision(rec *register.Record, l lang.Lang) string {
	mark, note := rec.Text("secrecy"), rec.Text("secrecy_note")
	if mark == "" || mark == "none" {
		return ""
	}
	if mark == "other" && note != "" {
		return note
	}
	return register.Secrecies.Label(mark).In(l)
}

// split reads the names of masked fields in a row.
func split(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}
