package postgres_test

import (
	"errors"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestCancelOnBehalf(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f := w.Forward(t, db, w.Wang, filingtest.Company())
	w.Act(t, w.Qian, f.ID, move(filing.Claim))
	w.Act(t, w.Qian, f.ID, move(filing.FirstApprove))
	out := w.Approve(t, w.Qian2, f.ID)
	f = out.Filing
	doc, err := w.Li.RegisteredDocument(ctx, f.EntityID)
	pgtest.Must(t, err)
	only := func(d *filing.Document) { d.Ending.Note = "机柜到期" }
	_, err = w.Li.CancelOnBehalf(ctx, postgres.Opening{Kind: filing.CancelAccess, Entity: f.EntityID, Service: doc.Sites[0].Number, Access: doc.Sites[0].Accesses[0].ID}, only)
	if p, ok := problemAt(err, "sites"); !ok || p.Flaw != filing.LastAccess {
		t.Errorf("the last access: %v", err)
	}
	two := postgres.Opening{Kind: filing.CancelAccess, Entity: f.EntityID, Service: doc.Sites[1].Number, Access: doc.Sites[1].Accesses[1].ID}
	if _, err := w.Other.CancelOnBehalf(ctx, two, only); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("by another provider: %v", err)
	}
	if list, err := w.Li.BehalfFilings(ctx, 0, 9); err != nil || len(list) != 0 {
		t.Errorf("left behind: %v, %v", list, err)
	}
	c, err := w.Li.CancelOnBehalf(ctx, two, only)
	if err != nil || c.State != filing.OwnerSignature || c.Kind != filing.CancelAccess {
		t.Fatalf("%+v, %v", c, err)
	}
	_, err = w.TakeInvitation(ctx, invitations(t, w, db, c.ID, "sms")[0], filingtest.ManagerID[12:], w.Wang.Me().Account)
	pgtest.Must(t, err)
	w.Act(t, w.Wang, c.ID, move(filing.Sign))
	w.Act(t, w.Li, c.ID, move(filing.Claim))
	w.Act(t, w.Li, c.ID, move(filing.Forward))
	w.Act(t, w.Qian, c.ID, move(filing.Claim))
	w.Act(t, w.Qian, c.ID, move(filing.FirstApprove))
	w.Approve(t, w.Qian2, c.ID)
	after, err := w.Li.RegisteredDocument(ctx, f.EntityID)
	if err != nil || len(after.Sites[1].Accesses) != 1 {
		t.Errorf("%+v, %v", after.Sites[1].Accesses, err)
	}
}

func TestCustomersAreFound(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, f.ID)
	bought := host("C-77", "")
	bought.Access.IPs = []string{"121.40.1.10"} // the address the site is reached at
	_, err := w.Li.AddResource(ctx, bought)
	pgtest.Must(t, err)
	foreign := host("C-88", "")
	foreign.Access.IPs = []string{"122.51.9.9"}
	_, err = w.Other.AddResource(ctx, foreign)
	pgtest.Must(t, err)
	for text, want := range map[string]int{"C-77": 1, "C-88": 0, "www.example.cn": 1, "example.cn": 1, "example.com": 0, "陈晓": 1, "": 1} {
		list, err := w.Li.Entities(ctx, text, 0, 9)
		if err != nil || len(list) != want {
			t.Errorf("%q finds %d, want %d: %v", text, len(list), want, err)
		}
	}
}
