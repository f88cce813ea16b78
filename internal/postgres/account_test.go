package postgres_test

import (
	"context"
	"errors"
	"net/netip"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

var wangSignsUp = postgres.SignUp{UserName: "wangfang", Password: "Lan-Tian-2026",
	Province: "310000", Name: "王芳", Mobile: "13800138000", Email: "wang@example.cn"}

func flaws(err error) map[filing.Path]filing.Flaw {
	var list filing.Problems
	errors.As(err, &list)
	found := map[filing.Path]filing.Flaw{}
	for _, p := range list {
		found[p.Path] = p.Flaw
	}
	return found
}

// proved signs Wang up and proves both codes.
func proved(t *testing.T, s *postgres.Store) int64 {
	t.Helper()
	id, codes, err := s.SignUp(t.Context(), wangSignsUp, false)
	pgtest.Must(t, err)
	i, err := s.Prove(t.Context(), id, postgres.TypedCodes(codes))
	pgtest.Must(t, err)
	if !i.Proved() || i.Mobile != "13800138000" || i.Email != "wang@example.cn" {
		t.Fatalf("proved %+v", i)
	}
	return id
}

func TestSignUpRefusals(t *testing.T) {
	s, tx := pgtest.StoreTx(t)
	pgtest.NewWorld(t, s, tx)
	_, _, err := s.SignUp(t.Context(), postgres.SignUp{UserName: "a", Password: "12345678", Mobile: "1", Email: "x"}, false)
	for _, path := range []filing.Path{"user_name", "password", "province", "name", "mobile", "email"} {
		if flaws(err)[path] == "" {
			t.Errorf("%s is not refused: %v", path, flaws(err))
		}
	}
	u := wangSignsUp
	u.Province = "990000"
	if _, _, err = s.SignUp(t.Context(), u, false); flaws(err)["province"] != filing.NotListed {
		t.Errorf("a province without a bureau: %v", err)
	}
}

func TestPersonalDataIsSealed(t *testing.T) {
	s, tx := pgtest.StoreTx(t)
	pgtest.NewWorld(t, s, tx)
	proved(t, s)
	var held int
	err := tx.QueryRow(t.Context(), `
		SELECT count(*) FROM (SELECT row_to_json(account)::text AS row FROM account
			UNION ALL SELECT row_to_json(message)::text FROM message
			UNION ALL SELECT row_to_json(account_code)::text FROM account_code) all_rows
		WHERE row LIKE '%13800138000%' OR row LIKE '%wang@example%' OR row LIKE '%Lan-Tian%'
		   OR row LIKE '%' || encode('13800138000'::bytea, 'hex') || '%'`).Scan(&held)
	if err != nil || held != 0 {
		t.Errorf("%d rows show personal data, %v", held, err)
	}
}

func TestUserNameIsTakenOnce(t *testing.T) {
	w, _ := openWorld(t)
	var made, taken atomic.Int32
	at(6, func(int) {
		_, _, err := w.SignUp(t.Context(), wangSignsUp, false)
		switch {
		case err == nil:
			made.Add(1)
		case flaws(err)["user_name"] == filing.UserNameTaken:
			taken.Add(1)
		default:
			t.Errorf("%v", err)
		}
	})
	if made.Load() != 1 || taken.Load() != 5 {
		t.Errorf("%d made, %d taken", made.Load(), taken.Load())
	}
}

func TestCodeIsTriedFiveTimes(t *testing.T) {
	w, _ := openWorld(t)
	id, codes, err := w.SignUp(t.Context(), wangSignsUp, false)
	pgtest.Must(t, err)
	wrong := "000000"
	if codes[postgres.ByMobile] == wrong {
		wrong = "000001"
	}
	at(20, func(int) { _, _ = w.Prove(context.Background(), id, postgres.TypedCodes{postgres.ByMobile: wrong}) })
	_, err = w.Prove(t.Context(), id, postgres.TypedCodes(codes))
	if flaws(err)["mobile_code"] != filing.TriesUsedUp {
		t.Errorf("after twenty tries at once the right code gives %v", flaws(err))
	}
}

func TestCodesHaveLimits(t *testing.T) {
	now := pgtest.Now
	s, tx := pgtest.StoreTx(t, func(o *postgres.Options) { o.Now = func() time.Time { return now } })
	pgtest.NewWorld(t, s, tx)
	id, codes, err := s.SignUp(t.Context(), wangSignsUp, false)
	pgtest.Must(t, err)
	now = now.Add(10 * time.Minute)
	if _, err = s.Prove(t.Context(), id, postgres.TypedCodes(codes)); flaws(err)["mobile_code"] != filing.CodeExpired {
		t.Errorf("after ten minutes: %v", flaws(err))
	}
	for range 4 {
		_, err = s.Resend(t.Context(), id, postgres.ByMobile)
		pgtest.Must(t, err)
		now = now.Add(time.Minute)
	}
	if _, err = s.Resend(t.Context(), id, postgres.ByMobile); flaws(err)["mobile_code"] != filing.TooOften {
		t.Errorf("the sixth code of a day: %v", err)
	}
	now = now.Add(24 * time.Hour)
	codes, err = s.Resend(t.Context(), id, postgres.ByMobile)
	pgtest.Must(t, err)
	if _, err = s.Prove(t.Context(), id, postgres.TypedCodes(codes)); err != nil {
		t.Errorf("the code of the next day: %v", err)
	}
}

func TestFormIsDoneOnce(t *testing.T) {
	w, _ := openWorld(t)
	token := "a token of a form"
	var firsts atomic.Int32
	at(8, func(int) {
		done, first, err := w.TakeOnce(t.Context(), token)
		if err != nil {
			t.Errorf("%v", err)
			return
		}
		if first {
			firsts.Add(1)
			time.Sleep(20 * time.Millisecond)
			done = "/my"
			err = w.EndOnce(t.Context(), token, done)
		}
		if err != nil || done != "/my" {
			t.Errorf("ended at %q, %v", done, err)
		}
	})
	if firsts.Load() != 1 {
		t.Errorf("%d did the work", firsts.Load())
	}
	_, first, err := w.TakeOnce(t.Context(), "another")
	pgtest.Must(t, err)
	pgtest.Must(t, w.EndOnce(t.Context(), "another", ""))
	_, second, err := w.TakeOnce(t.Context(), "another")
	if !first || !second || err != nil {
		t.Error("a token that was given back cannot be used")
	}
}

func TestLinkSetsPasswordOnce(t *testing.T) {
	w, _ := openWorld(t)
	proved(t, w.Store)
	if token, err := w.RequestReset(t.Context(), "wangfang", "13900139000"); err != nil || token != "" {
		t.Errorf("a reset with another mobile: %q, %v", token, err)
	}
	token, err := w.RequestReset(t.Context(), "WangFang", " 138-0013-8000")
	pgtest.Must(t, err)
	var set atomic.Int32
	at(4, func(int) {
		err := w.SetPassword(t.Context(), token, false, "Hai-Kuo-2027", "Hai-Kuo-2027")
		if err == nil {
			set.Add(1)
		} else if !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("%v", err)
		}
	})
	if set.Load() != 1 {
		t.Errorf("the link worked %d times", set.Load())
	}
	if err := w.SetPassword(t.Context(), token, true, "Hai-Kuo-2027", "Hai-Kuo-2027"); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a reset's link as an invitation: %v", err)
	}
	_, err = w.CheckPassword(t.Context(), filing.Registrant, "wangfang", "Hai-Kuo-2027")
	pgtest.Must(t, err)
}

func TestSecondFactorCodeWorksOnce(t *testing.T) {
	w, _ := openWorld(t)
	id := w.Zhao.Me().Account
	key, err := w.NewSecondFactor(t.Context(), id)
	pgtest.Must(t, err)
	again, err := w.NewSecondFactor(t.Context(), id)
	if err != nil || again.URI != key.URI {
		t.Error("the secret that waits is not shown again")
	}
	code, err := totp.GenerateCode(key.Secret, pgtest.Now.Add(-30*time.Second))
	pgtest.Must(t, err)
	pgtest.Must(t, w.Enrol(t.Context(), id, code))
	if _, err := w.NewSecondFactor(t.Context(), id); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a second factor beside the first: %v", err)
	}
	code, err = totp.GenerateCode(key.Secret, pgtest.Now)
	pgtest.Must(t, err)
	var in atomic.Int32
	at(4, func(int) {
		if _, err := w.SignInWithCode(t.Context(), id, code, netip.MustParseAddr("203.0.113.9")); err == nil {
			in.Add(1)
		}
	})
	if in.Load() != 1 {
		t.Errorf("one code let in %d times", in.Load())
	}
}

func TestSeatsAreTakenAway(t *testing.T) {
	s, tx := pgtest.StoreTx(t)
	w := pgtest.NewWorld(t, s, tx)
	li, zhao := w.Li.Me(), w.Zhao.Me()
	if a, err := s.Actor(t.Context(), li.Account); err != nil || a.Provider != w.Provider || a.Tier != filing.Provider {
		t.Fatalf("%+v, %v", a, err)
	}
	pgtest.Must(t, w.Zhou.Suspend(t.Context(), w.Provider, true))
	if _, err := s.Actor(t.Context(), li.Account); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("staff of a suspended provider: %v", err)
	}
	o := postgres.OrganisationOf(zhao)
	if err := w.Zhao.SetStaff(t.Context(), o, w.Zhao2.Me().Account, false); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a reviewer disables a colleague: %v", err)
	}
	pgtest.Must(t, w.Zhou.SetStaff(t.Context(), o, zhao.Account, false))
	if _, err := s.Actor(t.Context(), zhao.Account); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("a disabled account: %v", err)
	}
	if err := w.Zhou.SetStaff(t.Context(), o, w.Qian.Me().Account, false); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("an account of another organisation: %v", err)
	}
	if err := w.Zhou.SetStaff(t.Context(), postgres.OrganisationOf(w.Zhou.Me()), w.Zhou.Me().Account, false); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("the own account: %v", err)
	}
}

func TestStaffIsTheirAdministratorsBusiness(t *testing.T) {
	s, tx := pgtest.StoreTx(t)
	w := pgtest.NewWorld(t, s, tx)
	shanghai := postgres.Organisation{Tier: filing.Bureau, Province: "310000"}
	id, token, err := w.Zhou.CreateStaff(t.Context(), postgres.NewStaff{Organisation: shanghai, Role: filing.Admin,
		UserName: "admin_sh", Name: "孙立", Mobile: "13700137000"})
	pgtest.Must(t, err)
	if _, err := s.CheckPassword(t.Context(), filing.Bureau, "admin_sh", ""); flaws(err)["password"] != filing.PasswordWrong {
		t.Errorf("an account that has no password yet: %v", err)
	}
	pgtest.Must(t, s.SetPassword(t.Context(), token, true, "Lan-Tian-2026", "Lan-Tian-2026"))
	known, err := s.CheckPassword(t.Context(), filing.Bureau, "admin_sh", "Lan-Tian-2026")
	if err != nil || known.Account != id || !known.Proved {
		t.Errorf("%+v, %v", known, err)
	}
	actor, err := s.Actor(t.Context(), id)
	pgtest.Must(t, err)
	admin := s.As(actor)
	for _, o := range []postgres.Organisation{{Tier: filing.Bureau, Province: "330000"}, {Tier: filing.Ministry}, {Tier: filing.Registrant},
		{Tier: filing.Provider, Provider: w.Provider}} {
		n := postgres.NewStaff{Organisation: o, Role: filing.Admin, UserName: "someone", Name: "某某"}
		if _, _, err := admin.CreateStaff(t.Context(), n); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("an administrator of Shanghai makes staff of %+v: %v", o, err)
		}
		if _, err := admin.Staff(t.Context(), o); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("an administrator of Shanghai lists staff of %+v: %v", o, err)
		}
	}
	list, err := admin.Staff(t.Context(), shanghai)
	if err != nil || len(list) != 3 {
		t.Errorf("%d of the staff, %v", len(list), err)
	}
}

func TestRates(t *testing.T) {
	now := pgtest.Now
	s := pgtest.Store(t, func(o *postgres.Options) { o.Now = func() time.Time { return now } })
	rate := postgres.Rate{Name: "test", Most: 2, Window: time.Minute}
	for i, want := range []time.Duration{0, 0, time.Minute, time.Minute} {
		if wait, err := s.Hit(t.Context(), rate, "key"); err != nil || wait != want {
			t.Errorf("hit %d waits %v, want %v, %v", i, wait, want, err)
		}
	}
	if wait, err := s.Hit(t.Context(), rate, "other"); wait != 0 || err != nil {
		t.Errorf("another key waits %v, %v", wait, err)
	}
	now = now.Add(time.Minute)
	if wait, err := s.Hit(t.Context(), rate, "key"); wait != 0 || err != nil {
		t.Errorf("the next window waits %v, %v", wait, err)
	}
}

func TestUserNameFree(t *testing.T) {
	s, tx := pgtest.StoreTx(t)
	pgtest.NewWorld(t, s, tx)
	proved(t, s)
	if got := flaws(s.UserNameFree(t.Context(), "ＷangFang")); got["user_name"] != filing.UserNameTaken {
		t.Errorf("another spelling of a taken name: %v", got)
	}
	pgtest.Must(t, s.UserNameFree(t.Context(), "somebody_else"))
	err := s.UserNameFree(t.Context(), "!")
	var list filing.Problems
	if !errors.As(err, &list) || list[0].Fault == nil || list[0].Fault.Code != ident.Charset {
		t.Errorf("%v", err)
	}
}
