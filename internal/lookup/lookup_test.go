package lookup_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/lookup"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func desk(t *testing.T) *lookup.Desk {
	t.Helper()
	s, tx := pgtest.StoreTx(t)
	w := pgtest.NewWorld(t, s, tx)
	for _, doc := range []*filing.Document{filingtest.Person(), filingtest.Company()} {
		f := w.Forward(t, tx, w.Wang, doc)
		last := w.Zhao
		if f.Province == "330000" {
			w.Act(t, w.Qian, f.ID, postgres.Move{Action: filing.Claim})
			w.Act(t, w.Qian, f.ID, postgres.Move{Action: filing.FirstApprove})
			last = w.Qian2
		}
		w.Act(t, last, f.ID, postgres.Move{Action: filing.Claim})
		w.Act(t, last, f.ID, postgres.Move{Action: filing.Approve})
	}
	return lookup.New(s.Lookup(), func() time.Time { return pgtest.Now })
}

func TestAsk(t *testing.T) {
	d := desk(t)
	for _, c := range []struct {
		by      lookup.By
		q       string
		want    string // numbers found, joined
		asked   string
		note    lookup.Note
		skipped bool
	}{
		{q: "沪ICP备2026000001号-1", want: "沪ICP备2026000001号-1"},
		{q: "沪ICP备2026000001号", want: "沪ICP备2026000001号-1"},
		{q: " 沪icp备 2026000001 - 1 ", want: "沪ICP备2026000001号-1"},
		{q: "沪ＩＣＰ备２０２６０００００１号－１", want: "沪ICP备2026000001号-1"},
		{q: "sh-2026000001-1", want: "沪ICP备2026000001号-1"},
		{q: "川ICP备2026000001号", want: "", asked: "蜀ICP备2026000001号", note: lookup.ReadAsAlias},
		{q: "example.cn", want: "沪ICP备2026000001号-1", asked: "example.cn"},
		{q: "EXAMPLE.CN", want: "沪ICP备2026000001号-1"},
		{q: "a.b.example.cn", want: "沪ICP备2026000001号-1", asked: "example.cn", note: lookup.ReadAsParent},
		{q: "https://www.example.cn:8443/path?q=1", want: "沪ICP备2026000001号-1", asked: "example.cn", note: lookup.ReadFromURL},
		{q: "http://bank.com.cn@example.cn/", want: "沪ICP备2026000001号-1", asked: "example.cn", note: lookup.ReadFromURL},
		{q: "//www.example.cn/a", want: "沪ICP备2026000001号-1", asked: "example.cn", note: lookup.ReadFromURL},
		{by: lookup.Auto, q: "[2408:4000::1]:8080", want: "", asked: "[2408:4000::1]"},
		{q: "http://[2408:4000::1]/", want: "", asked: "[2408:4000::1]"},
		{q: "example.net.cn", want: "浙ICP备2026000001号-1"},
		{q: "unfiled.cn", want: ""},
		{q: "浙ICP备2026000001号", want: "浙ICP备2026000001号-1 浙ICP备2026000001号-2"},
		{q: "青禾软件", want: "浙ICP备2026000001号-1 浙ICP备2026000001号-2"},
		{q: "编程课堂", want: "浙ICP备2026000001号-2"},
		{q: "陈晓云", want: "沪ICP备2026000001号-1"}, // a person by the exact name
		{q: "陈晓", want: ""}, // and not by a part of it
		{q: "青禾軟體 ", want: "浙ICP备2026000001号-1 浙ICP备2026000001号-2", note: lookup.ReadAsSimilar},
		{q: "青禾硬體", want: ""},
		{q: "編程課堂", want: "浙ICP备2026000001号-2"},
		{q: "青 禾（软）件", want: "浙ICP备2026000001号-1 浙ICP备2026000001号-2"},
		{q: "杭州青和软件", want: "浙ICP备2026000001号-1 浙ICP备2026000001号-2", note: lookup.ReadAsSimilar},
		{q: "摄影笔记", want: "沪ICP备2026000001号-1"},
		{by: lookup.Domain, q: "not a domain", want: ""},
		{by: lookup.Number, q: "hello", want: ""},
	} {
		a, err := d.Ask(t.Context(), c.by, c.q, "")
		if err != nil {
			t.Errorf("%q: %v", c.q, err)
			continue
		}
		var got []string
		for _, r := range a.Records {
			got = append(got, string(r.Number))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q finds %q, want %q", c.q, s, c.want)
		}
		if c.asked != "" && a.Asked != c.asked {
			t.Errorf("%q was read as %q, want %q", c.q, a.Asked, c.asked)
		}
		if c.note != "" && a.Note != c.note {
			t.Errorf("%q: note %q, want %q", c.q, a.Note, c.note)
		}
	}
}

func TestCertificateTellsOnlyTheNumber(t *testing.T) {
	d := desk(t)
	a, err := d.Ask(t.Context(), lookup.Certificate, strings.ToLower(filingtest.CreditCode), "")
	pgtest.Must(t, err)
	if a.Filed != "浙ICP备2026000001号" || len(a.Records) != 0 {
		t.Errorf("answer %+v", a)
	}
	for _, q := range []string{filingtest.ManagerID, "11010519491231002X", "x"} {
		if a, err := d.Ask(t.Context(), lookup.Certificate, q, ""); err != nil || !a.Empty() {
			t.Errorf("%q: %+v %v", q, a, err)
		}
	}
}

func TestBadQuestions(t *testing.T) {
	d := desk(t)
	for q, want := range map[string]error{"": lookup.ErrEmpty, "  ": lookup.ErrEmpty, "\x00": lookup.ErrUnreadable, "沪": lookup.ErrTooShort,
		"%%": lookup.ErrTooShort, ".*": lookup.ErrTooShort, "青\x00禾": lookup.ErrUnreadable, "\xe6\xb2": lookup.ErrUnreadable, "\xff\xfe网站": lookup.ErrUnreadable,
		strings.Repeat("长", 201): lookup.ErrTooLong, strings.Repeat("x", 10_000): lookup.ErrTooLong, strings.Repeat(",", 10_000): lookup.ErrTooLong} {
		if _, err := d.Ask(t.Context(), lookup.Auto, q, ""); !errors.Is(err, want) {
			t.Errorf("%.20q: %v, want %v", q, err, want)
		}
	}
	for _, q := range []string{"' OR 1=1 --", "a,b,c,,,,", "[::1", "http://", "::", "xn--", "(a+)+$", strings.Repeat("a", 200), strings.Repeat("网站", 100)} {
		if _, err := d.Ask(t.Context(), lookup.Auto, q, ""); err != nil && !errors.Is(err, lookup.ErrTooShort) {
			t.Errorf("%q: %v", q, err)
		}
	}
}
