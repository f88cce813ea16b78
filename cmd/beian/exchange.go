package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"beian/internal/exchange"
	"beian/internal/postgres"
	"beian/internal/region"
)

// importCommand is beian import.
type importCommand struct {
	place `embed:""`

	File    string `arg:"" type:"path" help:"File with the register: CSV or NDJSON, as docs/exchange.md describes them."`
	Format  string `name:"format" enum:"csv,ndjson,auto" default:"auto" help:"csv or ndjson; auto goes by the file's name."`
	Rejects string `name:"rejects" type:"path" placeholder:"FILE" help:"Where refused rows are written with the reasons, in the form of the original. Default: beside it, as FILE.rejects."`
}

// Run takes the file in; begun again after a crash it goes on.
func (i *importCommand) Run(c *console) (err error) {
	format, err := formatOf(i.Format, i.File)
	if err != nil {
		return usageError{err}
	}
	h, err := i.enter(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	bar := newBar(c.err)
	r, err := exchange.Import(c.ctx, h.store, i.File, format, or(i.Rejects, i.File+".rejects"), bar.tell)
	bar.end()
	if errors.Is(err, postgres.ErrImported) {
		return fmt.Errorf("%s has been imported already", i.File)
	}
	if err != nil {
		return err
	}
	if r.Resumed {
		c.printf("went on with an import that had been broken off\n")
	}
	c.printf("imported: %d entities; refused: %d\n", r.Entities, r.Refused)
	if r.Rejects != "" {
		c.printf("refused rows and why: %s (personal data: mend it, import it, delete it)\n", r.Rejects)
	}
	return nil
}

// exportCommand is beian export.
type exportCommand struct {
	place `embed:""`

	File     string `arg:"" type:"path" help:"File to write, which must not exist; - is standard output. It holds personal data in clear."`
	Format   string `name:"format" enum:"csv,ndjson,auto" default:"auto" help:"csv or ndjson; auto goes by the file's name."`
	Province string `name:"province" placeholder:"ABBR" help:"Only entities of this province: bj, sh, gd …"`
}

// Run writes the register as it is at one instant.
func (e *exportCommand) Run(c *console) (err error) {
	format, err := formatOf(e.Format, e.File)
	if err != nil {
		return usageError{err}
	}
	province, ok := region.ByISO(e.Province)
	if e.Province != "" && !ok {
		return usageError{fmt.Errorf("no province is called %q; bj, sh, gd … are", e.Province)}
	}
	h, err := e.enter(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	var out io.Writer = c.out
	if e.File != "-" {
		f, err := os.OpenFile(e.File, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		out = f
	}
	bar := newBar(c.err)
	n, err := exchange.Export(c.ctx, h.store, out, format, province.Code, bar.tell)
	bar.end()
	if f, file := out.(*os.File); file && err == nil && e.File != "-" {
		err = f.Sync()
		c.printf("exported: %d entities\n", n)
	}
	return err
}

func formatOf(asked, path string) (string, error) {
	if asked == "auto" {
		asked = exchange.FormatOf(path)
	}
	if asked == "" {
		return "", fmt.Errorf("the name %s does not tell the form: --format csv or --format ndjson", path)
	}
	return asked, nil
}
