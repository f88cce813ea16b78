package ident

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPersonName(t *testing.T) {
	runSamples(t, PersonName, []sample{
		{typed: "张 三", want: "张三"},
		{typed: "阿卜杜拉•买买提", want: "阿卜杜拉·买买提"},
		{typed: "阿卜杜拉.买买提", want: "阿卜杜拉·买买提"},
		{typed: "𠮷野家", want: "𠮷野家"},
		{typed: "㐂〇", want: "㐂〇"},
		{typed: "John  Ｓmith", want: "John Smith"},
		{typed: "José O’Neil", want: "José O'Neil"},
		{typed: "", code: Empty},
		{typed: "张", code: TooShort},
		{typed: strings.Repeat("张", 51), code: TooLong},
		{typed: "张3", code: Charset, position: 2, text: "3"},
		{typed: "张三！", code: Charset, position: 3, text: "!"},
		{typed: "·张三", code: Charset, position: 1},
		{typed: "张三·", code: Charset, position: 3},
		{typed: "张三😀", code: Charset, position: 3},
	})
}

func TestUnitName(t *testing.T) {
	runSamples(t, UnitName, []sample{
		{typed: "某某(北京)科技 有限公司", want: "某某（北京）科技有限公司"},
		{typed: "ＡＢＣ〔上海〕有限公司", want: "ABC（上海）有限公司"},
		{typed: "Some Company Ltd.", want: "Some Company Ltd."},
		{typed: "12345", code: AllDigits},
		{typed: "某", code: TooShort},
		{typed: "某某公司<b>", code: Charset, position: 5},
	})
}

func TestUserName(t *testing.T) {
	runSamples(t, UserName, []sample{
		{typed: " Zhang_San1 ", want: "zhang_san1"},
		{typed: "张三", want: "张三"},
		{typed: "ａｂ", want: "ab"},
		{typed: "13812345678", code: AllDigits},
		{typed: "a", code: TooShort},
		{typed: "a b", code: Charset, position: 2},
		{typed: "a@b.cn", code: Charset, position: 2},
	})
}

func TestPassword(t *testing.T) {
	for typed, want := range map[string]Code{
		"": Empty, "abc12_": TooShort, "81726354": AllDigits, "Zhang_San1": SameAsUser, "Password1": Common,
		"aaaaaaaa": Common, "qwertyui": Common, "张张张张张张张张": Common, strings.Repeat("ab", 65): TooLong,
		"correct horse": "", "密码要长一点才好": "", "x7$kk02m": "",
	} {
		f := FaultOf(Password(typed, "zhang_san1"))
		if (f == nil) != (want == "") || f != nil && f.Code != want {
			t.Errorf("%q: %+v, want %q", typed, f, want)
		}
	}
}

func siteNameOf(o Owner, local ...string) func(string) (string, error) {
	return func(s string) (string, error) { return SiteName(s, o, local...) }
}

func TestSiteName(t *testing.T) {
	runSamples(t, siteNameOf(Individual, "资讯"), []sample{
		{typed: "前端经验笔记", want: "前端经验笔记"},
		{typed: "为人民 写作", want: "为人民写作"},
		{typed: "Go语言(笔记)", want: "Go语言（笔记）"},
		{typed: "", code: Empty},
		{typed: "笔记", code: FewHan, text: "笔记"},
		{typed: "12345", code: AllDigits},
		{typed: "My Notes", code: LatinOnly},
		{typed: "example.cn", code: DomainAsName},
		{typed: "www.example.cn", code: DomainAsName},
		{typed: "例子网站.中国", code: DomainAsName},
		{typed: "前端笔记★", code: Charset, position: 5, text: "★"},
		{typed: "中国前端笔记", code: NationalWord, text: "中国"},
		{typed: "某地反腐观察", code: StateWord, text: "反腐"},
		{typed: "线上赌博大全", code: BannedWord, text: "赌博"},
		{typed: "前端交流园地", code: PersonalWord, text: "交流"},
		{typed: "前端资讯笔记", code: LocalWord, text: "资讯"},
		{typed: strings.Repeat("笔", 61), code: TooLong},
	})
	runSamples(t, siteNameOf(Unit), []sample{
		{typed: "某某科技公司", want: "某某科技公司"},
		{typed: "国家某某公司", code: NationalWord, text: "国家"},
	})
	runSamples(t, siteNameOf(NationalUnit), []sample{
		{typed: "中国某某监察网", want: "中国某某监察网"},
		{typed: "中国色情", code: BannedWord},
	})
	if _, err := SiteName("笔记ab", Unit); FaultOf(err).Length != 2 {
		t.Errorf("%+v", FaultOf(err))
	}
}

func FuzzPersonName(f *testing.F) {
	fuzzParser(f, PersonName, "阿卜杜拉•买买提", "John  Smith", "A. 张", "张 - 三")
}
func FuzzUnitName(f *testing.F) {
	fuzzParser(f, UnitName, "某某(北京)科技 有限公司", "A ( B ) C")
}
func FuzzUserName(f *testing.F) { fuzzParser(f, UserName, "Zhang_San1", "K") }
func FuzzSiteName(f *testing.F) {
	fuzzParser(f, siteNameOf(Individual, "资讯"), "前端经验笔记", "A 前 B 端 C 笔 (x)")
}
func FuzzPassword(f *testing.F) {
	f.Add("Zhang_San1", "zhang_san1")
	f.Fuzz(func(t *testing.T, password, user string) {
		err := Password(password, user)
		if err == nil && utf8.RuneCountInString(password) < passwordShortest {
			t.Fatalf("%q accepted", password)
		}
	})
}
