package filing_test

import (
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
)

func TestAnewHasNoNumbers(t *testing.T) {
	d := filingtest.Person()
	d.Sites[0].Number, d.Sites[0].Accesses[0].ID, d.Sites[0].Accesses[0].Provider = "沪ICP备2026000001号-1", 7, 3
	fresh := d.Anew()
	s := fresh.Sites[0]
	if s.Number != "" || s.Accesses[0].ID != 0 || s.Accesses[0].Provider != 0 || s.Names[0] != d.Sites[0].Names[0] {
		t.Errorf("%+v", s)
	}
	if d.Sites[0].Accesses[0].ID != 7 {
		t.Error("the copied document has lost its own ids")
	}
	fresh.Undomained()
	if len(fresh.Sites[0].Domains)+len(fresh.Sites[0].HomeURLs) != 0 {
		t.Error("domains are left")
	}
}

func TestLike(t *testing.T) {
	register := filingtest.Person()
	register.Sites[0].Number, register.Sites[0].Accesses[0].ID, register.Sites[0].Accesses[0].Provider = "沪ICP备2026000001号-1", 7, 3
	number := register.Sites[0].Number
	begin := func(k filing.Kind) *filing.Document { return register.Begin(k, 3, number, 0) }

	changed := begin(filing.Change)
	changed.Set(filing.SiteNames.Of("1"), []string{"换过的名称"})
	changed.Set(filing.PrincipalEmail.At(), []string{"neu@example.cn"})
	d := begin(filing.Change)
	d.Like(filing.Change, changed)
	if d.Sites[0].Names[0] != "换过的名称" || d.Entity.Principal.Email != "neu@example.cn" || d.Sites[0].Number != number {
		t.Errorf("a change: %+v", d.Sites[0])
	}

	more := begin(filing.AddAccess)
	more.Sites[0].Accesses[0].IPs = []string{"122.51.0.9"}
	d = begin(filing.AddAccess)
	d.Like(filing.AddAccess, more)
	if got := d.Sites[0].Accesses[0]; len(got.IPs) != 1 || got.IPs[0] != "122.51.0.9" || got.ID != 0 {
		t.Errorf("a further access: %+v", got)
	}

	d = begin(filing.AddSite)
	d.Like(filing.AddSite, filingtest.Person())
	if d.Sites[0].Names[0] != register.Sites[0].Names[0] || d.Sites[0].Number != "" {
		t.Errorf("a further site: %+v", d.Sites[0])
	}

	ended := begin(filing.CancelSite)
	ended.Ending.Note = "业务停止"
	d = begin(filing.CancelSite)
	d.Like(filing.CancelSite, ended)
	if d.Ending.Note != "业务停止" {
		t.Errorf("a cancellation: %+v", d.Ending)
	}
}
