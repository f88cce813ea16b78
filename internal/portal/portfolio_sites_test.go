package portal

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// branches gives an account a company with 40 sites at two providers and an app.
func branches(t *testing.T, w *pgtest.World, other int64) {
	t.Helper()
	at := time.Date(2024, 5, 6, 2, 0, 0, 0, time.UTC)
	e := postgres.EntityEntry{Number: "浙ICP备2024000007号", Entity: filingtest.Company().Entity, ApprovedAt: at, Accounts: []int64{w.Wang.Me().Account}}
	for i := range 40 {
		doc := filing.Document{Entity: e.Entity}
		s := doc.AddSite()
		s.Number = filing.Number(fmt.Sprintf("浙ICP备2024000007号-%d", i+1))
		s.Names, s.Domains = []string{fmt.Sprintf("青禾课堂第%c%c分站", '一'+rune(i/10), '甲'+rune(i))}, []string{fmt.Sprintf("qinghe%d.cn", i+1)}
		s.HomeURLs, s.Contents = []string{fmt.Sprintf("www.qinghe%d.cn", i+1)}, []int{8}
		provider, ip := w.Provider, fmt.Sprintf("121.40.9.%d", i+1)
		if i%4 == 0 {
			provider, ip = other, fmt.Sprintf("122.51.9.%d", i+1)
		}
		s.Accesses[0].Method, s.Accesses[0].IPs, s.Accesses[0].Places = 2, []string{ip}, []string{"330000"}
		e.Sites = append(e.Sites, postgres.SiteEntry{Site: *s, Providers: []int64{provider}, ApprovedAt: at})
	}
	pgtest.Must(t, w.ImportEntities(t.Context(), []postgres.EntityEntry{e}))
}

func TestAPortfolioOfFortySites(t *testing.T) {
	b, w := cast(t, Options{})
	branches(t, w, w.Other.Me().Provider)
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, f.ID)
	wang := b.as(w.Wang)

	v := wang.get("/my").must(t, 200, "35 个网站，查看全部", "查找网站")
	if n := strings.Count(v.body, "青禾课堂"); n > 25 {
		t.Errorf("the start page names %d sites", n)
	}
	v = wang.get("/my/sites").must(t, 200, "共 41 个", "下一页", "云帆数据", "北辰网络")
	seen := strings.Count(v.body, `href="/my/entities/`)
	for range 2 {
		next := regexp.MustCompile(`href="(/my/sites\?[^"]*)" rel="next"`).FindStringSubmatch(v.body)
		if next == nil {
			break
		}
		v = wang.get(strings.ReplaceAll(next[1], "&amp;", "&"))
		seen += strings.Count(v.body, `href="/my/entities/`)
	}
	if seen != 41 {
		t.Errorf("the pages list %d of 41 sites", seen)
	}
	for query, want := range map[string]string{"q=qinghe7.cn": "共 1 个", "q=QINGHE7.CN": "共 1 个", "q=浙ICP备2024000007号-12": "共 1 个", "q=青禾软件": "共 40 个",
		"state=cancelled": "共 0 个", "service=6": "共 0 个", fmt.Sprintf("provider=%d", w.Other.Me().Provider): "共 10 个", "q=无此站": "没有符合条件的网站"} {
		wang.get("/my/sites?"+query).must(t, 200, want)
	}
	if v := b.as(w.Owner2).get("/my/sites").must(t, 200); !strings.Contains(v.body, "共 0 个") {
		t.Error("a stranger finds sites")
	}
	href := regexp.MustCompile(`href="(/my/entities/\d+)\?site=[^"]*`).FindString(wang.get("/my/sites?q=qinghe7.cn").body)
	one := wang.get(strings.TrimPrefix(href, `href="`)).must(t, 200, "qinghe7.cn", "共 40 个")
	if strings.Contains(one.body, "qinghe8.cn") {
		t.Error("the entity's page shows more than the one site")
	}
}
