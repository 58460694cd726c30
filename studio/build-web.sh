#!/usr/bin/env bash
# Builds the studio's page into target/web. Without Node the server is built all the same, with a page in
# its place that says how to get it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

without() {
  rm -rf target/web
  echo "The studio is left out: $1. Everything else is built; install Node 20.19 or newer with npm and build again to have it." >&2
  exit 0
}

command -v node > /dev/null && command -v npm > /dev/null || without "there is no Node with npm"
node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 20 || (major == 20 && minor >= 19) ? 0 : 1)' \
  || without "Node $(node --version) is too old"
node src/main/web/build.mjs || { code=$?; [ $code -eq 3 ] && without "npm could not fetch what it is built with"; exit $code; }
