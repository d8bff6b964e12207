// Appends is a toy log on Debian's golang-golang-x-mod-dev, to compare with: 512 writers, each waiting for its own entry; one loop that takes all that
// wait, hashes them into the tree, appends entries and hashes to two files, flushes both, signs the tree's head and answers. No database, no streams,
// no look-up by id, no check before signing.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run appends.go DIR WRITERS BYTES
//
// For each line with a number of milliseconds on its input it runs that long and prints: entries, seconds, p50 and p99 in milliseconds.
package main

import (
	"bufio"
	"crypto/rand"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type waiting struct {
	entry []byte
	index chan int64
}

type toy struct {
	entries, hashes *os.File
	stored          []tlog.Hash
	size            int64
	signer          note.Signer
	queue           chan waiting
}

func (t *toy) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		found[i] = t.stored[index]
	}
	return found, nil
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func (t *toy) loop() {
	for first := range t.queue {
		batch := []waiting{first}
	gather:
		for len(batch) < 4096 {
			select {
			case next := <-t.queue:
				batch = append(batch, next)
			default:
				break gather
			}
		}
		var entries, hashes []byte
		start := t.size
		for _, w := range batch {
			made, err := tlog.StoredHashes(t.size, w.entry, t)
			must(err)
			t.stored = append(t.stored, made...)
			t.size++
			entries = append(entries, w.entry...)
			for _, hash := range made {
				hashes = append(hashes, hash[:]...)
			}
		}
		_, err := t.entries.Write(entries)
		must(err)
		_, err = t.hashes.Write(hashes)
		must(err)
		must(t.entries.Sync())
		must(t.hashes.Sync())
		root, err := tlog.TreeHash(t.size, t)
		must(err)
		_, err = note.Sign(&note.Note{Text: string(tlog.FormatTree(tlog.Tree{N: t.size, Hash: root}))}, t.signer)
		must(err)
		for i, w := range batch {
			w.index <- start + int64(i)
		}
	}
}

func (t *toy) run(writers, size int, each time.Duration) {
	var all []time.Duration
	var gate sync.Mutex
	var group sync.WaitGroup
	begin := time.Now()
	for i := 0; i < writers; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			var mine []time.Duration
			entry := make([]byte, size)
			_, err := rand.Read(entry)
			must(err)
			index := make(chan int64, 1)
			for time.Since(begin) < each {
				start := time.Now()
				t.queue <- waiting{entry, index}
				<-index
				mine = append(mine, time.Since(start))
			}
			gate.Lock()
			all = append(all, mine...)
			gate.Unlock()
		}()
	}
	group.Wait()
	took := time.Since(begin).Seconds()
	sort.Slice(all, func(a, b int) bool { return all[a] < all[b] })
	at := func(share float64) float64 { return float64(all[int(float64(len(all)-1)*share)].Microseconds()) / 1000 }
	fmt.Println(len(all), took, at(0.5), at(0.99))
}

func main() {
	dir := os.Args[1]
	writers, err := strconv.Atoi(os.Args[2])
	must(err)
	size, err := strconv.Atoi(os.Args[3])
	must(err)
	secret, _, err := note.GenerateKey(rand.Reader, "bench")
	must(err)
	signer, err := note.NewSigner(secret)
	must(err)
	t := &toy{signer: signer, queue: make(chan waiting, writers)}
	t.entries, err = os.Create(filepath.Join(dir, "entries"))
	must(err)
	t.hashes, err = os.Create(filepath.Join(dir, "hashes"))
	must(err)
	go t.loop()
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		milliseconds, err := strconv.Atoi(lines.Text())
		must(err)
		t.run(writers, size, time.Duration(milliseconds)*time.Millisecond)
	}
}
