package signin

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"genomlys/internal/fault"
)

// TestVectors holds RFC 6238 appendix B (SHA-1, eight digits) and RFC 4226
// appendix D (six digits).
func TestVectors(t *testing.T) {
	seed := []byte("12345678901234567890")
	for at, want := range map[int64]string{59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130"} {
		if got := code(seed, at/period, 8); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
	for i, want := range []string{"755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"} {
		if got := code(seed, int64(i), 6); got != want {
			t.Errorf("counter %d: %s, want %s", i, got, want)
		}
	}
}

func TestMatch(t *testing.T) {
	seed, now := []byte("12345678901234567890"), time.Unix(1111111111, 0)
	at := now.Unix() / period
	for _, c := range []struct {
		given string
		last  int64
		ok    bool
	}{
		{code(seed, at, 6), 0, true}, {code(seed, at-1, 6), 0, true}, {code(seed, at+1, 6), 0, true}, {code(seed, at-2, 6), 0, false}, {code(seed, at+2, 6), 0, false},
		{code(seed, at, 6), at, false}, {code(seed, at-1, 6), at - 1, false}, {code(seed, at, 6), at - 1, true}, {"", 0, false}, {"050 471", 0, true}, {"05047", 0, false}, {"000000", 0, false},
	} {
		if _, ok := Match(seed, c.given, now, c.last); ok != c.ok {
			t.Errorf("%q after %d: %v", c.given, c.last, ok)
		}
	}
	if a := SeedAddress(seed, "Genomlys", "å@b.example"); a != "otpauth://totp/Genomlys:%C3%A5@b.example?issuer=Genomlys&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" {
		t.Error(a)
	}
}

func TestPasswords(t *testing.T) {
	for _, c := range []struct{ password, code string }{
		{"kort", "password-short"}, {"fjorton tecken", "password-short"}, {strings.Repeat("ab", 128) + "c", "password-long"},
		{"passwordpassword", "password-common"}, {"p4ssw0rdp4ssw0rd", "password-common"}, {"Sommar2024Sommar", "password-common"}, {"aaaaaaaaaaaaaaaa", "password-common"},
		{"1234567890123456", "password-common"}, {"qwertyuiopqwertyuiop", "password-common"}, {"genomlys12345678", "password-common"}, {"astrid.lindhamn1", "password-common"},
		{"lindhamn-lindhamn", "password-common"}, {"välkommen2024!!!", "password-common"}, {"abababababababab", "password-common"},
		{"krokus vid ån i tidig mars", ""}, {"correct horse battery staple", ""}, {"x7$Kq!vLm2#pRz9w", ""}, {"åtta stolar, en matta", ""}, {"ödlan simmar baklänges", ""},
	} {
		p := Check(c.password, "Astrid Ek", "astrid@lindhamn.se", "Lindhamns stad")
		got := ""
		if p != nil {
			got = p.Code
		}
		if got != c.code {
			t.Errorf("%q: %q, want %q", c.password, got, c.code)
		}
	}
}

func TestHashes(t *testing.T) {
	h, ctx := NewHasher(2), context.Background()
	kept, err := h.Hash(ctx, "ödlan simmar baklänges")
	if err != nil || !strings.HasPrefix(kept, "$argon2id$v=19$m=19456,t=2,p=1$") {
		t.Fatal(kept, err)
	}
	again, err := h.Hash(ctx, "ödlan simmar baklänges")
	if err != nil || again == kept {
		t.Error("no salt", err)
	}
	for given, want := range map[string]bool{"ödlan simmar baklänges": true, "o\u0308dlan simmar bakla\u0308nges": true, "Ödlan simmar baklänges": false, "": false, strings.Repeat("a", 10000): false} {
		if ok, err := h.Verify(ctx, kept, given); ok != want || err != nil {
			t.Errorf("%.30q: %v %v", given, ok, err)
		}
	}
	// The password that hashes to nobody's is nobody's.
	if ok, err := h.Verify(ctx, "", ""); ok || err != nil {
		t.Error(ok, err)
	}
	// Who is not there is verified at the same cost as who is: only salt and hash
	// differ, so the time of an answer does not tell the known from the unknown.
	form := func(kept string) (cost string, salt, hash int) {
		p := strings.Split(kept, "$")
		return strings.Join(p[:4], "$"), len(p[4]), len(p[5])
	}
	cost, salt, hash := form(kept)
	if c, s, n := form(nobody); c != cost || s != salt || n != hash {
		t.Errorf("nobody costs %s with %d and %d letters, somebody %s with %d and %d", c, s, n, cost, salt, hash)
	}
	if _, err := h.Verify(ctx, "$argon2id$v=19$m=1", "x"); err == nil {
		t.Error("a damaged hash is taken")
	}
}

// TestHashesAreBounded: who must wait too long is told that it is busy.
func TestHashesAreBounded(t *testing.T) {
	h := NewHasher(1)
	h.free <- struct{}{}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := h.Hash(ctx, "x")
	if !fault.Is(err, fault.Busy) || !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	<-h.free
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			if _, err := h.Hash(context.Background(), "x"); err != nil {
				t.Error(err)
			}
			if len(h.free) > 1 {
				t.Error("more at once than allowed")
			}
		})
	}
	wg.Wait()
}

func TestRecoveryCodes(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range RecoveryCodes() {
		s, ok := Recovery(strings.ToUpper(" " + c + " "))
		if !ok || seen[s] {
			t.Errorf("%q", c)
		}
		seen[s] = true
	}
	if len(seen) != recoveryCodes {
		t.Error(len(seen))
	}
	if _, ok := Recovery("123456"); ok {
		t.Error("a code of the generator is taken for a recovery code")
	}
}

func TestSeal(t *testing.T) {
	key := SealKey()
	s, err := Seal(key, []byte("seed"), "person")
	if err != nil || strings.Contains(s, "seed") {
		t.Fatal(s, err)
	}
	if b, err := Unseal(key, s, "person"); string(b) != "seed" || err != nil {
		t.Error(b, err)
	}
	for name, c := range map[string]struct {
		key         []byte
		text, about string
	}{"other key": {SealKey(), s, "person"}, "somebody else's": {key, s, "other"}, "damaged": {key, s[:len(s)-2] + "xx", "person"}, "empty": {key, "", "person"}, "unknown version": {key, "2" + s[1:], "person"}, "short key": {key[:5], s, "person"}} {
		if b, err := Unseal(c.key, c.text, c.about); err == nil {
			t.Errorf("%s: %q", name, b)
		}
	}
}

func TestWaits(t *testing.T) {
	for n, want := range map[int]time.Duration{0: 0, 4: 0, 5: 15 * time.Second, 6: 30 * time.Second, 7: time.Minute, 11: 15 * time.Minute, 1000: 15 * time.Minute} {
		if got := PerPair.Wait(n); got != want {
			t.Errorf("after %d: %s, want %s", n, got, want)
		}
	}
	if !NeedsSecond([]string{"system_admin"}) {
		t.Error("an administrator needs no second factor")
	}
}
