package page

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/web/htmlcheck"
	"beian/web/ui"
)

func drawn(t *testing.T, c templ.Component) string {
	t.Helper()
	var b strings.Builder
	if err := c.Render(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestEveryFieldHasAControl(t *testing.T) {
	for _, f := range filing.Fields() {
		if controls[f].draw == nil {
			t.Errorf("%s has no control", f)
		}
	}
}

// TestEveryFieldIsAsked keeps the pages complete: whatever a document can say, some page asks for, once.
func TestEveryFieldIsAsked(t *testing.T) {
	for _, d := range []*filing.Document{filingtest.Person(), filingtest.Company()} {
		times := map[filing.Path]int{}
		for _, topic := range Topics(d) {
			for _, p := range Asked(topic.Paths()) {
				times[p]++
			}
		}
		for _, r := range d.Rows() {
			switch {
			case r.Field == filing.SiteService, r.Path.Site() != "" && (r.Field == filing.PrincipalNoLandline ||
				r.Field == filing.PrincipalIMKind || r.Field == filing.PrincipalIMAccount):
				continue // asked of the entity's principal only; services other than websites come with their own form
			case times[r.Path] != 1:
				t.Errorf("%s is asked for %d times", r.Path, times[r.Path])
			}
		}
	}
}

func TestControlsShowWhatWasTyped(t *testing.T) {
	d := filingtest.Company()
	d.Sites[1].Accesses[0].IPs = []string{"121.40.2.9", "10.0.0.1"}
	d.Sites[1].Approvals[0].Number = ""
	d.Entity.City = ""
	a := Answers{Doc: d, Problems: filing.Check(d, filing.FirstFiling, filingtest.Today)}
	for _, topic := range Topics(d) {
		html := drawn(t, Fields(a, topic.Paths()...))
		htmlcheck.CheckPart(t, html)
		for _, e := range a.Errors(topic.Paths()) {
			if e.ID != "" && !strings.Contains(html, `id="`+e.ID+`"`) {
				t.Errorf("%s: the summary points at %s, which is not there", topic.Slug, e.ID)
			}
		}
	}
	access, _ := TopicBySlug(filing.FirstFiling, d, "sites/2/access")
	html := drawn(t, Fields(a, access.Paths()...))
	for _, want := range []string{"121.40.2.9\n10.0.0.1", `aria-invalid="true"`, `id="f-sites-2-accesses-1-ips-err"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	content, _ := TopicBySlug(filing.FirstFiling, d, "sites/2/content")
	html = drawn(t, Fields(a, content.Paths()...))
	if !strings.Contains(html, `name="sites.2.approvals.3.number"`) || !strings.Contains(html, `id="f-sites-2-approvals-3-number-err"`) {
		t.Error("the number of the chosen pre-approval is not asked for")
	}
}

func TestStandings(t *testing.T) {
	d := &filing.Document{}
	d.Entity.Nature = filing.Individual
	d.AddSite()
	today := time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	standing := func(slug string) Standing {
		topic, found := TopicBySlug(filing.FirstFiling, d, slug)
		if !found {
			t.Fatalf("no page %s", slug)
		}
		copied := *d
		return topic.Standing(d, filing.Check(&copied, filing.FirstFiling, today))
	}
	if got := standing(TopicContact); got != TopicEmpty {
		t.Errorf("nothing said: %s", got)
	}
	d.Set("entity.principal.mobiles", []string{"13800000001"})
	if got := standing(TopicContact); got != TopicStarted {
		t.Errorf("one answer: %s", got)
	}
	d.Set("entity.principal.email", []string{"chen"})
	if got := standing(TopicContact); got != TopicWrong {
		t.Errorf("a wrong answer: %s", got)
	}
	if got := standing("sites/1/owner"); got != TopicDone {
		t.Errorf("the same person: %s", got)
	}
}

func TestPlace(t *testing.T) {
	d := filingtest.Company()
	for path, want := range map[filing.Path]string{
		"entity.name":                   "/my/filings/7/entity/identity?check=1#f-entity-name",
		"sites.2.principal.email":       "/my/filings/7/sites/2/owner?check=1#f-sites-2-principal-email",
		"sites.2.accesses.2.ips":        "/my/filings/7/sites/2/access?check=1#f-sites-2-accesses-2-ips",
		"materials.principal_front":     "/my/filings/7/materials#" + ui.FieldID("materials.principal_front"),
		"sites":                         "/my/filings/7/sites",
		"provider":                      "/my/filings/7/provider",
		filing.ApprovalPath("2", 3):     "/my/filings/7/sites/2/content?check=1#f-sites-2-approvals-3-number",
		filing.EntityCounty.At():        "/my/filings/7/entity/contact?check=1#f-entity-county",
		filing.SiteDomains.Of("1"):      "/my/filings/7/sites/1/basics?check=1#f-sites-1-domains",
		filing.Path("sites.1.accesses"): "/my/filings/7/sites/1/access?check=1#f-sites-1-accesses",
	} {
		if got := Place(7, filing.FirstFiling, d, path); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	if !slices.ContainsFunc(Topics(d), func(x Topic) bool { return x.Slug == TopicPrincipal }) {
		t.Error("a unit is not asked for its principal")
	}
}
