package store

import (
	"cmp"
	"context"
	"maps"
	"sync"

	"genomlys/internal/register"
)

// Kept holds answers of one kind for as long as no register that they were read
// from has changed, whoever changes it: what has changed is read from the
// database. The zero Kept is ready to be used.
type Kept[T any] struct {
	mu   sync.Mutex
	of   map[string]*answer[T]
	Most int // answers held at most; 0 = 64
}

type answer[T any] struct {
	value T
	on    *sources
	at    int64
}

// Remember answers a question that was answered before, or answers it. The key
// holds all that the answer depends on beside the database: who asks (as
// access.Caller.Key says), the day, and the question. The answer is made of reads
// under the context it is given, and may be shared: it is not to be altered.
func Remember[T any](ctx context.Context, db *DB, k *Kept[T], key string, work func(ctx context.Context) (T, error)) (T, error) {
	var none T
	st, err := db.stands(ctx)
	if err != nil {
		return none, db.wrap(err, "read the head of the ledger")
	}
	k.mu.Lock()
	a := k.of[key]
	k.mu.Unlock()
	if a != nil && a.on.at(st) == a.at {
		note(ctx, a.on)
		return a.value, nil
	}
	v, on, err := gather(ctx, work)
	if err != nil {
		return none, err
	}
	if db.held(ctx, on, st) {
		k.mu.Lock()
		defer k.mu.Unlock()
		if k.of == nil || len(k.of) >= cmp.Or(k.Most, 64) && k.of[key] == nil {
			k.of = map[string]*answer[T]{}
		}
		k.of[key] = &answer[T]{v, on, on.at(st)}
	}
	return v, nil
}

// gather makes an answer and tells what it rests on.
func gather[T any](ctx context.Context, work func(ctx context.Context) (T, error)) (T, *sources, error) {
	r := &reads{sources: sources{of: map[string]bool{}}}
	v, err := work(context.WithValue(ctx, readsKey{}, r))
	note(ctx, &r.sources)
	return v, &r.sources, err
}

// held tells whether what an answer rests on is now as it stood before it was
// made: then it is known what the answer is of.
func (db *DB) held(ctx context.Context, on *sources, st *standing) bool {
	if on.never {
		return false
	}
	after, err := db.standsNow(ctx)
	return err == nil && on.at(after) == on.at(st)
}

// Known holds what was read of single records, by who reads, for as long as no
// register that it was read from has changed.
type Known[T any] struct {
	mu sync.Mutex
	of map[string]*known[T]
}

type known[T any] struct {
	of map[register.ID]*T // nil for one that the reader does not see
	on *sources
	at int64
}

func (e *known[T]) same(on *sources, st *standing) bool {
	return e.at == on.at(st) && e.on.whole == on.whole && maps.Equal(e.on.of, on.of)
}

const (
	mostKnown   = 64   // readers and registers
	mostRecords = 2000 // of one
)

// Look gives what is known of some records by a reader, as far as the reader
// sees them, and reads those that nobody has asked for yet. The key holds all
// that what is read depends on beside the database.
func Look[T any](ctx context.Context, db *DB, k *Known[T], key string, ids []register.ID, read func(ctx context.Context, ids []register.ID) (map[register.ID]T, error)) (map[register.ID]T, error) {
	st, err := db.stands(ctx)
	if err != nil {
		return nil, db.wrap(err, "read the head of the ledger")
	}
	out := map[register.ID]T{}
	var lack []register.ID
	k.mu.Lock()
	e := k.of[key]
	if e != nil && e.on.at(st) != e.at {
		e = nil
	}
	for _, id := range ids {
		if e == nil {
			lack = append(lack, id)
		} else if v, ok := e.of[id]; !ok {
			lack = append(lack, id)
		} else if v != nil {
			out[id] = *v
		}
	}
	k.mu.Unlock()
	if e != nil {
		note(ctx, e.on)
	}
	if len(lack) == 0 {
		return out, nil
	}
	got, on, err := gather(ctx, func(ctx context.Context) (map[register.ID]T, error) { return read(ctx, lack) })
	if err != nil {
		return nil, err
	}
	for id, v := range got {
		out[id] = v
	}
	if !db.held(ctx, on, st) {
		return out, nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == nil || len(k.of) >= mostKnown && k.of[key] == nil {
		k.of = map[string]*known[T]{}
	}
	if e = k.of[key]; e == nil || !e.same(on, st) || len(e.of) > mostRecords {
		e = &known[T]{map[register.ID]*T{}, on, on.at(st)}
		k.of[key] = e
	}
	for _, id := range lack {
		e.of[id] = nil
		if v, ok := got[id]; ok {
			e.of[id] = &v
		}
	}
	return out, nil
}
