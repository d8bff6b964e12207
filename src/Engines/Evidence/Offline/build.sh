#!/usr/bin/env bash
# Rebuilds verify-offline.html from the sources beside it. Needs node and npm; run it after changing them or the texts evidence.verify.* and evidence.offline.*.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp package.json check.js file.js notes.js page.js paper.js policy.js "$work"
(cd "$work" && npm install --no-audit --no-fund --loglevel=error --ignore-scripts)
node -e '
  const texts = {};
  for (const language of ["zh", "en"]) {
    const all = JSON.parse(require("fs").readFileSync(`../i18n/${language}.json`, "utf8"));
    texts[language] = Object.fromEntries(Object.entries(all).filter(([key]) => /^evidence\.(verify|offline)\./.test(key)));
  }
  console.log(JSON.stringify(texts));' > "$work/texts.json"
(cd "$work" && node node_modules/esbuild/bin/esbuild page.js --bundle --format=iife --target=es2022 --charset=utf8 --legal-comments=inline --minify-syntax --outfile=bundle.js --log-level=warning)
node --input-type=module - page.html page.css "$work/bundle.js" verify-offline.html < assemble.js
wc -c verify-offline.html
