package portal

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"beian/web"
)

func TestProbes(t *testing.T) {
	b := open(t, Options{})
	b.do("GET", "/healthz", nil).must(t, 200, "ok")
	b.do("GET", "/readyz", nil).must(t, 200, "ok")
	b.do("GET", web.Asset("app.css"), nil).must(t, 200)
	b.do("GET", "/favicon.ico", nil).leadsTo(t, web.Asset("icon.svg"))
}

func TestMissingPage(t *testing.T) {
	b := open(t, Options{})
	b.get("/nowhere").must(t, 404, "没有找到")
	b.get("/dev/gallery").must(t, 404)
	b.post("/healthz").must(t, 405)
}

func TestHeaders(t *testing.T) {
	h := open(t, Options{Secure: true}).do("GET", "/settings/display", nil).header
	for name, want := range map[string]string{
		"Content-Security-Policy":    policy,
		"X-Content-Type-Options":     "nosniff",
		"Referrer-Policy":            "same-origin",
		"Cross-Origin-Opener-Policy": "same-origin",
		"Strict-Transport-Security":  "max-age=31536000; includeSubDomains",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestFormsOfOtherSites(t *testing.T) {
	b := open(t, Options{})
	b.header.Set("Sec-Fetch-Site", "cross-site")
	b.post("/settings/display", "size", "large").must(t, 403, "请从本网站的页面提交")
	b.header.Set("Sec-Fetch-Site", "same-origin")
	b.post("/settings/display", "size", "large").leadsTo(t, "/settings/display")
}

func TestDisplay(t *testing.T) {
	b := open(t, Options{Demo: true})
	b.post("/settings/display", "only", "size", "size", "large", "return", "/dev/gallery").leadsTo(t, "/dev/gallery")
	b.get("/dev/gallery").must(t, 200, `data-size="large"`, demoLine)
	b.post("/settings/display", "theme", "dark", "return", "//elsewhere.test/").leadsTo(t, "/settings/display")
	v := b.get("/settings/display").must(t, 200, `data-theme="dark"`)
	if strings.Contains(v.body, `data-size=`) {
		t.Error("a setting that was not chosen stayed")
	}
}

func TestLargeForm(t *testing.T) {
	b := open(t, Options{})
	b.post("/settings/display", "theme", strings.Repeat("x", bodyLimit)).must(t, 413)
}

func TestAddress(t *testing.T) {
	p := &Portal{Options: Options{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}}
	for _, c := range []struct{ remote, forwarded, want string }{
		{"203.0.113.9:1", "", "203.0.113.9"},
		{"203.0.113.9:1", "198.51.100.1", "203.0.113.9"},                     // not a proxy of ours
		{"10.0.0.1:1", "198.51.100.1", "198.51.100.1"},                       //
		{"10.0.0.1:1", "192.0.2.66, 198.51.100.1, 10.0.0.2", "198.51.100.1"}, // the first was made up
		{"10.0.0.1:1", "garbage", "10.0.0.1"},
		{"[::ffff:203.0.113.9]:1", "", "203.0.113.9"},
	} {
		r, _ := http.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.remote
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := p.address(r).String(); got != c.want {
			t.Errorf("%s with %q: %s, want %s", c.remote, c.forwarded, got, c.want)
		}
	}
}

func TestLocal(t *testing.T) {
	for path, want := range map[string]string{
		"/my": "/my", "/search?q=a": "/search?q=a", "//evil.test": "", "https://evil.test/": "", `/\evil.test`: "",
		"my": "", "": "", "/a\r\nb": "", "javascript:alert(1)": "",
	} {
		if got := local(path); got != want {
			t.Errorf("local(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestLogLine(t *testing.T) {
	b := open(t, Options{})
	b.get("/search/13800138000?q=secret-name")
	var line map[string]any
	if err := json.Unmarshal(b.log.Bytes(), &line); err != nil {
		t.Fatal(err)
	}
	if line["status"] != 404.0 || line["request"] == "" || line["method"] != "GET" {
		t.Errorf("log line %v", line)
	}
	for _, personal := range []string{"13800138000", "secret-name", "203.0.113.9"} {
		if strings.Contains(b.log.String(), personal) {
			t.Errorf("the log holds %q: %s", personal, b.log)
		}
	}
}

func TestPanicTellsNothing(t *testing.T) {
	b := open(t, Options{})
	b.portal.mux.Get("/panics", func(http.ResponseWriter, *http.Request) { panic("13800138000") })
	v := b.do("GET", "/panics", nil).must(t, 500, "错误编号")
	if strings.Contains(v.body+b.log.String(), "13800138000") {
		t.Error("what panicked is told")
	}
	if !strings.Contains(b.log.String(), "TestPanicTellsNothing") {
		t.Errorf("the log does not say where: %s", b.log)
	}
}

// A reader who goes away while a page is made ends nothing but that request.
func TestReaderGone(t *testing.T) {
	b := open(t, Options{})
	ctx, leave := context.WithCancel(t.Context())
	leave()
	for _, path := range []string{"/", "/search?q=example.cn", "/no/such/page"} {
		w := httptest.NewRecorder()
		b.portal.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", path, nil))
		if !strings.Contains(w.Body.String(), "<html") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

// A page about a fault that is at fault itself is told in a line.
func TestPageOfFaultsAtFault(t *testing.T) {
	b := open(t, Options{})
	broken := templ.ComponentFunc(func(context.Context, io.Writer) error { return errors.New("broken") })
	w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
	b.portal.render(w, r.WithContext(context.WithValue(r.Context(), visitKey{}, &visit{})), http.StatusInternalServerError, broken)
	if w.Code != 500 || !strings.Contains(w.Body.String(), "系统故障") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestAgentName(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36":     "Chrome · Windows",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile/15E148 Safari/604.1": "Safari · iPhone",
		"curl/8.9": "curl/8.9",
	} {
		if got := agentName(agent); got != want {
			t.Errorf("%s: %q, want %q", agent, got, want)
		}
	}
}

func TestHead(t *testing.T) {
	b := open(t, Options{})
	b.do("HEAD", "/login", nil).must(t, 200)
}

func TestPacked(t *testing.T) {
	b := open(t, Options{})
	b.header.Set("Accept-Encoding", "gzip")
	v := b.do("GET", "/login", nil).must(t, 200)
	z, err := gzip.NewReader(strings.NewReader(v.body))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil || !strings.Contains(string(plain), "</html>") {
		t.Errorf("unpacked %d bytes, %v", len(plain), err)
	}
}
