package ui

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestDocumentTitle(t *testing.T) {
	for _, tt := range []struct {
		page Page
		want string
	}{
		{Page{Title: "首页"}, "首页 - 网站备案服务"},
		{Page{Title: "审核队列", Section: "工作台", Count: 12}, "(12) 审核队列 - 工作台 - 网站备案服务"},
		{Page{Title: "身份", Section: "备案", Count: 2, Errors: []FieldError{{}, {}}}, "有 2 处需要修改：身份 - 备案 - 网站备案服务"},
		{Page{Title: "登录", Section: "登录"}, "登录 - 网站备案服务"},
	} {
		if got := tt.page.DocumentTitle(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}

func TestDisplayCookie(t *testing.T) {
	d := Display{Theme: "dark", Size: "xlarge", Contrast: "high", Motion: "reduce", Keys: "on"}
	if got := ParseDisplay(d.String()); got != d {
		t.Errorf("%q gives %+v", d.String(), got)
	}
	for _, cookie := range []string{"", "blue.huge.x.y.z", `dark" onload=".`, "....", "a.b.c.d.e.f.g"} {
		if got := ParseDisplay(cookie); got != (Display{}) {
			t.Errorf("%q gives %+v", cookie, got)
		}
	}
}

func TestDiffText(t *testing.T) {
	for _, tt := range []struct{ before, after, old, now string }{
		{"人民路 1 号", "人民路 2 号", "人民路 [1] 号", "人民路 [2] 号"},
		{"", "新", "", "[新]"},
		{"旧", "", "[旧]", ""},
		{"同", "同", "同", "同"},
		{"前端笔记", "前端与后端笔记", "前端笔记", "前端[与后端]笔记"},
		{strings.Repeat("长", diffLimit+1), "短", "[" + strings.Repeat("长", diffLimit+1) + "]", "[短]"},
	} {
		old, now := DiffText(tt.before, tt.after)
		if got := marked(old); got != tt.old {
			t.Errorf("old %q, want %q", got, tt.old)
		}
		if got := marked(now); got != tt.now {
			t.Errorf("now %q, want %q", got, tt.now)
		}
	}
}

func marked(list []Span) string {
	var b strings.Builder
	for _, s := range list {
		if s.Changed {
			b.WriteString("[" + s.Text + "]")
		} else {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func FuzzDiffText(f *testing.F) {
	f.Add("人民路 1 号", "人民路 2 号")
	f.Fuzz(func(t *testing.T, before, after string) {
		old, now := DiffText(before, after)
		if got := joined(old, true); got != string([]rune(before)) {
			t.Errorf("old pieces give %q, want %q", got, before)
		}
		if got := joined(now, true); got != string([]rune(after)) {
			t.Errorf("new pieces give %q, want %q", got, after)
		}
		if a, b := joined(old, false), joined(now, false); a != b {
			t.Errorf("kept %q and %q", a, b)
		}
	})
}

func joined(list []Span, changed bool) string {
	var b strings.Builder
	for _, s := range list {
		if changed || !s.Changed {
			b.WriteString(s.Text)
		}
	}
	return b.String()
}

func TestCeiling(t *testing.T) {
	for v, want := range map[float64]float64{0: 4, 3: 4, 5: 8, 31: 40, 100: 100, 163: 200, 1284: 2000, 98765: 100000} {
		if got := ceiling(v); got != want {
			t.Errorf("%v: %v, want %v", v, got, want)
		}
	}
}

func FuzzCeiling(f *testing.F) {
	f.Add(17.5)
	f.Fuzz(func(t *testing.T, v float64) {
		if !(v >= 0 && v < 1e12) {
			return
		}
		if got := ceiling(v); got < v {
			t.Errorf("%v does not fit under %v", v, got)
		}
	})
}

func TestSpread(t *testing.T) {
	ys := []float64{100, 100, 104, 200}
	spread(ys, 18)
	slices.Sort(ys)
	for i := 1; i < len(ys); i++ {
		if ys[i]-ys[i-1] < 18 {
			t.Errorf("names overlap: %v", ys)
		}
	}
}

func TestNewMonth(t *testing.T) {
	for _, tt := range []struct {
		year  int
		month time.Month
		first int // column of the first day, Monday is 0
		weeks int
		days  int
	}{
		{2026, time.February, 6, 5, 28}, {2026, time.June, 0, 5, 30}, {2027, time.February, 0, 4, 28}, {2028, time.February, 1, 5, 29}, {2026, time.August, 5, 6, 31},
	} {
		m := NewMonth(tt.year, tt.month, func(time.Time) Day { return Day{Kind: Workday} })
		days := 0
		for _, w := range m.Weeks {
			if len(w) != 7 {
				t.Errorf("%s: week of %d days", m.Title, len(w))
			}
			for _, d := range w {
				if d != nil {
					days++
				}
			}
		}
		if m.Weeks[0][tt.first] == nil || m.Weeks[0][tt.first].Date.Day() != 1 || len(m.Weeks) != tt.weeks || days != tt.days {
			t.Errorf("%s: %d weeks, %d days", m.Title, len(m.Weeks), days)
		}
	}
}

func TestWithQuery(t *testing.T) {
	q := url.Values{"page": {"3"}, "q": {"示例"}}
	if got := WithQuery("/search", q, "page", "4"); got != "/search?page=4&q=%E7%A4%BA%E4%BE%8B" {
		t.Errorf("got %s", got)
	}
	if got := WithQuery("/search", q, "page", "", "q", ""); got != "/search" {
		t.Errorf("got %s", got)
	}
	if q.Get("page") != "3" {
		t.Error("the query was changed in place")
	}
}

// TestTilesDoNotOverlap reads the places on the map from the style sheet.
func TestTilesDoNotOverlap(t *testing.T) {
	places := map[string]string{}
	css := styleSheet(t)
	for _, tile := range galleryTiles() {
		_, rest, ok := strings.Cut(css, ".t-"+tile.Code+" { grid-area: ")
		if !ok {
			t.Errorf("%s has no place", tile.Name)
			continue
		}
		place, _, _ := strings.Cut(rest, ";")
		if other := places[place]; other != "" {
			t.Errorf("%s stands on %s", tile.Name, other)
		}
		places[place] = tile.Name
	}
	if len(places) != 34 {
		t.Errorf("%d places, want 34", len(places))
	}
}

func TestMarkText(t *testing.T) {
	for _, tt := range []struct{ text, query, want string }{
		{"Example.cn", "example", "[Example].cn"},
		{"沪ICP备1号 沪icp备2号", "沪icp备", "[沪ICP备]1号 [沪icp备]2号"},
		{"无", "有", "无"},
		{"无", "", "无"},
		{"", "有", ""},
		{"İstanbul", "stan", "İstanbul"},
	} {
		if got := marked(MarkText(tt.text, tt.query)); got != tt.want {
			t.Errorf("%q in %q: %q, want %q", tt.query, tt.text, got, tt.want)
		}
	}
}
