package postgres_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"beian/internal/filing"
	"beian/internal/name"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// nameRow is one service for a register of names alone; site is its names, a line each.
type nameRow struct {
	unit, site string
	person     bool
}

// fillNames writes public rows as publishing would; there is no register behind
// them. It gives the services' numbers ids from 1 on.
func fillNames(t *testing.T, db postgres.DB, list []nameRow) {
	t.Helper()
	ctx := t.Context()
	tx, err := db.Begin(ctx)
	pgtest.Must(t, err)
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"public_number"}, []string{"id", "number", "entity_number", "province", "unit_name", "nature", "service",
		"names", "home_urls", "domains", "ip_only", "approvals", "restricted", "approved_at", "changed_at"},
		pgx.CopyFromSlice(len(list), func(i int) ([]any, error) {
			number := fmt.Sprintf("沪ICP备2026%06d号", i+1)
			nature := filing.Enterprise
			if list[i].person {
				nature = filing.Individual
			}
			return []any{i + 1, number + "-1", number, "310000", list[i].unit, int(nature), 1, strings.Split(list[i].site, "\n"), []string{}, []string{}, false,
				[]int16{}, false, pgtest.Now, pgtest.Now}, nil
		}))
	pgtest.Must(t, err)
	_, err = tx.CopyFrom(ctx, pgx.Identifier{"public_name"}, []string{"id", "unit", "person", "names", "grams"},
		pgx.CopyFromSlice(len(list), func(i int) ([]any, error) {
			var grams []int32
			names := strings.Split(list[i].site, "\n")
			for n, one := range names {
				grams, names[n] = append(grams, name.Bigrams(one)...), name.Bare(one)
			}
			if !list[i].person {
				grams = append(grams, name.Bigrams(list[i].unit)...)
			}
			return []any{i + 1, name.Bare(list[i].unit), list[i].person, strings.Join(names, "\n"), grams}, nil
		}))
	pgtest.Must(t, err)
	pgtest.Must(t, tx.Commit(ctx))
}

func find(t *testing.T, l *postgres.Lookup, words string, after postgres.Place, limit int) postgres.Names {
	t.Helper()
	found, err := l.ByName(t.Context(), words, after, limit)
	pgtest.Must(t, err)
	return found
}

var begin = postgres.Place{Rank: -1}

func unitsOf(found postgres.Names) (units []string) {
	for _, r := range found.Records {
		units = append(units, r.UnitName)
	}
	return units
}

func TestSearchRanks(t *testing.T) {
	s, tx := pgtest.StoreTx(t)
	fillNames(t, tx, []nameRow{
		{unit: "北京青禾软件有限公司", site: "官网"},
		{unit: "青禾软件（杭州）有限公司", site: "官网"},
		{unit: "青禾软件", site: "官网"},
		{unit: "杭州远山有限公司", site: "青禾"},
		{unit: "上海小青禾公司", site: "官网"},
		{unit: "青禾", site: "某人的笔记", person: true},
		{unit: "青禾禾", site: "某人的日记", person: true},
		{unit: "西宁一有限公司", site: "小高原咖啡"},
		{unit: "西宁二有限公司", site: "高原咖啡馆"},
		{unit: "西宁三有限公司", site: "云上旅行\n高原咖啡"},
		{unit: "西宁四有限公司", site: "云上旅行\n高原咖啡屋子"},
	})
	for words, want := range map[string][]string{
		"青禾":      {"杭州远山有限公司", "青禾", "青禾软件", "青禾软件（杭州）有限公司", "上海小青禾公司", "北京青禾软件有限公司"},
		"青禾软件":    {"青禾软件", "青禾软件（杭州）有限公司", "北京青禾软件有限公司"},
		"青禾软件杭州":  {"青禾软件（杭州）有限公司"},
		"青禾禾":     {"青禾禾"},
		"日记":      {"青禾禾"},
		"ＱＩＮＧ":    nil,
		"遠山":      {"杭州远山有限公司"},
		"高原咖啡":    {"西宁三有限公司", "西宁二有限公司", "西宁四有限公司", "西宁一有限公司"},
		"北京青禾软件公": nil,
	} {
		if got := unitsOf(find(t, s.Lookup(), words, begin, 10)); !slices.Equal(got, want) && (want != nil || !strings.HasPrefix(words, "北京")) {
			t.Errorf("%q finds %q, want %q", words, got, want)
		}
	}
	if f := find(t, s.Lookup(), "远山有限公丝", begin, 10); !f.Similar || !slices.Equal(unitsOf(f), []string{"杭州远山有限公司"}) {
		t.Errorf("almost so: %+v", f)
	}
	if f := find(t, s.Lookup(), "青禾一禾", begin, 10); len(f.Records) != 0 {
		t.Errorf("a person is found by almost the name: %q", unitsOf(f))
	}
}

// TestUnitWithBrackets lists a unit among many that differ in their brackets alone: each
// of its services once, page by page, with none cut off.
func TestUnitWithBrackets(t *testing.T) {
	s, tx := pgtest.StoreTx(t)
	var list []nameRow
	for i := range 90 {
		list = append(list, nameRow{unit: []string{"某某北京公司", "某某（北京）公司", "某某（北京公司）"}[i%3], site: fmt.Sprintf("站点%d", i)})
	}
	fillNames(t, tx, list)
	seen, after := map[int64]bool{}, int64(0)
	for _, want := range []int{20, 10, 0} {
		found, err := s.Lookup().ByUnit(t.Context(), "某某（北京）公司", after, 20)
		pgtest.Must(t, err)
		if len(found) != want {
			t.Errorf("%d on a page, want %d", len(found), want)
		}
		for _, r := range found {
			if r.UnitName != "某某（北京）公司" {
				t.Errorf("%s", r.UnitName)
			}
			seen[r.ID], after = true, r.ID
		}
	}
	if len(seen) != 30 {
		t.Errorf("%d of 30", len(seen))
	}
}

// TestSearchPages goes through all the pages of a common word: every hit once, in
// order, and no more than are counted.
func TestSearchPages(t *testing.T) {
	s, tx := pgtest.StoreTx(t)
	var list []nameRow
	for i := range 1500 {
		list = append(list, nameRow{unit: fmt.Sprintf("某%d号科技公司", i), site: fmt.Sprintf("站点%d", i)})
	}
	for i := range 45 {
		list = append(list, nameRow{unit: fmt.Sprintf("第%d家文具店", i), site: "文具"})
	}
	fillNames(t, tx, list)
	_, err := tx.Exec(t.Context(), `SELECT 1`)
	pgtest.Must(t, err)
	f := find(t, s.Lookup(), "科技", begin, 20)
	if f.Hits != postgres.MostHits || !f.More || len(f.Records) != 20 {
		t.Errorf("common: %d hits, more %v, %d shown", f.Hits, f.More, len(f.Records))
	}
	seen := map[int64]bool{}
	pages, place := 0, begin
	for {
		f := find(t, s.Lookup(), "文具", place, 20)
		if f.Hits != 45 || f.More {
			t.Fatalf("%d hits, more %v", f.Hits, f.More)
		}
		for _, r := range f.Records {
			if seen[r.ID] {
				t.Errorf("%d twice", r.ID)
			}
			seen[r.ID] = true
		}
		if pages++; f.Next == nil {
			break
		}
		back, err := postgres.ParsePlace(f.Next.String())
		pgtest.Must(t, err)
		place = back
	}
	if pages != 3 || len(seen) != 45 {
		t.Errorf("%d hits on %d pages", len(seen), pages)
	}
	for _, wrong := range []string{"x", "1", "1-", "-1-1", "1-1x", "01-1", "1--1", "99999999999999999999-1"} {
		if _, err := postgres.ParsePlace(wrong); err == nil {
			t.Errorf("%q was read as a place", wrong)
		}
	}
}

// TestSearchKnowsCommonBigrams: PostgreSQL's own statistics tell which words are
// everywhere; those are answered without the index.
func TestSearchKnowsCommonBigrams(t *testing.T) {
	url := pgtest.URL(t)
	pools, err := postgres.Open(t.Context(), url)
	pgtest.Must(t, err)
	defer pools.Close()
	store, err := postgres.New(pools.App, pools.Public, pgtest.Options())
	pgtest.Must(t, err)
	conn, err := pgx.Connect(t.Context(), url)
	pgtest.Must(t, err)
	defer conn.Close(t.Context())
	var list []nameRow
	for i := range 3000 {
		list = append(list, nameRow{unit: fmt.Sprintf("某%c%c科技公司", rune(0x4E00+i), rune(0x5E00+i%977)), site: "官网"})
	}
	fillNames(t, conn, list)
	_, err = conn.Exec(t.Context(), `ANALYZE public_name`)
	pgtest.Must(t, err)
	if share := store.Lookup().Share(t.Context(), "科技"); share < 0.9 {
		t.Errorf("科技 stands in %v of the names", share)
	}
	if share := store.Lookup().Share(t.Context(), "龘龘"); share != 0 {
		t.Errorf("a word that is nowhere stands in %v", share)
	}
	seen, place := map[int64]bool{}, begin
	for {
		f := find(t, store.Lookup(), "科技", place, 100)
		if f.Hits != postgres.MostHits || !f.More {
			t.Errorf("%d hits, more %v", f.Hits, f.More)
		}
		for _, r := range f.Records {
			if seen[r.ID] {
				t.Errorf("%d twice", r.ID)
			}
			seen[r.ID] = true
		}
		if f.Next == nil {
			break
		}
		place = *f.Next
	}
	if len(seen) < 500 {
		t.Errorf("%d hits on all pages", len(seen))
	}
}

// TestPublicPlansOnce: the public's statements are planned once a connection, whatever
// they are asked.
func TestPublicPlansOnce(t *testing.T) {
	pools, err := postgres.Open(t.Context(), pgtest.URL(t))
	pgtest.Must(t, err)
	defer pools.Close()
	store, err := postgres.New(pools.App, pools.Public, pgtest.Options())
	pgtest.Must(t, err)
	conn, err := pools.Public.Acquire(t.Context())
	pgtest.Must(t, err)
	conn.Release() // the only one: what follows takes it again
	for _, words := range []string{"科技", "鹤实公司", "鹤实公丝"} {
		find(t, store.Lookup(), words, begin, 20)
	}
	var custom, generic int
	pgtest.Must(t, pools.Public.QueryRow(t.Context(), `SELECT sum(custom_plans), sum(generic_plans) FROM pg_prepared_statements
		WHERE statement LIKE '%public_name%'`).Scan(&custom, &generic))
	if custom != 0 || generic < 3 {
		t.Errorf("%d plans for one question, %d for all", custom, generic)
	}
}

// TestSearchFindsTypos takes whole names with one edit at every place.
func TestSearchFindsTypos(t *testing.T) {
	s, tx := pgtest.StoreTx(t)
	list := []nameRow{{unit: "杭州明月网络科技有限公司", site: "明月商城"}, {unit: "成都山城文化传播有限公司", site: "山城影像"}}
	for i := range 500 {
		list = append(list, nameRow{unit: fmt.Sprintf("杭州%c%c网络科技有限公司", rune(0x6000+i*7), rune(0x7000+i*3)), site: "官网"})
	}
	fillNames(t, tx, list)
	for _, whole := range []string{"杭州明月网络科技有限公司", "成都山城文化传播有限公司"} {
		letters, missed := []rune(whole), 0
		for i := range letters {
			for _, typo := range []string{
				string(letters[:i]) + "甴" + string(letters[i+1:]),
				string(letters[:i]) + string(letters[i+1:]),
				string(letters[:i]) + "甴" + string(letters[i:]),
			} {
				if f := find(t, s.Lookup(), typo, begin, 20); !slices.Contains(unitsOf(f), whole) {
					missed++
					t.Logf("%s is not found by %s", whole, typo)
				}
			}
		}
		if tries := 3 * len(letters); missed*10 > tries {
			t.Errorf("%d of %d typos are not found", missed, tries)
		}
	}
}

// TestPagesAreOfOneList goes through all pages of a word that is everywhere, on the
// public pool: a thousand hits, each once, though the table is large and others read it.
func TestPagesAreOfOneList(t *testing.T) {
	pools, err := postgres.Open(t.Context(), pgtest.URL(t))
	pgtest.Must(t, err)
	defer pools.Close()
	var order string
	pgtest.Must(t, pools.Public.QueryRow(t.Context(), `SHOW synchronize_seqscans`).Scan(&order))
	if order != "off" {
		t.Error("a scan may begin where another one is")
	}
	store, err := postgres.New(pools.App, pools.Public, pgtest.Options())
	pgtest.Must(t, err)
	var list []nameRow
	for i := range 1500 {
		list = append(list, nameRow{unit: fmt.Sprintf("某%d号科技公司", i), site: "官网"})
	}
	fillNames(t, pools.App, list)
	seen, place := map[int64]bool{}, begin
	for {
		f := find(t, store.Lookup(), "科技", place, 100)
		for _, r := range f.Records {
			seen[r.ID] = true
		}
		if f.Next == nil {
			break
		}
		place = *f.Next
	}
	if len(seen) != postgres.MostHits+1 {
		t.Errorf("%d hits on all pages", len(seen))
	}
}
