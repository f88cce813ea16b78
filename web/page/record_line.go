package page

import (
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/zh"
	"beian/web/ui"
)

// RecordLine is one service of the register, as the public may know it.
type RecordLine struct {
	Number     filing.Number
	UnitName   string
	Nature     filing.Nature
	Service    filing.ServiceKind
	Names      []string
	HomeURLs   []string
	Domains    []string
	Approvals  []int
	Restricted bool // 限制接入
	ApprovedAt time.Time
	Cancelled  bool
}

// RecordPath is the permanent address of a number.
func RecordPath(n filing.Number) string { return "/records/" + url.PathEscape(string(n)) }

// state is what holds of a service: in force, restricted, cancelled.
func (r RecordLine) state() templ.Component {
	switch {
	case r.Cancelled:
		return ui.Tag(ui.Neutral, "已注销")
	case r.Restricted:
		return ui.Tag(ui.Warn, "限制接入")
	}
	return ui.Tag(ui.Success, "已备案")
}

// reached is how the service is reached: its domains, or the address of one without.
func (r RecordLine) reached() []string {
	if len(r.Domains) > 0 {
		return r.Domains
	}
	return r.HomeURLs
}

// recordTable lists services; the unit's own columns are left out below that unit's heading.
func recordTable(caption string, list []RecordLine, withUnit bool) ui.TableModel {
	t := ui.TableModel{Caption: caption, Quiet: true, HeadRows: true, Columns: []ui.Column{{Label: "备案号", Mono: true}}}
	if withUnit {
		t.Columns = append(t.Columns, ui.Column{Label: "主办单位"}, ui.Column{Label: "性质"})
	}
	t.Columns = append(t.Columns, ui.Column{Label: "服务名称"}, ui.Column{Label: "域名", Mono: true},
		ui.Column{Label: "审核通过日期"}, ui.Column{Label: "状态"})
	for _, r := range list {
		cells := []ui.Cell{{Text: string(r.Number), Href: RecordPath(r.Number)}}
		if withUnit {
			cells = append(cells, ui.Cell{Content: asWritten(r.UnitName)}, ui.Cell{Text: zh.Nature(r.Nature)})
		}
		cells = append(cells, ui.Cell{Content: asWritten(strings.Join(r.Names, "、")), Sub: r.kind()},
			ui.Cell{Content: asWritten(strings.Join(r.reached(), " "))}, ui.Cell{Text: dayIn(r.ApprovedAt)}, ui.Cell{Content: r.state()})
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

// kind names what is filed when it is not a website.
func (r RecordLine) kind() string {
	if r.Service == filing.Website {
		return ""
	}
	return zh.Service(r.Service)
}
