package exchange

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"beian/internal/demo"
	"beian/internal/filing"
	"beian/internal/ident"
	"beian/internal/material"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func quiet(postgres.Progress) {}

// nation is the demonstration's register, exported in a form.
func nation(t *testing.T, format string) string {
	t.Helper()
	store := pgtest.Store(t)
	folder, err := material.OpenFolder(t.TempDir(), store.Keys)
	pgtest.Must(t, err)
	t.Cleanup(func() { _ = folder.Close() })
	pgtest.Must(t, demo.Fill(t.Context(), store, folder, nil))
	return exported(t, store, format)
}

func exported(t *testing.T, store *postgres.Store, format string) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := Export(t.Context(), store, &b, format, "", quiet); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// elsewhere is an empty register with the providers of the demonstration.
func elsewhere(t *testing.T) *postgres.Store {
	t.Helper()
	url := pgtest.URL(t)
	pools, err := postgres.Open(t.Context(), url)
	pgtest.Must(t, err)
	t.Cleanup(pools.Close)
	store, err := postgres.New(pools.App, pools.Public, pgtest.Options())
	pgtest.Must(t, err)
	pgtest.Must(t, store.Found(t.Context()))
	provide(t, pools.App)
	return store
}

func provide(t testing.TB, db *pgxpool.Pool) {
	t.Helper()
	all := demo.Ranges()
	for _, slug := range slices.Sorted(maps.Keys(all)) { // so that every database has the same ids
		ranges := all[slug]
		var id int64
		pgtest.Must(t, db.QueryRow(t.Context(), `
			INSERT INTO provider (slug, name, licence, province, created_at) VALUES ($1, $1, 'L-' || $1, '310000', now()) RETURNING id`, slug).Scan(&id))
		for _, r := range ranges {
			_, err := db.Exec(t.Context(), `INSERT INTO provider_range (provider_id, first, last, created_at) VALUES ($1, $2::inet, $3::inet, now())`,
				id, r.Start.String(), r.End.String())
			pgtest.Must(t, err)
		}
	}
}

func file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	pgtest.Must(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func imported(t *testing.T, store *postgres.Store, path string) Result {
	t.Helper()
	r, err := Import(t.Context(), store, path, FormatOf(path), path+".rejects", quiet)
	pgtest.Must(t, err)
	return r
}

// What goes out of one system and into another comes out of that one unchanged, in both forms.
func TestThereAndBack(t *testing.T) {
	lines := nation(t, NDJSON)
	n := strings.Count(lines, "\n")
	if n < 1500 {
		t.Fatalf("the demonstration has %d entities", n)
	}
	second := elsewhere(t)
	r := imported(t, second, file(t, "register.ndjson", lines))
	if r.Refused > 0 {
		text, _ := os.ReadFile(r.Rejects)
		t.Fatalf("%d refused: %.2000s", r.Refused, text)
	}
	if r.Entities != n || r.Resumed {
		t.Errorf("result %+v, want %d entities", r, n)
	}
	sameLines(t, exported(t, second, NDJSON), lines)
	third := elsewhere(t)
	if r := imported(t, third, file(t, "register.csv", exported(t, second, CSV))); r.Entities != n || r.Refused > 0 {
		text, _ := os.ReadFile(r.Rejects)
		t.Fatalf("as CSV %+v: %.2000s", r, text)
	}
	sameLines(t, exported(t, third, NDJSON), lines)
	if _, err := Import(t.Context(), second, file(t, "again.ndjson", lines), NDJSON, "", quiet); !errors.Is(err, postgres.ErrImported) {
		t.Errorf("a second time: %v", err)
	}
}

// sameLines compares sets of lines: ids, and with them the order, may differ.
func sameLines(t *testing.T, got, want string) {
	t.Helper()
	left := map[string]bool{}
	for line := range strings.Lines(want) {
		left[line] = true
	}
	for line := range strings.Lines(got) {
		if !left[line] {
			number, _, _ := strings.Cut(line, ",")
			for was := range left {
				if strings.HasPrefix(was, number+",") {
					t.Fatalf("a line came back otherwise:\n%.4000s%.4000s", line, was)
				}
			}
			t.Fatalf("a line that was not there: %.1500s", line)
		}
		delete(left, line)
	}
	for line := range left {
		t.Fatalf("%d lines are missing, such as %.1500s", len(left), line)
	}
}

// one is a line of NDJSON; change may spoil it.
func one(i int, change func(*Line)) Line {
	at := time.Date(2024, 5, 6, 2, 0, 0, 0, time.UTC)
	l := Line{Number: filing.Number(fmt.Sprintf("沪ICP备2024%06d号", i)), ApprovedAt: at, Entity: filing.Entity{
		Name: "上海芳草地园艺有限公司", Nature: filing.Enterprise, CertificateType: filing.BusinessLicence,
		CertificateNumber: ident.MakeCreditCode("91", "310101", fmt.Sprintf("MA%06d", i)), CertificateAddress: "上海市黄浦区云杉路12号3幢205室",
		PostalSame: true, Province: "310000", City: "310100", County: "310101",
		Principal: filing.Principal{Name: "王芳", CertificateType: filing.ResidentID,
			CertificateNumber: string(ident.MakeResidentID("310101", time.Date(1986, 4, 9, 0, 0, 0, 0, time.UTC), 24)),
			Mobiles:           []string{"15400000001"}, EmergencyPhone: "15400000002", Email: "wangfang@example.com"}}}
	s := Site{Site: filing.Site{Number: l.Number.Service(1, filing.Website), Names: []string{"芳草地园艺"}, PrincipalSame: true,
		Domains: []string{fmt.Sprintf("fangcaodi%d.cn", i)}, HomeURLs: []string{fmt.Sprintf("www.fangcaodi%d.cn", i)},
		Contents: []int{8}, Languages: []int{1}, Applications: []int{1}}, ApprovedAt: at}
	s.Accesses = []Access{{Provider: "yunfan", Access: filing.Access{Method: 2, IPs: []string{"101.64.0.9"}, Places: []string{"310000"}}}}
	l.Sites = []Site{s}
	if change != nil {
		change(&l)
	}
	return l
}

func ndjson(t *testing.T, list ...Line) string {
	t.Helper()
	var b bytes.Buffer
	write, _ := lineWriter(&b)
	for i := range list {
		pgtest.Must(t, write(&list[i]))
	}
	return b.String()
}

// Each refused row says why, the others are in; mended, the file of rejects is imported as it is.
func TestRejects(t *testing.T) {
	spoilt := map[string]func(*Line){ // by a word of the reason
		"certificate_number": func(l *Line) { l.Entity.CertificateNumber = "91310101MA0000019X" },
		"有备案":                func(l *Line) { l.Entity.CertificateNumber = one(1, nil).Entity.CertificateNumber },
		"fangcaodi1.cn":      func(l *Line) { l.Sites[0].Domains[0], l.Sites[0].HomeURLs[0] = "fangcaodi1.cn", "fangcaodi1.cn" },
		"8.8.8.8":            func(l *Line) { l.Sites[0].Accesses[0].IPs[0] = "8.8.8.8" },
		"nobody":             func(l *Line) { l.Sites[0].Accesses[0].Provider = "nobody" },
		"no number":          func(l *Line) { l.Number = "沪2024" },
		"a time":             func(l *Line) { l.ApprovedAt = time.Time{} },
		"or the change lies": func(l *Line) { at := l.ApprovedAt.AddDate(-1, 0, 0); l.ChangedAt = &at },
		"lies ahead":         func(l *Line) { l.ApprovedAt = pgtest.Now.AddDate(1, 0, 0) },
	}
	for _, format := range []string{NDJSON, CSV} {
		t.Run(format, func(t *testing.T) {
			store := elsewhere(t)
			lines, why := []Line{one(1, nil)}, []string{}
			for word, spoil := range spoilt {
				lines, why = append(lines, one(10+len(lines), spoil)), append(why, word)
			}
			lines, why = append(lines, one(1, nil), one(2, nil)), append(why, "already")
			text := ndjson(t, lines...)
			if format == CSV {
				text = csvText(t, lines)
			}
			r := imported(t, store, file(t, "old."+format, text))
			if r.Entities != 2 || r.Refused != len(why) {
				t.Errorf("%+v", r)
			}
			rejects, err := os.ReadFile(r.Rejects)
			pgtest.Must(t, err)
			for _, word := range why {
				if !strings.Contains(string(rejects), word) {
					t.Errorf("nothing says %q:\n%s", word, rejects)
				}
			}
			mended := strings.ReplaceAll(string(rejects), "nobody", "yunfan")
			if r := imported(t, store, file(t, "mended."+format, mended)); r.Entities != 1 || r.Refused != len(why)-1 {
				t.Errorf("mended: %+v", r)
			}
		})
	}
}

func csvText(t *testing.T, lines []Line) string {
	t.Helper()
	var b bytes.Buffer
	write, flush := rowWriter(&b)
	for i := range lines {
		pgtest.Must(t, write(&lines[i]))
	}
	pgtest.Must(t, flush())
	return b.String()
}

// Rows of one number that contradict each other are refused together, whichever is right; what they repeat or leave out is no contradiction.
func TestContradictions(t *testing.T) {
	for column, spoil := range map[string]func(*Line){
		"":             func(*Line) {},
		"entity.name":  func(l *Line) { l.Entity.Name = "上海青石堂园艺有限公司" },
		"site.domains": func(l *Line) { l.Sites[0].Domains[0] = "qingshitang.cn" },
	} {
		h, err := readHeader(strings.Split(strings.SplitN(csvText(t, nil), "\n", 2)[0], ","))
		pgtest.Must(t, err)
		first, second := one(1, nil), one(1, func(l *Line) { l.Sites[0].Accesses[0].IPs = []string{"101.64.0.10"} })
		spoil(&second)
		rows := append(tableRows(&first), tableRows(&second)...)
		rows[1][h.index("entity.city")] = ""
		l, wrong := h.entity(rows)
		if column == "" && (len(wrong) > 0 || len(l.Sites[0].Accesses) != 2) {
			t.Errorf("a further access: %q", wrong)
		}
		if column != "" && (len(wrong) != 1 || !strings.HasPrefix(wrong[0], column+": ")) {
			t.Errorf("%s: %q", column, wrong)
		}
	}
	store := elsewhere(t)
	lines := []Line{one(1, nil), one(2, func(l *Line) { l.Number, l.Sites[0].Number = one(1, nil).Number, one(1, nil).Sites[0].Number }), one(3, nil)}
	r := imported(t, store, file(t, "a.csv", csvText(t, lines)))
	rejects, err := os.ReadFile(r.Rejects)
	pgtest.Must(t, err)
	if r.Entities != 1 || r.Refused != 1 || strings.Count(string(rejects), "\n") < 3 || !strings.Contains(string(rejects), "site.domains") ||
		!strings.Contains(string(rejects), ",fangcaodi1.cn,") || !strings.Contains(string(rejects), ",fangcaodi2.cn,") {
		t.Errorf("%+v: %s", r, rejects)
	}
}

// A file of rejects is of the form of its original.
func TestFormOf(t *testing.T) {
	for name, want := range map[string]string{"a.csv": CSV, "a.CSV.rejects": CSV, "a.csv.rejects.rejects": CSV, "a.jsonl.rejects": NDJSON, "a.rejects": "", "a.txt": ""} {
		if got := FormatOf(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// What is no row at all is refused alone, with its line.
func TestUnreadable(t *testing.T) {
	good := ndjson(t, one(1, nil))
	store := elsewhere(t)
	text := "{\n\n" + good + "null\n[]\n{\"number\":\"沪ICP备2024000009号\",\"colour\":1}\n\xff\xfe\n" + strings.Replace(ndjson(t, one(3, nil)), "芳草地园艺", `芳草地\u0000园艺`, 1) + good[:40]
	r := imported(t, store, file(t, "a.ndjson", text))
	if r.Entities != 1 || r.Refused != 7 {
		t.Errorf("%+v", r)
	}
	rejects, err := os.ReadFile(r.Rejects)
	pgtest.Must(t, err)
	for _, want := range []string{`"line":1,`, `"line":4,`, "colour", "UTF-8", "NUL"} {
		if !strings.Contains(string(rejects), want) {
			t.Errorf("nothing says %q:\n%s", want, rejects)
		}
	}
	table := strings.SplitAfterN(csvText(t, []Line{one(4, nil), one(5, nil)}), "\n", 3)
	r = imported(t, store, file(t, "a.csv", table[0]+"a,b\n"+table[1]+"\"x\" y\n"+table[2]))
	if r.Entities != 2 || r.Refused != 2 {
		t.Errorf("CSV: %+v", r)
	}
}

func TestHeader(t *testing.T) {
	for text, want := range map[string]string{"": "empty", "number\n": "approved_at", "number,approved_at,colour\n": "colour", "number,number,approved_at\n": "twice"} {
		if _, err := Import(t.Context(), nil, file(t, "a.csv", text), CSV, "", quiet); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// An import that ends in the middle goes on where it was, with the indexes as they were in the end.
func TestGoesOn(t *testing.T) {
	for _, format := range []string{NDJSON, CSV} {
		t.Run(format, func(t *testing.T) {
			store := elsewhere(t)
			var lines []Line
			for i := range 5 * batchSize / 2 {
				lines = append(lines, one(i+1, nil))
			}
			lines[700].Number = "x"
			text := ndjson(t, lines...)
			if format == CSV {
				text = csvText(t, lines)
			}
			path := file(t, "big."+format, text)
			ctx, cancel := context.WithCancel(t.Context())
			_, err := Import(ctx, store, path, format, path+".rejects", func(postgres.Progress) { cancel() })
			if err == nil {
				t.Fatal("not stopped")
			}
			before, err := store.CountEntities(t.Context())
			pgtest.Must(t, err)
			r := imported(t, store, path)
			after, err := store.CountEntities(t.Context())
			pgtest.Must(t, err)
			if !r.Resumed || before == 0 || before >= after || r.Entities != len(lines)-1 || after != len(lines)-1 || r.Refused != 1 {
				t.Errorf("%d, then %d entities; %+v", before, after, r)
			}
			if rejects, _ := os.ReadFile(r.Rejects); !strings.Contains(string(rejects), map[string]string{NDJSON: `"line":701`, CSV: "702,"}[format]) {
				t.Errorf("rejects %.200s", rejects)
			}
		})
	}
}
