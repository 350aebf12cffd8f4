package register

// Marked tells whether a record has a secrecy mark: its fields that may hold
// what is secret are then shown to those alone who may see that (domain.md C6).
func (r *Record) Marked() bool {
	mark := r.Text("secrecy")
	return mark != "" && mark != "none"
}
