// Package secret keeps what must not be read: personal fields sealed at rest, people's passwords, filing
// passwords (备案密码), one-time codes and tokens, and second factors. It imports no other room and logs nothing.
// Its types that hold secrets print as "redacted" whatever the verb.
package secret

import (
	"fmt"
	"io"
	"log/slog"
)

const redacted = "redacted"

// Format keeps keys out of logs and error texts for every verb, %#v included.
func (Keyring) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// LogValue keeps keys out of structured logs.
func (Keyring) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText keeps keys out of JSON.
func (Keyring) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// Format keeps the shared secret out of logs and error texts.
func (TOTP) Format(s fmt.State, _ rune) { _, _ = io.WriteString(s, redacted) }

// LogValue keeps the shared secret out of structured logs.
func (TOTP) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalText keeps the shared secret out of JSON.
func (TOTP) MarshalText() ([]byte, error) { return []byte(redacted), nil }
