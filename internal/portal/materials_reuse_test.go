package portal

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestVerifiedPapersAreUsedAgain(t *testing.T) {
	b, w := cast(t, Options{})
	ctx := t.Context()
	f := w.Draft(t, w.Wang, filingtest.Person())
	whole := material.Sample(material.IDFront, 7)
	b.bring(w.Wang, f.ID, filing.Paper{Slot: filing.SlotPrincipalFront}, whole)
	w.Act(t, w.Wang, f.ID, act(filing.Submit))
	w.Verify(t, w.Li, f.ID)
	w.Act(t, w.Li, f.ID, act(filing.Forward))
	for _, answer := range w.Codes(t, b.tx, f.ID) {
		_, err := w.ConfirmSMS(ctx, answer)
		pgtest.Must(t, err)
	}
	w.Approve(t, w.Zhao, f.ID)
	f, err := w.Wang.Filing(ctx, f.ID)
	pgtest.Must(t, err)
	next, err := w.Wang.Open(ctx, postgres.Opening{Kind: filing.AddSite, Provider: w.Provider, Entity: f.EntityID, Channel: "provider"})
	pgtest.Must(t, err)
	path := fmt.Sprintf("/my/filings/%d/materials", next.ID)
	wang := b.as(w.Wang)
	wang.get(path).must(t, 200, "沿用 2026-11-20 核验过的材料", `capture="environment"`)
	wang.post(path, "paper", front, "do", "reuse").leadsTo(t, path+"#f-materials-principal_front-title")
	papers, err := w.Wang.Papers(ctx, next)
	pgtest.Must(t, err)
	old, err := w.Wang.Papers(ctx, f)
	pgtest.Must(t, err)
	if len(papers) != 1 || papers[0].StoreKey == old[0].StoreKey {
		t.Fatalf("used again: %+v", papers)
	}
	wang.post(path, "paper", front, "do", "remove").leadsTo(t, path+"#f-materials-principal_front-title")
	for _, p := range old {
		if p.Slot == filing.SlotPrincipalFront {
			if _, err := b.portal.Materials.Get(ctx, p.StoreKey); err != nil {
				t.Errorf("the verified paper went with its copy: %v", err)
			}
		}
	}
	today := postgres.Expiry{Subject: postgres.ExpiryPrincipal}
	pgtest.Must(t, today.Until.Scan(pgtest.Now.AddDate(0, 0, -1)))
	pgtest.Must(t, w.Wang.SetExpiries(ctx, f.EntityID, []postgres.Expiry{today}))
	if v := wang.get(path); !lacks(v, "沿用") {
		t.Error("a paper that has expired is offered")
	}
	wang.post(path, "paper", front, "do", "reuse").must(t, 404)
}

// TestHostileUploads sends what is not what it says through the form.
func TestHostileUploads(t *testing.T) {
	b, w := cast(t, Options{})
	f := emptyDraft(t, w)
	wang := b.as(w.Wang)
	path := fmt.Sprintf("/my/filings/%d/materials", f.ID)
	whole := material.Sample(material.IDFront, 1)
	for name, c := range map[string]struct {
		file  string
		data  []byte
		words string
	}{
		"bomb":       {"a.png", hugePNG(60000, 60000), "像素太多，现在是 60000 × 60000"},
		"encrypted":  {"a.pdf", pdf("/Encrypt 9 0 R", ""), "设有打开密码"},
		"active":     {"a.pdf", pdf("", "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"), "带有脚本"},
		"program":    {"a.jpg", []byte("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"), "应为 JPG、PNG 或 PDF"},
		"web page":   {"a.pdf", []byte("<!doctype html><script>alert(1)</script>"), "应为 JPG、PNG 或 PDF"},
		"half a PDF": {"a.pdf", []byte("%PDF-1.7\n1 0 obj\n<< /Type /Catalog"), "打不开"},
	} {
		v := wang.send(path, c.file, c.data, "paper", front).must(t, 422, "有 1 处需要修改")
		if !strings.Contains(v.body, c.words) {
			t.Errorf("%s: %q is missing in %s", name, c.words, text(v.body)[:600])
		}
	}
	// A picture with a page behind it is taken, without the page; a PNG named JPG is what it is.
	wang.send(path, "a.jpg", append(append([]byte{}, whole...), "<script>alert(1)</script>"...), "paper", front).must(t, 303)
	papers, err := w.Wang.Papers(t.Context(), f)
	pgtest.Must(t, err)
	shown := wang.do("GET", fmt.Sprintf("/my/filings/%d/papers/%d", f.ID, papers[0].ID), nil).must(t, 200)
	if strings.Contains(shown.body, "<script>") || shown.header.Get("Content-Type") != "image/jpeg" {
		t.Error("what followed the picture is handed out again")
	}
	wang.send(path, "scan.jpg", pdf("", ""), "paper", front).must(t, 303)
	wang.get(path).must(t, 200, "scan.jpg")
}

// hugePNG says it is w by h and holds next to nothing.
func hugePNG(w, h uint32) []byte {
	var b bytes.Buffer
	b.WriteString("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		_ = binary.Write(&b, binary.BigEndian, uint32(len(data)))
		b.WriteString(kind)
		b.Write(data)
		_ = binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE(append([]byte(kind), data...)))
	}
	head := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)
	chunk("IHDR", append(head, 8, 2, 0, 0, 0))
	var z bytes.Buffer
	zw := zlib.NewWriter(&z)
	_, _ = zw.Write(make([]byte, 1000))
	_ = zw.Close()
	chunk("IDAT", z.Bytes())
	chunk("IEND", nil)
	return b.Bytes()
}

// pdf is one page, with more in its trailer or catalogue.
func pdf(trailer, catalogue string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	at := []int{}
	for i, o := range []string{"<< /Type /Catalog /Pages 2 0 R " + catalogue + " >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>"} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 4\n0000000000 65535 f \n")
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size 4 /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", trailer, start)
	return b.Bytes()
}
