package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// axeScript is the accessibility checker that scripts/setup.sh fetches.
const axeScript = "../../.cache/axe-4.14.1.min.js"

// axeRun asks for every rule of WCAG 2.2 A and AA and for best practices, and to be told in full of what breaks them alone.
// Style sheets are read for one rule, on turning a phone, and only where preload says so.
const axeRun = `axe.run(document, {runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']},
	resultTypes: ['violations'], preload: %t})
	.then(r => JSON.stringify(r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.map(n => n.target.join(' '))}))))`

type violation struct {
	ID, Help string
	Nodes    []string
}

// arm brings axe into the page and into every page after it; again it does nothing.
func (b *tab) arm() {
	b.t.Helper()
	if b.armed {
		return
	}
	b.armed = true
	script, err := os.ReadFile(filepath.FromSlash(axeScript))
	if err != nil {
		b.t.Fatalf("axe-core is missing, scripts/setup.sh test fetches it: %v", err)
	}
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: string(script), RunImmediately: new(true)})
		return err
	}))
}

// judge runs axe, which arm has brought. Style sheets are the same on all pages: the first of a window is judged with them.
func (b *tab) judge(where string) {
	b.t.Helper()
	var found []violation
	if err := json.Unmarshal([]byte(eval[string](b, fmt.Sprintf(axeRun, b.seen == 1))), &found); err != nil {
		b.t.Fatal(err)
	}
	for _, v := range found {
		b.t.Errorf("%s %s: %s: %s (%s)", where, b.path(), v.ID, v.Help, strings.Join(v.Nodes, " | "))
	}
}

// fits looks for horizontal scrolling.
func (b *tab) fits(where string) {
	b.t.Helper()
	if over := eval[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); over > 0 {
		b.t.Errorf("%s %s scrolls sideways by %d px: %s", where, b.path(), over, eval[string](b, widest))
	}
}

// widest names the elements that stick out to the right.
const widest = `[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
	.slice(-3).map(e => e.tagName + '.' + e.className).join(', ')`

// look is how a page is looked at.
type look struct {
	name  string
	width int64
	dark  bool
}

// everyLook is whether pages are judged in every look, not in one of two in turn: it takes five times as long.
var everyLook = os.Getenv("BEIAN_FULL") != ""

// looks are the two every page has to fit into; BEIAN_FULL=1 adds the others.
func looks() []look {
	list := []look{{"1280 light", 1280, false}, {"320 dark", 320, true}}
	if everyLook {
		list = append(list, look{"1280 dark", 1280, true}, look{"320 light", 320, false}, look{"640 light", 640, false})
	}
	return list
}

func (b *tab) as(l look) {
	b.t.Helper()
	scheme := "light"
	if l.dark {
		scheme = "dark"
	}
	b.do(chromedp.EmulateViewport(l.width, 900), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme},
				{Name: "prefers-reduced-motion", Value: "reduce"}}}) // colours on their way to others would be judged
		return err
	}))
}

// inspectInLooks sees whether the page as it stands fits into each look and judges it in one of them, page by page in
// turn, or in all with BEIAN_FULL. The page is not asked for again: width and colours are the style sheet's alone.
func (b *tab) inspectInLooks() {
	b.t.Helper()
	b.arm()
	b.seen++
	for i, l := range looks() {
		b.as(l)
		b.fits(l.name)
		if everyLook || i == b.seen%len(looks()) {
			b.judge(l.name)
		}
	}
}

// crawl visits the starts and every kind of page among those wanted that links lead to from there, each once,
// looks at each and gives their addresses.
func (b *tab) crawl(most int, look func(), wanted func(path string) bool, starts ...string) []string {
	b.t.Helper()
	seen := map[string]bool{}
	var visited []string
	queue := starts
	for len(queue) > 0 && len(visited) < most {
		path := queue[0]
		queue = queue[1:]
		if seen[kindOf(path)] {
			continue
		}
		seen[kindOf(path)] = true
		b.open(path)
		look()
		visited = append(visited, path)
		var links []string
		if err := json.Unmarshal([]byte(eval[string](b, ownLinks)), &links); err != nil {
			b.t.Fatal(err)
		}
		for _, l := range links {
			if !seen[kindOf(l)] && wanted(l) && !strings.HasPrefix(l, "/static/") && !strings.Contains(l, "/papers/") {
				queue = append(queue, l)
			}
		}
	}
	return visited
}

// ownLinks are the pages of this site that a page leads to, files aside.
const ownLinks = `JSON.stringify([...document.querySelectorAll('a[href]:not([download])')].map(a => new URL(a.href))
	.filter(u => u.origin === location.origin && !/\.(json|txt|csv|cert|xml|pem|xlsx)$/.test(u.pathname)).map(u => u.pathname + u.search))`

var (
	digits  = regexp.MustCompile(`\d+`)
	ownCase = regexp.MustCompile(`^/my/filings/\d+$`)              // its page is another in every state
	further = regexp.MustCompile(`^(after|before|from|via|year)=`) // the same page of other records, or with another way back
	letters = regexp.MustCompile(`^/(ministry/(?:bureaus|provinces)|bureaus|providers|p|guides|records|notices|sms-verify)/[^/?]+`)
)

// kindOf is an address without what tells one page of a kind from another; with BEIAN_FULL less of it.
func kindOf(path string) string {
	path, _, _ = strings.Cut(path, "#")
	bare, query, _ := strings.Cut(path, "?")
	bare = letters.ReplaceAllString(bare, "/$1/*")
	names := ""
	for _, pair := range strings.Split(query, "&") {
		if name, _, _ := strings.Cut(pair, "="); everyLook || !further.MatchString(pair) {
			names += "&" + name
		}
	}
	if !ownCase.MatchString(bare) {
		bare = digits.ReplaceAllString(bare, "0")
	}
	return bare + "?" + strings.TrimPrefix(names, "&")
}

func TestKindOf(t *testing.T) {
	for _, pair := range [][2]string{
		{"/my/filings/12/review", "/my/filings/99/review"}, {"/bureaus/sh", "/bureaus/bj#x"}, {"/search?q=a", "/search?q=b"},
		{"/records/%E6%B2%AA1", "/records/%E4%BA%AC2"}, {"/sms-verify/YKPb_x", "/sms-verify/qq-9"}, {"/ministry/bureaus/sh", "/ministry/bureaus/bj"},
	} {
		if kindOf(pair[0]) != kindOf(pair[1]) {
			t.Errorf("%q and %q are kinds of their own", pair[0], pair[1])
		}
	}
	if kindOf("/my/filings/12") == kindOf("/my/filings/13") || kindOf("/bureaus/sh/navigator") == kindOf("/bureaus/sh") || kindOf("/search") == kindOf("/search?q=a") {
		t.Error("different pages are one kind")
	}
}
