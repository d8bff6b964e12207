// Gives each proof of a file the key that it needs, and checks it: the same as FileCheck.cs.
import { check, keyIn, noteIn } from "./check.js";
import { readKey, Refusal, signaturesOf } from "./notes.js";
import { readTrust } from "./policy.js";

const none = { logs: [], witnesses: new Map(), groups: new Map(), quorum: null };

// The key that signed the note; else one of the same name, from which the file may lead on to the current one.
function keyFor(note, keys) {
  const logs = keys.filter((key) => note && key.kind === "log");
  return (logs.find((key) => signaturesOf(note, key).length > 0) ?? logs.find((key) => note.signatures.some((s) => s.name === key.name)))?.line ?? "";
}

function known(lines) {
  return lines.flatMap((line) => {
    try {
      return [readKey(line)];
    } catch {
      return [];
    }
  });
}

/** Checks an opened file (paper.js) with what the reader pasted. */
export function checkFile(file, pasted) {
  const answer = { failure: null, paper: file.paper, keyGiven: false, proofs: [], unchecked: [] };
  let trust = none;
  try {
    trust = pasted.trim() ? readTrust(pasted) : none;
  } catch (e) {
    if (!(e instanceof Refusal)) throw e;
    return { ...answer, failure: e.fault };
  }
  answer.keyGiven = trust.logs.length > 0;
  const named = known(file.keys);
  for (const proof of file.proofs) {
    const note = noteIn(proof);
    const trusted = keyFor(note, trust.logs) || (file.paper ? "" : trust.logs[0]?.line ?? "");
    if (trusted || !answer.keyGiven || !note) answer.proofs.push(check(proof, trusted, keyFor(note, named), trust));
    else answer.unchecked.push(note.signatures[0]?.name ?? "?");
  }
  answer.failure = answer.proofs.length > 0 ? answer.proofs.find((p) => p.failure)?.failure ?? null
    : answer.unchecked.length > 0 ? { code: "evidence.verify.other-keys", args: [answer.unchecked.join(", ")] }
    : { code: "evidence.verify.paper-without-proof", args: [] };
  return answer;
}

/** Keys of logs that the file names, to be compared by the reader. */
export const keysNamed = (file) => [...new Set([...file.keys, ...file.proofs.map(keyIn)].filter(Boolean))];
