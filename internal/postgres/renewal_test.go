package postgres_test

import (
	"errors"
	"regexp"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

var passwordLink = regexp.MustCompile(`/filing-password/([A-Za-z0-9_-]+)`)

// lastPasswordLink is the newest link to a filing password that was mailed to the address, and how many were.
func lastPasswordLink(t *testing.T, w *pgtest.World, address string) (token string, mails int) {
	t.Helper()
	list, err := w.ShownLetters(t.Context(), 0, 100)
	pgtest.Must(t, err)
	for _, l := range list {
		if m := passwordLink.FindStringSubmatch(l.Body); m != nil && l.Channel == "mail" && l.To == address {
			if mails++; mails == 1 {
				token = m[1]
			}
		}
	}
	return token, mails
}

// filedPerson is an approved person in Shanghai and its first link.
func filedPerson(t *testing.T) (*pgtest.World, postgres.DB, postgres.Filing, string) {
	t.Helper()
	w, db := world(t)
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	w.Approve(t, w.Zhao, f.ID)
	pgtest.Must(t, w.TellAll(t.Context()))
	f, err := w.Wang.Filing(t.Context(), f.ID)
	pgtest.Must(t, err)
	first, mails := lastPasswordLink(t, w, "chen@example.cn")
	if mails != 1 {
		t.Fatalf("%d letters after the approval", mails)
	}
	return w, db, f, first
}

func TestRenewalByCertificate(t *testing.T) {
	w, db, f, first := filedPerson(t)
	ctx := t.Context()
	card := filing.Entity{CertificateType: filing.ResidentID, CertificateNumber: filingtest.PersonID}
	other := filing.Entity{CertificateType: filing.ResidentID, CertificateNumber: filingtest.EditorID}
	passport := filing.Entity{CertificateType: filing.Passport, CertificateNumber: filingtest.PersonID}
	const number, unknown filing.Number = "沪ICP备2026000001号", "沪ICP备2026000009号"
	w.SetFilingPassword(t, db, f.EntityID, "Vorher77")
	for _, wrong := range []struct {
		n filing.Number
		e filing.Entity
	}{{number, other}, {number, passport}, {number, filing.Entity{}}, {unknown, card}, {"", card}} {
		pgtest.Must(t, w.RenewFilingPassword(ctx, wrong.n, wrong.e))
	}
	if _, mails := lastPasswordLink(t, w, "chen@example.cn"); mails != 1 {
		t.Fatalf("what fits nothing has sent %d letters", mails-1)
	}
	pgtest.Must(t, w.RenewFilingPassword(ctx, number.Service(1, 1), card))
	second, mails := lastPasswordLink(t, w, "chen@example.cn")
	if mails != 2 || second == first {
		t.Fatalf("%d letters after the request", mails)
	}
	if _, _, err := w.OpenFilingPassword(ctx, first); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("the older link still works: %v", err)
	}
	if _, err := w.Owner2.TakeEntity(ctx, string(number), "Vorher77"); err != nil {
		t.Errorf("the old password stopped before the link was opened: %v", err)
	}
	shown, password, err := w.OpenFilingPassword(ctx, second)
	if err != nil || shown != number {
		t.Fatalf("%s: %v", shown, err)
	}
	if _, err := w.Owner2.TakeEntity(ctx, string(number), "Vorher77"); err == nil {
		t.Error("the old password works beside the new one")
	}
	if _, err := w.Owner2.TakeEntity(ctx, string(number), password); err != nil {
		t.Errorf("the new password does not work: %v", err)
	}
	for range 5 { // the mailbox is flooded by nobody
		pgtest.Must(t, w.RenewFilingPassword(ctx, number, card))
	}
	if _, mails := lastPasswordLink(t, w, "chen@example.cn"); mails != 4 {
		t.Errorf("%d letters, want the first and three more", mails)
	}
}

func TestRenewalThroughTheProvider(t *testing.T) {
	w, db, f, first := filedPerson(t)
	ctx := t.Context()
	if _, ok := problemAt(w.Li.RenewPassword(ctx, f.EntityID, " "), "proof"); !ok {
		t.Error("no proof was asked for")
	}
	pgtest.Must(t, w.Li.RenewPassword(ctx, f.EntityID, "到营业厅出示身份证"))
	second, mails := lastPasswordLink(t, w, "chen@example.cn")
	if mails != 2 || second == first {
		t.Fatalf("%d letters", mails)
	}
	list, err := w.Li2.Renewals(ctx, f.EntityID)
	if err != nil || len(list) != 1 || list[0].By != "李强" || list[0].Proof != "到营业厅出示身份证" || !list[0].Staff {
		t.Errorf("recorded %+v, %v", list, err)
	}
	if list, err = w.Wang.Renewals(ctx, f.EntityID); err != nil || len(list) != 1 || list[0].By != "" || list[0].Proof != "" {
		t.Errorf("the owner is shown %+v, %v", list, err)
	}
	for who, d := range map[string]*postgres.Desk{"owner": w.Wang, "bureau": w.Zhao, "another provider": w.Other} {
		if err := d.RenewPassword(ctx, f.EntityID, "电话"); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("by the %s: %v", who, err)
		}
	}
	_, err = db.Exec(ctx, `UPDATE access SET provider_id = $1`, w.Other.Me().Provider)
	pgtest.Must(t, err)
	if err := w.Li.RenewPassword(ctx, f.EntityID, "电话"); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("for a former customer: %v", err)
	}
}

// problemAt finds a problem at a path in an error.
func problemAt(err error, path filing.Path) (filing.Problem, bool) {
	var list filing.Problems
	if !errors.As(err, &list) {
		return filing.Problem{}, false
	}
	return list.At(path)
}
