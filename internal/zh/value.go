package zh

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"beian/internal/filing"
	"beian/internal/region"
)

// NotGiven stands where nothing was said.
const NotGiven = "未填写"

// Value puts names in the place of the codes in what a field says; texts come
// back as they are. Codes of no table are shown as they stand.
func Value(f filing.Field, values []string) []string {
	name := namer(f)
	var list []string
	for _, v := range values {
		word := ""
		if name != nil {
			word = name(v)
		}
		if word == "" {
			word = v
		}
		list = append(list, word)
	}
	return list
}

// namer is what turns a field's codes into names, nil for texts.
func namer(f filing.Field) func(string) string {
	switch f {
	case filing.EntityNature:
		return table(filing.Natures)
	case filing.EntityCertType, filing.PrincipalCertType:
		return certificateName
	case filing.EntityProvince, filing.EntityCity, filing.AccessPlaces:
		return divisionName
	case filing.EntityCounty:
		return region.FullName
	case filing.EntityPostalSame, filing.EntityAuthorised, filing.SiteIPOnly, filing.SitePrincipalSame, filing.AccessDynamic:
		return yesNo
	case filing.SiteService:
		return serviceName
	case filing.SiteContents:
		return table(filing.Contents)
	case filing.SiteLanguages:
		return table(filing.Languages)
	case filing.SiteApplications:
		return table(filing.Applications)
	case filing.SiteApprovals:
		return table(filing.PreApprovals)
	case filing.AccessMethod:
		return table(filing.Methods)
	case filing.SitePlatforms:
		return platformName
	case filing.EndingReason:
		return table(filing.EndingReasons)
	}
	return nil
}

func table(codes *filing.CodeTable) func(string) string {
	return func(v string) string {
		id, _ := strconv.Atoi(v)
		return filing.NameOf(codes, id)
	}
}

func platformName(v string) string {
	id, _ := strconv.Atoi(v)
	p, _ := filing.PlatformTypeOf(id)
	return p.Name
}

// PlatformLabel is the label of a field of one platform of an app, with the word that platform uses: 安卓的包名,
// iOS 的 Bundle ID, 微信小程序的编号.
func PlatformLabel(p filing.Path) string {
	part := strings.Split(string(p), ".")
	id, _ := strconv.Atoi(part[3])
	platform, _ := filing.PlatformTypeOf(id)
	word := Field(p.Field())
	if p.Field() == filing.PlatformPackage {
		word = packageWord(platform)
	}
	owner := platform.Name + "的"
	if n := len(platform.Name); n > 0 && platform.Name[n-1] < utf8.RuneSelf {
		owner = platform.Name + " 的"
	}
	return spaced(owner, word)
}

func packageWord(p filing.PlatformType) string {
	switch {
	case p.Service == filing.MiniProgram:
		return "编号（AppID）"
	case p.ID == filing.PlatformIOS:
		return "Bundle ID"
	}
	return "包名"
}

func certificateName(v string) string {
	id, _ := strconv.Atoi(v)
	return Certificate(id)
}

// Certificate is the name of a type of paper, empty when there is none.
func Certificate(id int) string {
	c, _ := filing.CertificateTypeOf(id)
	return c.Name
}

// Nature is the name of a nature, empty when there is none.
func Nature(n filing.Nature) string { return filing.NameOf(filing.Natures, int(n)) }

func divisionName(v string) string {
	d, _ := region.Lookup(v)
	return d.Name
}

func serviceName(v string) string {
	n, _ := strconv.Atoi(v)
	return Service(filing.ServiceKind(n))
}

func yesNo(v string) string {
	switch v {
	case "yes":
		return "是"
	case "no":
		return "否"
	}
	return ""
}
