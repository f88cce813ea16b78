// Package table reads what people keep in spreadsheets: XLSX, CSV in UTF-8 or GB18030 (what Excel saves in China), and
// cells copied from a spreadsheet, which come separated by tabs. It also writes CSV that spreadsheets open rightly.
package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// What can be wrong with a file.
var (
	ErrTooLarge = errors.New("table: too large")
	ErrTooMany  = errors.New("table: too many rows")
	ErrBroken   = errors.New("table: cannot be read")
	ErrEmpty    = errors.New("table: no rows below the heading")
)

// Limits of one table. A cell is cut at no length: what is too long for its field is told there.
const (
	MaxBytes   = 5 << 20
	MaxColumns = 100
)

// Table is a heading and the rows below it; blank rows are left out.
type Table struct {
	Head []string
	Rows []Row
}

// Row is one row with its number in the file, where the heading is row 1.
type Row struct {
	Line  int
	Cells []string
}

// Read reads a file of any of the known sorts with at most most rows below the heading.
func Read(data []byte, most int) (Table, error) {
	if len(data) > MaxBytes {
		return Table{}, ErrTooLarge
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		rows, err := sheet(data, most)
		if err != nil {
			return Table{}, err
		}
		return shape(rows, most)
	}
	text, err := decode(data)
	if err != nil {
		return Table{}, err
	}
	return Paste(text, most)
}

// decode is the text of a CSV file: UTF-8, or what is no UTF-8 is taken for GB18030.
func decode(data []byte) (string, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if bytes.IndexByte(data, 0) >= 0 {
		return "", ErrBroken
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) {
		return "", ErrBroken
	}
	return string(text), nil
}

// Paste reads cells as they are copied from a spreadsheet, or the text of a CSV file. The heading tells which: cells
// copied are separated by tabs.
func Paste(text string, most int) (Table, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = -1, true, false
	if first, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n"); strings.Contains(first, "\t") {
		r.Comma = '\t'
	}
	var rows []Row
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return shape(rows, most)
		}
		if err != nil {
			return Table{}, ErrBroken
		}
		line, _ := r.FieldPos(0)
		rows = append(rows, Row{line, cells})
		if len(rows) > most+1 {
			return Table{}, ErrTooMany
		}
	}
}

// shape takes the first row that holds something for the heading, and trims every cell.
func shape(rows []Row, most int) (Table, error) {
	var t Table
	for _, r := range rows {
		if len(r.Cells) > MaxColumns {
			return Table{}, ErrTooLarge
		}
		blank := true
		for i := range r.Cells {
			r.Cells[i] = strings.TrimSpace(r.Cells[i])
			blank = blank && r.Cells[i] == ""
		}
		switch {
		case blank:
		case t.Head == nil:
			t.Head = r.Cells
		default:
			t.Rows = append(t.Rows, r)
		}
	}
	if len(t.Rows) == 0 {
		return t, ErrEmpty
	}
	if len(t.Rows) > most {
		return Table{}, ErrTooMany
	}
	return t, nil
}

// Cell is the value of a column, empty where the row is short.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// CSV writes rows as a file that spreadsheets open rightly: with the mark of UTF-8, and no cell read as a formula.
func CSV(rows [][]string) ([]byte, error) {
	out := bytes.NewBufferString("\xef\xbb\xbf")
	w := csv.NewWriter(out)
	w.UseCRLF = true
	for _, cells := range rows {
		safe := make([]string, len(cells))
		for i, c := range cells {
			safe[i] = Inert(c)
		}
		if err := w.Write(safe); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// Inert is a cell that no spreadsheet takes for a formula. What somebody typed must not run on a colleague's machine
// (OWASP, CSV injection).
func Inert(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
