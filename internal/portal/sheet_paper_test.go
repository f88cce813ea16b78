package portal

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// crowded is a company with so many sites, everything about them as long as it may be.
func crowded(sites int) *filing.Document {
	d := filingtest.Company()
	long := func(s string, n int) string { return strings.Repeat(s, n) }
	d.Entity.Name = long("长江下游", 12) + "有限公司"
	d.Entity.CertificateAddress = "上海市" + long("黄浦区人民路弄", 10) + "100 号"
	d.Entity.PostalSame, d.Entity.PostalAddress = false, "上海市"+long("静安区南京西路", 10)+"200 号"
	for i := len(d.Sites); i < sites; i++ {
		s := d.AddSite()
		*s, s.Key = d.Sites[0], fmt.Sprint(i+1)
	}
	for i := range d.Sites {
		s := &d.Sites[i]
		s.Names, s.Domains, s.HomeURLs = nil, nil, []string{fmt.Sprintf("www.%s%d.cn", long("longlabel", 6), 10*i)}
		for n := range 6 {
			s.Names = append(s.Names, fmt.Sprintf("%s第%d站", long("长江下游航运", 6), 10*i+n))
			s.Domains = append(s.Domains, fmt.Sprintf("%s%d.cn", long("longlabel", 6), 10*i+n))
		}
		s.Accesses[0].IPs = nil
		for n := range 6 {
			s.Accesses[0].IPs = append(s.Accesses[0].IPs, fmt.Sprintf("121.40.%d.100-121.40.%d.250", 10*i+n+10, 10*i+n+10))
		}
	}
	return d
}

// TestCrowdedSheetIsOnePage: however much there is of a filing, both copies of its sheet are one A4 page each, and the
// signatures stand on it.
func TestCrowdedSheetIsOnePage(t *testing.T) {
	for _, sites := range []int{3, 8} { // three are the most that are written out
		c := openCounter(t)
		f := c.submitted(crowded(sites))
		c.w.Act(t, c.w.Li, f.ID, postgres.Move{Action: filing.Claim})
		pgtest.Must(t, c.w.Li.SaveSheet(t.Context(), f.ID, wordy(), false))
		h := c.sitDown(c.w.Li)
		h.open(at("/provider", f.ID, "sheet/print"))
		if n := bytes.Count(h.print(), []byte("/Type /Page\n")); n != 2 {
			t.Errorf("%d sites: %d pages, want two copies of one page each", sites, n)
		}
	}
}

// wordy is a sheet whose verifier has much to say.
func wordy() postgres.Sheet {
	sheet := postgres.Sheet{Answers: map[string]string{}, Notes: map[string]string{}, Verifier: strings.Repeat("欧阳", 20),
		Place: strings.Repeat("外滩营业厅二楼", 12), Date: "2026-11-20"}
	for _, item := range filing.SheetItems {
		sheet.Answers[string(item)], sheet.Notes[string(item)] = "yes", strings.Repeat("与原件逐项核对", 12)
	}
	return sheet
}

// print is the page as Chromium puts it on paper.
func (h *hands) print() []byte {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.ctx, 2*time.Minute)
	defer cancel()
	var pdf []byte
	if err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		res, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true)})
		if err == nil {
			pdf = res.Data
		}
		return err
	})); err != nil {
		h.t.Fatal(err)
	}
	return pdf
}
