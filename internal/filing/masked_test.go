package filing_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/filing/filingtest"
)

func TestMaskedTellsNoNumbersAndRestoresThem(t *testing.T) {
	for name, make := range map[string]func() *filing.Document{"person": filingtest.Person, "company": filingtest.Company} {
		d := make()
		d.Complete()
		whole := *d
		text, err := json.Marshal(d.Masked())
		if err != nil {
			t.Fatal(err)
		}
		p := d.Entity.Principal
		for _, secret := range append([]string{p.CertificateNumber, p.Email, p.EmergencyPhone}, p.Mobiles...) {
			if secret != "" && strings.Contains(string(text), secret) {
				t.Errorf("%s: %s is shown", name, secret)
			}
		}
		m := d.Masked()
		m.Restore(d)
		if !reflect.DeepEqual(*m, whole) {
			t.Errorf("%s: not the same after masking and restoring", name)
		}
		m = d.Masked()
		m.Entity.Principal.Mobiles = []string{"13900139000"}
		m.Restore(d)
		if m.Entity.Principal.Mobiles[0] != "13900139000" || m.Entity.Principal.Email != p.Email {
			t.Errorf("%s: what was typed anew is lost: %+v", name, m.Entity.Principal)
		}
	}
}
