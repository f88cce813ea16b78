// Package filingtest makes documents that satisfy every nationwide rule, for
// tests to start from and to spoil one answer of.
package filingtest

import (
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/ident"
)

// Today is a day on which the documents are right.
var Today = time.Date(2026, 11, 20, 10, 0, 0, 0, calendar.Shanghai)

// The identity numbers of the people in the documents; nobody bears them.
var (
	PersonID   = string(ident.MakeResidentID("310101", time.Date(1988, 3, 12, 0, 0, 0, 0, time.UTC), 28))
	ManagerID  = string(ident.MakeResidentID("330106", time.Date(1979, 7, 1, 0, 0, 0, 0, time.UTC), 17))
	EditorID   = string(ident.MakeResidentID("330102", time.Date(1991, 10, 30, 0, 0, 0, 0, time.UTC), 46))
	CreditCode = ident.MakeCreditCode("91", "330106", "MA2K7QH3")
)

// Person is the first filing of a person in Shanghai with one site.
func Person() *filing.Document {
	return &filing.Document{
		Entity: filing.Entity{
			Nature: filing.Individual, Name: "陈晓云",
			CertificateType: filing.ResidentID, CertificateNumber: PersonID,
			CertificateAddress: "上海市黄浦区人民路 100 号 2 室",
			Province:           "310000", City: "310100", County: "310101", PostalSame: true,
			Principal: filing.Principal{
				Mobiles: []string{"13800000001"}, Email: "chen@example.cn", EmergencyPhone: "13900000002",
			},
		},
		Sites: []filing.Site{{
			Key: "1", Service: filing.Website, Names: []string{"晓云的摄影笔记"},
			Domains: []string{"example.cn"}, HomeURLs: []string{"www.example.cn"},
			Contents: []int{6}, Languages: []int{1}, Applications: []int{1}, PrincipalSame: true,
			Accesses: []filing.Access{{Key: "1", Method: 3, IPs: []string{"121.40.1.10"}, Places: []string{"310000"}}},
		}},
	}
}

// Company is the first filing of a company in Hangzhou with two sites, the
// second of which has another principal, a pre-approval and two accesses.
func Company() *filing.Document {
	return &filing.Document{
		Entity: filing.Entity{
			Nature: filing.Enterprise, Name: "杭州青禾软件有限公司",
			CertificateType: filing.BusinessLicence, CertificateNumber: CreditCode,
			CertificateAddress: "浙江省杭州市西湖区文三路 199 号 5 层",
			Province:           "330000", City: "330100", County: "330106",
			PostalAddress: "浙江省杭州市西湖区文三路 199 号 5 层 501 室",
			Investor:      "青禾投资有限公司",
			Principal: filing.Principal{
				Name: "林国栋", CertificateType: filing.ResidentID, CertificateNumber: ManagerID,
				Mobiles: []string{"13800000003"}, Email: "lin@example.com.cn", EmergencyPhone: "086-0571-88880000",
				Landlines: []string{"086-0571-88880001"},
			},
		},
		Sites: []filing.Site{portal(), school()},
	}
}

func portal() filing.Site {
	return filing.Site{
		Key: "1", Service: filing.Website, Names: []string{"青禾软件官方网站"},
		Domains: []string{"example.com.cn", "example.net.cn"}, HomeURLs: []string{"www.example.com.cn", "example.net.cn"},
		Contents: []int{8}, Languages: []int{1, 3}, Applications: []int{1, 2}, PrincipalSame: true,
		Accesses: []filing.Access{{Key: "1", Method: 2, IPs: []string{"121.40.2.1-121.40.2.8"}, Places: []string{"330000"}}},
	}
}

func school() filing.Site {
	return filing.Site{
		Key: "2", Service: filing.Website, Names: []string{"青禾编程课堂"},
		Domains: []string{"example.org.cn"}, HomeURLs: []string{"example.org.cn/class"},
		Contents: []int{21, filing.OtherContent}, Languages: []int{1}, Applications: []int{1},
		Approvals: []filing.Approval{{Kind: 3, Number: "浙教网〔2026〕12 号"}}, RemarkBureau: "提供课程作业的提交和批改",
		Principal: filing.Principal{
			Name: "赵敏", CertificateType: filing.ResidentID, CertificateNumber: EditorID,
			Mobiles: []string{"13800000004"}, Email: "zhao@example.com.cn", EmergencyPhone: "13900000005",
		},
		Accesses: []filing.Access{
			{Key: "1", Method: 2, IPs: []string{"121.40.2.9"}, Places: []string{"330000"}},
			{Key: "2", Method: 1, IPs: []string{"2408:4001::10"}, Places: []string{"330000", "310000"}, Remark: "IPv6 专线"},
		},
	}
}
