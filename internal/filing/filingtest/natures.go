package filingtest

import (
	"strings"
	"time"

	"beian/internal/filing"
	"beian/internal/ident"
)

// Natures are those that the documents of Of come in.
var Natures = []filing.Nature{filing.Individual, filing.Enterprise, filing.Government, filing.Institution, filing.Association}

// Of is the first filing in Shanghai of an owner of that nature, with one site.
func Of(n filing.Nature) *filing.Document {
	doc := Person()
	if n == filing.Individual {
		return doc
	}
	e := &doc.Entity
	e.Nature = n
	switch n {
	case filing.Enterprise:
		e.Name, e.CertificateType, e.CertificateNumber = "上海青禾软件有限公司", filing.BusinessLicence, unit("91", "MA2K7QH4")
	case filing.Government:
		e.Name, e.CertificateType, e.CertificateNumber = "上海市黄浦区档案局", filing.CreditCodePaper, unit("11", "MA2K7QH5")
	case filing.Institution:
		e.Name, e.CertificateType, e.CertificateNumber = "上海市黄浦区图书馆", filing.InstitutionLicence, unit("12", "MA2K7QH6")
	case filing.Association:
		e.Name, e.CertificateType, e.CertificateNumber = "上海市摄影爱好者协会", filing.AssociationLicence, unit("51", "MA2K7QH7")
	}
	e.Investor = "上海市黄浦区文化和旅游局"
	e.Principal.Name, e.Principal.CertificateType = "林国栋", filing.ResidentID
	e.Principal.CertificateNumber = ManagerID
	doc.Sites[0].Names, doc.Sites[0].Contents = []string{"城市影像档案馆"}, []int{8}
	return doc
}

func unit(kind, body string) string { return ident.MakeCreditCode(kind, "310101", body) }

// Editor is somebody else to be put in charge.
func Editor() filing.Principal {
	return filing.Principal{Name: "赵敏", CertificateType: filing.ResidentID, CertificateNumber: EditorID,
		Mobiles: []string{"13800000004"}, Email: "zhao@example.com.cn", EmergencyPhone: "13900000005"}
}

// Successor is a third person, who follows another one in office.
func Successor() filing.Principal {
	id := ident.MakeResidentID("310104", time.Date(1985, 6, 6, 0, 0, 0, 0, time.UTC), 33)
	return filing.Principal{Name: "周静", CertificateType: filing.ResidentID, CertificateNumber: string(id),
		Mobiles: []string{"13800000006"}, Email: "zhou@example.com.cn", EmergencyPhone: "13900000007"}
}

// Fill answers everything about an added site: another name, domain and person.
func Fill(s *filing.Site, personal bool, domain, ip string) {
	s.Names, s.Domains, s.HomeURLs, s.Contents = []string{"旧照片修复室"}, []string{domain}, []string{"www." + domain}, []int{8}
	if personal {
		s.Contents = []int{6}
	}
	s.PrincipalSame, s.Principal = false, Editor()
	FillAccess(&s.Accesses[0], ip)
}

// FillAccess answers everything about an access.
func FillAccess(a *filing.Access, ip string) {
	a.Method, a.IPs, a.Places = 2, []string{ip}, []string{"310000"}
}

// AsApp makes a site an app, a mini program or a quick app on every platform of its
// kind that signs what it runs, or on the first one.
func AsApp(s *filing.Site, kind filing.ServiceKind) {
	s.Service, s.HomeURLs, s.Applications, s.IPOnly, s.Platforms = kind, nil, nil, false, nil
	for _, p := range filing.PlatformTypes {
		if p.Service != kind || p.Digest == 0 && len(s.Platforms) > 0 {
			continue
		}
		one := filing.Platform{Kind: p.ID, Package: "cn.example.notes"}
		if p.Digest > 0 {
			one.PublicKey, one.Fingerprint = strings.Repeat("b7", 32), strings.Repeat("0a", p.Digest/2)
		}
		s.Platforms = append(s.Platforms, one)
	}
}
