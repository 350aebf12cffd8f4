package access

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
)

// Key is the same for two callers who are shown the same and may do the same:
// what answers are kept under that depend on who asks. It is made of values
// alone: where in memory a caller lies tells nothing, since the place is given
// to the next who comes.
func (c Caller) Key() string {
	return fmt.Sprintf("%s|%s|%t", c.rights(), c.Lang, c.ReadOnly)
}

// rights is what of the key follows from the person, which holds as long as the
// caller does.
func (c Caller) rights() string {
	if c.scopes == nil {
		return c.digest()
	}
	c.scopes.mu.Lock()
	defer c.scopes.mu.Unlock()
	if c.scopes.key == "" {
		c.scopes.key = c.digest()
	}
	return c.scopes.key
}

func (c Caller) digest() string {
	h := sha256.New()
	fmt.Fprintf(h, "%t %q %q %q", c.system, c.Person, c.Name, c.Email)
	for _, x := range c.Held {
		fmt.Fprintf(h, " held %q %q %q %q %q %q %q", x.Assignment, x.Function, x.Org, x.Reach, x.Answers, x.Objects, x.Title)
	}
	fmt.Fprintf(h, " objects %q", c.Objects)
	if l := c.limit; l != nil {
		fmt.Fprintf(h, " limit %q %q %q %q %q %q %q %q %q %q %q", l.Key, l.Person, l.Name, l.Email, l.Object, l.Of, l.About, l.Write, l.Fields, l.Steps, l.In)
		for _, r := range slices.Sorted(maps.Keys(l.Records)) {
			fmt.Fprintf(h, " sees %q %q", r, l.Records[r])
		}
		for _, r := range slices.Sorted(maps.Keys(l.Make)) {
			fmt.Fprintf(h, " makes %q %q", r, l.Make[r])
		}
	}
	return string(h.Sum(nil))
}
