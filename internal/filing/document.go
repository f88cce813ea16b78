package filing

import (
	"slices"
	"strconv"
	"time"
)

// Document is what the owner wants the register to say. It is stored in
// versions; drafts hold whatever was typed, right or wrong, so nothing typed is
// ever lost. Check tells what is still wrong with it.
type Document struct {
	Entity Entity `json:"entity"`
	Sites  []Site `json:"sites,omitempty"`
	Ending Ending `json:"ending,omitzero"` // of a cancellation
}

// Ending is why something is cancelled (注销理由).
type Ending struct {
	Reason int    `json:"reason,omitempty"`
	Note   string `json:"note,omitempty"`
}

// Entity is the unit or person behind the services (备案主体).
type Entity struct {
	Name               string    `json:"name,omitempty"`                // 主办单位名称, a person's name for persons
	Nature             Nature    `json:"nature,omitempty"`              // 主办单位性质
	CertificateType    int       `json:"certificate_type,omitempty"`    // 证件类型
	CertificateNumber  string    `json:"certificate_number,omitempty"`  // 证件号码
	CertificateAddress string    `json:"certificate_address,omitempty"` // 证件住所
	Province           string    `json:"province,omitempty"`            // GB/T 2260, of the residence: decides the bureau
	City               string    `json:"city,omitempty"`
	County             string    `json:"county,omitempty"`
	PostalSame         bool      `json:"postal_same,omitempty"` // the postal address is the certificate's
	PostalAddress      string    `json:"postal_address,omitempty"`
	Investor           string    `json:"investor,omitempty"` // 投资者或上级主管单位
	RemarkBureau       string    `json:"remark_bureau,omitempty"`
	RemarkProvider     string    `json:"remark_provider,omitempty"`
	Principal          Principal `json:"principal"`            // 主体负责人
	Authorised         bool      `json:"authorised,omitempty"` // the principal is not the legal representative (法定代表人) but authorised by it; of units
}

// Principal is a person in charge (负责人): of the entity, or of one site.
type Principal struct {
	Name              string   `json:"name,omitempty"`
	CertificateType   int      `json:"certificate_type,omitempty"`
	CertificateNumber string   `json:"certificate_number,omitempty"`
	Mobiles           []string `json:"mobiles,omitempty"` // the first one receives the codes
	Email             string   `json:"email,omitempty"`
	Landlines         []string `json:"landlines,omitempty"`
	NoLandline        string   `json:"no_landline,omitempty"` // why there is none, where the province asks
	EmergencyPhone    string   `json:"emergency_phone,omitempty"`
	IMKind            string   `json:"im_kind,omitempty"`
	IMAccount         string   `json:"im_account,omitempty"`
}

// Site is one service of the entity (网站, or an app; 互联网信息服务).
type Site struct {
	Key            string      `json:"key"`              // names the site inside its document: "1", "2" …
	Number         Number      `json:"number,omitempty"` // of a service already filed
	Service        ServiceKind `json:"service,omitempty"`
	Names          []string    `json:"names,omitempty"`
	HomeURLs       []string    `json:"home_urls,omitempty"`
	Domains        []string    `json:"domains,omitempty"`
	IPOnly         bool        `json:"ip_only,omitempty"`   // reached by address alone (仅能通过 IP 访问)
	Platforms      []Platform  `json:"platforms,omitempty"` // of an app
	Approvals      []Approval  `json:"approvals,omitempty"`
	Contents       []int       `json:"contents,omitempty"`
	Languages      []int       `json:"languages,omitempty"`
	Applications   []int       `json:"applications,omitempty"`
	RemarkBureau   string      `json:"remark_bureau,omitempty"`
	RemarkProvider string      `json:"remark_provider,omitempty"`
	PrincipalSame  bool        `json:"principal_same,omitempty"` // the entity's principal
	Principal      Principal   `json:"principal"`                // 网站负责人
	Accesses       []Access    `json:"accesses,omitempty"`
}

// Approval is one pre-approval (前置审批) by another authority.
type Approval struct {
	Kind   int    `json:"kind"`
	Number string `json:"number,omitempty"` // 批准文号
}

// Access is how a site reaches the network, through the filing's one provider.
type Access struct {
	Key      string   `json:"key"`
	ID       int64    `json:"id,omitempty"`       // of an access already in the register
	Provider int64    `json:"provider,omitempty"` // whose it is, of an access read from the register
	Method   int      `json:"method,omitempty"`   // 接入方式
	Dynamic  bool     `json:"dynamic,omitempty"`
	IPs      []string `json:"ips,omitempty"`    // one address or range a line
	Places   []string `json:"places,omitempty"` // 服务器放置地, province codes
	Remark   string   `json:"remark,omitempty"`
	Resource int64    `json:"resource,omitempty"` // 接入资源 of the provider that fills it; 0: filled in by hand
}

// Personal reports whether the entity is a natural person.
func (e Entity) Personal() bool { return e.Nature == Individual }

// AddSite appends an empty site with a key of its own and one empty access.
func (d *Document) AddSite() *Site {
	d.Sites = append(d.Sites, Site{
		Key: nextKey(d.Sites, func(s Site) string { return s.Key }), Service: Website,
		Languages: []int{1}, Applications: []int{1},
		PrincipalSame: true, Accesses: []Access{{Key: "1"}},
	})
	return &d.Sites[len(d.Sites)-1]
}

// AddAccess appends an empty access with a key of its own.
func (s *Site) AddAccess() *Access {
	s.Accesses = append(s.Accesses, Access{Key: nextKey(s.Accesses, func(a Access) string { return a.Key })})
	return &s.Accesses[len(s.Accesses)-1]
}

// RemoveAccess drops an access.
func (s *Site) RemoveAccess(key string) {
	s.Accesses = slices.DeleteFunc(s.Accesses, func(a Access) bool { return a.Key == key })
}

// Site finds a site by its key.
func (d *Document) Site(key string) *Site {
	for i := range d.Sites {
		if d.Sites[i].Key == key {
			return &d.Sites[i]
		}
	}
	return nil
}

// RemoveSite drops a site; its key is not given to another one while sites
// with higher keys remain.
func (d *Document) RemoveSite(key string) {
	for i := range d.Sites {
		if d.Sites[i].Key == key {
			d.Sites = append(d.Sites[:i], d.Sites[i+1:]...)
			return
		}
	}
}

func nextKey[T any](list []T, key func(T) string) string {
	highest := 0
	for _, item := range list {
		if n, err := strconv.Atoi(key(item)); err == nil && n > highest {
			highest = n
		}
	}
	return strconv.Itoa(highest + 1)
}

// Complete fills in what follows from other answers, so that the document says
// everything once it is submitted: a person is the own principal, a postal
// address may be the certificate's, a site's principal the entity's.
func (d *Document) Complete() {
	e := &d.Entity
	if e.PostalSame {
		e.PostalAddress = e.CertificateAddress
	}
	if e.Personal() {
		e.Principal.Name = e.Name
		e.Principal.CertificateType = e.CertificateType
		e.Principal.CertificateNumber = e.CertificateNumber
		e.Authorised = false
	}
	for i := range d.Sites {
		if d.Sites[i].PrincipalSame {
			d.Sites[i].Principal = e.Principal
		}
	}
}

func (p Principal) mobile() string {
	if len(p.Mobiles) == 0 {
		return ""
	}
	return p.Mobiles[0]
}

// Mobile is the number that receives the codes.
func (p Principal) Mobile() string { return p.mobile() }

// Version is one stored state of a filing's document.
type Version struct {
	Number   int
	Document Document
	By       Actor
	At       time.Time
}

// DomainList is every domain of every site, as typed.
func (d *Document) DomainList() []string {
	list := []string{}
	for _, s := range d.Sites {
		list = append(list, s.Domains...)
	}
	return list
}

// FirstSiteName is what lists call the filing's service.
func (d *Document) FirstSiteName() string {
	for _, s := range d.Sites {
		if len(s.Names) > 0 {
			return s.Names[0]
		}
	}
	return ""
}
