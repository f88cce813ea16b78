package postgres_test

import (
	"errors"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func world(t *testing.T) (*pgtest.World, postgres.DB) {
	t.Helper()
	s, tx := pgtest.StoreTx(t)
	return pgtest.NewWorld(t, s, tx), tx
}

func move(a filing.Action) postgres.Move { return postgres.Move{Action: a} }

func TestOneFilingToItsNumber(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	if got := f.DueOn.String(); got != "2026-12-18" {
		t.Errorf("due on %s, want 2026-12-18", got)
	}
	w.Act(t, w.Zhao, f.ID, move(filing.Claim))
	out := w.Act(t, w.Zhao, f.ID, move(filing.Approve))
	if out.Number != "沪ICP备2026000001号" || len(out.Sites) != 1 || out.Sites[0] != "沪ICP备2026000001号-1" {
		t.Fatalf("issued %v %v", out.Number, out.Sites)
	}
	records, err := w.Lookup().ByKey(ctx, "example.cn")
	pgtest.Must(t, err)
	if len(records) != 1 || records[0].Number != "沪ICP备2026000001号-1" || records[0].UnitName != "陈晓云" {
		t.Errorf("public record %+v", records)
	}
	events, err := w.Wang.Events(ctx, f)
	pgtest.Must(t, err)
	want := []filing.Action{filing.Open, filing.Submit, filing.Claim, filing.Forward, filing.ConfirmSMS, filing.Claim, filing.Approve}
	if len(events) != len(want) {
		t.Fatalf("%d events, want %d", len(events), len(want))
	}
	for i, e := range events {
		if e.Action != want[i] || e.Seq != i+1 {
			t.Errorf("event %d is %s (seq %d), want %s", i, e.Action, e.Seq, want[i])
		}
	}
	var claims, queued, feed int
	pgtest.Must(t, db.QueryRow(ctx, `SELECT (SELECT count(*) FROM claim), (SELECT count(*) FROM message WHERE state = 'queued'), (SELECT count(*) FROM feed)`).
		Scan(&claims, &queued, &feed))
	if claims != 0 || queued == 0 || feed != 2 {
		t.Errorf("claims %d, queued %d, feed %d", claims, queued, feed)
	}
}

func TestReturnAndResubmit(t *testing.T) {
	w, db := world(t)
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	w.Act(t, w.Li, f.ID, move(filing.Claim))

	if _, err := w.Li.Act(t.Context(), f.ID, move(filing.ReturnToRegistrant)); !hasFlaw(err, filing.NothingMarked) {
		t.Errorf("a return without marks: %v", err)
	}
	back := postgres.Move{Action: filing.ReturnToRegistrant, Detail: filing.Detail{Marks: []filing.Mark{{Path: "entity.certificate_address", Note: "请照抄证件"}}}}
	if out := w.Act(t, w.Li, f.ID, back); out.Filing.State != filing.ReturnedToRegistrant || out.Filing.ClaimedBy != 0 {
		t.Fatalf("after the return: %+v", out.Filing)
	}
	_, err := w.Wang.Save(t.Context(), f.ID, 0, func(d *filing.Document) { d.Entity.CertificateAddress = "上海市黄浦区人民路 100 号 3 室" })
	pgtest.Must(t, err)
	out := w.Act(t, w.Wang, f.ID, move(filing.Submit))
	if out.Filing.Version != 2 || out.Filing.FrozenVersion != 2 {
		t.Errorf("version %d frozen %d, want 2", out.Filing.Version, out.Filing.FrozenVersion)
	}
	old, err := w.Li.DocumentVersion(t.Context(), out.Filing, 1)
	pgtest.Must(t, err)
	if old.Entity.CertificateAddress == "上海市黄浦区人民路 100 号 3 室" {
		t.Error("the first version was rewritten")
	}
	_ = db
}

func TestTwoPersons(t *testing.T) {
	w, db := world(t)
	doc := filingtest.Company()
	f := w.Forward(t, db, w.Wang, doc)
	w.Act(t, w.Qian, f.ID, move(filing.Claim))
	if _, err := w.Qian.Act(t.Context(), f.ID, move(filing.Approve)); !isTransition(err, filing.LastPersonDue) {
		t.Errorf("approval by the first person: %v", err)
	}
	w.Act(t, w.Qian, f.ID, move(filing.FirstApprove))
	w.Act(t, w.Qian, f.ID, move(filing.Claim))
	if _, err := w.Qian.Act(t.Context(), f.ID, move(filing.Approve)); !isTransition(err, filing.LastPersonDue) {
		t.Errorf("second approval by the same person: %v", err)
	}
	w.Act(t, w.Qian, f.ID, move(filing.Release))
	w.Act(t, w.Qian2, f.ID, move(filing.Claim))
	if out := w.Act(t, w.Qian2, f.ID, move(filing.Approve)); len(out.Sites) != 2 || out.Sites[1] != "浙ICP备2026000001号-2" {
		t.Errorf("issued %v", out.Sites)
	}
}

func TestConflicts(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	first := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, first.ID, move(filing.Submit))

	same := w.Draft(t, w.Owner2, filingtest.Person())
	_, err := w.Owner2.Act(ctx, same.ID, move(filing.Submit))
	if !hasFlaw(err, filing.CertificateOpen) || !hasFlaw(err, filing.DomainOpen) {
		t.Errorf("two open filings of one certificate and domain: %v", err)
	}
	w.Act(t, w.Wang, first.ID, move(filing.Withdraw))
	w.Act(t, w.Owner2, same.ID, move(filing.Submit))
	if _, err := w.Wang.Act(ctx, first.ID, move(filing.Submit)); !hasFlaw(err, filing.CertificateOpen) {
		t.Errorf("the first comes back: %v", err)
	}
	w.Verify(t, w.Li, same.ID)
	w.Act(t, w.Li, same.ID, move(filing.Forward))
	for _, a := range w.Codes(t, db, same.ID) {
		_, err := w.ConfirmSMS(ctx, a)
		pgtest.Must(t, err)
	}
	w.Act(t, w.Zhao, same.ID, move(filing.Claim))
	w.Act(t, w.Zhao, same.ID, move(filing.Approve))
	if _, err := w.Wang.Act(ctx, first.ID, move(filing.Submit)); !hasFlaw(err, filing.CertificateFiled) || !hasFlaw(err, filing.DomainFiled) {
		t.Errorf("after the other was approved: %v", err)
	}
}

func TestAddressesOutsideTheProvider(t *testing.T) {
	w, _ := world(t)
	doc := filingtest.Person()
	doc.Sites[0].Accesses[0].IPs = []string{"122.51.0.7"}
	f := w.Draft(t, w.Wang, doc)
	if _, err := w.Wang.Act(t.Context(), f.ID, move(filing.Submit)); !hasFlaw(err, filing.OutsideProvider) {
		t.Errorf("an address of another provider: %v", err)
	}
}

func TestSMSTries(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	w.Verify(t, w.Li, f.ID)
	w.Act(t, w.Li, f.ID, move(filing.Forward))
	right := w.Codes(t, db, f.ID)[0]

	if _, err := w.ConfirmSMS(ctx, postgres.SMSAnswer{Mobile: "13899999999", Code: right.Code}); !hasFlaw(err, filing.MobileWrong) {
		t.Errorf("an unknown mobile: %v", err)
	}
	wrong := right
	wrong.Code = "000000"
	if right.Code == wrong.Code {
		wrong.Code = "000001"
	}
	for left := 4; left > 0; left-- {
		_, err := w.ConfirmSMS(ctx, wrong)
		var p filing.Problems
		if !errors.As(err, &p) || p[0].Flaw != filing.CodeWrong || p[0].Number != left {
			t.Fatalf("%d left: %v", left, err)
		}
	}
	if _, err := w.ConfirmSMS(ctx, wrong); !hasFlaw(err, filing.TriesUsedUp) {
		t.Errorf("fifth wrong try: %v", err)
	}
	if _, err := w.ConfirmSMS(ctx, right); !hasFlaw(err, filing.TriesUsedUp) {
		t.Errorf("the right code once it is void: %v", err)
	}
	if err := w.ResendSMS(ctx, right); !hasFlaw(err, filing.TooOften) {
		t.Errorf("asking again within a minute: %v", err)
	}
	w.Options.Now = func() time.Time { return pgtest.Now.Add(2 * time.Minute) }
	pgtest.Must(t, w.ResendSMS(ctx, right))
	fresh := w.Codes(t, db, f.ID)[0]
	if _, err := w.ConfirmSMS(ctx, postgres.SMSAnswer{Mobile: "13800000001", IDTail: "999999", Code: fresh.Code}); !hasFlaw(err, filing.IDTailWrong) {
		t.Errorf("wrong tail: %v", err)
	}
	out, err := w.ConfirmSMS(ctx, postgres.SMSAnswer{Mobile: "13800000001", IDTail: filingtest.PersonID[12:], Code: fresh.Code})
	pgtest.Must(t, err)
	if out.Filing.State != filing.BureauReview {
		t.Errorf("state %s", out.Filing.State)
	}
}

func TestLeases(t *testing.T) {
	w, _ := world(t)
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	w.Act(t, w.Li, f.ID, move(filing.Claim))
	if _, err := w.Li2.Act(t.Context(), f.ID, move(filing.Claim)); !isTransition(err, filing.Claimable) {
		t.Errorf("a colleague takes a running lease: %v", err)
	}
	if _, err := w.Wang.Act(t.Context(), f.ID, move(filing.Withdraw)); !isTransition(err, filing.Unclaimed) {
		t.Errorf("withdrawn while somebody works on it: %v", err)
	}
	w.Options.Now = func() time.Time { return pgtest.Now.Add(filing.LeaseFor) }
	if out := w.Act(t, w.Li2, f.ID, move(filing.Claim)); out.Filing.ClaimedName != "" && out.Filing.ClaimedBy != w.Li2.Me().Account {
		t.Errorf("claimed by %d", out.Filing.ClaimedBy)
	}
	if _, err := w.Li.Act(t.Context(), f.ID, move(filing.Release)); !isTransition(err, filing.ClaimedByMe) {
		t.Errorf("the lease was lost: %v", err)
	}
	w.Options.Now = func() time.Time { return pgtest.Now.Add(2 * filing.LeaseFor) }
	if out := w.Act(t, w.Wang, f.ID, move(filing.Withdraw)); out.Filing.ClaimedBy != 0 || out.Filing.State != filing.Draft {
		t.Errorf("after the withdrawal: %+v", out.Filing)
	}
}

func TestRefusalFreesClaims(t *testing.T) {
	w, db := world(t)
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	w.Act(t, w.Zhao, f.ID, move(filing.Claim))
	if _, err := w.Zhao.Act(t.Context(), f.ID, move(filing.Refuse)); !hasFlaw(err, filing.ReasonMissing) {
		t.Errorf("a refusal without ground: %v", err)
	}
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.Refuse, Detail: filing.Detail{Ground: "第十二条", Internal: "内部"}})
	events, err := w.Wang.Events(t.Context(), f)
	pgtest.Must(t, err)
	if last := events[len(events)-1]; last.Detail.Ground != "第十二条" || last.Detail.Internal != "" || last.Who != "" {
		t.Errorf("the owner reads %+v", last)
	}
	again := w.Draft(t, w.Owner2, filingtest.Person())
	w.Act(t, w.Owner2, again.ID, move(filing.Submit))
}

func TestWrongTenantsSeeNothing(t *testing.T) {
	w, db := world(t)
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	for name, d := range map[string]*postgres.Desk{"another owner": w.Owner2, "another provider": w.Other, "another bureau": w.Qian,
		"the public": w.As(filing.Actor{})} {
		if _, err := d.Filing(t.Context(), f.ID); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("%s reads it: %v", name, err)
		}
		if _, err := d.Act(t.Context(), f.ID, move(filing.Claim)); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("%s acts on it: %v", name, err)
		}
	}
}

func TestStaleDraft(t *testing.T) {
	w, _ := world(t)
	f := w.Draft(t, w.Wang, filingtest.Person())
	set := func(name string) func(*filing.Document) { return func(d *filing.Document) { d.Entity.Name = name } }
	_, err := w.Wang.Save(t.Context(), f.ID, f.Revision, set("一"))
	pgtest.Must(t, err)
	if _, err := w.Wang.Save(t.Context(), f.ID, f.Revision, set("二")); !errors.Is(err, filing.ErrStale) {
		t.Errorf("the second tab: %v", err)
	}
}

func hasFlaw(err error, flaw filing.Flaw) bool {
	var problems filing.Problems
	errors.As(err, &problems)
	for _, p := range problems {
		if p.Flaw == flaw {
			return true
		}
	}
	return false
}

func isTransition(err error, unmet filing.Condition) bool {
	var t *filing.TransitionError
	return errors.As(err, &t) && t.Unmet == unmet
}
