package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// tab is a person at a real browser. It finds things by the words people see,
// as walker does, then types and clicks for real.
type tab struct {
	t     *testing.T
	ctx   context.Context
	base  string
	next  int  // numbers the elements it is about to touch
	seen  int  // pages that were looked at
	armed bool // axe comes into every page
}

// chromeFlags keep a headless Chromium on a machine without its vendor's
// services; as root its own sandbox does not start.
var chromeFlags = []chromedp.ExecAllocatorOption{
	chromedp.NoSandbox, chromedp.DisableGPU, chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("disable-quic", true),
	chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
	chromedp.Flag("lang", "zh-CN"), chromedp.Flag("hide-scrollbars", true),
}

// chrome is the one browser of all tests, which the first one starts: starting costs as much as looking at five pages.
var chrome struct {
	once sync.Once
	ctx  context.Context
	stop func()
	err  error
}

func startChrome() {
	allocator, stop := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:], chromeFlags...)...)
	ctx, cancel := chromedp.NewContext(allocator)
	chrome.ctx, chrome.stop = ctx, func() { cancel(); stop() }
	chrome.err = chromedp.Do(ctx) // it lives as long as this context, which must not be one with a time-out
}

// openTab opens a page for one person, who shares cookies and memory with nobody. It is in no window: drawing the bars and
// buttons around a page costs as much as the page.
func openTab(t *testing.T, base string) *tab {
	t.Helper()
	if os.Getenv("BEIAN_PICTURES") != "" { // of what is in no window there are none
		return openWindow(t, base)
	}
	return openIn(t, base, hiddenPage)
}

// openWindow opens a page in a window of its own, as people have it: for keys and the focus, and Chromium prints no other.
func openWindow(t *testing.T, base string) *tab {
	t.Helper()
	return openIn(t, base, func(*testing.T) chromedp.ContextOption { return chromedp.WithNewBrowserContext() })
}

func hiddenPage(t *testing.T) chromedp.ContextOption {
	t.Helper()
	browser := chromedp.FromContext(chrome.ctx).Browser
	of, err := cdp.Call(chrome.ctx, browser, target.CreateBrowserContext, target.CreateBrowserContextParams{})
	if err != nil {
		t.Fatalf("opening a page: %v", err)
	}
	t.Cleanup(func() {
		_, _ = cdp.Call(chrome.ctx, browser, target.DisposeBrowserContext, target.DisposeBrowserContextParams(of))
	})
	page, err := cdp.Call(chrome.ctx, browser, target.CreateTarget, target.CreateTargetParams{URL: "about:blank", BrowserContextID: of.BrowserContextID, Hidden: new(true)})
	if err != nil {
		t.Fatalf("opening a page: %v", err)
	}
	return chromedp.WithTargetID(page.TargetID)
}

func openIn(t *testing.T, base string, where func(*testing.T) chromedp.ContextOption) *tab {
	t.Helper()
	if chrome.once.Do(startChrome); chrome.err != nil {
		t.Fatalf("starting Chromium: %v", chrome.err)
	}
	ctx, cancel := chromedp.NewContext(chrome.ctx, where(t))
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 900), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}) // as in front, whoever is
		return err
	})); err != nil {
		t.Fatalf("opening a window: %v", err)
	}
	return &tab{t: t, ctx: ctx, base: base}
}

// do runs steps, each with generous time: machines are shared.
func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatalf("browser at %s: %v", b.path(), err)
	}
}

// eval runs a script in the page. Scripts of a test pass the page's own policy.
func eval[T any](b *tab, script string) T {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("browser at %s: %v", b.path(), err)
	}
	return v
}

func quoted(v any) string {
	s, _ := json.Marshal(v) // strings always marshal
	return string(s)
}

func (b *tab) path() string {
	ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
	defer cancel()
	at, err := chromedp.Run(ctx, chromedp.Location())
	if err != nil {
		return "?"
	}
	u, err := url.Parse(at)
	if err != nil {
		return at
	}
	return u.RequestURI()
}

func (b *tab) open(path string) {
	b.t.Helper()
	if strings.HasPrefix(path, "/") {
		path = b.base + path
	}
	b.do(chromedp.Navigate(path))
}

func (b *tab) text() string {
	b.t.Helper()
	return strings.Join(strings.Fields(eval[string](b, `(document.querySelector('main') || document.body).innerText`)), " ")
}

func (b *tab) says(words string) bool { return strings.Contains(b.text(), words) }

func (b *tab) sees(words ...string) {
	b.t.Helper()
	text := b.text()
	for _, word := range words {
		if !strings.Contains(text, word) {
			b.t.Fatalf("%s does not say %q:\n%s", b.path(), word, text)
		}
	}
}

// finders are the page's side of finding things by their words.
const finders = `
const squeezed = e => e.textContent.replace(/\s+/g, ' ').trim();
const byWords = (selector, words) => [...document.querySelectorAll('main ' + selector), ...document.querySelectorAll(selector)]
	.find(e => squeezed(e).includes(words) && !e.closest('[aria-hidden=true]') && e.tabIndex >= 0);
const labelled = (scope, label, boxes) => {
	for (const l of scope.querySelectorAll('label')) {
		if (!squeezed(l).startsWith(label)) continue;
		const c = l.htmlFor ? document.getElementById(l.htmlFor) : l.querySelector('input, select, textarea');
		if (c && (!boxes || c.type === 'radio' || c.type === 'checkbox')) return c;
	}
};
const group = legend => legend === '' ? document :
	[...document.querySelectorAll('fieldset')].find(f => f.querySelector('legend') && squeezed(f.querySelector('legend')).startsWith(legend));
`

// mark finds an element by an expression over the finders and gives a selector
// for it.
func (b *tab) mark(what, expression string) string {
	b.t.Helper()
	b.next++
	found := eval[bool](b, fmt.Sprintf(`(() => { %s
		const e = %s; if (!e) return false;
		for (let d = e.closest('details'); d; d = d.parentElement.closest('details')) d.open = true;
		e.setAttribute('data-touch', '%d'); e.scrollIntoView({block: 'center'}); return true; })()`, finders, expression, b.next))
	if !found {
		b.t.Fatalf("%s has no %s:\n%s", b.path(), what, b.text())
	}
	return fmt.Sprintf(`[data-touch="%d"]`, b.next)
}

func (b *tab) follow(words string) {
	b.t.Helper()
	b.click(b.mark("link "+words, fmt.Sprintf(`byWords('a[href]', %s)`, quoted(words))))
}

func (b *tab) press(words string) {
	b.t.Helper()
	b.click(b.mark("button "+words, fmt.Sprintf(`byWords('button', %s)`, quoted(words))))
}

// click presses an element that leads to another page and waits for that page.
func (b *tab) click(selector string) {
	b.t.Helper()
	b.leaves(func() { b.do(chromedp.Click(chromedp.CSS(selector))) })
}

// leaves does what leads to another page and waits for that page.
func (b *tab) leaves(do func()) {
	b.t.Helper()
	eval[bool](b, `window.before = true`)
	do()
	for deadline := time.Now().Add(30 * time.Second); ; {
		ctx, cancel := context.WithTimeout(b.ctx, 30*time.Second)
		done, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`!window.before && document.readyState === 'complete'`))
		cancel()
		if err == nil && done {
			return
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("nothing came of a click at %s", b.path())
		}
		time.Sleep(30 * time.Millisecond)
	}
}

// has reports whether a link or a button with these words can be seen.
func (b *tab) has(words string) bool {
	b.t.Helper()
	return eval[bool](b, fmt.Sprintf(`(() => { %s return [...document.querySelectorAll('main a[href], main button')]
		.some(e => squeezed(e).includes(%s) && e.checkVisibility()); })()`, finders, quoted(words)))
}

// asks reports whether there is a field with that label.
func (b *tab) asks(label string) bool {
	b.t.Helper()
	return eval[bool](b, fmt.Sprintf(`(() => { %s return !!labelled(document, %s); })()`, finders, quoted(label)))
}

func (b *tab) fill(label, value string) {
	b.t.Helper()
	selector := b.mark("field "+label, fmt.Sprintf(`labelled(document, %s)`, quoted(label)))
	eval[bool](b, fmt.Sprintf(`(document.querySelector(%s).value = '', true)`, quoted(selector)))
	b.do(chromedp.SendKeys(chromedp.CSS(selector), value))
}

func (b *tab) pick(label, option string) {
	b.t.Helper()
	selector := b.mark("list "+label, fmt.Sprintf(`labelled(document, %s)`, quoted(label)))
	if !eval[bool](b, fmt.Sprintf(`(async () => { const s = document.querySelector(%s);
		const find = () => [...s.options].find(o => o.textContent.includes(%s));
		for (let i = 0; i < 100 && !find(); i++) await new Promise(r => setTimeout(r, 100)); // lists may follow another choice
		const o = find(); if (!o) return false;
		s.value = o.value; s.dispatchEvent(new Event('input', {bubbles: true})); s.dispatchEvent(new Event('change', {bubbles: true})); return true; })()`,
		quoted(selector), quoted(option))) {
		b.t.Fatalf("%s: the list %q has no entry %q", b.path(), label, option)
	}
}

func (b *tab) tick(legend string, labels ...string) {
	b.t.Helper()
	for _, label := range labels {
		selector := b.mark("choice "+label, fmt.Sprintf(`group(%s) && labelled(group(%s), %s, true)`, quoted(legend), quoted(legend), quoted(label)))
		if !eval[bool](b, fmt.Sprintf(`document.querySelector(%s).checked`, quoted(selector))) {
			b.do(chromedp.Click(chromedp.CSS(selector)))
		}
	}
}

func (b *tab) attach(label, fileName string, data []byte) {
	b.t.Helper()
	path := filepath.Join(b.t.TempDir(), fileName)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		b.t.Fatal(err)
	}
	selector := b.mark("upload "+label, fmt.Sprintf(`labelled(document, %s)`, quoted(label)))
	b.do(chromedp.SetUploadFiles(chromedp.CSS(selector), []string{path}))
}

// pictures is where README's pictures stand; they are written when asked for.
const pictures = "../../docs/pictures"

// picture takes the page as it stands, from top to bottom, when BEIAN_PICTURES
// asks for it (make pictures).
func (b *tab) picture(sight string) {
	b.t.Helper()
	if os.Getenv("BEIAN_PICTURES") == "" {
		return
	}
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatalf("picture of %s: %v", b.path(), err)
	}
	if err := os.MkdirAll(pictures, 0o755); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(pictures, sight+".png"), png, 0o644); err != nil {
		b.t.Fatal(err)
	}
}
