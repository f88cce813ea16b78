package postgres_test

import (
	"testing"

	"beian/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }
