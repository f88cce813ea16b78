package message

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log"
	"mime"
	"net"
	"net/http/httptest"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// postOffice is a real SMTP server that keeps what it takes, and answers with errors where told.
type postOffice struct {
	mu                  sync.Mutex
	from                string
	to                  []string
	letters             []string
	onMail, onRcpt      error
	onData              error
	wait                time.Duration
	user, password      string
	port                int
	roots               *x509.CertPool
	server              *smtp.Server
	encryptedWhenLogged bool
}

type visit struct {
	office *postOffice
	conn   *smtp.Conn
}

func (v *visit) Mail(from string, _ *smtp.MailOptions) error {
	v.office.from = from
	return v.office.onMail
}
func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	v.office.to = append(v.office.to, to)
	return v.office.onRcpt
}
func (v *visit) Data(r io.Reader) error {
	body, err := io.ReadAll(r)
	time.Sleep(v.office.wait)
	if err != nil {
		return err
	}
	if v.office.onData != nil {
		return v.office.onData
	}
	v.office.mu.Lock()
	defer v.office.mu.Unlock()
	v.office.letters = append(v.office.letters, string(body))
	return nil
}
func (v *visit) Reset()                   {}
func (v *visit) Logout() error            { return nil }
func (v *visit) AuthMechanisms() []string { return []string{sasl.Plain} }
func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		_, v.office.encryptedWhenLogged = v.conn.TLSConnectionState()
		if user != v.office.user || password != v.office.password {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

// open starts the office on a free port, with a certificate for 127.0.0.1 if encrypted.
func (o *postOffice) open(t *testing.T, encrypted bool) {
	t.Helper()
	o.server = smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session, error) { return &visit{o, c}, nil }))
	o.server.Domain = "mx.example.cn"
	o.server.ErrorLog = log.New(io.Discard, "", 0)
	if encrypted {
		pair := httptest.NewTLSServer(nil)
		o.server.TLSConfig = &tls.Config{Certificates: pair.TLS.Certificates}
		o.roots = x509.NewCertPool()
		o.roots.AddCert(pair.Certificate())
		pair.Close()
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.port = l.Addr().(*net.TCPAddr).Port
	go o.server.Serve(l)
	t.Cleanup(func() { o.server.Close() })
}

func (o *postOffice) sender(t *testing.T, change func(*SMTPConfig)) *SMTP {
	t.Helper()
	config := SMTPConfig{Host: "127.0.0.1", Port: o.port, TLS: NoTLS, From: "beian@example.cn", HELO: "beian.example.cn",
		Timeout: 5 * time.Second, Roots: o.roots}
	if change != nil {
		change(&config)
	}
	s, err := NewSMTP(config)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var wangFang = Mail{ID: "m-42", To: "wangfang@example.com", Subject: "备案已提交", Text: "您好：\n\n受理号已提交。\n.\n完\n"}

func TestSMTPDelivers(t *testing.T) {
	var o postOffice
	o.open(t, false)
	if err := o.sender(t, nil).Send(t.Context(), wangFang); err != nil {
		t.Fatal(err)
	}
	if len(o.letters) != 1 || o.from != "beian@example.cn" || len(o.to) != 1 || o.to[0] != wangFang.To {
		t.Fatalf("%d letters from %s to %v", len(o.letters), o.from, o.to)
	}
	m, err := mail.ReadMessage(strings.NewReader(o.letters[0]))
	if err != nil {
		t.Fatal(err)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != wangFang.Subject {
		t.Errorf("subject %q, %v", subject, err)
	}
	from, err := m.Header.AddressList("From")
	if err != nil || from[0].Name != FromName || from[0].Address != "beian@example.cn" {
		t.Errorf("from %v, %v", from, err)
	}
	text, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, m.Body))
	if err != nil || strings.ReplaceAll(string(text), "\r\n", "\n") != wangFang.Text {
		t.Errorf("text %q, %v", text, err)
	}
	if m.Header.Get("Message-ID") != "<m-42@example.cn>" || m.Header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("headers %v", m.Header)
	}
}

func TestSMTPAnswers(t *testing.T) {
	for _, tc := range []struct {
		name      string
		office    *postOffice
		code      int
		permanent bool
	}{
		{"no such mailbox", &postOffice{onRcpt: &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no wangfang here"}}, 550, true},
		{"greylisted", &postOffice{onRcpt: &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 7, 1}, Message: "wangfang, later"}}, 451, false},
		{"content refused", &postOffice{onData: &smtp.SMTPError{Code: 554, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "spam"}}, 554, true},
		{"full disk", &postOffice{onData: &smtp.SMTPError{Code: 452, EnhancedCode: smtp.EnhancedCode{4, 3, 1}, Message: "full"}}, 452, false},
		{"our sender refused", &postOffice{onMail: &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "not you"}}, 550, false},
	} {
		tc.office.open(t, false)
		err := tc.office.sender(t, nil).Send(t.Context(), wangFang)
		var e *Error
		if !errors.As(err, &e) || e.Code != tc.code || e.Permanent != tc.permanent || Permanent(err) != tc.permanent {
			t.Errorf("%s: %v", tc.name, err)
		}
		if strings.Contains(fmt.Sprint(err), "wangfang") {
			t.Errorf("%s: the error names the recipient: %v", tc.name, err)
		}
	}
}

func TestSMTPLogsIn(t *testing.T) {
	o := postOffice{user: "beian", password: "right"}
	o.open(t, true)
	login := func(password string) func(*SMTPConfig) {
		return func(c *SMTPConfig) { c.TLS, c.User, c.Password = StartTLS, "beian", password }
	}
	if err := o.sender(t, login("right")).Send(t.Context(), wangFang); err != nil || !o.encryptedWhenLogged {
		t.Errorf("login: %v, encrypted %v", err, o.encryptedWhenLogged)
	}
	err := o.sender(t, login("wrong")).Send(t.Context(), wangFang)
	if err == nil || Permanent(err) || strings.Contains(err.Error(), "wrong") {
		t.Errorf("wrong password: %v; want temporary, for the operator can mend it", err)
	}
	stranger := func(c *SMTPConfig) { login("right")(c); c.Roots = x509.NewCertPool() }
	if err := o.sender(t, stranger).Send(t.Context(), wangFang); err == nil || Permanent(err) {
		t.Errorf("unknown certificate: %v", err)
	}
	if len(o.letters) != 1 {
		t.Errorf("%d letters, want 1", len(o.letters))
	}
}

func TestSMTPInsistsOnTLS(t *testing.T) {
	o := postOffice{user: "beian", password: "right"}
	o.open(t, false)
	o.server.AllowInsecureAuth = true
	for _, policy := range []TLS{StartTLS, MaybeTLS, NoTLS} {
		err := o.sender(t, func(c *SMTPConfig) { c.TLS, c.User, c.Password = policy, "beian", "right" }).Send(t.Context(), wangFang)
		if err == nil || len(o.letters) > 0 {
			t.Errorf("%s: a password went over an open line", policy)
		}
	}
}

func TestSMTPRefusesInjection(t *testing.T) {
	var o postOffice
	o.open(t, false)
	s := o.sender(t, nil)
	for _, to := range []string{"", "wangfang", "a@example.cn\r\nBcc: b@example.cn", "a@example.cn, b@example.cn",
		"A <a@example.cn>", "a@example.cn>\r\nDATA"} {
		if err := s.Send(t.Context(), Mail{ID: "1", To: to, Subject: "x", Text: "x"}); !Permanent(err) {
			t.Errorf("to %q: %v", to, err)
		}
	}
	bad := Mail{ID: "1\r\nX-Evil: 1", To: wangFang.To, Subject: "备案\r\nBcc: b@example.cn\r\n\r\n正文", Text: "x"}
	if err := s.Send(t.Context(), bad); err != nil {
		t.Fatal(err)
	}
	m, err := mail.ReadMessage(strings.NewReader(o.letters[0]))
	if err != nil || m.Header.Get("Bcc") != "" || m.Header.Get("X-Evil") != "" || len(o.to) != 1 {
		t.Errorf("a line end made a header: %v, to %v, %v", m.Header, o.to, err)
	}
}

func TestSMTPGivesUp(t *testing.T) {
	slow := postOffice{wait: 3 * time.Second}
	slow.open(t, false)
	ctx, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
	defer cancel()
	// Waiting for the server would end in success.
	if err := slow.sender(t, nil).Send(ctx, wangFang); err == nil || Permanent(err) {
		t.Errorf("slow server: %v", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	closed := postOffice{port: l.Addr().(*net.TCPAddr).Port}
	if err := closed.sender(t, nil).Send(t.Context(), wangFang); err == nil || Permanent(err) {
		t.Errorf("nobody listens: %v", err)
	}
}

func TestNewSMTPChecks(t *testing.T) {
	good := SMTPConfig{Host: "mx.example.cn", Port: 587, TLS: StartTLS, From: "beian@example.cn", Password: "hush"}
	for name, change := range map[string]func(*SMTPConfig){
		"host": func(c *SMTPConfig) { c.Host = "" },
		"port": func(c *SMTPConfig) { c.Port = 70000 },
		"tls":  func(c *SMTPConfig) { c.TLS = "" },
		"from": func(c *SMTPConfig) { c.From = "beian" },
	} {
		c := good
		change(&c)
		if _, err := NewSMTP(c); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if text := fmt.Sprintf("%v %+v %#v", good, &good, good); strings.Contains(text, "hush") {
		t.Errorf("the password prints: %s", text)
	}
}
