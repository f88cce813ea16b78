package portal

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/web/htmlcheck"
)

func TestMain(m *testing.M) { pgtest.Main(m, stopChrome) }

// browser is a person at a browser, through the real handler over a transaction that is rolled back.
type browser struct {
	t      *testing.T
	portal *Portal
	store  *postgres.Store
	tx     pgx.Tx
	jar    *cookiejar.Jar
	log    *bytes.Buffer
	header http.Header
	from   string // address of the connection
}

var site = &url.URL{Scheme: "http", Host: "beian.test"}

func open(t *testing.T, o Options, change ...func(*postgres.Options)) *browser {
	t.Helper()
	store, tx := pgtest.StoreTx(t, change...)
	var log bytes.Buffer
	o.Logger = slog.New(slog.NewJSONHandler(&log, nil))
	p, err := New(store, o)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, portal: p, store: store, tx: tx, log: &log, from: "203.0.113.9:4711"}
	return b.again()
}

// again is the same portal in a browser without cookies.
func (b *browser) again() *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.t.Fatal(err)
	}
	other := *b
	other.jar, other.header = jar, http.Header{}
	return &other
}

// view is one answer.
type view struct {
	status int
	header http.Header
	body   string
	path   string
}

func (b *browser) do(method, path string, values url.Values) view {
	b.t.Helper()
	var body io.Reader
	if values != nil {
		body = strings.NewReader(values.Encode())
	}
	r := httptest.NewRequestWithContext(b.t.Context(), method, "http://beian.test"+path, body)
	if values != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.RemoteAddr = b.from
	for name, list := range b.header {
		r.Header[name] = list
	}
	for _, c := range b.jar.Cookies(site) {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.portal.ServeHTTP(w, r)
	answer := w.Result()
	b.jar.SetCookies(site, answer.Cookies())
	return view{answer.StatusCode, answer.Header, w.Body.String(), path}
}

// get opens a page and follows redirects; every page is checked.
func (b *browser) get(path string) view {
	b.t.Helper()
	v := b.do("GET", path, nil)
	for range 5 {
		if v.status != http.StatusSeeOther {
			break
		}
		path = v.header.Get("Location")
		v = b.do("GET", path, nil)
	}
	if strings.HasPrefix(v.header.Get("Content-Type"), "text/html") {
		htmlcheck.Check(b.t, v.body)
	}
	return v
}

var hiddenToken = regexp.MustCompile(`name="_once" value="([^"]*)"`)

// post sends a form and stays at its answer; the token is that of the page last seen, when given.
func (b *browser) post(path string, pairs ...string) view {
	b.t.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	v := b.do("POST", path, values)
	if strings.HasPrefix(v.header.Get("Content-Type"), "text/html") {
		htmlcheck.Check(b.t, v.body)
	}
	return v
}

func (v view) must(t *testing.T, status int, words ...string) view {
	t.Helper()
	if v.status != status {
		t.Fatalf("%s: status %d, want %d\n%s", v.path, v.status, status, text(v.body))
	}
	for _, word := range words {
		if !strings.Contains(v.body, word) {
			t.Fatalf("%s: %q is missing in\n%s", v.path, word, text(v.body))
		}
	}
	return v
}

func (v view) leadsTo(t *testing.T, path string) {
	t.Helper()
	if v.status != http.StatusSeeOther || v.header.Get("Location") != path {
		t.Fatalf("%s: status %d to %q, want 303 to %q\n%s", v.path, v.status, v.header.Get("Location"), path, text(v.body))
	}
}

var tags = regexp.MustCompile(`(?s)<head>.*?</head>|<[^>]*>|\s+`)

func text(html string) string { return strings.TrimSpace(tags.ReplaceAllString(html, " ")) }
