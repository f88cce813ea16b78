package postgres_test

import (
	"errors"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/internal/zh"
)

// approved is a person's entity with one site at 云帆.
func approved(t *testing.T) *filed {
	t.Helper()
	w, db := world(t)
	return file(t, w, db, filingtest.Person())
}

func (x *filed) open(o postgres.Opening) error {
	o.Entity, o.Channel = x.entity, "provider"
	_, err := x.Wang.Open(x.t.Context(), o)
	return err
}

func (x *filed) submit(f postgres.Filing) error {
	x.t.Helper()
	x.Bring(x.t, x.Wang, f.ID, filing.Registrant)
	_, err := x.Wang.Act(x.t.Context(), f.ID, move(filing.Submit))
	return err
}

func (x *filed) second() {
	x.t.Helper()
	x.through(x.begin(postgres.Opening{Kind: filing.AddSite, Provider: x.Provider}, func(d *filing.Document) {
		filingtest.Fill(&d.Sites[0], true, "example.net.cn", "121.40.1.11")
	}), x.Li, func(*filing.Document) {})
}

func wantFlaw(t *testing.T, what string, err error, flaw filing.Flaw) filing.Problem {
	t.Helper()
	var problems filing.Problems
	errors.As(err, &problems)
	for _, p := range problems {
		if p.Flaw == flaw {
			return p
		}
	}
	t.Errorf("%s: %v %+v, want %s", what, err, problems, flaw)
	return filing.Problem{}
}

func TestOpeningAboutAStrangersEntity(t *testing.T) {
	x := approved(t)
	for _, k := range filing.Kinds {
		if k.FromRegister() {
			_, err := x.Owner2.Open(t.Context(), postgres.Opening{Kind: k, Entity: x.entity, Provider: x.Provider, Service: x.site(1, filing.Website),
				Password: filingPassword})
			if !errors.Is(err, filing.ErrNotFound) {
				t.Errorf("kind %d: %v", k, err)
			}
		}
	}
	for _, d := range []*postgres.Desk{x.Li, x.Zhao, x.Zhou} {
		var refused *filing.TransitionError
		if _, err := d.Open(t.Context(), postgres.Opening{Kind: filing.CancelEntity, Entity: x.entity}); !errors.As(err, &refused) {
			t.Errorf("opened by the %s: %v", d.Me().Tier, err)
		}
	}
}

func TestTakeEntity(t *testing.T) {
	x := approved(t)
	ctx := t.Context()
	for _, number := range []string{string(x.number), "沪ICP备2026999999号", "nonsense"} {
		_, err := x.Owner2.TakeEntity(ctx, number, "wrong-password")
		if p := wantFlaw(t, number, err, filing.PasswordWrong); p.Path != "filing_password" {
			t.Errorf("%s: %+v", number, p)
		}
	}
	got, err := x.Owner2.TakeEntity(ctx, "沪icp备2026000001", filingPassword)
	pgtest.Must(t, err)
	if list, err := x.Owner2.Entities(ctx, "", 0, 10); err != nil || got != x.entity || len(list) != 1 {
		t.Errorf("took %d, portfolio %v, %v", got, list, err)
	}
	for range 5 {
		_, err = x.Wang.TakeEntity(ctx, string(x.number), "guess")
	}
	if p := wantFlaw(t, "the fifth try", err, filing.PasswordWrong); p.Number != 0 {
		t.Errorf("%d tries left after five", p.Number)
	}
	_, err = x.Wang.TakeEntity(ctx, string(x.number), filingPassword)
	wantFlaw(t, "the sixth try, though right", err, filing.TooOften)
	if _, err := x.Li.TakeEntity(ctx, string(x.number), filingPassword); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("taken by a provider: %v", err)
	}
}

func TestFilingPasswordIsAskedFor(t *testing.T) {
	x := approved(t)
	ctx := t.Context()
	other := x.Other.Me().Provider
	fill := func(d *filing.Document) { filingtest.Fill(&d.Sites[0], true, "example.net.cn", "122.51.0.9") }
	f := x.begin(postgres.Opening{Kind: filing.AddSite, Provider: other}, fill)
	if p := wantFlaw(t, "a site at another provider", x.submit(f), filing.Missing); p.Path != "filing_password" {
		t.Errorf("%+v", p)
	}
	wantFlaw(t, "a wrong password", x.Wang.GiveFilingPassword(ctx, f.ID, "wrong"), filing.PasswordWrong)
	pgtest.Must(t, x.Wang.GiveFilingPassword(ctx, f.ID, filingPassword))
	pgtest.Must(t, x.submit(f))
	x.Act(t, x.Wang, f.ID, move(filing.Withdraw))

	wantFlaw(t, "the entity without the password", x.submit(x.begin(postgres.Opening{Kind: filing.CancelEntity}, nil)), filing.Missing)
	wantFlaw(t, "the entity with a wrong one", x.open(postgres.Opening{Kind: filing.CancelEntity, Password: "wrong"}), filing.PasswordWrong)
	own := x.begin(postgres.Opening{Kind: filing.AddSite, Provider: x.Provider}, func(d *filing.Document) {
		filingtest.Fill(&d.Sites[0], true, "example.net.cn", "121.40.1.12")
	})
	pgtest.Must(t, x.submit(own)) // none is needed where the entity is known
}

func TestWhatAChangeMayNotAlter(t *testing.T) {
	x := approved(t)
	for _, c := range []struct {
		name   string
		change func(*filing.Document)
		path   filing.Path
		flaw   filing.Flaw
	}{
		{"nothing", func(*filing.Document) {}, "", filing.NothingChanged},
		{"province", func(d *filing.Document) {
			d.Entity.Province, d.Entity.City, d.Entity.County = "330000", "330100", "330106"
		}, "entity.province", filing.ProvinceFixed},
		{"certificate", func(d *filing.Document) { d.Entity.CertificateNumber = filingtest.EditorID }, "entity.certificate_number", filing.Fixed},
		{"another domain", func(d *filing.Document) { d.Sites[0].Domains = []string{"example.cn", "example.com"} }, "sites.1.domains", filing.DomainFixed},
		{"a wildcard", func(d *filing.Document) { d.Sites[0].Domains = []string{"*.example.cn"} }, "sites.1.domains", filing.DomainFixed},
		{"no domain", func(d *filing.Document) { d.Sites[0].Domains = nil }, "sites.1.domains", filing.Missing},
		{"address only", func(d *filing.Document) { d.Sites[0].IPOnly = true }, "sites.1.ip_only", filing.Fixed},
		{"service", func(d *filing.Document) { filingtest.AsApp(&d.Sites[0], filing.App) }, "sites.1.service", filing.Fixed},
		{"a new site", func(d *filing.Document) {
			filingtest.Fill(d.AddSite(), true, "example.net.cn", "121.40.1.12")
		}, "sites.2.names", filing.NewService},
		{"no access", func(d *filing.Document) { d.Sites[0].Accesses = nil }, "sites.1.accesses", filing.NoAccess},
		{"another's address", func(d *filing.Document) { d.Sites[0].Accesses[0].IPs = []string{"122.51.0.1"} }, "", filing.OutsideProvider},
	} {
		err := x.submit(x.begin(postgres.Opening{Kind: filing.Change}, c.change))
		if p := wantFlaw(t, c.name, err, c.flaw); c.path != "" && p.Path != c.path {
			t.Errorf("%s: at %s, want %s", c.name, p.Path, c.path)
		}
	}
}

func TestChangeStartsFromWhatIsInForce(t *testing.T) {
	x := approved(t)
	late := x.begin(postgres.Opening{Kind: filing.Change}, func(d *filing.Document) { d.Sites[0].Names = []string{"晓云的旅行笔记"} })
	x.through(x.begin(postgres.Opening{Kind: filing.Change}, func(d *filing.Document) { d.Sites[0].Languages = []int{1, 3} }), x.Li, func(*filing.Document) {})
	wantFlaw(t, "a draft from before", x.submit(late), filing.Outdated)
	pgtest.Must(t, x.submit(x.begin(postgres.Opening{Kind: filing.Change}, func(d *filing.Document) { d.Sites[0].Names = []string{"晓云的旅行笔记"} })))
}

func TestDroppedDomainIsFree(t *testing.T) {
	w, db := world(t)
	doc := filingtest.Person()
	doc.Sites[0].Domains = append(doc.Sites[0].Domains, "example.net")
	x := file(t, w, db, doc)
	x.through(x.begin(postgres.Opening{Kind: filing.Change}, func(d *filing.Document) { d.Sites[0].Domains = []string{"example.cn"} }), x.Li,
		func(*filing.Document) {})
	records, err := x.Lookup().ByNumber(t.Context(), x.site(1, filing.Website))
	pgtest.Must(t, err)
	if len(records) != 1 || len(records[0].Domains) != 1 {
		t.Errorf("the public reads %+v", records)
	}
	other := person(3)
	other.Sites[0].Domains, other.Sites[0].HomeURLs = []string{"example.net"}, []string{"example.net"}
	f := x.Forward(t, db, x.Owner2, other)
	x.Approve(t, x.Zhao, f.ID)
}

func TestOneOpenFilingOfAnEntity(t *testing.T) {
	x := approved(t)
	x.second()
	openings := map[filing.Kind]postgres.Opening{
		filing.Change:       {Kind: filing.Change},
		filing.CancelSite:   {Kind: filing.CancelSite, Service: x.site(2, filing.Website)},
		filing.CancelEntity: {Kind: filing.CancelEntity, Password: filingPassword},
		filing.AddSite:      {Kind: filing.AddSite, Provider: x.Provider},
	}
	draft := func(o postgres.Opening) postgres.Filing {
		return x.begin(o, func(d *filing.Document) {
			switch o.Kind {
			case filing.AddSite:
				filingtest.Fill(&d.Sites[0], true, "example.org.cn", "121.40.1.13")
				d.Sites[0].Names = []string{"晓云的暗房"} // the other sites have theirs
			case filing.Change:
				d.Entity.Principal.Email = "xiaoyun@example.cn"
			}
		})
	}
	for first, o := range openings {
		f := draft(o)
		pgtest.Must(t, x.submit(f))
		for second, o := range openings {
			p := wantFlaw(t, kinds(first, second), x.submit(draft(o)), filing.CertificateOpen)
			if filing.Kind(p.Number) != first {
				t.Errorf("kind %d is told of kind %d, not %d", second, p.Number, first)
			}
		}
		x.Act(t, x.Wang, f.ID, move(filing.Withdraw))
	}
}

func kinds(a, b filing.Kind) string { return zh.Kind(a) + " / " + zh.Kind(b) }

func TestLastAccessStays(t *testing.T) {
	x := approved(t)
	ctx := t.Context()
	site := x.site(1, filing.Website)
	wantFlaw(t, "the only access", x.open(postgres.Opening{Kind: filing.CancelAccess, Service: site}), filing.LastAccess)

	end := `UPDATE access SET cancelled_at = $2, ended_by = $3 WHERE site_id = (SELECT id FROM site WHERE number = $1)`
	act := func(kind filing.Kind) int64 {
		var id int64
		pgtest.Must(t, x.db.QueryRow(ctx, `
			INSERT INTO filing (receipt, kind, state, entered_at, created_at, updated_at) VALUES ($1, $2, 'draft', $3, $3, $3) RETURNING id`,
			zh.Kind(kind), kind, pgtest.Now).Scan(&id))
		return id
	}
	nested, err := x.db.Begin(ctx)
	pgtest.Must(t, err)
	if _, err := nested.Exec(ctx, end, site, pgtest.Now, act(filing.CancelAccess)); err == nil {
		t.Error("the database let the last access go")
	}
	pgtest.Must(t, nested.Rollback(ctx))
	_, err = x.db.Exec(ctx, end, site, pgtest.Now, act(filing.ForcedCancel))
	if err != nil {
		t.Errorf("a bureau's act: %v", err)
	}
}

func TestProvidersActOnTheirOwn(t *testing.T) {
	x := approved(t)
	other, site := x.Other.Me().Provider, x.site(1, filing.Website)
	for _, o := range []postgres.Opening{
		{Kind: filing.Change, Provider: other}, {Kind: filing.CancelAccess, Provider: other, Service: site},
		{Kind: filing.CancelSite, Provider: other, Service: site}, {Kind: filing.CancelEntity, Provider: other, Password: filingPassword},
	} {
		wantFlaw(t, kinds(o.Kind, o.Kind), x.open(o), filing.NotAccessedHere)
	}
	wantFlaw(t, "a second access", x.open(postgres.Opening{Kind: filing.AddAccess, Provider: x.Provider, Service: site}), filing.AlreadyAccessed)
	later := x.begin(postgres.Opening{Kind: filing.AddAccess, Service: site}, func(d *filing.Document) {
		filingtest.FillAccess(&d.Sites[0].Accesses[0], "121.40.1.12")
	})
	wantFlaw(t, "no provider yet", x.submit(later), filing.ProviderMissing)
	pgtest.Must(t, x.Wang.ChooseProvider(t.Context(), later.ID, x.Provider))
	wantFlaw(t, "a second access, chosen later", x.submit(later), filing.AlreadyAccessed)
	change := x.begin(postgres.Opening{Kind: filing.Change}, nil)
	wantFlaw(t, "a change taken elsewhere", x.Wang.ChooseProvider(t.Context(), change.ID, other), filing.Fixed)
	if err := x.open(postgres.Opening{Kind: filing.AddAccess, Provider: other, Service: x.site(7, filing.Website)}); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a site that is not there: %v", err)
	}
}

func TestCancelledStaysCancelled(t *testing.T) {
	x := approved(t)
	ctx := t.Context()
	x.second()
	second := x.site(2, filing.Website)
	late := x.begin(postgres.Opening{Kind: filing.CancelSite, Service: second}, nil)
	wrong := x.begin(postgres.Opening{Kind: filing.CancelSite, Service: second}, func(d *filing.Document) { d.Ending.Reason = filing.OtherEnding })
	wantFlaw(t, "another reason without a word", x.submit(wrong), filing.Missing)
	x.through(x.begin(postgres.Opening{Kind: filing.CancelSite, Service: second}, nil), x.Li, func(*filing.Document) {})
	wantFlaw(t, "a draft from before", x.submit(late), filing.Cancelled)
	wantFlaw(t, "the site again", x.open(postgres.Opening{Kind: filing.CancelSite, Service: second}), filing.Cancelled)

	nested, err := x.db.Begin(ctx)
	pgtest.Must(t, err)
	if _, err := nested.Exec(ctx, `UPDATE site SET names = '{新名字}' WHERE number = $1`, second); err == nil {
		t.Error("a cancelled row was changed")
	}
	pgtest.Must(t, nested.Rollback(ctx))

	f := x.begin(postgres.Opening{Kind: filing.AddSite, Provider: x.Provider}, func(d *filing.Document) {
		filingtest.Fill(&d.Sites[0], true, "example.net.cn", "121.40.1.11")
	})
	if out := x.through(f, x.Li, func(*filing.Document) {}); out.Sites[0] != x.site(3, filing.Website) {
		t.Errorf("the next site is %s", out.Sites[0])
	}
	x.through(x.begin(postgres.Opening{Kind: filing.CancelEntity, Password: filingPassword}, nil), x.Li, func(*filing.Document) {})
	for _, k := range filing.Kinds {
		if k.FromRegister() {
			wantFlaw(t, kinds(k, k), x.open(postgres.Opening{Kind: k, Service: second}), filing.Cancelled)
		}
	}
}

func TestDomainOfTheSameEntity(t *testing.T) {
	x := approved(t)
	same := x.begin(postgres.Opening{Kind: filing.AddSite, Provider: x.Provider}, func(d *filing.Document) {
		filingtest.Fill(&d.Sites[0], true, "example.cn", "121.40.1.12")
	})
	if p := wantFlaw(t, "a second site", x.submit(same), filing.DomainFiled); p.Other != string(x.site(1, filing.Website)) {
		t.Errorf("filed under %s", p.Other)
	}
	app := x.begin(postgres.Opening{Kind: filing.AddSite, Provider: x.Provider}, func(d *filing.Document) {
		filingtest.Fill(&d.Sites[0], true, "example.cn", "121.40.1.12")
		filingtest.AsApp(&d.Sites[0], filing.App)
		d.Sites[0].Domains = []string{"api.example.cn", "img.example.cn"}
	})
	if out := x.through(app, x.Li, func(*filing.Document) {}); out.Sites[0] != x.site(2, filing.App) {
		t.Errorf("issued %v", out.Sites)
	}
	stranger := person(5)
	filingtest.AsApp(&stranger.Sites[0], filing.App)
	stranger.Sites[0].Domains = []string{"pay.example.cn"}
	f := x.Draft(t, x.Owner2, stranger)
	_, err := x.Owner2.Act(t.Context(), f.ID, move(filing.Submit))
	wantFlaw(t, "a stranger's app", err, filing.DomainFiled)
}

// Filings that nobody verifies face to face go on without a sheet, and a change of
// accesses alone without the principals.
func TestForwardWithoutSheetAndSMS(t *testing.T) {
	x := approved(t)
	f := x.begin(postgres.Opening{Kind: filing.Change}, func(d *filing.Document) { d.Sites[0].Accesses[0].IPs = []string{"121.40.1.99"} })
	pgtest.Must(t, x.submit(f))
	x.Act(t, x.Li, f.ID, move(filing.Claim))
	if out := x.Act(t, x.Li, f.ID, move(filing.Forward)); out.Filing.State != filing.BureauReview {
		t.Errorf("a change of addresses is in %s", out.Filing.State)
	}
	x.Approve(t, x.Zhao, f.ID)
	person := x.begin(postgres.Opening{Kind: filing.Change}, func(d *filing.Document) {
		d.Sites[0].PrincipalSame, d.Sites[0].Principal = false, filingtest.Editor()
	})
	pgtest.Must(t, x.submit(person))
	x.Act(t, x.Li, person.ID, move(filing.Claim))
	_, err := x.Li.Act(t.Context(), person.ID, move(filing.Forward))
	wantFlaw(t, "another person in charge without a sheet", err, filing.SheetIncomplete)
	wantFlaw(t, "another person in charge without a photo", err, filing.PaperMissing)
}
