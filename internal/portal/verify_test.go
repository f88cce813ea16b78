package portal

import (
	"bytes"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"beian/internal/certificate"
	"beian/internal/filing"
	"beian/internal/journal"
	"beian/internal/postgres/pgtest"
)

// sendRaw uploads bytes as they are.
func (b *browser) sendRaw(path, field, name string, text []byte) view {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile(field, name)
	pgtest.Must(b.t, err)
	_, err = part.Write(text)
	pgtest.Must(b.t, err)
	pgtest.Must(b.t, form.Close())
	r := httptest.NewRequestWithContext(b.t.Context(), "POST", "http://beian.test"+path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.RemoteAddr = b.from
	w := httptest.NewRecorder()
	b.portal.ServeHTTP(w, r)
	return view{status: w.Code, header: w.Header(), body: w.Body.String()}
}

func TestVerifyCertificate(t *testing.T) {
	text, err := certificate.NewIssuer()
	pgtest.Must(t, err)
	issuer, err := certificate.ParseIssuer(text)
	pgtest.Must(t, err)
	text, err = journal.NewKey()
	pgtest.Must(t, err)
	key, err := journal.ParseKey(text)
	pgtest.Must(t, err)
	b, w := approved(t)
	b.portal.Issuer, b.portal.LogKey = issuer, key.Public()
	_, err = w.ExtendLog(t.Context(), key)
	pgtest.Must(t, err)
	const number = "沪ICP备2026000001号-1"
	file := []byte(b.do("GET", "/records/"+url.PathEscape(number)+"/bazu.cert", nil).must(t, 200).body)

	b.do("GET", verifyPath, nil).must(t, 200, "电子证书验真", "核对文件")
	b.sendRaw(verifyPath, "file", "bazu.cert", file).must(t, 200, "证书是真的", "陈晓云", "已核对", "有效")

	altered := bytes.Replace(file, []byte("example.cn"), []byte("examp1e.cn"), 1)
	b.sendRaw(verifyPath, "file", "bazu.cert", altered).must(t, 200, "不能相信", "改动过")
	b.sendRaw(verifyPath, "file", "a.txt", []byte("hello")).must(t, 422, "不是电子证书")
	b.sendRaw(verifyPath, "file", "a.bin", bytes.Repeat([]byte{'x'}, certificate.MostBytes+1)).must(t, 422, "太大")
	b.sendRaw(verifyPath, "other", "a.bin", []byte("x")).must(t, 422, "选择要核对的")

	other, err := certificate.NewIssuer()
	pgtest.Must(t, err)
	stranger, err := certificate.ParseIssuer(other)
	pgtest.Must(t, err)
	forged, err := stranger.Issue(certificate.Body{Number: number})
	pgtest.Must(t, err)
	b.sendRaw(verifyPath, "file", "bazu.cert", forged).must(t, 200, "不能相信")
	changed, err := issuer.Issue(certificate.Body{Number: number, Unit: "旧名称", Domains: []string{"example.cn"}})
	pgtest.Must(t, err)
	b.sendRaw(verifyPath, "file", "bazu.cert", changed).must(t, 200, "已变更", "旧名称", "陈晓云")
	unknown, err := issuer.Issue(certificate.Body{Number: "沪ICP备2026000099号-1"})
	pgtest.Must(t, err)
	b.sendRaw(verifyPath, "file", "bazu.cert", unknown).must(t, 200, "查无此号")
	nonsense := certificate.Proof(`{"position":1,"leaf":"AA==","path":[],"checkpoint":"x"}`)
	unproved, err := issuer.Issue(certificate.Body{Number: number, Proof: &nonsense})
	pgtest.Must(t, err)
	b.sendRaw(verifyPath, "file", "bazu.cert", unproved).must(t, 200, "核对不上")
}

func TestVerifyCode(t *testing.T) {
	b, _ := approved(t)
	for _, code := range []string{"沪ICP备2026000001号-1", "sh-2026000001-1", b.portal.verifyURL("沪ICP备2026000001号-1"), "http://beian.test/records/sh-2026000001-1"} {
		b.do("GET", verifyPath+"?code="+url.QueryEscape(code), nil).must(t, 200, "备案有效", "陈晓云", "example.cn")
	}
	b.do("GET", verifyPath+"?code="+url.QueryEscape("沪ICP备2026000099号-1"), nil).must(t, 200, "查无此号")
	for _, foreign := range []string{"https://evil.example/records/沪ICP备2026000001号-1", "http://beian.test.evil.example/x?code=sh-2026000001-1"} {
		b.do("GET", verifyPath+"?code="+url.QueryEscape(foreign), nil).must(t, 200, "不是本系统的网址", "evil.example").lacks(t, "备案有效")
	}
	for _, bad := range []string{"", "x", "<script>", "http://beian.test/"} {
		if v := b.do("GET", verifyPath+"?code="+url.QueryEscape(bad), nil).must(t, 422, "请输入证书上的备案号"); strings.Contains(v.body, "<script>") {
			t.Error("not escaped")
		}
	}
	if !strings.HasSuffix(b.portal.verifyURL(filing.Number("沪ICP备2026000001号-1")), "?code=sh-2026000001-1") {
		t.Error(b.portal.verifyURL("沪ICP备2026000001号-1"))
	}
	for _, table := range []string{"site", "public_number"} {
		_, err := b.tx.Exec(t.Context(), `UPDATE `+table+` SET restricted = true WHERE number = '沪ICP备2026000001号-1'`)
		pgtest.Must(t, err)
	}
	b.do("GET", verifyPath+"?code=sh-2026000001-1", nil).must(t, 200, "限制接入").lacks(t, "备案有效")
}
