package table

import (
	"bytes"

	"github.com/xuri/excelize/v2"
)

// A workbook may unpack to far more than it weighs; these hold a bomb down.
const (
	maxUnzipped = 40 << 20
	maxSheet    = 20 << 20
)

// sheet reads the first sheet of a workbook row by row, and stops one row after the most there may be.
func sheet(data []byte, most int) (rows []Row, err error) {
	book, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxSheet,
		RawCellValue: false})
	if err != nil {
		return nil, ErrBroken
	}
	defer func() { _ = book.Close() }() // what it opened is in memory
	list := book.GetSheetList()
	if len(list) == 0 {
		return nil, ErrEmpty
	}
	lines, err := book.Rows(list[0])
	if err != nil {
		return nil, ErrBroken
	}
	defer func() { _ = lines.Close() }()
	filled := 0
	for n := 1; lines.Next(); n++ {
		cells, err := lines.Columns()
		if err != nil {
			return nil, ErrBroken
		}
		if len(cells) == 0 {
			if n > most+10_000 {
				return nil, ErrTooMany
			}
			continue
		}
		rows = append(rows, Row{n, cells})
		if filled++; filled > most+1 {
			return nil, ErrTooMany
		}
	}
	return rows, nil
}

// XLSX writes rows as a workbook with one sheet whose cells are all text, so that long numbers keep their digits. The
// first row is a heading that stays in sight.
func XLSX(name string, rows [][]string) ([]byte, error) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }() // what it opened is in memory
	if err := book.SetSheetName(book.GetSheetName(0), name); err != nil {
		return nil, err
	}
	w, err := book.NewStreamWriter(name)
	if err != nil {
		return nil, err
	}
	text, err := book.NewStyle(&excelize.Style{NumFmt: 49}) // 49: text
	if err != nil {
		return nil, err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	if len(rows) > 0 {
		if err := w.SetColStyle(1, max(len(rows[0]), 1), text); err != nil {
			return nil, err
		}
	}
	for i, cells := range rows {
		values := make([]any, len(cells))
		for j, c := range cells {
			values[j] = excelize.Cell{StyleID: text, Value: c}
		}
		at, _ := excelize.CoordinatesToCellName(1, i+1)
		if err := w.SetRow(at, values); err != nil {
			return nil, err
		}
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	out, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
