// Hypercore, to compare with: a log of entries under a signed Merkle tree. usage: node appends.js DIR WRITERS BYTES (each|batch)
// "each": all writers call append and wait for their own entry. "batch": all that wait are appended by one call, then each is answered: one flush a batch.
// For each line with a number of milliseconds on its input it runs that long and prints: entries, seconds, p50 and p99 in milliseconds.
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import Hypercore from 'hypercore'

const [folder, writers, bytes, way] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4]), process.argv[5]]
const core = new Hypercore(folder)
await core.ready()

let waiting = []
let running = false

async function drain () {
  running = true
  while (waiting.length > 0) {
    const batch = waiting
    waiting = []
    const { length } = await core.append(batch.map(w => w.entry))
    batch.forEach((w, i) => w.done(length - batch.length + i))
  }
  running = false
}

const append = way === 'batch'
  ? entry => new Promise(done => {
    waiting.push({ entry, done })
    if (!running) queueMicrotask(() => running || drain())
  })
  : entry => core.append(entry)

async function write (begin, milliseconds, took) {
  const entry = randomBytes(bytes)
  while (performance.now() - begin < milliseconds) {
    const start = performance.now()
    await append(entry)
    took.push(performance.now() - start)
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const took = []
  const begin = performance.now()
  await Promise.all(Array.from({ length: writers }, () => write(begin, Number(line), took)))
  const seconds = (performance.now() - begin) / 1000
  took.sort((a, b) => a - b)
  const at = share => took[Math.floor((took.length - 1) * share)]
  console.log(took.length, seconds, at(0.5), at(0.99))
}
await core.close()
