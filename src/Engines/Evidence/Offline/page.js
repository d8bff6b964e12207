// The page around the check. Works from file:// without any network; the page's own policy forbids connections.
import { check, keyIn } from "./check.js";
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

function showAnswer() {
  const answer = byId("answer");
  answer.replaceChildren();
  if (!file) return;
  const given = byId("key").value.trim();
  const report = check(file.text, given);
  const banner = add(answer, "div", report.failure ? "banner bad" : given ? "banner good" : "banner warn");
  banner.id = "verdict";
  banner.dataset.code = report.failure?.code ?? (given ? "holds" : "compare");
  add(banner, "p", "verdict", report.failure
    ? say("evidence.verify.fails", say(report.failure.code, ...report.failure.args))
    : say("evidence.verify.holds", report.events.length, report.origin, report.size));
  if (!report.failure && !given) {
    add(banner, "p", "", say("evidence.verify.compare", ""));
    add(banner, "code", "", report.key);
  }
  const list = add(answer, "ol", "events");
  report.events.forEach((e) => showEvent(list, e));
}

function showTexts() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : language;
  document.title = say("evidence.offline.title");
  document.querySelectorAll("[data-text]").forEach((e) => { e.textContent = say(e.dataset.text); });
  languages.forEach((l) => byId("language-" + l).setAttribute("aria-pressed", String(l === language)));
  byId("name").textContent = file ? file.name : say("evidence.offline.no-file");
  byId("key-hint").textContent = file && keyIn(file.text) ? say("evidence.offline.key-in-file", keyIn(file.text)) : say("evidence.offline.key-hint");
  showAnswer();
}

async function take(chosen) {
  if (!chosen) return;
  try {
    file = { name: chosen.name, text: new TextDecoder("utf-8", { fatal: true }).decode(await chosen.arrayBuffer()) };
  } catch {
    file = { name: chosen.name, text: "" };
  }
  showTexts();
}

languages.forEach((l) => byId("language-" + l).addEventListener("click", () => { language = l; showTexts(); }));
byId("file").addEventListener("change", (e) => take(e.target.files[0]));
byId("key").addEventListener("input", showTexts);
document.addEventListener("dragover", (e) => e.preventDefault());
document.addEventListener("drop", (e) => { e.preventDefault(); take(e.dataTransfer.files[0]); });
showTexts();
