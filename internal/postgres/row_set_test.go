package postgres_test

import (
	"net/netip"
	"reflect"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// TestInsertRows: what is inserted is what is read back, whatever the text, and NULL stays NULL.
func TestInsertRows(t *testing.T) {
	_, tx := world(t)
	ctx := t.Context()
	_, err := tx.Exec(ctx, `CREATE TEMPORARY TABLE kept (a text, b text, c smallint, d bigint, e smallint, f boolean, g bigint, h timestamptz, i text[], j bytea, k inet, l smallint[], m bigint)`)
	pgtest.Must(t, err)
	at := time.Date(2026, 11, 29, 8, 0, 0, 1000, time.UTC)
	texts := []string{"", `"引号"和\`, "两\n行\t\x01", "\u2028<&>", "𠮷野家", "NULL", "{a,b}", " "}
	var rows []map[string]any
	for n, text := range texts {
		one := map[string]any{"a": text, "b": filing.Number(text), "c": 7, "d": int64(-8), "e": filing.Enterprise, "f": true, "g": any(nil), "h": at,
			"i": texts[n:], "j": []byte{0, 0xAB}, "k": netip.MustParseAddr("2400:9000::1"), "l": []int{n, -1}, "m": any(nil)}
		if n%2 == 1 {
			one["g"], one["j"], one["i"], one["l"] = int64(n), []byte(nil), []string{}, []int{}
		}
		rows = append(rows, one)
	}
	pgtest.Must(t, postgres.InsertRows(ctx, tx.(pgx.Tx), "kept", rows...))
	type kept struct {
		A, B string
		C    int
		D    int64
		E    filing.Nature
		F    bool
		G    *int64
		H    time.Time
		I    []string
		J    []byte
		K    netip.Addr
		L    []int
		M    *int64
	}
	found, err := tx.Query(ctx, `SELECT * FROM kept`)
	pgtest.Must(t, err)
	got, err := pgx.CollectRows(found, pgx.RowToStructByPos[kept])
	pgtest.Must(t, err)
	for n, one := range rows {
		want := kept{texts[n], texts[n], 7, -8, filing.Enterprise, true, nil, at, one["i"].([]string), one["j"].([]byte), one["k"].(netip.Addr), one["l"].([]int), nil}
		if n%2 == 1 {
			id := int64(n)
			want.G = &id
		}
		got[n].H = got[n].H.UTC()
		if !reflect.DeepEqual(got[n], want) {
			t.Errorf("written %+v, read %+v", want, got[n])
		}
	}
	if err := postgres.InsertRows(ctx, tx.(pgx.Tx), "kept", map[string]any{"a": struct{}{}}); err == nil {
		t.Error("what no column can hold was taken")
	}
}
