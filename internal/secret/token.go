package secret

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
)

// Token gives 32 random bytes as 43 URL-safe characters, for links that open something once. Store HashToken of it.
func Token() string {
	b := make([]byte, 32)
	rand.Read(b)
	return base64.RawURLEncoding.EncodeToString(b)
}

// HashToken is the SHA-256 of a token: what is stored and looked up, so that a copy of the database opens no link.
// A token has 256 random bits, so neither salt nor stretching is needed.
func HashToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Code gives n decimal digits, leading zeros included, every code equally likely.
func Code(n int) string { return draw("0123456789", n) }

// FilingPassword gives a fresh filing password (备案密码) of 12 characters that can be read aloud and typed: lower
// case and digits without 0 o, 1 l i, 2 z, 5 s. It holds 57 bits.
func FilingPassword() string { return draw("abcdefghjkmnpqrtuvwxy346789", 12) }

// draw picks n characters of an ASCII alphabet. Bytes beyond the largest multiple of its size are thrown away;
// a plain remainder would favour the first characters.
func draw(alphabet string, n int) string {
	limit := 256 - 256%len(alphabet)
	out := make([]byte, 0, n)
	buf := make([]byte, 32)
	for len(out) < n {
		rand.Read(buf)
		for _, b := range buf {
			if int(b) < limit && len(out) < n {
				out = append(out, alphabet[int(b)%len(alphabet)])
			}
		}
	}
	return string(out)
}

// Equal compares two secrets in a time that depends on their lengths only.
func Equal(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// resourceAlphabet leaves out what is read or heard for something else: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
const resourceAlphabet = "34679ACDEFGHJKMNPQRTWXY"

// ResourceCode gives a fresh authorisation code (授权码) of an access resource, such as 7KPM-34TX-9QWE: 54 bits, which
// is plenty where tries are limited.
func ResourceCode() string {
	c := draw(resourceAlphabet, 12)
	return c[:4] + "-" + c[4:8] + "-" + c[8:]
}

// NormalResourceCode is a code as ResourceCode writes it, however it was typed: small letters, full-width ones, blanks
// and missing dashes are taken.
func NormalResourceCode(typed string) string {
	var c []rune
	for _, r := range typed {
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		if r >= 'a' && r <= 'z' {
			r -= 'a' - 'A'
		}
		if r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			c = append(c, r)
		}
	}
	if len(c) != 12 {
		return string(c)
	}
	return string(c[:4]) + "-" + string(c[4:8]) + "-" + string(c[8:])
}
