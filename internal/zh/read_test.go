package zh

import (
	"strings"
	"testing"

	"beian/internal/filing"
)

func TestRead(t *testing.T) {
	doc := &filing.Document{Entity: filing.Entity{Nature: filing.Enterprise, Province: "330000", City: "330100"}}
	for _, c := range []struct {
		field      filing.Field
		cell, want string
		ok         bool
	}{
		{filing.EntityName, "甲公司", "甲公司", true},
		{filing.EntityNature, "企业", "4", true},
		{filing.EntityNature, "5", "5", true},
		{filing.EntityCertType, "组织机构代码证", "12", true},
		{filing.PrincipalCertType, "身份证", "2", true},
		{filing.PrincipalCertType, "港澳", "", false}, // two papers
		{filing.PrincipalCertType, "居民身份证", "2", true},
		{filing.EntityProvince, "浙江", "330000", true},
		{filing.EntityProvince, "沪", "310000", true},
		{filing.EntityProvince, "江浙", "", false},
		{filing.EntityCity, "杭州", "330100", true},
		{filing.EntityCity, "杭州市", "330100", true},
		{filing.EntityCity, "上海市", "", false},
		{filing.EntityCity, "浙江", "", false},
		{filing.EntityCounty, "西湖", "330106", true},
		{filing.AccessPlaces, "上海、浙江省，440000", "310000 330000 440000", true},
		{filing.AccessPlaces, "上海、火星", "310000", false},
		{filing.AccessMethod, "云主机", "2", true},
		{filing.AccessMethod, "虚拟主机/建站", "3", true},
		{filing.AccessMethod, "主机", "", false}, // could be two
		{filing.AccessDynamic, "动态", "yes", true},
		{filing.SitePrincipalSame, "否", "no", true},
		{filing.SitePrincipalSame, "也许", "", false},
		{filing.SiteContents, "博客/个人空间；其他", "6 24", true},
		{filing.SiteLanguages, "", "", true},
	} {
		got, ok := Read(doc, c.field, c.cell)
		if strings.Join(got, " ") != c.want || ok != c.ok {
			t.Errorf("%s %q: %q %v, want %q %v", c.field, c.cell, got, ok, c.want, c.ok)
		}
	}
}

func TestReadMunicipality(t *testing.T) {
	doc := &filing.Document{Entity: filing.Entity{Province: "310000"}}
	for _, word := range []string{"上海", "上海市", "310100"} {
		if got, ok := Read(doc, filing.EntityCity, word); !ok || got[0] != "310100" {
			t.Errorf("%s: %v", word, got)
		}
	}
}
