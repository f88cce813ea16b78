package portal

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// caller is an owner of a filing of their own: another certificate, another domain.
func caller(n int) *filing.Document {
	doc := filingtest.Person()
	doc.Entity.CertificateNumber = string(ident.MakeResidentID("310101", time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n), n%900+1))
	domain := fmt.Sprintf("clerk%d.cn", n)
	doc.Sites[0].Domains, doc.Sites[0].HomeURLs = []string{domain}, []string{domain}
	return doc
}

// clerk is a verifier at work, with what it took.
type clerk struct {
	*browser
	pages, sent int // pages read, forms sent
}

func (c *clerk) read(path string) view {
	c.pages++
	return c.get(path)
}

func (c *clerk) send(path string, pairs ...string) string {
	c.t.Helper()
	c.sent++
	v := c.post(path, pairs...)
	if v.status != 303 {
		c.t.Fatalf("%s: status %d\n%s", path, v.status, text(v.body))
	}
	return v.header.Get("Location")
}

// A day of a clerk: a hundred clean cases and twenty returns, every one of them done once and none lost.
func TestDayOfAClerk(t *testing.T) {
	const clean, returns = 100, 20
	o := openOffice(t)
	var filings []postgres.Filing
	for n := range clean + returns {
		filings = append(filings, o.submitted(caller(n)))
	}
	c := &clerk{browser: o.seat(o.w.Li)}
	at := c.send("/provider/next")
	for n, f := range filings {
		if at != "/provider/filings/"+idText(f) {
			t.Fatalf("case %d: %s, want the oldest one waiting, %d", n, at, f.ID)
		}
		c.read(at).must(t, 200, "自动检查", "其余一致，填写核验单")
		if n%6 == 5 {
			at = c.giveBack(t, at)
		} else {
			at = c.pass(t, o, f, at)
		}
	}
	if !strings.HasPrefix(at, "/provider/queue") {
		t.Errorf("after the last case: %s", at)
	}
	passed, back := 0, 0
	for _, f := range filings {
		switch o.state(f.ID) {
		case filing.SMSVerification:
			passed++
		case filing.ReturnedToRegistrant:
			back++
		}
		events, err := o.w.Li.Events(t.Context(), f)
		pgtest.Must(t, err)
		claims := 0
		for _, e := range events {
			if e.Action == filing.Claim {
				claims++
			}
		}
		if claims != 1 {
			t.Errorf("%s was claimed %d times", f.Receipt, claims)
		}
	}
	if passed != clean || back != returns {
		t.Errorf("%d went on and %d back, want %d and %d", passed, back, clean, returns)
	}
	t.Logf("%d clean cases and %d returns: %d pages read, %d forms sent", clean, returns, c.pages, c.sent)
	if most := 3*clean + 2*returns; c.pages > most || c.sent > 2*clean+returns+1 {
		t.Errorf("more pages or forms than a case needs: at most %d pages", most)
	}
}

// giveBack returns a case for its name and opens the next one.
func (c *clerk) giveBack(t *testing.T, at string) string {
	t.Helper()
	c.read(at+"/return?mark=sites.1.names").must(t, 200, "autofocus")
	return c.send(at+"/return", "do", "next", "mark", "sites.1.names", "reason.sites.1.names", "title_broad")
}

// pass signs the sheet that the marks have filled, sends the case on and opens the next one.
func (c *clerk) pass(t *testing.T, o *office, f postgres.Filing, at string) string {
	t.Helper()
	o.w.Bring(t, o.w.Li, f.ID, filing.Provider) // photo and signed scan
	v := c.read(at+"/sheet?checked=1").must(t, 200, "已按核验页的标记填好")
	values := []string{"do", "pass", "version", o.sheetVersion(f.ID), "sheet.contact", "yes", "sheet.face", "yes",
		"sheet.verifier", "李强", "sheet.place", "外滩营业厅", "sheet.date", "2026-11-20"}
	for _, item := range filing.SheetItems {
		filled := chosenRadio(v.body, "sheet."+string(item))
		if item.Deed() != (filled == "") {
			t.Fatalf("%s opens as %q: what somebody must have done is ticked by hand, the rest from the marks", item, filled)
		}
		if filled != "" {
			values = append(values, "sheet."+string(item), filled)
		}
	}
	on := c.send(at+"/sheet", values...)
	c.read(on).must(t, 200).lacks(t, "还差")
	return c.send(on, "declaration", "on", "do", "next")
}
