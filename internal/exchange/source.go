package exchange

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"beian/internal/postgres"
)

// record is one entity as it stands in the file, before anybody has read it.
type record struct {
	at   postgres.ImportReject // where it stands
	raw  []byte                // NDJSON
	rows [][]string            // CSV
	bad  error                 // it cannot be read
}

// source gives the records of a file from a place on.
type source interface {
	next() (record, error) // io.EOF at the end
}

// longestLine is the longest line of NDJSON that is read; an entity with a thousand sites is shorter.
const longestLine = 16 << 20

// lines reads NDJSON.
type lines struct {
	r      *bufio.Reader
	offset int64
	line   int64
}

func (s *lines) next() (record, error) {
	for {
		raw, err := readLong(s.r)
		if len(raw) == 0 && err != nil {
			return record{}, err
		}
		s.line++
		r := record{at: postgres.ImportReject{Offset: s.offset, Length: int64(len(raw)), Line: s.line}, raw: bytes.TrimSpace(raw)}
		s.offset += int64(len(raw))
		switch {
		case len(r.raw) == 0:
			continue
		case len(r.raw) > longestLine:
			r.bad = fmt.Errorf("a line of more than %d bytes", longestLine)
		case !utf8.Valid(r.raw):
			r.bad = errors.New("not UTF-8")
		}
		return r, nil
	}
}

func readLong(r *bufio.Reader) ([]byte, error) {
	raw, err := r.ReadBytes('\n')
	if errors.Is(err, io.EOF) && len(raw) > 0 {
		err = nil
	}
	return raw, err
}

// table reads CSV. Rows that follow each other with one number are one entity.
type table struct {
	r      *csv.Reader
	base   int64 // where the reader began
	line   int64 // lines before base
	width  int
	number int // column of the number
	kept   *tableRow
}

type tableRow struct {
	fields   []string
	from, to int64
	line     int64
	err      error
}

func (s *table) row() (tableRow, error) {
	from := s.r.InputOffset()
	fields, err := s.r.Read()
	if errors.Is(err, io.EOF) {
		return tableRow{}, err
	}
	var parse *csv.ParseError
	if err != nil && !errors.As(err, &parse) {
		return tableRow{}, err // of the disk
	}
	line := s.line
	if len(fields) > 0 {
		at, _ := s.r.FieldPos(0)
		line += int64(at)
	} else if parse != nil {
		line += int64(parse.StartLine)
	}
	if err == nil && len(fields) != s.width {
		err = fmt.Errorf("%d columns, not %d", len(fields), s.width)
	}
	return tableRow{fields: fields, from: s.base + from, to: s.base + s.r.InputOffset(), line: line, err: err}, nil
}

func (s *table) next() (record, error) {
	first, err := s.take()
	if err != nil {
		return record{}, err
	}
	r := record{at: postgres.ImportReject{Offset: first.from, Length: first.to - first.from, Line: first.line}, bad: first.err}
	if first.err != nil {
		return r, nil
	}
	r.rows = append(r.rows, first.fields)
	for {
		more, err := s.take()
		if errors.Is(err, io.EOF) {
			return r, nil
		}
		if err != nil {
			return r, err
		}
		if more.err != nil || more.fields[s.number] != first.fields[s.number] || more.fields[s.number] == "" {
			s.kept = &more
			return r, nil
		}
		r.rows, r.at.Length = append(r.rows, more.fields), more.to-first.from
	}
}

func (s *table) take() (tableRow, error) {
	if kept := s.kept; kept != nil {
		s.kept = nil
		return *kept, nil
	}
	return s.row()
}
