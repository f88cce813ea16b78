package filing

import (
	"slices"
	"strconv"
	"strings"

	"beian/internal/ident"
)

// Platform is one system or host that an app, a mini program or a quick app runs
// on (运行平台), and by what it is known there.
type Platform struct {
	Kind        int    `json:"kind"`
	Package     string `json:"package,omitempty"`     // 包名, Bundle ID, or the id the host gave
	PublicKey   string `json:"public_key,omitempty"`  // 公钥 of the signing certificate
	Fingerprint string `json:"fingerprint,omitempty"` // 签名: the certificate's digest in hexadecimal
}

// PlatformType is one entry of the table of platforms. Digest is the length of the
// fingerprint in hexadecimal digits: MD5 has 32, SHA-1 has 40; 0 where apps carry
// no certificate of their own.
type PlatformType struct {
	Code
	Service ServiceKind
	Digest  int
}

// PlatformIOS names its apps by a Bundle ID instead of a package name.
const PlatformIOS = 2

// PlatformTypes is the table of platforms; the numbers are ours.
var PlatformTypes = []PlatformType{
	{Code{1, "安卓"}, App, 32}, {Code{PlatformIOS, "iOS"}, App, 40}, {Code{3, "鸿蒙"}, App, 32}, {Code{9, "其他系统"}, App, 0},
	{Code{11, "微信小程序"}, MiniProgram, 0}, {Code{12, "支付宝小程序"}, MiniProgram, 0}, {Code{13, "百度小程序"}, MiniProgram, 0},
	{Code{14, "抖音小程序"}, MiniProgram, 0}, {Code{15, "QQ 小程序"}, MiniProgram, 0}, {Code{19, "其他小程序平台"}, MiniProgram, 0},
	{Code{21, "快应用联盟"}, QuickApp, 32}, {Code{29, "其他快应用平台"}, QuickApp, 0},
}

// PlatformTypeOf finds a platform by its code.
func PlatformTypeOf(id int) (PlatformType, bool) {
	for _, p := range PlatformTypes {
		if p.ID == id {
			return p, true
		}
	}
	return PlatformType{}, false
}

// PlatformsFor lists the platforms of a kind of service.
func PlatformsFor(s ServiceKind) []Code {
	var list []Code
	for _, p := range PlatformTypes {
		if p.Service == s {
			list = append(list, p.Code)
		}
	}
	return list
}

// On is the path of a field of one platform of a site.
func (f Field) On(site string, platform int) Path {
	return Path("sites." + site + ".platforms." + strconv.Itoa(platform) + "." + strings.TrimPrefix(string(f), "platform."))
}

// Become makes s a service of another kind and drops what that kind does not say.
func (s *Site) Become(kind ServiceKind) {
	switch {
	case kind.App():
		s.IPOnly, s.HomeURLs, s.Applications = false, nil, nil
		s.Platforms = slices.DeleteFunc(s.Platforms, func(p Platform) bool {
			known, ok := PlatformTypeOf(p.Kind)
			return !ok || known.Service != kind
		})
	case s.Service.App():
		s.Platforms, s.Applications = nil, []int{1}
	}
	s.Service = kind
}

// platformKinds chooses the platforms; what is typed of them already stays.
func (s *Site) platformKinds() value {
	return value{
		get: func() []string {
			var ids []string
			for _, p := range s.Platforms {
				ids = append(ids, strconv.Itoa(p.Kind))
			}
			return ids
		},
		set: func(typed []string) {
			var chosen []Platform
			for _, t := range typed {
				if id, err := strconv.Atoi(t); err == nil {
					chosen = append(chosen, s.platform(id))
				}
			}
			s.Platforms = chosen
		},
	}
}

func (s *Site) platform(kind int) Platform {
	for _, p := range s.Platforms {
		if p.Kind == kind {
			return p
		}
	}
	return Platform{Kind: kind}
}

func (s *Site) platformValue(p Path, f Field) (value, bool) {
	kind := strings.Split(string(p), ".")[3]
	i := slices.IndexFunc(s.Platforms, func(one Platform) bool { return strconv.Itoa(one.Kind) == kind })
	if i < 0 {
		return value{}, false
	}
	switch f {
	case PlatformPackage:
		return text(&s.Platforms[i].Package), true
	case PlatformKey:
		return text(&s.Platforms[i].PublicKey), true
	case PlatformFingerprint:
		return text(&s.Platforms[i].Fingerprint), true
	}
	return value{}, false
}

// app checks what only apps say, and drops what only websites say: an app has
// platforms and no home page, and its domains are optional (工信部信管〔2023〕105号).
func (c *checker) app(s *Site, at func(Field) Path) {
	s.IPOnly, s.HomeURLs, s.Applications = false, nil, nil
	c.appDomains(s, at(SiteDomains))
	if len(s.Platforms) == 0 {
		c.flaw(at(SitePlatforms), Missing)
	}
	for i := range s.Platforms {
		p := &s.Platforms[i]
		kind, ok := PlatformTypeOf(p.Kind)
		if !ok || kind.Service != s.Service {
			c.flaw(at(SitePlatforms), NotListed)
			continue
		}
		signed := kind.Digest > 0
		c.parse(PlatformPackage.On(s.Key, p.Kind), &p.Package, true, ident.BundleID)
		c.parse(PlatformKey.On(s.Key, p.Kind), &p.PublicKey, signed, ident.PublicKey)
		c.parse(PlatformFingerprint.On(s.Key, p.Kind), &p.Fingerprint, signed, func(typed string) (string, error) {
			if !signed {
				return ident.FreeNumber(typed)
			}
			return ident.Fingerprint(typed, kind.Digest)
		})
	}
}

// appDomains checks the names an app's servers are reached by, which are filed at
// the level they are used at, down to the fourth.
func (c *checker) appDomains(s *Site, path Path) {
	for i := range s.Domains {
		d, err := ident.Domain(s.Domains[i])
		if err == nil && strings.Count(d.ASCII, ".") > strings.Count(d.Registrable, ".")+2 {
			err = &ident.Fault{Code: ident.SubDomain, Text: d.Registrable}
		}
		if err != nil {
			c.add(Problem{Path: path, Flaw: Malformed, Fault: fault(placed(err, i, len(s.Domains)))})
			continue
		}
		s.Domains[i] = d.String()
		if slices.Contains(s.Domains[:i], s.Domains[i]) {
			c.add(Problem{Path: path, Flaw: Repeated, Text: d.Unicode})
		}
	}
}

// Words that say nothing of an app, and words of the market: neither names one.
var (
	emptyNames  = []string{"app", "应用", "小程序", "快应用", "软件", "客户端", "测试", "未命名"}
	marketWords = []string{"免费", "特价", "折扣", "秒杀", "最低价", "全网第一", "限时", "打折"}
)

// appNames reads the names of an app.
func (c *checker) appNames(s *Site, path Path, owner ident.Owner) {
	for _, n := range s.Names {
		if slices.Contains(emptyNames, strings.ToLower(n)) {
			c.add(Problem{Path: path, Flaw: ForbiddenWord, Text: n})
		}
		for _, w := range marketWords {
			if strings.Contains(n, w) {
				c.add(Problem{Path: path, Flaw: ForbiddenWord, Text: w})
			}
		}
	}
	c.each(path, s.Names, func(n string) (string, error) { return ident.AppName(n, owner) })
}
