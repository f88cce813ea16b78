package portal

import (
	"strings"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/zh"
)

// exportText is the archive's text for people: everything that data.json says, in the words of the pages.
func exportText(x postgres.Export) string {
	t := &exported{}
	t.line("网站备案服务：个人数据")
	t.line("导出时间 " + zh.Time(x.MadeAt))
	t.line("data.json 是同样内容的机器可读格式；上传的材料在“材料”文件夹里。")
	t.account(x.Account)
	for _, e := range x.Entities {
		t.head("主体 " + string(e.Number))
		t.pair("通过日期", zh.Time(e.ApprovedAt))
		t.document(e.Document)
	}
	for _, f := range x.Filings {
		t.filing(f)
	}
	t.head("消息")
	for _, l := range x.Messages {
		t.line(zh.Time(l.At) + " " + l.Subject)
		t.line(l.Body)
	}
	t.looks(x)
	return t.b.String()
}

type exported struct{ b strings.Builder }

func (t *exported) line(s string) { t.b.WriteString(s + "\r\n") }

func (t *exported) head(s string) { t.line("\r\n==== " + s + " ====") }

func (t *exported) pair(key, value string) {
	if value != "" {
		t.line(key + "：" + value)
	}
}

func (t *exported) account(a postgres.ExportedAccount) {
	t.head("账号")
	province, _ := region.ByCode(a.Province)
	for _, p := range [][2]string{{"用户名", a.UserName}, {"姓名", a.Name}, {"所在省", province.Name}, {"手机号码", a.Mobile}, {"邮箱", a.Email}, {"备注", a.Remark}} {
		t.pair(p[0], p[1])
	}
	for _, s := range a.Sessions {
		address := ""
		if s.Address != nil {
			address = s.Address.String()
		}
		t.pair("登录", zh.Time(s.CreatedAt)+" "+address+" "+s.Agent)
	}
	for _, e := range a.Events {
		t.pair("账号记录", zh.Time(e.At)+" "+accountWord(e.Action)+" "+e.Entity)
	}
}

func (t *exported) document(d *filing.Document) {
	for _, r := range d.Rows() {
		if len(r.Values) > 0 {
			t.pair(zh.PathLabel(d, r.Path), strings.Join(zh.Value(r.Field, r.Values), "；"))
		}
	}
}

func (t *exported) filing(f postgres.ExportedFiling) {
	t.head("办理 " + f.Receipt)
	t.pair("办理类型", zh.Kind(f.Kind))
	t.pair("状态", zh.State(f.State))
	t.pair("接入商", f.Provider)
	t.document(f.Document)
	for _, e := range f.Events {
		t.pair("办理记录", zh.Time(e.At)+" "+zh.ActionDone(e.Action)+" "+e.Detail.Note+e.Detail.Ground)
	}
	for _, name := range f.PaperNames {
		t.pair("材料", name)
	}
}

func (t *exported) looks(x postgres.Export) {
	t.head("谁查看过个人信息")
	for _, l := range x.Looks {
		t.line(zh.Time(l.At) + " " + zh.Tier(l.Tier) + " " + l.Receipt + l.Number + " " + l.Reason)
	}
}

// accountWord says what was done with an account.
func accountWord(a postgres.AccountAction) string {
	switch a {
	case postgres.AccountExported:
		return "导出个人数据"
	case postgres.AccountClosed:
		return "注销账号"
	case postgres.DelegateInvited:
		return "邀请代办"
	case postgres.DelegateAccepted:
		return "接受代办"
	case postgres.DelegateEnded:
		return "结束代办"
	}
	return string(a)
}
