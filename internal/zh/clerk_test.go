package zh

import (
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/ident"
)

// TestTheClerkIsToldAboutTheOwner: nobody at a provider reads "you" about somebody else's domain or telephone, or is
// sent to the provider to ask.
func TestTheClerkIsToldAboutTheOwner(t *testing.T) {
	tell := func(what, s string) {
		t.Helper()
		if s = ForClerk(s); s == "" {
			return
		}
		said(t, what, s)
		for _, w := range []string{"您", "接入商询问", "接入商核", "更换接入商", "这家接入商"} {
			if strings.Contains(s, w) {
				t.Errorf("%s: a clerk reads %q", what, s)
			}
		}
	}
	for _, f := range constants[filing.Field](t, "filing", "Field") {
		for _, personal := range []bool{true, false} {
			tell(string(f), Hint(f, personal))
		}
		tell(string(f), Why(f))
		tell(string(f), Problem(filing.Problem{Path: f.At(), Flaw: filing.Missing}))
		for _, code := range constants[ident.Code](t, "ident", "Code") {
			tell(string(f), Problem(filing.Problem{Path: f.At(), Flaw: filing.Malformed, Fault: &ident.Fault{Code: code, Text: "example.cn"}}))
		}
	}
	for _, flaw := range []filing.Flaw{filing.CertificateFiled, filing.CertificateOpen, filing.DomainFiled, filing.DomainOpen, filing.ProviderElsewhere,
		filing.ResourceUnknown, filing.OutsideProvider, filing.Blacklisted} {
		tell(string(flaw), Problem(filing.Problem{Path: filing.SiteDomains.Of("1"), Flaw: flaw, Text: "example.cn"}))
	}
}
