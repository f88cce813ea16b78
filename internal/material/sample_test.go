package material

import (
	"bytes"
	"testing"
)

func TestSample(t *testing.T) {
	lines := []string{"WANG FANG", "ID 110101199003070018", "2020-01-01 - 2040-01-01", "SHANGHAI"}
	for kind := IDFront; kind <= Sheet; kind++ {
		data := Sample(kind, 7, lines...)
		if len(data) > sampleBytes {
			t.Errorf("kind %d has %d bytes", kind, len(data))
		}
		if p := mustPrepare(t, data); p.Soft || p.Sharpness < 10 {
			t.Errorf("kind %d would be called unclear: %d by %d, sharpness %.0f", kind, p.Width, p.Height, p.Sharpness)
		}
		if !bytes.Equal(data, Sample(kind, 7, lines...)) {
			t.Errorf("kind %d: equal seeds, other bytes", kind)
		}
		if bytes.Equal(data, Sample(kind, 7, "LI QIANG")) {
			t.Errorf("kind %d: other lines, equal bytes", kind)
		}
	}
	if bytes.Equal(Sample(Face, 1), Sample(Face, 2)) {
		t.Error("other seeds, equal faces")
	}
}
