package ui

import "strings"

// DisplayPath is where display settings (显示设置) are shown and saved.
const DisplayPath = "/settings/display"

// Display is how one reader wants pages shown. The zero value follows the system.
type Display struct {
	Theme    string // "", "light", "dark"
	Size     string // "", "large" (大), "xlarge" (特大)
	Contrast string // "", "high"
	Motion   string // "", "reduce"
	Keys     string // "", "on": single-key shortcuts of staff pages
}

// parts are the fields in cookie order with the values each may take.
func (d *Display) parts() []struct {
	value *string
	may   string
} {
	return []struct {
		value *string
		may   string
	}{{&d.Theme, "light dark"}, {&d.Size, "large xlarge"}, {&d.Contrast, "high"}, {&d.Motion, "reduce"}, {&d.Keys, "on"}}
}

// Clean drops values that are not on offer, such as those of a tampered form.
func (d Display) Clean() Display {
	for _, p := range d.parts() {
		if !oneOf(*p.value, p.may) {
			*p.value = ""
		}
	}
	return d
}

// String is the value of the display cookie, such as "dark.large...on".
func (d Display) String() string {
	var s []string
	for _, p := range d.parts() {
		s = append(s, *p.value)
	}
	return strings.Join(s, ".")
}

// ParseDisplay reads a display cookie; what it does not know is left out.
func ParseDisplay(cookie string) Display {
	var d Display
	values := strings.Split(cookie, ".")
	for i, p := range d.parts() {
		if i < len(values) {
			*p.value = values[i]
		}
	}
	return d.Clean()
}

func oneOf(v, list string) bool {
	for _, s := range strings.Fields(list) {
		if s == v {
			return true
		}
	}
	return false
}
