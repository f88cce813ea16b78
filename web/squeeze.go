package web

import "strings"

// squeeze drops comments and needless white space from a style sheet. Strings are
// kept as they are, and so is a blank before a colon: "a :is(b)" is not "a:is(b)".
func squeeze(css string) string {
	var b strings.Builder
	for css != "" {
		switch c := css[0]; {
		case strings.HasPrefix(css, "/*"):
			_, css, _ = strings.Cut(css, "*/")
		case c == '"':
			n := 2 + strings.IndexByte(css[1:], '"')
			b.WriteString(css[:n])
			css = css[n:]
		case isSpace(c):
			css = strings.TrimLeft(css, " \t\n")
			if keepsBlank(b.String(), css) {
				b.WriteByte(' ')
			}
		default:
			b.WriteByte(c)
			css = css[1:]
		}
	}
	return b.String()
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' }

// keepsBlank says whether a blank between what was written and what follows means
// anything.
func keepsBlank(before, after string) bool {
	if before == "" || after == "" || strings.HasPrefix(after, "/*") {
		return false
	}
	return !strings.ContainsRune("{};:,", rune(before[len(before)-1])) && !strings.ContainsRune("{}", rune(after[0]))
}
