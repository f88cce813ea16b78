package portal

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"beian/internal/filing/filingtest"
	"beian/internal/postgres/pgtest"
)

func TestDelegatesThroughThePages(t *testing.T) {
	b, w := cast(t, Options{Screen: true})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, f.ID)
	f, err := w.Wang.Filing(t.Context(), f.ID)
	pgtest.Must(t, err)
	he := b.again()
	he.join("user_name", "hedai_1", "mobile", "13700137000", "name", "何代")
	wang, at := b.as(w.Wang), fmt.Sprintf("/my/entities/%d", f.EntityID)
	wang.get(at).must(t, 200, at+"/delegates")
	b.as(w.Owner2).get(at+"/delegates").must(t, 404)
	wang.get(at+"/delegates").must(t, 200, "邀请代办人")
	wang.post(at+"/delegates", "who", "", "level", "act", "term", "90").must(t, 422, "对方的用户名或手机号码")
	wang.post(at+"/delegates", "who", "hedai_1", "level", "all", "term", "90").must(t, 422, "hedai_1")
	wang.post(at+"/delegates", "who", "hedai_1", "level", "act", "term", "90").leadsTo(t, at+"/delegates")
	wang.get(at+"/delegates").must(t, 200, "hedai_1", "等待接受")

	he.get(at).must(t, 404)
	he.get("/my").must(t, 200, "有人请您代办备案")
	v := he.get("/my/delegations").must(t, 200, "王芳", "接受", "谢绝")
	id := regexp.MustCompile(`/my/delegations/(\d+)/accept`).FindStringSubmatch(v.body)[1]
	he.post("/my/delegations/"+id+"/accept").leadsTo(t, "/my/delegations")
	v = he.get(at).must(t, 200, "您在代办这个主体", "办理")
	if strings.Contains(v.body, at+"/delegates") {
		t.Error("a delegate is offered to invite others")
	}
	he.get("/my").must(t, 200, string("沪ICP备2026000001号"))
	done := he.post(at+"/start/change", "sites", "")
	if done.status != 303 {
		done.must(t, 303)
	}
	draft := done.header.Get("Location")
	whole := filingtest.Person().Entity
	v = he.get(draft+"/entity/contact").must(t, 200, "****")
	for _, secret := range []string{whole.Principal.Mobiles[0], whole.Principal.Email, whole.CertificateNumber} {
		if strings.Contains(v.body, secret) {
			t.Errorf("the form shows %s", secret)
		}
	}
	wang.get(draft).must(t, 200)
	he.post(draft+"/abandon").leadsTo(t, draft)
	wang.get(draft).must(t, 200, "何代（代办人）")

	wang.post("/my/delegations/"+id+"/end").leadsTo(t, "/my/delegations")
	for _, path := range []string{at, draft, at + "/start/change"} {
		he.get(path).must(t, 404)
	}
	he.post("/my/delegations/"+id+"/end").must(t, 404)
}
