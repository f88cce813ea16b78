package exchange

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
)

// form is a file in one of the two forms.
type form interface {
	start() (offset, line int64) // of the first record: bytes and lines before it
	source(offset, line int64) (source, error)
	read(record) (*Line, []string) // or what is wrong with it
	reject(io.Writer) rejecter
}

func openForm(f *os.File, format string) (form, error) {
	if format == NDJSON {
		return ndjsonForm{f}, nil
	}
	if format != CSV {
		return nil, errors.New("a file's form is csv or ndjson")
	}
	r := csv.NewReader(f)
	names, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("the file is empty; its first row must name the columns")
	}
	if err != nil {
		return nil, fmt.Errorf("the first row must name the columns: %w", err)
	}
	h, err := readHeader(names)
	if err != nil {
		return nil, err
	}
	return csvForm{f, h, r.InputOffset()}, nil
}

type ndjsonForm struct{ file *os.File }

func (f ndjsonForm) start() (int64, int64) { return 0, 0 }

func (f ndjsonForm) source(offset, line int64) (source, error) {
	_, err := f.file.Seek(offset, io.SeekStart)
	return &lines{r: bufio.NewReaderSize(f.file, 1<<16), offset: offset, line: line}, err
}

// escapedNUL is how JSON writes the one character PostgreSQL cannot hold.
var escapedNUL = []byte(`\u0000`)

func (f ndjsonForm) read(r record) (*Line, []string) {
	if bytes.IndexByte(r.raw, 0) >= 0 || bytes.Contains(r.raw, escapedNUL) {
		return nil, []string{"a NUL character"}
	}
	l, err := readLine(r.raw)
	if err != nil {
		return nil, []string{err.Error()}
	}
	return &l, nil
}

type csvForm struct {
	file   *os.File
	header header
	begin  int64
}

func (f csvForm) start() (int64, int64) { return f.begin, 1 }

func (f csvForm) source(offset, line int64) (source, error) {
	_, err := f.file.Seek(offset, io.SeekStart)
	r := csv.NewReader(bufio.NewReaderSize(f.file, 1<<16))
	r.FieldsPerRecord = -1 // counted by table
	return &table{r: r, base: offset, line: line, width: len(f.header), number: f.header.index("number")}, err
}

func (f csvForm) read(r record) (*Line, []string) {
	for _, row := range r.rows {
		for i, s := range row {
			if bad := unreadable(s); bad != "" {
				return nil, []string{f.header[i].name + ": " + bad}
			}
		}
	}
	return f.header.entity(r.rows)
}
