package table

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestRead(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte("客户号,备注\r\nC-1,上海机房\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	book, err := XLSX("模板", [][]string{{"客户号", "备注"}, {"110101198803120289", "上海机房"}, {"", ""}, {"C-2", "=1+1"}})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data  []byte
		head  string
		rows  []string
		lines []int
	}{
		"csv with mark":     {[]byte("\xef\xbb\xbf客户号,备注\nC-1,\"上海,\n浦东\"\n"), "客户号|备注", []string{"C-1|上海,\n浦东"}, []int{2}},
		"csv of Excel":      {gb, "客户号|备注", []string{"C-1|上海机房"}, []int{2}},
		"pasted":            {[]byte("\n客户号\t备注\r\n\r\n C-1 \t上海, 机房\n"), "客户号|备注", []string{"C-1|上海, 机房"}, []int{4}},
		"pasted with quote": {[]byte("客户号\t备注\nC-1\t\"两行\n地址\"\n"), "客户号|备注", []string{"C-1|两行\n地址"}, []int{2}},
		"workbook":          {book, "客户号|备注", []string{"110101198803120289|上海机房", "C-2|=1+1"}, []int{2, 4}},
	} {
		got, err := Read(c.data, 10)
		if err != nil || strings.Join(got.Head, "|") != c.head || len(got.Rows) != len(c.rows) {
			t.Errorf("%s: %+v, %v", name, got, err)
			continue
		}
		for i, r := range got.Rows {
			if strings.Join(r.Cells, "|") != c.rows[i] || r.Line != c.lines[i] {
				t.Errorf("%s row %d: %+v", name, i, r)
			}
		}
	}
}

func TestReadRefuses(t *testing.T) {
	many := strings.Repeat("a,b\n", 12)
	book, err := XLSX("x", slices.Repeat([][]string{{"a", "b"}}, 12))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"nothing":             {nil, ErrEmpty},
		"heading only":        {[]byte("a,b\n\n"), ErrEmpty},
		"too many rows":       {[]byte(many), ErrTooMany},
		"too many rows, xlsx": {book, ErrTooMany},
		"too many columns":    {[]byte(strings.Repeat("a,", 200) + "\nb\n"), ErrTooLarge},
		"a picture":           {[]byte("\x89PNG\r\n\x1a\n\x00\x00"), ErrBroken},
		"broken letters":      {[]byte("a,b\n\xff\xff,\x80\n"), ErrBroken},
		"cut workbook":        {book[:len(book)/2], ErrBroken},
		"too large":           {make([]byte, MaxBytes+1), ErrTooLarge},
		"another zip":         {zipped(t, "word/document.xml", 10), ErrBroken},
		"bomb":                {zipped(t, "xl/worksheets/sheet1.xml", maxUnzipped+1), ErrBroken},
	} {
		if _, err := Read(c.data, 10); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// zipped is an archive with one file of blanks that unpacks to that size.
func zipped(t *testing.T, name string, size int) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(bytes.Repeat([]byte(" "), size)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestCSVHoldsNoFormula(t *testing.T) {
	data, err := CSV([][]string{{"名称"}, {"=HYPERLINK(\"x\")"}, {"@a"}, {"普通"}})
	if err != nil || string(data) != "\xef\xbb\xbf名称\r\n\"'=HYPERLINK(\"\"x\"\")\"\r\n'@a\r\n普通\r\n" {
		t.Errorf("%q, %v", data, err)
	}
}

func FuzzRead(f *testing.F) {
	book, _ := XLSX("x", [][]string{{"a"}, {"b"}})
	for _, seed := range []string{"a,b\n1,2", "a\tb\n\"1\n2\"\t", "PK\x03\x04", string(book), "\xef\xbb\xbf"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Read(data, 20)
		if err == nil && (len(got.Rows) == 0 || len(got.Rows) > 20 || got.Head == nil) {
			t.Errorf("%d rows without an error", len(got.Rows))
		}
	})
}

func ExampleCSV() {
	data, _ := CSV([][]string{{"客户号"}, {"C-1"}})
	fmt.Printf("%q", data)
	// Output: "\ufeff客户号\r\nC-1\r\n"
}
