package ui

import (
	"strconv"
	"strings"
)

// Field is one question of a form. The same struct serves every kind of control;
// what a kind does not use is left empty.
type Field struct {
	Name     string
	ID       string // empty: made from Name
	Label    string
	Hint     string   // one sentence, no full stop, no links
	Error    string   // empty: no problem; same words as in the error summary
	Value    string   // typed text, kept as typed
	Values   []string // chosen values of checkboxes
	Optional bool     // adds （选填）
	Why      string   // why a sensitive thing is asked

	Type         string   // text, email, tel, url, search, number; empty: text
	Autocomplete string   // WHATWG token, such as "name", "tel", "street-address"
	InputMode    string   // numeric, tel, email, url, text
	Width        Chars    // how long the answer usually is
	MaxLength    int      // in code points; with Count it shows what is left
	Count        bool     // live count of the characters left
	Rows         int      // text areas
	Options      []Option // select, radios, checkboxes
	Prompt       string   // select: first, empty option
	Inline       bool     // radios and checkboxes side by side (short words only)
	Mono         bool     // numbers, domains, addresses of machines
	Focus        bool     // focused on load, such as a row just added
	Check        Check    // helper for check digits after 18 characters
	HideLabel    bool     // label read but not seen: search boxes, cells of a table
	Legend       Legend   // radios, checkboxes, fieldsets: size of the legend
	Form         string   // id of a form elsewhere on the page
	Suffix       string   // unit behind the control
	Children     string   // select: address giving the options of the field NextID as JSON
	NextID       string
	Verbatim     bool // keep spellchecking and correction off
}

// Option is one answer to choose.
type Option struct {
	Value, Label, Hint string
	Group              string // select: heading above the option
	Reveal             Revealed
	Key                string // radios and checkboxes: single-key shortcut
}

// Chars is the width of a text control in characters.
type Chars string

// Widths of text controls.
const (
	CharsFull Chars = ""
	Chars6    Chars = "6"  // 6 digits
	Chars12   Chars = "12" // phone, date, landline
	Chars20   Chars = "20" // certificate numbers, domains
)

// Check names the check-digit helper of the page script.
type Check string

// Helpers for check digits.
const (
	CheckID     Check = "id"   // 公民身份号码
	CheckCredit Check = "uscc" // 统一社会信用代码
	CheckAny    Check = "any"  // by what was typed
)

// Legend is the size of a legend.
type Legend string

// Sizes of legends.
const (
	LegendNormal Legend = ""
	LegendLarge  Legend = "large"
	LegendH1     Legend = "h1" // the legend is the heading of the page: set Page.NoHeading
)

// FieldError is one problem of a form: the words and the control they are about.
type FieldError struct {
	ID   string // id of the control, see [FieldID]
	Text string
	Href string // of a control on another page
}

var idUnsafe = strings.NewReplacer("[", "-", "]", "", ".", "-", " ", "-", "/", "-", ":", "-")

// FieldID is the id that a field named name gets, to point an error at it.
func FieldID(name string) string { return "f-" + idUnsafe.Replace(name) }

func (f Field) id() string { return or(f.ID, FieldID(f.Name)) }

func (f Field) optionID(i int) string {
	if i == 0 {
		return f.id() // an error link lands on the first choice
	}
	return f.id() + "-" + strconv.Itoa(i+1)
}

func (f Field) hintID() string { return f.id() + "-hint" }
func (f Field) errID() string  { return f.id() + "-err" }
func (f Field) whyID() string  { return f.id() + "-why" }
func (f Field) countID() string {
	return f.id() + "-count"
}

// describedBy lists what is read after the label: hint, reason, error, count.
func (f Field) describedBy() string {
	var ids []string
	for _, d := range []struct{ text, id string }{
		{f.Hint, f.hintID()}, {f.Why, f.whyID()}, {f.Error, f.errID()},
	} {
		if d.text != "" {
			ids = append(ids, d.id)
		}
	}
	if f.counts() {
		ids = append(ids, f.countID())
	}
	return strings.Join(ids, " ")
}

func (f Field) counts() bool { return f.Count && f.MaxLength > 0 }

// left is how many characters may still be typed.
func (f Field) left() string {
	n := f.MaxLength - len([]rune(f.Value))
	if n < 0 {
		return "已超出 " + strconv.Itoa(-n) + " 字"
	}
	return "还可填 " + strconv.Itoa(n) + " 字"
}

func (f Field) chosen(value string) bool {
	for _, v := range f.Values {
		if v == value {
			return true
		}
	}
	return f.Values == nil && f.Value == value
}

// groups returns the option groups in order; ungrouped options come under "".
func (f Field) groups() []string {
	var names []string
	seen := map[string]bool{}
	for _, o := range f.Options {
		if !seen[o.Group] {
			seen[o.Group] = true
			names = append(names, o.Group)
		}
	}
	return names
}

// Errors collects the problems of fields in the order given, for the summary.
func Errors(fields ...Field) []FieldError {
	var list []FieldError
	for _, f := range fields {
		if f.Error != "" {
			list = append(list, FieldError{ID: f.id(), Text: f.Error})
		}
	}
	return list
}
