package lang

// Said are the words for codes, of the language itself and of those who say more.
func Said() []map[string]Text { return append([]map[string]Text{problems}, said...) }
