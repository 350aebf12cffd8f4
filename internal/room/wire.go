package room

import (
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Key is a record as answers name it.
type Key struct {
	Register string      `json:"register"`
	ID       register.ID `json:"id"`
	Ref      string      `json:"ref"`
	Org      register.ID `json:"org"`
	Title    string      `json:"title"`
}

// KeyOf names a record, nil for none.
func KeyOf(rec *register.Record) *Key {
	if rec == nil {
		return nil
	}
	return &Key{rec.Register.Name, rec.ID, rec.Ref, rec.Org, rec.Text("title")}
}

// Keys names several records.
func Keys(recs []*register.Record) []Key {
	out := make([]Key, len(recs))
	for i, r := range recs {
		out[i] = *KeyOf(r)
	}
	return out
}

// Found names a record of a register by its key.
func Found(registerName string, k store.Key) Key {
	return Key{registerName, k.ID, k.Ref, k.Org, k.Title}
}
