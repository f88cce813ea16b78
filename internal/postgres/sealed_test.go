package postgres_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"os/exec"
	"path/filepath"
	"testing"

	"beian/internal/embeddedpg"
	"beian/internal/filing"
	"beian/internal/filing/filingtest"
	"beian/internal/postgres"
	"beian/internal/postgres/pgtest"
)

// Whoever steals the database without the keys learns nothing personal.
func TestDumpHoldsNothingPersonal(t *testing.T) {
	url := pgtest.URL(t)
	pools, err := postgres.Open(t.Context(), url)
	pgtest.Must(t, err)
	defer pools.Close()
	s, err := postgres.New(pools.App, pools.Public, pgtest.Options())
	pgtest.Must(t, err)
	w := pgtest.NewWorld(t, s, pools.App)
	for i, doc := range []*filing.Document{filingtest.Person(), filingtest.Company()} {
		f := w.Forward(t, pools.App, w.Wang, doc)
		if i == 0 {
			w.Act(t, w.Zhao, f.ID, move(filing.Claim))
			w.Act(t, w.Zhao, f.ID, move(filing.Approve))
			pgtest.Must(t, w.Zhao.Disclose(t.Context(), f.ID, "entity.certificate_number", "电话核对"))
		}
	}
	bin, _, err := embeddedpg.Find()
	pgtest.Must(t, err)
	dump, err := exec.Command(filepath.Join(bin, "pg_dump"), "--dbname="+url).Output()
	pgtest.Must(t, err)
	if !bytes.Contains(dump, []byte("晓云的摄影笔记")) {
		t.Fatal("the dump does not even hold what is public")
	}
	person, company := filingtest.Person(), filingtest.Company()
	for _, private := range []string{
		filingtest.PersonID, filingtest.ManagerID, filingtest.EditorID, filingtest.CreditCode,
		person.Entity.Principal.Mobiles[0], person.Entity.Principal.Email, person.Entity.Principal.EmergencyPhone, person.Entity.CertificateAddress,
		company.Entity.PostalAddress, company.Entity.Principal.Email, company.Sites[1].Principal.Mobiles[0],
	} {
		for how, form := range map[string]string{"plain": private, "hex": hex.EncodeToString([]byte(private)),
			"base64": base64.RawStdEncoding.EncodeToString([]byte(private))} {
			if bytes.Contains(dump, []byte(form)) {
				t.Errorf("the dump holds %q (%s)", private, how)
			}
		}
	}
}
