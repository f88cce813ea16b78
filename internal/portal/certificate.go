package portal

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"beian/internal/certificate"
	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/region"
	"beian/web/page"
)

// electronicCertificate is the signed file of a service in force (bazu.cert), made anew from the register each time.
func (p *Portal) electronicCertificate(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	_, signed, err := p.signedCertificate(r)
	if err != nil {
		return nil, err
	}
	return nil, file{Type: "application/pkcs7-mime", Name: "bazu.cert", Body: signed}
}

// certificateJSON is the same for programs: what is certified in the open, and the signed file beside it.
func (p *Portal) certificateJSON(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	b, signed, err := p.signedCertificate(r)
	if err != nil {
		return nil, err
	}
	text, err := json.MarshalIndent(struct {
		Certificate certificate.Body `json:"certificate"`
		Signed      []byte           `json:"bazu_cert"` // in base64
	}{b, signed}, "", "  ")
	if err != nil {
		return nil, err
	}
	return nil, file{Type: "application/json; charset=utf-8", Name: "certificate.json", Body: text}
}

// signedCertificate is the body and the signed file of the number the address names.
func (p *Portal) signedCertificate(r *http.Request) (b certificate.Body, signed []byte, err error) {
	n, known := filing.ParseNumber(inPath(r, "number"))
	if !known || p.Issuer == nil {
		return b, nil, filing.ErrNotFound
	}
	if err := p.hit(r, rateRecord, ""); err != nil {
		return b, nil, err
	}
	c, err := p.store.Certificate(r.Context(), n)
	if errors.Is(err, postgres.ErrUnproved) {
		return b, nil, file{Type: ok.Type, Body: []byte("电子证书正在生成，请 10 秒后再试。\n"), Status: http.StatusServiceUnavailable}
	}
	if err != nil {
		return b, nil, err
	}
	if b, err = p.certificateBody(c); err != nil {
		return b, nil, err
	}
	signed, err = p.Issuer.Issue(b)
	return b, signed, err
}

func (p *Portal) certificateBody(c postgres.Certified) (certificate.Body, error) {
	record := c.Record
	province, _ := region.ByCode(record.Province)
	b := certificate.Body{Number: string(record.Number), Unit: record.UnitName, Service: strings.Join(record.Names, "、"),
		Domains: record.Domains, ApprovedOn: record.ApprovedAt.In(china).Format("2006-01-02"), Bureau: province.BureauName(),
		Verify: strings.TrimSuffix(p.store.BaseURL, "/") + page.RecordPath(record.Number), IssuedAt: p.store.Now().UTC()}
	if c.Proof == nil {
		return b, nil
	}
	proof, err := json.Marshal(c.Proof)
	b.Proof = (*certificate.Proof)(&proof)
	return b, err
}

// authority is what a verifier of certificates trusts.
func (p *Portal) authority(*http.Request, *postgres.Desk, filing.Actor) (templ.Component, error) {
	if p.Issuer == nil {
		return nil, filing.ErrNotFound
	}
	return nil, file{Type: "application/x-pem-file", Name: "authority.pem", Body: p.Issuer.Authority()}
}

// logKey is the public key of the journal's log.
func (p *Portal) logKey(*http.Request, *postgres.Desk, filing.Actor) (templ.Component, error) {
	if p.LogKey == "" {
		return nil, filing.ErrNotFound
	}
	return nil, file{Type: ok.Type, Body: []byte(p.LogKey + "\n")}
}

// checkpoint is the newest signed head of the journal's log: kept by others, it shows that nothing before it is ever
// rewritten.
func (p *Portal) checkpoint(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
	signed, err := p.store.LogCheckpoint(r.Context())
	if err != nil {
		return nil, err
	}
	return nil, file{Type: ok.Type, Body: []byte(signed)}
}
