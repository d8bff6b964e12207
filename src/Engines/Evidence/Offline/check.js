// Checks a proof file with nothing but the file and the log's key: the same steps, answers and refusals as ProofCheck.cs.
import * as ed25519 from "@noble/ed25519";
import { sha256, sha512 } from "@noble/hashes/sha2.js";

ed25519.hashes.sha512 = sha512;

const encoder = new TextEncoder();

class Refusal extends Error {
  constructor(code, ...args) {
    super(code);
    this.fault = { code: "evidence.verify." + code, args: args.map(String) };
  }
}

const malformed = (why) => new Refusal("malformed", why);

// ---- bytes ----------------------------------------------------------------------------------------------------------

function fromBase64(text, why) {
  try {
    const binary = atob(text);
    if (btoa(binary) === text) return Uint8Array.from(binary, (c) => c.charCodeAt(0));
  } catch { /* told below */ }
  throw malformed(why);
}

const toBase64 = (bytes) => btoa(String.fromCharCode(...bytes));

function concat(...parts) {
  const all = new Uint8Array(parts.reduce((sum, p) => sum + p.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const equal = (a, b) => a.length === b.length && a.every((byte, i) => byte === b[i]);

const isPlace = (n) => Number.isSafeInteger(n) && n >= 0;

// ---- keys, notes, checkpoints (c2sp.org/signed-note, tlog-checkpoint) ---------------------------------------------------

function readKey(line) {
  const parts = line.trim().split("+");
  const [name, id] = parts;
  try {
    const bytes = fromBase64(parts.slice(2).join("+"), "");
    const expected = sha256(concat(encoder.encode(name + "\n"), bytes)).slice(0, 4);
    const hex = [...expected].map((b) => b.toString(16).padStart(2, "0")).join("");
    if (parts.length >= 3 && name && !/[\s+]/u.test(name) && bytes.length === 33 && bytes[0] === 1 && hex === id) {
      return { line: line.trim(), name, id: expected, key: bytes.slice(1) };
    }
  } catch { /* told below */ }
  throw new Refusal("key-malformed", line);
}

function readNote(text) {
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

function isSignedBy(note, key) {
  const own = note.signatures.filter((s) => s.name === key.name && equal(s.id, key.id));
  const message = encoder.encode(note.text);
  return own.length > 0 && own.every((s) => {
    try {
      return s.signature.length === 64 && ed25519.verify(s.signature, message, key.key, { zip215: false });
    } catch {
      return false;
    }
  });
}

function readCheckpoint(text) {
  const [origin, size, root] = text.split("\n");
  const hash = fromBase64(root ?? "", "checkpoint");
  if (!origin || !/^(0|[1-9][0-9]*)$/.test(size) || !isPlace(Number(size)) || hash.length !== 32) throw malformed("checkpoint");
  return { origin, size: Number(size), root: hash };
}

// ---- the tree (RFC 9162, 2.1.3.2) -------------------------------------------------------------------------------------

const leafHash = (entry) => sha256(concat(Uint8Array.of(0), entry));
const nodeHash = (left, right) => sha256(concat(Uint8Array.of(1), left, right));
const half = (n) => Math.floor(n / 2);

function rootOfInclusion(index, size, leaf, proof) {
  if (!isPlace(index) || index >= size) return null;
  let node = index, last = size - 1, root = leaf;
  for (const sibling of proof) {
    if (last === 0 || sibling.length !== 32) return null;
    if (node % 2 === 1 || node === last) {
      root = nodeHash(sibling, root);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      root = nodeHash(root, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 ? root : null;
}

// ---- entries ------------------------------------------------------------------------------------------------------------

const sorted = (fields) => "{" + Object.keys(fields).sort().map((k) => JSON.stringify(k) + ":" + JSON.stringify(fields[k])).join(",") + "}";

const isFields = (value) => value !== null && typeof value === "object" && !Array.isArray(value) && Object.values(value).every((v) => typeof v === "string");

function readEntry(text) {
  const e = JSON.parse(text);
  if (e.v !== 1) throw new Error("version");
  if (![e.id, e.type, e.stream, e.at, e.actor].every((t) => typeof t === "string") || !Number.isSafeInteger(e.seq) || !isFields(e.facts) || !isFields(e.commitments)) throw new Error("fields");
  const again = `{"actor":${JSON.stringify(e.actor)},"at":${JSON.stringify(e.at)},"commitments":${sorted(e.commitments)},"facts":${sorted(e.facts)},"id":${JSON.stringify(e.id)},"seq":${e.seq},"stream":${JSON.stringify(e.stream)},"type":${JSON.stringify(e.type)},"v":1}`;
  if (again !== text || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+08:00$/.test(e.at)) throw new Error("not in canonical form");
  return e;
}

function matches(entry, name, field) {
  if (!Object.hasOwn(entry.commitments, name)) return false;
  try {
    const salt = fromBase64(field.salt, "");
    return salt.length === 16 && toBase64(sha256(concat(encoder.encode("zhuangjin/commitment/v1\n"), salt, encoder.encode(name + "\n" + field.value)))) === entry.commitments[name];
  } catch {
    return false;
  }
}

// ---- files --------------------------------------------------------------------------------------------------------------

function readProof(text) {
  const end = text.indexOf("\n\n");
  const lines = end < 0 ? [] : text.slice(0, end).split("\n").slice(1);
  const extra = lines[0]?.startsWith("extra ") ? lines.shift().slice(6) : null;
  const index = /^index (0|[1-9][0-9]*)$/.exec(lines.shift() ?? "");
  if (!extra || !index || lines.length > 63) throw malformed("tlog-proof");
  const entry = new TextDecoder("utf-8", { fatal: true }).decode(fromBase64(extra, "extra"));
  return { whole: false, log: "", stream: "", checkpoint: text.slice(end + 2), events: [{ index: Number(index[1]), entry, proof: lines, disclosed: {} }] };
}

function readBundle(text) {
  let b;
  try {
    b = JSON.parse(text);
  } catch (e) {
    throw malformed(e.message);
  }
  const sound = b?.format === "zhuangjin proof bundle" && b.version === 1 && [b.log, b.stream, b.checkpoint].every((t) => typeof t === "string") && Array.isArray(b.events)
    && b.events.every((e) => isPlace(e?.index) && typeof e.entry === "string" && Array.isArray(e.proof) && e.proof.every((h) => typeof h === "string")
      && e.disclosed !== null && typeof e.disclosed === "object" && Object.values(e.disclosed).every((f) => typeof f?.value === "string" && typeof f.salt === "string"));
  if (!sound) throw malformed("zhuangjin proof bundle 1");
  return { whole: true, ...b };
}

function checkEvent(bundled, checkpoint) {
  const proved = { index: bundled.index, event: null, disclosed: {}, withheld: [], failure: null };
  const fail = (code, ...args) => { proved.failure ??= { code: "evidence.verify." + code, args: args.map(String) }; };
  try {
    proved.event = readEntry(bundled.entry);
  } catch (e) {
    fail("entry", bundled.index, e.message);
    return proved;
  }
  const proof = bundled.proof.map((h) => fromBase64(h, "proof"));
  const root = rootOfInclusion(bundled.index, checkpoint.size, leafHash(encoder.encode(bundled.entry)), proof);
  if (!root || !equal(root, checkpoint.root)) fail("inclusion", bundled.index);
  for (const [name, field] of Object.entries(bundled.disclosed)) {
    if (matches(proved.event, name, field)) proved.disclosed[name] = field.value;
    else fail("field", bundled.index, name);
  }
  proved.withheld = Object.keys(proved.event.commitments).filter((name) => !Object.hasOwn(bundled.disclosed, name));
  return proved;
}

function checkOrder(proved, before, stream) {
  const { event, index } = proved;
  const expected = before.length + 1;
  const fault = (code, ...args) => ({ code: "evidence.verify." + code, args: args.map(String) });
  return event.stream !== stream ? fault("stream", index, event.stream, stream)
    : event.seq !== expected ? fault("gap", expected, event.seq)
    : before.length > 0 && before.at(-1).index >= index ? fault("order", index)
    : null;
}

/** The key that a file names, or "". */
export function keyIn(text) {
  try {
    return text.startsWith("c2sp.org/tlog-proof@v1") ? "" : readBundle(text).log;
  } catch {
    return "";
  }
}

/** Checks the text of a proof file; givenKey is the reader's own, or "". */
export function check(text, givenKey) {
  const report = { failure: null, key: "", keyGiven: Boolean(givenKey), origin: "", size: 0, events: [] };
  try {
    const bundle = text.startsWith("c2sp.org/tlog-proof@v1\n") ? readProof(text) : readBundle(text);
    const line = givenKey || bundle.log;
    if (!line) throw new Refusal("key-needed");
    const key = readKey(line);
    report.key = key.line;
    if (bundle.log && bundle.log !== key.line) throw new Refusal("key-differs", bundle.log, key.line);
    const note = readNote(bundle.checkpoint);
    const checkpoint = readCheckpoint(note.text);
    Object.assign(report, { origin: checkpoint.origin, size: checkpoint.size });
    if (!isSignedBy(note, key)) throw new Refusal("signature", key.name);
    if (checkpoint.origin !== key.name) throw new Refusal("origin", checkpoint.origin, key.name);
    if (bundle.events.length === 0) throw new Refusal("empty");
    for (const bundled of bundle.events) {
      const proved = checkEvent(bundled, checkpoint);
      if (bundle.whole && !proved.failure) proved.failure = checkOrder(proved, report.events, bundle.stream);
      report.events.push(proved);
    }
    report.failure = report.events.find((e) => e.failure)?.failure ?? null;
  } catch (e) {
    report.failure = e instanceof Refusal ? e.fault : { code: "evidence.verify.malformed", args: [e.message] };
  }
  return report;
}
