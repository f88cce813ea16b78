package postgres_test

import (
	"testing"

	"beian/internal/postgres/pgtest"
)

func TestMigratedSchemaOpens(t *testing.T) {
	s := pgtest.Store(t)
	if s == nil {
		t.Fatal("no store")
	}
}
