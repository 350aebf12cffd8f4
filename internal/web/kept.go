package web

import (
	"context"
	"fmt"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/duty"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

// memory is what pages are made of again and again, for each caller: it holds as
// long as what it was read from stands.
type memory struct {
	own      store.Kept[*register.Record] // where the caller works
	counts   store.Kept[map[string]string]
	views    store.Kept[[]*view]
	needs    store.Kept[[]duty.Item]
	parts    store.Kept[page.Home]
	names    store.Known[*register.Record]
	levels   store.Known[*register.Record] // the classification in force, by object
	standing store.Known[standing]         // what other registers say of an object
}

// kept answers for the caller of a request what was answered before, or answers
// it: the caller's rights and language, the day and the rules of the house are
// part of what the answer is kept under. It is shared and not to be altered.
func kept[T any](w *Web, r *door.Request, k *store.Kept[T], what string, answer func(r *door.Request) (T, error)) (T, error) {
	key, err := w.whose(r, what)
	if err != nil {
		var none T
		return none, err
	}
	return store.Remember(r.Context(), w.DB, k, key, func(ctx context.Context) (T, error) { return answer(r.Under(ctx)) })
}

// whose is what an answer for the caller of a request is kept under.
func (w *Web) whose(r *door.Request, what string) (string, error) {
	book, err := rulebook.Load()
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s|%s|%d|%s", what, w.DB.Civil(r.Now), book.Edition(), r.Caller.Key()), nil
}

// knownByID gives records by identity, as the caller sees them now; those that
// were read before are not read again. They are shared and not to be altered.
func (w *Web) knownByID(r *door.Request, reg *register.Register, ids map[register.ID]bool) (map[register.ID]*register.Record, error) {
	key, err := w.whose(r, reg.Name)
	if err != nil {
		return nil, err
	}
	list := make([]register.ID, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	return store.Look(r.Context(), w.DB, &w.memory.names, key, list, func(ctx context.Context, lack []register.ID) (map[register.ID]*register.Record, error) {
		want := make(map[register.ID]bool, len(lack))
		for _, id := range lack {
			want[id] = true
		}
		recs, err := w.ByID(r.Under(ctx), reg, want, time.Time{})
		out := make(map[register.ID]*register.Record, len(recs))
		for _, rec := range recs {
			out[rec.ID] = rec
		}
		return out, err
	})
}
