package exchange

import (
	"slices"

	"beian/internal/filing"
	"beian/internal/zh"
)

var (
	lists = []filing.Field{filing.PrincipalMobiles, filing.PrincipalLandlines, filing.SiteNames, filing.SiteDomains, filing.SiteHomeURLs,
		filing.SiteContents, filing.SiteLanguages, filing.SiteApplications, filing.AccessIPs, filing.AccessPlaces}
	codes = []filing.Field{filing.EntityNature, filing.EntityCertType, filing.PrincipalCertType, filing.SiteService,
		filing.SiteContents, filing.SiteLanguages, filing.SiteApplications, filing.AccessMethod}
	flags = []filing.Field{filing.EntityPostalSame, filing.SiteIPOnly, filing.SitePrincipalSame, filing.AccessDynamic}
)

func isList(f filing.Field) bool { return slices.Contains(lists, f) }
func isCode(f filing.Field) bool { return slices.Contains(codes, f) }
func isFlag(f filing.Field) bool { return slices.Contains(flags, f) }

// fieldHelp says what stands in a column: the label on forms, and the form of it.
func fieldHelp(f filing.Field) string {
	help := zh.Field(f)
	switch {
	case isCode(f) && isList(f):
		help += ": codes, " + listHelp
	case isCode(f):
		help += ": code"
	case isList(f):
		help += ": " + listHelp
	case isFlag(f):
		help += ": " + flagHelp
	}
	return help
}
