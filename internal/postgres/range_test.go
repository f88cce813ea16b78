package postgres_test

import (
	"errors"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestRangesOfAProvider(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, f.ID)
	me := w.Li.Me()
	me.Role = filing.Admin
	admin := w.As(me)
	add := func(text string) error {
		r, err := ident.ParseIPRange(text)
		pgtest.Must(t, err)
		return admin.AddRange(ctx, w.Provider, r, "")
	}
	pgtest.Must(t, add("9.9.9.0/24"))
	for text, want := range map[string]filing.Problem{
		"122.51.3.0/24":   {Text: "122.51.0.0-122.51.255.255", Other: "北辰网络有限公司"},
		"9.9.9.7":         {Text: "9.9.9.0-9.9.9.255", Other: "云帆数据科技有限公司"},
		"9.9.8.0-9.9.9.0": {Text: "9.9.9.0-9.9.9.255", Other: "云帆数据科技有限公司"},
		"2408:4001:1::1":  {Text: "2408:4001::-2408:4001:ffff:ffff:ffff:ffff:ffff:ffff", Other: "云帆数据科技有限公司"},
	} {
		p, ok := problemAt(add(text), "ranges")
		if !ok || p.Flaw != filing.RangeTaken || p.Text != want.Text || p.Other != want.Other {
			t.Errorf("%s: %+v", text, p)
		}
	}
	list, err := admin.Ranges(ctx, w.Provider)
	if err != nil || len(list) != 3 || list[0].String() != "9.9.9.0-9.9.9.255" {
		t.Fatalf("%+v, %v", list, err)
	}
	if p, ok := problemAt(admin.RemoveRange(ctx, list[1].ID), ""); !ok || p.Flaw != filing.RangeUsed || p.Number != 1 {
		t.Errorf("a range in use: %+v", p)
	}
	for who, d := range map[string]*postgres.Desk{"verifier": w.Li, "another provider": w.Other, "owner": w.Wang, "bureau": w.Zhao} {
		if err := d.RemoveRange(ctx, list[0].ID); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("by the %s: %v", who, err)
		}
	}
	pgtest.Must(t, admin.RemoveRange(ctx, list[0].ID))
	if err := admin.RemoveRange(ctx, list[0].ID); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
}

func TestProfileOfAProvider(t *testing.T) {
	w, _ := world(t)
	ctx := t.Context()
	me := w.Li.Me()
	me.Role = filing.Admin
	said := postgres.AccessProvider{ID: w.Other.Me().Provider, Name: "别的名字", Slug: "x", Phone: " 400-100-2000 ", Address: "上海市", Intro: "云", Methods: []int{3}}
	pgtest.Must(t, w.As(me).SetProfile(ctx, said))
	got, err := w.Wang.Provider(ctx, w.Provider)
	if err != nil || got.Phone != "400-100-2000" || got.Intro != "云" || len(got.Methods) != 1 || got.Name != "云帆数据科技有限公司" || got.Slug != "yunfan" {
		t.Errorf("%+v, %v", got, err)
	}
	said.Methods = []int{99}
	if p, ok := problemAt(w.As(me).SetProfile(ctx, said), "methods"); !ok || p.Flaw != filing.NotListed {
		t.Errorf("an unknown method: %+v", p)
	}
	for who, d := range map[string]*postgres.Desk{"verifier": w.Li, "owner": w.Wang, "ministry": w.Zhou} {
		if err := d.SetProfile(ctx, said); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("by the %s: %v", who, err)
		}
	}
}
