package lang

// problems are the words for what the core and the doors refuse, by code. They
// say what to do; a field's own rules have their words in package registers.
var problems = map[string]Text{}
