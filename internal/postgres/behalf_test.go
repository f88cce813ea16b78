package postgres_test

import (
	"errors"
	"regexp"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

var signLink = regexp.MustCompile(`/sign/([A-Za-z0-9_-]+)`)

// invitations are the links in the letters of one filing, newest first, by channel.
func invitations(t *testing.T, w *pgtest.World, db postgres.DB, id int64, channel string) (tokens []string) {
	t.Helper()
	rows, err := db.Query(t.Context(), `SELECT body FROM message WHERE filing_id = $1 AND channel = $2 AND body IS NOT NULL ORDER BY id DESC`, id, channel)
	pgtest.Must(t, err)
	bodies, err := pgx.CollectRows(rows, pgx.RowTo[[]byte])
	pgtest.Must(t, err)
	for _, sealed := range bodies {
		text, err := w.Keys.OpenString("message", sealed)
		pgtest.Must(t, err)
		if m := signLink.FindStringSubmatch(text); m != nil {
			tokens = append(tokens, m[1])
		}
	}
	return tokens
}

// offered is a filing of Person on behalf that waits for its owner's signature, and the tokens of its two links.
func offered(t *testing.T, w *pgtest.World, db postgres.DB) (f postgres.Filing, sms, mail string) {
	t.Helper()
	f, err := w.Li.OpenOnBehalf(t.Context(), postgres.Opening{Kind: filing.FirstFiling, Document: filingtest.Person()})
	pgtest.Must(t, err)
	f = w.Act(t, w.Li, f.ID, move(filing.SubmitOnBehalf)).Filing
	return f, invitations(t, w, db, f.ID, "sms")[0], invitations(t, w, db, f.ID, "mail")[0]
}

func tail() string { return filingtest.PersonID[12:] }

func TestOnBehalfToSignature(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f, sms, mail := offered(t, w, db)
	if f.State != filing.OwnerSignature || f.OwnerID != 0 || !f.OnBehalf {
		t.Fatalf("%+v", f)
	}
	if n := claims(t, db, f.ID); n != 0 {
		t.Errorf("%d claims before the signature", n)
	}
	// Another owner may still come first: claims begin when somebody signs.
	if i, err := w.SignatureLink(ctx, sms); err != nil || i.Filing != f.ID || i.Provider != "云帆数据科技有限公司" {
		t.Fatalf("%+v, %v", i, err)
	}
	_, err := w.TakeInvitation(ctx, sms, "000000", w.Wang.Me().Account)
	if p, _ := problemAt(err, "id_tail"); p.Flaw != filing.IDTailWrong || p.Number != 4 {
		t.Errorf("a wrong person: %+v", p)
	}
	id, err := w.TakeInvitation(ctx, sms, tail(), w.Wang.Me().Account)
	if err != nil || id != f.ID {
		t.Fatalf("%d, %v", id, err)
	}
	for name, token := range map[string]string{"used": sms, "the other way's": mail} {
		if _, err := w.TakeInvitation(ctx, token, tail(), w.Owner2.Me().Account); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("a link that is %s: %v", name, err)
		}
	}
	_, err = w.Wang.Act(ctx, f.ID, move(filing.Sign))
	if p, ok := problemAt(err, filing.Paper{Slot: filing.SlotPrincipalFront}.Path()); !ok || p.Flaw != filing.PaperMissing {
		t.Errorf("signed without papers: %v", err)
	}
	w.Bring(t, w.Wang, f.ID, filing.Registrant)
	out := w.Act(t, w.Wang, f.ID, move(filing.Sign))
	if out.Filing.State != filing.ProviderReview || claims(t, db, f.ID) == 0 || out.Filing.SubmittedAt == nil {
		t.Errorf("after the signature: %+v", out.Filing)
	}
	w.Verify(t, w.Li, f.ID)
}

// TestOnBehalfWhereTheProvinceAsksForAPaper: Jiangsu wants a commitment, which the owner brings when signing.
func TestOnBehalfWhereTheProvinceAsksForAPaper(t *testing.T) {
	w, db := world(t)
	_, err := db.Exec(t.Context(), `INSERT INTO bureau (province, name, created_at) VALUES ('320000', '江苏省通信管理局', $1)`, pgtest.Now)
	pgtest.Must(t, err)
	doc := filingtest.Person()
	doc.Entity.Province, doc.Entity.City, doc.Entity.County = "320000", "320100", "320102"
	doc.Entity.CertificateNumber = string(ident.MakeResidentID("320102", pgtest.Now.AddDate(-30, 0, 0), 28))
	doc.Entity.Principal.CertificateNumber = doc.Entity.CertificateNumber
	f, err := w.Li.DraftOnBehalf(t.Context(), doc)
	pgtest.Must(t, err)
	f = w.Act(t, w.Li, f.ID, move(filing.SubmitOnBehalf)).Filing
	if f.State != filing.OwnerSignature {
		t.Fatal(f.State)
	}
	commitment := filing.Paper{Slot: "commitment"}.Path()
	found, err := w.As(filing.ByClock()).Preflight(t.Context(), f)
	pgtest.Must(t, err)
	if p, is := found.At(commitment); !is || p.Flaw != filing.ProvinceRule {
		t.Errorf("nobody asks for it any more: %+v", found)
	}
}

func claims(t *testing.T, db postgres.DB, id int64) (n int) {
	t.Helper()
	pgtest.Must(t, db.QueryRow(t.Context(), `SELECT count(*) FROM claim WHERE filing_id = $1`, id).Scan(&n))
	return n
}

func TestInvitationMakesAnAccount(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f, _, mail := offered(t, w, db)
	who := postgres.NewOwner{UserName: "xiaoyun", Password: "yun2026ok", Again: "yun2026ok", Tail: tail()}
	short := who
	short.Password = "123"
	if _, _, err := w.SignUpInvited(ctx, mail, short); err == nil {
		t.Error("a short password is taken")
	}
	other := who
	other.Again = "different1"
	if _, _, err := w.SignUpInvited(ctx, mail, other); err == nil {
		t.Error("a repetition that differs is taken")
	}
	id, account, err := w.SignUpInvited(ctx, mail, who)
	if err != nil || id != f.ID {
		t.Fatalf("%d, %v", id, err)
	}
	i, err := w.IdentityOf(ctx, account)
	if err != nil || !i.EmailVerified || i.MobileVerified || i.Mobile != "13800000001" {
		t.Errorf("by mail only the address is proved: %+v, %v", i, err)
	}
	seat, err := w.Seat(ctx, account)
	pgtest.Must(t, err)
	if got, err := w.As(seat.Actor).Filing(ctx, f.ID); err != nil || got.OwnerID != account {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestInvitationEnds(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f, sms, _ := offered(t, w, db)
	later := w.At(func() time.Time { return pgtest.Now.Add(7*24*time.Hour + time.Second) })
	if _, err := later.SignatureLink(ctx, sms); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("an expired link: %v", err)
	}
	pgtest.Must(t, w.Li2.InviteOwner(ctx, f.ID))
	fresh := invitations(t, w, db, f.ID, "sms")[0]
	if _, err := w.SignatureLink(ctx, sms); !errors.Is(err, filing.ErrNotFound) || fresh == sms {
		t.Errorf("the earlier link after a new one: %v", err)
	}
	for range 5 {
		_, err := w.TakeInvitation(ctx, fresh, "123456", w.Wang.Me().Account)
		if p, _ := problemAt(err, "id_tail"); p.Flaw != filing.IDTailWrong {
			t.Fatalf("%v", err)
		}
	}
	_, err := w.TakeInvitation(ctx, fresh, tail(), w.Wang.Me().Account)
	if p, _ := problemAt(err, "id_tail"); p.Flaw != filing.TooOften {
		t.Errorf("one try too many: %v", err)
	}
	w.Act(t, w.Li, f.ID, move(filing.Withdraw)) // the provider takes it back
	if _, err := w.SignatureLink(ctx, fresh); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("the link of a filing taken back: %v", err)
	}
	if err := w.Li.InviteOwner(ctx, f.ID); err == nil {
		t.Error("invited to a draft")
	}
}

func TestOwnerDeclines(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f, sms, _ := offered(t, w, db)
	_, err := w.TakeInvitation(ctx, sms, tail(), w.Wang.Me().Account)
	pgtest.Must(t, err)
	_, err = w.Wang.Act(ctx, f.ID, move(filing.Decline))
	if p, ok := problemAt(err, "note"); !ok || p.Flaw != filing.ReasonMissing {
		t.Errorf("declined without words: %v", err)
	}
	w.Act(t, w.Wang, f.ID, postgres.Move{Action: filing.Decline, Detail: filing.Detail{Note: "网站名称不对"}})
	one, err := w.Li.BehalfFiling(ctx, f.ID)
	if err != nil || !one.Refused || one.State != filing.Draft {
		t.Fatalf("%+v, %v", one, err)
	}
	saved, err := w.Li.Save(ctx, f.ID, one.Revision, func(doc *filing.Document) { doc.Sites[0].Names = []string{"晓云的旅行摄影"} })
	if err != nil || saved.Version != 2 {
		t.Fatalf("the next version: %+v, %v", saved, err)
	}
	w.Act(t, w.Li, f.ID, move(filing.SubmitOnBehalf))
	if _, err := w.TakeInvitation(ctx, invitations(t, w, db, f.ID, "sms")[0], tail(), w.Owner2.Me().Account); err == nil {
		t.Error("another account takes what one has answered already")
	}
	w.Bring(t, w.Wang, f.ID, filing.Registrant)
	w.Act(t, w.Wang, f.ID, move(filing.Sign))
}

func TestOnBehalfOfTheProviderOnly(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f, _, _ := offered(t, w, db)
	w.Act(t, w.Li, f.ID, move(filing.Withdraw))
	for who, d := range map[string]*postgres.Desk{"owner": w.Wang, "another provider": w.Other, "bureau": w.Zhao} {
		if _, err := d.Save(ctx, f.ID, 0, func(*filing.Document) {}); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("saved by the %s: %v", who, err)
		}
		if _, err := d.BehalfFiling(ctx, f.ID); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("seen by the %s: %v", who, err)
		}
		if list, err := d.BehalfFilings(ctx, 0, 9); err != nil || len(list) != 0 {
			t.Errorf("listed by the %s: %v, %v", who, list, err)
		}
	}
	for who, d := range map[string]*postgres.Desk{"owner": w.Wang, "bureau": w.Zhao} {
		if _, err := d.OpenOnBehalf(ctx, postgres.Opening{Kind: filing.FirstFiling, Document: filingtest.Person()}); err == nil {
			t.Errorf("opened by the %s", who)
		}
	}
	revision := f.Revision
	_, err := w.Li.Save(ctx, f.ID, 0, func(*filing.Document) {})
	pgtest.Must(t, err)
	if _, err := w.Li2.Save(ctx, f.ID, revision, func(*filing.Document) {}); !errors.Is(err, filing.ErrStale) {
		t.Errorf("a second tab: %v", err)
	}
	w.Act(t, w.Li2, f.ID, move(filing.Abandon))
	if list, err := w.Li.BehalfFilings(ctx, 0, 9); err != nil || len(list) != 0 {
		t.Errorf("after it was dropped: %v, %v", list, err)
	}
}

func TestSuspendedBeforeTheSignature(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f, sms, _ := offered(t, w, db)
	_, err := w.TakeInvitation(ctx, sms, tail(), w.Wang.Me().Account)
	pgtest.Must(t, err)
	w.Bring(t, w.Wang, f.ID, filing.Registrant)
	pgtest.Must(t, w.Zhou.Suspend(ctx, w.Provider, true))
	_, err = w.Wang.Act(ctx, f.ID, move(filing.Sign))
	if p, ok := problemAt(err, "provider"); !ok || p.Flaw != filing.ProviderMissing {
		t.Errorf("signed for a suspended provider: %v", err)
	}
}

func TestDraftOnBehalf(t *testing.T) {
	w, _ := world(t)
	ctx := t.Context()
	f, err := w.Li.DraftOnBehalf(ctx, filingtest.Person())
	if err != nil || f.State != filing.Draft {
		t.Fatalf("%+v, %v", f, err)
	}
	_, err = w.Li.DraftOnBehalf(ctx, filingtest.Person())
	if p, ok := problemAt(err, filing.EntityCertNumber.At()); !ok || p.Flaw != filing.DraftedBefore || p.Text != f.Receipt {
		t.Errorf("the same again: %v", err)
	}
	wrong := filingtest.Company()
	wrong.Sites[0].Accesses[0].IPs = []string{"122.51.0.1"}
	_, err = w.Li.DraftOnBehalf(ctx, wrong)
	if p, ok := problemAt(err, filing.AccessIPs.In("1", "1")); !ok || p.Flaw != filing.OutsideProvider {
		t.Errorf("a foreign address: %v", err)
	}
	if list, err := w.Li.BehalfFilings(ctx, 0, 9); err != nil || len(list) != 1 {
		t.Errorf("%d drafts, %v", len(list), err)
	}
}
