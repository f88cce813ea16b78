package footer

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"beian/internal/certificate"
	"beian/internal/filing"
)

const number = filing.Number("沪ICP备2026000001号-1")

// TestNeverInside: every way to an address that is not public ends before a byte is sent.
func TestNeverInside(t *testing.T) {
	f := NewFetcher(false, nil)
	for _, a := range []string{"127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "255.255.255.255", "224.0.0.1",
		"198.18.0.1", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
		"64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2001::1", "ff02::1", "2001:db8::1"} {
		if f.may(netip.AddrPortFrom(netip.MustParseAddr(a), 80)) {
			t.Errorf("%s may be reached", a)
		}
	}
	for _, a := range []string{"101.64.0.9:80", "[2408:8000::1]:443", "[::ffff:101.64.0.9]:443"} {
		if !f.may(netip.MustParseAddrPort(a)) {
			t.Errorf("%s may not be reached", a)
		}
	}
	for _, a := range []string{"101.64.0.9:22", "101.64.0.9:8080", "101.64.0.9:5432"} {
		if f.may(netip.MustParseAddrPort(a)) {
			t.Errorf("port of %s may be reached", a)
		}
	}
}

// reached counts requests that came through.
func reached(t *testing.T, h http.HandlerFunc) (*httptest.Server, *int) {
	t.Helper()
	n := new(int)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*n++
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s, n
}

func TestRefusesInsideAddresses(t *testing.T) {
	s, n := reached(t, func(http.ResponseWriter, *http.Request) {})
	port := s.Listener.Addr().(*net.TCPAddr).Port
	f := NewFetcher(false, nil)
	for typed, want := range map[string]Trouble{
		s.URL:               NoAddress, // its port is not one of the web
		"http://127.0.0.1/": Internal, "http://localhost/": Internal, "http://[::1]/": Internal, "http://[::ffff:127.0.0.1]/": Internal,
		"http://169.254.169.254/latest/meta-data/": Internal, "http://10.0.0.1/": Internal, "http://2130706433/": Unreachable, "http://0/": Unreachable,
	} {
		u, err := url.Parse(typed)
		if err != nil {
			t.Fatal(err)
		}
		got := f.Look(t.Context(), u, false, Want{}).Trouble
		if got != want && !(want == Unreachable && got == Internal) {
			t.Errorf("%s: %q, want %q", typed, got, want)
		}
	}
	if *n > 0 {
		t.Errorf("port %d of this machine was reached %d times", port, *n)
	}
}

// TestRebinding: a name that is public when it is first asked for and inside when it is asked for again.
func TestRebinding(t *testing.T) {
	s, n := reached(t, func(http.ResponseWriter, *http.Request) {})
	asked := 0
	f := NewFetcher(false, nameServer(t, func() netip.Addr { asked++; return netip.MustParseAddr("127.0.0.1") }))
	u := &url.URL{Scheme: "http", Host: "rebind.example.cn", Path: "/"}
	if got := f.Look(t.Context(), u, true, Want{}).Trouble; got != Internal {
		t.Errorf("%q", got)
	}
	if asked == 0 {
		t.Error("the name was never asked for: the test shows nothing")
	}
	if *n > 0 {
		t.Errorf("%s was reached", s.URL)
	}
}

// TestRedirects: a redirect inside ends the look, wherever it comes from.
func TestRedirects(t *testing.T) {
	for _, to := range []string{"http://169.254.169.254/latest/", "http://10.1.2.3/", "http://[fd00::1]/", "http://[::ffff:10.0.0.1]/", "file:///etc/passwd",
		"gopher://x/", "http://user:pass@example.cn/"} {
		s, _ := reached(t, func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Location", to); w.WriteHeader(302) })
		f := NewFetcher(true, nil) // this machine only, for the first step
		u, _ := url.Parse(s.URL)
		if got := f.Look(t.Context(), u, false, Want{}).Trouble; got != Internal && got != NoAddress && got != Unreachable {
			t.Errorf("to %s: %q", to, got)
		}
	}
	s, n := reached(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/again", http.StatusFound) })
	u, _ := url.Parse(s.URL)
	if got := NewFetcher(true, nil).Look(t.Context(), u, false, Want{}).Trouble; got != NoPage || *n > mostRedirects+1 {
		t.Errorf("round and round: %q after %d", got, *n)
	}
}

// TestHugeAndSlow: neither a huge body, nor a compressed one, nor a slow one costs more than its limit.
func TestHugeAndSlow(t *testing.T) {
	huge, _ := reached(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		var out io.Writer = w
		if r.URL.Path == "/gzip" {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			defer func() { _ = z.Close() }()
			out = z
		}
		line := []byte(strings.Repeat("a", 1<<20))
		for range 200 {
			if _, err := out.Write(line); err != nil {
				return
			}
		}
	})
	f := NewFetcher(true, nil)
	for _, path := range []string{"/", "/gzip"} {
		u, _ := url.Parse(huge.URL + path)
		p, err := f.get(t.Context(), u, pageBytes)
		if err != nil || len(p.body) > pageBytes {
			t.Errorf("%s: %d bytes, %v", path, len(p.body), err)
		}
	}
	slow, _ := reached(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte(" "))
			w.(http.Flusher).Flush()
			time.Sleep(50 * time.Millisecond)
		}
	})
	f.client.Timeout = 400 * time.Millisecond
	u, _ := url.Parse(slow.URL)
	began := time.Now()
	f.Look(t.Context(), u, false, Want{})
	if took := time.Since(began); took > 8*time.Second {
		t.Errorf("a slow page took %s", took)
	}
}

// nameServer answers every question with the address that answer gives.
func nameServer(t *testing.T, answer func() netip.Addr) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	go func() {
		for {
			q := make([]byte, 512)
			n, from, err := conn.ReadFrom(q)
			if err != nil {
				return
			}
			_, _ = conn.WriteTo(dnsAnswer(q[:n], answer), from)
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// dnsAnswer answers a question for A with one address, for anything else with none (RFC 1035).
func dnsAnswer(q []byte, answer func() netip.Addr) []byte {
	end := 12
	for q[end] != 0 {
		end += int(q[end]) + 1
	}
	end += 5
	a := append([]byte{}, q[:end]...)
	a[2], a[3] = 0x84, 0
	a[7], a[9], a[11] = 0, 0, 0
	if q[end-3] == 1 {
		a[7] = 1
		ip := answer().As4()
		a = append(a, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4)
		a = append(a, ip[:]...)
	}
	return a
}

func TestLook(t *testing.T) {
	text, err := certificate.NewIssuer()
	if err != nil {
		t.Fatal(err)
	}
	issuer, err := certificate.ParseIssuer(text)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := issuer.Issue(certificate.Body{Number: string(number)})
	if err != nil {
		t.Fatal(err)
	}
	other, err := issuer.Issue(certificate.Body{Number: "沪ICP备2026000009号-1"})
	if err != nil {
		t.Fatal(err)
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().String(`<a href="https://beian.miit.gov.cn/">沪ICP备2026000001号-1</a>`)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		body, kind string
		cert       []byte
		want       Finding
	}{
		"all right":     {`<footer><a href="https://beian.miit.gov.cn/">沪ICP备2026000001号-1</a></footer>`, "text/html; charset=utf-8", cert, Finding{Number: Good, Link: Good, Certificate: Good}},
		"GBK":           {gbk, "text/html; charset=gbk", nil, Finding{Number: Good, Link: Good, Certificate: Missing}},
		"full width":    {`<a href="http://BEIAN.miit.gov.cn">沪ＩＣＰ备２０２６０００００１号－１</a>`, "text/html; charset=utf-8", nil, Finding{Number: Good, Link: Good, Certificate: Missing}},
		"the entity's":  {`<a href="/x">沪ICP备2026000001号</a>`, "text/html; charset=utf-8", nil, Finding{Number: Wrong, Link: Missing, Certificate: Missing}},
		"another's":     {`沪ICP备2026000002号-1`, "text/html; charset=utf-8", other, Finding{Number: Wrong, Link: Missing, Certificate: Wrong}},
		"not linked":    {`<p>沪ICP备2026000001号-1</p>`, "text/html; charset=utf-8", []byte("x"), Finding{Number: Good, Link: Missing, Certificate: Wrong}},
		"linked astray": {`<a href="https://example.com/">沪ICP备2026000001号-1</a>`, "text/html; charset=utf-8", nil, Finding{Number: Good, Link: Wrong, Certificate: Missing}},
		"in a script":   {`<script>var x = "沪ICP备2026000001号-1"</script>`, "text/html; charset=utf-8", nil, Finding{Number: Missing, Link: Missing, Certificate: Missing}},
		"no page":       {`{}`, "application/json", nil, Finding{Trouble: NoPage}},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := reached(t, func(w http.ResponseWriter, r *http.Request) {
				switch {
				case r.URL.Path == "/":
					w.Header().Set("Content-Type", c.kind)
					fmt.Fprint(w, c.body)
				case r.URL.Path == "/cert/bazu.cert" && c.cert != nil:
					_, _ = w.Write(c.cert)
				default:
					w.WriteHeader(404)
				}
			})
			u, _ := url.Parse(s.URL + "/")
			got := NewFetcher(true, nil).Look(t.Context(), u, false, Want{Numbers: []filing.Number{number}, Authority: issuer.Authority()})
			if got.Number != c.want.Number || got.Link != c.want.Link || got.Certificate != c.want.Certificate || got.Trouble != c.want.Trouble {
				t.Errorf("found %+v", got)
			}
			if fine := c.want.Number == Good && c.want.Link == Good; got.Fine() != fine {
				t.Errorf("fine: %v", got.Fine())
			}
		})
	}
}

// Licences stand at the foot of pages too.
func TestLicences(t *testing.T) {
	for _, n := range []filing.Number{"粤B2-20090059", "粤B2-20090059-12", "京ICP证030173号"} {
		var f Finding
		f.read(strings.NewReader(`<a href="https://beian.miit.gov.cn/">`+string(n)+`</a>`), Want{Numbers: []filing.Number{n}})
		if f.Number != Good || f.Link != Good {
			t.Errorf("%s: %+v", n, f)
		}
	}
}

// A page made to be slow to read is read in no time.
func TestDeepPage(t *testing.T) {
	for _, tag := range []string{"<b>", "<div>", "<a href=x>", "<table><tr><td>"} {
		began := time.Now()
		var f Finding
		f.read(strings.NewReader(strings.Repeat(tag, pageBytes/2/len(tag))+strings.Repeat("字", pageBytes/6)), Want{})
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s: %s", tag, took)
		}
	}
}

func TestParse(t *testing.T) {
	for typed, want := range map[string]string{"example.cn": "https://example.cn", " http://例子.cn/a#b ": "http://例子.cn/a", "ｅｘａｍｐｌｅ．ｃｎ": "https://example.cn",
		"": "", "x": "", "ftp://example.cn": "", "http://": "", "http://a:b@example.cn": "", "javascript:alert(1)": "", "http://exa mple.cn": ""} {
		u, err := Parse(typed)
		if want == "" && err == nil || want != "" && (err != nil || u.Scheme+"://"+u.Host+u.Path != want) {
			t.Errorf("%q: %v, %v", typed, u, err)
		}
	}
}
