package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// memory is a log whose hashes are kept in a slice.
type memory struct {
	tree   Tree
	hashes [][]byte
	leaves [][]byte
}

func (m *memory) add(leaf []byte) {
	m.leaves = append(m.leaves, leaf)
	m.hashes = append(m.hashes, m.tree.Append(leaf)...)
}

func (m *memory) read(places []int64) ([][]byte, error) {
	var list [][]byte
	for _, p := range places {
		if p < int64(len(m.hashes)) {
			list = append(list, m.hashes[p])
		}
	}
	return list, nil
}

func leaf(n int) []byte { return Entry{Filing: int64(n), Action: "submit"}.Leaf() }

func newKey(t *testing.T) *Key {
	t.Helper()
	text, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	k, err := ParseKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func sign(t *testing.T, k *Key, tree *Tree) string {
	t.Helper()
	signed, err := k.Sign(Checkpoint{tree.Size(), tree.Root()})
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

// TestLeaf pins the hash of an entry: another one would make every log that exists unreadable.
func TestLeaf(t *testing.T) {
	e := Entry{Filing: 7, Sequence: 2, Action: "submit", From: "draft", To: "provider_review", Tier: "registrant",
		Account: 9, Version: 1, Detail: []byte("sealed"), At: time.UnixMicro(1_800_000_000_000_001)}
	const want = "e8b9ee550d177878fe39a400089d4fadbefd2a6b1e7561bdb794a1ccfad87b23"
	if got := hex.EncodeToString(e.Leaf()); got != want {
		t.Errorf("leaf %s, want %s", got, want)
	}
	for name, change := range map[string]func(*Entry){
		"filing": func(e *Entry) { e.Filing++ }, "sequence": func(e *Entry) { e.Sequence++ }, "action": func(e *Entry) { e.Action = "sign" },
		"from": func(e *Entry) { e.From = "" }, "to": func(e *Entry) { e.To = "" }, "tier": func(e *Entry) { e.Tier = "bureau" },
		"account": func(e *Entry) { e.Account++ }, "version": func(e *Entry) { e.Version++ }, "detail": func(e *Entry) { e.Detail = nil },
		"time":   func(e *Entry) { e.At = e.At.Add(time.Microsecond) },
		"border": func(e *Entry) { e.From, e.To = "draftp", "rovider_review" },
	} {
		other := e
		change(&other)
		if bytes.Equal(other.Leaf(), e.Leaf()) {
			t.Errorf("another %s gives the same leaf", name)
		}
	}
}

// TestTreeIsRFC6962 compares with the definition, computed from the top.
func TestTreeIsRFC6962(t *testing.T) {
	var definition func(leaves [][]byte) [32]byte
	definition = func(leaves [][]byte) [32]byte {
		switch len(leaves) {
		case 0:
			return sha256.Sum256(nil)
		case 1:
			return sha256.Sum256(append([]byte{0}, leaves[0]...))
		}
		k := 1
		for k*2 < len(leaves) {
			k *= 2
		}
		left, right := definition(leaves[:k]), definition(leaves[k:])
		return sha256.Sum256(append(append([]byte{1}, left[:]...), right[:]...))
	}
	var m memory
	for n := range 70 {
		if m.tree.Root() != tlog.Hash(definition(m.leaves)) {
			t.Fatalf("the root of %d leaves is not the definition's", n)
		}
		if int64(len(m.hashes)) != Stored(int64(n)) {
			t.Fatalf("%d leaves store %d hashes, want %d", n, len(m.hashes), Stored(int64(n)))
		}
		again, err := OpenTree(int64(n), m.read)
		if err != nil || again.Root() != m.tree.Root() {
			t.Fatalf("reopened at %d: %v", n, err)
		}
		m.add(leaf(n))
	}
}

func TestProofs(t *testing.T) {
	k := newKey(t)
	var m memory
	for n := range 21 {
		m.add(leaf(n))
	}
	signed := sign(t, k, &m.tree)
	for n := range 21 {
		p, err := Prove(int64(n), m.leaves[n], 21, signed, m.read)
		if err != nil {
			t.Fatal(err)
		}
		if c, err := p.Verify(&k.Verifier); err != nil || c.Size != 21 {
			t.Errorf("proof of %d: %v", n, err)
		}
		p.Leaf = leaf(99)
		if _, err := p.Verify(&k.Verifier); !errors.Is(err, ErrProof) {
			t.Errorf("another leaf at %d: %v", n, err)
		}
		p.Leaf, p.Position = m.leaves[n], int64(n+1)
		if _, err := p.Verify(&k.Verifier); !errors.Is(err, ErrProof) {
			t.Errorf("another position for %d: %v", n, err)
		}
	}
	p, _ := Prove(3, m.leaves[3], 21, signed, m.read)
	if _, err := p.Verify(&newKey(t).Verifier); !errors.Is(err, ErrSignature) {
		t.Errorf("under another key: %v", err)
	}
}

func TestGrowth(t *testing.T) {
	var m, forged memory
	heads := map[int64]Checkpoint{}
	for n := range 20 {
		m.add(leaf(n))
		forged.add(leaf(n + 100*(n/9)))
		heads[m.tree.Size()] = Checkpoint{m.tree.Size(), m.tree.Root()}
	}
	for old := int64(1); old <= 20; old++ {
		g, err := ProveGrowth(old, 20, m.read)
		if err != nil {
			t.Fatal(err)
		}
		if err := g.Verify(heads[old], heads[20]); err != nil {
			t.Errorf("from %d: %v", old, err)
		}
		if old < 20 {
			if err := g.Verify(heads[old], Checkpoint{20, forged.tree.Root()}); !errors.Is(err, ErrProof) {
				t.Errorf("a rewritten log from %d: %v", old, err)
			}
		}
	}
}

func TestCheckpoints(t *testing.T) {
	k := newKey(t)
	var m memory
	m.add(leaf(1))
	signed := sign(t, k, &m.tree)
	if c, err := k.Open(signed); err != nil || c.Size != 1 || c.Root != m.tree.Root() {
		t.Errorf("%+v, %v", c, err)
	}
	for name, text := range map[string]string{
		"another size":  strings.Replace(signed, "\n1\n", "\n2\n", 1),
		"no signature":  strings.SplitAfter(signed, "\n\n")[0],
		"another log's": sign(t, newKey(t), &m.tree),
		"nothing":       "",
	} {
		if _, err := k.Open(text); !errors.Is(err, ErrSignature) {
			t.Errorf("%s: %v", name, err)
		}
	}
	public, err := NewVerifier(k.Public() + "\n")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := public.Open(signed); err != nil {
		t.Errorf("with the public half: %v", err)
	}
}

func TestKeysAreNotQuoted(t *testing.T) {
	a, _ := NewKey()
	b, _ := NewKey()
	mixed := strings.Fields(a)[0] + "\n" + strings.Fields(b)[1]
	for _, text := range []string{"", a + a, mixed, "x\ny", strings.Fields(a)[0] + "x\n" + strings.Fields(a)[1]} {
		_, err := ParseKey(text)
		if err == nil {
			t.Errorf("accepted a broken key file")
		} else if strings.Contains(err.Error(), "PRIVATE") {
			t.Errorf("the error quotes the key: %v", err)
		}
	}
}

func FuzzOpenCheckpoint(f *testing.F) {
	text, _ := NewKey()
	k, err := ParseKey(text)
	if err != nil {
		f.Fatal(err)
	}
	signed, _ := k.Sign(Checkpoint{5, tlog.Hash{1}})
	f.Add(signed)
	f.Add("beian/journal\n1\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		if c, err := k.Open(text); err == nil && (c.Size != 5 || c.Root != tlog.Hash{1}) {
			t.Errorf("accepted a checkpoint nobody signed: %+v", c)
		}
	})
}
