package portal

import (
	"fmt"
	"testing"

	"beian/internal/filing/filingtest"
	"beian/web/page"
)

// Bytes that are no text, in addresses, forms and names of browsers, are nobody's fault of ours: never a 500.
func TestBytesThatAreNoText(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Draft(t, w.Wang, filingtest.Person())
	wang := b.as(w.Wang)
	for _, bad := range []string{"%00", "%FF%FE", "%C9%CF%BA%A3"} { // the last one is 上海 in GBK
		for _, path := range []string{"/providers/", "/p/", "/bureaus/", "/records/", "/login/reset/", "/sms-verify/", "/sign/"} {
			b.do("GET", path+bad, nil).must(t, 404)
		}
		for _, path := range []string{"/navigator?q=", "/bureaus/sh/navigator?q=", "/my/sites?q=", fmt.Sprintf("/my/filings/%d/provider?q=", f.ID),
			"/my/filings/new?provider=", "/search?q=", "/notices?province="} {
			wang.do("GET", path+bad, nil).must(t, 400)
		}
	}
	contact := page.FilingPath(f.ID, page.TopicIdentity)
	walker := &walker{browser: wang}
	walker.opens(contact).presses("保存并继续", "entity.name", "陈\x00晓\xff云", "entity.certificate_address", "上海市黄浦区人民路 100 号\x00 2 室")
	walker.here.must(t, 422, "陈晓\uFFFD云", "人民路 100 号 2 室")
	odd := b.again()
	odd.header.Set("User-Agent", "Odd\xff\x00Browser")
	odd.post("/login", "tier", "registrant", "user_name", "nobody\x00", "password", "x").must(t, 422)
}
