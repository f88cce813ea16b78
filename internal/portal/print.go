package portal

import (
	"net/http"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// printFiling (备案信息表) is everything a filing says, on paper. Numbers of certificates stay masked.
func (p *Portal) printFiling(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f, doc, err := ownFiling(r, d)
	if err != nil {
		return nil, err
	}
	w, err := workOf(r, d, f, doc)
	if err != nil {
		return nil, err
	}
	w.Problems = nil
	papers, err := d.Papers(r.Context(), f)
	if err != nil {
		return nil, err
	}
	m := page.PrintedFiling{Work: w, Receipt: f.Receipt, Back: ui.Link{Text: "返回办理进度", Href: page.FilingPath(f.ID)}}
	m.Facts = [][]string{{"办理类型", zh.Kind(f.Kind), "当前状态", p.filingTask(f).Status}, {"接入商", f.ProviderName, "保存时间", zh.Time(f.UpdatedAt)}}
	for _, x := range papers {
		if x.Slot != filing.SlotPhoto && x.Slot != filing.SlotSheet {
			m.Have = append(m.Have, []string{zh.PathLabel(doc, x.Paper().Path()), "已上传 " + zh.Time(x.At)})
		}
	}
	m.Foot = []string{"打印时间 " + zh.Time(p.store.Now()), "证件号码只显示一部分，完整内容请登录查看。"}
	return page.PrintedFilingPage(m), nil
}
