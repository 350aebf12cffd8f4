// Package lang holds what is said to people, in Swedish and English.
package lang

import "strings"

// Text is one thing said in both languages, always written unkeyed
// ({"Sparat", "Saved"}) so that a missing language does not compile.
type Text struct{ SV, EN string }

// Lang is a language of the product.
type Lang string

// The languages of the product; Swedish is the default.
const (
	SV Lang = "sv"
	EN Lang = "en"
)

// Parse gives the language of a tag such as "en-GB,en;q=0.9"; all that is not
// English is Swedish.
func Parse(tag string) Lang {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if strings.HasPrefix(tag, "en") {
		return EN
	}
	return SV
}

// In gives the text in a language.
func (t Text) In(l Lang) string {
	if l == EN {
		return t.EN
	}
	return t.SV
}

// IsZero tells whether nothing is said.
func (t Text) IsZero() bool { return t.SV == "" && t.EN == "" }
