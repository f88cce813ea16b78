package portal

import (
	"bytes"
	"encoding/gob"
	"maps"
	"slices"
	"time"
)

// codec writes a session's values in the order of their keys, so that equal sessions are equal bytes.
type codec struct{}

type sessionValues struct {
	Deadline time.Time
	Keys     []string
	Values   []any
}

// Encode is part of the session manager's interface.
func (codec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	s := sessionValues{Deadline: deadline, Keys: slices.Sorted(maps.Keys(values))}
	for _, k := range s.Keys {
		s.Values = append(s.Values, values[k])
	}
	var b bytes.Buffer
	err := gob.NewEncoder(&b).Encode(s)
	return b.Bytes(), err
}

// Decode is part of the session manager's interface.
func (codec) Decode(data []byte) (time.Time, map[string]any, error) {
	var s sessionValues
	if err := gob.NewDecoder(bytes.NewReader(data)).Decode(&s); err != nil {
		return time.Time{}, nil, err
	}
	values := make(map[string]any, len(s.Keys))
	for i, k := range s.Keys {
		values[k] = s.Values[i]
	}
	return s.Deadline, values, nil
}
