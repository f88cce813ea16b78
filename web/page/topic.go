package page

import (
	"slices"
	"strconv"
	"strings"

	"beian/internal/filing"
	"beian/internal/zh"
	"beian/web/ui"
)

// Topic is one page of a filing's form, and one task of its list.
type Topic struct {
	Slug  string // address below the filing, such as entity/contact or sites/2/access
	Title string
	Site  string // key of the site it is about, empty for the entity's
	Parts []Part
}

// Part is a group of questions on a page. More are optional ones, folded away while nothing is said in them.
type Part struct {
	Key, Title string // of an access
	Asks, More []filing.Path
	Fold       string // what More is about
}

// The slugs of the pages; those of a site stand below sites/KEY.
const (
	TopicCertificate = "entity/certificate"
	TopicIdentity    = "entity/identity"
	TopicContact     = "entity/contact"
	TopicPrincipal   = "entity/principal"
	TopicBasics      = "basics"
	TopicContent     = "content"
	TopicOwner       = "owner"
	TopicAccess      = "access"
	TopicEnding      = "entity/ending" // of a cancellation
)

// TopicsFor lists the pages of the form that a filing of k asks for: what it brings or may alter, or why something ends.
func TopicsFor(k filing.Kind, d *filing.Document) []Topic {
	var list []Topic
	for _, t := range Topics(d) {
		if t.askedFor(k, d) {
			list = append(list, t)
		}
	}
	if k.Cancels() {
		list = append(list, Topic{Slug: TopicEnding, Title: "原因与说明", Parts: []Part{{Asks: at(filing.EndingReason, filing.EndingNote)}}})
	}
	return list
}

func (t Topic) askedFor(k filing.Kind, d *filing.Document) bool {
	switch k {
	case filing.AddSite:
		site := d.Site(t.Site)
		return site != nil && site.Number == ""
	case filing.AddAccess:
		return t.Site != "" && strings.HasSuffix(t.Slug, "/"+TopicAccess)
	case filing.Change: // certificate and province stay
		return t.Slug != TopicCertificate
	}
	return !k.Cancels()
}

// Topics lists the pages of a document's form in their order: the entity's, then each site's.
func Topics(d *filing.Document) []Topic {
	list := entityTopics(d)
	for _, s := range d.Sites {
		list = append(list, siteTopics(s)...)
	}
	return list
}

func entityTopics(d *filing.Document) []Topic {
	more := at(filing.PrincipalLandlines, filing.PrincipalNoLandline, filing.PrincipalIMKind, filing.PrincipalIMAccount)
	const phones = "固定电话与即时通信"
	remarks := at(filing.EntityToBureau, filing.EntityToProvider)
	reach := at(filing.PrincipalMobiles, filing.PrincipalEmail, filing.PrincipalEmergency)
	list := []Topic{
		{Slug: TopicCertificate, Title: "主办者性质与证件", Parts: []Part{{
			Asks: at(filing.EntityNature, filing.EntityCertType, filing.EntityCertNumber, filing.EntityProvince)}}},
		{Slug: TopicIdentity, Title: "主办者身份", Parts: []Part{{
			Asks: at(filing.EntityName, filing.EntityCertAddress), More: append(at(filing.EntityInvestor), remarks...), Fold: "投资者与备注"}}},
	}
	residence := at(filing.EntityCity, filing.EntityPostalSame)
	if d.Entity.Personal() {
		return append(list, Topic{Slug: TopicContact, Title: "地址与联系方式", Parts: []Part{{Asks: append(residence, reach...), More: more, Fold: phones}}})
	}
	who := at(filing.EntityAuthorised, filing.PrincipalName, filing.PrincipalCertType, filing.PrincipalCertNumber)
	return append(list,
		Topic{Slug: TopicContact, Title: "单位地址", Parts: []Part{{Asks: residence}}},
		Topic{Slug: TopicPrincipal, Title: "主体负责人", Parts: []Part{{Asks: append(who, reach...), More: more, Fold: phones}}})
}

func siteTopics(s filing.Site) []Topic {
	of := func(fields ...filing.Field) []filing.Path {
		var paths []filing.Path
		for _, f := range fields {
			paths = append(paths, f.Of(s.Key))
		}
		return paths
	}
	topic := func(slug, title string, parts ...Part) Topic {
		return Topic{Slug: "sites/" + s.Key + "/" + slug, Title: title, Site: s.Key, Parts: parts}
	}
	basics := topic(TopicBasics, "网站名称与域名", Part{Asks: of(filing.SiteNames, filing.SiteIPOnly, filing.SiteHomeURLs)})
	content := of(filing.SiteContents, filing.SiteToBureau, filing.SiteLanguages, filing.SiteApplications, filing.SiteApprovals)
	if s.Service.App() {
		basics = topic(TopicBasics, zh.ForService(s.Service, "网站名称与平台"), Part{Asks: of(filing.SiteNames, filing.SitePlatforms, filing.SiteDomains)})
		content = slices.DeleteFunc(content, func(p filing.Path) bool { return p.Field() == filing.SiteApplications })
	}
	return []Topic{
		basics,
		topic(TopicContent, "内容与前置审批", Part{Asks: content, More: of(filing.SiteToProvider), Fold: "给接入商的备注"}),
		topic(TopicOwner, zh.ForService(s.Service, "网站负责人"), Part{Asks: of(filing.SitePrincipalSame)}),
		topic(TopicAccess, "接入信息", accessParts(s)...),
	}
}

func accessParts(s filing.Site) []Part {
	var parts []Part
	for i, a := range s.Accesses {
		in := func(f filing.Field) filing.Path { return f.In(s.Key, a.Key) }
		p := Part{Key: a.Key, Asks: []filing.Path{in(filing.AccessMethod), in(filing.AccessDynamic), in(filing.AccessIPs), in(filing.AccessPlaces)},
			More: []filing.Path{in(filing.AccessRemark)}, Fold: "接入备注"}
		if len(s.Accesses) > 1 {
			p.Title = "第 " + strconv.Itoa(i+1) + " 个接入"
		}
		parts = append(parts, p)
	}
	return parts
}

func at(fields ...filing.Field) []filing.Path {
	var paths []filing.Path
	for _, f := range fields {
		paths = append(paths, f.At())
	}
	return paths
}

// Paths lists the controls of a page; Asked adds what depends on them.
func (t Topic) Paths() []filing.Path {
	var list []filing.Path
	for _, p := range t.Parts {
		list = append(append(list, p.Asks...), p.More...)
	}
	return list
}

// Asks reports whether the page asks for a path. The problem that a site has no access belongs to the page of accesses.
func (t Topic) Asks(p filing.Path) bool {
	if t.Site != "" && string(p) == "sites."+t.Site+".accesses" {
		return strings.HasSuffix(t.Slug, "/"+TopicAccess)
	}
	for _, own := range Asked(t.Paths()) {
		if own == p {
			return true
		}
	}
	return false
}

// Of are the problems of the page's questions.
func (t Topic) Of(problems filing.Problems) filing.Problems {
	var own filing.Problems
	for _, p := range problems {
		if t.Asks(p.Path) {
			own = append(own, p)
		}
	}
	return own
}

// TopicBySlug finds a page of a document's form.
func TopicBySlug(k filing.Kind, d *filing.Document, slug string) (Topic, bool) {
	for _, t := range TopicsFor(k, d) {
		if t.Slug == slug {
			return t, true
		}
	}
	return Topic{}, false
}

// TopicAt finds the page that asks for a path.
func TopicAt(k filing.Kind, d *filing.Document, p filing.Path) (Topic, bool) {
	for _, t := range TopicsFor(k, d) {
		if t.Asks(p) {
			return t, true
		}
	}
	return Topic{}, false
}

// FilingPath is the address of a registrant's filing, or of a page below it.
func FilingPath(id int64, below ...string) string {
	return strings.Join(append([]string{"/my/filings/" + strconv.FormatInt(id, 10)}, below...), "/")
}

// Place is the address of the page that asks for a path, with the anchor of its control. Papers, provider and the list
// of sites have pages of their own.
func Place(id int64, k filing.Kind, d *filing.Document, p filing.Path) string {
	if t, found := TopicAt(k, d, p); found {
		return FilingPath(id, t.Slug) + "?check=1#" + ui.FieldID(string(p))
	}
	switch {
	case strings.HasPrefix(string(p), "materials"):
		return FilingPath(id, "materials") + "#" + ui.FieldID(string(p))
	case p == "provider":
		return FilingPath(id, "provider")
	case p == PasswordField:
		return FilingPath(id, "password")
	case p == "sites" && k == filing.FirstFiling:
		return FilingPath(id, "sites")
	}
	return FilingPath(id)
}

// Standing is how far a page of the form is.
type Standing string

// The standings of a page.
const (
	TopicDone    Standing = "done"
	TopicStarted Standing = "started"
	TopicEmpty   Standing = "empty"
	TopicWrong   Standing = "wrong"
	TopicSame    Standing = "same" // of a change: nothing on the page is changed
)

// Standing tells how far the page is: nothing said yet, something missing, something to be corrected, or done.
func (t Topic) Standing(d *filing.Document, problems filing.Problems) Standing {
	own := t.Of(problems.Errors())
	if len(own) == 0 {
		return TopicDone
	}
	for _, p := range own {
		if p.Flaw != filing.Missing && p.Flaw != filing.NoAccess {
			return TopicWrong
		}
	}
	if t.begun(d) {
		return TopicStarted
	}
	return TopicEmpty
}

// begun reports whether anything was said on the page beyond what a new document already says.
func (t Topic) begun(d *filing.Document) bool {
	fresh := filing.Document{}
	fresh.AddSite()
	for _, p := range Asked(t.Paths()) {
		before := fresh.Get(filing.Path(strings.Replace(string(p), "sites."+t.Site+".", "sites.1.", 1)))
		if said := d.Get(p); len(said) > 0 && strings.Join(said, "\n") != strings.Join(before, "\n") && said[0] != "no" {
			return true
		}
	}
	return false
}

// Access tells the page about servers and addresses.
func (t Topic) Access() bool { return t.kind() == TopicAccess }
