package embeddedpg

import (
	"testing"
	"time"
)

func TestKeepsDataOverStopAndStart(t *testing.T) {
	dir := dataDir(t)
	s := start(t, dir)
	remember(t, s.URL())
	stopped(t, s)
	stopped(t, s) // a second Stop does nothing
	if _, err := askOnce(s.URL(), `select 'x'`); err == nil {
		t.Fatal("answers after Stop")
	}
	recalls(t, start(t, dir).URL())
}

func TestKnowsChineseLetters(t *testing.T) {
	s := start(t, dataDir(t))
	for sql, want := range map[string]string{
		`select ('京' ~ '^[[:alpha:]]$')::text`: "true",
		`show server_encoding`:                 "UTF8",
		`select upper('beian京')`:               "BEIAN京",
		`select string_agg(w, '' order by w collate "zh-x-icu") from unnest(array['中','啊','京']) w`: "啊京中",
		`show listen_addresses`:           "",
		`select current_database()::text`: "beian",
	} {
		if got := ask(t, s.URL(), sql); got != want {
			t.Errorf("%s: %q, want %q", sql, got, want)
		}
	}
}

func TestComesBackAfterItsProcessIsKilled(t *testing.T) {
	s := start(t, dataDir(t))
	remember(t, s.URL())
	before := ask(t, s.URL(), `select pg_postmaster_start_time()::text`)
	s.mu.Lock()
	s.process.Kill()
	s.mu.Unlock()
	for deadline := time.Now().Add(time.Minute); ask(t, s.URL(), `select pg_postmaster_start_time()::text`) == before; {
		if time.Now().After(deadline) {
			t.Fatal("never started again")
		}
	}
	recalls(t, s.URL())
}
