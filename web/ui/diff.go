package ui

// Span is a piece of a value; Changed pieces are marked.
type Span struct {
	Text    string
	Changed bool
}

// diffLimit is the number of characters on either side up to which values are
// compared one by one; longer ones are shown as replaced (the table of the
// comparison grows with the product of both).
const diffLimit = 1200

// DiffText compares two values character by character. It gives the pieces of
// the old value, with what was taken away marked, and those of the new one, with
// what was added marked.
func DiffText(before, after string) (old, now []Span) {
	a, b := []rune(before), []rune(after)
	if len(a) > diffLimit || len(b) > diffLimit {
		return spans(a, nil), spans(b, nil)
	}
	keepA, keepB := common(a, b)
	return spans(a, keepA), spans(b, keepB)
}

// common marks the characters of a longest common subsequence on both sides.
func common(a, b []rune) (inA, inB []bool) {
	inA, inB = make([]bool, len(a)), make([]bool, len(b))
	t := lengths(a, b)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			inA[i], inB[j] = true, true
			i, j = i+1, j+1
		case t[i+1][j] >= t[i][j+1]:
			i++
		default:
			j++
		}
	}
	return inA, inB
}

// lengths is the table of longest common subsequences of all suffixes.
func lengths(a, b []rune) [][]int {
	t := make([][]int, len(a)+1)
	for i := range t {
		t[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				t[i][j] = t[i+1][j+1] + 1
			} else {
				t[i][j] = max(t[i+1][j], t[i][j+1])
			}
		}
	}
	return t
}

// spans joins neighbours of the same kind; without keep everything is changed.
func spans(text []rune, keep []bool) []Span {
	var list []Span
	for i, r := range text {
		changed := keep == nil || !keep[i]
		if n := len(list); n > 0 && list[n-1].Changed == changed {
			list[n-1].Text += string(r)
			continue
		}
		list = append(list, Span{Text: string(r), Changed: changed})
	}
	return list
}
