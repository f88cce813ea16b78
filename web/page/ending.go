package page

import (
	"strings"

	"beian/internal/filing"
	"beian/internal/zh"
	"beian/web/ui"
)

// endingTitle heads what a cancellation ends.
func endingTitle(k filing.Kind) string {
	if k == filing.CancelAccess {
		return "将取消的接入"
	}
	return "将注销的内容"
}

// endingRows is what a cancellation ends: accesses, one service, or the entity with all of them. Each service is told
// by name and number.
func endingRows(k filing.Kind, d *filing.Document, provider string) []ui.SummaryRow {
	var rows []ui.SummaryRow
	if k == filing.CancelEntity {
		name := d.Entity.Name
		if d.Entity.Personal() {
			name = Unit(name, d.Entity.Nature)
		}
		rows = append(rows, ui.SummaryRow{Key: "主体", Value: name, Name: true})
	}
	for _, s := range d.Sites {
		row := ui.SummaryRow{Key: zh.Service(s.Service), Values: append([]string{strings.Join(s.Names, "、"), string(s.Number)}, s.Domains...)}
		if k == filing.CancelAccess || k == filing.AddAccess {
			row.Values = append(row.Values, accessLines(s, provider)...)
		}
		rows = append(rows, row)
	}
	return rows
}

func accessLines(s filing.Site, provider string) []string {
	var lines []string
	for _, a := range s.Accesses {
		line := provider + "，" + filing.NameOf(filing.Methods, a.Method)
		if len(a.IPs) > 0 {
			line += "，" + strings.Join(a.IPs, "、")
		}
		lines = append(lines, line)
	}
	return lines
}

// changedRows are what a change alters, old beside new, as its owner reads it.
func changedRows(d *filing.Document, changes []filing.Difference) []ui.DiffRow {
	words := func(f filing.Field, values []string) string {
		var list []string
		for _, v := range zh.Value(f, values) {
			list = append(list, Masked(f, v))
		}
		return strings.Join(list, "；")
	}
	var rows []ui.DiffRow
	for _, c := range changes {
		old, now := ui.DiffText(words(c.Field, c.Old), words(c.Field, c.New))
		rows = append(rows, ui.DiffRow{Key: zh.PathLabel(d, c.Path), Old: old, New: now})
	}
	return rows
}

// promises is what an owner declares, by kind.
func promises(k filing.Kind) []string {
	switch {
	case k == filing.Change:
		return []string{"变更的内容和上传的材料真实、完整", "内容再有变化时在 30 日内办理变更"}
	case k.Cancels():
		return []string{"注销或取消的内容不再使用，由主办者本人决定", "通过之后不能恢复，再使用时重新备案"}
	}
	return []string{"填写的内容和上传的材料真实、完整，证件是主办者自己的",
		"备案完成之前网站不开放访问；内容有变化时在 30 日内办理变更",
		"网站只发布备案时写明的内容，涉及前置审批的先取得批准"}
}
