package ui

import (
	"time"

	"github.com/a-h/templ"
)

// GalleryPage is one page of the gallery: every component in its states, with
// canned models. It is served in demo mode only.
type GalleryPage struct {
	Slug, Title string
	Page        templ.Component
}

// Gallery lists the pages of the gallery within the given frame.
func Gallery(f Frame) []GalleryPage {
	page := func(title string) Page {
		return Page{Frame: f, Title: title, Section: "组件", Crumbs: []Link{{"首页", "/"}, {"组件", ""}}, NoIndex: true}
	}
	bare := func(title string) Page {
		p := page(title)
		p.NoHeading, p.Width = true, Narrow
		return p
	}
	forms := page("表单")
	forms.Errors, forms.Aside = galleryErrors(), galleryAside()
	forms.Back, forms.Crumbs, forms.Caption = &Link{"返回任务清单", "#main"}, nil, "一、主办者"
	forms.Lead = "填写的内容随时保存，可以换一台设备继续"
	staff := page("审核")
	staff.Width = Wide
	band := page("门户首页")
	band.Width, band.NoHeading, band.Crumbs = Hero, true, nil
	return []GalleryPage{
		{"portal", "门户首页", Framed(Public(band), galleryPortal())},
		{"words", "提示与列表", Framed(Public(page("提示与列表")), galleryWords())},
		{"forms", "表单", Framed(Registrant(forms), galleryForms())},
		{"tables", "表格与筛选", Framed(Staff(page("表格与筛选")), galleryTables())},
		{"review", "审核", Framed(Staff(staff), galleryReview())},
		{"charts", "图表与日历", Framed(Staff(page("图表与日历")), galleryCharts())},
		{"done", "完成", Framed(Registrant(bare("完成")), galleryDone())},
		{"stop", "中断确认", Framed(Registrant(bare("中断确认")), galleryStop())},
		{"sheet", "核验单", Framed(Sheet(gallerySheet), gallerySheetBody())},
		{"certificate", "电子证书", Framed(Sheet(galleryCertificate), galleryCertificateBody())},
	}
}

var gallerySheet = SheetModel{
	Title: "网站备案信息真实性核验单", Section: "核验单", Number: "一式两份 · 受理号 20261121000018",
	Back: Link{"返回核验页", "#main"}, Foot: []string{"打印时间 2026-11-21 14:05", "本页由系统生成"},
}

var galleryCertificate = SheetModel{
	Title: "网站备案电子证书", Section: "电子证书", Number: "沪ICP备2026000001号-1", Kind: SheetCertificate,
	Back: Link{"返回网站", "#main"}, Foot: []string{"验真网址 https://beian.example.cn/certificates/verify", "验真码 7K2M-9QXD-4TRA"},
}

var galleryFields = struct {
	name, id, mobile, address, nature, services, password, code, date, agree, city Field
}{
	name:    Field{Name: "name", Label: "姓名", Hint: "填写证件上的姓名", Value: "王芳", Autocomplete: "name"},
	id:      Field{Name: "certificate", Label: "公民身份号码", Hint: "居民身份证上的 18 位号码", Error: "公民身份号码应为 18 位，现在是 17 位，请对照证件核对", Value: "11010119900307001", Mono: true, Width: Chars20, Check: CheckID, Why: "用于判断是否已有备案，公众查询时不会显示"},
	mobile:  Field{Name: "mobile", Label: "手机号码", Hint: "用于接收验证码和办理通知", Type: "tel", InputMode: "numeric", Autocomplete: "tel", Width: Chars12, Mono: true},
	address: Field{Name: "address", Label: "通信地址", Hint: "能收到信件的地址，写到楼号和房间号", Autocomplete: "street-address", MaxLength: 60, Count: true, Value: "人民路 1 号"},
	nature: Field{Name: "nature", Label: "主办者性质", Value: "person", Options: []Option{
		{Value: "person", Label: "个人", Hint: "使用居民身份证办理"}, {Value: "company", Label: "企业", Hint: "使用营业执照办理"}, {Value: "other", Label: "其他单位"},
	}},
	services: Field{Name: "services", Label: "服务内容", Hint: "可以多选", Error: "选择网站提供的内容，可以多选，拿不准就选“其他”并说明", Inline: true, Options: []Option{
		{Value: "1", Label: "博客/个人空间"}, {Value: "2", Label: "单位门户"}, {Value: "3", Label: "其他"},
	}},
	password: Field{Name: "password", Label: "密码", Hint: "至少 10 个字符", Autocomplete: "new-password"},
	code:     Field{Name: "code", Label: "短信验证码", Hint: "短信中的 6 位数字"},
	date:     Field{Name: "expiry", Label: "证件有效期至", Optional: true},
	agree:    Field{Name: "agree", Label: "我已阅读并同意个人信息处理说明"},
	city: Field{Name: "city", Label: "城市", Prompt: "请选择", Value: "3101", Options: []Option{
		{Value: "3101", Label: "黄浦区", Group: "上海市"}, {Value: "3104", Label: "徐汇区", Group: "上海市"},
	}},
}

func galleryErrors() []FieldError { return Errors(galleryFields.id, galleryFields.services) }

// galleryTiles places every province; figures are invented.
func galleryTiles() []Tile {
	var tiles []Tile
	names := []string{"bj京北京", "tj津天津", "he冀河北", "sx晋山西", "nm蒙内蒙古", "ln辽辽宁", "jl吉吉林", "hl黑黑龙江", "sh沪上海", "js苏江苏", "zj浙浙江", "ah皖安徽", "fj闽福建", "jx赣江西", "sd鲁山东", "ha豫河南", "hb鄂湖北", "hn湘湖南", "gd粤广东", "gx桂广西", "hi琼海南", "cq渝重庆", "sc蜀四川", "gz黔贵州", "yn滇云南", "xz藏西藏", "sn陕陕西", "gs陇甘肃", "qh青青海", "nx宁宁夏", "xj新新疆"}
	for i, n := range names {
		r := []rune(n)
		count := (i*37 + 11) % 100
		tiles = append(tiles, Tile{Code: string(r[:2]), Abbr: string(r[2]), Name: string(r[3:]), Value: itoa(count), Words: "待审 " + itoa(count) + " 件", Step: count/20 + 1, Href: "#map"})
	}
	for _, n := range []string{"hk港香港", "mo澳澳门", "tw台台湾"} {
		r := []rune(n)
		tiles = append(tiles, Tile{Code: string(r[:2]), Abbr: string(r[2]), Name: string(r[3:]), Outside: true})
	}
	return tiles
}

func galleryMonth(month time.Month) Month {
	return NewMonth(2026, month, func(d time.Time) Day {
		day := Day{Kind: Workday}
		if w := d.Weekday(); w == time.Saturday || w == time.Sunday {
			day.Kind = Weekend
		}
		switch d.Format("01-02") {
		case "10-01", "10-02", "10-05", "10-06", "10-07":
			day.Kind, day.Note = Holiday, "国庆"
		case "10-10":
			day.Kind = MakeUp
		case "11-23":
			day.Count = 8
		}
		day.Today = d.Format("01-02") == "11-21"
		return day
	})
}

// galleryBars are invented figures of working days.
func galleryBars() []Bar {
	var bars []Bar
	for i, v := range []float64{2, 5, 9, 16, 24, 31, 28, 22, 18, 15, 11, 9, 7, 5, 4, 3, 3, 2, 2, 1, 1, 1} {
		b := Bar{Label: itoa(i + 1), Value: v}
		if i >= 20 {
			b.Tone = Danger
		}
		bars = append(bars, b)
	}
	return bars
}

func galleryLinks() []Link {
	var list []Link
	for _, t := range galleryTiles() {
		list = append(list, Link{t.Name, "#main"})
	}
	return list
}
