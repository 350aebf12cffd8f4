package mail

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"log/slog"
	"math/big"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

var (
	ctx   = context.Background()
	began = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
)

// post is a mail server: it speaks enough SMTP to take letters over STARTTLS.
type post struct {
	t       *testing.T
	l       net.Listener
	tls     *tls.Config
	trust   *x509.CertPool
	refuse  string // answer to MAIL FROM instead of 250
	mu      sync.Mutex
	letters []string
	clear   int // letters that came without TLS
}

func newPost(t *testing.T, name string) *post {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	p := &post{t: t, trust: x509.NewCertPool(), tls: &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}}
	p.trust.AddCert(parsed)
	if p.l, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			c, err := p.l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { p.serve(c) })
		}
	})
	t.Cleanup(func() { p.l.Close(); wg.Wait() })
	return p
}

func (p *post) serve(c net.Conn) {
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(10 * time.Second))
	r, safe := bufio.NewReader(c), false
	say := func(s string) { _, _ = io.WriteString(c, s+"\r\n") }
	say("220 post.example ESMTP")
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return
		}
		switch verb := strings.ToUpper(strings.Fields(line + " x")[0]); verb {
		case "EHLO":
			if safe {
				say("250 post.example")
			} else {
				say("250-post.example")
				say("250 STARTTLS")
			}
		case "STARTTLS":
			say("220 go ahead")
			s := tls.Server(c, p.tls)
			if s.Handshake() != nil {
				return
			}
			c, r, safe = s, bufio.NewReader(s), true
		case "MAIL":
			if p.refuse != "" {
				say(p.refuse)
			} else {
				say("250 ok")
			}
		case "DATA":
			say("354 go on")
			var b strings.Builder
			for {
				l, err := r.ReadString('\n')
				if err != nil {
					return
				}
				if l == ".\r\n" {
					break
				}
				b.WriteString(l)
			}
			p.mu.Lock()
			p.letters = append(p.letters, b.String())
			if !safe {
				p.clear++
			}
			p.mu.Unlock()
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func (p *post) server(name string) *Server {
	return &Server{Host: "127.0.0.1", Port: p.l.Addr().(*net.TCPAddr).Port, From: "lis@lindhamn.example", TLS: &tls.Config{RootCAs: p.trust, ServerName: name}}
}

func worker(db *store.DB, s *Server, now *time.Time) *Worker {
	return &Worker{DB: db, Server: s, Base: "https://lis.example", Secret: func() string { return "hemlig1" }, Now: func() time.Time { return *now }, Log: slog.New(slog.DiscardHandler),
		Who: func(_ context.Context, p register.ID) (string, error) {
			if p == "gone" {
				return "", fault.New(fault.Unknown, "no-such-person")
			}
			return string(p) + "@lindhamn.example", nil
		}}
}

func put(t *testing.T, db *store.DB, m Message) error {
	t.Helper()
	m.Now = began
	_, err := db.Write(ctx, began, store.Act{Actor: "p", Via: "web", Set: "s"}, func(tx *store.Tx) error { return Put(tx, m) })
	return err
}

func TestSentOnceWithItsLink(t *testing.T) {
	storetest.Each(t, func(t *testing.T, pl storetest.Place) {
		db, p, now := pl.Open(storetest.Catalogue()), newPost(t, "post.example"), began
		if err := put(t, db, Message{Kind: "invite", Person: "anna", Lang: "sv", Subject: "Välkommen in", Body: "Öppna {link}\n", Link: &Link{Kind: "invite", Person: "anna", Path: "/valkommen/", Life: time.Hour}}); err != nil {
			t.Fatal(err)
		}
		if err := put(t, db, Message{Kind: "notice", Person: "gone", Subject: "S", Body: "B"}); err != nil {
			t.Fatal(err)
		}
		if s, err := db.GetSession(ctx, "invite", "hemlig1", now); !fault.Is(err, fault.Unknown) {
			t.Error("the link is there before it is sent", s, err)
		}
		w := worker(db, p.server("post.example"), &now)
		for range 3 {
			if _, err := w.Once(ctx); err != nil {
				t.Fatal(err)
			}
			now = now.Add(time.Minute)
		}
		if len(p.letters) != 1 || p.clear != 0 {
			t.Fatalf("%d letters, %d in clear", len(p.letters), p.clear)
		}
		l := p.letters[0]
		for _, want := range []string{"To: <anna@lindhamn.example>", "From: <lis@lindhamn.example>", "Auto-Submitted: auto-generated", "https://lis.example/valkommen/hemlig1", "Message-ID: <"} {
			if !strings.Contains(l, want) {
				t.Errorf("the letter lacks %q:\n%s", want, l)
			}
		}
		if s, err := db.GetSession(ctx, "invite", "hemlig1", began.Add(time.Minute)); err != nil || s.Person != "anna" {
			t.Error(s, err)
		}
		all, err := db.Mails(ctx, "", 10)
		if err != nil || len(all) != 2 {
			t.Fatal(all, err)
		}
		for _, m := range all {
			if m.Person == "anna" && (m.State != store.MailSent || m.Body != "") || m.Person == "gone" && (m.State != store.MailFailed || m.Error != "receiver-gone") {
				t.Errorf("%+v", m)
			}
		}
	})
}

// TestSeveralLinks: each link of a letter stands at its place, is bound to what
// it is about, and ends when it is said to.
func TestSeveralLinks(t *testing.T) {
	db, p, now := storetest.SQLite(t).Open(storetest.Catalogue()), newPost(t, "post.example"), began
	until := began.Add(48 * time.Hour)
	m := Message{Kind: "campaign-opening", Address: "a@b.example", Subject: "S", Body: "Ett: {link1}\nTolv: {link12}\n"}
	for i, place := range []string{"{link1}", "{link12}"} {
		m.More = append(m.More, Link{Kind: "answer", Scope: "c/" + string(rune('a'+i)), Path: "/svar/", Until: until, About: "Objektägare", Place: place})
	}
	if err := put(t, db, m); err != nil {
		t.Fatal(err)
	}
	w := worker(db, p.server("post.example"), &now)
	n := 0
	w.Secret = func() string { n++; return "hemlig" + string(rune('0'+n)) }
	now = now.Add(time.Hour)
	if _, err := w.Once(ctx); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Ett: https://lis.example/svar/hemlig1", "Tolv: https://lis.example/svar/hemlig2"} {
		if !strings.Contains(p.letters[0], want) {
			t.Errorf("the letter lacks %q:\n%s", want, p.letters[0])
		}
	}
	s, err := db.GetSession(ctx, "answer", "hemlig2", until.Add(-time.Second))
	if err != nil || s.Scope != "c/b" || s.About != "Objektägare" {
		t.Error(s, err)
	}
	if _, err := db.GetSession(ctx, "answer", "hemlig2", until); !fault.Is(err, fault.Unknown) {
		t.Error("the link holds longer than it is said to", err)
	}
}

// TestTriedAgain: a server that is away is asked again with longer and longer
// waits, then the message is given up; one that refuses for good is not.
func TestTriedAgain(t *testing.T) {
	for _, c := range []struct {
		name, refuse, ends string
		tries              int
	}{{"for now", "451 later", "mail-unreachable", len(waits) + 1}, {"for good", "550 never", "mail-refused", 1}} {
		t.Run(c.name, func(t *testing.T) {
			db, p, now := storetest.SQLite(t).Open(storetest.Catalogue()), newPost(t, "post.example"), began
			p.refuse = c.refuse
			if err := put(t, db, Message{Kind: "notice", Address: "a@b.example", Subject: "S", Body: "B"}); err != nil {
				t.Fatal(err)
			}
			w := worker(db, p.server("post.example"), &now)
			tries := 0
			for range 200 {
				n, err := w.Once(ctx)
				if err != nil {
					t.Fatal(err)
				}
				tries += n
				now = now.Add(10 * time.Minute)
			}
			m, err := db.Mails(ctx, "", 10)
			if err != nil || m[0].State != store.MailFailed || m[0].Error != c.ends || tries != c.tries {
				t.Errorf("%d tries, %+v %v", tries, m, err)
			}
		})
	}
}

// TestServerIsVerified: a server under another name gets nothing.
func TestServerIsVerified(t *testing.T) {
	db, p, now := storetest.SQLite(t).Open(storetest.Catalogue()), newPost(t, "other.example"), began
	if err := put(t, db, Message{Kind: "notice", Address: "a@b.example", Subject: "S", Body: "B"}); err != nil {
		t.Fatal(err)
	}
	if _, err := worker(db, p.server("post.example"), &now).Once(ctx); err != nil {
		t.Fatal(err)
	}
	m, err := db.Mails(ctx, "", 1)
	if err != nil || len(p.letters) != 0 || m[0].State != store.MailQueued || m[0].Error != "mail-unreachable" {
		t.Errorf("%d letters, %+v %v", len(p.letters), m, err)
	}
}

func TestHeadersAreNotInjected(t *testing.T) {
	db := storetest.SQLite(t).Open(storetest.Catalogue())
	for _, m := range []Message{
		{Address: "a@b.example", Subject: "S\r\nBcc: x@y.example", Body: "B"}, {Address: "a@b.example\r\nBcc: x@y.example", Subject: "S", Body: "B"}, {Address: "a@b.example, x@y.example", Subject: "S", Body: "B"},
		{Address: "Anna <a@b.example>", Subject: "S", Body: "B"}, {Subject: "S", Body: "B"}, {Address: "a@b.example", Person: "p", Subject: "S", Body: "B"}, {Address: "a@b.example", Body: "B"}, {Address: "a@b.example", Subject: "S"},
	} {
		if err := put(t, db, m); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v", m, err)
		}
	}
}

func TestServerSettings(t *testing.T) {
	for _, c := range []struct{ address, from, code string }{
		{"smtp://post.example", "a@b.example", ""}, {"smtps://u@post.example:4650", "a@b.example", ""}, {"smtp://127.0.0.1:25?tls=none", "a@b.example", ""},
		{"smtp://post.example?tls=none", "a@b.example", "mail-needs-tls"}, {"post.example:25", "a@b.example", "not-a-mail-server"}, {"https://post.example", "a@b.example", "not-a-mail-server"},
		{"smtp://post.example?tls=maybe", "a@b.example", "not-a-mail-server"}, {"smtp://post.example", "nobody", "not-a-mail"},
	} {
		s, err := ParseServer(c.address, "pw", c.from)
		var f *fault.Error
		switch {
		case c.code == "" && (err != nil || s.Password != "pw"):
			t.Errorf("%s: %v", c.address, err)
		case c.code != "":
			if f, _ = err.(*fault.Error); f == nil || f.Problems[0].Code != c.code {
				t.Errorf("%s: %v", c.address, err)
			}
		}
	}
}
