package postgres_test

import (
	"encoding/json"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

const ownPassword = "Lan-Tian-2026"

// holder signs somebody up and gives the desk of the account.
func holder(t *testing.T, w *pgtest.World, name string) *postgres.Desk {
	t.Helper()
	id, _, err := w.SignUp(t.Context(), postgres.SignUp{UserName: name, Password: ownPassword, Province: "310000", Name: "王芳",
		Mobile: "13800138000", Email: "wang@example.cn"}, false)
	pgtest.Must(t, err)
	return w.As(filing.Actor{Account: id, Tier: filing.Registrant, Name: "王芳"})
}

func TestCloseAccount(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	wang := holder(t, w, "王芳_1990")
	f := w.Forward(t, db, wang, filingtest.Person())
	if err := wang.CloseAccount(ctx, ownPassword); !hasFlaw(err, filing.FilingsOpen) {
		t.Errorf("closed with a filing under way: %v", err)
	}
	w.Approve(t, w.Zhao, f.ID)
	f, err := wang.Filing(ctx, f.ID)
	pgtest.Must(t, err)
	w.SetFilingPassword(t, db, f.EntityID, "abc12345")
	if err := wang.CloseAccount(ctx, "Wrong-2026"); !hasFlaw(err, filing.PasswordWrong) {
		t.Errorf("closed without the password: %v", err)
	}
	if left, err := wang.Farewell(ctx); err != nil || left.Open != 0 || left.Orphans != 1 {
		t.Errorf("what closing means: %+v %v", left, err)
	}
	pgtest.Must(t, wang.CloseAccount(ctx, ownPassword))

	var row string
	pgtest.Must(t, db.QueryRow(ctx, `SELECT row_to_json(a)::text FROM account a WHERE id = $1`, wang.Me().Account).Scan(&row))
	for _, word := range []string{"王芳", "1990"} {
		if strings.Contains(row, word) {
			t.Errorf("the account still says %s: %s", word, row)
		}
	}
	var kept int
	pgtest.Must(t, db.QueryRow(ctx, `SELECT (SELECT count(*) FROM message WHERE account_id = $1 AND (body IS NOT NULL OR recipient <> ''))
		+ (SELECT count(*) FROM account_code WHERE account_id = $1) + (SELECT count(*) FROM entity_account WHERE account_id = $1)`,
		wang.Me().Account).Scan(&kept))
	if kept != 0 {
		t.Errorf("%d rows about the person are left", kept)
	}
	for _, name := range []string{"王芳_1990"} {
		if err := w.UserNameFree(ctx, name); !hasFlaw(err, filing.UserNameTaken) {
			t.Errorf("the name of a closed account is free: %v", err)
		}
		_, _, err = w.SignUp(ctx, postgres.SignUp{UserName: name, Password: ownPassword, Province: "310000", Name: "许文",
			Mobile: "13900139000", Email: "xu@example.cn"}, false)
		if !hasFlaw(err, filing.UserNameTaken) {
			t.Errorf("the name of a closed account is given again: %v", err)
		}
	}
	if _, err := w.CheckPassword(ctx, filing.Registrant, "王芳_1990", ownPassword); !hasFlaw(err, filing.PasswordWrong) {
		t.Errorf("a closed account lets in: %v", err)
	}
	e, _, err := w.Zhao.Entity(ctx, f.EntityID)
	if err != nil || e.CancelledAt != nil {
		t.Errorf("the entity stays in force: %+v %v", e, err)
	}
	if _, err := w.Owner2.TakeEntity(ctx, string(e.Number), "abc12345"); err != nil {
		t.Errorf("the entity cannot be taken over: %v", err)
	}
	if err := wang.CloseAccount(ctx, ownPassword); err == nil {
		t.Error("closed twice")
	}
	var noted int
	pgtest.Must(t, db.QueryRow(ctx, `SELECT count(*) FROM account_event WHERE account_id = $1 AND action = 'closed'`, wang.Me().Account).Scan(&noted))
	if noted != 1 {
		t.Errorf("closing stands %d times in the list", noted)
	}
}

func TestExportHoldsEverythingOfThePerson(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	wang := holder(t, w, "wangfang2")
	f := w.Forward(t, db, wang, filingtest.Person())
	pgtest.Must(t, w.Zhao.Disclose(ctx, f.ID, "case", "核对来电"))
	w.Approve(t, w.Zhao, f.ID)
	if _, err := wang.Export(ctx, "Wrong-2026"); !hasFlaw(err, filing.PasswordWrong) {
		t.Errorf("exported without the password: %v", err)
	}
	x, err := wang.Export(ctx, ownPassword)
	pgtest.Must(t, err)
	if len(x.Entities) != 1 || len(x.Filings) != 1 || len(x.Filings[0].Papers) == 0 || len(x.Filings[0].Events) < 5 ||
		len(x.Messages) == 0 || len(x.Looks) != 1 || x.Account.Mobile != "13800138000" {
		t.Errorf("%+v", x)
	}
	data, err := json.Marshal(x)
	pgtest.Must(t, err)
	for _, word := range []string{"wangfang2", f.Receipt, filingtest.Person().Entity.CertificateNumber, "核对来电"} {
		if !strings.Contains(string(data), word) {
			t.Errorf("%s is missing", word)
		}
	}
	if strings.Contains(string(data), "赵敏") {
		t.Error("names of staff leave the house")
	}
	if other, err := holder(t, w, "wangfang3").Export(ctx, ownPassword); err != nil || len(other.Filings)+len(other.Entities)+len(other.Looks) != 0 {
		t.Errorf("a stranger exports %+v %v", other, err)
	}
}
