package ident

import (
	"strings"
	"unicode"
)

// Owner is who names a site; it decides which words are open to them.
type Owner int

const (
	Individual   Owner = iota // 个人
	Unit                      // any unit without a national mandate
	NationalUnit              // 国家级 units and organs of the state
)

const (
	siteNameHan     = 3  // the fewest Han characters
	siteNameLongest = 60 // characters
)

// Beginnings kept for national units, words kept for organs of the state, words
// for nobody, and words that promise a business, a unit or an open platform,
// which individuals may not name a site by.
var (
	nationalPrefixes = []string{"中国", "中华", "中央", "人民", "人大", "国家"}
	stateWords       = []string{"反腐", "纪检", "监察", "信访", "维权", "投诉", "廉政"}
	bannedWords      = []string{"赌博", "博彩", "色情"}
	personalWords    = []string{"公司", "企业", "集团", "社团", "学校", "团体", "论坛", "社区", "交流", "在线", "博客", "新闻"}
)

// SiteName reads the name of a website. provincial are further words the
// province keeps from this owner. Faults: Empty, TooLong, Charset, DomainAsName,
// AllDigits, LatinOnly, FewHan, NationalWord, StateWord, BannedWord, PersonalWord, LocalWord.
func SiteName(s string, owner Owner, provincial ...string) (string, error) {
	n := wideBrackets(spaced(half(s)))
	if n == "" {
		return "", fault(Empty)
	}
	if err := siteNameForm(n); err != nil {
		return "", err
	}
	if err := sized(n, 1, siteNameLongest); err != nil {
		return "", err
	}
	if err := siteNameWords(n, owner, provincial); err != nil {
		return "", err
	}
	return n, nil
}

func siteNameForm(n string) error {
	if _, err := Domain(n); err == nil || FaultOf(err).Code == HasWWW || FaultOf(err).Code == HasScheme {
		return faultText(DomainAsName, n)
	}
	han := 0
	err := only(n, func(r rune) bool {
		if isHan(r) {
			han++
		}
		return isHan(r) || isLatin(r) || isDigit(r) || strings.ContainsRune("·（）-、& ", r)
	})
	switch {
	case err != nil:
		return err
	case han == 0 && !strings.ContainsFunc(n, unicode.IsLetter):
		return faultText(AllDigits, n)
	case han == 0:
		return faultText(LatinOnly, n)
	case han < siteNameHan:
		return &Fault{Code: FewHan, Length: han, Text: n}
	}
	return nil
}

func siteNameWords(n string, owner Owner, provincial []string) error {
	if w := wordIn(n, bannedWords); w != "" {
		return faultText(BannedWord, w)
	}
	if owner != NationalUnit {
		for _, w := range nationalPrefixes {
			if strings.HasPrefix(n, w) {
				return faultText(NationalWord, w)
			}
		}
		if w := wordIn(n, stateWords); w != "" {
			return faultText(StateWord, w)
		}
	}
	if owner == Individual {
		if w := wordIn(n, personalWords); w != "" {
			return faultText(PersonalWord, w)
		}
	}
	if w := wordIn(n, provincial); w != "" {
		return faultText(LocalWord, w)
	}
	return nil
}

func wordIn(n string, words []string) string {
	for _, w := range words {
		if w != "" && strings.Contains(n, w) {
			return w
		}
	}
	return ""
}
