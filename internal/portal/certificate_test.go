package portal

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"beian/internal/certificate"
	"beian/internal/journal"
	"beian/internal/postgres/pgtest"
)

func TestElectronicCertificate(t *testing.T) {
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

	path := "/records/" + url.PathEscape("沪ICP备2026000001号-1") + "/bazu.cert"
	b.do("GET", path, nil).must(t, 503, "10 秒后")
	_, err = w.ExtendLog(t.Context(), key)
	pgtest.Must(t, err)

	file := b.do("GET", path, nil).must(t, 200)
	authority := b.do("GET", "/verify/authority.pem", nil).must(t, 200)
	body, err := certificate.Verify([]byte(file.body), []byte(authority.body))
	pgtest.Must(t, err)
	if body.Number != "沪ICP备2026000001号-1" || body.Unit != "陈晓云" || body.Bureau != "上海市通信管理局" || body.ApprovedOn != "2026-11-20" ||
		!strings.HasPrefix(body.Verify, "http://beian.test/records/") {
		t.Errorf("the certificate says %+v", body)
	}
	for _, s := range private {
		if strings.Contains(file.body, s) {
			t.Errorf("the certificate tells %q", s)
		}
	}
	verifier, err := journal.NewVerifier(b.do("GET", "/verify/log-key.txt", nil).must(t, 200).body)
	pgtest.Must(t, err)
	var proof journal.Proof
	pgtest.Must(t, json.Unmarshal(*body.Proof, &proof))
	head, err := proof.Verify(verifier)
	pgtest.Must(t, err)
	newest, err := verifier.Open(b.do("GET", "/verify/checkpoint.txt", nil).must(t, 200).body)
	if err != nil || newest != head {
		t.Errorf("checkpoint %+v, %v; the proof's is %+v", newest, err, head)
	}
	var open struct {
		Certificate certificate.Body `json:"certificate"`
		Signed      []byte           `json:"bazu_cert"`
	}
	pgtest.Must(t, json.Unmarshal([]byte(b.do("GET", strings.Replace(path, "bazu.cert", "certificate.json", 1), nil).must(t, 200).body), &open))
	if again, err := certificate.Verify(open.Signed, []byte(authority.body)); err != nil || again.Number != open.Certificate.Number || again.Number != body.Number {
		t.Errorf("as JSON the certificate says %+v, %v", open.Certificate, err)
	}
	for _, none := range []string{"沪ICP备2026000001号", "沪ICP备2026000099号-1", "x"} {
		b.do("GET", "/records/"+url.PathEscape(none)+"/bazu.cert", nil).must(t, 404)
	}
}
