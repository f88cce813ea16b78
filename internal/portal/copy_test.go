package portal

import (
	"fmt"
	"strings"
	"testing"

	"beian/internal/filing/filingtest"
)

func TestCopyAndPrint(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, f.ID)
	wang := b.as(w.Wang)
	at := fmt.Sprintf("/my/filings/%d", f.ID)
	wang.get(at).must(t, 200, at+"/print", at+"/copy")
	for _, below := range []string{"/copy", "/print"} {
		b.as(w.Owner2).get(at+below).must(t, 404)
	}
	doc := filingtest.Person()
	v := wang.get(at+"/print").must(t, 200, "网站备案信息表", f.Receipt, doc.Sites[0].Names[0], doc.Sites[0].Domains[0], doc.Entity.Name, "材料", "IP")
	if full := doc.Entity.CertificateNumber; strings.Contains(v.body, full) {
		t.Error("the printed page shows a certificate number in full")
	}
	wang.get(at+"/copy").must(t, 200, "新增网站")
	done := wang.post(at + "/copy")
	if done.status != 303 {
		done.must(t, 303)
	}
	wang.get(done.header.Get("Location")).must(t, 200, "新增网站", f.Receipt)
	b.as(w.Owner2).post(at+"/copy").must(t, 404)

	change := w.Draft(t, w.Owner2, filingtest.Company())
	b.as(w.Owner2).get(fmt.Sprintf("/my/filings/%d/copy", change.ID)).must(t, 404)
	b.as(w.Owner2).get(fmt.Sprintf("/my/filings/%d/print", change.ID)).must(t, 200, "草稿")
}
