package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"beian/internal/certificate"
	"beian/internal/journal"
)

// verifyCertCommand is beian verify-cert. It needs no database.
type verifyCertCommand struct {
	place     `embed:""`
	File      string `arg:"" help:"The electronic certificate, bazu.cert."`
	Authority string `name:"authority" placeholder:"FILE" help:"Certificate of the authority, PEM. Default: that of the data folder."`
	Key       string `name:"key" placeholder:"FILE" help:"Public key of the log. Default: that of the data folder."`
}

// Run tells what the certificate says, when it holds.
func (v *verifyCertCommand) Run(c *console) error {
	if err := v.settle(); err != nil {
		return err
	}
	file, err := os.ReadFile(v.File)
	if err != nil {
		return err
	}
	authority, err := v.authority()
	if err != nil {
		return err
	}
	b, err := certificate.Verify(file, authority)
	if err != nil {
		return err
	}
	logged, err := v.proved(b)
	if err != nil {
		return err
	}
	c.printf("the certificate is genuine\n  number    %s\n  unit      %s\n  service   %s\n  domains   %s\n  approved  %s by %s\n  journal   %s\n  register  %s\n",
		b.Number, b.Unit, b.Service, strings.Join(b.Domains, " "), b.ApprovedOn, b.Bureau, logged, b.Verify)
	return nil
}

func (v *verifyCertCommand) authority() ([]byte, error) {
	if v.Authority != "" {
		return os.ReadFile(v.Authority)
	}
	if _, err := os.Stat(v.Issuer); err != nil {
		return nil, errors.New("there is no authority in the data folder; name its certificate: --authority FILE")
	}
	i, err := v.issuer()
	if err != nil {
		return nil, err
	}
	return i.Authority(), nil
}

// proved checks that the approval stands in the journal, where the certificate brings a proof and the key is known.
func (v *verifyCertCommand) proved(b certificate.Body) (string, error) {
	if b.Proof == nil {
		return "no proof: the record was imported", nil
	}
	var p journal.Proof
	if err := json.Unmarshal(*b.Proof, &p); err != nil {
		return "", certificate.ErrFile
	}
	verifier, err := v.verifier()
	if err != nil || verifier == nil {
		return fmt.Sprintf("position %d, not checked: the log's public key is not at hand (--key FILE)", p.Position), err
	}
	head, err := p.Verify(verifier)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("position %d of %d, proved", p.Position, head.Size), nil
}

func (v *verifyCertCommand) verifier() (*journal.Verifier, error) {
	path := v.Key
	if path != "" {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		return journal.NewVerifier(string(text))
	}
	if _, err := os.Stat(v.LogKey); err != nil {
		return nil, nil
	}
	key, err := v.logKey()
	if err != nil {
		return nil, err
	}
	return &key.Verifier, nil
}
