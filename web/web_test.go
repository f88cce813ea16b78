package web

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

func get(t *testing.T, url, accept string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, url, nil)
	r.Header.Set("Accept-Encoding", accept)
	w := httptest.NewRecorder()
	Static().ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAssetIsNamedAfterItsContent(t *testing.T) {
	url := Asset("app.css")
	if !regexp.MustCompile(`^/static/app\.[0-9a-f]{12}\.css$`).MatchString(url) {
		t.Errorf("url %q", url)
	}
	one, two := newAsset("x/a.css", []byte("one")), newAsset("x/a.css", []byte("two"))
	if one.url == two.url || !strings.HasPrefix(one.url, "/static/x/a.") {
		t.Errorf("urls %q, %q", one.url, two.url)
	}
}

func TestStatic(t *testing.T) {
	plain := get(t, Asset("app.css"), "")
	if plain.StatusCode != http.StatusOK || plain.Header.Get("Content-Encoding") != "" {
		t.Fatalf("status %d, encoding %q", plain.StatusCode, plain.Header.Get("Content-Encoding"))
	}
	for name, want := range map[string]string{
		"Cache-Control": "public, max-age=31536000, immutable",
		"Content-Type":  "text/css; charset=utf-8",
		"Vary":          "Accept-Encoding",
	} {
		if got := plain.Header.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	packed := get(t, Asset("app.css"), "br, gzip;q=0.8")
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	if body(t, z) != body(t, plain.Body) {
		t.Error("packed and plain differ")
	}
}

func TestStaticKnowsOnlyHashedNames(t *testing.T) {
	for _, url := range []string{"/static/app.css", "/static/", "/static/app.000000000000.css"} {
		if got := get(t, url, "").StatusCode; got != http.StatusNotFound {
			t.Errorf("%s: %d", url, got)
		}
	}
}

func TestScriptType(t *testing.T) {
	if got := get(t, Asset("app.js"), "").Header.Get("Content-Type"); got != "text/javascript; charset=utf-8" {
		t.Errorf("type %q", got)
	}
}

func TestTakesGzip(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "gzip": true, "deflate, GZIP": true, "gzip;q=0": false, "gzip; q=0.0": false, "gzip;q=0.1": true, "xgzip": false,
	} {
		if got := TakesGzip(header); got != want {
			t.Errorf("%q: %t", header, got)
		}
	}
}

// TestWeight keeps the first view light on a slow line.
func TestWeight(t *testing.T) {
	for name, limit := range map[string]struct{ plain, packed int }{
		"app.css": {60 << 10, 16 << 10}, "app.js": {24 << 10, 12 << 10},
	} {
		a := byName[name]
		if len(a.plain) > limit.plain || len(a.packed) > limit.packed {
			t.Errorf("%s: %d bytes, %d packed; limits %d and %d", name, len(a.plain), len(a.packed), limit.plain, limit.packed)
		}
	}
}

func TestSqueeze(t *testing.T) {
	for in, want := range map[string]string{
		"a :is(b, c) { color: red; }\n":                                 "a :is(b,c){color:red;}",
		"/* note */ x::before { content: \"; }\"; }":                    "x::before{content:\"; }\";}",
		"@media (min-width: 40em) {\n\ta > b { x: calc(1px + 2px) }\n}": "@media (min-width:40em){a > b{x:calc(1px + 2px)}}",
		"a /* x */ b{}": "a b{}",
	} {
		if got := squeeze(in); got != want {
			t.Errorf("squeeze(%q) = %q, want %q", in, got, want)
		}
	}
}
