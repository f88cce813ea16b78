package message

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// The headers of a request to the SMS gateway. Its body is {"id":…,"to":…,"text":…}.
const (
	HeaderID        = "Idempotency-Key"   // the message's id; a second request with it sends nothing
	HeaderTimestamp = "X-Beian-Timestamp" // Unix seconds; the gateway refuses what is older than five minutes
	HeaderSignature = "X-Beian-Signature" // Sign of timestamp and body
)

// HTTPConfig is how to reach the SMS gateway.
type HTTPConfig struct {
	URL     string         // https, or http to this machine
	Secret  string         // shared with the gateway, at least 16 bytes
	Timeout time.Duration  // for the whole exchange; 0: 10 s
	Roots   *x509.CertPool // nil: the operating system's
}

// Format keeps the secret out of logs and error texts.
func (HTTPConfig) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, "redacted") }

// LogValue keeps the secret out of structured logs.
func (HTTPConfig) LogValue() slog.Value { return slog.StringValue("redacted") }

// HTTPGateway sends short messages by signed HTTP requests. Safe for concurrent use.
type HTTPGateway struct {
	config HTTPConfig
	client *http.Client
}

// NewHTTPGateway checks the configuration; it does not connect.
func NewHTTPGateway(c HTTPConfig) (*HTTPGateway, error) {
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || u.Scheme != "https" && (u.Scheme != "http" || !loopback(u.Hostname())) {
		return nil, errors.New("message: sms: the gateway's URL must be https, or http to this machine")
	}
	if len(c.Secret) < 16 {
		return nil, errors.New("message: sms: the shared secret needs at least 16 bytes")
	}
	if c.Timeout == 0 {
		c.Timeout = 10 * time.Second
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: c.Roots, MinVersion: tls.VersionTLS12}
	return &HTTPGateway{config: c, client: &http.Client{
		Transport: transport,
		Timeout:   c.Timeout,
		// A signed message goes to the configured place and nowhere else.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Sign gives the value of HeaderSignature: "v1=" and the hex HMAC-SHA256 of timestamp, a full stop and the body.
func Sign(secret, timestamp string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	return "v1=" + hex.EncodeToString(mac.Sum(nil))
}

// Send hands the message to the gateway. The answers 400, 413 and 422 are about the message and permanent; any other
// answer outside 2xx is about the gateway or our standing with it, and worth another try.
func (g *HTTPGateway) Send(ctx context.Context, m SMS) error {
	if m.Text == "" || m.To == "" || m.ID == "" {
		return &Error{Via: "sms", Permanent: true, Err: errEmpty}
	}
	request, err := g.request(ctx, m)
	if err != nil {
		return &Error{Via: "sms", Permanent: true, Err: err}
	}
	response, err := g.client.Do(request)
	if err != nil {
		return &Error{Via: "sms", Err: withoutURL(err)}
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, 64<<10)) // so that the connection serves again
	switch code := response.StatusCode; code {
	case 200, 201, 202, 204:
		return nil
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return &Error{Via: "sms", Code: code, Permanent: true}
	default:
		return &Error{Via: "sms", Code: code}
	}
}

func (g *HTTPGateway) request(ctx context.Context, m SMS) (*http.Request, error) {
	body, err := json.Marshal(struct {
		ID   string `json:"id"`
		To   string `json:"to"`
		Text string `json:"text"`
	}{m.ID, m.To, m.Text})
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, g.config.URL, bytes.NewReader(body))
	if err != nil {
		return nil, withoutURL(err)
	}
	now := strconv.FormatInt(time.Now().Unix(), 10)
	request.Header.Set("Content-Type", "application/json; charset=utf-8")
	request.Header.Set(HeaderID, oneLine(m.ID))
	request.Header.Set(HeaderTimestamp, now)
	request.Header.Set(HeaderSignature, Sign(g.config.Secret, now, body))
	return request, nil
}

// withoutURL drops the gateway's URL from an error: some gateways put the account into it.
func withoutURL(err error) error {
	var outer *url.Error
	if errors.As(err, &outer) {
		return outer.Err
	}
	return err
}
