package ident

import "testing"

func TestMask(t *testing.T) {
	for _, s := range []struct {
		mask        func(string) string
		plain, want string
	}{
		{MaskID, "110101199001010018", "110101********0018"},
		{MaskID, "E12345678", "E1*****78"},
		{MaskID, "12345", "1****"},
		{MaskMobile, "13812345678", "138****5678"},
		{MaskMobile, "086-021-12345678", "086*********5678"},
		{MaskEmail, "zhang@example.cn", "z***@example.cn"},
		{MaskEmail, "z@example.cn", "***@example.cn"},
		{MaskEmail, "zhang", "z****"},
		{MaskName, "张三", "张*"},
		{MaskName, "阿卜杜拉·买买提", "阿*"},
		{MaskName, "张", "*"},
		{MaskAddress, "北京市朝阳区某某路8号3栋401室", "北京市朝阳区****"},
		{MaskAddress, "内蒙古自治区呼和浩特市新城区某小区3栋", "内蒙古自治区呼和浩特市新城区****"},
		{MaskAddress, "某某路8号", "某某****"},
	} {
		if got := s.mask(s.plain); got != s.want {
			t.Errorf("%s is shown as %s, want %s", s.plain, got, s.want)
		}
	}
}

func FuzzMask(f *testing.F) {
	f.Add("110101199001010018")
	f.Fuzz(func(t *testing.T, s string) {
		for _, mask := range []func(string) string{MaskID, MaskMobile, MaskEmail, MaskName, MaskAddress} {
			if got := mask(s); s != "" && (got == s && len([]rune(s)) > 3 || got == "") {
				for _, r := range s {
					if r != '*' && r != '@' {
						t.Fatalf("%q is shown as %q", s, got)
					}
				}
			}
		}
	})
}
