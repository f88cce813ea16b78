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

func isTurn(err error, unmet filing.Term) bool {
	var t *filing.TurnError
	return errors.As(err, &t) && t.Unmet == unmet
}

// A dispute: claimed, answered, decided for the claimant, carried out by the bureau's own act.
func TestConflictFromClaimToAct(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	x := file(t, w, db, filingtest.Person())
	if _, err := w.Wang.BeginConflict(ctx, "example.cn", "是我的", nil); !hasFlaw(err, filing.NotHeldElsewhere) {
		t.Errorf("the holder claims the own domain: %v", err)
	}
	m, err := w.Owner2.BeginConflict(ctx, "https://www.example.cn/", "2020 年购得，附转让记录", evidence(1))
	pgtest.Must(t, err)
	if _, err := w.Owner2.BeginConflict(ctx, "example.cn", "再来一次", nil); !hasFlaw(err, filing.DomainOpen) {
		t.Errorf("two disputes of one domain: %v", err)
	}
	take := func(d *postgres.Desk, v postgres.MatterMove) error {
		_, err := d.TakeStep(ctx, filing.Conflict, m.ID, v)
		return err
	}
	if err := take(w.Owner2, postgres.MatterMove{Step: filing.StepReply, Words: "替他答"}); !isTurn(err, filing.TermParty) {
		t.Errorf("the claimant answers: %v", err)
	}
	if err := take(w.Zhao, postgres.MatterMove{Step: filing.StepUphold, Words: "x", Article: article}); !isTurn(err, "") {
		t.Errorf("decided before the answer: %v", err)
	}
	for who, d := range map[string]*postgres.Desk{"another bureau": w.Qian, "a provider": w.Li, "the public": w.As(filing.Actor{})} {
		if _, _, err := d.Matter(ctx, filing.Conflict, m.ID); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("%s reads it: %v", who, err)
		}
	}
	pgtest.Must(t, take(w.Wang, postgres.MatterMove{Step: filing.StepReply, Words: "域名一直在用", Files: evidence(1)}))
	if err := take(w.Zhao, postgres.MatterMove{Step: filing.StepUphold, Words: "转让记录属实"}); !hasFlaw(err, filing.Missing) {
		t.Errorf("without a ground: %v", err)
	}
	pgtest.Must(t, take(w.Zhao, postgres.MatterMove{Step: filing.StepUphold, Words: "转让记录属实", Article: article}))
	got, _, err := w.Owner2.Matter(ctx, filing.Conflict, m.ID)
	pgtest.Must(t, err)
	if got.Stage != filing.StageUpheld || got.ActID == 0 {
		t.Fatalf("after the decision: %+v", got)
	}
	w.Act(t, w.Zhao, got.ActID, move(filing.Approve))
	again := w.Draft(t, w.Owner2, freshPerson())
	w.Act(t, w.Owner2, again.ID, move(filing.Submit))
	events, err := w.Owner2.MatterEvents(ctx, got)
	pgtest.Must(t, err)
	files, err := w.Wang.MatterFiles(ctx, got)
	pgtest.Must(t, err)
	if len(events) != 3 || events[1].Words != "域名一直在用" || events[2].Who != "" || len(files) != 2 {
		t.Errorf("both read: %+v, %d files", events, len(files))
	}
	_ = x
}

func TestSpotCheckToNoticeToForcedCancel(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	x := file(t, w, db, filingtest.Person())
	n, err := w.Zhao.BeginSpotChecks(ctx, []filing.Number{x.site(1, filing.Website)}, 0, "是否仍在接入", 5)
	pgtest.Must(t, err)
	if more, err := w.Zhao.BeginSpotChecks(ctx, nil, 10, "再查", 0); n != 1 || err != nil || more != 0 {
		t.Errorf("%d begun, %d more, %v", n, more, err)
	}
	list, err := w.Li.Matters(ctx, postgres.MatterSearch{Course: filing.SpotCheck, Limit: 10})
	pgtest.Must(t, err)
	check := list[0]
	if others, err := w.Other.Matters(ctx, postgres.MatterSearch{Course: filing.SpotCheck, Limit: 10}); err != nil || len(others) != 0 {
		t.Errorf("another provider sees %d, %v", len(others), err)
	}
	if lapsed, err := w.LapseMatters(ctx); err != nil || lapsed != 0 {
		t.Errorf("%d lapsed on the first day, %v", lapsed, err)
	}
	w.Options.Now = func() time.Time { return pgtest.Now.AddDate(0, 0, 20) }
	if lapsed, err := w.LapseMatters(ctx); err != nil || lapsed != 1 {
		t.Errorf("%d lapsed, %v", lapsed, err)
	}
	_, err = w.Zhao.TakeStep(ctx, filing.SpotCheck, check.ID, postgres.MatterMove{Step: filing.StepNotice, Words: "请说明", Days: 3})
	pgtest.Must(t, err)
	notices, err := w.Wang.Matters(ctx, postgres.MatterSearch{Course: filing.Rectify, Limit: 10})
	pgtest.Must(t, err)
	if len(notices) != 1 || !notices[0].Party {
		t.Fatalf("notices %+v", notices)
	}
	if _, err := w.Zhao.BeginRectify(ctx, postgres.RectifyNotice{Entity: x.entity, Service: x.site(1, filing.Website), Words: "又一份"}); !hasFlaw(err, filing.AlreadyNoticed) {
		t.Errorf("two notices about the same: %v", err)
	}
	id := notices[0].ID
	_, err = w.Wang.TakeStep(ctx, filing.Rectify, id, postgres.MatterMove{Step: filing.StepReply, Words: "马上改"})
	pgtest.Must(t, err)
	got, err := w.Zhao.TakeStep(ctx, filing.Rectify, id, postgres.MatterMove{Step: filing.StepEnforce, Words: "没有改", Article: article})
	pgtest.Must(t, err)
	w.Act(t, w.Zhao, got.ActID, move(filing.Approve))
	shells, err := w.Zhao.Shells(ctx, 10)
	pgtest.Must(t, err)
	if len(shells) != 1 || shells[0].Service != "" || shells[0].Entity != x.entity {
		t.Errorf("shells %+v", shells)
	}
	if none, err := w.Qian.Shells(ctx, 10); err != nil || len(none) != 0 {
		t.Errorf("another province has %d shells, %v", len(none), err)
	}
}

func TestReportIsAnsweredByNumberAndContact(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	public := w.As(filing.Actor{})
	said := postgres.MatterSaid{Subject: "example.cn", Words: "冒用备案号", Mobile: "139 0000 0009"}
	for path, broken := range map[filing.Path]postgres.MatterSaid{"subject": {Words: "x", Mobile: "13900000009"}, "body": {Subject: "x", Mobile: "13900000009"}, "contact": {Subject: "x", Words: "x", Mobile: "12"}} {
		var found filing.Problems
		if _, err := public.Ask(ctx, filing.Report, "310000", broken, nil); !errors.As(err, &found) || found[0].Path != path {
			t.Errorf("%s: %v", path, []filing.Problem(found))
		}
	}
	m, err := public.Ask(ctx, filing.Report, "310000", said, evidence(1))
	pgtest.Must(t, err)
	if _, _, err := public.AskedBefore(ctx, filing.Report, m.Receipt, "13900000008"); !hasFlaw(err, filing.NotMatching) {
		t.Errorf("another contact: %v", err)
	}
	if _, err := w.Zhao.TakeStep(ctx, filing.Report, m.ID, postgres.MatterMove{Step: filing.StepAnswer, Words: "已核实"}); !isTurn(err, filing.TermTaken) {
		t.Errorf("answered without taking it: %v", err)
	}
	_, err = w.Zhou.TakeStep(ctx, filing.Report, m.ID, postgres.MatterMove{Step: filing.StepUrge, Words: "请尽快办理"})
	pgtest.Must(t, err)
	_, err = w.Zhao.TakeStep(ctx, filing.Report, m.ID, postgres.MatterMove{Step: filing.StepTake})
	pgtest.Must(t, err)
	if _, err := w.Zhao2.TakeStep(ctx, filing.Report, m.ID, postgres.MatterMove{Step: filing.StepTake, Revision: 1}); !errors.Is(err, filing.ErrStale) {
		t.Errorf("a colleague with an old page: %v", err)
	}
	_, err = w.Zhao.TakeStep(ctx, filing.Report, m.ID, postgres.MatterMove{Step: filing.StepAnswer, Words: "已核实并处理", Internal: "转执法"})
	pgtest.Must(t, err)
	got, events, err := public.AskedBefore(ctx, filing.Report, "  "+m.Receipt, "13900000009")
	pgtest.Must(t, err)
	if got.Stage != filing.StageReplied || events[len(events)-1].Words != "已核实并处理" {
		t.Errorf("found %s, %+v", got.Stage, events)
	}
	exact(t, db, "a report answered")
	_, err = w.FoldFigures(ctx)
	pgtest.Must(t, err)
	figures, err := w.Zhou.MatterFigures(ctx, filing.Report)
	pgtest.Must(t, err)
	if len(figures) != 1 || figures[0].Ended != 1 || figures[0].Open != 0 {
		t.Errorf("figures %+v", figures)
	}
}

// TestReportIsTransferred: a report that came to the wrong bureau goes to another, keeps its day, has to be taken anew there,
// and says so to whoever asked; the first bureau no longer reads it.
func TestReportIsTransferred(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	public := w.As(filing.Actor{})
	m, err := public.Ask(ctx, filing.Report, "310000", postgres.MatterSaid{Subject: "example.cn", Words: "没有备案", Mobile: "13900000009"}, nil)
	pgtest.Must(t, err)
	move := postgres.MatterMove{Step: filing.StepTransfer, Words: "主办者在浙江", Province: "330000"}
	if _, err := w.Zhao.TakeStep(ctx, filing.Report, m.ID, move); !isTurn(err, filing.TermTaken) {
		t.Errorf("transferred without taking it: %v", err)
	}
	_, err = w.Zhao.TakeStep(ctx, filing.Report, m.ID, postgres.MatterMove{Step: filing.StepTake})
	pgtest.Must(t, err)
	for province, flaw := range map[string]filing.Flaw{"": filing.Missing, "310000": filing.NotListed, "990000": filing.NotListed} {
		wrong := move
		wrong.Province = province
		if _, err := w.Zhao.TakeStep(ctx, filing.Report, m.ID, wrong); !hasFlaw(err, flaw) {
			t.Errorf("to %q: %v, want %s", province, err, flaw)
		}
	}
	_, err = w.Zhao.TakeStep(ctx, filing.Report, m.ID, move)
	pgtest.Must(t, err)
	if _, _, err := w.Zhao.Matter(ctx, filing.Report, m.ID); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("the first bureau still reads it: %v", err)
	}
	there, _, err := w.Qian.Matter(ctx, filing.Report, m.ID)
	pgtest.Must(t, err)
	if there.TakenBy != 0 || there.DueOn != m.DueOn || there.Stage != filing.StageReceived {
		t.Errorf("arrives taken by %d, due %v (was %v), %s", there.TakenBy, there.DueOn, m.DueOn, there.Stage)
	}
	exact(t, db, "a report transferred")
	_, events, err := public.AskedBefore(ctx, filing.Report, m.Receipt, "13900000009")
	pgtest.Must(t, err)
	if last := events[len(events)-1]; last.Province != "330000" || last.Words != move.Words || last.Who != "" {
		t.Errorf("who asked reads %+v", last)
	}
	move.Province = "310000"
	_, err = w.Zhou.TakeStep(ctx, filing.Report, m.ID, move)
	pgtest.Must(t, err)
	if _, _, err := w.Qian.Matter(ctx, filing.Report, m.ID); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("the ministry sent it back, and the second bureau still reads it: %v", err)
	}
}

func TestBureauSuspendsAProviderInItsProvince(t *testing.T) {
	w, _ := world(t)
	ctx := t.Context()
	chief := w.As(filing.Actor{Account: w.Zhao.Me().Account, Tier: filing.Bureau, Role: filing.Chief, Province: "310000"})
	if err := w.Zhao.SuspendHere(ctx, w.Provider, true, "x"); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a reviewer suspends: %v", err)
	}
	if err := chief.SuspendHere(ctx, w.Provider, true, " "); !hasFlaw(err, filing.Missing) {
		t.Errorf("without a ground: %v", err)
	}
	f := w.Draft(t, w.Wang, filingtest.Person())
	pgtest.Must(t, chief.SuspendHere(ctx, w.Provider, true, "多次不核验"))
	if err := chief.SuspendHere(ctx, w.Provider, true, "又一次"); !errors.Is(err, filing.ErrStale) {
		t.Errorf("suspended twice: %v", err)
	}
	if _, err := w.Wang.Act(ctx, f.ID, move(filing.Submit)); !hasFlaw(err, filing.Suspended) {
		t.Errorf("submitted: %v", err)
	}
	here, err := w.Wang.Providers(ctx, postgres.ProviderSearch{Province: "310000"})
	pgtest.Must(t, err)
	there, err := w.Wang.Providers(ctx, postgres.ProviderSearch{Province: "330000"})
	pgtest.Must(t, err)
	if len(here) != 1 || len(there) != 2 {
		t.Errorf("%d to choose here, %d in another province", len(here), len(there))
	}
	pgtest.Must(t, chief.SuspendHere(ctx, w.Provider, false, ""))
	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	list, err := w.Zhao.Supervised(ctx, w.Provider)
	pgtest.Must(t, err)
	if len(list) != 1 || list[0].Open != 1 || list[0].Since != nil {
		t.Errorf("figures %+v", list)
	}
}
