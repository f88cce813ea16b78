package message

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/textproto"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// FromName stands before the sender's address.
const FromName = "网站备案服务"

// TLS says how the connection to the mail server is protected.
type TLS string

// The protections of SMTPConfig. A password is only ever sent over an encrypted connection.
const (
	StartTLS TLS = "starttls" // STARTTLS or nothing; port 587
	ImplTLS  TLS = "tls"      // TLS from the first byte; port 465
	MaybeTLS TLS = "maybe"    // STARTTLS where the server offers it
	NoTLS    TLS = "none"     // a relay on the same machine
)

// SMTPConfig is how to reach the mail server.
type SMTPConfig struct {
	Host     string
	Port     int
	User     string // empty: no authentication
	Password string
	TLS      TLS
	From     string         // bare address
	HELO     string         // name of this host; empty: the operating system's
	Timeout  time.Duration  // for connecting, and again for sending; 0: 20 s
	Roots    *x509.CertPool // nil: the operating system's
}

// Format keeps the password out of logs and error texts.
func (SMTPConfig) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "redacted") }

// LogValue keeps the password out of structured logs.
func (SMTPConfig) LogValue() slog.Value { return slog.StringValue("redacted") }

// SMTP sends mail through one server, with a connection per message. Safe for concurrent use.
type SMTP struct {
	config  SMTPConfig
	options []mail.Option
}

// NewSMTP checks the configuration; it does not connect.
func NewSMTP(c SMTPConfig) (*SMTP, error) {
	if c.Timeout == 0 {
		c.Timeout = 20 * time.Second
	}
	s := &SMTP{config: c, options: []mail.Option{mail.WithPort(c.Port)}}
	switch c.TLS {
	case StartTLS:
		s.options = append(s.options, mail.WithTLSPolicy(mail.TLSMandatory))
	case ImplTLS:
		s.options = append(s.options, mail.WithSSL())
	case MaybeTLS:
		s.options = append(s.options, mail.WithTLSPolicy(mail.TLSOpportunistic))
	case NoTLS:
		s.options = append(s.options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		return nil, fmt.Errorf("message: smtp: TLS %q is none of starttls, tls, maybe, none", c.TLS)
	}
	if c.Roots != nil {
		s.options = append(s.options, mail.WithTLSConfig(&tls.Config{ServerName: c.Host, RootCAs: c.Roots, MinVersion: tls.VersionTLS12}))
	}
	if c.HELO != "" {
		s.options = append(s.options, mail.WithHELO(c.HELO))
	}
	if c.User != "" {
		s.options = append(s.options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(c.User), mail.WithPassword(c.Password))
	}
	if _, err := mail.NewClient(c.Host, append(s.options, mail.WithTimeout(c.Timeout))...); err != nil {
		return nil, fmt.Errorf("message: smtp: %w", err)
	}
	if _, err := s.letter(Mail{ID: "check", To: c.From, Text: "check"}); err != nil {
		return nil, fmt.Errorf("message: smtp: from: %w", err)
	}
	return s, nil
}

// Send hands the mail to the server. An answer 5xx about the recipient or the content is permanent; one about our
// login or our sender address is not, because the operator can mend it and the letter must still go out then.
func (s *SMTP) Send(ctx context.Context, m Mail) error {
	letter, err := s.letter(m)
	if err != nil {
		return &Error{Via: "smtp", Permanent: true, Err: err}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	timeout := s.config.Timeout
	if end, ok := ctx.Deadline(); ok {
		timeout = max(min(timeout, time.Until(end)), time.Millisecond)
	}
	client, err := mail.NewClient(s.config.Host, append(s.options[:len(s.options):len(s.options)], mail.WithTimeout(timeout))...)
	if err != nil {
		return &Error{Via: "smtp", Err: err}
	}
	conn, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return classify(err)
	}
	// What goes wrong after the server has taken the letter (RSET, QUIT) must not send it a second time.
	defer func() { _ = client.CloseWithSMTPClient(conn) }()
	if err = client.SendWithSMTPClient(conn, letter); err != nil && !letter.IsDelivered() {
		return classify(err)
	}
	return nil
}

func (s *SMTP) letter(m Mail) (*mail.Msg, error) {
	if m.Text == "" {
		return nil, errEmpty
	}
	letter := mail.NewMsg(mail.WithCharset(mail.CharsetUTF8), mail.WithEncoding(mail.EncodingB64), mail.WithNoDefaultUserAgent())
	if err := letter.FromFormat(FromName, s.config.From); err != nil {
		return nil, errAddress
	}
	// A parser takes "Name <a@b>" too, and a line end in it; only the bare form is ours.
	if strings.ContainsAny(m.To, " \t\r\n<>\",;") || letter.To(m.To) != nil {
		return nil, errAddress
	}
	_, host, _ := strings.Cut(s.config.From, "@")
	letter.SetMessageIDWithValue(oneLine(m.ID) + "@" + host)
	letter.SetDate()
	letter.Subject(oneLine(m.Subject))
	letter.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: holiday notices do not answer
	letter.SetBodyString(mail.TypeTextPlain, m.Text)
	return letter, nil
}

func classify(err error) error {
	out := &Error{Via: "smtp"}
	var sent *mail.SendError
	var answer *textproto.Error
	var network *net.OpError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &sent):
		out.Code = sent.ErrorCode()
		ours := sent.Reason == mail.ErrSMTPMailFrom || sent.Reason == mail.ErrConnCheck
		out.Permanent = out.Code >= 500 && !ours
	case errors.As(err, &answer):
		out.Code = answer.Code
	case errors.As(err, &network):
		out.Err = network
	case errors.As(err, &certificate):
		out.Err = certificate
	default:
		out.Err = errors.New("no conversation with the server")
	}
	return out
}
