package postgres

import (
	"fmt"
	"maps"
	"net/netip"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// row is one row to insert, by column; nil is NULL.
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
	r.rows[table] = append(r.rows[table], one)
}

// queue puts one statement for each table into a batch: triggers and plans are paid
// once for all rows. Each column is one array, which costs the database half of what
// rows in JSON do.
func (r *rowSet) queue(b *pgx.Batch) error {
	for _, table := range r.tables {
		columns := slices.Sorted(maps.Keys(r.rows[table][0]))
		var arrays, values []string
		var args []any
		for _, column := range columns {
			array, of, as, err := columnArray(r.rows[table], column)
			if err != nil {
				return fmt.Errorf("%s.%s: %w", table, column, err)
			}
			args = append(args, array)
			arrays = append(arrays, "$"+strconv.Itoa(len(args))+"::"+of+"[]")
			values = append(values, "x."+column+as)
		}
		list := strings.Join(columns, ", ")
		b.Queue(fmt.Sprintf(`INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE SELECT %s FROM unnest(%s) AS x (%s)`,
			table, list, strings.Join(values, ", "), strings.Join(arrays, ", "), list), args...)
	}
	return nil
}

// columnArray is a column's values, the type of each, and the cast to the column's own
// type where the database would not find it by itself.
func columnArray(rows []row, column string) (array any, of, as string, err error) {
	i := slices.IndexFunc(rows, func(r row) bool { return r[column] != nil })
	if i < 0 {
		return make([]*int64, len(rows)), "bigint", "", nil // only ids are ever left open
	}
	switch v := reflect.ValueOf(rows[i][column]); {
	case v.Type() == reflect.TypeFor[time.Time]():
		return each(rows, column, func(v any) time.Time { return v.(time.Time) }), "timestamptz", "", nil
	case v.Type() == reflect.TypeFor[netip.Addr]():
		return each(rows, column, func(v any) netip.Addr { return v.(netip.Addr) }), "inet", "", nil
	case v.Type() == reflect.TypeFor[[]byte]():
		return each(rows, column, func(v any) []byte { return v.([]byte) }), "bytea", "", nil
	case v.CanInt():
		return each(rows, column, func(v any) int64 { return reflect.ValueOf(v).Int() }), "bigint", "", nil
	case v.Kind() == reflect.String:
		return each(rows, column, func(v any) string { return reflect.ValueOf(v).String() }), "text", "", nil
	case v.Kind() == reflect.Bool:
		return each(rows, column, func(v any) bool { return reflect.ValueOf(v).Bool() }), "boolean", "", nil
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.String:
		return each(rows, column, listText), "text", "::text[]", nil
	case v.Kind() == reflect.Slice && v.Type().Elem().ConvertibleTo(reflect.TypeFor[int64]()):
		return each(rows, column, listText), "text", "::bigint[]", nil
	default:
		return nil, "", "", fmt.Errorf("no array of %s", v.Type())
	}
}

// each gives the values of a column, as pointers when some are NULL.
func each[T any](rows []row, column string, of func(any) T) any {
	values, known := make([]T, len(rows)), make([]*T, len(rows))
	null := false
	for i, r := range rows {
		if r[column] == nil {
			null = true
			continue
		}
		values[i] = of(r[column])
		known[i] = &values[i]
	}
	if null {
		return known
	}
	return values
}

// quoteInList keeps the two characters that mean something inside quotes.
var quoteInList = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// listText is a list as the database writes it: arrays of lists are no arrays there,
// because the lists differ in length.
func listText(list any) string {
	text := []byte{'{'}
	v := reflect.ValueOf(list)
	for i := range v.Len() {
		if i > 0 {
			text = append(text, ',')
		}
		if one := v.Index(i); one.CanInt() {
			text = strconv.AppendInt(text, one.Int(), 10)
		} else {
			text = append(append(append(text, '"'), quoteInList.Replace(one.String())...), '"')
		}
	}
	return string(append(text, '}'))
}
