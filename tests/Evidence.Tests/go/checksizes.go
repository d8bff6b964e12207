// Checksizes holds trees of many sizes against Debian's golang-golang-x-mod-dev, which knows nothing of Zhuangjin. It builds
// its own tree over the entries "e0", "e1", … and reads from standard input, line by line, what another program says of it:
//
//	size N ROOT              the tree has grown to N entries
//	tile PATH BYTES          a tile or bundle to be published now, in base64; all of them must come, and no others
//	record INDEX HASH ...    a proof of inclusion
//	tree OLDER HASH ...      a proof of consistency with an older size
//	path L N W PATH          the path of a tile
//
// For each size it answers with a checkpoint of that tree, signed with a key of its own, in base64; first of all with that key.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

var (
	stored  []tlog.Hash
	roots   = map[int64]tlog.Hash{0: sha256.Sum256(nil)}
	size    int64
	pending = map[string]tlog.Tile{}
)

func reader(indexes []int64) ([]tlog.Hash, error) {
	list := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		list[i] = stored[index]
	}
	return list, nil
}

func entry(i int64) []byte { return []byte(fmt.Sprintf("e%d", i)) }

func number(s string) int64 {
	n, err := strconv.ParseInt(s, 10, 64)
	check(err)
	return n
}

func hashes(fields []string) (list []tlog.Hash) {
	for _, field := range fields {
		h, err := tlog.ParseHash(field)
		check(err)
		list = append(list, h)
	}
	return list
}

// path is c2sp.org/tlog-tiles' way to write what x/mod writes with a height.
func path(t tlog.Tile) string {
	if t.L < 0 {
		return strings.Replace(t.Path(), "tile/8/data/", "tile/entries/", 1)
	}
	return strings.Replace(t.Path(), "tile/8/", "tile/", 1)
}

func grow(n int64, root tlog.Hash) {
	if len(pending) > 0 {
		log.Fatalf("at size %d these tiles were not published: %v", size, pending)
	}
	for i := size; i < n; i++ {
		more, err := tlog.StoredHashes(i, entry(i), tlog.HashReaderFunc(reader))
		check(err)
		stored = append(stored, more...)
	}
	for _, t := range tlog.NewTiles(height, size, n) {
		now := n >> (height * t.L)
		if t.W < 1<<height && (int64(t.W) != now&(1<<height-1) || now == size>>(height*t.L)) {
			continue // a partial tile of a size between the two, or one that is there already
		}
		pending[path(t)] = t
		if t.L == 0 {
			t.L = -1
			pending[path(t)] = t
		}
	}
	size = n
	if n > 0 {
		own, err := tlog.TreeHash(n, tlog.HashReaderFunc(reader))
		check(err)
		roots[n] = own
	}
	if roots[n] != root {
		log.Fatalf("the root at size %d is %v, not %v", n, roots[n], root)
	}
}

func content(t tlog.Tile) []byte {
	if t.L >= 0 {
		data, err := tlog.ReadTileData(t, tlog.HashReaderFunc(reader))
		check(err)
		return data
	}
	var bundle bytes.Buffer
	for i := t.N << height; i < t.N<<height+int64(t.W); i++ {
		check(binary.Write(&bundle, binary.BigEndian, uint16(len(entry(i)))))
		bundle.Write(entry(i))
	}
	return bundle.Bytes()
}

func main() {
	log.SetFlags(0)
	skey, vkey, err := note.GenerateKey(nil, "go.example/log")
	check(err)
	signer, err := note.NewSigner(skey)
	check(err)
	out := bufio.NewWriter(os.Stdout)
	fmt.Fprintln(out, vkey)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	counts := map[string]int{}
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		counts[f[0]]++
		switch f[0] {
		case "size":
			grow(number(f[1]), hashes(f[2:])[0])
			text := fmt.Sprintf("go.example/log\n%d\n%v\n", size, roots[size])
			signed, err := note.Sign(&note.Note{Text: text}, signer)
			check(err)
			fmt.Fprintln(out, base64.StdEncoding.EncodeToString(signed))
		case "tile":
			t, ok := pending[f[1]]
			if !ok {
				log.Fatalf("at size %d there is no new tile %s", size, f[1])
			}
			delete(pending, f[1])
			data, err := base64.StdEncoding.DecodeString(f[2])
			check(err)
			if !bytes.Equal(data, content(t)) {
				log.Fatalf("at size %d tile %s has other bytes", size, f[1])
			}
		case "record":
			proof, index := tlog.RecordProof(hashes(f[2:])), number(f[1])
			check(tlog.CheckRecord(proof, size, roots[size], index, tlog.RecordHash(entry(index))))
		case "tree":
			proof, older := tlog.TreeProof(hashes(f[2:])), number(f[1])
			check(tlog.CheckTree(proof, size, roots[size], older, roots[older]))
		case "path":
			t := tlog.Tile{H: height, L: int(number(f[1])), N: number(f[2]), W: int(number(f[3]))}
			if path(t) != f[4] {
				log.Fatalf("%v has the path %s, not %s", t, path(t), f[4])
			}
		default:
			log.Fatalf("what is %q?", f[0])
		}
	}
	check(lines.Err())
	grow(size, roots[size]) // nothing must be left over
	check(out.Flush())
	fmt.Printf("%d sizes, %d tiles, %d record proofs, %d tree proofs, %d paths\n", counts["size"], counts["tile"], counts["record"], counts["tree"], counts["path"])
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
