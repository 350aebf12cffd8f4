package page

// SignIn is the page by which one comes in.
type SignIn struct {
	Email    string
	To       string // address that one was on the way to
	Passkeys bool   // the browser may offer passkeys
	Told     string // what has just happened
	Wrong    []Wrong
	Wait     string // what holds one back
	Again    bool   // one is signed in and asked once more, before a sensitive act
}
