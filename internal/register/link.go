package register

// IDs gives the records that links lead to.
func IDs(links []Link) []string {
	out := make([]string, len(links))
	for i, l := range links {
		out[i] = string(l.To)
	}
	return out
}
