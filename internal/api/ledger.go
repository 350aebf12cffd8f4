package api

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"

	"genomlys/internal/door"
	"genomlys/internal/ledger"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// checkpoint answers with the latest signed note, as text (C2SP checkpoint).
func (a *API) checkpoint(w http.ResponseWriter, r *door.Request) error {
	if err := only(r.URL.Query()); err != nil {
		return err
	}
	note, err := a.Sign(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, err = w.Write(note)
	return err
}

// entries answers with ledger entries from a sequence number on. An entry of an
// organisation the caller does not read is shown as a digest: the log can be
// followed without telling what others did.
func (a *API) entries(w http.ResponseWriter, r *door.Request) error {
	if err := only(r.URL.Query(), "from", "page_size"); err != nil {
		return err
	}
	from, limit := int64(0), 100
	var err error
	if s := r.URL.Query().Get("from"); s != "" {
		if from, err = strconv.ParseInt(s, 10, 64); err != nil || from < 0 {
			return door.Problem("from", "not-a-number", s)
		}
	}
	if s := r.URL.Query().Get("page_size"); s != "" {
		if limit, err = strconv.Atoi(s); err != nil || limit < 1 || limit > 500 {
			return door.Problem("page_size", "out-of-range", s, "1", "500")
		}
	}
	sees := map[string]bool{}
	scopes := map[string]store.Scope{}
	items := []map[string]any{}
	err = a.DB.Entries(r.Context(), from, "", func(e store.Entry) error {
		if len(items) == limit {
			return errEnough
		}
		h, err := ledger.ParseHeader(e.Header)
		if err != nil {
			return err
		}
		reg, ok := a.DB.Catalogue.Get(h.Register)
		key := h.Register + " " + h.Org
		if _, asked := sees[key]; ok && !asked {
			s, have := scopes[h.Register]
			if !have {
				s = r.Caller.Read(reg)
				scopes[h.Register] = s
			}
			sees[key] = s.Sees(register.ID(h.Org))
		}
		item := map[string]any{"seq": e.Seq, "hashes": base64.StdEncoding.EncodeToString(e.Hashes)}
		// What is about the installation as a whole, its key, is everybody's to see.
		if sees[key] || h.Register == ledger.Installation {
			item["header"] = json.RawMessage(e.Header)
		} else {
			org, rest, _ := ledger.Rest(e.Header)
			item["org"] = org // the leaf is made of both
			item["digest"] = base64.StdEncoding.EncodeToString(rest[:])
		}
		items = append(items, item)
		return nil
	})
	if err != nil && err != errEnough {
		return err
	}
	return write(w, http.StatusOK, map[string]any{"items": items})
}

var errEnough = door.ErrEnough

// proof answers with the proof that an entry is in the log of a size, or that
// the log of one size is the beginning of a larger.
func (a *API) proof(w http.ResponseWriter, r *door.Request) error {
	q := r.URL.Query()
	if err := only(q, "seq", "size", "from"); err != nil {
		return err
	}
	now, _, err := a.DB.Root(r.Context())
	if err != nil {
		return err
	}
	num := func(name string, hi int64) (int64, error) {
		n, err := strconv.ParseInt(q.Get(name), 10, 64)
		if err != nil || n < 0 || n > hi {
			return 0, door.Problem(name, "out-of-range", q.Get(name), "0", strconv.FormatInt(hi, 10))
		}
		return n, nil
	}
	size := now
	if q.Get("size") != "" {
		if size, err = num("size", now); err != nil {
			return err
		}
	}
	var hashes []ledger.Hash
	out := map[string]any{"size": size}
	if q.Get("from") != "" {
		from, err := num("from", size)
		if err != nil {
			return err
		}
		p, err := ledger.ProveTree(size, from, a.DB.Prover(r.Context()))
		if err != nil {
			return err
		}
		hashes, out["from"] = p, from
	} else {
		seq, err := num("seq", size-1)
		if err != nil {
			return err
		}
		p, err := ledger.ProveEntry(size, seq, a.DB.Prover(r.Context()))
		if err != nil {
			return err
		}
		hashes, out["seq"] = p, seq
	}
	root, err := ledger.Root(size, a.DB.Prover(r.Context()))
	if err != nil {
		return err
	}
	list := make([]string, len(hashes))
	for i, h := range hashes {
		list[i] = h.String()
	}
	out["proof"], out["root"] = list, root.String()
	return write(w, http.StatusOK, out)
}
