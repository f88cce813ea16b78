package icpquery

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// fields is a body, JSON or a form, whichever the caller sends.
type fields map[string]json.RawMessage

// readFields reads a body by what it says it is, or by its first character.
func readFields(r *http.Request) (fields, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\ufeff")))
	f := fields{}
	if len(body) == 0 {
		return f, nil
	}
	if kind == "application/x-www-form-urlencoded" && body[0] != '{' || body[0] != '{' && kind != "application/json" {
		values, err := url.ParseQuery(string(body))
		for name := range values {
			quoted, _ := json.Marshal(values.Get(name)) // text always marshals
			f[name] = quoted
		}
		return f, err
	}
	return f, json.Unmarshal(body, &f)
}

// text is a field as text: of a number its digits, of null and of what is missing nothing.
func (f fields) text(name string) string {
	raw := f[name]
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return strings.TrimSpace(strings.ToValidUTF8(s, ""))
	}
	if len(raw) == 0 || raw[0] == '{' || raw[0] == '[' || !utf8.Valid(raw) || string(raw) == "null" {
		return ""
	}
	return string(raw)
}

// number is a field as a number, from 1 to most: clients send 1, "1", "" or nothing.
func (f fields) number(name string, usual, most int) int {
	n, err := strconv.ParseFloat(f.text(name), 64)
	if err != nil || n < 1 {
		return usual
	}
	return int(min(n, float64(most)))
}
