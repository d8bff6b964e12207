// Bytes, keys, signed notes, checkpoints and the two trees: c2sp.org/signed-note, tlog-checkpoint, tlog-cosignature, RFC 9162; SM2 and SM3 for the national tree.
import * as ed25519 from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { sm2, sm3 } from "sm-crypto-v2";

ed25519.hashes.sha512 = sha512;

export const encoder = new TextEncoder();

export class Refusal extends Error {
  constructor(code, ...args) {
    super(code);
    this.fault = { code: "evidence.verify." + code, args: args.map(String) };
  }
}

export const malformed = (why) => new Refusal("malformed", why);

// ---- bytes ----------------------------------------------------------------------------------------------------------

export function fromBase64(text, why) {
  try {
    const binary = atob(text);
    if (btoa(binary) === text) return Uint8Array.from(binary, (c) => c.charCodeAt(0));
  } catch { /* told below */ }
  throw malformed(why);
}

export const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));

export function concat(...parts) {
  const all = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

export const isPlace = (n) => Number.isSafeInteger(n) && n >= 0;

// ---- keys, notes, checkpoints (c2sp.org/signed-note, tlog-checkpoint) ---------------------------------------------------

const SM2_NAME = encoder.encode("\u00ffzhuangjin/sm2-sm3/v1").slice(1);
SM2_NAME[0] = 0xff;

// What stands before the key's own bytes, by kind.
const kinds = [
  { kind: "log", prefix: Uint8Array.of(1), length: 32, hash: sha256 },
  { kind: "witness", prefix: Uint8Array.of(4), length: 32 },
  { kind: "log", national: true, prefix: SM2_NAME, length: 65, hash: sm3Of },
];

const toHex = (bytes) => [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");

function sm3Of(bytes) {
  return Uint8Array.from(sm3(bytes).match(/../g), (pair) => parseInt(pair, 16));
}

/** A verifier key of a log (Ed25519, or SM2) or of a witness. */
export function readKey(line) {
  const parts = line.trim().split("+");
  const [name, id] = parts;
  try {
    const bytes = fromBase64(parts.slice(2).join("+"), "");
    const expected = sha256(concat(encoder.encode(name + "\n"), bytes)).slice(0, 4);
    const found = kinds.find((k) => bytes.length === k.prefix.length + k.length && equal(bytes.slice(0, k.prefix.length), k.prefix));
    if (parts.length >= 3 && name && !/[\s+]/u.test(name) && found && toHex(expected) === id) {
      return { ...found, line: line.trim(), name, id: expected, key: bytes.slice(found.prefix.length) };
    }
  } catch { /* told below */ }
  throw new Refusal("key-malformed", line);
}

export function readNote(text) {
  const end = text.lastIndexOf("\n\n");
  if (end < 0 || end + 2 === text.length || !text.endsWith("\n") || /[\u0000-\u0009\u000b-\u001f]/.test(text)) throw malformed("note");
  const signatures = text.slice(end + 2, -1).split("\n").map((line) => {
    const parts = line.split(" ");
    if (parts.length !== 3 || parts[0] !== "—") throw malformed("signature line");
    const bytes = fromBase64(parts[2], "signature");
    if (bytes.length <= 4) throw malformed("signature");
    return { name: parts[1], id: bytes.slice(0, 4), signature: bytes.slice(4) };
  });
  return { text: text.slice(0, end + 1), signatures };
}

function verifies(key, text, signature) {
  try {
    if (key.national) return signature.length === 64 && sm2.doVerifySignature(encoder.encode(text), toHex(signature), toHex(key.key), { hash: true, der: false, userId: "1234567812345678" });
    if (key.kind === "log") return signature.length === 64 && ed25519.verify(signature, encoder.encode(text), key.key, { zip215: false });
    return signature.length === 72 && ed25519.verify(signature.slice(8), encoder.encode(`cosignature/v1\ntime ${cosignedAt(signature)}\n${text}`), key.key, { zip215: false });
  } catch {
    return false;
  }
}

/** Seconds since 1970 at which a witness signed. */
export const cosignedAt = (signature) => new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);

/** The note's signatures under a key's name and id. */
export const signaturesOf = (note, key) => note.signatures.filter((s) => s.name === key.name && equal(s.id, key.id));

export function isSignedBy(note, key) {
  const own = signaturesOf(note, key);
  return own.length > 0 && own.every((s) => verifies(key, note.text, s.signature));
}

export function readCheckpoint(text) {
  const [origin, size, root] = text.split("\n");
  const hash = fromBase64(root ?? "", "checkpoint");
  if (!origin || !/^(0|[1-9][0-9]*)$/.test(size) || !isPlace(Number(size)) || hash.length !== 32) throw malformed("checkpoint");
  return { origin, size: Number(size), root: hash };
}

// ---- the tree (RFC 9162, 2.1.3.2) -------------------------------------------------------------------------------------

export const leafHash = (hash, entry) => hash(concat(Uint8Array.of(0), entry));
const nodeHash = (hash, left, right) => hash(concat(Uint8Array.of(1), left, right));
const half = (n) => Math.floor(n / 2);

export function rootOfInclusion(hash, index, size, leaf, proof) {
  if (!isPlace(index) || index >= size) return null;
  let node = index, last = size - 1, root = leaf;
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== 32) return null;
    if (node % 2 === 1 || node === last) {
      root = nodeHash(hash, sibling, root);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      root = nodeHash(hash, root, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 ? root : null;
}

export { sha256 };
