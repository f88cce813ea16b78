package portal

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/page"
	"beian/web/ui"
)

// noticePage is how many announcements a list shows at a time.
const noticePage = 20

func noticeLines(list []postgres.Notice) []page.NoticeLine {
	var lines []page.NoticeLine
	for _, n := range list {
		lines = append(lines, page.NoticeLine{ID: n.ID, Title: n.Title, Pinned: n.Pinned, At: n.PublishedAt})
	}
	return lines
}

// noticesOf is one part of a publisher's announcements, and where the list goes on.
func noticesOf(r *http.Request, d *postgres.Desk, province string, provider int64) (list []page.NoticeLine, next string, err error) {
	q := r.URL.Query()
	before, err := strconv.ParseInt(q.Get("before"), 10, 64)
	if q.Has("before") && (err != nil || before < 1) {
		return nil, "", filing.ErrNotFound
	}
	found, err := d.Notices(r.Context(), province, provider, before, noticePage+1)
	if err != nil {
		return nil, "", err
	}
	if len(found) > noticePage {
		found = found[:noticePage]
		next = ui.WithQuery(r.URL.Path, q, "before", strconv.FormatInt(found[noticePage-1].ID, 10))
	}
	return noticeLines(found), next, nil
}

// notices lists what the ministry has announced.
func (p *Portal) notices(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	list, next, err := noticesOf(r, d, "", 0)
	if err != nil {
		return nil, err
	}
	return page.NoticesPage(page.Notices{Page: p.base(r, me), List: list, Next: next}), nil
}

// announcement shows one announcement and who made it.
func (p *Portal) announcement(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := strconv.ParseInt(inPath(r, "id"), 10, 64)
	if err != nil {
		return nil, filing.ErrNotFound
	}
	n, err := d.Notice(r.Context(), id)
	if err != nil {
		return nil, err
	}
	m := page.NoticeText{Page: p.base(r, me), Title: n.Title, Body: n.Body, At: n.PublishedAt, From: "工业和信息化部",
		Above: ui.Link{Text: "公告", Href: "/notices"}}
	if province, ok := region.ByCode(n.Province); ok {
		m.From, m.Above = province.BureauName(), ui.Link{Text: province.BureauName(), Href: "/bureaus/" + province.ISO}
	}
	if n.ProviderID != 0 {
		one, err := d.Provider(r.Context(), n.ProviderID)
		if err != nil {
			return nil, err
		}
		m.From, m.Above = one.Name, ui.Link{Text: one.Name, Href: "/p/" + one.Slug}
	}
	if m.Files, err = noticeFiles(r, d, id); err != nil {
		return nil, err
	}
	return page.NoticePage(m), nil
}

// desks of announcements: the address under which a tier keeps its own.
func noticeDesk(me filing.Actor) string { return "/" + string(me.Tier) + "/notices" }

// mayPublish is whom the register lets announce.
func mayPublish(me filing.Actor) bool { return me.Is(filing.Admin, filing.Chief) }

// ownNotices lists the announcements of the actor's organisation, with the form for whoever may publish.
func (p *Portal) ownNotices(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	return p.noticeBoard(r, d, me, p.form(r))
}

func (p *Portal) noticeBoard(r *http.Request, d *postgres.Desk, me filing.Actor, f page.Form) (templ.Component, error) {
	list, next, err := noticesOf(r, d, me.Province, me.Provider)
	if err != nil {
		return nil, err
	}
	planned, err := d.PlannedNotices(r.Context())
	if err != nil {
		return nil, err
	}
	f.Action = noticeDesk(me)
	return page.NoticeBoardPage(page.NoticeBoard{Page: p.base(r, me), Form: f, List: list, Next: next, Action: noticeDesk(me),
		Planned: noticeLines(planned), Publisher: mayPublish(me)}), nil
}

// publish announces in the name of the actor's organisation.
func (p *Portal) publish(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	f := p.form(r)
	n := postgres.Notice{Title: f.Get("title"), Body: f.Get("body"), Pinned: f.Get("pinned") == "on"}
	err := error(filing.Problems{{Path: "from", Flaw: filing.Malformed}})
	day, unread := calendar.ParseDate(strings.TrimSpace(f.Get("from")))
	if unread == nil {
		n.PublishedAt = day.Time()
	}
	if unread == nil || strings.TrimSpace(f.Get("from")) == "" {
		if n.Files, err = p.keepNoticeFile(r); err == nil {
			_, err = d.Publish(r.Context(), n)
		}
	}
	if found, ok := problemsIn(err); ok {
		c, fault := p.noticeBoard(r, d, me, f.With(found))
		if fault != nil {
			return nil, fault
		}
		return c, err
	}
	if err != nil {
		return nil, err
	}
	said := ui.Notice{Tone: ui.Success, Title: "公告已发布", Text: "公众现在可以看到。"}
	if n.PublishedAt.After(d.Now()) {
		said = ui.Notice{Tone: ui.Success, Title: "公告已安排", Text: "到 " + day.String() + " 公众可以看到，之前可以撤下。"}
	}
	p.flash(r, said)
	return nil, seeOther(noticeDesk(me))
}

// takeNoticeDown ends an announcement; whoever kept its address no longer finds it.
func (p *Portal) takeNoticeDown(r *http.Request, d *postgres.Desk, me filing.Actor) (templ.Component, error) {
	id, err := strconv.ParseInt(inPath(r, "id"), 10, 64)
	if err != nil {
		return nil, filing.ErrNotFound
	}
	if err := d.TakeDown(r.Context(), id); err != nil {
		return nil, err
	}
	p.flash(r, ui.Notice{Tone: ui.Success, Title: "公告已撤下"})
	return nil, seeOther(noticeDesk(me))
}
