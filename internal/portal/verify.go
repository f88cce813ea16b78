package portal

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/a-h/templ"

	"beian/internal/certificate"
	"beian/internal/filing"
	"beian/internal/journal"
	"beian/internal/postgres"
	"beian/web/page"
	"beian/web/ui"
)

// verifyPath is where certificates are verified; the codes on printed ones lead there.
const verifyPath = "/certificates/verify"

var rateVerify = postgres.Rate{Name: "verify", Most: 60, Window: 10 * time.Minute}

// verifyURL is what the code on a printed certificate holds.
func (p *Portal) verifyURL(n filing.Number) string {
	code := string(n)
	if ascii := n.ASCII(); ascii != "" {
		code = ascii
	}
	return strings.TrimSuffix(p.store.BaseURL, "/") + verifyPath + "?code=" + url.QueryEscape(code)
}

// verifyForm shows the page, and the verdict on a code that came with it.
func (p *Portal) verifyForm(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	typed, given := r.URL.Query()["code"]
	m := page.Verify{Page: p.base(r, me), Form: p.form(r), Authority: p.Issuer != nil}
	if !given {
		return page.VerifyPage(m), nil
	}
	m.Code = typed[0]
	m.Page.NoIndex = true
	if host := p.foreignHost(m.Code); host != "" {
		m.Result = &page.Verdict{Tone: ui.Danger, Tag: "不是本系统的网址", Title: host,
			Text: "这个二维码通向 " + host + "，不是备案系统的网站。不要相信印着它的证书，也不要在那个网站上填写信息；请用备案号另行查询。"}
		return page.VerifyPage(m), nil
	}
	n, ok := codeOf(m.Code)
	if !ok {
		m.CodeError = "请输入证书上的备案号，例如 沪ICP备2026000001号-1，或二维码中的网址"
		return page.VerifyPage(m), filing.Problems{{Path: "code", Flaw: filing.Missing}}
	}
	if err := p.hit(r, rateVerify, ""); err != nil {
		return nil, err
	}
	f, err := p.publicRecord(r, n)
	switch {
	case errors.Is(err, filing.ErrNotFound):
		m.Result = &page.Verdict{Tone: ui.Danger, Tag: "查无此号", Title: string(n), Text: "没有这个备案号。如果证书上印的是它，这份证书不是本系统签发的。"}
	case err != nil:
		return nil, err
	default:
		m.Result = recordVerdict(f)
	}
	return page.VerifyPage(m), nil
}

// foreignHost is where the address in a code leads, when that is not to us.
func (p *Portal) foreignHost(typed string) string {
	u, err := url.Parse(strings.TrimSpace(typed))
	own, bad := url.Parse(p.store.BaseURL)
	if err != nil || bad != nil || u.Hostname() == "" || strings.EqualFold(u.Hostname(), own.Hostname()) {
		return ""
	}
	return u.Hostname()
}

// codeOf reads a number, or the address in a code.
func codeOf(typed string) (filing.Number, bool) {
	typed = strings.TrimSpace(typed)
	if u, err := url.Parse(typed); err == nil && u.Scheme != "" {
		if typed = u.Query().Get("code"); typed == "" {
			typed = u.Path[strings.LastIndexByte(u.Path, '/')+1:]
		}
	}
	return filing.ParseNumber(typed)
}

// recordVerdict says what the register says now.
func recordVerdict(f filed) *page.Verdict {
	v := &page.Verdict{Tone: ui.Success, Tag: "备案有效", Title: string(f.number), Text: "这个备案号现在有效。请核对证书上的内容与下面一致。",
		Record: page.RecordPath(f.number), Rows: []ui.SummaryRow{{Key: "主办单位", Value: f.entity.UnitName, Name: true}}}
	ended := f.entity.CancelledAt
	if s := f.service; s != nil {
		ended = s.CancelledAt
		v.Rows = append(v.Rows, ui.SummaryRow{Key: "名称", Value: strings.Join(s.Names, "、")},
			ui.SummaryRow{Key: "域名", Value: strings.Join(s.Domains, "、"), Mono: true},
			ui.SummaryRow{Key: "审核通过日期", Value: s.ApprovedAt.In(china).Format("2006-01-02")})
		if s.Restricted {
			v.Tone, v.Tag, v.Text = ui.Warn, "限制接入", "这个备案号还在，但网站被管局限制接入。请核对证书上的内容与下面一致。"
		}
	}
	if ended != nil {
		v.Tone, v.Tag = ui.Danger, "已注销"
		v.Text = "这个备案号已于 " + ended.In(china).Format("2006-01-02") + " 注销，印有它的证书不再有效。"
	}
	return v
}

// verify reads a file that was sent in.
func (p *Portal) verify(r *http.Request, _ *postgres.Desk, me filing.Actor) (templ.Component, error) {
	m := page.Verify{Page: p.base(r, me), Form: p.form(r), Authority: p.Issuer != nil}
	m.Page.NoIndex = true
	refuse := func(text string) (templ.Component, error) {
		m.FileError = text
		return page.VerifyPage(m), filing.Problems{{Path: "file", Flaw: filing.Missing}}
	}
	header := sent(r, fileField)
	if header == nil {
		return refuse("选择要核对的电子证书文件，文件名通常是 bazu.cert")
	}
	if header.Size > certificate.MostBytes {
		return refuse("这个文件太大，不是电子证书；请选择 bazu.cert")
	}
	if err := p.hit(r, rateVerify, ""); err != nil {
		return nil, err
	}
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, certificate.MostBytes))
	if err != nil {
		return nil, err
	}
	m.Result, err = p.judge(r, text)
	if errors.Is(err, certificate.ErrFile) {
		return refuse("这个文件不是电子证书；请选择从“我的备案”下载的 bazu.cert")
	}
	if err != nil {
		return nil, err
	}
	return page.VerifyPage(m), nil
}

// judge checks signature, place in the log, and what the register says by now.
func (p *Portal) judge(r *http.Request, text []byte) (*page.Verdict, error) {
	if p.Issuer == nil {
		return nil, filing.ErrNotFound
	}
	b, err := certificate.Verify(text, p.Issuer.Authority())
	switch {
	case errors.Is(err, certificate.ErrExpired):
		return &page.Verdict{Tone: ui.Warn, Tag: "已过期", Title: "证书已过有效期", Text: "签名所用的证书已过有效期。请网站主办者在“我的备案”重新下载电子证书。"}, nil
	case errors.Is(err, certificate.ErrSignature):
		return &page.Verdict{Tone: ui.Danger, Tag: "验证不通过", Title: "这份证书不能相信",
			Text: "签名核对不上：文件被改动过，或者不是本系统签发的。证书上的内容不要采信，请用备案号另行查询。"}, nil
	case err != nil:
		return nil, err
	}
	return p.weigh(r, b)
}

// weigh judges a certificate whose signature holds.
func (p *Portal) weigh(r *http.Request, b certificate.Body) (*page.Verdict, error) {
	n, _ := filing.ParseNumber(b.Number)
	v := &page.Verdict{Title: b.Number, Record: page.RecordPath(n), Rows: []ui.SummaryRow{{Key: "主办单位", Value: b.Unit, Name: true},
		{Key: "名称", Value: b.Service}, {Key: "域名", Value: strings.Join(b.Domains, "、"), Mono: true}, {Key: "审核通过日期", Value: b.ApprovedOn},
		{Key: "审核机关", Value: b.Bureau}, {Key: "签发时间", Value: b.IssuedAt.In(china).Format("2006-01-02 15:04")}}}
	logged, genuine := p.inLog(b)
	v.Rows = append(v.Rows, ui.SummaryRow{Key: "审核日志", Value: logged})
	if !genuine {
		v.Tone, v.Tag, v.Text = ui.Danger, "验证不通过", "签名成立，但证书所附的审核记录与公开日志核对不上，请不要采信。"
		return v, nil
	}
	f, err := p.publicRecord(r, n)
	switch {
	case errors.Is(err, filing.ErrNotFound) || err == nil && f.service == nil:
		v.Tone, v.Tag, v.Text, v.Record = ui.Danger, "查无此号", "证书的签名成立，但登记中没有这个备案号。", ""
		return v, nil
	case err != nil:
		return nil, err
	}
	b.Unit = p.store.PublicName(f.service.Nature, b.Unit)
	stillSo(v, b, *f.service)
	return v, nil
}

// stillSo says whether what was certified is still so.
func stillSo(v *page.Verdict, b certificate.Body, now postgres.Record) {
	if now.CancelledAt != nil {
		v.Tone, v.Tag = ui.Danger, "已注销"
		v.Text = "证书是真的，但这个备案已于 " + now.CancelledAt.In(china).Format("2006-01-02") + " 注销，不再有效。"
		return
	}
	for _, c := range []ui.CompareRow{{Key: "主办单位", A: b.Unit, B: now.UnitName}, {Key: "名称", A: b.Service, B: strings.Join(now.Names, "、")},
		{Key: "域名", A: strings.Join(b.Domains, "、"), B: strings.Join(now.Domains, "、")}} {
		if c.A != c.B {
			v.Changed = append(v.Changed, c)
		}
	}
	if len(v.Changed) > 0 {
		v.Tone, v.Tag, v.Text = ui.Warn, "已变更", "证书是真的，备案也有效，但签发以后内容有变更，以现在的登记为准。"
		return
	}
	v.Tone, v.Tag, v.Text = ui.Success, "有效", "证书是真的：签名成立，内容与现在的登记一致。"
}

// inLog says whether the approval stands in the journal's log, as the certificate claims.
func (p *Portal) inLog(b certificate.Body) (string, bool) {
	if b.Proof == nil {
		return "从原系统转入的备案，没有审核记录", true
	}
	var proof journal.Proof
	if json.Unmarshal(*b.Proof, &proof) != nil {
		return "核对不上", false
	}
	verifier, err := journal.NewVerifier(p.LogKey)
	if err != nil {
		return "本系统没有公布日志公钥，未核对", true
	}
	if _, err := proof.Verify(verifier); err != nil {
		return "核对不上", false
	}
	return "审核记录在公开日志中，已核对", true
}
