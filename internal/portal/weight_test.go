package portal

import (
	"bytes"
	"compress/gzip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/web/page"
)

// mostBytes is the weight of an owner's page on its way, compressed.
const mostBytes = 30 << 10

// furtherSite is a page of the third site of a filing or a later one: like those of the others.
var furtherSite = regexp.MustCompile(`/sites/([3-9]|\d\d+)/`)

func weight(t *testing.T, body string) int {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(body))
	pgtest.Must(t, err)
	pgtest.Must(t, z.Close())
	return b.Len()
}

// crawls looks at every page of the owner's that links lead to, and gives them by address.
func (w *walker) crawls(starts ...string) map[string]int {
	w.t.Helper()
	seen, queue := map[string]int{}, slices.Clone(starts)
	for len(queue) > 0 && len(seen) < 250 {
		path := strings.SplitN(queue[0], "#", 2)[0]
		queue = queue[1:]
		if _, known := seen[path]; known || !strings.HasPrefix(path, "/my") || furtherSite.MatchString(path) || strings.Contains(path, "/papers/") {
			continue
		}
		v := w.get(path)
		seen[path] = weight(w.t, v.body)
		if v.status >= 500 {
			w.t.Errorf("%s: status %d", path, v.status)
		}
		if !strings.HasPrefix(v.header.Get("Content-Type"), "text/html") {
			continue
		}
		w.here = v
		for _, a := range elements(w.tree(), "a") {
			if href, _ := attrOf(a, "href"); strings.HasPrefix(href, "/my") {
				queue = append(queue, href)
			}
		}
	}
	return seen
}

// TestOwnersPagesAreLight weighs every page that an owner with filings in every state comes to: of a company with forty
// sites too.
func TestOwnersPagesAreLight(t *testing.T) {
	x := afterApproval(t, filingtest.Company())
	ctx := t.Context()
	x.opened(postgres.Opening{Kind: filing.Change})
	many := x.opened(postgres.Opening{Kind: filing.AddSite, Provider: x.world.Provider})
	_, err := x.world.Wang.Save(ctx, many.ID, 0, func(d *filing.Document) {
		for i := range 40 {
			s := &d.Sites[0]
			if i > 0 {
				s = d.AddSite()
			}
			filingtest.Fill(s, false, "site"+strconv.Itoa(i)+".example.net.cn", "121.40.1."+strconv.Itoa(20+i))
		}
	})
	pgtest.Must(t, err)
	back := x.world.Draft(t, x.world.Wang, filingtest.Person())
	x.world.Act(t, x.world.Wang, back.ID, postgres.Move{Action: filing.Submit})
	x.world.Act(t, x.world.Li, back.ID, postgres.Move{Action: filing.Claim})
	x.world.Act(t, x.world.Li, back.ID, postgres.Move{Action: filing.ReturnToRegistrant, Detail: filing.Detail{
		Marks: []filing.Mark{{Path: filing.EntityCertAddress.At(), Note: "请照抄证件"}}}})
	pages := x.crawls("/my", "/my/filings/new", "/my/account", "/my/messages", "/my/entities/take", page.FilingPath(many.ID, "review"))
	heaviest, most := "", 0
	for path, n := range pages {
		if n > mostBytes {
			t.Errorf("%s weighs %d bytes compressed, more than %d", path, n, mostBytes)
		}
		if n > most {
			heaviest, most = path, n
		}
	}
	t.Logf("%d pages; the heaviest is %s with %d bytes", len(pages), heaviest, most)
	if len(pages) < 30 {
		t.Errorf("only %d pages were found", len(pages))
	}
}

// TestSessionEndsWhileTyping: what was typed is there again after the next sign-in.
func TestSessionEndsWhileTyping(t *testing.T) {
	b := withBureau(t, Options{Screen: true})
	b.join()
	w := &walker{browser: b}
	w.opens("/my/filings/new").presses("判断办理类型", "entity.nature", "5", "entity.certificate_number", filingtest.PersonID,
		"entity.province", "310000", "sites.1.domains", "example.cn").sees("首次备案")
	contact := w.links("地址与联系方式")[0]
	w.opens(contact)
	_, values, _ := w.form("保存并继续")
	values["entity.principal.emergency_phone"], values["entity.postal_same"] = []string{"13900000002"}, []string{"no"}
	values["entity.postal_address"] = []string{"上海市黄浦区人民路 200 号 3 室"}

	lost := &walker{browser: b.again()}
	lost.header.Set("Referer", "http://beian.test"+contact)
	lost.do("POST", contact, values).leadsTo(t, "/login?next="+url.QueryEscape(contact))
	lost.post("/login", "tier", "registrant", "user_name", "王芳_1990", "password", goodPassword, "next", contact).leadsTo(t, contact)
	lost.opens(contact).sees(`value="13900000002"`, "人民路 200 号 3 室</textarea>")
	lost.presses("保存，稍后再填").opens(contact).sees(`value="13900000002"`, "人民路 200 号 3 室</textarea>")
}
