package ui

import "net/url"

// WithQuery is path with the query changed: each pair sets a name, an empty value
// takes the name away. Paging and sorting links are made with it.
func WithQuery(path string, q url.Values, pairs ...string) string {
	c := url.Values{}
	for k, v := range q {
		c[k] = v
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			c.Del(pairs[i])
		} else {
			c.Set(pairs[i], pairs[i+1])
		}
	}
	if len(c) == 0 {
		return path
	}
	return path + "?" + c.Encode()
}
