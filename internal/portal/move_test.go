package portal

import (
	"fmt"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestMoveToAnotherProvider(t *testing.T) {
	b, w := cast(t, Options{})
	ctx := t.Context()
	f := w.Forward(t, b.tx, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, f.ID)
	f, err := w.Wang.Filing(ctx, f.ID)
	pgtest.Must(t, err)
	w.SetFilingPassword(t, b.tx, f.EntityID, "abc12345")
	wang, at := b.as(w.Wang), fmt.Sprintf("/my/entities/%d/move", f.EntityID)
	const number = "沪ICP备2026000001号-1"
	b.as(w.Owner2).get(at).must(t, 404)
	wang.get(at).must(t, 200, "新增接入", "/start/add-access", "云帆数据")

	other := w.Other.Me().Provider
	add, err := w.Wang.Open(ctx, postgres.Opening{Kind: filing.AddAccess, Entity: f.EntityID, Service: number, Provider: other, Channel: "provider", Password: "abc12345"})
	pgtest.Must(t, err)
	_, err = w.Wang.Save(ctx, add.ID, 0, func(d *filing.Document) { filingtest.FillAccess(&d.Sites[0].Accesses[0], "122.51.0.9") })
	pgtest.Must(t, err)
	wang.get(at).must(t, 200, "新增接入正在办理", fmt.Sprintf("/my/filings/%d", add.ID))
	w.ForwardDraft(t, b.tx, w.Wang, w.Other, add.ID)
	w.Approve(t, w.Zhao, add.ID)
	wang.get(at).must(t, 200, "取消原来的接入", "北辰网络", "122.51.0.9", "/start/cancel-access")

	end, err := w.Wang.Open(ctx, postgres.Opening{Kind: filing.CancelAccess, Entity: f.EntityID, Service: number, Provider: w.Provider, Channel: "provider"})
	pgtest.Must(t, err)
	wang.get(at).must(t, 200, "取消原来的接入正在办理")
	_, err = b.tx.Exec(ctx, `UPDATE filing SET decided_at = decided_at - interval '1 hour' WHERE id = $1`, add.ID) // the clock of the test stands still
	pgtest.Must(t, err)
	w.ForwardDraft(t, b.tx, w.Wang, w.Li, end.ID)
	w.Approve(t, w.Zhao, end.ID)
	if v := wang.get(at).must(t, 200, "更换已完成", "北辰网络"); !lacks(v, "云帆数据") {
		t.Error("the old access is still shown")
	}
}
