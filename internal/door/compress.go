package door

import (
	"net/http"

	"github.com/klauspost/compress/gzhttp"
)

// Plain keeps an answer out of compression: for answers that show a secret made
// for the reader (a one-time link, a token).
func Plain(w http.ResponseWriter) { w.Header().Set(gzhttp.HeaderNoCompression, "1") }

// compress makes answers smaller, but none that another site may have caused:
// the length of a compressed answer tells what it has in common with what was
// asked (BREACH), and whoever listens needs to make the reader's browser ask
// many times with the reader's cookie. A browser says who asked, and cannot be
// made to say otherwise by a page (Fetch Metadata, Sec-Fetch-Site); where it
// says nothing, only answers to callers without a cookie are compressed.
func compress(next http.Handler) (http.Handler, error) {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(1400), gzhttp.CompressionLevel(5), gzhttp.ContentTypes([]string{"text/html", "application/json", "application/problem+json", "text/csv", "image/svg+xml"}))
	if err != nil {
		return nil, err
	}
	smaller := wrap(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Sec-Fetch-Site")
		if ownDoing(r) {
			smaller.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	}), nil
}

// ownDoing tells whether no other site can have caused the request.
func ownDoing(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none":
		return true
	case "":
		return r.Header.Get("Cookie") == ""
	}
	return false
}
