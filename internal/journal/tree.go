package journal

import (
	"bytes"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Tree is the right edge of the Merkle tree over the leaves (RFC 6962 §2.1): all that is needed to append to it and to
// know its root. The zero Tree is empty. What Append returns is stored; proofs are read from there.
type Tree struct {
	size int64
	edge [63]tlog.Hash // edge[i]: the complete subtree of 2^i leaves that waits for its right neighbour
}

// Size is the number of leaves.
func (t *Tree) Size() int64 { return t.size }

// Append adds a leaf and returns the hashes to be stored, which take the places from Stored(size) on.
func (t *Tree) Append(leaf []byte) [][]byte {
	h := tlog.RecordHash(leaf)
	stored := [][]byte{bytes.Clone(h[:])}
	level := 0
	for ; t.size>>level&1 == 1; level++ {
		h = tlog.NodeHash(t.edge[level], h)
		stored = append(stored, bytes.Clone(h[:]))
	}
	t.edge[level] = h
	t.size++
	return stored
}

// Stored is how many hashes are stored for a tree of that size.
func Stored(size int64) int64 { return tlog.StoredHashCount(size) }

// Root is the head of the tree: the hash that stands for all of it.
func (t *Tree) Root() tlog.Hash {
	var root tlog.Hash
	first := true
	for level := range t.edge {
		switch {
		case t.size>>level&1 == 0:
		case first:
			root, first = t.edge[level], false
		default:
			root = tlog.NodeHash(t.edge[level], root)
		}
	}
	if first {
		root, _ = tlog.TreeHash(0, nil) // of no leaf
	}
	return root
}

// Hashes reads stored hashes by their places.
type Hashes func(places []int64) ([][]byte, error)

// ReadHashes makes Hashes what package tlog reads from.
func (read Hashes) ReadHashes(places []int64) ([]tlog.Hash, error) {
	found, err := read(places)
	if err != nil {
		return nil, err
	}
	if len(found) != len(places) {
		return nil, fmt.Errorf("journal: %d of %d hashes are stored", len(found), len(places))
	}
	list := make([]tlog.Hash, len(found))
	for i, h := range found {
		if len(h) != tlog.HashSize {
			return nil, fmt.Errorf("journal: the hash at place %d has %d bytes", places[i], len(h))
		}
		list[i] = tlog.Hash(h)
	}
	return list, nil
}

// OpenTree reads the edge of a tree of that size.
func OpenTree(size int64, read Hashes) (*Tree, error) {
	t := &Tree{size: size}
	var levels []int
	var places []int64
	for level := range t.edge {
		if size>>level&1 == 1 {
			levels = append(levels, level)
			places = append(places, tlog.StoredHashIndex(level, size>>level-1))
		}
	}
	if len(places) == 0 {
		return t, nil
	}
	hashes, err := read.ReadHashes(places)
	if err != nil {
		return nil, err
	}
	for i, level := range levels {
		t.edge[level] = hashes[i]
	}
	return t, nil
}
