package portal

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/a-h/templ"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/web/page"
	"beian/web/ui"
)

// heavy is a form with a file of so many bytes, which is never held whole.
func heavy(control string, size int64, pairs ...string) (body io.Reader, kind string) {
	var head bytes.Buffer
	form := multipart.NewWriter(&head)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = form.WriteField(pairs[i], pairs[i+1])
	}
	_, _ = form.CreateFormFile(control, "大照片.jpg")
	end := strings.NewReader("\r\n--" + form.Boundary() + "--\r\n")
	return io.MultiReader(&head, bytes.NewReader([]byte{0xff, 0xd8, 0xff}), io.LimitReader(nothing{}, size), end), form.FormDataContentType()
}

// nothing is an endless row of zero bytes.
type nothing struct{}

func (nothing) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// mails sends such a form over a real connection, as a browser without scripts does.
func (b *browser) mails(address, path, control string, size int64, pairs ...string) view {
	b.t.Helper()
	body, kind := heavy(control, size, pairs...)
	r, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, address+path, body)
	pgtest.Must(b.t, err)
	r.Header.Set("Content-Type", kind)
	for _, c := range b.jar.Cookies(site) {
		r.AddCookie(c)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		b.t.Fatalf("%s: no answer: %v", path, err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	pgtest.Must(b.t, err)
	return view{answer.StatusCode, answer.Header, string(text), path}
}

// TestMuchTooLargeFiles come back as the form they were sent with: the reason at the control, everything typed still there.
func TestMuchTooLargeFiles(t *testing.T) {
	b, world := cast(t, Options{})
	door := httptest.NewServer(b.portal)
	t.Cleanup(door.Close)
	const size, words = 20 << 20, "应小于 10 MB，现在是 20.0 MB"

	b.mails(door.URL, "/reports/new", "files", size, "province", "310000", "subject", "example.cn 冒用备案号", "body", "首页底部写着别人的备案号", "contact", "asker@example.cn").
		must(t, 422, words, `href="#f-files"`, "example.cn 冒用备案号", "首页底部写着别人的备案号", "asker@example.cn", `value="310000" selected`)

	draft, err := world.Li.OpenOnBehalf(t.Context(), postgres.Opening{Kind: filing.FirstFiling, Document: filingtest.Person()})
	pgtest.Must(t, err)
	li := b.as(world.Li)
	paper := page.PaperPrefix + front
	li.mails(door.URL, page.BehalfPath(draft.ID), paper, size, page.RevisionField, strconv.Itoa(draft.Revision), "entity.nature", "5", "entity.name", "陈小云").
		must(t, 422, words, `href="#`+ui.FieldID(paper)+`"`, `value="陈小云"`)

	f := world.Draft(t, world.Wang, caller(1))
	world.Bring(t, world.Wang, f.ID, filing.Registrant)
	world.Act(t, world.Wang, f.ID, act(filing.Submit))
	world.Act(t, world.Li, f.ID, act(filing.Claim))
	li.mails(door.URL, at("/provider", f.ID, "sheet"), "file.materials.photo.1", size, "do", "save", "version", "", "sheet.place", "外滩营业厅").
		must(t, 422, words, `href="#f-materials-photo-1"`, `value="外滩营业厅"`)

	// Beyond any paper there is still an answer, and the way back.
	li.mails(door.URL, at("/provider", f.ID, "sheet"), "file.materials.photo.1", uploadLimit+20<<20).must(t, 413, "文件应小于 10 MB")
}

// TestSlowLine: what a form takes to come in is not taken from the time for answering it.
func TestSlowLine(t *testing.T) {
	b, _ := cast(t, Options{})
	var left time.Duration
	row := row{method: "POST", who: anyone.upload(), plain: true, do: func(r *http.Request, _ *postgres.Desk, _ filing.Actor) (templ.Component, error) {
		until, _ := r.Context().Deadline()
		left = time.Until(until)
		return nil, seeOther("/")
	}}
	const late = 2 * time.Second
	body, kind := heavy("file", 10)
	r := httptest.NewRequestWithContext(t.Context(), "POST", "/", io.MultiReader(&pause{late}, body))
	r.Header.Set("Content-Type", kind)
	b.portal.visited(b.portal.serve(row)).ServeHTTP(httptest.NewRecorder(), r)
	if left < patience-late/2 {
		t.Errorf("%s are left for the answer, of %s", left, patience)
	}
}

// pause is a line on which nothing comes for a while.
type pause struct{ late time.Duration }

func (p *pause) Read([]byte) (int, error) {
	time.Sleep(p.late)
	return 0, io.EOF
}
