package postgres_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
	"beian/internal/region"
	"beian/internal/rules"
)

// administrator is the administrator of Shanghai's bureau.
func administrator(t *testing.T, w *pgtest.World, db postgres.DB) *postgres.Desk {
	t.Helper()
	a := filing.Actor{Tier: filing.Bureau, Role: filing.Admin, Province: "310000", Name: "孙晴"}
	pgtest.Must(t, db.QueryRow(t.Context(), `INSERT INTO account (tier, role, user_name, user_name_key, name, province, password_hash, created_at)
		VALUES ('bureau', 'admin', 'sunqing', 'sunqing', '孙晴', '310000', '', $1) RETURNING id`, pgtest.Now).Scan(&a.Account))
	return w.As(a)
}

// TestRulesAreLaidDown: a new system has the rules of all 31 provinces, readable as they were written.
func TestRulesAreLaidDown(t *testing.T) {
	w, _ := world(t)
	want, err := rules.Provinces()
	pgtest.Must(t, err)
	for _, e := range want {
		got, err := w.Wang.RulesOf(t.Context(), e.Province, e.Version)
		pgtest.Must(t, err)
		if got.ValidFrom != e.ValidFrom || got.Footer != e.Footer || len(got.Rules) != len(e.Rules) {
			t.Fatalf("%s: %+v", e.Province, got)
		}
		for i, r := range got.Rules {
			if r.Code != e.Rules[i].Code || r.Need != e.Rules[i].Need || !slices.Equal(r.Natures, e.Rules[i].Natures) || r.Source != e.Rules[i].Source {
				t.Errorf("%s: %+v", e.Province, r)
			}
		}
	}
	for _, p := range region.Provinces() {
		if e, err := w.Wang.Rules(t.Context(), p.Code); err != nil || len(e.Rules) == 0 {
			t.Errorf("%s: %v %d", p.Abbr, err, len(e.Rules))
		}
	}
}

// TestRulesStopASubmission: Shanghai wants a person to be of age; the problem stands at the field.
func TestRulesStopASubmission(t *testing.T) {
	w, _ := world(t)
	doc := filingtest.Person()
	doc.Entity.CertificateNumber = string(ident.MakeResidentID("310101", pgtest.Now.AddDate(-17, 0, 0), 28))
	f := w.Draft(t, w.Wang, doc)
	_, err := w.Wang.Act(t.Context(), f.ID, move(filing.Submit))
	var found filing.Problems
	if !errors.As(err, &found) {
		t.Fatal(err)
	}
	if p, ok := found.At("entity.certificate_number"); !ok || p.Flaw != filing.ProvinceRule || p.Other != "adult-person" || p.Warning {
		t.Errorf("%+v", found)
	}
	_, err = w.Wang.Save(t.Context(), f.ID, 0, func(d *filing.Document) { d.Entity.CertificateNumber = filingtest.PersonID })
	pgtest.Must(t, err)
	out := w.Act(t, w.Wang, f.ID, move(filing.Submit))
	if in, err := w.Wang.Rules(t.Context(), "310000"); err != nil || out.Filing.RulesVersion != in.Version || in.Version != 2 {
		t.Errorf("judged by version %d, in force %d, %v", out.Filing.RulesVersion, in.Version, err)
	}
}

// edition is the edition in force with one rule more.
func edition(t *testing.T, d *postgres.Desk, from calendar.Date, more ...rules.Rule) postgres.RuleEdition {
	t.Helper()
	e, err := d.Rules(t.Context(), "310000")
	pgtest.Must(t, err)
	e.ValidFrom, e.Note = from, "增加一条"
	e.Rules = append(e.Rules, more...)
	return e
}

var noAlbums = rules.Rule{Code: "no-albums", Severity: rules.Error, At: "site.names", Need: `not site.names contains ["笔记"]`,
	Message: "名称不能带“笔记”", Source: "测试"}

// TestAFilingKeepsItsRules: what has been submitted is judged by the rules of its day, a later one by
// the new ones, and a new edition waits for its day.
func TestAFilingKeepsItsRules(t *testing.T) {
	now := pgtest.Now
	w, db := world(t)
	s := w.Store.At(func() time.Time { return now })
	admin := administrator(t, w, db)
	at := func(d *postgres.Desk) *postgres.Desk { return s.As(d.Me()) }
	before := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, before.ID, move(filing.Submit))

	day := calendar.DateOf(pgtest.Now).AddDays(3)
	version, err := admin.SaveRules(t.Context(), edition(t, admin, day, noAlbums))
	if err != nil || version != 3 {
		t.Fatal(version, err)
	}
	if e, _ := admin.Rules(t.Context(), "310000"); e.Version != 2 {
		t.Errorf("version %d is in force before its day", e.Version)
	}
	now = now.AddDate(0, 0, 4)
	if e, _ := at(w.Wang).Rules(t.Context(), "310000"); e.Version != 3 || e.By != "" && e.By != "孙晴" {
		t.Errorf("in force: %d by %s", e.Version, e.By)
	}
	f, err := at(w.Wang).Filing(t.Context(), before.ID)
	pgtest.Must(t, err)
	if found, err := at(w.Wang).Preflight(t.Context(), f); err != nil || len(found) != 0 {
		t.Errorf("the one in hand: %v %v", found, err)
	}
	pgtest.Must(t, func() error { // sent back and handed in again, it still is
		w.Act(t, at(w.Li), f.ID, move(filing.Claim))
		_, err := at(w.Li).Act(t.Context(), f.ID, postgres.Move{Action: filing.ReturnToRegistrant, Detail: filing.Detail{Marks: []filing.Mark{{Path: "entity.name", Note: "核对"}}}})
		if err == nil {
			_, err = at(w.Wang).Act(t.Context(), f.ID, move(filing.Submit))
		}
		return err
	}())
	other := filingtest.Person()
	other.Entity.CertificateNumber = filingtest.ManagerID
	other.Sites[0].Domains, other.Sites[0].HomeURLs = []string{"example.org.cn"}, []string{"www.example.org.cn"}
	later := w.Draft(t, w.Owner2, other)
	if found, err := at(w.Owner2).Preflight(t.Context(), later); err != nil || len(found) != 1 || found[0].Other != "no-albums" {
		t.Errorf("a new one: %+v %v", found, err)
	}
}

// TestTryRules counts what a rule would say of the open filings before it is made.
func TestTryRules(t *testing.T) {
	w, db := world(t)
	admin := administrator(t, w, db)
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	list := edition(t, admin, calendar.DateOf(pgtest.Now), noAlbums).Rules
	pgtest.Must(t, rules.CompileAll(list))
	got, err := admin.TryRules(t.Context(), list)
	if err != nil || got.Filings != 1 || got.Stopped != 1 || got.ByRule["no-albums"] != 1 || got.Example != f.Receipt {
		t.Errorf("%+v %v", got, err)
	}
	for who, d := range map[string]*postgres.Desk{"reviewer": w.Zhao, "owner": w.Wang, "ministry": w.Zhou} {
		if _, err := d.TryRules(t.Context(), list); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("tried by the %s: %v", who, err)
		}
		if _, err := d.SaveRules(t.Context(), edition(t, admin, calendar.DateOf(pgtest.Now))); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("saved by the %s: %v", who, err)
		}
	}
}

// TestSaveRulesRefuses names what is wrong with an edition, and a second tab.
func TestSaveRulesRefuses(t *testing.T) {
	w, db := world(t)
	admin := administrator(t, w, db)
	today := calendar.DateOf(pgtest.Now)
	for path, spoil := range map[filing.Path]func(*postgres.RuleEdition){
		"from": func(e *postgres.RuleEdition) { e.ValidFrom = today.AddDays(-1) },
		"note": func(e *postgres.RuleEdition) { e.Note = " " },
		"need": func(e *postgres.RuleEdition) { e.Rules[0].Need = "sites" },
		"code": func(e *postgres.RuleEdition) { e.Rules = append(e.Rules, e.Rules[0]) },
	} {
		e := edition(t, admin, today)
		spoil(&e)
		_, err := admin.SaveRules(t.Context(), e)
		var found filing.Problems
		if !errors.As(err, &found) || found[0].Path != path {
			t.Errorf("%s: %v", path, err)
		}
	}
	e := edition(t, admin, today)
	if _, err := admin.SaveRules(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if _, err := admin.SaveRules(t.Context(), e); !errors.Is(err, filing.ErrStale) {
		t.Errorf("a second time: %v", err)
	}
	if list, err := admin.RuleEditions(t.Context(), "310000"); err != nil || len(list) != 3 || list[0].By != "孙晴" {
		t.Errorf("%+v %v", list, err)
	}
}

// Guangdong asks for the entity's number at the foot; a bureau that changes its rules changes it everywhere.
func TestFooterNumber(t *testing.T) {
	store := pgtest.Store(t)
	for number, want := range map[filing.Number]filing.Number{
		"粤ICP备2026000001号-2": "粤ICP备2026000001号", "沪ICP备2026000001号-2": "沪ICP备2026000001号-2", "粤ICP备2026000001号": "粤ICP备2026000001号",
	} {
		if got, err := store.FooterNumber(t.Context(), number); err != nil || got != want {
			t.Errorf("%s shows %s, want %s: %v", number, got, want, err)
		}
	}
}
