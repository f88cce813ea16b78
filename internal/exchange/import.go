package exchange

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"beian/internal/postgres"
	"beian/internal/zh"
)

// The forms of a file.
const (
	CSV    = "csv"
	NDJSON = "ndjson"
)

const (
	batchSize = 1000 // entities of one transaction
	workers   = 2    // transactions under way: while the database writes one, the other is checked
)

// Result is what an import did, parts done before a crash among it.
type Result struct {
	Entities, Refused int
	Resumed           bool
	Rejects           string // file with the refused rows, empty when there are none
}

// FormatOf tells the form of a file by its name, empty when it does not say; a file
// of rejects has that of its original.
func FormatOf(path string) string {
	path = strings.ToLower(path)
	for strings.HasSuffix(path, ".rejects") {
		path = strings.TrimSuffix(path, ".rejects")
	}
	for ending, format := range map[string]string{".csv": CSV, ".ndjson": NDJSON, ".jsonl": NDJSON} {
		if strings.HasSuffix(path, ending) {
			return format
		}
	}
	return ""
}

// Import reads a file into the register: each entity is checked alone, what is
// refused is written to a file of rejects with the reasons, in the form of the
// original, to be mended and imported. Begun again after a crash it goes on where
// it was; nothing is lost and nothing comes twice. rejects names that file.
// Errors: postgres.ErrImported, and what is wrong with the file as a whole.
func Import(ctx context.Context, store *postgres.Store, path, format, rejects string, told func(postgres.Progress)) (Result, error) {
	f, err := os.Open(path)
	if err != nil {
		return Result{}, err
	}
	defer func() { _ = f.Close() }()
	i := &intake{file: f, path: path, told: told}
	if err := i.begin(format); err != nil {
		return Result{}, err
	}
	mark, err := fingerprint(f, i.size)
	if err != nil {
		return Result{}, err
	}
	if i.run, err = store.BeginImport(ctx, mark); err != nil {
		return Result{}, err
	}
	if err := i.all(ctx); err != nil {
		return Result{}, err
	}
	if i.result.Refused > 0 {
		i.result.Rejects = rejects
		if err := i.writeRejects(ctx, rejects); err != nil {
			return i.result, err
		}
	}
	i.result.Resumed = i.run.Resumed
	return i.result, i.run.Finish(ctx, told)
}

// fingerprint tells files apart: by size, beginning and end.
func fingerprint(f *os.File, size int64) ([]byte, error) {
	const part = 1 << 20
	h := sha256.New()
	_ = binary.Write(h, binary.BigEndian, size) // a hash takes everything
	for _, at := range []int64{0, max(0, size-part)} {
		if _, err := io.Copy(h, io.NewSectionReader(f, at, part)); err != nil {
			return nil, err
		}
	}
	return h.Sum(nil), nil
}

// intake is an import under way.
type intake struct {
	file   *os.File
	path   string
	size   int64
	form   form
	run    *postgres.ImportRun
	told   func(postgres.Progress)
	mu     sync.Mutex
	result Result
	done   int64 // bytes
}

func (i *intake) begin(format string) error {
	info, err := i.file.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errors.New("an import reads a file, so that it can go on after a crash")
	}
	i.size = info.Size()
	i.form, err = openForm(i.file, format)
	return err
}

// all takes the parts of the file that are not in yet.
func (i *intake) all(ctx context.Context) error {
	in, err := i.run.Batches(ctx)
	if err != nil {
		return err
	}
	done := map[int64]postgres.ImportBatch{}
	for _, b := range in {
		done[b.First] = b
		i.count(b)
	}
	g, ctx := errgroup.WithContext(ctx)
	parts := make(chan []record)
	g.Go(func() error {
		defer close(parts)
		return i.cut(ctx, done, parts)
	})
	for range workers {
		g.Go(func() error {
			for list := range parts {
				if err := i.take(ctx, list); err != nil {
					return err
				}
			}
			return nil
		})
	}
	return g.Wait()
}

// cut cuts the file into parts, and passes over those that are in.
func (i *intake) cut(ctx context.Context, done map[int64]postgres.ImportBatch, parts chan<- []record) error {
	from, line := i.form.start()
	src, err := i.form.source(from, line)
	if err != nil {
		return err
	}
	var list []record
	send := func() error {
		if len(list) == 0 {
			return nil
		}
		select {
		case parts <- list:
			list = nil
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	for {
		r, err := src.next()
		if errors.Is(err, io.EOF) {
			return send()
		}
		if err != nil {
			return err
		}
		if b, in := done[r.at.Offset]; in {
			if err := send(); err != nil {
				return err
			}
			if line, err = i.linesBefore(b, r.at.Line); err != nil {
				return err
			}
			if src, err = i.form.source(b.After, line); err != nil {
				return err
			}
			continue
		}
		if list = append(list, r); len(list) == batchSize {
			if err := send(); err != nil {
				return err
			}
		}
	}
}

// linesBefore counts the lines before the end of a part that begins in line first.
func (i *intake) linesBefore(b postgres.ImportBatch, first int64) (int64, error) {
	text := make([]byte, b.After-b.First)
	if _, err := i.file.ReadAt(text, b.First); err != nil {
		return 0, err
	}
	return first - 1 + int64(bytes.Count(text, []byte{'\n'})), nil
}

// take reads one part and gives it to the register.
func (i *intake) take(ctx context.Context, list []record) error {
	entries := make([]postgres.ImportEntry, len(list))
	for n, r := range list {
		entries[n] = i.entry(r)
	}
	first, last := list[0].at, list[len(list)-1].at
	b, err := i.run.Take(ctx, postgres.ImportBatch{First: first.Offset, After: last.Offset + last.Length}, entries, reasons)
	if err != nil {
		return err
	}
	i.count(b)
	return nil
}

func (i *intake) entry(r record) postgres.ImportEntry {
	e := postgres.ImportEntry{At: r.at}
	if r.bad != nil {
		e.Refused = []string{r.bad.Error()}
		return e
	}
	l, wrong := i.form.read(r)
	if len(wrong) == 0 {
		var unknown []string
		e.EntityEntry, unknown = l.entry(i.run)
		for _, name := range unknown {
			wrong = append(wrong, fmt.Sprintf("access.provider: no provider has the short name or licence %q", name))
		}
	}
	e.Refused = wrong
	return e
}

func (i *intake) count(b postgres.ImportBatch) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.result.Entities += b.Entities
	i.result.Refused += b.Refused
	i.done += b.After - b.First
	i.told(postgres.Progress{Stage: "import", Done: i.done, All: i.size, Bytes: true,
		Note: fmt.Sprintf("%d entities, %d refused", i.result.Entities, i.result.Refused)})
}

// reasons says why the register refused an entity.
func reasons(e *postgres.EntryError) []string {
	switch {
	case e.Taken:
		return []string{"number: " + string(e.Number) + " is in the register already"}
	case e.Times:
		return []string{"approved_at, changed_at, cancelled_at of " + string(e.Number) + ": a time is missing or lies ahead, or the end or the change lies before the approval"}
	case len(e.Problems) == 0:
		return []string{"number: " + string(e.Number) + " is no number of the entity's province, or no service of the entity, or stands twice"}
	}
	var list []string
	for _, p := range e.Problems {
		list = append(list, string(p.Path)+": "+zh.Problem(p))
	}
	return list
}
