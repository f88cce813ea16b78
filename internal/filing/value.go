package filing

import (
	"strconv"
	"strings"
)

// value is a place in a document that can be read and written as text.
type value struct {
	get func() []string
	set func([]string)
}

func text(s *string) value {
	return value{
		get: func() []string {
			if *s == "" {
				return nil
			}
			return []string{*s}
		},
		set: func(typed []string) { *s = strings.TrimSpace(strings.Join(typed, "\n")) },
	}
}

func lines(list *[]string) value {
	return value{
		get: func() []string { return *list },
		set: func(typed []string) {
			*list = nil
			for _, t := range typed {
				for _, line := range strings.FieldsFunc(t, func(r rune) bool { return strings.ContainsRune("\r\n;；", r) }) {
					if line = strings.TrimSpace(line); line != "" {
						*list = append(*list, line)
					}
				}
			}
		},
	}
}

// code is a choice from a code table; something else than a number counts as
// no choice.
func code[T ~int | ~int16](n *T) value {
	return value{
		get: func() []string {
			if *n == 0 {
				return nil
			}
			return []string{strconv.Itoa(int(*n))}
		},
		set: func(typed []string) {
			*n = 0
			if len(typed) > 0 {
				if id, err := strconv.ParseInt(typed[0], 10, 16); err == nil {
					*n = T(id)
				}
			}
		},
	}
}

func codes(list *[]int) value {
	return value{
		get: func() []string {
			var ids []string
			for _, n := range *list {
				ids = append(ids, strconv.Itoa(n))
			}
			return ids
		},
		set: func(typed []string) {
			*list = nil
			for _, t := range typed {
				if id, err := strconv.Atoi(t); err == nil {
					*list = append(*list, id)
				}
			}
		},
	}
}

func flag(b *bool) value {
	return value{
		get: func() []string {
			if *b {
				return []string{"yes"}
			}
			return []string{"no"}
		},
		set: func(typed []string) { *b = len(typed) > 0 && typed[len(typed)-1] == "yes" },
	}
}
