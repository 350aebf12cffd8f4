package door

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Client is the caller's address, as far as it can be known: what a proxy says
// is believed only of those listed. It is "" when all callers would share the
// address of a proxy that nobody vouches for.
func Client(r *http.Request, secure bool, proxies []netip.Prefix) string {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return ""
	}
	at := peer.Addr().Unmap()
	believed := func(a netip.Addr) bool {
		return slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(a) })
	}
	if !believed(at) {
		if secure {
			return "" // TLS is ended by a proxy that is not listed
		}
		return at.String()
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		a, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		if at = a.Unmap(); !believed(at) {
			break
		}
	}
	return at.String()
}
