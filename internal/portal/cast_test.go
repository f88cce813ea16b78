package portal

import (
	"context"
	"net/http"
	"testing"

	"beian/internal/filing"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// cast is a portal with a folder for papers and the usual people behind it.
func cast(t *testing.T, o Options) (*browser, *pgtest.World) {
	t.Helper()
	b := open(t, o)
	folder, err := material.OpenFolder(t.TempDir(), b.store.Keys)
	pgtest.Must(t, err)
	t.Cleanup(func() { _ = folder.Close() })
	b.portal.Materials = folder
	return b, pgtest.NewWorld(t, b.store, b.tx)
}

// as is another browser, in which that person is signed in.
func (b *browser) as(d *postgres.Desk) *browser {
	b.t.Helper()
	other := b.again()
	who := postgres.ForRegistrants
	if d.Me().Staff() {
		who = postgres.ForStaff
	}
	visitor := &postgres.Visitor{}
	visitor.Account[who] = d.Me().Account
	m := b.portal.sessions[who]
	ctx, err := m.Load(postgres.WithVisitor(context.WithoutCancel(b.t.Context()), visitor), "")
	pgtest.Must(b.t, err)
	token, _, err := m.Commit(ctx)
	pgtest.Must(b.t, err)
	other.jar.SetCookies(site, []*http.Cookie{{Name: m.Cookie.Name, Value: token, Path: "/"}})
	return other
}

// bring puts a drawn paper into a slot of a filing.
func (b *browser) bring(d *postgres.Desk, id int64, p filing.Paper, data []byte) postgres.Paper {
	b.t.Helper()
	x := postgres.Paper{Slot: p.Slot, Site: p.Site, FileName: "photo.jpg", MediaType: material.JPEG, Size: len(data),
		Width: 1520, Height: 1008, Sharpness: 200, Pages: 1, SHA256: []byte{1}, StoreKey: material.NewKey(), PreviewKey: material.NewKey()}
	pgtest.Must(b.t, b.portal.Materials.Put(b.t.Context(), x.StoreKey, data))
	pgtest.Must(b.t, b.portal.Materials.Put(b.t.Context(), x.PreviewKey, data[:100]))
	x, err := d.AddPaper(context.WithoutCancel(b.t.Context()), id, x)
	pgtest.Must(b.t, err)
	return x
}
