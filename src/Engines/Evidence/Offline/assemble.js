// Puts style, script and the policy that names their digests into one page.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const [page, style, script, target] = process.argv.slice(2).map((path, i) => (i < 3 ? readFileSync(path, "utf8").trim() : path));
const digest = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
if (script.includes("</script")) throw new Error("The script would end early.");
const policy = `default-src 'none'; script-src ${digest(script)}; style-src ${digest(style)}; base-uri 'none'; form-action 'none'`;
writeFileSync(target, page.replace("{{policy}}", () => policy).replace("{{style}}", () => style).replace("{{script}}", () => script) + "\n");
