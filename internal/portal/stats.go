package portal

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/internal/table"
	"beian/web/page"
)

// countsLife is how old the open statistics may be: they are counted over the whole register.
const countsLife = 10 * time.Minute

// counts are the figures of the nation, kept for a while.
type counts struct {
	sync.Mutex
	at   time.Time
	list []postgres.ProvinceFigures
}

// openFigures are the figures anybody may read. They are sums, so they are asked for with the eyes of the ministry.
func (p *Portal) openFigures(ctx context.Context) ([]postgres.ProvinceFigures, time.Time, error) {
	p.counts.Lock()
	defer p.counts.Unlock()
	now := p.store.Now()
	if p.counts.list == nil || now.Sub(p.counts.at) >= countsLife {
		list, err := p.store.As(filing.Actor{Tier: filing.Ministry}).Figures(ctx)
		if err != nil {
			return nil, now, err
		}
		p.counts.list, p.counts.at = list, now
	}
	return p.counts.list, p.counts.at, nil
}

func provinceNumbers(f postgres.ProvinceFigures) page.ProvinceNumbers {
	province, _ := region.ByCode(f.Province)
	return page.ProvinceNumbers{Province: province, Entities: f.Entities, Sites: f.Sites, Waiting: f.Waiting, Overdue: f.Overdue,
		Approved: f.Approved, Refused: f.Refused, Change: f.Came - f.Went, LatelyOverdue: f.LatelyOverdue, ApprovedThen: f.ApprovedThen, RefusedThen: f.RefusedThen}
}

// stats (公开统计) shows what is filed in each province.
func (p *Portal) stats(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	list, at, err := p.openFigures(r.Context())
	if err != nil {
		return nil, err
	}
	m := page.OpenStats{Page: p.base(r, me), At: at}
	for _, f := range list {
		m.Provinces = append(m.Provinces, provinceNumbers(f))
	}
	return page.OpenStatsPage(m), nil
}

// statsTable is the same as a table to download.
func (p *Portal) statsTable(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	list, at, err := p.openFigures(r.Context())
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"省份代码", "省份", "备案主体", "备案服务", "近30天通过", "统计时间"}}
	for _, f := range list {
		n := provinceNumbers(f)
		rows = append(rows, []string{f.Province, n.Province.Name, strconv.Itoa(n.Entities), strconv.Itoa(n.Sites), strconv.Itoa(n.Approved),
			at.In(china).Format(time.DateTime)})
	}
	data, err := table.CSV(rows)
	if err != nil {
		return nil, err
	}
	return nil, file{Type: "text/csv; charset=utf-8", Name: "beian-stats.csv", Body: data, Keep: countsLife}
}
