package portal

import (
	"context"
	"fmt"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cookies "github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"beian/internal/filing"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// counter is an office behind a real address with a database of its own, so that a real browser can come in.
type counter struct {
	*office
	address string
	db      postgres.DB
}

func openCounter(t *testing.T) *counter {
	t.Helper()
	pools, err := postgres.Open(t.Context(), pgtest.URL(t))
	pgtest.Must(t, err)
	t.Cleanup(pools.Close)
	store, err := postgres.New(pools.App, pools.Public, pgtest.Options())
	pgtest.Must(t, err)
	p, err := New(store, Options{Logger: slog.New(slog.DiscardHandler)})
	pgtest.Must(t, err)
	folder, err := material.OpenFolder(t.TempDir(), store.Keys)
	pgtest.Must(t, err)
	t.Cleanup(func() { _ = folder.Close() })
	p.Materials = folder
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	b := (&browser{t: t, portal: p, store: store, from: "203.0.113.9:4711"}).again()
	return &counter{&office{b, pgtest.NewWorld(t, store, pools.App)}, server.URL, pools.App}
}

// yesterday is a case that the verifier has behind him: the place he worked at is remembered from it.
func (c *counter) yesterday() {
	c.t.Helper()
	f := c.submitted(caller(999))
	c.w.Verify(c.t, c.w.Li, f.ID)
	c.w.Act(c.t, c.w.Li, f.ID, postgres.Move{Action: filing.Forward})
}

// hands are a member of staff at the keyboard of a real browser; the mouse is not touched.
type hands struct {
	t       *testing.T
	ctx     context.Context
	address string
	presses int // single keys, and three for each file: open the dialogue, pick, confirm
	pages   int
}

// chrome is the one browser of this package, which the first who sits down starts: starting costs as much as a whole test.
// Nobody sits at it beside somebody else, for these tests are not parallel.
var chrome struct {
	once sync.Once
	ctx  context.Context
	stop func()
	err  error
}

func startChrome() {
	flags := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-dev-shm-usage", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("lang", "zh-CN"),
		chromedp.Flag("use-fake-device-for-media-stream", true), chromedp.Flag("use-fake-ui-for-media-stream", true))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, cancel := chromedp.NewContext(allocator)
	chrome.ctx, chrome.stop = ctx, func() { cancel(); stop() }
	chrome.err = chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900)) // without a time-out, with which it would end
}

func stopChrome() {
	if chrome.stop != nil {
		chrome.stop()
	}
}

// sitDown takes the browser over from whoever sat there; that person is signed in and the single keys are on.
func (c *counter) sitDown(d *postgres.Desk) *hands {
	c.t.Helper()
	if chrome.once.Do(startChrome); chrome.err != nil {
		c.t.Fatalf("starting Chromium: %v", chrome.err)
	}
	h := &hands{t: c.t, ctx: chrome.ctx, address: c.address}
	h.do(chromedp.Navigate("about:blank"), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, cookies.ClearBrowserCookies, cdp.Empty{})
		return err
	}))
	seat := c.seat(d)
	seat.post("/settings/display", "keys", "on")
	for _, cookie := range seat.jar.Cookies(site) {
		h.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
			_, err := chromedp.Call(ctx, cookies.SetCookie, cookies.SetCookieParams{Name: cookie.Name, Value: cookie.Value, URL: c.address})
			return err
		}))
	}
	return h
}

func (h *hands) do(steps ...chromedp.Action[chromedp.Void]) {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.ctx, time.Minute)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		h.t.Fatalf("browser at %s: %v", h.at(), err)
	}
}

func ask[T any](h *hands, script string) T {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.ctx, 2*time.Minute)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		h.t.Fatalf("browser: %v", err)
	}
	return v
}

func (h *hands) open(path string) {
	h.t.Helper()
	h.pages++
	h.do(chromedp.Navigate(h.address + path))
}

func (h *hands) key(keys ...string) {
	h.t.Helper()
	for _, k := range keys {
		h.presses++
		h.do(chromedp.KeyEvent(k))
	}
}

// leave presses a key that leads to another page and waits for it.
func (h *hands) leave(key string) {
	h.t.Helper()
	ask[bool](h, `window.before = true`)
	h.key(key)
	h.pages++
	for range 1200 {
		ctx, cancel := context.WithTimeout(h.ctx, time.Minute)
		there, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`!window.before && document.readyState === 'complete'`))
		cancel()
		if err == nil && there {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	h.t.Fatalf("%q leads nowhere from %s", key, h.at())
}

func (h *hands) at() string { return ask[string](h, `location.pathname`) }

// tabTo presses Tab until the element in focus fits the selector, and sees to it that every stop on the way can be
// seen and is not hidden behind a bar that sticks.
func (h *hands) tabTo(selector string) {
	h.t.Helper()
	for range 40 {
		h.key("\t")
		if fault := ask[string](h, focusFault); fault != "" {
			h.t.Errorf("%s: %s", h.at(), fault)
		}
		if ask[bool](h, `document.activeElement.matches('`+selector+`')`) {
			return
		}
	}
	h.t.Fatalf("%s: no %s within reach:\n%s", h.at(), selector, ask[string](h, `document.querySelector('main').innerText`))
}

const focusFault = `(() => { const e = document.activeElement, r = e.getBoundingClientRect();
	if (e === document.body) return '';
	if (!r.width || !r.height) return 'the focus is on something without size: ' + e.outerHTML.slice(0, 120);
	if (!e.matches(':focus-visible')) return 'the focus does not show on ' + e.outerHTML.slice(0, 120);
	const top = document.elementFromPoint(Math.min(Math.max(r.x + r.width / 2, 1), innerWidth - 2), Math.min(Math.max(r.y + r.height / 2, 1), innerHeight - 2));
	const bar = top && top.closest('.l-sticky');
	return bar && !bar.contains(e) ? 'the focus is behind the bar: ' + e.outerHTML.slice(0, 120) : ''; })()`

// chooseFile picks a file in the control in focus.
func (h *hands) chooseFile(path string) {
	h.t.Helper()
	if !ask[bool](h, `document.activeElement.matches('input[type=file]')`) {
		h.t.Fatalf("%s: no file can be chosen at %s", h.at(), ask[string](h, `document.activeElement.outerHTML`))
	}
	h.presses += 3
	id := ask[string](h, `document.activeElement.id`)
	h.do(chromedp.SetUploadFiles(chromedp.CSS(`[id="`+id+`"]`), []string{path}))
}

// walkTo goes to a row of the case: from group to group, then row by row.
func (h *hands) walkTo(row string) {
	h.t.Helper()
	for range 40 {
		switch ask[string](h, `(() => { const r = document.getElementById('`+row+`'), f = document.querySelector('[data-row][data-focus]');
			return !r ? 'none' : f === r ? 'here' : f && f.closest('.c-review') === r.closest('.c-review') ? 'j' : '.'; })()`) {
		case "here":
			return
		case "j":
			h.key("j")
		case ".":
			h.key(".")
		default:
			h.t.Fatalf("%s has no %s", h.at(), row)
		}
	}
	h.t.Fatalf("%s: %s is out of reach", h.at(), row)
}

// sampleFiles are a photo and a signed scan as they lie ready on the clerk's machine.
func sampleFiles(t *testing.T) (photo, scan string) {
	t.Helper()
	dir := t.TempDir()
	photo, scan = filepath.Join(dir, "photo.jpg"), filepath.Join(dir, "scan.jpg")
	pgtest.Must(t, os.WriteFile(photo, material.Sample(material.Face, 1, "DEMO"), 0o600))
	pgtest.Must(t, os.WriteFile(scan, material.Sample(material.Sheet, 1, "DEMO"), 0o600))
	return photo, scan
}

// What a person at the keyboard takes, for the model below: a key 0.28 s (an average typist), taking in a page 1.35 s
// (Card, Moran and Newell's M), comparing by eye a row that no check vouches for 1 s, looking a paper over 3 s.
const (
	keySeconds, pageSeconds, rowSeconds, paperSeconds = 0.28, 1.35, 1.0, 3.0
	mostSeconds                                       = 60 // of attention for a clean case
	mostPresses                                       = 20 // for a return, beside the note
)

// effort is what one case took.
type effort struct {
	presses, pages, rows, papers int
	machine                      time.Duration // with everything the machine did meanwhile
}

func (e effort) seconds() float64 {
	return float64(e.presses)*keySeconds + float64(e.pages)*pageSeconds + float64(e.rows)*rowSeconds + float64(e.papers)*paperSeconds
}

// pass verifies the case that is open and sends it on, as a clerk does who finds everything in order.
func (h *hands) pass(photo, scan string) effort {
	h.t.Helper()
	e := effort{pages: 1, // the case itself is there already
		rows:   ask[int](h, `[...document.querySelectorAll('.c-review [data-row]')].filter(r => !r.querySelector('.c-review__check[data-tone=success]')).length`),
		papers: ask[int](h, `document.querySelectorAll('.c-viewer__page').length`)}
	began, presses, pages := time.Now(), h.presses, h.pages
	h.leave("v")
	h.until(`document.activeElement.matches('input[type=file]')`)
	h.chooseFile(photo)
	h.tabTo("input[type=file]")
	h.chooseFile(scan)
	h.key("t", "y")
	h.leave("a")
	h.until(`document.activeElement.name === 'declaration'`)
	h.key(" ")
	h.tabTo("button[value=next]")
	h.leave("\r")
	e.presses, e.pages, e.machine = h.presses-presses, e.pages+h.pages-pages-1, time.Since(began)
	return e
}

// giveBack returns the case that is open because of one row, with a reason and a note.
func (h *hands) giveBack(row string) effort {
	h.t.Helper()
	e := effort{pages: 1}
	began, presses, pages := time.Now(), h.presses, h.pages
	h.walkTo(row)
	h.key("x")
	h.leave("r")
	h.until(`(document.activeElement.name || '').startsWith('reason.')`)
	h.key("\u0301", "\t") // down to the first reason, then to the note
	h.do(chromedp.KeyEvent("请照证件填写"))
	h.tabTo("button[value=next]")
	h.leave("\r")
	e.presses, e.pages, e.machine = h.presses-presses, e.pages+h.pages-pages-1, time.Since(began)
	return e
}

// A clerk's day at the keyboard of a real browser: clean cases and returns, one after the other, none lost and none
// done twice. Four and two of them; BEIAN_FULL=1 makes it a hundred and twenty.
func TestClerkAtTheKeyboard(t *testing.T) {
	clean, returns := 4, 2
	if os.Getenv("BEIAN_FULL") != "" {
		clean, returns = 100, 20
	}
	c := openCounter(t)
	c.yesterday()
	var filings []postgres.Filing
	for n := range clean + returns {
		filings = append(filings, c.submitted(caller(n)))
	}
	photo, scan := sampleFiles(t)
	rows := []string{"row-f-sites-1-names", "row-f-entity-certificate_address", "row-f-sites-1-accesses-1-ips", "row-f-materials-principal_back"}
	h := c.sitDown(c.w.Li)
	h.open("/provider/queue")
	h.leave("n")
	var passed, back []effort
	for n, f := range filings {
		if at := "/provider/filings/" + idText(f); h.at() != at {
			t.Fatalf("case %d: at %s, want %s, the oldest one", n, h.at(), at)
		}
		if n%(clean/returns+1) == clean/returns {
			back = append(back, h.giveBack(rows[len(back)%len(rows)]))
		} else {
			passed = append(passed, h.pass(photo, scan))
		}
	}
	for n, f := range filings {
		want := filing.SMSVerification
		if n%(clean/returns+1) == clean/returns {
			want = filing.ReturnedToRegistrant
		}
		if got := c.state(f.ID); got != want {
			t.Errorf("case %d is %s, want %s", n, got, want)
		}
	}
	t.Log(summary("clean case", passed))
	t.Log(summary("return, beside the note", back))
	t.Logf("altogether %d key presses, %d pages", h.presses, h.pages)
	for _, e := range passed {
		if e.seconds() > mostSeconds {
			t.Errorf("a clean case takes %.0f s of attention: %+v", e.seconds(), e)
		}
	}
	for _, e := range back {
		if e.presses >= mostPresses {
			t.Errorf("a return takes %d key presses", e.presses)
		}
	}
}

func summary(what string, list []effort) string {
	var presses, pages int
	var machine time.Duration
	worst := list[0]
	for _, e := range list {
		presses, pages, machine = presses+e.presses, pages+e.pages, machine+e.machine
		if e.presses > worst.presses {
			worst = e
		}
	}
	return fmt.Sprintf("%d × %s: %.1f key presses and %.1f pages each, at most %d; %d rows and %d papers to look at; about %.0f s of attention (%.1f s of machine)",
		len(list), what, float64(presses)/float64(len(list)), float64(pages)/float64(len(list)), worst.presses, worst.rows, worst.papers,
		worst.seconds(), machine.Seconds()/float64(len(list)))
}

// One case from signing on to the next one with Tab, Enter, Space and arrows alone: no single keys, no mouse; the
// photo comes from the browser's camera.
func TestCaseByTabAndCamera(t *testing.T) {
	c := openCounter(t)
	first, second := c.submitted(caller(1)), c.submitted(caller(2))
	_, scan := sampleFiles(t)
	h := c.sitDown(c.w.Li)
	h.open("/provider/queue")
	h.tabTo(`a[href="#main"]`)
	h.key("\r")
	h.tabTo(`form[action="/provider/next"] button`)
	h.leave("\r")
	if at := h.at(); at != at1(first) {
		t.Fatalf("at %s", at)
	}
	h.tabTo(`a[href="#main"]`)
	h.key("\r")
	h.tabTo(`a[href="#acts"]`)
	h.key("\r")
	h.tabTo(`button[name=checked]`)
	h.leave("\r")
	h.tabTo(`[data-camera-open]`)
	h.key("\r")
	h.until(`!document.querySelector('[data-camera-acts]').hidden && document.querySelector('video').videoWidth > 0`)
	if !ask[bool](h, `document.activeElement.matches('[data-camera-shoot]')`) {
		t.Error("the focus is not on the shutter")
	}
	h.key("\r")
	h.until(`document.querySelector('input[type=file]').files.length === 1`)
	h.tabTo("input[type=file]")
	h.chooseFile(scan)
	h.tabTo(`input[name="sheet.contact"]`)
	h.key(" ")
	h.tabTo(`input[name="sheet.face"]`)
	h.key(" ")
	h.tabTo(`input[name="sheet.place"]`)
	h.do(chromedp.KeyEvent("外滩营业厅")) // words, asked for once: the next sheet has it
	h.tabTo("button[value=pass]")
	h.leave("\r")
	h.until(`document.activeElement.name === 'declaration'`)
	h.key(" ")
	h.tabTo("button[value=next]")
	h.leave("\r")
	if at := h.at(); at != at1(second) {
		t.Errorf("after the first case: %s\n%s", at, ask[string](h, `document.querySelector('main').innerText`))
	}
	if got := c.state(first.ID); got != filing.SMSVerification {
		t.Errorf("state %s", got)
	}
	papers, err := c.w.Li.Papers(t.Context(), mustFiling(t, c.w.Li, first.ID))
	pgtest.Must(t, err)
	for _, p := range papers {
		if p.Slot == filing.SlotPhoto && (p.Width < 320 || p.Height < 240) {
			t.Errorf("the camera's photo measures %d × %d", p.Width, p.Height)
		}
	}
	t.Logf("one case by Tab, Enter, Space: %d key presses, %d pages", h.presses, h.pages)
}

func at1(f postgres.Filing) string { return at("/provider", f.ID, "") }

// until waits for something that the page does by itself.
func (h *hands) until(condition string) {
	h.t.Helper()
	for range 600 {
		if ask[bool](h, condition) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	h.t.Fatalf("%s: never %s", h.at(), condition)
}
