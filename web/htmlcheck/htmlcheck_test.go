package htmlcheck

import (
	"strings"
	"testing"
)

const good = `<!DOCTYPE html><html lang="zh-CN"><head><title>首页</title></head><body>
<a href="#main">跳到主要内容</a><main id="main"><h1>首页</h1>
<label for="q">查询</label><p id="h">提示</p><input id="q" name="q" aria-describedby="h">
<blockquote>非法</blockquote><p data-verbatim>失败</p></main></body></html>`

func TestGoodPage(t *testing.T) {
	Check(t, good)
}

func TestFaults(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"language", `lang="zh-CN"`, ``, "lang"},
		{"title", `首页</title>`, `</title>`, "title"},
		{"two h1", `</main>`, `<h1>二</h1></main>`, "2 <h1>"},
		{"two main", `</body>`, `<main></main></body>`, "2 <main>"},
		{"twin ids", `<p id="h">`, `<p id="h"></p><p id="h">`, "twice"},
		{"label", `for="q"`, ``, "no label"},
		{"describedby", `<p id="h">`, `<p>`, "no such id"},
		{"fragment", `href="#main"`, `href="#gone"`, "leads to no id"},
		{"style", `<p id="h">`, `<p id="h" style="color:red">`, "style="},
		{"handler", `<p id="h">`, `<p id="h" onclick="x()">`, "onclick="},
		{"script", `</body>`, `<script>x()</script></body>`, "inline script"},
		{"word", `提示`, `输入无效`, "无效"},
		{"empty link", `</main>`, `<a href="/x"></a></main>`, "says nothing"},
		{"picture", `</main>`, `<img src="/x"></main>`, "no alt"},
		{"fieldset", `</main>`, `<fieldset><p>x</p></fieldset></main>`, "without legend"},
		{"table", `</main>`, `<table><tr><td>x</td></tr></table></main>`, "without caption"},
		{"nav", `</main>`, `<nav>x</nav></main>`, "without a name"},
		{"error without words", `aria-describedby="h"`, `aria-invalid="true"`, "without words"},
		{"skipped heading", `</main>`, `<h3>x</h3></main>`, "follows <h1>"},
		{"twin landmarks", `</main>`, `<nav aria-label="x">x</nav><nav aria-label="x">x</nav></main>`, "two landmarks"},
		{"script address", `</main>`, `<a href="JavaScript:x">x</a></main>`, "script address"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			broken := strings.Replace(good, tt.old, tt.new, 1)
			if broken == good {
				t.Fatal("the case changes nothing")
			}
			if got := strings.Join(Faults(broken), "\n"); !strings.Contains(got, tt.want) {
				t.Errorf("faults %q, want one with %q", got, tt.want)
			}
		})
	}
}
