package exchange

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"beian/internal/filing"
	"beian/internal/zh"
)

var update = flag.Bool("update", false, "write docs/exchange.md anew")

//go:generate go test . -run TestExchangeDoc -update

const exchangeDoc = "../../docs/exchange.md"

// TestExchangeDoc keeps docs/exchange.md what the tables of columns and codes say.
func TestExchangeDoc(t *testing.T) {
	want := describe()
	if *update {
		if err := os.WriteFile(exchangeDoc, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(exchangeDoc)
	if err != nil || string(have) != want {
		t.Errorf("docs/exchange.md is out of date: go generate ./internal/exchange (%v)", err)
	}
}

const introduction = `<!-- Generated from internal/exchange by go generate ./internal/exchange; do not edit. -->

# The register as a file

` + "`beian import FILE`" + ` takes a register in that was kept elsewhere; ` + "`beian export FILE`" + ` writes it. Both speak CSV and
NDJSON (by the ending .csv, .ndjson or .jsonl, also before .rejects, or --format), UTF-8. Files hold personal data in clear: keep them as the
register itself is kept, and delete them when they have served.

An import checks each entity alone, by the nation's rules, the register (certificate and domains are unique), and the
providers' address ranges. Providers must be licensed in the system first. Numbers stay as they were issued. Filing
passwords (备案密码) stay empty until they are reset. What is refused is written, with the reasons, beside the file as
FILE.rejects in the form of the original: mend it and import it; the added columns (reject.…) and the added key (reject)
are passed over. Progress, rate and time left are shown. Broken off, even by kill -9, the same command goes on where it
was: nothing is lost and nothing comes twice. In an empty register the indexes that only speed things up are built at the
end; until then, and until the command has been run to its end, lookup by name is slow.

## NDJSON

One entity a line: ` + "`number`, `approved_at`, `changed_at`, `cancelled_at`, `entity`, `sites`" + `. What CSV calls ` + "`entity.name`" + ` is the
key ` + "`name` of `entity`, `entity.principal.name` the key `name` of its `principal`" + `; a site has ` + "`number`" + `, its times, ` + "`restricted`" + `, its
fields and ` + "`accesses`, each with `provider`" + `. Lists are arrays, codes numbers, flags true or false. Keys that are not known are
refused.

## CSV

One access a row, with its site and its entity beside it. Rows of one entity follow each other: a row with the number of
the one before goes on with it, and with its site if that number is the same too. What entity and site say stands in their
first row, and further rows repeat it or leave it empty; when one says otherwise, all rows of the entity are refused, for
nobody knows which is right. An entity without sites, and a site without accesses, have one row with the rest empty. The first row names
the columns, in any order; ` + "`number` and `approved_at`" + ` must be there.

| column | meaning |
|---|---|
`

func describe() string {
	var b strings.Builder
	b.WriteString(introduction)
	for _, c := range columns {
		fmt.Fprintf(&b, "| `%s` | %s |\n", c.name, strings.ReplaceAll(c.help, "|", `\|`))
	}
	b.WriteString("\nProvinces, cities and counties are codes of GB/T 2260; places of servers are codes of provinces.\n\n## Codes\n\n")
	for _, table := range []struct {
		name string
		list []filing.Code
	}{{"entity.nature", filing.Natures.Offered()}, {"…certificate_type", certificates()}, {"site.service", services()}, {"site.contents", filing.Contents.Offered()},
		{"site.languages", filing.Languages.Offered()}, {"site.applications", filing.Applications.Offered()}, {"site.approvals", filing.PreApprovals.Offered()},
		{"site.platforms", platforms()}, {"access.method", filing.Methods.Offered()}} {
		var words []string
		for _, c := range table.list {
			words = append(words, fmt.Sprintf("%d %s", c.ID, c.Name))
		}
		fmt.Fprintf(&b, "- `%s`: %s\n", table.name, strings.Join(words, ", "))
	}
	return b.String()
}

func certificates() (list []filing.Code) {
	for _, c := range filing.CertificateTypes {
		list = append(list, c.Code)
	}
	return list
}

func services() (list []filing.Code) {
	for _, k := range filing.ServiceKinds {
		list = append(list, filing.Code{ID: int(k), Name: zh.Service(k)})
	}
	return list
}

func platforms() (list []filing.Code) {
	for _, p := range filing.PlatformTypes {
		list = append(list, p.Code)
	}
	return list
}
