package ui

import (
	"strings"
	"testing"

	"github.com/a-h/templ"

	"beian/web/htmlcheck"
)

// TestGolden fixes the structure that assistive technology relies on.
func TestGolden(t *testing.T) {
	for _, tt := range []struct {
		name string
		part templ.Component
		want string
	}{
		{
			"field with problem",
			Text(Field{Name: "ip[0].start", Label: "起始地址", Hint: "公网地址", Error: "填写起始地址", Value: `1"2`, Optional: true}),
			`<div class="c-field" data-invalid><label for="f-ip-0-start" class="c-label">起始地址 <span class="c-optional">（选填）</span></label>` +
				`<p class="c-hint" id="f-ip-0-start-hint">公网地址</p>` +
				`<p class="c-error" id="f-ip-0-start-err">ICON<span><span class="u-hidden">错误：</span>填写起始地址</span></p>` +
				`<span class="c-control"><input class="c-input" type="text" value="1&#34;2" aria-describedby="f-ip-0-start-hint f-ip-0-start-err" aria-invalid="true" id="f-ip-0-start" name="ip[0].start"></span></div>`,
		},
		{
			"field without problem",
			Text(Field{Name: "a", Label: "名称"}),
			`<div class="c-field"><label for="f-a" class="c-label">名称</label><span class="c-control"><input class="c-input" type="text" value="" id="f-a" name="a"></span></div>`,
		},
		{
			"radios: an error link lands on the first",
			Radios(Field{Name: "n", Label: "性质", Value: "2", Options: []Option{{Value: "1", Label: "个人"}, {Value: "2", Label: "企业"}}}),
			`<fieldset class="c-field c-fieldset"><legend class="c-label" data-legend="">性质</legend><div class="c-choices">` +
				`<div class="c-choice"><input type="radio" id="f-n" name="n" value="1"><label for="f-n">个人</label></div>` +
				`<div class="c-choice"><input type="radio" id="f-n-2" name="n" value="2" checked><label for="f-n-2">企业</label></div></div></fieldset>`,
		},
		{
			"tag: icon and words",
			Tag(Success, "已备案"),
			`<span class="c-tag" data-tone="success">ICON已备案</span>`,
		},
		{
			"due with date",
			Due(DueModel{Date: "2026-12-18", Shown: "2026-12-18（周五）", Text: "剩 12 个工作日"}),
			`<span class="c-due"><span class="c-tag" data-tone="neutral">ICON剩 12 个工作日</span><time datetime="2026-12-18">2026-12-18（周五）</time></span>`,
		},
		{
			"error summary",
			ErrorSummary([]FieldError{{ID: "f-a", Text: "填写名称"}, {Text: "其他问题"}, {Text: "填写域名", Href: "/b#f-c"}}),
			`<div class="c-summary" role="alert" tabindex="-1" aria-labelledby="errors-title" data-focus><h2 id="errors-title">有 3 处需要修改</h2>` +
				`<ul><li><a href="#f-a">填写名称</a></li><li>其他问题</li><li><a href="/b#f-c">填写域名</a></li></ul></div>`,
		},
		{
			"a hostile address does not become a link",
			Go(LinkButton{Text: "打开", Href: "javascript:alert(1)"}),
			`<a class="c-button" href="about:invalid#TemplFailedSanitizationURL" data-kind="primary">打开</a>`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := plain(render(t, tt.part)); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// plain replaces drawings and drops the blanks between elements.
func plain(s string) string {
	for {
		i, j := strings.Index(s, "<svg"), strings.Index(s, "</svg>")
		if i < 0 {
			break
		}
		s = s[:i] + "ICON" + s[j+len("</svg>"):]
	}
	s = strings.Join(strings.Fields(s), " ")
	return strings.NewReplacer("> <", "><", " </", "</", "ICON ", "ICON").Replace(s)
}

// TestTextIsEscaped puts markup into every place of a row that holds words.
func TestTextIsEscaped(t *testing.T) {
	const evil = `<script>x</script>`
	part := Table(TableModel{
		Caption: evil, Columns: []Column{{Label: evil}}, Select: &SelectModel{Name: "id"},
		Rows: []Row{{Value: evil, Name: evil, Cells: []Cell{{Text: evil, Sub: evil}}}},
	})
	if page := render(t, part); strings.Contains(page, "<script") {
		t.Errorf("markup got through: %s", page)
	}
}

func TestPartsAlone(t *testing.T) {
	for name, part := range map[string]templ.Component{
		"empty table":         Table(TableModel{Caption: "空", Empty: EmptyModel{Title: "没有待办"}}),
		"no errors":           ErrorSummary(nil),
		"viewer, no material": Viewer(ViewerModel{}),
		"legend as heading":   Radios(Field{Name: "k", Label: "办理类型", Legend: LegendH1, Options: []Option{{Value: "1", Label: "新增"}}}),
		"keys":                keyDialog(),
	} {
		t.Run(name, func(t *testing.T) { htmlcheck.CheckPart(t, render(t, part)) })
	}
}
