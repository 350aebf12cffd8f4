package pdf

// words are the few texts that the writer itself adds to a page.
type words struct {
	tag   string // language of the file
	draft string
	page  string // before a page number in a link's description
	trace string // description of a link from a figure to its records; %s is the figure
}

var vocabulary = map[string]words{
	"sv": {tag: "sv-SE", draft: "UTKAST", page: "sida", trace: "%s: visa posterna bakom siffran"},
	"en": {tag: "en-GB", draft: "DRAFT", page: "page", trace: "%s: show the records behind the figure"},
}
