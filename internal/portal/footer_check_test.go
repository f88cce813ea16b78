package portal

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"beian/internal/footer"
)

// A page is looked at through a name server that leads its name to this machine.
func TestFooterCheck(t *testing.T) {
	b, _ := approved(t)
	foot := ""
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, "<html><body>%s</body></html>", foot)
	}))
	t.Cleanup(site.Close)
	b.portal.Footer = footer.NewFetcherAt(func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, site.Listener.Addr().String())
	})
	ask := func(typed string) view { return b.do("POST", "/footer-check", url.Values{"url": {typed}}) }
	for html, want := range map[string]string{
		`<a href="https://beian.miit.gov.cn/">沪ICP备2026000001号-1</a>`: "符合要求",
		`沪ICP备2026000001号-1`:                                        "没有链接",
		`<a href="https://beian.miit.gov.cn/">沪ICP备2026000002号</a>`: "显示的是 沪ICP备2026000002号",
		`hello`: "没有找到备案号",
	} {
		foot = html
		ask("http://www.example.cn/").must(t, 200, want, "沪ICP备2026000001号-1")
	}
	foot = "沪ICP备2026000001号-1"
	ask("http://unfiled.cn/").must(t, 200, "未备案", "却显示了 沪ICP备2026000001号-1", "查看这个备案号的公开信息")
	foot = ""
	ask("http://unfiled.cn/").must(t, 200, "未备案", "没有应显示的备案号")
	for typed, want := range map[string]string{"": "填写要检查的网址", "ftp://example.cn": "写法不对", "http://example.cn:8080/": "写法不对", "x": "写法不对"} {
		ask(typed).must(t, 422, want)
	}
	b.do("GET", "/footer-check?url=www.example.cn", nil).must(t, 200, `value="www.example.cn"`)
}

func TestFooterCheckStaysOutside(t *testing.T) {
	b, _ := approved(t)
	b.portal.Footer = footer.NewFetcher(false, nil)
	for _, typed := range []string{"http://127.0.0.1/", "http://[::1]/", "http://169.254.169.254/"} {
		b.do("POST", "/footer-check", url.Values{"url": {typed}}).must(t, 422, "内部地址")
	}
	b.portal.Footer = footer.NewFetcherAt(func(_ context.Context, _, address string) (net.Conn, error) {
		t.Errorf("%s was asked for", address)
		return nil, net.ErrClosed
	})
	for _, typed := range []string{"http://db.internal/", "http://intranet.local/"} {
		b.do("POST", "/footer-check", url.Values{"url": {typed}}).must(t, 200, "未备案")
	}
	b.do("POST", "/footer-check", url.Values{"url": {"http://10.0.0.1/"}}).must(t, 422, "内部地址")
	b.do("POST", "/footer-check", url.Values{"url": {strings.Repeat("a", 5000) + ".com"}}).must(t, 422, "写法不对")
}
