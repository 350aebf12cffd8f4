package signin

import "time"

// Rules are how long things last. Where the design asks for twenty hours
// (WCAG 2.2.1) and the controls for less (OWASP ASVS V7), the stricter holds;
// signing in again, which is offered before the end, makes both anew.
type Rules struct {
	Idle     time.Duration // a session ends so long after it was last used
	Absolute time.Duration // and so long after signing in
	Fresh    time.Duration // sensitive acts ask for a sign-in not older than this
	Half     time.Duration // from the password to the code
	Invite   time.Duration // an invitation holds
	Reset    time.Duration // a link to a new password holds
}

// Standard are the rules unless the installation sets others.
var Standard = Rules{Idle: 30 * time.Minute, Absolute: 12 * time.Hour, Fresh: 15 * time.Minute, Half: 10 * time.Minute, Invite: 24 * time.Hour, Reset: 30 * time.Minute}

// Bounds are what an installation may set.
var Bounds = struct{ IdleMin, IdleMax, AbsoluteMin, AbsoluteMax time.Duration }{5 * time.Minute, 8 * time.Hour, time.Hour, 24 * time.Hour}

// SecondFactor names the functions whose holders must have a second factor
// with their password; "*" is everybody (OWASP ASVS 6.3.3: every local account).
var SecondFactor = []string{"*"}

// NeedsSecond tells whether any of some functions asks for a second factor.
func NeedsSecond(functions []string) bool {
	for _, s := range SecondFactor {
		if s == "*" {
			return true
		}
		for _, f := range functions {
			if f == s {
				return true
			}
		}
	}
	return false
}

// Holding is how tries under one name are held back.
type Holding struct {
	Free   int           // tries before there is any waiting
	First  time.Duration // the first wait; it doubles
	Most   time.Duration
	Window time.Duration // after which tries are forgotten
	Burst  int           // at so many the ledger is told; 0 = never
}

// What is held back, and how hard. The account alone is held back far more
// loosely than account and address together, so that nobody can lock another out.
var (
	PerPair    = Holding{Free: 5, First: 15 * time.Second, Most: 15 * time.Minute, Window: time.Hour}
	PerAccount = Holding{Free: 50, First: 2 * time.Second, Most: 30 * time.Second, Window: time.Hour, Burst: 10}
	PerAddress = Holding{Free: 40, First: 15 * time.Second, Most: 15 * time.Minute, Window: time.Hour}
	PerCode    = Holding{Free: 5, First: 30 * time.Second, Most: 15 * time.Minute, Window: time.Hour, Burst: 5}
	PerLink    = Holding{Free: 3, First: time.Minute, Most: time.Hour, Window: time.Hour} // asking for mails
)

// Wait is how long to wait after so many tries.
func (h Holding) Wait(tries int) time.Duration {
	if tries < h.Free {
		return 0
	}
	w := h.First
	for range tries - h.Free {
		if w *= 2; w >= h.Most {
			return h.Most
		}
	}
	return w
}
