package message

import (
	"context"
	"crypto/hmac"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

const shared = "0123456789abcdef-shared"

// operator is a real HTTP server that does what a gateway must: check signature and age, and send each id once.
type operator struct {
	*httptest.Server
	sent  map[string]string // id → number and text
	wait  time.Duration
	reply int
}

func newOperator(t *testing.T) *operator {
	o := &operator{sent: map[string]string{}}
	o.Server = httptest.NewUnstartedServer(o)
	o.Config.ErrorLog = log.New(io.Discard, "", 0)
	o.StartTLS()
	t.Cleanup(o.Close)
	return o
}

func (o *operator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	time.Sleep(o.wait)
	stamp := r.Header.Get(HeaderTimestamp)
	seconds, _ := strconv.ParseInt(stamp, 10, 64)
	var m struct{ ID, To, Text string }
	switch {
	case !hmac.Equal([]byte(Sign(shared, stamp, body)), []byte(r.Header.Get(HeaderSignature))),
		time.Since(time.Unix(seconds, 0)).Abs() > time.Minute:
		w.WriteHeader(http.StatusUnauthorized)
	case o.reply != 0:
		w.Header().Set("Location", "https://elsewhere.example.cn/")
		w.WriteHeader(o.reply)
	case json.Unmarshal(body, &m) != nil || m.ID != r.Header.Get(HeaderID):
		w.WriteHeader(http.StatusBadRequest)
	default:
		o.sent[m.ID] += m.To + " " + m.Text
		w.WriteHeader(http.StatusAccepted)
	}
}

func (o *operator) sender(t *testing.T, secret string) *HTTPGateway {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(o.Certificate())
	g, err := NewHTTPGateway(HTTPConfig{URL: o.URL + "/send?account=beian", Secret: secret, Timeout: 10 * time.Second, Roots: roots})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

var toWangFang = SMS{ID: "s-7", To: "13800138000", Text: "【网站备案】验证码739264，10分钟内有效。"}

// The vector was made with: printf '1700000000.{}' | openssl dgst -sha256 -hmac 0123456789abcdef
func TestSign(t *testing.T) {
	if got := Sign("0123456789abcdef", "1700000000", []byte("{}")); got != "v1=e4f8e2ecae2295b2ddb2f0b5584c8275e226c0ebe9b3b819e70156bb67122e3e" {
		t.Errorf("Sign = %s", got)
	}
}

func TestHTTPDelivers(t *testing.T) {
	o := newOperator(t)
	if err := o.sender(t, shared).Send(t.Context(), toWangFang); err != nil {
		t.Fatal(err)
	}
	if got := o.sent["s-7"]; got != toWangFang.To+" "+toWangFang.Text {
		t.Errorf("sent %q", got)
	}
}

func TestHTTPAnswers(t *testing.T) {
	for code, permanent := range map[int]bool{400: true, 413: true, 422: true, 301: false, 307: false, 401: false, 403: false,
		404: false, 408: false, 409: false, 429: false, 500: false, 503: false} {
		o := newOperator(t)
		o.reply = code
		err := o.sender(t, shared).Send(t.Context(), toWangFang)
		var e *Error
		if !errors.As(err, &e) || e.Code != code || e.Permanent != permanent {
			t.Errorf("%d: %v", code, err)
		}
	}
}

func TestHTTPWrongSecret(t *testing.T) {
	o := newOperator(t)
	err := o.sender(t, "another shared secret").Send(t.Context(), toWangFang)
	if err == nil || Permanent(err) || len(o.sent) != 0 {
		t.Errorf("wrong secret: %v, sent %v", err, o.sent)
	}
}

func TestHTTPGivesUp(t *testing.T) {
	o := newOperator(t)
	o.wait = time.Second
	hasty := o.sender(t, shared)
	hasty.client.Timeout = 200 * time.Millisecond
	err := hasty.Send(t.Context(), toWangFang)
	if err == nil || Permanent(err) {
		t.Errorf("slow gateway: %v", err)
	}
	for _, leak := range []string{"account=", toWangFang.To, shared} {
		if strings.Contains(fmt.Sprint(err), leak) {
			t.Errorf("the error shows %q: %v", leak, err)
		}
	}
}

func TestHTTPCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := newOperator(t).sender(t, shared).Send(ctx, toWangFang); !errors.Is(err, context.Canceled) || Permanent(err) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestHTTPUnknownCertificate(t *testing.T) {
	o := newOperator(t)
	g, err := NewHTTPGateway(HTTPConfig{URL: o.URL, Secret: shared})
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Send(t.Context(), toWangFang); err == nil || Permanent(err) || len(o.sent) != 0 {
		t.Errorf("unknown certificate: %v", err)
	}
}

func TestNewHTTPGatewayChecks(t *testing.T) {
	for url, ok := range map[string]bool{
		"https://sms.example.cn/send": true, "http://127.0.0.1:9/": true, "http://localhost:9/": true, "http://[::1]:9/": true,
		"http://sms.example.cn/send": false, "ftp://127.0.0.1/": false, "sms.example.cn": false, "https://": false, "": false,
	} {
		if _, err := NewHTTPGateway(HTTPConfig{URL: url, Secret: shared}); (err == nil) != ok {
			t.Errorf("%q: %v", url, err)
		}
	}
	if _, err := NewHTTPGateway(HTTPConfig{URL: "https://sms.example.cn/", Secret: "short"}); err == nil {
		t.Error("a short secret was accepted")
	}
}

func TestGatewaysBySetting(t *testing.T) {
	mails, err := MailGateway("screen", SMTPConfig{})
	if err != nil || mails.Send(t.Context(), wangFang) != nil {
		t.Errorf("mail on screen: %v", err)
	}
	texts, err := SMSGateway("screen", HTTPConfig{})
	if err != nil || texts.Send(t.Context(), toWangFang) != nil {
		t.Errorf("SMS on screen: %v", err)
	}
	if _, err := SMSGateway("http", HTTPConfig{URL: "https://sms.example.cn/", Secret: shared}); err != nil {
		t.Error(err)
	}
	if _, err := MailGateway("", SMTPConfig{}); err == nil {
		t.Error("no setting was taken for one")
	}
	if _, err := SMSGateway("smtp", HTTPConfig{}); err == nil {
		t.Error("smtp sends no SMS")
	}
}
