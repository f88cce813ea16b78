package postgres_test

import (
	"errors"
	"testing"
	"time"

	"beian/internal/calendar"
	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// extra is a notice of 2026 that frees three days the real one does not, 7 to 9 December.
func extra(t *testing.T) string {
	t.Helper()
	var days []calendar.Day
	for _, d := range calendar.Default().Days(2026) {
		if d.Kind == calendar.Holiday || d.Kind == calendar.MakeUp {
			days = append(days, d)
		}
	}
	for n := range 3 {
		days = append(days, calendar.Day{Date: calendar.Date{Year: 2026, Month: 12, Day: 7 + n}, Kind: calendar.Holiday, Note: "临时放假"})
	}
	y, err := calendar.NewYear(2026, days)
	pgtest.Must(t, err)
	return y.String()
}

// TestCalendarMidWay: a notice brought in moves the open legal dates, all at once, and those set later
// follow it; the trial says so beforehand and changes nothing.
func TestCalendarMidWay(t *testing.T) {
	w, db := world(t)
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	if f.DueOn.String() != "2026-12-18" {
		t.Fatalf("due on %v", f.DueOn)
	}
	text := extra(t)
	e, err := w.Zhou.TryCalendar(t.Context(), 2026, text)
	if err != nil || e.Open != 1 || e.Later != 1 || e.Moves() != 1 || e.Unchanged {
		t.Errorf("trial %+v %v", e, err)
	}
	if now, _ := w.Wang.Filing(t.Context(), f.ID); now.DueOn != f.DueOn {
		t.Errorf("a trial moved it to %v", now.DueOn)
	}
	if e, err = w.Zhou.BringCalendar(t.Context(), 2026, text); err != nil || e.Moves() != 1 {
		t.Fatalf("%+v %v", e, err)
	}
	if now, _ := w.Wang.Filing(t.Context(), f.ID); now.DueOn.String() != "2026-12-23" {
		t.Errorf("moved to %v", now.DueOn)
	}
	other := filingtest.Company()
	second := w.Forward(t, db, w.Owner2, other)
	if second.DueOn.String() != "2026-12-23" {
		t.Errorf("a later receipt is due on %v", second.DueOn)
	}
	if e, err := w.Zhou.TryCalendar(t.Context(), 2026, text); err != nil || !e.Unchanged || e.Moves() != 0 {
		t.Errorf("again: %+v %v", e, err)
	}
	list, err := w.Zhou.CalendarNotices(t.Context())
	if err != nil || len(list) != 1 || list[0].Moved != 1 || list[0].By != "周远" {
		t.Errorf("%+v %v", list, err)
	}
	if n, err := w.RedateStragglers(t.Context()); err != nil || n != 0 {
		t.Errorf("%d stragglers, %v", n, err)
	}
	_, err = db.Exec(t.Context(), `UPDATE filing SET due_on = '2026-12-18' WHERE id = $1`, f.ID) // as if by the old calendar
	pgtest.Must(t, err)
	if n, err := w.RedateStragglers(t.Context()); err != nil || n != 1 {
		t.Errorf("%d stragglers, %v", n, err)
	}
}

// TestSecondReceipt: what comes back to the bureau gets twenty working days from then.
func TestSecondReceipt(t *testing.T) {
	now := pgtest.Now
	w, db := worldAt(t, &now)
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	now = now.AddDate(0, 0, 10)
	w.Act(t, w.Zhao, f.ID, move(filing.Claim))
	w.Act(t, w.Zhao, f.ID, postgres.Move{Action: filing.ReturnToProvider, Detail: filing.Detail{Marks: []filing.Mark{{Path: "entity.name", Note: "核对"}}}})
	w.Act(t, w.Li, f.ID, move(filing.Claim))
	pgtest.Must(t, w.Li.SaveSheet(t.Context(), f.ID, sheetAgain(t, w, f.ID), true))
	w.Act(t, w.Li, f.ID, move(filing.Forward))
	for _, a := range w.Codes(t, db, f.ID)[:1] {
		_, err := w.ConfirmSMS(t.Context(), a)
		pgtest.Must(t, err)
	}
	back, err := w.Wang.Filing(t.Context(), f.ID)
	pgtest.Must(t, err)
	if want, _ := calendar.Default().AddWorkdays(calendar.DateOf(now), 20); back.DueOn != want || back.ReceivedAt == nil || !back.ReceivedAt.Equal(now) {
		t.Errorf("due on %v, want %v", back.DueOn, want)
	}
}

func sheetAgain(t *testing.T, w *pgtest.World, id int64) postgres.Sheet {
	t.Helper()
	f, err := w.Li.Filing(t.Context(), id)
	pgtest.Must(t, err)
	stored, err := w.Li.Sheet(t.Context(), f)
	pgtest.Must(t, err)
	s := pgtest.Sheet()
	s.Version = stored.Version
	return s
}

// TestCalendarRefuses: who may not, and every line that cannot be read by its number.
func TestCalendarRefuses(t *testing.T) {
	w, _ := world(t)
	_, err := w.Zhou.TryCalendar(t.Context(), 2027, "2027-01-01 休 元旦\n2027-13-01 休\n2027-02-14 放\n2027-02-15 班\n2027-01-01 休\n2029-01-01 休")
	var found filing.Problems
	if !errors.As(err, &found) || len(found) != 5 || found[0].Number != 2 || found[0].Text != "bad_date" || found[4].Text != "other_year" {
		t.Errorf("%+v", found)
	}
	if _, err := w.Zhou.TryCalendar(t.Context(), 1999, "1999-01-01 休"); !errors.As(err, &found) || found[0].Path != "year" {
		t.Errorf("1999: %v", err)
	}
	for who, d := range map[string]*postgres.Desk{"owner": w.Wang, "bureau": w.Zhao} {
		if _, err := d.TryCalendar(t.Context(), 2027, "2027-01-01 休"); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("tried by the %s: %v", who, err)
		}
		if _, err := d.BringCalendar(t.Context(), 2027, "2027-01-01 休"); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("brought by the %s: %v", who, err)
		}
		if _, err := d.CalendarNotices(t.Context()); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("listed by the %s: %v", who, err)
		}
	}
}

// TestEscalation: chief ahead, then chief, ministry and owner when the day has passed, the ministry again a
// week later; each once, however often the clock ticks, and anew for a new receipt.
func TestEscalation(t *testing.T) {
	now := pgtest.Now
	w, db := worldAt(t, &now)
	people := map[string]int64{}
	for who, role := range map[string][3]string{"chief": {"bureau", "chief", "310000"}, "overseer": {"ministry", "overseer", ""}} {
		var id int64
		pgtest.Must(t, db.QueryRow(t.Context(), `INSERT INTO account (tier, role, user_name, user_name_key, name, province, email, password_hash, created_at)
			VALUES ($1, $2, $3, $3, '某人', nullif($4, ''), $5, '', $6) RETURNING id`, role[0], role[1], who, role[2], w.Keys.SealString("email", who+"@example.cn"), now).Scan(&id))
		people[who] = id
	}
	people["owner"] = w.Wang.Me().Account
	_, err := db.Exec(t.Context(), `UPDATE account SET email = $2 WHERE id = $1`, people["owner"], w.Keys.SealString("email", "wang@example.cn"))
	pgtest.Must(t, err)
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	told := func(who, subject string) (n int) {
		t.Helper()
		pgtest.Must(t, db.QueryRow(t.Context(), `SELECT count(*) FROM message WHERE account_id = $1 AND subject = $2`, people[who], subject).Scan(&n))
		return n
	}
	for _, step := range []struct {
		day                     string
		n                       int
		soon, over, again, late int // the ministry is told ahead whenever the chief is
	}{
		{"2026-12-14", 0, 0, 0, 0, 0},
		{"2026-12-15", 1, 1, 0, 0, 0}, // three working days ahead
		{"2026-12-18", 0, 1, 0, 0, 0}, // the last day itself
		{"2026-12-19", 1, 1, 1, 1, 1}, // a Saturday, but the day has passed
		{"2026-12-22", 0, 1, 1, 1, 1},
		{"2026-12-26", 1, 1, 1, 2, 1},
	} {
		day, err := calendar.ParseDate(step.day)
		pgtest.Must(t, err)
		now = day.Time().Add(10 * time.Hour)
		for tick := range 3 {
			n, err := w.Escalate(t.Context())
			pgtest.Must(t, err)
			if want := step.n; tick == 0 && n != want || tick > 0 && n != 0 {
				t.Errorf("%s, tick %d: %d", step.day, tick, n)
			}
		}
		if got := [4]int{told("chief", "有备案临近法定期限"), told("chief", "有备案超过法定期限"), told("overseer", "备案超期提醒"), told("owner", "备案办理晚于期限")}; got != [4]int{step.soon, step.over, step.again, step.late} {
			t.Errorf("%s: told %v", step.day, got)
		}
		if got := told("overseer", "备案临近期限提醒"); got != step.soon {
			t.Errorf("%s: the ministry is told ahead %d times", step.day, got)
		}
	}
	if list, err := w.Zhao.Escalations(t.Context(), f.ID); err != nil || len(list) != 3 || list[0].Stage != "soon" {
		t.Errorf("%+v %v", list, err)
	}
}

// worldAt is the usual cast under a clock that the test sets.
func worldAt(t *testing.T, now *time.Time) (*pgtest.World, postgres.DB) {
	t.Helper()
	s, tx := pgtest.StoreTx(t, func(o *postgres.Options) { o.Now = func() time.Time { return *now } })
	return pgtest.NewWorld(t, s, tx), tx
}

// TestCalendarOfMatters: the days that small procedures and a bureau's own acts give are working days of the calendar that
// was brought in.
func TestCalendarOfMatters(t *testing.T) {
	w, db := world(t)
	ctx := t.Context()
	x := file(t, w, db, filingtest.Person())
	_, err := w.Zhou.BringCalendar(ctx, 2026, extra(t))
	pgtest.Must(t, err)
	_, err = w.Zhao.BeginSpotChecks(ctx, []filing.Number{x.site(1, filing.Website)}, 0, "是否仍在接入", 14)
	pgtest.Must(t, err)
	_, err = w.Zhao.BeginRectify(ctx, postgres.RectifyNotice{Entity: x.entity, Service: x.site(1, filing.Website), Words: "请更正", Days: 14})
	pgtest.Must(t, err)
	_, err = w.Owner2.BeginConflict(ctx, "example.cn", "附转让记录", nil)
	pgtest.Must(t, err)
	for _, c := range []filing.Course{filing.Report, filing.Question} {
		_, err := w.As(filing.Actor{}).Ask(ctx, c, "310000", postgres.MatterSaid{Subject: "example.cn", Words: "冒用备案号", Mobile: "13900000009"}, nil)
		pgtest.Must(t, err)
	}
	today := calendar.DateOf(pgtest.Now)
	for _, c := range []filing.Course{filing.SpotCheck, filing.Rectify, filing.Conflict, filing.Report, filing.Question} {
		days := c.AnswerDays()
		if c == filing.SpotCheck || c == filing.Rectify {
			days = 14
		}
		want, _ := w.Days().AddWorkdays(today, days)
		builtIn, _ := calendar.Default().AddWorkdays(today, days)
		list, err := w.Zhao.Matters(ctx, postgres.MatterSearch{Course: c, Limit: 10})
		pgtest.Must(t, err)
		if len(list) != 1 || list[0].DueOn != want || days > 10 && want == builtIn {
			t.Errorf("%s: %d working days until %v, by the program's own calendar %v: %+v", c, days, want, builtIn, list)
		}
	}
	act, err := w.Zhao.OpenMeasure(ctx, filing.ForcedCancel, x.entity, ground(filing.Measure{Target: filing.TargetEntity}), evidence(1))
	if err != nil || act.DueOn.String() != "2026-12-23" {
		t.Errorf("an act is due on %v, %v", act.DueOn, err)
	}
}
