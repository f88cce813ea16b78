package portal

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/web/htmlcheck"
)

// walker is a person who uses nothing but the links and forms of the page before them, and answers by control name.
type walker struct {
	*browser
	here view
}

// opens asks for an address that was written down: where a walk begins.
func (w *walker) opens(path string) *walker {
	w.t.Helper()
	w.here = w.get(strings.SplitN(path, "#", 2)[0]) // browsers keep the anchor to themselves
	return w
}

func (w *walker) tree() *html.Node {
	w.t.Helper()
	root, err := html.Parse(strings.NewReader(w.here.body))
	pgtest.Must(w.t, err)
	return root
}

func attrOf(n *html.Node, name string) (string, bool) {
	i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
	if i < 0 {
		return "", false
	}
	return n.Attr[i].Val, true
}

func elements(root *html.Node, names ...string) []*html.Node {
	var list []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && slices.Contains(names, n.Data) {
			list = append(list, n)
		}
	}
	return list
}

// follows takes the first link whose words begin with text.
func (w *walker) follows(text string) *walker {
	w.t.Helper()
	return w.opens(w.links(text)[0])
}

// followsLast takes the last one: of several sites' tasks that of the last site.
func (w *walker) followsLast(text string) *walker {
	w.t.Helper()
	list := w.links(text)
	return w.opens(list[len(list)-1])
}

func (w *walker) links(text string) []string {
	w.t.Helper()
	var list []string
	for _, a := range elements(w.tree(), "a") {
		if href, _ := attrOf(a, "href"); strings.HasPrefix(strings.TrimSpace(htmlcheck.Text(a)), text) && strings.HasPrefix(href, "/") {
			list = append(list, href)
		}
	}
	if len(list) == 0 {
		w.t.Fatalf("%s: no link %q in\n%s", w.here.path, text, w.says())
	}
	return list
}

func (w *walker) says() string { return tags.ReplaceAllString(w.here.body, " ") }

// form finds the form with a button of that text, and what the browser would send of it unchanged.
func (w *walker) form(button string) (action string, values url.Values, controls map[string][]string) {
	w.t.Helper()
	for _, f := range elements(w.tree(), "form") {
		for _, b := range elements(f, "button") {
			if hidden, _ := attrOf(b, "aria-hidden"); hidden == "true" || !strings.HasPrefix(strings.TrimSpace(htmlcheck.Text(b)), button) {
				continue
			}
			action, _ = attrOf(f, "action")
			values, controls = filled(f)
			if name, named := attrOf(b, "name"); named {
				value, _ := attrOf(b, "value")
				values.Set(name, value)
			}
			return action, values, controls
		}
	}
	w.t.Fatalf("%s: no button %q in\n%s", w.here.path, button, w.says())
	return "", nil, nil
}

// filled is what a form holds, and which values each of its controls can take (nil: any text).
func filled(form *html.Node) (url.Values, map[string][]string) {
	values, controls := url.Values{}, map[string][]string{}
	for _, n := range elements(form, "input", "select", "textarea") {
		name, _ := attrOf(n, "name")
		value, _ := attrOf(n, "value")
		kind, _ := attrOf(n, "type")
		_, checked := attrOf(n, "checked")
		switch {
		case kind == "file" || kind == "submit":
		case kind == "radio" || kind == "checkbox":
			controls[name] = append(controls[name], value)
			if checked {
				values.Add(name, value)
			}
		case n.Data == "select":
			chosen := ""
			controls[name] = []string{}
			for _, o := range elements(n, "option") {
				v, _ := attrOf(o, "value")
				controls[name] = append(controls[name], v)
				if _, selected := attrOf(o, "selected"); selected {
					chosen = v
				}
			}
			values.Set(name, chosen)
		case n.Data == "textarea":
			controls[name] = nil
			values.Set(name, htmlcheck.Text(n))
			if n.FirstChild != nil {
				values.Set(name, n.FirstChild.Data)
			}
		default:
			controls[name] = nil
			values.Add(name, value)
		}
	}
	return values, controls
}

// presses fills in controls (name, value; a value of "a|b" ticks several) and presses a button.
func (w *walker) presses(button string, pairs ...string) *walker {
	w.t.Helper()
	action, values, controls := w.form(button)
	for i := 0; i+1 < len(pairs); i += 2 {
		name, value := pairs[i], pairs[i+1]
		may, there := controls[name]
		if !there {
			w.t.Fatalf("%s: no control %q in\n%s", w.here.path, name, w.says())
		}
		typed := []string{value}
		if may != nil {
			typed = strings.Split(value, "|")
		}
		for _, one := range typed {
			if may != nil && !slices.Contains(may, one) {
				w.t.Fatalf("%s: %s cannot be %q, only %q", w.here.path, name, one, may)
			}
		}
		values[name] = typed
	}
	v := w.do("POST", action, values)
	if v.status == http.StatusSeeOther {
		v = w.get(strings.SplitN(v.header.Get("Location"), "#", 2)[0])
	}
	htmlcheck.Check(w.t, v.body)
	w.here = v
	return w
}

func (w *walker) sees(words ...string) *walker {
	w.t.Helper()
	for _, word := range words {
		if !strings.Contains(w.here.body, word) {
			w.t.Fatalf("%s: %q is missing in\n%s", w.here.path, word, w.says())
		}
	}
	return w
}

func (w *walker) misses(words ...string) *walker {
	w.t.Helper()
	for _, word := range words {
		if strings.Contains(w.here.body, word) {
			w.t.Fatalf("%s: %q should not stand in\n%s", w.here.path, word, w.says())
		}
	}
	return w
}

// uploads sends a picture for every paper the page asks for as required.
func (w *walker) uploads(doc *filing.Document) *walker {
	w.t.Helper()
	at := w.here.path
	for i, p := range doc.Papers() {
		if !p.Required || p.By != filing.Registrant {
			continue
		}
		w.opens(at)
		for _, f := range elements(w.tree(), "form") {
			values, _ := filled(f)
			if values.Get("paper") != string(p.Path()) {
				continue
			}
			action, _ := attrOf(f, "action")
			var pairs []string
			for name, list := range values {
				pairs = append(pairs, name, list[0])
			}
			if v := w.send(action, "photo.jpg", material.Sample(material.IDFront, uint64(i)+1), pairs...); v.status != http.StatusSeeOther {
				w.t.Fatalf("%s: status %d\n%s", p.Path(), v.status, text(v.body))
			}
			break
		}
	}
	return w.opens(at)
}

func walk(t *testing.T) (*walker, *pgtest.World) {
	t.Helper()
	b, world := cast(t, Options{})
	return &walker{browser: b.as(world.Wang)}, world
}

// draftOf is the filing of a walk: the newest one of its owner.
func draftOf(t *testing.T, d *postgres.Desk) (postgres.Filing, *filing.Document) {
	t.Helper()
	list, err := d.Queue(t.Context(), postgres.Search{View: postgres.ViewOpen, Newest: true})
	pgtest.Must(t, err)
	doc, err := d.Document(t.Context(), list[0])
	pgtest.Must(t, err)
	return list[0], doc
}

func TestPersonWalksToSubmission(t *testing.T) {
	w, world := walk(t)
	w.opens("/my").sees("您还没有备案").follows("开始备案")
	w.presses("判断办理类型", "entity.nature", "5", "entity.certificate_number", strings.ToLower(filingtest.PersonID),
		"entity.province", "310000", "sites.1.domains", "Example.CN")
	w.sees("办理类型：首次备案", "9 项中已完成", "未开始", "完成以上任务后可开始").misses(filingtest.PersonID)
	w.follows("主办者身份").sees("居民身份证").misses(filingtest.PersonID)
	w.presses("保存并继续", "entity.name", "陈晓云", "entity.certificate_address", "上海市黄浦区人民路 100 号 2 室")
	w.sees("<h1>", "地址与联系方式")
	// Without script the city fills the list of counties, and nothing typed is lost.
	w.presses("选择城市", "entity.city", "310100", "entity.principal.mobiles", "13800000001").sees("黄浦区", "13800000001")
	w.presses("保存并继续", "entity.county", "310101", "entity.postal_same", "yes",
		"entity.principal.email", "chen@example.cn", "entity.principal.emergency_phone", "13900000002")
	w.sees("选择接入商").presses("使用这家接入商办理", "provider", strconv.FormatInt(world.Provider, 10))
	w.sees("接入商：云帆数据科技有限公司", "网站名称与域名", "www.example.cn")
	w.presses("保存并继续", "sites.1.names", "晓云的摄影笔记")
	w.sees("内容与前置审批").presses("保存并继续", "sites.1.contents", "6")
	w.sees("接入信息").presses("保存并继续", "sites.1.accesses.1.method", "3", "sites.1.accesses.1.ips", "121.40.1.10",
		"sites.1.accesses.1.places", "310000")
	f, doc := draftOf(t, world.Wang)
	w.sees("必传材料").uploads(doc).follows("返回任务清单").sees("9 项中已完成 9 项").follows("核对并提交")
	w.sees("陈晓云", "example.cn", "人民路", filingtest.PersonID[:6]+"********", "显示完整号码", filingtest.PersonID+"</span>").misses("还有")
	w.presses("提交备案", "signature", "陈小云").sees("有 2 处需要修改", "签名需与负责人姓名一致", "勾选“以上信息真实”后才能提交", `value="陈小云"`)
	w.presses("提交备案", "declaration", "on", "signature", "陈晓云").sees("备案已提交", f.Receipt, "2026-11-25（周三）", "138****0001")
	w.follows("查看办理进度").sees("等待接入商核验")
	f, err := world.Wang.Filing(t.Context(), f.ID)
	pgtest.Must(t, err)
	if f.State != filing.ProviderReview || f.Channel != "ministry" {
		t.Errorf("state %s, channel %s", f.State, f.Channel)
	}
	w.opens("/my").sees("正在办理", "晓云的摄影笔记")
}

func TestCompanyWalksToSubmission(t *testing.T) {
	w, world := walk(t)
	c := filingtest.Company()
	w.opens("/my/filings/new?provider=yunfan&via=bureau-zj").sees("接入商：云帆数据科技有限公司")
	w.presses("判断办理类型", "entity.nature", "4", "entity.certificate_number", filingtest.CreditCode, "entity.province", "330000",
		"sites.1.domains", "example.com.cn\nexample.net.cn")
	w.sees("10 项中已完成").follows("继续填写")
	w.presses("保存并继续", "entity.name", c.Entity.Name, "entity.certificate_address", c.Entity.CertificateAddress, "entity.investor", c.Entity.Investor)
	w.sees("单位地址").presses("选择城市", "entity.city", "330100").presses("保存并继续", "entity.county", "330106", "entity.postal_address", c.Entity.PostalAddress)
	p := c.Entity.Principal
	w.sees("主体负责人").presses("保存并继续", "entity.principal.name", p.Name, "entity.principal.certificate_type", "2",
		"entity.principal.certificate_number", p.CertificateNumber, "entity.principal.mobiles", p.Mobiles[0], "entity.principal.email", p.Email,
		"entity.principal.emergency_phone", p.EmergencyPhone, "entity.principal.landlines", p.Landlines[0])
	s := c.Sites[0]
	w.sees("网站名称与域名", "www.example.com.cn\nwww.example.net.cn").presses("保存并继续", "sites.1.names", s.Names[0])
	w.presses("保存并继续", "sites.1.contents", "8", "sites.1.languages", "1|3", "sites.1.applications", "1|2")
	w.presses("保存并继续", "sites.1.accesses.1.method", "2", "sites.1.accesses.1.ips", s.Accesses[0].IPs[0], "sites.1.accesses.1.places", "330000")
	w.sees("必传材料")

	w.follows("返回任务清单").follows("再加一个网站").presses("再加一个网站")
	s = c.Sites[1]
	w.sees("网站 2").presses("保存并继续", "sites.2.names", s.Names[0], "sites.2.domains", s.Domains[0], "sites.2.home_urls", s.HomeURLs[0])
	w.presses("保存并继续", "sites.2.contents", "21|24", "sites.2.approvals", "3").sees("请在备注中说明具体内容", "批准文件的文号")
	w.presses("保存并继续", "sites.2.remark_bureau", s.RemarkBureau, "sites.2.approvals.3.number", s.Approvals[0].Number)
	w.sees("接入信息") // the principal is the same so far, so nothing is left to be asked
	w.presses("再加一个接入", "sites.2.accesses.1.method", "2", "sites.2.accesses.1.ips", "121.40.2.9", "sites.2.accesses.1.places", "330000")
	w.sees("第 2 个接入", "121.40.2.9").presses("保存并继续", "sites.2.accesses.2.method", "1", "sites.2.accesses.2.ips", "2408:4001::10",
		"sites.2.accesses.2.places", "330000|310000")
	q := s.Principal
	w.follows("返回任务清单").followsLast("网站负责人")
	w.presses("保存并继续", "sites.2.principal_same", "no").sees("填写负责人证件上的姓名")
	w.presses("保存并继续", "sites.2.principal.name", q.Name, "sites.2.principal.certificate_type", "2", "sites.2.principal.certificate_number", q.CertificateNumber,
		"sites.2.principal.mobiles", q.Mobiles[0], "sites.2.principal.email", q.Email, "sites.2.principal.emergency_phone", q.EmergencyPhone)
	f, doc := draftOf(t, world.Wang)
	w.sees("必传材料").uploads(doc).follows("继续：核对并提交")
	w.sees("网站 2：青禾编程课堂", "教育的批准文号", "浙教网", "显示完整号码", q.CertificateNumber+"</span>")
	w.presses("提交备案", "declaration", "on", "signature", " 林国栋 ").sees("备案已提交", "浙江省通信管理局", "138****0003、138****0004")
	f, err := world.Wang.Filing(t.Context(), f.ID)
	pgtest.Must(t, err)
	if f.State != filing.ProviderReview || f.Channel != "bureau" || f.ProviderID != world.Provider {
		t.Errorf("state %s, channel %s, provider %d", f.State, f.Channel, f.ProviderID)
	}
}
