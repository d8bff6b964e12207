// What the reader trusts: keys pasted line by line, or a policy (c2sp.org/tlog-policy) with groups and a quorum.
import { cosignedAt, isSignedBy, readKey, Refusal, signaturesOf } from "./notes.js";

const isPolicy = (lines) => lines.some((line) => /^(log|witness|group|quorum)[ \t]/.test(line));

/** Reads what was pasted. Throws a Refusal that names the line. */
export function readTrust(text) {
  const lines = text.split("\n").map((l) => l.trim()).filter((l) => l && !l.startsWith("#"));
  const trust = { logs: [], witnesses: new Map(), groups: new Map(), quorum: null };
  if (isPolicy(lines)) {
    lines.forEach((line) => readPolicyLine(trust, line));
    if (trust.quorum === null) throw new Refusal("policy", "quorum");
    return trust;
  }
  for (const line of lines) {
    const key = readKey(line);
    if (key.kind === "log") trust.logs.push(key);
    else trust.witnesses.set(key.name, key);
  }
  return trust;
}

function readPolicyLine(trust, line) {
  const [word, ...rest] = line.split(/[ \t]+/);
  const known = (name) => trust.witnesses.has(name) || trust.groups.has(name);
  const bad = () => new Refusal("policy", line);
  const ofKind = (vkey, kind) => {
    const key = readKey(vkey ?? "");
    if (key.kind !== kind) throw bad();
    return key;
  };
  if (word === "log") {
    trust.logs.push(ofKind(rest[0], "log"));
  } else if (word === "witness" && rest.length >= 2 && !known(rest[0]) && rest[0] !== "none") {
    const key = ofKind(rest[1], "witness");
    if ([...trust.witnesses.values()].some((other) => other.key.join() === key.key.join())) throw bad();
    trust.witnesses.set(rest[0], key);
  } else if (word === "group" && rest.length >= 3 && !known(rest[0]) && rest[0] !== "none") {
    const [name, least, ...members] = rest;
    const used = [...trust.groups.values()].flatMap((g) => g.members);
    const needed = least === "all" ? members.length : least === "any" ? 1 : /^[1-9][0-9]*$/.test(least) ? Number(least) : 0;
    if (needed < 1 || needed > members.length || new Set(members).size !== members.length || members.some((m) => !known(m) || used.includes(m))) throw bad();
    trust.groups.set(name, { needed, members });
  } else if (word === "quorum" && rest.length === 1 && trust.quorum === null && (rest[0] === "none" || known(rest[0]))) {
    trust.quorum = rest[0];
  } else {
    throw bad();
  }
}

/** Each known witness with the time of its cosignature, or null. Refuses a wrong cosignature of a known key, and a quorum that is not met. */
export function checkWitnesses(note, trust) {
  const seen = [...trust.witnesses].map(([name, key]) => {
    const own = signaturesOf(note, key);
    if (own.length > 0 && !isSignedBy(note, key)) throw new Refusal("cosignature", key.name);
    return { name, at: own.length > 0 ? Number(cosignedAt(own[0].signature)) : null };
  });
  const holds = (name) => trust.groups.has(name)
    ? trust.groups.get(name).members.filter(holds).length >= trust.groups.get(name).needed
    : seen.some((w) => w.name === name && w.at !== null);
  if (trust.quorum && trust.quorum !== "none" && !holds(trust.quorum)) throw new Refusal("quorum", trust.quorum);
  return seen;
}
