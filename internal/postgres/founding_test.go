package postgres_test

import (
	"testing"

	"beian/internal/postgres/pgtest"
)

func TestFound(t *testing.T) {
	s, db := pgtest.StoreTx(t)
	for range 2 {
		pgtest.Must(t, s.Found(t.Context()))
		if n := number(t, db, `SELECT count(*) FROM bureau`); n != 31 {
			t.Fatalf("%d bureaus, want 31", n)
		}
		_, err := db.Exec(t.Context(), `UPDATE bureau SET phone = '021-12345678' WHERE province = '310000'`)
		pgtest.Must(t, err)
	}
	if n := number(t, db, `SELECT count(*) FROM bureau WHERE phone = '021-12345678' AND name = '上海市通信管理局'`); n != 1 {
		t.Error("what was known of a bureau did not stay")
	}
	if empty, err := s.Empty(t.Context()); err != nil || !empty {
		t.Errorf("a founded system: empty %v, %v", empty, err)
	}
	_, err := db.Exec(t.Context(), `INSERT INTO account (tier, user_name, user_name_key, name, password_hash, created_at) VALUES ('registrant', 'a', 'a', 'a', '-', now())`)
	pgtest.Must(t, err)
	if empty, err := s.Empty(t.Context()); err != nil || empty {
		t.Errorf("with an account: empty %v, %v", empty, err)
	}
}
