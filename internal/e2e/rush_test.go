package e2e_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
)

// TestHundredSubmits sends one summary a hundred times at once, as an impatient
// finger and a bad line might: it is submitted once, and nobody sees a fault.
func TestHundredSubmits(t *testing.T) {
	const presses = 100
	n, s := stranger(), plan()
	w := newWalker(t, demo.base)
	signUp(w, n)
	draft(w, n, s)
	filing := strings.TrimSuffix(w.path(), "/materials")
	bring(w)
	w.follow("核对并提交")
	w.tick("", "以上信息真实")
	w.fill("网站负责人签名", n.name)
	form := w.page.Find("main form").Last()
	to, err := w.at.Parse(form.AttrOr("action", ""))
	if err != nil {
		t.Fatal(err)
	}
	body := w.values(form).Encode()

	client := *w.client
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	var done sync.WaitGroup
	var lock sync.Mutex
	answers := map[int]int{}
	for range presses {
		done.Go(func() {
			res, err := client.Post(to.String(), "application/x-www-form-urlencoded", strings.NewReader(body))
			if err != nil {
				t.Errorf("no answer: %v", err)
				return
			}
			defer res.Body.Close()
			lock.Lock()
			defer lock.Unlock()
			answers[res.StatusCode]++
		})
	}
	done.Wait()
	for status, count := range answers {
		if status >= 500 {
			t.Errorf("%d answers of %d", count, status)
		}
	}
	w.open(filing + "/progress")
	if got := strings.Count(w.text(), "已提交2"); got != 1 { // the title stands before its date
		t.Errorf("submitted %d times: %v\n%s", got, answers, w.text())
	}
	t.Logf("answers: %v", answers)
}
