package demo

import (
	"context"
	"fmt"
	"net/netip"
	"slices"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/region"
)

// carrier is an invented access provider with the addresses it may hand out.
type carrier struct {
	id       int64
	slug     string
	name     string
	seat     region.Province
	limited  bool // its licence holds in the province of its seat only
	methods  []int
	v4, v6   []ident.IPRange
	verifier filing.Actor
	admin    filing.Actor
}

// brands are the names of the providers; the first one is the one 李强 works at.
var brands = words(`云帆yunfan 星衢xingqu 海川haichuan 蓝桥lanqiao 晨域chenyu 瀚途hantu 青杉qingshan 联舟lianzhou 恒界hengjie 智岭zhiling
	睿泽ruize 通原tongyuan 启澜qilan 远岫yuanxiu 拓邦云tuobang 木星链muxing 溪谷xigu 润石runshi 橙云chengyun 诚科chengke
	岚图lantu 松源songyuan 竹间zhujian 鹿野luye 鲸海jinghai 明辰mingchen 丰桥fengqiao 泰和云taihe 汇川云huichuan 禾信hexin
	北屿beiyu 南汀nanting 西岭云xiling 东篱云dongli 中岳云zhongyue 雪域云xueyu 天池云tianchi 黄河云huanghe 珠玑云zhuji 钱塘云qiantang`)

// seats are where the providers sit, one letter code each in the order of brands.
var seats = []string{"sh", "bj", "gd", "zj", "js", "bj", "sh", "gd", "bj", "zj", "sd", "sc", "fj", "hb", "gd", "bj", "cq", "sn", "ha", "hn",
	"js", "ln", "ah", "jl", "tj", "he", "jx", "gx", "yn", "gz", "hi", "fj", "sc", "zj", "ha", "xz", "xj", "gs", "gd", "zj"}

// local are the providers whose licence is limited to one province.
var local = []string{"xueyu", "tianchi", "huanghe", "beiyu", "qiantang", "luye"}

func carriers() []*carrier {
	var list []*carrier
	for i, b := range brands {
		seat, _ := region.ByISO(seats[i])
		c := &carrier{slug: b.latin, name: b.han + []string{"数据科技", "网络技术", "信息服务", "通信技术"}[i%4] + "有限公司",
			seat: seat, limited: slices.Contains(local, b.latin), methods: [][]int{{1, 2, 3}, {2, 3}, {1, 2, 3, 4}}[i%3]}
		c.v4 = append(c.v4, blocks(fmt.Sprintf("101.%d.0.0/18", 64+i)), blocks(fmt.Sprintf("119.%d.128.0/19", 96+i)))
		if i%3 == 0 {
			c.v4 = append(c.v4, blocks(fmt.Sprintf("123.%d.64.0/20", 56+i)))
		}
		c.v6 = append(c.v6, blocks(fmt.Sprintf("2400:9%02d0::/32", i)))
		list = append(list, c)
	}
	return list
}

func blocks(cidr string) ident.IPRange {
	r, err := ident.ParseIPRange(cidr)
	if err != nil {
		panic(err) // the list above is ours
	}
	return r
}

// covers reports whether the provider may file for a province.
func (c *carrier) covers(p region.Province) bool { return !c.limited || c.seat == p }

// place is where a server stands: mostly at the provider's seat.
func (c *carrier) place(m *maker, home place) string {
	if m.chance(30) {
		return home.province.Code
	}
	return c.seat.Code
}

// address is one of the provider's IPv4 addresses; a few are shared by several
// sites, as on any virtual host.
func (c *carrier) address(m *maker) string {
	r := pick(m, c.v4)
	raw := r.Start.As4()
	if m.chance(10) {
		raw[3] = byte(80 + m.IntN(6))
	} else {
		raw[2] += byte(m.IntN(16))
		raw[3] = byte(1 + m.IntN(254))
	}
	return netip.AddrFrom4(raw).String()
}

func (c *carrier) address6(m *maker) string {
	raw := c.v6[0].Start.As16()
	raw[5], raw[7], raw[15] = byte(m.IntN(256)), byte(m.IntN(256)), byte(1+m.IntN(254))
	return netip.AddrFrom16(raw).String()
}

// enter licenses the provider and files its ranges.
func (c *carrier) enter(ctx context.Context, ministry *postgres.Desk, m *maker, serial int) (err error) {
	p := postgres.AccessProvider{Slug: c.slug, Name: c.name, Province: c.seat.Code, Methods: c.methods,
		Licence: fmt.Sprintf("B1-%d%04d", 2012+serial%12, 1000+serial*37), Phone: m.landline(c.seat), Address: m.address(m.capital(c.seat)),
		Intro: "提供云主机、虚拟主机和专线接入，协助用户办理网站备案。工作日 9:00 至 18:00 受理当面核验，请携带证件原件。"}
	if c.limited {
		p.LicenceProvince = c.seat.Code
		p.Licence = fmt.Sprintf("%sB1-%d%04d", c.seat.Abbr, 2012+serial%12, 1000+serial*37)
	}
	if c.id, err = ministry.AddProvider(ctx, p); err != nil {
		return err
	}
	for _, r := range append(slices.Clone(c.v4), c.v6...) {
		if err := ministry.AddRange(ctx, c.id, r, ""); err != nil {
			return err
		}
	}
	return nil
}

// carrier chooses a provider for somebody in a province: often 云帆, sometimes one
// of the own province, else any.
func (m *maker) carrier(list []*carrier, p region.Province, favour int) *carrier {
	if m.chance(favour) {
		return list[0]
	}
	for {
		c := pick(m, list)
		if c.covers(p) && (c.seat == p || m.chance(60)) {
			return c
		}
	}
}

// Ranges are the addresses of the invented providers, by short name.
func Ranges() map[string][]ident.IPRange {
	all := map[string][]ident.IPRange{}
	for _, c := range carriers() {
		all[c.slug] = slices.Concat(c.v4, c.v6)
	}
	return all
}
