package exchange

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"beian/internal/postgres"
)

func unreadable(s string) string {
	switch {
	case !utf8.ValidString(s):
		return "not UTF-8"
	case strings.IndexByte(s, 0) >= 0:
		return "a NUL character"
	}
	return ""
}

// rejecter writes refused rows in the form of the file they come from.
type rejecter interface {
	reject(postgres.ImportReject, []byte) error
	close() error
}

// writeRejects writes the refused rows with their reasons into a file, which
// holds personal data as the original does.
func (i *intake) writeRejects(ctx context.Context, path string) error {
	temporary := path + ".part"
	out, err := os.OpenFile(temporary, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer func() { _ = out.Close() }()
	w := i.form.reject(out)
	if err := i.run.Rejects(ctx, func(r postgres.ImportReject) error {
		raw := make([]byte, r.Length)
		if _, err := i.file.ReadAt(raw, r.Offset); err != nil {
			return err
		}
		return w.reject(r, raw)
	}); err != nil {
		return err
	}
	if err := w.close(); err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	return os.Rename(temporary, path)
}

type ndjsonRejects struct{ w io.Writer }

func (f ndjsonForm) reject(w io.Writer) rejecter { return ndjsonRejects{w} }

type rejected struct {
	Line    int64    `json:"line"`
	Reasons []string `json:"reasons"`
	Raw     string   `json:"raw,omitempty"` // what is no JSON
}

// reject adds why to an object, or wraps what is none.
func (r ndjsonRejects) reject(at postgres.ImportReject, raw []byte) error {
	raw = bytes.TrimSpace(raw)
	why := rejected{Line: at.Line, Reasons: at.Reasons}
	var object map[string]json.RawMessage
	if json.Unmarshal(raw, &object) != nil || object == nil {
		object, why.Raw = map[string]json.RawMessage{}, string(raw)
	}
	var err error
	if object["reject"], err = json.Marshal(why); err != nil {
		return err
	}
	return json.NewEncoder(r.w).Encode(object)
}

func (r ndjsonRejects) close() error { return nil }

type csvRejects struct {
	w      *csv.Writer
	header header
}

// rejectColumns stand before those of the file.
var rejectColumns = []string{rejectPrefix + "line", rejectPrefix + "reasons", rejectPrefix + "raw"}

func (f csvForm) reject(w io.Writer) rejecter {
	c := csvRejects{csv.NewWriter(w), f.header}
	names := append([]string{}, rejectColumns...)
	for _, column := range f.header {
		if !strings.HasPrefix(column.name, rejectPrefix) {
			names = append(names, column.name)
		}
	}
	_ = c.w.Write(names) // told by close
	return c
}

func (c csvRejects) reject(at postgres.ImportReject, raw []byte) error {
	read := csv.NewReader(bytes.NewReader(raw))
	read.FieldsPerRecord = len(c.header)
	rows, err := read.ReadAll()
	line, why := strconv.FormatInt(at.Line, 10), strings.Join(at.Reasons, "\n")
	if err != nil {
		return c.w.Write([]string{line, why, string(raw)})
	}
	for _, fields := range rows {
		out := []string{line, why, ""}
		for i, column := range c.header {
			if !strings.HasPrefix(column.name, rejectPrefix) {
				out = append(out, fields[i])
			}
		}
		if err := c.w.Write(out); err != nil {
			return err
		}
	}
	return nil
}

func (c csvRejects) close() error {
	c.w.Flush()
	return c.w.Error()
}
