package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Server is where messages are handed over.
type Server struct {
	Host     string
	Port     int
	User     string
	Password string
	Implicit bool        // TLS from the first byte (smtps)
	Plain    bool        // no TLS: only to this machine
	From     string      // plain address of the sender
	TLS      *tls.Config // nil = the system's trust
}

// ParseServer reads smtp://user@host:587 (STARTTLS required) or
// smtps://user@host:465. Without TLS, ?tls=none, only this machine is allowed:
// links in mail are as good as passwords.
func ParseServer(address, password, from string) (*Server, error) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Path != "" && u.Path != "/" {
		return nil, wrong("smtp", "not-a-mail-server")
	}
	s := &Server{Host: u.Hostname(), Implicit: u.Scheme == "smtps", Port: 587, User: u.User.Username(), Password: password, From: from}
	if s.Implicit {
		s.Port = 465
	}
	if p := u.Port(); p != "" {
		if s.Port, err = strconv.Atoi(p); err != nil {
			return nil, wrong("smtp", "not-a-mail-server")
		}
	}
	if p, ok := u.User.Password(); ok {
		s.Password = p
	}
	switch u.Query().Get("tls") {
	case "":
	case "none":
		ip := net.ParseIP(s.Host)
		if s.Implicit || s.Host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return nil, wrong("smtp", "mail-needs-tls")
		}
		s.Plain = true
	default:
		return nil, wrong("smtp", "not-a-mail-server")
	}
	if err := Address(from); err != nil {
		return nil, wrong("mail-from", "not-a-mail")
	}
	return s, nil
}

// letter is a message as it goes out.
type letter struct {
	id, to, subject, body, language string
	at                              time.Time
}

// errGivenUp tells that trying again is of no use.
var errGivenUp = errors.New("refused for good")

// send hands one letter over. The message keeps its identity from try to try,
// so that a receiver who got it twice can tell.
func (s *Server) send(ctx context.Context, l letter) error {
	m := gomail.NewMsg()
	if err := m.From(s.From); err != nil {
		return errors.Join(errGivenUp, err)
	}
	if err := m.To(l.to); err != nil {
		return errors.Join(errGivenUp, err)
	}
	m.SetMessageIDWithValue(l.id + "@" + domain(s.From))
	m.SetDateWithValue(l.at)
	m.Subject(l.subject)
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no automatic answers
	m.SetGenHeader("Content-Language", l.language)
	m.SetBodyString(gomail.TypeTextPlain, l.body)
	opts := []gomail.Option{gomail.WithPort(s.Port), gomail.WithTimeout(20 * time.Second), gomail.WithHELO("localhost")}
	switch {
	case s.Plain:
		opts = append(opts, gomail.WithTLSPolicy(gomail.NoTLS))
	case s.Implicit:
		opts = append(opts, gomail.WithSSL())
	default:
		opts = append(opts, gomail.WithTLSPolicy(gomail.TLSMandatory))
	}
	if s.TLS != nil {
		opts = append(opts, gomail.WithTLSConfig(s.TLS))
	}
	if s.User != "" {
		opts = append(opts, gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover), gomail.WithUsername(s.User), gomail.WithPassword(s.Password))
	}
	c, err := gomail.NewClient(s.Host, opts...)
	if err != nil {
		return fmt.Errorf("set the mail client up: %w", err)
	}
	err = c.DialAndSendWithContext(ctx, m)
	var refused *gomail.SendError
	if errors.As(err, &refused) && !refused.IsTemp() && refused.ErrorCode() >= 500 {
		return errors.Join(errGivenUp, err)
	}
	return err
}

func domain(address string) string {
	for i := len(address) - 1; i >= 0; i-- {
		if address[i] == '@' {
			return address[i+1:]
		}
	}
	return "localhost"
}
