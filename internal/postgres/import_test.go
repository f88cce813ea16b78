package postgres_test

import (
	"errors"
	"net/netip"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// imported is a store with one bureau and one provider, ready to take a register in.
func imported(t *testing.T) (*postgres.Store, pgx.Tx, int64) {
	t.Helper()
	store, tx := pgtest.StoreTx(t)
	id, err := store.ImportAccount(t.Context(), postgres.AccountEntry{Tier: filing.Ministry, Role: filing.Admin, UserName: "zhouyuan",
		Name: "周远", PasswordHash: "x"})
	if err != nil {
		t.Fatal(err)
	}
	desk := store.As(filing.Actor{Account: id, Tier: filing.Ministry, Role: filing.Admin})
	if err := desk.SetBureau(t.Context(), postgres.BureauOffice{Province: "310000", Name: "上海市通信管理局", SMS: true}); err != nil {
		t.Fatal(err)
	}
	provider, err := desk.AddProvider(t.Context(), postgres.AccessProvider{Slug: "yunfan", Name: "云帆数据科技有限公司", Licence: "B1-20120001", Province: "310000"})
	if err != nil {
		t.Fatal(err)
	}
	ips := ident.IPRange{Start: netip.MustParseAddr("101.64.0.0"), End: netip.MustParseAddr("101.64.0.255")}
	if err := desk.AddRange(t.Context(), provider, ips, ""); err != nil {
		t.Fatal(err)
	}
	return store, tx, provider
}

func gardenEntry(provider int64) postgres.EntityEntry {
	entity := filing.Entity{Name: "上海芳草地园艺有限公司", Nature: filing.Enterprise, CertificateType: filing.BusinessLicence,
		CertificateNumber:  ident.MakeCreditCode("91", "310101", "MA1FL000"),
		CertificateAddress: "上海市黄浦区云杉路12号3幢205室", PostalSame: true, Province: "310000", City: "310100", County: "310101",
		Principal: filing.Principal{Name: "王芳", CertificateType: filing.ResidentID,
			CertificateNumber: string(ident.MakeResidentID("310101", time.Date(1986, 4, 9, 0, 0, 0, 0, time.UTC), 24)),
			Mobiles:           []string{"15400000001"}, EmergencyPhone: "15400000002", Email: "wangfang@example.com"}}
	doc := filing.Document{Entity: entity}
	s := doc.AddSite()
	s.Number, s.Names, s.Domains, s.HomeURLs, s.Contents = "沪ICP备2024000007号-2", []string{"芳草地园艺"}, []string{"fangcaodi26.cn"},
		[]string{"https://www.fangcaodi26.cn/"}, []int{8}
	s.Accesses[0].Method, s.Accesses[0].IPs, s.Accesses[0].Places = 2, []string{"101.64.0.9"}, []string{"310000"}
	at := time.Date(2024, 5, 6, 2, 0, 0, 0, time.UTC)
	return postgres.EntityEntry{Number: "沪ICP备2024000007号", Entity: entity, ApprovedAt: at,
		Sites: []postgres.SiteEntry{{Site: *s, Providers: []int64{provider}, ApprovedAt: at}}}
}

func TestImportEntities(t *testing.T) {
	store, tx, provider := imported(t)
	if err := store.ImportEntities(t.Context(), []postgres.EntityEntry{gardenEntry(provider)}); err != nil {
		t.Fatal(err)
	}
	found, err := store.Lookup().ByKey(t.Context(), "fangcaodi26.cn")
	if err != nil || len(found) != 1 {
		t.Fatalf("%d records, %v", len(found), err)
	}
	if r := found[0]; r.Number != "沪ICP备2024000007号-2" || r.HomeURLs[0] != "www.fangcaodi26.cn" || r.UnitName != "上海芳草地园艺有限公司" {
		t.Errorf("the public reads %+v", r)
	}
	var next, last int
	if err := tx.QueryRow(t.Context(), `SELECT next_sequence, (SELECT last FROM number_counter WHERE province = '310000' AND year = 2024) FROM entity`).
		Scan(&next, &last); err != nil {
		t.Fatal(err)
	}
	if next != 3 || last != 7 {
		t.Errorf("the next service is %d and the last number %d, want 3 and 7", next, last)
	}
}

func TestImportEntitiesCancelled(t *testing.T) {
	store, _, provider := imported(t)
	old := gardenEntry(provider)
	ended := old.ApprovedAt.AddDate(1, 0, 0)
	old.CancelledAt = &ended
	again := gardenEntry(provider)
	again.Number, again.Sites[0].Site.Number = "沪ICP备2025000001号", "沪ICP备2025000001号-1"
	if err := store.ImportEntities(t.Context(), []postgres.EntityEntry{old, again}); err != nil {
		t.Fatalf("certificate and domain are not free after a cancellation: %v", err)
	}
}

func TestImportEntitiesRefuses(t *testing.T) {
	for name, spoil := range map[string]func(e *postgres.EntityEntry){
		"a number that is none":             func(e *postgres.EntityEntry) { e.Number = "沪2024000007" },
		"a number of another province":      func(e *postgres.EntityEntry) { e.Number = "京ICP备2024000007号" },
		"a service of another entity":       func(e *postgres.EntityEntry) { e.Sites[0].Site.Number = "沪ICP备2024000008号-1" },
		"a service without a number":        func(e *postgres.EntityEntry) { e.Sites[0].Site.Number = "沪ICP备2024000007号" },
		"an access without a provider":      func(e *postgres.EntityEntry) { e.Sites[0].Providers = nil },
		"a wrong check digit":               func(e *postgres.EntityEntry) { e.Entity.CertificateNumber = "913101011234567890" },
		"a domain below another":            func(e *postgres.EntityEntry) { e.Sites[0].Site.Domains[0] = "shop.fangcaodi26.cn" },
		"an address outside the provider's": func(e *postgres.EntityEntry) { e.Sites[0].Site.Accesses[0].IPs[0] = "101.65.0.9" },
	} {
		t.Run(name, func(t *testing.T) {
			store, tx, provider := imported(t)
			e := gardenEntry(provider)
			spoil(&e)
			if err := store.ImportEntities(t.Context(), []postgres.EntityEntry{e}); err == nil {
				t.Fatal("imported")
			}
			var rows int
			if err := tx.QueryRow(t.Context(), `SELECT count(*) FROM entity`).Scan(&rows); err != nil || rows != 0 {
				t.Errorf("%d rows are left, %v", rows, err)
			}
		})
	}
}

func TestImportAccount(t *testing.T) {
	store := pgtest.Store(t)
	a := postgres.AccountEntry{Tier: filing.Registrant, UserName: "WangFang", Name: "王芳", Mobile: "15400000001", PasswordHash: "x"}
	if _, err := store.ImportAccount(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	var problems filing.Problems
	a.UserName = "wangfang"
	if _, err := store.ImportAccount(t.Context(), a); !errors.As(err, &problems) || problems[0].Flaw != filing.UserNameTaken {
		t.Errorf("a second spelling of one user name gives %v", err)
	}
	a.UserName = "123456"
	if _, err := store.ImportAccount(t.Context(), a); ident.FaultOf(err) == nil {
		t.Errorf("digits as a user name give %v", err)
	}
}

func TestWhole(t *testing.T) {
	store := pgtest.Store(t)
	a := postgres.AccountEntry{Tier: filing.Registrant, UserName: "wangfang", Name: "王芳", PasswordHash: "x"}
	stop := errors.New("stop")
	err := store.Whole(t.Context(), 1, func(part *postgres.Store) error {
		if _, err := part.ImportAccount(t.Context(), a); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) {
		t.Fatal(err)
	}
	if _, err := store.ImportAccount(t.Context(), a); err != nil {
		t.Errorf("what a failed whole did is still there: %v", err)
	}
}
