// The page around the check. Works from file:// without any network; the page's own policy forbids connections.
import { checkFile, keysNamed } from "./file.js";
import { open } from "./paper.js";
import texts from "./texts.json";

const languages = ["zh", "en"];
const byId = (id) => document.getElementById(id);
let language = (navigator.language || "zh").startsWith("zh") ? "zh" : "en";
let file = null;

function say(key, ...args) {
  return (texts[language][key] ?? key).replace(/\{(\d)\}/g, (_, i) => args[Number(i)] ?? "");
}

function add(parent, name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

function showEvent(list, proved) {
  const item = add(list, "li", proved.failure ? "event bad" : "event good");
  const head = add(item, "p", "head");
  add(head, "span", "mark", proved.failure ? say("evidence.offline.bad") : say("evidence.offline.good"));
  if (proved.event) {
    add(head, "strong", "", proved.event.type);
    add(head, "span", "quiet", proved.event.at.slice(0, 19).replace("T", " "));
  }
  if (proved.failure) add(item, "p", "why", say(proved.failure.code, ...proved.failure.args));
  const facts = add(item, "dl");
  const fact = (name, value) => { add(facts, "dt", "", name); add(facts, "dd", "", value); };
  fact(say("evidence.offline.place"), String(proved.index));
  if (!proved.event) return;
  fact(say("evidence.offline.stream"), `${proved.event.stream} #${proved.event.seq}`);
  fact(say("evidence.offline.actor"), proved.event.actor);
  for (const [name, value] of Object.entries(proved.event.facts)) fact(name, value);
  for (const [name, value] of Object.entries(proved.disclosed)) fact(name + say("evidence.offline.opened"), value);
  if (proved.withheld.length > 0) fact(say("evidence.offline.withheld"), proved.withheld.join(", "));
}

function showWitnesses(parent, witnesses) {
  if (witnesses.length === 0) return;
  const list = add(parent, "ul", "witnesses");
  for (const { name, at } of witnesses) {
    const when = at === null ? "" : new Date(at * 1000 + 8 * 3600_000).toISOString().slice(0, 19).replace("T", " ");
    const item = add(list, "li", "", at === null ? say("evidence.offline.not-witnessed", name) : say("evidence.offline.witnessed", name, when));
    item.dataset.witness = at === null ? "absent" : "present";
  }
}

function showProof(answer, report) {
  const banner = add(answer, "div", report.failure ? "banner bad" : report.keyGiven ? "banner good" : "banner warn");
  add(banner, "p", "verdict", report.failure
    ? say("evidence.verify.fails", say(report.failure.code, ...report.failure.args))
    : say("evidence.verify.holds", report.events.length, report.origin, report.size));
  if (!report.failure && !report.keyGiven) {
    add(banner, "p", "", say("evidence.verify.compare", ""));
    add(banner, "code", "", report.key);
  }
  showWitnesses(banner, report.witnesses);
  const list = add(answer, "ol", "events");
  report.events.forEach((e) => showEvent(list, e));
}

function showAnswer() {
  const answer = byId("answer");
  answer.replaceChildren();
  if (!file) return;
  const report = checkFile(file, byId("key").value);
  const verdict = add(answer, "div");
  verdict.id = "verdict";
  verdict.dataset.code = report.failure?.code ?? (report.keyGiven ? "holds" : "compare");
  if (report.proofs.length === 0) {
    const banner = add(verdict, "div", "banner bad");
    add(banner, "p", "verdict", say("evidence.verify.fails", say(report.failure.code, ...report.failure.args)));
  } else if (report.paper) {
    add(verdict, "p", "banner warn", say("evidence.verify.paper"));
  }
  report.unchecked.forEach((log) => add(verdict, "p", "banner warn", say("evidence.verify.passed-over", log)));
  if (file.stamps > 0) add(verdict, "p", "banner warn", say("evidence.offline.stamps", String(file.stamps))).id = "stamps";
  report.proofs.forEach((proof) => showProof(verdict, proof));
}

function showTexts() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : language;
  document.title = say("evidence.offline.title");
  document.querySelectorAll("[data-text]").forEach((e) => { e.textContent = say(e.dataset.text); });
  languages.forEach((l) => byId("language-" + l).setAttribute("aria-pressed", String(l === language)));
  byId("name").textContent = file ? file.name : say("evidence.offline.no-file");
  const named = file ? keysNamed(file) : [];
  byId("key-hint").textContent = named.length > 0 ? say("evidence.offline.key-in-file", named.join("\n")) : say("evidence.offline.key-hint");
  showAnswer();
}

async function take(chosen) {
  if (!chosen) return;
  file = { name: chosen.name, ...await open(new Uint8Array(await chosen.arrayBuffer())) };
  showTexts();
}

languages.forEach((l) => byId("language-" + l).addEventListener("click", () => { language = l; showTexts(); }));
byId("file").addEventListener("change", (e) => take(e.target.files[0]));
byId("key").addEventListener("input", showTexts);
document.addEventListener("dragover", (e) => e.preventDefault());
document.addEventListener("drop", (e) => { e.preventDefault(); take(e.dataTransfer.files[0]); });
showTexts();
