package postgres

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"beian/internal/filing"
)

// TestRowsJSON: rows are written as the general encoder would, but for bytes, which
// take the form that PostgreSQL reads.
func TestRowsJSON(t *testing.T) {
	at := time.Date(2026, 11, 29, 8, 0, 0, 1000, time.UTC)
	texts := []string{"", `"引号"和\`, "两\n行\t\x01", "\u2028<&>", "𠮷野家", "\xff"}
	for _, text := range texts {
		one := row{"a": text, "b": filing.Number(text), "c": 7, "d": int64(-8), "e": filing.Enterprise, "f": true, "g": nil, "h": at, "i": texts, "j": []byte(nil)}
		got, err := rowsJSON([]string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}, []row{one, one})
		if err != nil {
			t.Fatal(err)
		}
		want, _ := json.Marshal([]row{one, one})
		var ours, theirs any
		if json.Unmarshal(got, &ours) != nil || json.Unmarshal(want, &theirs) != nil || !reflect.DeepEqual(ours, theirs) {
			t.Errorf("%q is written as %s", text, got)
		}
	}
	if got, _ := rowsJSON([]string{"a"}, []row{{"a": []byte{0, 0xAB}}}); string(got) != `[{"a":"\\x00ab"}]` {
		t.Errorf("bytes: %s", got)
	}
}
