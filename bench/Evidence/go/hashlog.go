// Command hashlog computes the root of a published log from its entry bundles with golang.org/x/mod/sumdb/tlog: hashlog DIR SIZE THREADS.
package main

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"os"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

func path(dir string, index, width int64) string {
	number := fmt.Sprintf("%03d", index%1000)
	for rest := index / 1000; rest > 0; rest /= 1000 {
		number = fmt.Sprintf("x%03d/%s", rest%1000, number)
	}
	if width < 256 {
		number = fmt.Sprintf("%s.p/%d", number, width)
	}
	return dir + "/tile/entries/" + number
}

// root is the hash over all of a bundle's leaves, by RFC 6962's split.
func root(leaves []tlog.Hash) tlog.Hash {
	if len(leaves) == 1 {
		return leaves[0]
	}
	k := 1 << (bits.Len(uint(len(leaves)-1)) - 1)
	return tlog.NodeHash(root(leaves[:k]), root(leaves[k:]))
}

func main() {
	dir := os.Args[1]
	size, _ := strconv.ParseInt(os.Args[2], 10, 64)
	threads, _ := strconv.Atoi(os.Args[3])
	began := time.Now()
	bundles := (size + 255) / 256
	tops := make([]tlog.Hash, bundles)
	var next int64 = -1
	var done sync.WaitGroup
	for t := 0; t < threads; t++ {
		done.Add(1)
		go func() {
			defer done.Done()
			for {
				index := atomic.AddInt64(&next, 1)
				if index >= bundles {
					return
				}
				width := size - index*256
				if width > 256 {
					width = 256
				}
				bundle, err := os.ReadFile(path(dir, index, width))
				if err != nil {
					panic(err)
				}
				leaves := make([]tlog.Hash, 0, 256)
				for len(bundle) > 0 {
					length := int(binary.BigEndian.Uint16(bundle))
					leaves = append(leaves, tlog.RecordHash(bundle[2:2+length]))
					bundle = bundle[2+length:]
				}
				tops[index] = root(leaves)
			}
		}()
	}
	done.Wait()
	top := root(tops)
	seconds := time.Since(began).Seconds()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	processor := time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
	fmt.Printf("%.6f %.6f %v\n", seconds, processor, top)
}
