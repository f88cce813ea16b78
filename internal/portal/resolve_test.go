package portal

import (
	"context"
	"net"
	"net/netip"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres/pgtest"
)

func TestAddressesOfADomain(t *testing.T) {
	doc := filingtest.Person()
	doc.Sites[0].Accesses[0].IPs = nil
	w, world, f := openAt(t, doc, "sites/1/access")
	leads := map[string][]netip.Addr{"example.cn": {netip.MustParseAddr("::ffff:121.40.1.10"), netip.MustParseAddr("10.0.0.7"), netip.MustParseAddr("127.0.0.1")},
		"www.example.cn": {netip.MustParseAddr("121.40.1.10"), netip.MustParseAddr("2408:4001::10")}}
	w.portal.Resolve = func(_ context.Context, host string) ([]netip.Addr, error) {
		if list, ok := leads[host]; ok {
			return list, nil
		}
		return nil, &net.DNSError{IsNotFound: true}
	}
	w.presses("用域名查 IP 地址", "sites.1.accesses.1.remark", "一台服务器").sees("已填入查到的地址", "121.40.1.10\n2408:4001::10</textarea>", "一台服务器").
		misses("10.0.0.7", "127.0.0.1")
	w.presses("用域名查 IP 地址", "sites.1.accesses.1.ips", "121.40.1.11").sees("域名现在指向 121.40.1.10", "121.40.1.11</textarea>")
	clear(leads)
	w.presses("用域名查 IP 地址").sees("没有查到 example.cn 的公网地址")
	_, err := world.Wang.Save(t.Context(), f.ID, 0, func(d *filing.Document) { d.Sites[0].Domains = nil })
	pgtest.Must(t, err)
	w.opens(w.here.path).misses("用域名查 IP 地址")
}

func TestADocumentForEachPreApproval(t *testing.T) {
	doc := filingtest.Person()
	doc.Sites[0].Approvals = []filing.Approval{{Kind: 1, Number: "沪网〔2026〕1 号"}, {Kind: 3, Number: "沪教网〔2026〕2 号"}}
	w, _, _ := openAt(t, doc, "materials")
	w.sees("新闻前置审批文件", "教育前置审批文件")
}
