package postgres_test

import (
	"errors"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func askBack(words string) postgres.Move {
	return postgres.Move{Action: filing.AskReturn, Detail: filing.Detail{Note: words}}
}

func TestOwnerAsksTheProviderForItBack(t *testing.T) {
	w, _ := world(t)
	ctx := t.Context()
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	var refused *filing.TransitionError
	if _, err := w.Wang.Act(ctx, f.ID, askBack("网站名称写错了")); !errors.As(err, &refused) || refused.Unmet != filing.InWork {
		t.Errorf("asked for what can be withdrawn: %v", err)
	}
	w.Verify(t, w.Li, f.ID)
	if _, err := w.Wang.Act(ctx, f.ID, askBack("  ")); !hasFlaw(err, filing.ReasonMissing) {
		t.Errorf("asked without words: %v", err)
	}
	if _, err := w.Wang.Act(ctx, f.ID, askBack(strings.Repeat("长", 501))); !hasFlaw(err, filing.TooLong) {
		t.Errorf("asked with too many words: %v", err)
	}
	w.Act(t, w.Wang, f.ID, askBack("网站名称写错了"))
	f, err := w.Li.Filing(ctx, f.ID)
	pgtest.Must(t, err)
	if f.ReturnAskedAt == nil || f.ClaimedBy != w.Li.Me().Account {
		t.Errorf("asked at %v, claimed by %d: the verifier keeps the case and sees the request", f.ReturnAskedAt, f.ClaimedBy)
	}
	if _, err := w.Wang.Act(ctx, f.ID, askBack("还有域名")); !errors.As(err, &refused) || refused.Unmet != filing.NotAsked {
		t.Errorf("asked twice: %v", err)
	}
	if _, err := w.Li2.Act(ctx, f.ID, postgres.Move{Action: filing.DeclineReturn, Detail: filing.Detail{Note: "x"}}); err == nil {
		t.Error("a colleague who does not hold the case has answered")
	}
	w.Act(t, w.Li, f.ID, postgres.Move{Action: filing.DeclineReturn, Detail: filing.Detail{Note: "名称可以由我们更正"}})
	f, err = w.Wang.Filing(ctx, f.ID)
	pgtest.Must(t, err)
	events, err := w.Wang.Events(ctx, f)
	pgtest.Must(t, err)
	if last := events[len(events)-1]; f.ReturnAskedAt != nil || last.Action != filing.DeclineReturn || last.Detail.Note != "名称可以由我们更正" {
		t.Errorf("after the answer: asked %v, last event %+v", f.ReturnAskedAt, last)
	}
	w.Act(t, w.Wang, f.ID, askBack("还是请退回"))
	back := filing.Detail{Marks: []filing.Mark{{Path: "sites.1.names", Note: "请改好"}}}
	w.Act(t, w.Li, f.ID, postgres.Move{Action: filing.ReturnToRegistrant, Detail: back})
	if f, err = w.Wang.Filing(ctx, f.ID); err != nil || f.ReturnAskedAt != nil || f.State != filing.ReturnedToRegistrant {
		t.Errorf("a return is an answer too: %v %v", f.ReturnAskedAt, err)
	}
}

func TestOwnerAsksTheBureauThroughTheProvider(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	due := f.DueOn
	w.Act(t, w.Wang, f.ID, askBack("地址已经变了"))
	w.Act(t, w.Zhao, f.ID, move(filing.Claim))
	f, err := w.Zhao.Filing(ctx, f.ID)
	pgtest.Must(t, err)
	if f.ReturnAskedAt == nil || f.DueOn != due {
		t.Errorf("at the bureau: asked %v, due %v, want %v", f.ReturnAskedAt, f.DueOn, due)
	}
	back := filing.Detail{Marks: []filing.Mark{{Path: "entity.certificate_address", Note: "主办者请求退回"}}}
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.ReturnToProvider, Detail: back})
	f, err = w.Li.Filing(ctx, f.ID)
	pgtest.Must(t, err)
	if f.State != filing.ReturnedToProvider || f.ReturnAskedAt == nil {
		t.Errorf("on its way through the provider the request is lost: %s %v", f.State, f.ReturnAskedAt)
	}
	w.Act(t, w.Li, f.ID, move(filing.Claim))
	w.Act(t, w.Li, f.ID, postgres.Move{Action: filing.ReturnToRegistrant, Detail: back})
	if f, err = w.Wang.Filing(ctx, f.ID); err != nil || f.ReturnAskedAt != nil {
		t.Errorf("with its owner again: %v %v", f.ReturnAskedAt, err)
	}
}

func TestInboxTellsANewsOnce(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	_, err := db.Exec(ctx, `UPDATE account SET mobile = $2, email = $3 WHERE id = $1`, w.Wang.Me().Account,
		w.Keys.SealString("mobile", "13800138000"), w.Keys.SealString("email", "wang@example.cn"))
	pgtest.Must(t, err)
	f := w.Draft(t, w.Wang, filingtest.Person())
	w.Act(t, w.Wang, f.ID, move(filing.Submit))
	w.Act(t, w.Wang, f.ID, move(filing.Withdraw))
	list, err := w.Wang.Letters(ctx, 0, 10)
	pgtest.Must(t, err)
	if len(list) != 2 {
		t.Fatalf("%d letters tell of two steps: %+v", len(list), list)
	}
	for _, l := range list {
		if l.Channel != "mail" || l.Short == nil || !strings.Contains(l.Short.Body, f.Receipt) {
			t.Errorf("%s by %s, beside it %+v", l.Subject, l.Channel, l.Short)
		}
	}
	older, err := w.Wang.Letters(ctx, list[0].ID, 10)
	pgtest.Must(t, err)
	if len(older) != 1 || older[0].ID != list[1].ID {
		t.Errorf("behind the first come %+v", older)
	}
	shown, err := w.ShownLetters(ctx, 0, 10)
	pgtest.Must(t, err)
	if len(shown) != 4 {
		t.Errorf("the screen in place of the gateways shows %d of 4 messages", len(shown))
	}
}
