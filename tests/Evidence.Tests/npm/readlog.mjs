// Readlog reads a published log as an outsider, with implementations from npm that know nothing of Zhuangjin:
//
//   node readlog.mjs DIR VKEY [COSIGNER-VKEY ...]
//
// It rebuilds the root from the entry bundles alone, compares every tile, and verifies the signatures: Ed25519 over a SHA-256
// tree with @noble/ed25519 and again with tweetnacl; SM2 over an SM3 tree with sm-crypto. Prints one line when all holds.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as noble from '@noble/ed25519';
import nacl from 'tweetnacl';
import smCrypto from 'sm-crypto';

noble.hashes.sha512 = (message) => createHash('sha512').update(message).digest();

const sm2Name = Buffer.from('\xffzhuangjin/sm2-sm3/v1', 'latin1');
const fail = (why) => { throw new Error(why); };
const sha256 = (...parts) => createHash('sha256').update(Buffer.concat(parts)).digest();
const sm3 = (...parts) => Buffer.from(smCrypto.sm3([...Buffer.concat(parts)]), 'hex');

function readKey(line) {
  const [name, id, ...rest] = line.split('+');
  const material = Buffer.from(rest.join('+'), 'base64');
  const computed = sha256(Buffer.from(`${name}\n`), material).subarray(0, 4).toString('hex');
  if (computed !== id) fail(`${line}: the id should be ${computed}`);
  return { name, id, material };
}

function ed25519(message, signature, key) {
  const one = noble.verify(signature, message, key);
  const two = nacl.sign.detached.verify(new Uint8Array(message), new Uint8Array(signature), new Uint8Array(key));
  if (one !== two) fail('@noble/ed25519 and tweetnacl disagree');
  return one;
}

function verifies(key, text, signature) {
  if (key.material.subarray(0, sm2Name.length).equals(sm2Name)) {
    const point = key.material.subarray(sm2Name.length).toString('hex');
    return smCrypto.sm2.doVerifySignature([...text], signature.toString('hex'), point, { hash: true, der: false, userId: '1234567812345678' });
  }
  switch (key.material[0]) {
    case 1: return ed25519(text, signature, key.material.subarray(1));
    case 4: return ed25519(
      Buffer.concat([Buffer.from(`cosignature/v1\ntime ${signature.readBigUInt64BE(0)}\n`), text]), signature.subarray(8), key.material.subarray(1));
    default: return fail(`unknown key type ${key.material[0]}`);
  }
}

function tilePath(level, index, width) {
  let path = String(index % 1000).padStart(3, '0');
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) path = `x${String(rest % 1000).padStart(3, '0')}/${path}`;
  return `tile/${level}/${path}${width < 256 ? `.p/${width}` : ''}`;
}

function* tiles(count) {
  for (let index = 0; index * 256 < count; index++) yield [index, Math.min(256, count - index * 256)];
}

function readEntries(dir, size) {
  const entries = [];
  for (const [index, width] of tiles(size)) {
    const bundle = readFileSync(join(dir, tilePath('entries', index, width)));
    let at = 0;
    for (let i = 0; i < width; i++) {
      const length = bundle.readUInt16BE(at);
      entries.push(bundle.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    if (at !== bundle.length) fail(`${tilePath('entries', index, width)} has ${bundle.length} bytes, its entries ${at}`);
  }
  return entries;
}

// RFC 6962, 2.1, by its own recursion.
function root(hash, nodes) {
  if (nodes.length === 1) return nodes[0];
  let half = 1;
  while (half * 2 < nodes.length) half *= 2;
  return hash(Buffer.of(1), root(hash, nodes.slice(0, half)), root(hash, nodes.slice(half)));
}

const [dir, vkey, ...cosigners] = process.argv.slice(2);
const key = readKey(vkey);
const note = readFileSync(join(dir, 'checkpoint'), 'utf8');
const end = note.lastIndexOf('\n\n');
const text = Buffer.from(note.slice(0, end + 1));
const signatures = note.slice(end + 2).trimEnd().split('\n').map((line) => {
  const [dash, name, base64] = line.split(' ');
  const bytes = Buffer.from(base64, 'base64');
  return { dash, name, id: bytes.subarray(0, 4).toString('hex'), signature: bytes.subarray(4) };
});
for (const wanted of [key, ...cosigners.map(readKey)]) {
  const own = signatures.filter((s) => s.dash === '—' && s.name === wanted.name && s.id === wanted.id);
  if (own.length === 0 || !own.every((s) => verifies(wanted, text, s.signature))) fail(`not signed by ${wanted.name}`);
}

const [origin, sizeText, rootText] = text.toString('utf8').split('\n');
if (origin !== key.name) fail(`the origin is ${origin}`);
const size = Number(sizeText);
const hash = key.material[0] === 0xff ? sm3 : sha256;
let nodes = readEntries(dir, size).map((entry) => hash(Buffer.of(0), entry));
const computed = nodes.length === 0 ? hash(Buffer.alloc(0)) : root(hash, nodes);
if (computed.toString('base64') !== rootText) fail('the entries give another root than the checkpoint');
let files = 0;
for (let level = 0; nodes.length > 0; level++) {
  const above = [];
  for (const [index, width] of tiles(nodes.length)) {
    const own = nodes.slice(index * 256, index * 256 + width);
    if (!readFileSync(join(dir, tilePath(level, index, width))).equals(Buffer.concat(own))) fail(`${tilePath(level, index, width)} differs`);
    if (width === 256) above.push(root(hash, own));
    files++;
  }
  nodes = above;
}
console.log(`${size} entries and ${files} tiles of ${origin} hold, signed by ${1 + cosigners.length}`);
