// Package message is the outside world of letters: mail through SMTP, short messages through an HTTP gateway, and the
// words of every letter (the files letter*.go). It sends once and says how it went; queueing and trying again is the
// business of the caller. Neither errors nor logs name a recipient.
package message

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// Mail is one plain-text message to one address.
type Mail struct {
	ID      string // stays the same over retries and becomes the Message-ID, so that a receiver can drop repeats
	To      string // bare address, name@host
	Subject string
	Text    string
}

// SMS is one short message to one mobile number.
type SMS struct {
	ID   string // stays the same over retries; the gateway drops repeats by it
	To   string
	Text string
}

// Gateway sends one message. The error is an *Error, or the context's.
type Gateway[M Mail | SMS] interface {
	Send(ctx context.Context, m M) error
}

// Screen is the gateway that sends nothing: the message is only to be read on the message page.
type Screen[M Mail | SMS] struct{}

// Send does nothing, successfully.
func (Screen[M]) Send(ctx context.Context, _ M) error { return ctx.Err() }

// Error is why a message did not go out. It carries no text of the other side, which likes to repeat the recipient.
type Error struct {
	Via       string // "smtp" or "sms"
	Code      int    // of the protocol; 0 when there was no answer
	Permanent bool   // this message will never go out; trying again is of no use
	Err       error  // the cause on our side, if there is one
}

func (e *Error) Error() string {
	kind := "temporary"
	if e.Permanent {
		kind = "permanent"
	}
	text := fmt.Sprintf("message: %s: %s", e.Via, kind)
	if e.Code != 0 {
		text += fmt.Sprintf(", code %d", e.Code)
	}
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

func (e *Error) Unwrap() error { return e.Err }

// Permanent tells whether trying again is of no use.
func Permanent(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Permanent
}

var (
	errAddress = errors.New("the address is not one plain address")
	errEmpty   = errors.New("no text")
)

// MailGateway opens the gateway named by the setting: "screen" or "smtp".
func MailGateway(setting string, config SMTPConfig) (Gateway[Mail], error) {
	switch setting {
	case "screen":
		return Screen[Mail]{}, nil
	case "smtp":
		return NewSMTP(config)
	}
	return nil, fmt.Errorf("message: mail gateway %q is neither screen nor smtp", setting)
}

// SMSGateway opens the gateway named by the setting: "screen" or "http".
func SMSGateway(setting string, config HTTPConfig) (Gateway[SMS], error) {
	switch setting {
	case "screen":
		return Screen[SMS]{}, nil
	case "http":
		return NewHTTPGateway(config)
	}
	return nil, fmt.Errorf("message: SMS gateway %q is neither screen nor http", setting)
}

// oneLine keeps control characters, line ends above all, out of headers and names.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' }), " ")
}
