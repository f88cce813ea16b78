package postgres_test

import (
	"bytes"
	"errors"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

func TestCertificate(t *testing.T) {
	w, db := world(t)
	k := logKey(t)
	f := w.Forward(t, db, w.Wang, filingtest.Person())
	w.Act(t, w.Zhao, f.ID, move(filing.Claim))
	site := w.Act(t, w.Zhao, f.ID, move(filing.Approve)).Sites[0]

	if _, err := w.Certificate(t.Context(), site); !errors.Is(err, postgres.ErrUnproved) {
		t.Errorf("before the checkpoint: %v", err)
	}
	extend(t, w.Store, k)
	c, err := w.Certificate(t.Context(), site)
	pgtest.Must(t, err)
	if c.Record.Number != site || c.Proof == nil {
		t.Fatalf("%+v", c)
	}
	if _, err := c.Proof.Verify(&k.Verifier); err != nil {
		t.Error(err)
	}
	var leaf []byte
	pgtest.Must(t, db.QueryRow(t.Context(), `SELECT leaf FROM event WHERE filing_id = $1 AND action = 'approve'`, f.ID).Scan(&leaf))
	if !bytes.Equal(leaf, c.Proof.Leaf) {
		t.Error("the proof is of another event")
	}
	for name, n := range map[string]filing.Number{"of the entity": site.Entity(), "unknown": "沪ICP备2026000009号-1", "nonsense": "x"} {
		if _, err := w.Certificate(t.Context(), n); !errors.Is(err, filing.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// An imported record names no filing.
	_, err = db.Exec(t.Context(), `UPDATE site SET filing_id = NULL`)
	pgtest.Must(t, err)
	if c, err := w.Certificate(t.Context(), site); err != nil || c.Proof != nil {
		t.Errorf("imported: %+v, %v", c, err)
	}
	_, err = db.Exec(t.Context(), `UPDATE site SET cancelled_at = approved_at`)
	pgtest.Must(t, err)
	if _, err := w.Certificate(t.Context(), site); !errors.Is(err, filing.ErrNotFound) {
		t.Errorf("cancelled: %v", err)
	}
}
