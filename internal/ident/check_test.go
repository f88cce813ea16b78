package ident

import (
	"errors"
	"testing"
	"time"
)

var today = time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)

// sample is a typed value with the stored form or the fault it must give.
type sample struct {
	typed, want string
	code        Code
	position    int
	text        string
}

func runSamples(t *testing.T, read func(string) (string, error), samples []sample) {
	t.Helper()
	for _, s := range samples {
		got, err := read(s.typed)
		f := FaultOf(err)
		switch {
		case s.code == "" && err != nil:
			t.Errorf("%q: fault %+v", s.typed, *f)
		case s.code == "" && got != s.want:
			t.Errorf("%q: got %q, want %q", s.typed, got, s.want)
		case s.code != "" && f == nil:
			t.Errorf("%q: accepted as %q, want %s", s.typed, got, s.code)
		case s.code != "" && (f.Code != s.code || s.position != 0 && f.Position != s.position || s.text != "" && f.Text != s.text):
			t.Errorf("%q: got %+v, want %s at %d %q", s.typed, *f, s.code, s.position, s.text)
		case s.code != "" && got != "":
			t.Errorf("%q: a fault came with the value %q", s.typed, got)
		}
	}
}

func TestFaultHidesValue(t *testing.T) {
	_, err := ResidentID("110105194913310021", today)
	if err == nil || err.Error() != "ident: birth_date" {
		t.Fatalf("error text is %v", err)
	}
	if FaultOf(errors.New("other")) != nil || FaultOf(nil) != nil {
		t.Fatal("a fault out of nothing")
	}
}

// changes gives every string that differs from valid in one digit.
func changes(valid string) []string {
	var out []string
	for i := range len(valid) {
		for d := byte('0'); d <= '9'; d++ {
			if valid[i] != d {
				out = append(out, valid[:i]+string(d)+valid[i+1:])
			}
		}
	}
	return out
}
