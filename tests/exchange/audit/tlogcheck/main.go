// tlogcheck verifies a log's files with the code of Go's checksum database,
// which knows nothing of this project:
//
//	tlogcheck log DIR LOG_VKEY [WITNESS_VKEY]  every entry, tile, signature
//	tlogcheck extends DIR OLD_CHECKPOINT LOG_VKEY  no other past
//	tlogcheck proof FILE ENTRY LOG_VKEY [WITNESS_VKEY]
//
// Two things are ours: where files lie (c2sp.org/tlog-tiles has tile/L/N where
// the checksum database has tile/8/L/N, and bundles of entries), and the eight
// lines for cosignatures, which golang.org/x/mod of Debian 12 does not know.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// witness verifies signatures of type 0x04 (c2sp.org/tlog-cosignature).
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newWitness(vkey string) (*witness, error) {
	parts := strings.SplitN(strings.TrimSpace(vkey), "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("not a vkey")
	}
	key, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || len(key) != 33 || key[0] != 4 {
		return nil, errors.New("not a witness's vkey")
	}
	sum := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	return &witness{parts[0], binary.BigEndian.Uint32(sum[:]), key[1:]}, nil
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }
func (w *witness) Verify(msg, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", binary.BigEndian.Uint64(sig), msg)
	return ed25519.Verify(w.key, []byte(signed), sig[8:])
}

// files is a log in a folder.
type files string

func (dir files) Height() int { return 8 }
func (dir files) path(t tlog.Tile) string {
	return filepath.Join(string(dir), strings.Replace(t.Path(), "tile/8/", "tile/", 1))
}
func (dir files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var out [][]byte
	for _, t := range tiles {
		data, err := os.ReadFile(dir.path(t))
		if err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}
func (dir files) SaveTiles([]tlog.Tile, [][]byte) {}

// openNote verifies all the signatures that are asked for, not just one.
func openNote(text []byte, vkeys []string) (tlog.Tree, string, error) {
	log, err := note.NewVerifier(strings.TrimSpace(vkeys[0]))
	if err != nil {
		return tlog.Tree{}, "", err
	}
	verifiers := []note.Verifier{log}
	for _, vkey := range vkeys[1:] {
		w, err := newWitness(vkey)
		if err != nil {
			return tlog.Tree{}, "", err
		}
		verifiers = append(verifiers, w)
	}
	n, err := note.Open(text, note.VerifierList(verifiers...))
	if err != nil {
		return tlog.Tree{}, "", err
	}
	if len(n.Sigs) != len(verifiers) {
		return tlog.Tree{}, "", errors.New("a signature is missing")
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != log.Name() || lines[3] != "" {
		return tlog.Tree{}, "", errors.New("not a checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, "", err
	}
	hash, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: hash}, n.Text, err
}

// entries of one bundle: uint16 lengths, then bytes.
func bundle(data []byte) ([][]byte, error) {
	var out [][]byte
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return nil, errors.New("a bundle is cut")
		}
		n := int(binary.BigEndian.Uint16(data))
		out = append(out, data[2:2+n])
		data = data[2+n:]
	}
	return out, nil
}

func bundlePath(dir string, n, size int64) string {
	t := tlog.Tile{H: 8, L: 0, N: n, W: 256}
	if size-n*256 < 256 {
		t.W = int(size - n*256)
	}
	return filepath.Join(dir, strings.Replace(t.Path(), "tile/8/0/", "tile/entries/", 1))
}

func checkLog(dir string, vkeys []string) error {
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	tree, _, err := openNote(text, vkeys)
	if err != nil {
		return err
	}
	if tree.N == 0 {
		if tree.Hash != tlog.Hash(sha256.Sum256(nil)) {
			return errors.New("not the root of the empty tree")
		}
		return nil
	}
	// Every hash that it gives was authenticated against the signed root.
	reader := tlog.TileHashReader(tree, files(dir))
	for n := int64(0); n*256 < tree.N; n++ {
		data, err := os.ReadFile(bundlePath(dir, n, tree.N))
		if err != nil {
			return err
		}
		entries, err := bundle(data)
		if err != nil {
			return err
		}
		var indexes []int64
		for i := range entries {
			indexes = append(indexes, tlog.StoredHashIndex(0, n*256+int64(i)))
		}
		hashes, err := reader.ReadHashes(indexes)
		if err != nil {
			return err
		}
		if want := tree.N - n*256; int64(len(entries)) != want && len(entries) != 256 {
			return fmt.Errorf("bundle %d has %d entries", n, len(entries))
		}
		for i, entry := range entries {
			if tlog.RecordHash(entry) != hashes[i] {
				return fmt.Errorf("entry %d is not the one of the tree", n*256+int64(i))
			}
		}
	}
	// Inclusion of some entries by proofs of its own making.
	for _, i := range []int64{0, tree.N / 2, tree.N - 1} {
		proof, err := tlog.ProveRecord(tree.N, i, reader)
		if err != nil {
			return err
		}
		hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, i)})
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, i, hashes[0]); err != nil {
			return err
		}
	}
	return nil
}

func checkExtends(dir, oldFile string, vkeys []string) error {
	oldText, err := os.ReadFile(oldFile)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	before, _, err := openNote(oldText, vkeys)
	if err != nil {
		return err
	}
	now, _, err := openNote(text, vkeys)
	if err != nil {
		return err
	}
	if before.N > now.N {
		return errors.New("rolled back")
	}
	proof, err := tlog.ProveTree(now.N, before.N, tlog.TileHashReader(now, files(dir)))
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, now.N, now.Hash, before.N, before.Hash)
}

func checkProof(file, entryFile string, vkeys []string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	entry, err := os.ReadFile(entryFile)
	if err != nil {
		return err
	}
	head, checkpoint, found := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" || !strings.HasPrefix(lines[1], "index ") {
		return errors.New("not a proof")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	tree, _, err := openNote(checkpoint, vkeys)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry))
}

func run(args []string) error {
	switch {
	case len(args) >= 3 && args[0] == "log":
		return checkLog(args[1], args[2:])
	case len(args) >= 4 && args[0] == "extends":
		return checkExtends(args[1], args[2], args[3:])
	case len(args) >= 4 && args[0] == "proof":
		return checkProof(args[1], args[2], args[3:])
	}
	return errors.New("usage: tlogcheck log|extends|proof …")
}

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "tlogcheck:", err)
		os.Exit(1)
	}
}
