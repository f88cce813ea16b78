package portal

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/web/htmlcheck"
	"beian/web/page"
	"beian/web/ui"
)

// forces posts a form as a browser never would: with values that its controls do not offer.
func (w *walker) forces(button string, pairs ...string) *walker {
	w.t.Helper()
	action, values, _ := w.form(button)
	for i := 0; i+1 < len(pairs); i += 2 {
		values[pairs[i]] = []string{pairs[i+1]}
	}
	w.here = w.do("POST", action, values)
	return w
}

// told wants words at the control of a path: in the paragraph that the control, or its fieldset, is described by.
func (w *walker) told(path filing.Path, words string) {
	w.t.Helper()
	id := ui.FieldID(string(path)) + "-err"
	described, said := false, ""
	for n := range w.tree().Descendants() {
		by, _ := attrOf(n, "aria-describedby")
		described = described || slices.Contains(strings.Fields(by), id)
		if own, _ := attrOf(n, "id"); own == id {
			said = htmlcheck.Text(n)
		}
	}
	if !strings.Contains(said, words) || !described {
		w.t.Errorf("%s: %q is not at the control of %s (described: %v, said %q)\n%s", w.here.path, words, path, described, said, w.says())
	}
}

// draftAt is a page of a draft of a person that has been spoiled.
func draftAt(slug string, spoil func(*filing.Document)) func(*testing.T) *walker {
	return func(t *testing.T) *walker {
		t.Helper()
		doc := filingtest.Person()
		if spoil != nil {
			spoil(doc)
		}
		w, _, _ := openAt(t, doc, slug)
		return w
	}
}

// answered is a page of a good draft on which wrong values are sent.
func answered(slug string, pairs ...string) func(*testing.T) *walker {
	return func(t *testing.T) *walker {
		t.Helper()
		return draftAt(slug, nil)(t).forces("保存并继续", pairs...)
	}
}

// afterwards is a walk of an owner whose filing has been approved.
func afterwards(do func(*holder)) func(*testing.T) *walker {
	return func(t *testing.T) *walker {
		t.Helper()
		x := afterApproval(t, filingtest.Person())
		do(x)
		return x.walker
	}
}

// opened is a draft of another kind about what is filed.
func (x *holder) opened(o postgres.Opening) postgres.Filing {
	x.t.Helper()
	o.Entity, o.Channel = x.entity, "provider"
	f, err := x.world.Wang.Open(x.t.Context(), o)
	pgtest.Must(x.t, err)
	return f
}

// whileOpen submits one filing and looks at the page of another one.
func whileOpen(first, second postgres.Opening) func(*testing.T) *walker {
	return afterwards(func(x *holder) {
		site := x.number.Service(1, filing.Website)
		for _, o := range []*postgres.Opening{&first, &second} {
			if o.Kind == filing.CancelSite {
				o.Service = site
			}
			if o.Kind == filing.CancelEntity {
				o.Password = filingPassword
			}
		}
		a, b := x.opened(first), x.opened(second)
		_, err := x.world.Wang.Save(x.t.Context(), a.ID, 0, func(d *filing.Document) {
			if a.Kind == filing.Change {
				d.Entity.RemarkBureau = "门牌号改了"
			}
		})
		pgtest.Must(x.t, err)
		x.world.Act(x.t, x.world.Wang, a.ID, postgres.Move{Action: filing.Submit})
		x.opens(page.FilingPath(b.ID)).sees("这次办理不能继续")
	})
}

// elsewhere is a page of somebody else's draft of the same person, once the first has been approved or submitted.
func elsewhere(slug string, approved bool) func(*testing.T) *walker {
	return func(t *testing.T) *walker {
		t.Helper()
		w, world := walk(t)
		if approved {
			x := &holder{walker: w, world: world}
			x.approves(world.Forward(t, w.tx, world.Wang, filingtest.Person()))
		} else {
			f := world.Draft(t, world.Wang, filingtest.Person())
			world.Act(t, world.Wang, f.ID, postgres.Move{Action: filing.Submit})
		}
		other := &walker{browser: w.as(world.Owner2)}
		late := world.Draft(t, world.Owner2, filingtest.Person())
		return other.opens(page.FilingPath(late.ID, slug)).presses("保存并继续")
	}
}

// TestResultCodes provokes each result code of the ministry's enterprise interface that an owner can meet, through the
// browser's form and over the real store, and finds the message at its field. Of the others it says why not.
func TestResultCodes(t *testing.T) {
	const contact, certificate, basics, content, access = page.TopicContact, page.TopicCertificate, "sites/1/basics", "sites/1/content", "sites/1/access"
	ips := filing.AccessIPs.In("1", "1")
	for _, c := range []struct {
		code  int
		meets func(*testing.T) *walker
		path  filing.Path // empty: no control mends it, and the page says so
		words string
	}{
		{1003, elsewhere(certificate, true), filing.EntityCertNumber.At(), "这个证件号码已有备案（沪ICP备2026000001号）"},
		{1004, answered(basics, "sites.1.domains", "localhost"), filing.SiteDomains.Of("1"), "“localhost”"},
		{1004, answered(basics, "sites.1.domains", "com.cn"), filing.SiteDomains.Of("1"), "只是域名后缀"},
		{1005, elsewhere(basics, true), filing.SiteDomains.Of("1"), "example.cn 已备案（沪ICP备2026000001号-1）"},
		{1006, answered(access, string(ips), "121.40.1.300"), ips, "第 4 组是“300”"},
		{1006, answered(access, string(ips), "192.168.1.10"), ips, "192.168.1.10"},
		{1006, answered(access, string(ips), "121.40.1.20-121.40.1.10"), ips, "起始地址应小于终止地址"},
		{1007, answered(contact, "entity.principal.emergency_phone", ""), filing.PrincipalEmergency.At(), "填写应急电话"},
		{1008, answered(certificate, "entity.certificate_type", "1"), filing.EntityCertType.At(), "个人备案不能使用"},
		{1008, answered(certificate, "entity.certificate_type", "77"), filing.EntityCertType.At(), "从列表中选择证件类型"},
		{1009, answered(contact, "entity.principal.email", "chen.example.cn"), filing.PrincipalEmail.At(), "邮箱缺少“@”"},
		{1010, answered(contact, "entity.principal.landlines", "8888"), filing.PrincipalLandlines.At(), "固定电话按“区号-号码”填写"},
		{1011, answered(contact, "entity.principal.mobiles", "1380000000"), filing.PrincipalMobiles.At(), "手机号码应为 11 位数字"},
		{1012, answered(contact, "entity.principal.im_kind", "MSN"), filing.PrincipalIMAccount.At(), "填写即时通信账号"},
		{1012, answered(contact, "entity.principal.im_kind", "MSN", "entity.principal.im_account", "no mail"), filing.PrincipalIMAccount.At(), "MSN 账号是一个邮箱地址"},
		{1013, answered(contact, "entity.principal.im_kind", "QQ", "entity.principal.im_account", "abc"), filing.PrincipalIMAccount.At(), "QQ 号码是 5 至 15 位数字"},
		{1014, answered(certificate, "entity.nature", "77"), filing.EntityNature.At(), "从列表中选择主办者性质"},
		{1015, answered(certificate, "entity.certificate_number", "310101198803120011"), filing.EntityCertNumber.At(), "校验码"},
		{1016, afterwards(func(x *holder) {
			x.opens("/my/entities/take").presses("认领主体", "number", "沪ICP备2026000099号", page.PasswordField, filingPassword)
		}), page.PasswordField, "不一致"},
		{1017, whileOpen(postgres.Opening{Kind: filing.Change}, postgres.Opening{Kind: filing.Change}), "", "“变更备案”正在办理"},
		{1018, afterwards(func(x *holder) { x.starts("注销主体", page.PasswordField, "wrong") }), page.PasswordField, "备案号或备案密码不一致"},
		{1019, answered(contact, "entity.city", "330100"), filing.EntityCity.At(), "所选城市不在所选的省"},
		{1019, answered(contact, "entity.county", "330106"), filing.EntityCounty.At(), "所选区县不在所选的城市"},
		{1020, func(t *testing.T) *walker {
			doc := filingtest.Company()
			doc.Sites[1].Names = doc.Sites[0].Names
			w, _, _ := openAt(t, doc, "sites/2/basics")
			return w.presses("保存并继续")
		}, filing.SiteNames.Of("2"), "已是另一个网站的名称"},
		{1021, func(t *testing.T) *walker {
			w, world := walk(t)
			alone := func(d *filing.Document) {
				d.Sites[0].IPOnly, d.Sites[0].Domains, d.Sites[0].HomeURLs = true, nil, []string{"121.40.1.10"}
			}
			doc := filingtest.Person()
			alone(doc)
			f := world.Draft(t, world.Wang, doc)
			world.Act(t, world.Wang, f.ID, postgres.Move{Action: filing.Submit})
			company := filingtest.Of(filing.Enterprise)
			alone(company)
			late := world.Draft(t, world.Owner2, company)
			other := &walker{browser: w.as(world.Owner2)}
			return other.opens(page.FilingPath(late.ID, basics)).presses("保存并继续")
		}, filing.SiteHomeURLs.Of("1"), "121.40.1.10 正在另一次备案中办理"},
		{1022, answered(basics, "sites.1.home_urls", "www.example.cn:x/"), filing.SiteHomeURLs.Of("1"), "首页网址"},
		{1024, answered(access, string(ips), "121.40.1.10\n121.40.1.10"), ips, "填写了两次"},
		{1025, afterwards(func(x *holder) {
			x.opens(page.OpeningPath(x.entity, filing.CancelAccess, x.number.Service(1, filing.Website))).presses("开始")
		}), "sites", "只有这一处接入，不能单独取消"},
		{1026, afterwards(func(x *holder) {
			f := x.opened(postgres.Opening{Kind: filing.CancelSite, Service: x.number.Service(1, filing.Website)})
			x.opens(page.FilingPath(f.ID, page.TopicEnding)).forces("保存并继续", "ending.reason", "77")
		}), filing.EndingReason.At(), "从列表中选择"},
		{1027, whileOpen(postgres.Opening{Kind: filing.CancelEntity}, postgres.Opening{Kind: filing.CancelEntity}), "", "“注销主体”正在办理"},
		{1029, func(t *testing.T) *walker {
			return draftAt(access, func(d *filing.Document) {
				again := d.Sites[0].Accesses[0]
				again.Key = "2"
				d.Sites[0].Accesses = append(d.Sites[0].Accesses, again)
			})(t).presses("保存并继续")
		}, filing.AccessIPs.In("1", "2"), "和前面的一个完全相同"},
		{1030, whileOpen(postgres.Opening{Kind: filing.CancelSite}, postgres.Opening{Kind: filing.CancelSite}), "", "“注销网站”正在办理"},
		{1031, func(t *testing.T) *walker {
			doc := filingtest.Of(filing.Enterprise)
			doc.Entity.Province, doc.Entity.City, doc.Entity.County = "340000", "340100", "340102"
			doc.Entity.Principal.Landlines = nil
			w, world := walk(t)
			_, err := w.tx.Exec(t.Context(), `INSERT INTO bureau (province, name, two_persons, created_at) VALUES ('340000', '安徽省通信管理局', false, $1)`, pgtest.Now)
			pgtest.Must(t, err)
			f := world.Draft(t, world.Wang, doc)
			return w.opens(page.FilingPath(f.ID, page.TopicPrincipal)).presses("保存并继续")
		}, filing.PrincipalLandlines.At(), "固定电话"},
		{1032, afterwards(func(x *holder) {
			x.twoAccesses()
			site := x.number.Service(1, filing.Website)
			a, b := x.opened(postgres.Opening{Kind: filing.CancelAccess, Service: site, Provider: x.world.Provider}),
				x.opened(postgres.Opening{Kind: filing.CancelAccess, Service: site, Provider: x.world.Provider})
			x.world.Act(x.t, x.world.Wang, a.ID, postgres.Move{Action: filing.Submit})
			x.opens(page.FilingPath(b.ID))
		}), "", "“取消接入”正在办理"},
		{1033, answered(content, "sites.1.approvals", "77"), filing.SiteApprovals.Of("1"), "从列表中选择前置审批"},
		{1034, answered(content, "sites.1.contents", "99"), filing.SiteContents.Of("1"), "从列表中选择服务内容"},
		{1035, answered(access, "sites.1.accesses.1.method", "9"), filing.AccessMethod.In("1", "1"), "从列表中选择接入方式"},
		{1036, answered(access, "sites.1.accesses.1.places", "999999"), filing.AccessPlaces.In("1", "1"), "从列表中选择服务器放置地"},
		{1037, afterwards(func(x *holder) {
			f := x.opened(postgres.Opening{Kind: filing.AddSite, Provider: x.world.Provider})
			x.opens(page.FilingPath(f.ID, basics)).presses("保存并继续", "sites.1.names", "旧照片修复室", "sites.1.domains", "example.cn", "sites.1.home_urls", "www.example.cn")
		}), filing.SiteDomains.Of("1"), "example.cn 已备案"},
		{1038, afterwards(func(x *holder) {
			x.opens(page.OpeningPath(x.entity, filing.AddAccess, x.number.Service(1, filing.Website))).
				presses("开始", "provider", strconv.FormatInt(x.world.Provider, 10))
		}), "provider", "在这家接入商已有接入"},
		{1039, answered(basics, "sites.1.domains", "example.cn\nwww.example.cn"), filing.SiteDomains.Of("1"), "填写了两次"},
		{1040, answered(access, string(ips), "121.40.1.10\n121.40.1.10"), ips, "填写了两次"},
		{1041, answered(basics, "sites.1.home_urls", "www.example.org"), filing.SiteHomeURLs.Of("1"), "“www.example.org”不在其中"},
		{1042, whileOpen(postgres.Opening{Kind: filing.CancelEntity}, postgres.Opening{Kind: filing.CancelSite}), "", "“注销主体”正在办理"},
		{1043, whileOpen(postgres.Opening{Kind: filing.CancelSite}, postgres.Opening{Kind: filing.CancelEntity}), "", "“注销网站”正在办理"},
		{1044, func(t *testing.T) *walker {
			doc := filingtest.Of(filing.Enterprise)
			w, _, _ := openAt(t, doc, page.TopicPrincipal)
			return w.presses("保存并继续", "entity.principal.name", "")
		}, filing.PrincipalName.At(), "填写负责人证件上的姓名"},
		{1045, func(t *testing.T) *walker {
			w, world, f := openAt(t, filingtest.Person(), "")
			_, err := w.tx.Exec(t.Context(), `UPDATE provider SET licence_province = '330000' WHERE id = $1`, world.Provider)
			pgtest.Must(t, err)
			return w.opens(page.FilingPath(f.ID, "preflight")).sees(`href="` + page.FilingPath(f.ID, "provider") + `"`)
		}, "", "这家接入商的许可证只限浙江，请另选一家"},
		{1046, func(t *testing.T) *walker {
			w, world, f := openAt(t, filingtest.Person(), "")
			world.Act(t, world.Wang, f.ID, postgres.Move{Action: filing.Submit})
			world.Act(t, world.Li, f.ID, postgres.Move{Action: filing.Claim})
			world.Act(t, world.Li, f.ID, postgres.Move{Action: filing.ReturnToRegistrant, Detail: filing.Detail{
				Marks: []filing.Mark{{Path: filing.EntityCertAddress.At(), Note: "请照抄证件"}}}})
			return w.opens(page.FilingPath(f.ID, certificate)).forces("保存并继续", "entity.province", "330000", page.ConfirmField, "yes")
		}, filing.EntityProvince.At(), "提交后不能更改"},
		{1047, afterwards(func(x *holder) {
			x.twoAccesses()
			x.opens(page.OpeningPath(x.entity, filing.CancelAccess, x.number.Service(1, filing.Website))).forces("开始", "provider", "999999")
		}), "provider", "选择一家接入商"},
		{1049, afterwards(func(x *holder) {
			f := x.opened(postgres.Opening{Kind: filing.Change})
			_, err := x.tx.Exec(x.t.Context(), `UPDATE entity SET cancelled_at = now() WHERE id = $1`, x.entity)
			pgtest.Must(x.t, err)
			x.opens(page.FilingPath(f.ID)).sees("这次办理不能继续")
		}), "", "已注销，不能再办理"},
		{1050, afterwards(func(x *holder) {
			site := x.number.Service(1, filing.Website)
			f := x.opened(postgres.Opening{Kind: filing.CancelSite, Service: site})
			_, err := x.tx.Exec(x.t.Context(), `UPDATE site SET cancelled_at = now() WHERE number = $1`, site)
			pgtest.Must(x.t, err)
			x.opens(page.FilingPath(f.ID)).sees("这次办理不能继续")
		}), "", "已注销，不能再办理"},
		{1052, elsewhere(certificate, false), filing.EntityCertNumber.At(), "这个证件号码有一次备案正在办理"},
		{1054, func(t *testing.T) *walker {
			w, world, f := openAt(t, filingtest.Person(), "")
			_, err := w.tx.Exec(t.Context(), `UPDATE provider SET suspended_at = now() WHERE id = $1`, world.Provider)
			pgtest.Must(t, err)
			return w.opens(page.FilingPath(f.ID, "preflight")).sees(`href="` + page.FilingPath(f.ID, "provider") + `"`)
		}, "", "选择一家接入商"},
		{1063, answered(access, string(ips), "122.51.0.7"), ips, "不在云帆数据科技有限公司登记的地址段内"},
		{1064, listed("'domain', 'example.cn'", basics), filing.SiteDomains.Of("1"), "example.cn 目前不能备案"},
		{1065, listed("'certificate', encode(certificate_index, 'hex')", certificate), filing.EntityCertNumber.At(), "目前不能备案"},
		{1066, answered(content, "sites.1.languages", ""), filing.SiteLanguages.Of("1"), "选择语言"},
	} {
		t.Run(strconv.Itoa(c.code), func(t *testing.T) {
			w := c.meets(t)
			if c.words == "" {
				t.Fatal("any page has no words in it")
			}
			if c.path == "" {
				w.sees(c.words)
				return
			}
			if w.here.status != http.StatusUnprocessableEntity {
				t.Errorf("status %d, want 422", w.here.status)
			}
			w.t = t
			w.told(c.path, c.words)
		})
	}
	for code, why := range map[int]string{
		1001: "an outcome: approved", 1002: "an outcome: refused, with its ground", 1023: "a number of the interface for an address record: owners name addresses",
		1028: "a user of the interface", 1048: "a provider's own act: owners choose among their own providers",
		1051: "one filing of an entity at a time is stricter (1017)",
		1053: "a provider that is gone is in no list", 1055: "papers are put into the filing's own places, never named",
		1056: "the kind of a file is found by looking into it (see the tests of materials)", 1057: "the use of a paper is the place it is put into",
		1058: "a number of the interface", 1059: "a number of the interface", 1060: "an outcome: stored", 1061: "the use of a paper is the place it is put into",
		1062: "an outcome: addresses agree",
		1067: "numbers are unique in the schema", 1068: "numbers are unique in the schema",
	} {
		if why == "" {
			t.Errorf("code %d: no reason", code)
		}
	}
}

// listed is a page of a draft whose domain or certificate a bureau has put on the blacklist.
func listed(what, slug string) func(*testing.T) *walker {
	return func(t *testing.T) *walker {
		t.Helper()
		w, _, f := openAt(t, filingtest.Person(), slug)
		_, err := w.tx.Exec(t.Context(), `INSERT INTO blacklist (kind, key, label, province, filing_id, article, listed_at)
			SELECT `+what+`, '', '310000', id, '第二十条', $2 FROM filing WHERE id = $1`, f.ID, pgtest.Now)
		pgtest.Must(t, err)
		return w.presses("保存并继续")
	}
}

// twoAccesses gives the site an access at another provider beside its own.
func (x *holder) twoAccesses() {
	x.t.Helper()
	other, err := strconv.ParseInt(otherProvider(x.t, x.world), 10, 64)
	pgtest.Must(x.t, err)
	f := x.opened(postgres.Opening{Kind: filing.AddAccess, Provider: other, Service: x.number.Service(1, filing.Website), Password: filingPassword})
	_, err = x.world.Wang.Save(x.t.Context(), f.ID, 0, func(d *filing.Document) { filingtest.FillAccess(&d.Sites[0].Accesses[0], "122.51.0.7") })
	pgtest.Must(x.t, err)
	x.world.Bring(x.t, x.world.Wang, f.ID, filing.Registrant)
	f = x.world.ForwardDraft(x.t, x.tx, x.world.Wang, x.world.Other, f.ID)
	x.approves(f)
}
