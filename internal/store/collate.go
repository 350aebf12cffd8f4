package store

import (
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

type collator struct {
	c   *collate.Collator
	buf collate.Buffer
}

var collators = sync.Pool{New: func() any {
	return &collator{c: collate.New(language.Swedish, collate.Numeric)}
}}

// SortKey is what Swedish text is ordered by, byte by byte: å ä ö last, numbers
// by their value. It is made in Go so that both engines order and page alike.
func SortKey(s string) []byte {
	if s == "" {
		return []byte{}
	}
	c := collators.Get().(*collator)
	defer collators.Put(c)
	c.buf.Reset()
	k := c.c.KeyFromString(&c.buf, s)
	out := make([]byte, min(len(k), maxKey))
	copy(out, k)
	return out
}

// maxKey bounds a key, since PostgreSQL takes no index row above 2 700 bytes;
// texts that are alike for so long are ordered by identity.
const maxKey = 500
