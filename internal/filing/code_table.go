package filing

import (
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// CodeTable is one of the code tables that the ministry keeps (代码表). What the program brings holds until an edition
// of the ministry's comes into force; the whole of a node sees that at once.
type CodeTable struct {
	ID      string // its name in addresses and in the database
	Grows   bool   // entries may be added; of a table that does not grow, rules of the program speak of each entry
	brought []CodeEntry
	edition atomic.Pointer[[]CodeEntry]
}

// CodeEntry is an entry of an edition.
type CodeEntry struct {
	Code
	Withdrawn bool // no longer chosen (停用); records that have it keep it
}

func codeTable(id string, grows bool, list []Code) *CodeTable {
	t := &CodeTable{ID: id, Grows: grows}
	for _, c := range list {
		t.brought = append(t.brought, CodeEntry{Code: c})
	}
	return t
}

// CodeTables lists every table that has editions.
var CodeTables = []*CodeTable{Natures, Certificates, PreApprovals, Contents, Languages, Applications, Methods, EndingReasons}

// CodeTableOf finds a table by its name.
func CodeTableOf(id string) (*CodeTable, bool) {
	i := slices.IndexFunc(CodeTables, func(t *CodeTable) bool { return t.ID == id })
	if i < 0 {
		return nil, false
	}
	return CodeTables[i], true
}

// All lists the entries in the order forms show them, those withdrawn among them: old records hold them.
func (t *CodeTable) All() []CodeEntry {
	if list := t.edition.Load(); list != nil {
		return *list
	}
	return t.brought
}

// Use puts an edition in force; an empty one brings back what the program brings.
func (t *CodeTable) Use(edition []CodeEntry) {
	if len(edition) == 0 {
		t.edition.Store(nil)
		return
	}
	t.edition.Store(&edition)
}

// Offered lists what may be chosen: what is in force, and of the rest what has been chosen already.
func (t *CodeTable) Offered(chosen ...int) []Code {
	var list []Code
	for _, c := range t.All() {
		if !c.Withdrawn || slices.Contains(chosen, c.ID) {
			list = append(list, c.Code)
		}
	}
	return list
}

// Entry is the entry with an ID, the zero one when there is none.
func (t *CodeTable) Entry(id int) CodeEntry {
	for _, c := range t.All() {
		if c.ID == id {
			return c
		}
	}
	return CodeEntry{}
}

// NameOf is the name of an entry, empty when the table has none with that ID.
func NameOf(t *CodeTable, id int) string { return t.Entry(id).Name }

// Bounds of an entry.
const (
	codeNameLimit = 64 // characters
	codeIDLimit   = 32767
)

// CheckEdition tells what is wrong with an edition that shall follow on the entries in force. An entry is never
// taken away and never gets another number, for records hold it: it is withdrawn.
func (t *CodeTable) CheckEdition(list []CodeEntry) Problems {
	var found Problems
	wrong := func(flaw Flaw, c CodeEntry) {
		found = append(found, Problem{Path: "entries", Flaw: flaw, Text: c.Name, Number: c.ID})
	}
	ids, names := map[int]bool{}, map[string]bool{}
	for _, c := range list {
		switch {
		case c.ID <= 0 || c.ID > codeIDLimit || c.Name == "" || c.Name != strings.TrimSpace(c.Name) || utf8.RuneCountInString(c.Name) > codeNameLimit:
			wrong(CodeUnread, c)
		case ids[c.ID] || names[c.Name] && t != Certificates: // papers of different natures share names
			wrong(CodeTwice, c)
		case t.Entry(c.ID).ID == 0 && !t.Grows:
			wrong(CodeClosed, c)
		}
		ids[c.ID], names[c.Name] = true, true
	}
	for _, c := range t.All() {
		if !ids[c.ID] {
			wrong(CodeLost, c)
		}
	}
	if len(found) == 0 && !slices.ContainsFunc(list, func(c CodeEntry) bool { return !c.Withdrawn }) {
		wrong(CodesEmpty, CodeEntry{})
	}
	return found
}
