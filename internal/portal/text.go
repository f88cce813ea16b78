package portal

import (
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"beian/internal/filing"
)

// What comes from outside is text that PostgreSQL can hold, UTF-8 without NUL, before any handler sees it: neither a
// garbled address nor a stray byte in what was typed is a fault of ours.

func sound(s string) bool { return utf8.ValidString(s) && !strings.Contains(s, "\x00") }

// mended is s without NUL and with U+FFFD for what is no UTF-8.
func mended(s string) string {
	if sound(s) {
		return s
	}
	return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
}

// legible refuses an address that is no text: a page of that name is not there, a question in it cannot be read.
func legible(r *http.Request) error {
	if !sound(r.URL.Path) {
		return filing.ErrNotFound
	}
	if r.URL.Path == "/search" { // says so in its own words
		return nil
	}
	for name, list := range r.URL.Query() {
		if !sound(name + strings.Join(list, "")) {
			return errUnreadable
		}
	}
	return nil
}

// mendForm keeps everything typed but the bytes that are no text.
func mendForm(values url.Values) {
	for _, list := range values {
		for i := range list {
			list[i] = mended(list[i])
		}
	}
}
