package journal

import (
	"errors"

	"golang.org/x/mod/sumdb/tlog"
)

// ErrProof says that a proof does not lead from its entry to its checkpoint.
var ErrProof = errors.New("journal: the proof does not hold")

// Proof shows that an entry stands in the log, to anyone who knows the log's public key.
type Proof struct {
	Position   int64       `json:"position"` // of the entry, from 0
	Leaf       []byte      `json:"leaf"`     // Entry.Leaf
	Path       []tlog.Hash `json:"path"`     // from the leaf to the root
	Checkpoint string      `json:"checkpoint"`
}

// Prove makes the proof of a position in the tree of a signed checkpoint.
func Prove(position int64, leaf []byte, size int64, signed string, read Hashes) (Proof, error) {
	path, err := tlog.ProveRecord(size, position, read)
	return Proof{position, leaf, path, signed}, err
}

// Verify checks the signature and the path: ErrSignature or ErrProof. The checkpoint it gives covers the entry.
func (p Proof) Verify(v *Verifier) (Checkpoint, error) {
	c, err := v.Open(p.Checkpoint)
	if err != nil {
		return c, err
	}
	if p.Position < 0 || p.Position >= c.Size || tlog.CheckRecord(p.Path, c.Size, c.Root, p.Position, tlog.RecordHash(p.Leaf)) != nil {
		return c, ErrProof
	}
	return c, nil
}

// Growth shows that a later log only adds to an earlier one.
type Growth []tlog.Hash

// ProveGrowth makes the proof that the tree of size new begins with that of size old.
func ProveGrowth(old, new int64, read Hashes) (Growth, error) {
	path, err := tlog.ProveTree(new, old, read)
	return Growth(path), err
}

// Verify checks that the checkpoint new only adds to old; else ErrProof.
func (g Growth) Verify(old, new Checkpoint) error {
	if tlog.CheckTree(tlog.TreeProof(g), new.Size, new.Root, old.Size, old.Root) != nil {
		return ErrProof
	}
	return nil
}
