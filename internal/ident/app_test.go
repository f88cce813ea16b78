package ident_test

import (
	"strings"
	"testing"

	"beian/internal/ident"
)

func TestAppIdentities(t *testing.T) {
	md5 := func(s string) (string, error) { return ident.Fingerprint(s, 32) }
	for _, c := range []struct {
		name        string
		parse       func(string) (string, error)
		typed, want string
		code        ident.Code
	}{
		{"package", ident.BundleID, " cn.example.Photo_Notes ", "cn.example.Photo_Notes", ""},
		{"mini program", ident.BundleID, "wx0a1b2c3d4e5f6789", "wx0a1b2c3d4e5f6789", ""},
		{"full width", ident.BundleID, "ｃｎ．example", "cn.example", ""},
		{"nothing", ident.BundleID, "  ", "", ident.Empty},
		{"short", ident.BundleID, "cn.", "", ident.TooShort},
		{"han", ident.BundleID, "cn.例子.app", "", ident.Charset},
		{"two dots", ident.BundleID, "cn..app", "", ident.Format},
		{"key", ident.PublicKey, "B0:12 34:56\n78:9A:BC:DE:F0", "B0123456789ABCDEF0", ""},
		{"short key", ident.PublicKey, "B0:12", "", ident.TooShort},
		{"key with signs", ident.PublicKey, strings.Repeat("a", 20) + "?", "", ident.Charset},
		{"digest", md5, strings.Repeat("AB:", 15) + "AB", strings.Repeat("ab", 16), ""},
		{"digest of another sort", md5, strings.Repeat("ab", 20), "", ident.TooLong},
		{"no hexadecimal", md5, strings.Repeat("g", 32), "", ident.Charset},
	} {
		got, err := c.parse(c.typed)
		switch f := ident.FaultOf(err); {
		case c.code == "" && (err != nil || got != c.want):
			t.Errorf("%s: %q, %v", c.name, got, err)
		case c.code != "" && (f == nil || f.Code != c.code):
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
}
