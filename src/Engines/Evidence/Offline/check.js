// Checks a proof with nothing but its text and the log's key: the same steps, answers and refusals as ProofCheck.cs.
import { concat, encoder, equal, fromBase64, isPlace, isSignedBy, leafHash, malformed, readCheckpoint, readKey, readNote, Refusal, rootOfInclusion, sha256, toBase64 } from "./notes.js";
import { checkWitnesses } from "./policy.js";

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

function checkEvent(bundled, checkpoint, hash) {
  const proved = { index: bundled.index, event: null, disclosed: {}, withheld: [], failure: null };
  const fail = (code, ...args) => { proved.failure ??= { code: "evidence.verify." + code, args: args.map(String) }; };
  try {
    proved.event = readEntry(bundled.entry);
  } catch (e) {
    fail("entry", bundled.index, e.message);
    return proved;
  }
  const proof = bundled.proof.map((h) => fromBase64(h, "proof"));
  const root = rootOfInclusion(hash, bundled.index, checkpoint.size, leafHash(hash, encoder.encode(bundled.entry)), proof);
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

const readAny = (text) => text.startsWith("c2sp.org/tlog-proof@v1\n") ? readProof(text) : readBundle(text);

/** The log may have changed its key since the reader noted it down: then each key names the next (KeyChain.cs). */
function follow(key, steps) {
  for (const step of steps) {
    const entry = readEntry(step.entry);
    const note = readNote(step.checkpoint);
    const checkpoint = readCheckpoint(note.text);
    if (entry.type !== "evidence.key-rotated" || entry.facts.old !== key.line || !isSignedBy(note, key) || checkpoint.origin !== key.name) continue;
    const root = rootOfInclusion(key.hash, step.index, checkpoint.size, leafHash(key.hash, encoder.encode(step.entry)), step.proof.map((h) => fromBase64(h, "proof")));
    const next = readKey(entry.facts.new);
    if (root && equal(root, checkpoint.root) && next.kind === "log" && next.name === key.name) key = next;
  }
  return key;
}

/** The key that a proof names, or "". */
export function keyIn(text) {
  try {
    return readAny(text).log;
  } catch {
    return "";
  }
}

/** The note under which a proof stands; null when there is none. */
export function noteIn(text) {
  try {
    return readNote(readAny(text).checkpoint);
  } catch {
    return null;
  }
}

/** Checks the text of one proof with the reader's key, or with the one that the file names; trust is what the reader pasted (policy.js). */
export function check(text, given, named, trust) {
  const report = { failure: null, key: "", keyGiven: Boolean(given), origin: "", size: 0, events: [], witnesses: [] };
  try {
    const bundle = readAny(text);
    const line = given || bundle.log || named;
    if (!line) throw new Refusal("key-needed");
    let key = readKey(line);
    if (key.kind !== "log") throw new Refusal("key-malformed", line);
    const note = readNote(bundle.checkpoint);
    if (bundle.log && bundle.log !== key.line && !isSignedBy(note, key)) {
      const last = follow(key, bundle.keys ?? []);
      if (bundle.log !== last.line) throw new Refusal("key-differs", bundle.log, key.line);
      key = last;
    }
    report.key = key.line;
    const checkpoint = readCheckpoint(note.text);
    Object.assign(report, { origin: checkpoint.origin, size: checkpoint.size });
    if (!isSignedBy(note, key)) throw new Refusal("signature", key.name);
    if (checkpoint.origin !== key.name) throw new Refusal("origin", checkpoint.origin, key.name);
    report.witnesses = checkWitnesses(note, trust);
    if (bundle.events.length === 0) throw new Refusal("empty");
    for (const bundled of bundle.events) {
      const proved = checkEvent(bundled, checkpoint, key.hash);
      if (bundle.whole && !proved.failure) proved.failure = checkOrder(proved, report.events, bundle.stream);
      report.events.push(proved);
    }
    report.failure = report.events.find((e) => e.failure)?.failure ?? null;
  } catch (e) {
    report.failure = e instanceof Refusal ? e.fault : { code: "evidence.verify.malformed", args: [e.message] };
  }
  return report;
}
