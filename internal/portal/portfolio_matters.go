package portal

import (
	"fmt"
	"net/http"
	"slices"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/zh"
	"beian/web/page"
	"beian/web/ui"
)

// sortMatters puts rectify notices and domain disputes that have not ended beside the filings: those that the reader
// has to answer are among what waits.
func (p *Portal) sortMatters(r *http.Request, d *postgres.Desk, me filing.Actor, m *page.Portfolio) error {
	for _, c := range docketsOf[filing.Registrant] {
		list, err := d.Matters(r.Context(), postgres.MatterSearch{Course: c, Limit: most})
		if err != nil {
			return err
		}
		for _, x := range list {
			if slices.Contains(filing.Steps(c, x.Stage, d.MatterFacts(x)), filing.StepReply) {
				m.Needs = append(m.Needs, matterTask(x, me, "管局等您答复，最晚 "+zh.Date(x.DueOn), "待您答复", ui.Warn))
				continue
			}
			hint := ""
			if x.Stage == filing.StageAsked {
				hint = "对方最晚 " + zh.Date(x.DueOn) + " 答复"
			}
			m.UnderWay = append(m.UnderWay, matterTask(x, me, hint, zh.Stage(x.Stage), page.Tone(zh.StageTone(x.Stage))))
		}
	}
	return nil
}

func matterTask(x postgres.Matter, me filing.Actor, hint, status string, tone ui.Tone) ui.Task {
	return ui.Task{ID: fmt.Sprintf("matter-%d", x.ID), Text: zh.Course(x.Course) + "：" + matterAbout(x), Href: matterPath(me, x.Course, x.ID),
		Hint: hint, Status: status, Tone: tone}
}
