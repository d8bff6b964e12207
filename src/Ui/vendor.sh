#!/usr/bin/env bash
# Makes src/Ui/wwwroot/lib anew from the npm registry. Needs Node and npm; nobody else does: its results are committed.
#   bootstrap 5.3.9  the parts named in styles/bootstrap.scss, compiled
#   htmx.org 4.0.1   as published, without the reference to its source map
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
npm install --prefix "$work" --no-audit --no-fund --silent bootstrap@5.3.9 htmx.org@4.0.1 sass@1.108.2
modules="$work/node_modules"

rm -rf wwwroot/lib
mkdir -p wwwroot/lib/bootstrap wwwroot/lib/htmx
"$modules/.bin/sass" --no-source-map --style=compressed --no-charset --quiet --load-path="$modules" styles/bootstrap.scss wwwroot/lib/bootstrap/bootstrap.min.css
cp "$modules/bootstrap/LICENSE" wwwroot/lib/bootstrap/LICENSE
sed 's!^//# sourceMappingURL=.*!!' "$modules/htmx.org/dist/htmx.min.js" >wwwroot/lib/htmx/htmx.min.js
cp "$modules/htmx.org/LICENSE" wwwroot/lib/htmx/LICENSE
wc -c wwwroot/lib/*/*
