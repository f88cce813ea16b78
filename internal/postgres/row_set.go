package postgres

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
)

// row is one row to insert, by column. Bytes, times, lists and numbers are written as
// the columns read them.
type row map[string]any

// rowSet gathers rows table by table, in the order in which the tables are first
// named. All rows of a table name the same columns.
type rowSet struct {
	tables []string
	rows   map[string][]row
}

func (r *rowSet) add(table string, one row) {
	if r.rows == nil {
		r.rows = map[string][]row{}
	}
	if len(r.rows[table]) == 0 {
		r.tables = append(r.tables, table)
	}
	for column, value := range one {
		if b, is := value.([]byte); is {
			if one[column] = nil; b != nil {
				one[column] = `\x` + hex.EncodeToString(b)
			}
		}
	}
	r.rows[table] = append(r.rows[table], one)
}

// queue puts one statement for each table into a batch: triggers and plans are paid
// once for all rows.
func (r *rowSet) queue(b *pgx.Batch) error {
	for _, table := range r.tables {
		sent, err := json.Marshal(r.rows[table])
		if err != nil {
			return err
		}
		columns := strings.Join(slices.Sorted(maps.Keys(r.rows[table][0])), ", ")
		b.Queue(fmt.Sprintf(`INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM json_populate_recordset(NULL::%s, $1::json)`,
			table, columns, columns, table), string(sent))
	}
	return nil
}
