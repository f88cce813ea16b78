package e2e_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// stumble is a step that did not get through because a machine died under it.
type stumble string

// survivor is a person's tester where machines die: what fails is tried again.
type survivor struct{ ctx context.Context }

func (survivor) Helper()                        {}
func (survivor) Fatal(args ...any)              { panic(stumble(fmt.Sprint(args...))) }
func (survivor) Fatalf(format string, a ...any) { panic(stumble(fmt.Sprintf(format, a...))) }
func (survivor) Errorf(format string, a ...any) { panic(stumble(fmt.Sprintf(format, a...))) }
func (s survivor) Context() context.Context     { return s.ctx }

// until tries a step again and again until it gets through.
func until(t *testing.T, what string, step func()) {
	t.Helper()
	var last any
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		if last = attempt(step); last == nil {
			return
		}
	}
	t.Fatalf("%s is stuck: %.1500v", what, last)
}

func attempt(step func()) (trouble any) {
	defer func() {
		trouble = recover()
		if _, ok := trouble.(stumble); trouble != nil && !ok {
			panic(trouble)
		}
	}()
	step()
	return nil
}

// doomed is a server that is killed again and again, or its PostgreSQL is.
type doomed struct {
	t          *testing.T
	addr, data string
	stop       chan struct{}
	done       sync.WaitGroup
	server     *server
	killed     map[string]int
}

// reap kills until it is told to stop, and always starts the server again. The
// more it has killed the longer it waits, so that on a slow machine too a step
// gets through at last.
func (d *doomed) reap() {
	defer d.done.Done()
	for kills := 0; ; kills++ {
		select {
		case <-d.stop:
			return
		case <-time.After(time.Duration(300+rand.IntN(1500)) * time.Millisecond * time.Duration(10+kills) / 10):
		}
		if rand.IntN(2) == 0 {
			d.killDatabase()
		} else {
			d.killServer()
		}
	}
}

func (d *doomed) killServer() {
	_ = d.server.cmd.Process.Kill()
	<-d.server.ended
	d.killed["server"]++
	next, err := startAt(d.addr, d.data, "--demo")
	if err != nil {
		d.t.Errorf("the server does not come back: %v", err)
		return
	}
	d.server = next
}

// killDatabase kills the first process of the private PostgreSQL, by the number
// it left in its own folder.
func (d *doomed) killDatabase() {
	files, _ := filepath.Glob(filepath.Join(d.data, "*", "postmaster.pid"))
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			return
		}
		pid, err := strconv.Atoi(strings.SplitN(string(b), "\n", 2)[0])
		if err == nil && pid > 1 {
			_ = syscall.Kill(pid, syscall.SIGKILL)
			d.killed["database"]++
		}
	}
}

// TestKills walks one filing while the server and its database are killed at
// random moments. What was acknowledged is there afterwards, once, and nothing
// is stuck.
func TestKills(t *testing.T) {
	dir, err := os.MkdirTemp("", "beian-kill-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	first, err := start(filepath.Join(dir, "data"), "--demo")
	if err != nil {
		t.Fatal(err)
	}
	d := &doomed{t: t, addr: strings.TrimPrefix(first.base, "http://"), data: first.data, stop: make(chan struct{}), server: first, killed: map[string]int{}}
	d.done.Add(1)
	go d.reap()
	end := sync.OnceFunc(func() { close(d.stop); d.done.Wait() })
	t.Cleanup(func() { end(); _ = d.server.cmd.Process.Kill() }) // for nothing when it has ended
	n, s, filing, no := walkUnderFire(t, first.base)
	end()
	t.Logf("killed: %v", d.killed)
	if d.killed["server"]+d.killed["database"] == 0 {
		t.Error("nothing was killed on the way")
	}
	checkAfterwards(t, first.base, n, s, filing, no)
	d.server.stop()
	if out, err := exec.Command(binary, "verify-log", "--data", d.data).CombinedOutput(); err != nil {
		t.Errorf("verify-log: %v\n%s", err, out)
	}
}

// walkUnderFire is the walk in steps that can be taken again: each looks first
// whether it has been taken.
func walkUnderFire(t *testing.T, base string) (n newcomer, s site, filing, no string) {
	t.Helper()
	anyone := func() *walker { return newWalker(survivor{t.Context()}, base) }
	seats := map[string]*walker{} // who has signed in stays so, whatever is killed
	as := func(category, user, password string) *walker {
		if seats[user] == nil {
			w := anyone()
			signIn(w, category, user, password)
			seats[user] = w
		}
		return seats[user]
	}
	until(t, "sign-up", func() { n = stranger(); signUp(anyone(), n) })
	owner := func() *walker { return as("网站主办者", n.user, n.password) }
	until(t, "draft", func() {
		s = plan()
		w := owner()
		draft(w, n, s)
		filing = strings.TrimSuffix(w.path(), "/materials")
	})
	until(t, "papers", func() { w := owner(); w.open(filing + "/materials"); bring(w) })
	until(t, "submission", func() {
		w := owner()
		if w.open(filing); !w.says("等待接入商核验") && !w.says("接入商核验中") {
			w.open(filing + "/materials")
			submit(w, n, s)
		}
	})
	li, zhao := accountOf(t, "liqiang"), accountOf(t, "zhaomin")
	until(t, "verification", func() {
		if w := owner(); stands(w, filing, "待短信核验") {
			return
		}
		verify(as("接入服务商", li.User, li.Password), filing, func(person, string) {})
	})
	until(t, "SMS verification", func() {
		if w := owner(); !stands(w, filing, "等待管局审核") {
			confirm(survivor{t.Context()}, anyone(), n)
		}
	})
	until(t, "approval", func() {
		w := owner()
		if !stands(w, filing, "已备案") {
			approve(as("通信管理局", zhao.User, zhao.Password), filing, func(person, string) {})
			w.open(filing)
		}
		if no = number.FindString(w.text()); no == "" {
			w.t.Fatal("no number yet")
		}
	})
	return n, s, filing, no
}

// stands reports whether a filing's page says so.
func stands(w *walker, filing, words string) bool {
	w.open(filing)
	return w.says(words)
}

// checkAfterwards wants everything that was acknowledged, each step once.
func checkAfterwards(t *testing.T, base string, n newcomer, s site, filing, no string) {
	t.Helper()
	w := newWalker(t, base)
	signIn(w, "网站主办者", n.user, n.password)
	w.open(filing)
	w.sees("已备案", no)
	for _, step := range []string{"已提交", "接入商核验通过", "负责人已完成短信核验", "管局审核通过"} {
		if got := strings.Count(w.text(), step+"2"); got != 1 { // the title stands before its date
			t.Errorf("%q stands %d times in the journal:\n%s", step, got, w.text())
		}
	}
	lookUp(newWalker(t, base), n, s, no)
	until(t, "the message of the approval", func() {
		w := newWalker(survivor{t.Context()}, base)
		w.open("/dev/messages")
		if !strings.Contains(w.text(), no[:strings.LastIndex(no, "-")]) {
			w.t.Fatal("it has not been sent")
		}
	})
}
