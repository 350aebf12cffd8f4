package taking

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/store"
)

// sealed is the version of the sealing: the first byte of what is kept.
const sealed = 1

// kept is an uploaded file that the session may open.
type kept struct {
	store.Upload
	said
	key []byte
}

// secret is the session's own, which the database does not have: whoever reads
// the database cannot read the files in it.
func (t *Taking) secret(r *door.Request) (string, error) {
	c, err := r.Cookie(door.CookieName(t.Secure))
	if err != nil || c.Value == "" || r.ByToken || r.Session.Hash == "" {
		return "", fault.New(fault.Unknown, "no-such-page")
	}
	return c.Value, nil
}

func keyOf(secret, id string) ([]byte, error) {
	return hkdf.Key(sha256.New, []byte(secret), []byte(id), "genomlys upload", 32)
}

func seal(key, plain []byte, what string) ([]byte, error) {
	g, err := gcm(key)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, g.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		return nil, fmt.Errorf("seal an upload: %w", err)
	}
	return g.Seal(append([]byte{sealed}, nonce...), nonce, plain, []byte(what)), nil
}

func open(key, box []byte, what string) ([]byte, error) {
	g, err := gcm(key)
	if err != nil {
		return nil, err
	}
	if len(box) < 1+g.NonceSize() || box[0] != sealed {
		return nil, fault.New(fault.Unknown, "no-such-page")
	}
	plain, err := g.Open(nil, box[1:1+g.NonceSize()], box[1+g.NonceSize():], []byte(what))
	if err != nil {
		return nil, fault.New(fault.Unknown, "no-such-page")
	}
	return plain, nil
}

func gcm(key []byte) (cipher.AEAD, error) {
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("seal an upload: %w", err)
	}
	return cipher.NewGCM(b)
}

// put keeps a new file for the session and gives its identity.
func (t *Taking) put(r *door.Request, s said, data []byte) (string, error) {
	secret, err := t.secret(r)
	if err != nil {
		return "", err
	}
	id := rand.Text()
	key, err := keyOf(secret, id)
	if err != nil {
		return "", fmt.Errorf("seal an upload: %w", err)
	}
	u := store.Upload{ID: id, Session: r.Session.Hash, Expires: r.Now.Add(life)}
	if u.Data, err = seal(key, data, "file"); err != nil {
		return "", err
	}
	if u.State, err = sealState(key, s); err != nil {
		return "", err
	}
	return id, t.DB.PutUpload(r.Context(), u, r.Now)
}

func sealState(key []byte, s said) ([]byte, error) {
	b, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("keep what is said of a file: %w", err)
	}
	return seal(key, b, "state")
}

// find opens the file of an address, for the session that sent it.
func (t *Taking) find(r *door.Request) (kept, error) {
	secret, err := t.secret(r)
	if err != nil {
		return kept{}, err
	}
	u, err := t.DB.Upload(r.Context(), r.PathValue("id"), r.Session.Hash, r.Now)
	if err != nil {
		return kept{}, err
	}
	k := kept{Upload: u}
	if k.key, err = keyOf(secret, u.ID); err != nil {
		return kept{}, fmt.Errorf("open an upload: %w", err)
	}
	b, err := open(k.key, u.State, "state")
	if err != nil {
		return kept{}, err
	}
	if err := json.Unmarshal(b, &k.said); err != nil {
		return kept{}, fmt.Errorf("open an upload: %w", err)
	}
	return k, nil
}

// data opens the file itself.
func (k kept) data() ([]byte, error) { return open(k.key, k.Data, "file") }

// save keeps what has been said; when the file has been taken it is forgotten.
func (t *Taking) save(ctx context.Context, k kept) error {
	var err error
	if k.State, err = sealState(k.key, k.said); err != nil {
		return err
	}
	return t.DB.SetUpload(ctx, k.Upload, k.taken())
}

func asFault(err error) *fault.Error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f
	}
	return nil
}
