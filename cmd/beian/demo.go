package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"text/tabwriter"

	"beian/internal/demo"
	"beian/internal/material"
	"beian/internal/zh"
)

// demoCommand is beian demo.
type demoCommand struct {
	Fill     demoFillCommand     `cmd:"" default:"withargs" help:"Fill an empty database with invented people, filings and records."`
	Accounts demoAccountsCommand `cmd:"" help:"List the accounts of the demo."`
}

// demoFillCommand is beian demo, also written beian demo fill.
type demoFillCommand struct {
	place `embed:""`

	Size demo.Size `name:"size" default:"usual" placeholder:"SIZE" help:"Entities of the register: usual (1500), a number such as 100k or 1m, or nation (4 million with 5 million services; about 20 GB and a quarter of an hour)."`
}

// Run fills the database; one that holds anything is left alone.
func (d *demoFillCommand) Run(c *console) (err error) {
	h, err := d.enter(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	folder, err := material.OpenFolder(d.Materials, h.store.Keys)
	if err != nil {
		return err
	}
	return fillDemo(c, h, folder, d.Size)
}

// fillDemo tells each stage as it comes.
func fillDemo(c *console, h *house, folder *material.Folder, size demo.Size) error {
	bar := newBar(c.err)
	defer bar.end()
	return demo.FillSize(c.ctx, h.store, folder, size, func(stage string) { c.printf("demo: %s\n", stage) }, bar.tell)
}

// demoAccountsCommand is beian demo accounts.
type demoAccountsCommand struct {
	JSON bool `name:"json" help:"As JSON: a list of {tier, role, organisation, province, user, password}."`
}

// Run needs no database: the accounts are the same everywhere.
func (d *demoAccountsCommand) Run(c *console) error {
	if !d.JSON {
		printAccounts(c, demo.Accounts())
		return nil
	}
	out := json.NewEncoder(c.out)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(demo.Accounts())
}

// printAccounts is a table for the one who tries the demo.
func printAccounts(c *console, list []demo.Account) {
	w := tabwriter.NewWriter(c.out, 0, 8, 2, ' ', 0)
	for _, a := range list {
		_, _ = fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", a.User, a.Password, zh.Tier(a.Tier), a.Organisation)
	}
	_ = w.Flush()
}
