// Readlog reads a published log with Debian's golang-golang-x-mod-dev, which knows nothing of Zhuangjin, and checks all of it:
// the checkpoint's signature, every tile, that every entry of every bundle is included, and that the tree of each given older
// size is the beginning of the tree that is published now.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run readlog.go DIR VKEY [SIZE:ROOT ...]
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

// folder serves tiles from files; c2sp.org/tlog-tiles leaves out the height that x/mod writes into its paths.
type folder struct{ dir string }

func (f folder) Height() int { return height }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		path := strings.Replace(t.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(f.dir, path))
		if os.IsNotExist(err) && t.W < 1<<height {
			full := t
			full.W = 1 << height
			data, err = os.ReadFile(filepath.Join(f.dir, strings.Replace(full.Path(), "tile/8/", "tile/", 1)))
			if err == nil {
				data = data[:t.W*tlog.HashSize]
			}
		}
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func main() {
	log.SetFlags(0)
	dir, vkey := os.Args[1], os.Args[2]
	verifier, err := note.NewVerifier(vkey)
	check(err)
	signed, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	check(err)
	opened, err := note.Open(signed, note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	if lines[0] != verifier.Name() {
		log.Fatalf("origin %q is not the key's name %q", lines[0], verifier.Name())
	}

	tree := tlog.Tree{N: size, Hash: root}
	hashes := tlog.TileHashReader(tree, folder{dir}) // authenticates every tile against the root
	if size > 0 {
		computed, err := tlog.TreeHash(size, hashes)
		check(err)
		if computed != root {
			log.Fatal("the tiles give another root than the checkpoint")
		}
	}
	entries := readEntries(dir, size)
	for i, entry := range entries {
		proof, err := tlog.ProveRecord(size, int64(i), hashes)
		check(err)
		check(tlog.CheckRecord(proof, size, root, int64(i), tlog.RecordHash(entry)))
	}
	for _, older := range os.Args[3:] {
		n, hash, _ := strings.Cut(older, ":")
		oldSize, err := strconv.ParseInt(n, 10, 64)
		check(err)
		oldRoot, err := tlog.ParseHash(hash)
		check(err)
		proof, err := tlog.ProveTree(size, oldSize, hashes)
		check(err)
		check(tlog.CheckTree(proof, size, root, oldSize, oldRoot))
	}
	fmt.Printf("%d entries of %s included, %d older trees consistent\n", len(entries), lines[0], len(os.Args)-3)
}

func readEntries(dir string, size int64) (entries [][]byte) {
	for first := int64(0); first < size; first += 1 << height {
		width := size - first
		if width > 1<<height {
			width = 1 << height
		}
		tile := tlog.Tile{H: height, L: -1, N: first >> height, W: int(width)}
		path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
		bundle, err := os.ReadFile(filepath.Join(dir, path))
		check(err)
		for rest := bytes.NewBuffer(bundle); rest.Len() > 0; {
			length := binary.BigEndian.Uint16(rest.Next(2))
			entry := rest.Next(int(length))
			if len(entry) != int(length) {
				log.Fatalf("%s breaks off", path)
			}
			entries = append(entries, append([]byte(nil), entry...))
		}
	}
	if int64(len(entries)) != size {
		log.Fatalf("%d entries in the bundles, %d in the checkpoint", len(entries), size)
	}
	return entries
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
