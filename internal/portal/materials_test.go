package portal

import (
	"bytes"
	"fmt"
	"image/jpeg"
	"mime/multipart"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/web/htmlcheck"
)

// send posts a form with a file, as a browser without script does.
func (b *browser) send(path, name string, data []byte, pairs ...string) view {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		pgtest.Must(b.t, form.WriteField(pairs[i], pairs[i+1]))
	}
	if name != "" {
		part, err := form.CreateFormFile(fileField, name)
		pgtest.Must(b.t, err)
		_, err = part.Write(data)
		pgtest.Must(b.t, err)
	}
	pgtest.Must(b.t, form.Close())
	return b.hands(path, form.FormDataContentType(), &body)
}

// hands posts a body that is ready.
func (b *browser) hands(path, kind string, body *bytes.Buffer) view {
	b.t.Helper()
	r := httptest.NewRequestWithContext(b.t.Context(), "POST", "http://beian.test"+path, body)
	r.Header.Set("Content-Type", kind)
	r.RemoteAddr = b.from
	for name, values := range b.header {
		if name != "Content-Type" {
			r.Header[name] = values
		}
	}
	for _, c := range b.jar.Cookies(site) {
		r.AddCookie(c)
	}
	w := httptest.NewRecorder()
	b.portal.ServeHTTP(w, r)
	v := view{w.Code, w.Header(), w.Body.String(), path}
	b.jar.SetCookies(site, w.Result().Cookies())
	if strings.HasPrefix(v.header.Get("Content-Type"), "text/html") {
		htmlcheck.Check(b.t, v.body)
	}
	return v
}

const front = "materials.principal_front"

func emptyDraft(t *testing.T, w *pgtest.World) postgres.Filing {
	t.Helper()
	f, err := w.Wang.Open(t.Context(), postgres.Opening{Kind: filing.FirstFiling, Provider: w.Provider, Channel: "provider", Document: filingtest.Person()})
	pgtest.Must(t, err)
	return f
}

func TestUpload(t *testing.T) {
	b, w := cast(t, Options{})
	f := emptyDraft(t, w)
	wang := b.as(w.Wang)
	path := fmt.Sprintf("/my/filings/%d/materials", f.ID)
	wang.get(path).must(t, 200, "必传材料 2 份，已上传 0 份", "身份证人像面", `accept="image/*,application/pdf"`, "当面核验照片和真实性核验单由接入商")
	b.as(w.Owner2).get(path).must(t, 404)
	b.as(w.Owner2).send(path, "a.jpg", material.Sample(material.IDFront, 1), "paper", front).must(t, 404)

	anchor := path + "#f-materials-principal_front-title"
	for range 2 { // the second press of the same form changes nothing
		wang.send(path, `C:\photos\证件.jpg`, material.Sample(material.IDFront, 1), "paper", front, "_once", "one").leadsTo(t, anchor)
	}
	wang.get(path).must(t, 200, "已上传 1 份", "证件.jpg", "向左转", "?size=preview", "已上传：身份证人像面")
	papers, err := w.Wang.Papers(t.Context(), f)
	pgtest.Must(t, err)
	if len(papers) != 1 || papers[0].Width != 1520 || papers[0].PreviewKey == "" {
		t.Fatalf("papers %+v", papers)
	}
	wang.send(path, "", nil, "paper", front, "do", "left").leadsTo(t, anchor)
	papers, err = w.Wang.Papers(t.Context(), f)
	pgtest.Must(t, err)
	shown := wang.do("GET", fmt.Sprintf("/my/filings/%d/papers/%d", f.ID, papers[0].ID), nil).must(t, 200)
	picture, err := jpeg.DecodeConfig(strings.NewReader(shown.body))
	pgtest.Must(t, err)
	if picture.Width != 1008 || picture.Height != 1520 || papers[0].Width != 1008 {
		t.Errorf("turned to %d × %d", picture.Width, picture.Height)
	}
	wang.send(path, "", nil, "paper", front, "do", "remove").leadsTo(t, anchor)
	wang.get(path).must(t, 200, "已上传 0 份")
	if _, err := b.portal.Materials.Get(t.Context(), papers[0].StoreKey); err == nil {
		t.Error("a paper taken out of a draft still lies in the store")
	}
}

// A phone has two controls of one name: what is in the gallery and the camera. Browsers send both, the empty one too.
func TestUploadFromTheCamera(t *testing.T) {
	b, w := cast(t, Options{})
	f := emptyDraft(t, w)
	wang := b.as(w.Wang)
	path := fmt.Sprintf("/my/filings/%d/materials", f.ID)
	for i, names := range [][2]string{{"", "camera.jpg"}, {"gallery.jpg", ""}} {
		var body bytes.Buffer
		form := multipart.NewWriter(&body)
		pgtest.Must(t, form.WriteField("paper", front))
		for _, name := range names {
			part, err := form.CreateFormFile(fileField, name)
			pgtest.Must(t, err)
			if name != "" {
				_, err = part.Write(material.Sample(material.IDFront, uint64(i)+1))
				pgtest.Must(t, err)
			}
		}
		pgtest.Must(t, form.Close())
		wang.hands(path, form.FormDataContentType(), &body).leadsTo(t, path+"#f-materials-principal_front-title")
		wang.get(path).must(t, 200, names[0]+names[1], "已上传 1 份")
	}
}

func TestUploadThatCannotBeTaken(t *testing.T) {
	b, w := cast(t, Options{})
	f := emptyDraft(t, w)
	wang := b.as(w.Wang)
	path := fmt.Sprintf("/my/filings/%d/materials", f.ID)
	passing := t.TempDir()
	t.Setenv("TMPDIR", passing) // where large uploads stand while they are read
	whole := material.Sample(material.IDFront, 1)
	for name, c := range map[string]struct {
		file  string
		data  []byte
		words string
	}{
		"none":   {"", nil, "上传身份证人像面"},
		"empty":  {"a.jpg", nil, "打不开，可能没有传完"},
		"text":   {"a.jpg", []byte("this is no picture at all, whatever its name says"), "应为 JPG、PNG 或 PDF"},
		"broken": {"a.jpg", whole[:len(whole)/2], "打不开，可能没有传完"},
		"large":  {"a.jpg", append(append([]byte{}, whole...), make([]byte, 11<<20)...), "应小于 10 MB，现在是 11.0 MB"},
		"heic":   {"a.heic", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"), "请在手机上存为 JPG"},
	} {
		v := wang.send(path, c.file, c.data, "paper", front).must(t, 422, c.words, "有 1 处需要修改", `href="#f-materials-principal_front"`)
		if !strings.Contains(v.body, `aria-invalid="true"`) {
			t.Errorf("%s: the control is not marked", name)
		}
	}
	wang.send(path, "a.jpg", make([]byte, 20<<20), "paper", front).must(t, 422, "应小于 10 MB，现在是 20.0 MB", `href="#f-materials-principal_front"`)
	wang.send(path, "a.jpg", whole, "paper", "materials.photo.1").must(t, 404)
	wang.send(path, "a.jpg", whole, "paper", "entity.name").must(t, 404)
	if papers, err := w.Wang.Papers(t.Context(), f); err != nil || len(papers) != 0 {
		t.Errorf("papers %v, %v", papers, err)
	}
	if left, err := os.ReadDir(passing); err != nil || len(left) != 0 {
		t.Errorf("uploads outlive their requests: %v, %v", left, err)
	}
}

func TestMaterialsOutOfHands(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, act(filing.Submit))
	wang := b.as(w.Wang)
	path := fmt.Sprintf("/my/filings/%d/materials", f.ID)
	v := wang.get(path).must(t, 200, "现在不在您手里")
	if strings.Contains(v.body, `type="file"`) {
		t.Error("a control to upload with is offered")
	}
	wang.send(path, "a.jpg", material.Sample(material.IDFront, 1), "paper", front).must(t, 409, "待接入商核验")
}

func TestPaperAskedForByAReturn(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, act(filing.Submit))
	w.Act(t, w.Li, f.ID, act(filing.Claim))
	w.Act(t, w.Li, f.ID, postgres.Move{Action: filing.ReturnToRegistrant, Detail: filing.Detail{Marks: []filing.Mark{
		{Path: "materials.photo.1", Note: "请重新拍摄，不要戴帽子"}}}})
	wang := b.as(w.Wang)
	path := fmt.Sprintf("/my/filings/%d/materials", f.ID)
	wang.get(path).must(t, 200, "当面核验照片", "不要戴帽子", "退回意见")
	wang.send(path, "a.jpg", material.Sample(material.Face, 1), "paper", "materials.photo.1").
		leadsTo(t, path+"#f-materials-photo-1-title")
}
