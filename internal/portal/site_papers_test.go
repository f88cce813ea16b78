package portal

import (
	"fmt"
	"testing"

	"beian/internal/certificate"
	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/journal"
	"beian/internal/postgres/pgtest"
)

func TestSitePapers(t *testing.T) {
	b, w := cast(t, Options{})
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	w.Act(t, w.Zhao, f.ID, act(filing.Claim))
	f = w.Act(t, w.Zhao, f.ID, act(filing.Approve)).Filing
	sites, err := w.Wang.Sites(t.Context(), f.EntityID)
	pgtest.Must(t, err)
	path := fmt.Sprintf("/my/sites/%d/", sites[0].ID)
	wang := b.as(w.Wang)

	wang.get(path+"badge").must(t, 200, "沪ICP备2026000001号-1", "http://beian.test/records/sh-2026000001-1", "&lt;a href=", "readonly")
	wang.get(path+"certificate").must(t, 200, "陈晓云", "晓云的摄影笔记", "example.cn", "2026 年 11 月 20 日", "上海市通信管理局", "<svg")
	for _, below := range []string{"badge", "certificate"} {
		b.as(w.Owner2).get(path+below).must(t, 404)
		wang.get("/my/sites/999999/"+below).must(t, 404)
	}

	text, err := certificate.NewIssuer()
	pgtest.Must(t, err)
	b.portal.Issuer, err = certificate.ParseIssuer(text)
	pgtest.Must(t, err)
	wang.get(path+"certificate").must(t, 200, "签名文件正在生成")
	key, err := journal.NewKey()
	pgtest.Must(t, err)
	log, err := journal.ParseKey(key)
	pgtest.Must(t, err)
	_, err = b.store.ExtendLog(t.Context(), log)
	pgtest.Must(t, err)
	wang.get(path+"certificate").must(t, 200, "下载签名文件", "/bazu.cert")
}
