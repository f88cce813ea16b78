package main

import (
	"errors"
	"fmt"
	"os"

	"beian/internal/journal"
)

// verifyLogCommand is beian verify-log.
type verifyLogCommand struct {
	place      `embed:""`
	Key        string   `name:"key" placeholder:"FILE" help:"Public key of the log, as --print-key gives it. Default: the public half of the signing key."`
	Checkpoint []string `name:"checkpoint" placeholder:"FILE" sep:"none" help:"Checkpoint kept elsewhere, against which the log is checked too. May be given several times."`
	PrintKey   bool     `name:"print-key" help:"Print the public key of the log and do nothing else."`
	Print      bool     `name:"print" help:"Print the newest checkpoint, to be kept elsewhere."`
}

// Run verifies the whole log. Whatever differs is told, and is an error.
func (v *verifyLogCommand) Run(c *console) (err error) {
	if err := v.settle(); err != nil {
		return err
	}
	if v.PrintKey {
		key, err := v.logKey()
		if err == nil {
			c.printf("%s\n", key.Public())
		}
		return err
	}
	verifier, err := v.verifier()
	if err != nil {
		return err
	}
	held, err := readAll(v.Checkpoint)
	if err != nil {
		return err
	}
	h, err := v.enter(c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()
	report, err := h.store.VerifyLog(c.ctx, verifier, held...)
	if err != nil {
		return fmt.Errorf("the log does not verify: %w", err)
	}
	if v.Print {
		signed, err := h.store.LogCheckpoint(c.ctx)
		c.printf("%s", signed)
		return err
	}
	c.printf("the log verifies: %d entries, %d checkpoints, %d entries not taken in yet\n", report.Entries, report.Checkpoints, report.Waiting)
	return nil
}

// verifier knows the log's public key, from a file or from the signing key.
func (v *verifyLogCommand) verifier() (*journal.Verifier, error) {
	if v.Key == "" {
		key, err := v.logKey()
		if err != nil {
			return nil, err
		}
		return &key.Verifier, nil
	}
	text, err := os.ReadFile(v.Key)
	if err != nil {
		return nil, err
	}
	return journal.NewVerifier(string(text))
}

func readAll(paths []string) ([]string, error) {
	var texts []string
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		texts = append(texts, string(text))
	}
	return texts, nil
}
