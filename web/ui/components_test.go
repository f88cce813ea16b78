package ui

import (
	"context"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"beian/web/htmlcheck"
)

// render writes a component to a string.
func render(t testing.TB, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func shellPage() Page {
	return Page{
		Frame: Frame{
			Nav:      []NavItem{{Text: "首页", Href: "/", Current: true}, {Text: "备案查询", Href: "/search"}},
			Side:     []NavGroup{{Title: "待办", Items: []NavItem{{Text: "审核队列", Href: "/q", Count: 3}}}},
			Search:   &SearchForm{Action: "/s", Label: "检索"},
			Account:  &Account{Name: "王芳", Org: "主办者", Href: "/my/account", Logout: "/logout", Inbox: "/my/inbox", Unread: 2},
			DemoLine: "本系统为演示实现，非工业和信息化部官方网站", Now: "2026-11-21 14:05", Path: "/x?y=1",
			Footer: Footer{Owner: "演示", Help: &Link{"遇到问题？", "/help"}, Links: []Link{{"站点地图", "/sitemap"}}},
		},
		Title: "审核队列", Section: "工作台", Caption: "一、主办者", Lead: "说明",
		Crumbs: []Link{{"首页", "/"}, {"审核队列", ""}},
	}
}

func TestShells(t *testing.T) {
	for name, shell := range map[string]func(Page) templ.Component{"public": Public, "registrant": Registrant, "staff": Staff} {
		t.Run(name, func(t *testing.T) {
			f := Field{Name: "mobile", Label: "手机号码", Error: "填写手机号码，用于接收验证码和办理通知", Hint: "接收通知"}
			p := shellPage()
			p.Errors = Errors(f)
			page := render(t, Framed(shell(p), Text(f)))
			htmlcheck.Check(t, page)
			for _, want := range []string{
				"<title>有 1 处需要修改：审核队列 - 工作台 - 网站备案服务</title>",
				`<a href="#f-mobile">填写手机号码，用于接收验证码和办理通知</a>`,
				`aria-describedby="f-mobile-hint f-mobile-err"`,
			} {
				if !strings.Contains(page, want) {
					t.Errorf("page lacks %s", want)
				}
			}
		})
	}
}
