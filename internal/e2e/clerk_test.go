package e2e_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// hands are a clerk at the keyboard alone; presses are counted.
type hands struct {
	*tab
	presses int
}

func (h *hands) key(keys ...string) {
	h.t.Helper()
	for _, k := range keys {
		h.presses++
		h.do(chromedp.KeyEvent(k))
	}
}

// arrive waits until the address holds a part, after a key that leads on.
func (h *hands) arrive(part string) {
	h.t.Helper()
	for range 300 {
		if strings.Contains(h.path(), part) && eval[bool](h.tab, `document.readyState === 'complete'`) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	h.t.Fatalf("at %s, not at %s", h.path(), part)
}

const (
	tabKey   = "\t"
	enterKey = "\r"
	downKey  = "\u0301" // kb.ArrowDown
)

// TestReturnByKeyboard claims the next case, marks one field, picks a reason and
// sends it back without a mouse, in fewer than twenty key presses beside the note.
func TestReturnByKeyboard(t *testing.T) {
	h := &hands{tab: openWindow(t, demo.base)}
	li := accountOf(t, "liqiang")
	signIn(h.tab, "接入服务商", li.User, li.Password)
	h.open("/settings/display")
	h.tick("单键快捷键", "打开")
	h.press("保存显示设置")
	h.open("/provider/queue")
	h.key("n")
	h.arrive("/provider/filings/")
	at := h.path()
	h.key("j", "j", "j", "x", "r")
	h.arrive("/return")
	if focus := eval[string](h.tab, `document.activeElement.name`); !strings.HasPrefix(focus, "reason.") {
		t.Fatalf("the focus is on %q, not on the first reason", focus)
	}
	h.key(downKey, tabKey)
	h.do(chromedp.KeyEvent("请写到室号")) // the note, which is not counted
	for eval[string](h.tab, `document.activeElement.value`) != "send" {
		if h.presses > 40 {
			t.Fatal("the button is out of reach")
		}
		h.key(tabKey)
	}
	h.key(enterKey)
	h.arrive("/provider/queue")
	h.sees("已退回 1 处")
	t.Logf("a return takes %d key presses beside the note", h.presses)
	if h.presses >= 20 {
		t.Errorf("%d key presses, want fewer than 20", h.presses)
	}
	h.open(at)
	h.sees("已退回主办者")
}

// TestSheetPrintsOnePageEach prints the verification sheet as Chromium does: two
// copies, each exactly one A4 page.
func TestSheetPrintsOnePageEach(t *testing.T) {
	b := openWindow(t, demo.base)
	li := accountOf(t, "liqiang")
	signIn(b, "接入服务商", li.User, li.Password)
	b.open("/provider/queue?view=open")
	first := eval[string](b, `document.querySelector('main tbody a[href*="/provider/filings/"]').getAttribute('href')`)
	b.open(first + "/sheet/print")
	b.sees("网站备案信息真实性核验单")
	ctx, cancel := context.WithTimeout(b.ctx, 90*time.Second)
	defer cancel()
	var pdf []byte
	err := chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		res, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: new(true)})
		if err != nil {
			return err
		}
		pdf = res.Data
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	if n := bytes.Count(pdf, []byte("/Type /Page\n")); n != 2 {
		t.Errorf("the sheet takes %d pages, want two copies of one page each", n)
	}
	if !bytes.Contains(pdf, []byte("/MediaBox [0 0 59")) {
		t.Errorf("the paper is not A4")
	}
}
